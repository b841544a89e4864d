"""The page of synthetic pupils in a browser, in both languages: picture, attack, data sheet."""

import pytest

from tests.browser.servers import ROOT

EXAMPLES = ROOT / "data" / "examples"
NAME = "15_synthetic_education.ipynb"
WORDS = {
    "nl": {
        "picture": "Bruikbaarheid tegen risico",
        "not_private": "niet privé",
        "try": "Probeer het zelf",
        "attack": "Val de rijen aan",
        "copy": "1. Val de kopie aan",
        "leaks": "Het bestand lekt.",
        "shuffled": "4. Val de geschudde kolommen aan",
        "safe": "Geen lek gevonden",
        "release": "Een bestand uitgeven",
        "press": "Geef een bestand uit zoals hierboven gekozen",
        "sheet": "bijsluiter.html",
        "own": "Eigen gegevens",
        "files": {
            "Bestand met rijen": "pupils_rows_voorbeeld.csv",
            "Codeboek": "pupils_codebook_voorbeeld.csv",
        },
        "run": "Controleer en bereken",
        "answer": "verzonnen rijen",
    },
    "en": {
        "picture": "Utility against risk",
        "not_private": "not private",
        "try": "Try it",
        "attack": "Attack the rows",
        "copy": "1. Attack the copy",
        "leaks": "The file leaks.",
        "shuffled": "4. Attack the shuffled columns",
        "safe": "No leak found",
        "release": "Handing out a file",
        "press": "Hand out a file as chosen above",
        "sheet": "data-sheet.html",
        "own": "Own data",
        "files": {
            "File of rows": "pupils_rows_example.csv",
            "Codebook": "pupils_codebook_example.csv",
        },
        "run": "Check and compute",
        "answer": "invented rows",
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
    """The picture is there with its sentences, the first run too, and 320 pixels are enough."""
    words, page = WORDS[lang], open_once(f"{lang}/{NAME}")
    part = section(page, words, "picture")
    part.locator("[data-drawn] .scatterlayer .point").first.wait_for(state="attached")
    part.get_by_text(words["not_private"], exact=True).first.wait_for()
    section(page, words, "try").locator("[data-drawn] .bars .point").first.wait_for(
        state="attached"
    )
    assert axe(page) == []
    shot(page, f"15-synthetic-education-{lang}-1280")
    page.set_viewport_size({"width": 320, "height": 640})
    page.wait_for_function("document.documentElement.scrollWidth <= 320")
    page.set_viewport_size({"width": 1280, "height": 900})
    assert page.outside == []
    assert page.complaints == []


def test_the_attack_finds_the_copy_and_rows_come_with_a_sheet(lang, open_once, axe):
    """The copy leaks, shuffled columns do not, a release has its sheet, and own files an answer."""
    words, page = WORDS[lang], open_once(f"{lang}/{NAME}")
    part = section(page, words, "attack")
    part.get_by_role("button", name=words["copy"]).press("Enter")
    part.get_by_text(words["leaks"]).wait_for()
    part.get_by_role("button", name=words["shuffled"]).press("Enter")
    part.get_by_text(words["safe"]).wait_for()
    assert axe(page, part) == []
    release = section(page, words, "release")
    release.get_by_role("button", name=words["press"]).press("Enter")
    release.get_by_role("link", name=words["sheet"]).wait_for()
    assert axe(page, release) == []
    own = section(page, words, "own")
    for label, name in words["files"].items():
        own.get_by_label(label).set_input_files(EXAMPLES / name)
        own.get_by_text(f"{name} (").wait_for()
    own.get_by_role("button", name=words["run"]).click()
    own.get_by_text(words["answer"]).first.wait_for()
    assert page.complaints == []
