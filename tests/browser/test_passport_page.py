"""The page of `passport` in a browser, in both languages: first chart, cheating, own files."""

import pytest

from tests.browser.servers import ROOT

EXAMPLES = ROOT / "data" / "examples"
NAME = "18_passport.ipynb"
WORDS = {
    "nl": {
        "try": "Probeer het zelf",
        "found": "3 van de 5 producten",
        "cheating": "Vals spelen met een paspoort",
        "cheat": "Speel vals",
        "worked": "Het bewijs is geldig en de bewering is onwaar",
        "auditor": "Er is een controleur die de boeken bekijkt en tekent",
        "failed": "tekent niet",
        "guessing": "Raden wat er is vastgelegd",
        "guess": "Raad alle mogelijke",
        "guessed": "6 van de 6 geraden",
        "own": "Eigen gegevens",
        "files": {
            "Opgaven van de leveranciers": "passport_statements_voorbeeld.csv",
            "Producten van de producent": "passport_products_voorbeeld.csv",
            "Wat de controleur in de boeken zag": "passport_books_voorbeeld.csv",
        },
        "run": "Controleer en bereken",
        "answer": "producten in uw bestand krijgen een paspoort",
    },
    "en": {
        "try": "Try it",
        "found": "3 of 5 products",
        "cheating": "Cheating with a passport",
        "cheat": "Cheat",
        "worked": "The proof is valid and the claim is untrue",
        "auditor": "There is an auditor who looks at the books and signs",
        "failed": "does not sign",
        "guessing": "Guessing what was committed to",
        "guess": "Guess all masses",
        "guessed": "6 of 6 guessed",
        "own": "Own data",
        "files": {
            "Statements of the suppliers": "passport_statements_example.csv",
            "Products of the producer": "passport_products_example.csv",
            "What the auditor saw in the books": "passport_books_example.csv",
        },
        "run": "Check and compute",
        "answer": "products in your file get a passport",
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
    """The first chart is there, and 320 pixels are wide enough."""
    words, page = WORDS[lang], open_once(f"{lang}/{NAME}")
    part = section(page, words, "try")
    part.get_by_text(words["found"]).wait_for()
    part.locator("[data-drawn] .bars .point").first.wait_for(state="attached")
    assert axe(page) == []
    shot(page, f"18-passport-{lang}-1280")
    page.set_viewport_size({"width": 320, "height": 640})
    page.wait_for_function("document.documentElement.scrollWidth <= 320")
    assert page.outside == []
    assert page.complaints == []


def test_a_lie_passes_until_somebody_looks_and_own_files_are_judged(lang, open_once):
    """Without an auditor the lie is accepted, with one refused; a hash is guessed; files work."""
    words, page = WORDS[lang], open_once(f"{lang}/{NAME}")
    part = section(page, words, "cheating")
    part.get_by_role("button", name=words["cheat"], exact=True).press("Enter")
    part.get_by_text(words["worked"]).wait_for()
    part.get_by_role("checkbox", name=words["auditor"]).check()
    part.get_by_role("button", name=words["cheat"], exact=True).press("Enter")
    part.get_by_text(words["failed"]).wait_for()
    part = section(page, words, "guessing")
    part.get_by_role("button", name=words["guess"]).press("Enter")
    part.get_by_text(words["guessed"]).wait_for()
    own = section(page, words, "own")
    for label, name in words["files"].items():
        own.get_by_label(label).set_input_files(EXAMPLES / name)
        own.get_by_text(f"{name} (").wait_for()
    own.get_by_role("button", name=words["run"]).click()
    own.get_by_text(words["answer"]).wait_for()
    assert page.complaints == []
