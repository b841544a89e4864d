"""The page of `grid` in a browser, in both languages: first chart, other choices, the attack."""

import pytest

NAME = "16_grid.ipynb"
WORDS = {
    "nl": {
        "street": "Houdt de transformator het?",
        "found": "soorten straten",
        "technique": "De echte rijen sturen",
        "right": "voor alle 4 soorten straten het juiste advies",
        "neighbour": "Een buur zoekt een huishouden op",
        "look": "Zoek in de echte rijen",
        "worked": "Het werkte.",
        "private": "Zoek in het private bestand",
        "row": "Privaat synthetisch bestand",
    },
    "en": {
        "street": "Does the transformer hold?",
        "found": "kinds of street",
        "technique": "Send the real rows",
        "right": "the right advice for all 4 kinds of street",
        "neighbour": "A neighbour looks for a household",
        "look": "Look in the real rows",
        "worked": "It worked.",
        "private": "Look in the private file",
        "row": "Private synthetic file",
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
    """The first chart is there, another choice changes it, and 320 pixels are wide enough."""
    words, page = WORDS[lang], open_once(f"{lang}/{NAME}")
    part = section(page, words, "street")
    part.get_by_text(words["found"]).first.wait_for()
    part.locator("[data-drawn] .bars .point").first.wait_for(state="attached")
    assert axe(page) == []
    part.get_by_role("radio", name=words["technique"]).check()
    part.get_by_text(words["right"]).wait_for()
    shot(page, f"16-grid-{lang}-1280")
    page.set_viewport_size({"width": 320, "height": 640})
    page.wait_for_function("document.documentElement.scrollWidth <= 320")
    assert page.outside == []
    assert page.complaints == []


def test_the_neighbour_reads_real_rows_and_tries_private_ones(lang, open_once, axe):
    """The attack works on the real rows; the private file is tried beside it."""
    words, page = WORDS[lang], open_once(f"{lang}/{NAME}")
    part = section(page, words, "neighbour")
    part.get_by_role("button", name=words["look"]).press("Enter")
    part.get_by_text(words["worked"]).wait_for()
    part.get_by_role("button", name=words["private"]).press("Enter")
    part.get_by_role("row").filter(has_text=words["row"]).wait_for()
    assert axe(page, part) == []
    assert page.complaints == []
