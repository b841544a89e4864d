"""The page of `mobility` in a browser, in both languages: first chart, evidence, own files."""

import pytest

from tests.browser.servers import ROOT

EXAMPLES = ROOT / "data" / "examples"
NAME = "19_mobility.ipynb"
WORDS = {
    "nl": {
        "try": "Probeer het zelf",
        "found": "229 van de 528 aantallen",
        "checking": "Controleren voordat u iets stuurt",
        "debug": "Meekijken aanzetten (debugstand)",
        "refused": "Geweigerd. Er is niets verstuurd.",
        "checks": "De aanbieder controleert de verklaring",
        "read": "het rekencentrum leest 100.000 van de 100.000 regels",
        "genuine": "Een verklaring van een echte processor",
        "not": "De echte verklaring wordt geweigerd: meekijken staat aan.",
        "accept": "Meekijken mag (debugstand)",
        "passes": "Nu komt de echte verklaring erdoor",
        "own": "Eigen gegevens",
        "label": "Regels van aanbieder {letter}",
        "file": "mobility_{slug}_voorbeeld.csv",
        "run": "Controleer en bereken",
        "answer": "regels van 4 aanbieders komen",
    },
    "en": {
        "try": "Try it",
        "found": "229 of the 528 numbers",
        "checking": "Check before you send anything",
        "debug": "Switch debugging on, to look inside",
        "refused": "Refused. Nothing was sent.",
        "checks": "The operator checks the statement",
        "read": "the computing centre reads 100,000 of the 100,000 rows",
        "genuine": "A statement by a real processor",
        "not": "The real statement is refused: looking inside is on.",
        "accept": "Looking inside is allowed (debugging)",
        "passes": "Now the real statement passes",
        "own": "Own data",
        "label": "Rows of operator {letter}",
        "file": "mobility_{slug}_example.csv",
        "run": "Check and compute",
        "answer": "rows of 4 operators come",
    },
}


@pytest.fixture(params=("nl", "en"))
def lang(request):
    """Return each language in turn."""
    return request.param


def section(page, words, name):
    """Return a section by its name, as a screen reader finds it."""
    return page.get_by_role("region", name=words[name], exact=True)


def test_evidence_is_refused_until_somebody_accepts_it(lang, open_app, axe, shot):
    """The first chart is there; tricks fail and work; the real report waits for a tick."""
    words, page = WORDS[lang], open_app(f"{lang}/{NAME}")
    part = section(page, words, "try")
    part.get_by_text(words["found"]).wait_for()
    part.locator("[data-drawn] .heatmaplayer image").first.wait_for(state="attached")
    part = section(page, words, "checking")
    part.get_by_role("radio", name=words["debug"], exact=True).check()
    part.get_by_text(words["refused"]).wait_for()
    part.get_by_role("checkbox", name=words["checks"]).uncheck()
    part.get_by_text(words["read"]).wait_for()
    part = section(page, words, "genuine")
    part.get_by_text(words["not"]).wait_for()
    part.get_by_role("checkbox", name=words["accept"]).check()
    part.get_by_text(words["passes"]).wait_for()
    assert axe(page) == []
    shot(page, f"19-mobility-{lang}-1280")
    page.set_viewport_size({"width": 320, "height": 640})
    page.wait_for_function("document.documentElement.scrollWidth <= 320")
    assert page.outside == []
    assert page.complaints == []


def test_own_files_in_and_the_answer_out(lang, open_app, axe):
    """Four example files give an answer."""
    words, page = WORDS[lang], open_app(f"{lang}/{NAME}")
    own = section(page, words, "own")
    for slug in "abcd":
        name = words["file"].format(slug=slug)
        label = words["label"].format(letter=slug.upper())
        own.get_by_label(label).set_input_files(EXAMPLES / name)
        own.get_by_text(f"{name} (").wait_for()
    own.get_by_role("button", name=words["run"]).click()
    own.get_by_text(words["answer"]).wait_for()
    assert axe(page) == []
    assert page.complaints == []
