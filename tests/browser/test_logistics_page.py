"""The page of `logistics` in a browser, in both languages: first chart, attack, own files."""

import pytest

from tests.browser.servers import ROOT

EXAMPLES = ROOT / "data" / "examples"
NAME = "27_logistics.ipynb"
WORDS = {
    "nl": {
        "try": "Probeer het zelf",
        "found": "13 van de 20 ladingen",
        "second": "Ook de op een na laagste prijs openen",
        "column": "Te betalen per pallet",
        "probing": "Vissen met neppe ladingen",
        "probe": "Vraag met neppe ladingen",
        "exact": "precies hoeveel ruimte zij over hebben",
        "allowed": "Hoeveel ladingen mag de verlader vragen?",
        "refused": "De notaris telt mee",
        "own": "Eigen gegevens",
        "files": {
            "Aanbod van vervoerder A": "logistics_a_voorbeeld.csv",
            "Aanbod van vervoerder B": "logistics_b_voorbeeld.csv",
            "Aanbod van vervoerder C": "logistics_c_voorbeeld.csv",
            "Ladingen van de verlader": "logistics_loads_voorbeeld.csv",
        },
        "run": "Controleer en bereken",
        "answer": "ladingen in uw bestand is er een vervoerder",
    },
    "en": {
        "try": "Try it",
        "found": "13 of the 20 loads",
        "second": "Open the second lowest price as well",
        "column": "To be paid per pallet",
        "probing": "Probing with false loads",
        "probe": "Ask with false loads",
        "exact": "precisely how much room they have left",
        "allowed": "How many loads may the shipper ask for?",
        "refused": "The notary keeps count",
        "own": "Own data",
        "files": {
            "Offers of carrier A": "logistics_a_example.csv",
            "Offers of carrier B": "logistics_b_example.csv",
            "Offers of carrier C": "logistics_c_example.csv",
            "Loads of the shipper": "logistics_loads_example.csv",
        },
        "run": "Check and compute",
        "answer": "loads in your file there is a carrier",
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
    """The first chart is there, a tick adds the price, and 320 pixels are wide enough."""
    words, page = WORDS[lang], open_once(f"{lang}/{NAME}")
    part = section(page, words, "try")
    part.get_by_text(words["found"]).wait_for()
    part.locator("[data-drawn] .bars .point").first.wait_for(state="attached")
    assert axe(page) == []
    part.get_by_role("checkbox", name=words["second"]).check()
    part.get_by_role("columnheader", name=words["column"]).wait_for()
    shot(page, f"27-logistics-{lang}-1280")
    page.set_viewport_size({"width": 320, "height": 640})
    page.wait_for_function("document.documentElement.scrollWidth <= 320")
    assert page.outside == []
    assert page.complaints == []


def test_false_loads_find_rooms_until_somebody_counts(lang, open_once, axe):
    """Without a limit the rooms are found, with one load allowed the notary refuses."""
    words, page = WORDS[lang], open_once(f"{lang}/{NAME}")
    part = section(page, words, "probing")
    part.get_by_role("button", name=words["probe"]).press("Enter")
    part.get_by_text(words["exact"]).wait_for()
    part.get_by_role("slider", name=words["allowed"]).press("ArrowRight")
    part.get_by_role("button", name=words["probe"]).press("Enter")
    part.get_by_role("alert").get_by_text(words["refused"]).wait_for()
    assert axe(page, part) == []
    assert page.complaints == []


def test_own_files_in_and_the_answer_out(lang, open_once, axe):
    """Four example files give an answer."""
    words, page = WORDS[lang], open_once(f"{lang}/{NAME}")
    own = section(page, words, "own")
    for label, name in words["files"].items():
        own.get_by_label(label).set_input_files(EXAMPLES / name)
        own.get_by_text(f"{name} (").wait_for()
    own.get_by_role("button", name=words["run"]).click()
    own.get_by_text(words["answer"]).wait_for()
    assert axe(page, own) == []
    assert page.complaints == []
