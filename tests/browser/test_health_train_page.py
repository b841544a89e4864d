"""The page of `train` in a browser, in both languages: first chart, both attacks, own files."""

import pytest

from tests.browser.servers import ROOT

EXAMPLES = ROOT / "data" / "examples"
NAME = "17_health_train.ipynb"
WORDS = {
    "nl": {
        "try": "Probeer het zelf",
        "found": "als wanneer alle 23.203 patiënten in één tabel stonden",
        "rounds": "Ronde voor ronde",
        "slider": "Na welke ronde?",
        "then": "Na ronde 1 ligt het model",
        "single": "De aanval: één patiënt uit de sommen",
        "attack": "Val aan",
        "worked": "De sommen van één patiënt zijn die patiënt",
        "every": "Probeer alle acht",
        "tried": "4 van de 8",
        "last": "De aanval: wie er als laatste over is",
        "read": "Lees wie alleen staat",
        "alone": "zijn te lezen, van de 5.000",
        "own": "Eigen gegevens",
        "file": "Patiënten van ziekenhuis {}",
        "name": "train_{}_voorbeeld.csv",
        "run": "Controleer en bereken",
        "answer": "in uw bestanden is in",
    },
    "en": {
        "try": "Try it",
        "found": "as if all 23,203 patients were in one table",
        "rounds": "Round by round",
        "slider": "After which round?",
        "then": "After round 1 the model",
        "single": "The attack: one patient from the sums",
        "attack": "Attack",
        "worked": "The sums of one patient are that patient",
        "every": "Try all eight",
        "tried": "4 of the 8",
        "last": "The attack: who is left last",
        "read": "Read who stands alone",
        "alone": "can be read, of the 5,000",
        "own": "Own data",
        "file": "Patients of hospital {}",
        "name": "train_{}_example.csv",
        "run": "Check and compute",
        "answer": "in your files a model was made in",
    },
}


@pytest.fixture(params=("nl", "en"))
def lang(request):
    """Return each language in turn."""
    return request.param


def section(page, words, name):
    """Return a section by its name, as a screen reader finds it."""
    return page.get_by_role("region", name=words[name], exact=True)


def test_it_opens_is_accessible_and_fits_a_telephone(lang, open_once, axe, shot):
    """The first chart is there, a round further it is another, and 320 pixels are wide enough."""
    words, page = WORDS[lang], open_once(f"{lang}/{NAME}")
    part = section(page, words, "try")
    part.get_by_text(words["found"]).wait_for()
    part.locator("[data-drawn] .scatterlayer .point").first.wait_for(state="attached")
    assert axe(page) == []
    shot(page, f"17-health-train-{lang}-1280")
    rounds = section(page, words, "rounds")
    rounds.get_by_role("slider", name=words["slider"]).press("ArrowRight")
    rounds.get_by_text(words["then"]).wait_for()
    page.set_viewport_size({"width": 320, "height": 640})
    page.wait_for_function("document.documentElement.scrollWidth <= 320")
    assert page.outside == []
    assert page.complaints == []


def test_patients_are_read_and_own_files_are_answered(lang, open_once, axe):
    """A lone patient is read, four of eight attacks work, the last at risk are read, files work."""
    words, page = WORDS[lang], open_once(f"{lang}/{NAME}")
    single = section(page, words, "single")
    single.get_by_role("button", name=words["attack"], exact=True).press("Enter")
    single.get_by_text(words["worked"]).wait_for()
    single.get_by_role("button", name=words["every"]).press("Enter")
    single.get_by_text(words["tried"]).wait_for()
    last = section(page, words, "last")
    last.get_by_role("button", name=words["read"]).press("Enter")
    last.get_by_text(words["alone"]).wait_for()
    own = section(page, words, "own")
    for letter in "abc":
        name = words["name"].format(letter)
        own.get_by_label(words["file"].format(letter.upper())).set_input_files(EXAMPLES / name)
        own.get_by_text(f"{name} (").wait_for()
    own.get_by_role("button", name=words["run"]).click()
    own.get_by_text(words["answer"]).wait_for()
    for part in (single, last, own):
        assert axe(page, part) == []
    assert page.complaints == []
