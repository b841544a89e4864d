"""The page of `fraud` in a browser: it opens, moves, can be attacked, and fits a telephone."""

import pytest

NAME = "23_fraud.ipynb"
WORDS = {
    "nl": {
        "try": "Probeer het zelf",
        "weighted": "Drempel voor de gewogen score (afgesproken)",
        "at_70": "leest de verzekeraar er 21.",
        "at_75": "leest de verzekeraar er 13.",
        "lists": "Lijsten blind vergelijken",
        "too_many": "9 meer dan gevraagd",
        "fishing": "Een verzekeraar die liegt",
        "lie": "Lieg over de eigen gegevens",
        "worked": "precieze score",
        "longest": "Hoe lang mag de lijst zijn?",
        "stopped": "De bank doet niet mee.",
        "balance": "Wie geeft, wie betaalt, wie wint?",
        "negative": "\u2212",
    },
    "en": {
        "try": "Try it",
        "weighted": "Threshold for the weighted score (agreed)",
        "at_70": "the insurer reads 21.",
        "at_75": "the insurer reads 13.",
        "lists": "Compare lists blindly",
        "too_many": "9 more than was asked",
        "fishing": "An insurer that lies",
        "lie": "Lie about the own data",
        "worked": "exact score",
        "longest": "How long may the list be?",
        "stopped": "The bank does not take part.",
        "balance": "Who gives, who pays, who gains?",
        "negative": "\u2212",
    },
}


@pytest.fixture(params=("nl", "en"))
def lang(request):
    """Return each language in turn."""
    return request.param


def section(page, name):
    """Return a section by its name, as a screen reader finds it."""
    return page.get_by_role("region", name=name, exact=True)


def test_the_page_opens_moves_and_fits(lang, open_once, axe, shot):
    """A slider changes the answer; the page is accessible, keeps to itself, and fits 320 pixels."""
    words, page = WORDS[lang], open_once(f"{lang}/{NAME}")
    part = section(page, words["try"])
    part.get_by_text(words["at_70"]).wait_for()
    part.locator("[data-drawn] .scatterlayer .point").first.wait_for(state="attached")
    assert axe(page) == []
    part.get_by_role("slider", name=words["weighted"]).press("ArrowRight")
    part.get_by_text(words["at_75"]).wait_for()
    part.get_by_role("slider", name=words["weighted"]).press("ArrowLeft")
    part.get_by_role("radio", name=words["lists"]).check()
    part.get_by_text(words["too_many"]).wait_for()
    section(page, words["balance"]).get_by_text(words["negative"], exact=True).wait_for()
    shot(page, f"23-fraud-{lang}-1280")
    page.set_viewport_size({"width": 320, "height": 640})
    page.wait_for_function("document.documentElement.scrollWidth <= 320")
    shot(page, f"23-fraud-{lang}-320")
    assert page.outside == []
    assert page.complaints == []


def test_a_liar_reads_scores_until_the_bank_sets_a_limit(lang, open_once, axe):
    """The button carries the attack out; with a limit on the list the bank refuses."""
    words, page = WORDS[lang], open_once(f"{lang}/{NAME}")
    part = section(page, words["fishing"])
    part.get_by_role("button", name=words["lie"]).press("Enter")
    part.get_by_text(words["worked"]).wait_for()
    part.get_by_role("slider", name=words["longest"]).press("ArrowRight")
    part.get_by_role("button", name=words["lie"]).press("Enter")
    part.get_by_role("alert").get_by_text(words["stopped"]).wait_for()
    assert axe(page, part) == []
    assert page.complaints == []
