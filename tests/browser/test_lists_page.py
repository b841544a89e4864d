"""The page on lists in a browser: both languages, a hashed list broken, narrow and accessible."""

import pytest

NAME = "25_lists.ipynb"
WORDS = {
    "nl": {
        "try": "Probeer het zelf",
        "found": "Van de 200 gezochte mensen betaalden er 38",
        "break": "Een gehashte lijst kraken",
        "button": "Probeer de nummers",
        "read": "mensen zijn al gelezen",
        "everybody": "Iedereen op de lijst",
        "all": "Zet alle klanten op de lijst",
        "customers": "Justitie leest nu de provincie van 1.790 van de 2.000 klanten",
        "lists": "Twee lijsten vergelijken",
        "counting": "Alleen de overlap tellen",
        "counted": "Wie dat zijn, leest niemand",
    },
    "en": {
        "try": "Try it",
        "found": "Of the 200 people sought, 38 paid",
        "break": "Breaking a hashed list",
        "button": "Try the numbers",
        "read": "people have been read",
        "everybody": "Everybody on the list",
        "all": "Put all customers on the list",
        "customers": "Justice now reads the province of 1,790 of the 2,000 customers",
        "lists": "Comparing two lists",
        "counting": "Count the overlap only",
        "counted": "Who they are, nobody reads",
    },
}


@pytest.fixture(params=("nl", "en"))
def lang(request):
    """Return each language in turn."""
    return request.param


def section(page, words, name):
    """Return a section by its name, as a screen reader finds it."""
    return page.get_by_role("region", name=words[name], exact=True)


def test_the_page_opens_with_its_chart_and_fits(lang, open_once, axe, shot):
    """The first answer stands there with its chart; the page is accessible, keeps to itself, and
    at 360 pixels there is nothing to scroll sideways.
    """
    words, page = WORDS[lang], open_once(f"{lang}/{NAME}")
    part = section(page, words, "try")
    part.get_by_text(words["found"]).wait_for()
    part.locator("[data-drawn] .bars .point").first.wait_for(state="attached")
    assert axe(page) == []
    shot(page, f"25-lists-{lang}-1280")
    page.set_viewport_size({"width": 360, "height": 640})
    page.wait_for_function("document.documentElement.scrollWidth <= 360")
    shot(page, f"25-lists-{lang}-360")
    assert page.outside == []
    assert page.complaints == []


def test_attacks_and_the_second_question(lang, open_once, axe):
    """Two per cent of all numbers read people off the hashed list, a false list reads customers,
    and counting two lists names nobody.
    """
    words, page = WORDS[lang], open_once(f"{lang}/{NAME}")
    breaking, everybody = section(page, words, "break"), section(page, words, "everybody")
    breaking.get_by_role("button", name=words["button"]).press("Enter")
    breaking.get_by_text(words["read"]).wait_for()
    breaking.locator("[data-drawn] .scatterlayer .js-line").first.wait_for(state="attached")
    everybody.get_by_role("button", name=words["all"]).press("Enter")
    everybody.get_by_text(words["customers"]).wait_for()
    lists = section(page, words, "lists")
    lists.get_by_role("radio", name=words["counting"]).check()
    lists.get_by_text(words["counted"]).wait_for()

    for part in (breaking, everybody, lists):
        assert axe(page, part) == []
    assert page.complaints == []
