"""The page of `securened` in a browser, as a policymaker meets it."""

import pytest

NAME = "24_securened.ipynb"
WORDS = {
    "nl": {
        "try": "Probeer het zelf",
        "minimum": "Toon een getal pas als zoveel organisaties het zagen",
        "found": "Het NCSC leest",
        "chart_8": "het er ten minste 8 waren",
        "attack": "Herkennen, aftrekken en liegen",
        "once": "Wie is er te herkennen?",
        "nobody": "geen enkel getal over één organisatie",
        "lie": "Laat één organisatie liegen",
        "cut": "kan één organisatie niet toevoegen",
    },
    "en": {
        "try": "Try it",
        "minimum": "Show a number only if so many organisations saw it",
        "found": "NCSC reads",
        "chart_8": "there were at least 8",
        "attack": "Recognising, subtracting and lying",
        "once": "Who can be recognised?",
        "nobody": "not a single number about one organisation",
        "lie": "Let one organisation lie",
        "cut": "One organisation cannot add more than",
    },
}


@pytest.fixture(params=("nl", "en"))
def lang(request):
    """Return each language in turn."""
    return request.param


def test_trends_move_and_a_lie_is_cut(lang, open_app, axe, shot):
    """A higher minimum changes the chart; nobody is recognised, a lie is cut to the cap; the page
    is accessible, keeps to itself and fits a telephone.
    """
    words, page = WORDS[lang], open_app(f"{lang}/{NAME}")
    part = page.get_by_role("region", name=words["try"], exact=True)
    part.get_by_text(words["found"]).first.wait_for()
    part.locator("[data-drawn] .scatterlayer .point").first.wait_for(state="attached")
    assert axe(page) == []
    part.get_by_role("slider", name=words["minimum"]).press("ArrowRight")
    page.wait_for_function(
        "words => [...document.querySelectorAll('[role=img]')]"
        ".some(one => (one.getAttribute('aria-label') || '').includes(words))",
        arg=words["chart_8"],
    )
    attack = page.get_by_role("region", name=words["attack"], exact=True)
    attack.get_by_role("button", name=words["once"]).press("Enter")
    attack.get_by_text(words["nobody"]).wait_for()
    attack.get_by_role("button", name=words["lie"]).press("Enter")
    attack.get_by_text(words["cut"]).wait_for()
    shot(page, f"24-securened-{lang}-1280")
    assert axe(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    page.wait_for_function("document.documentElement.scrollWidth <= 360")
    shot(page, f"24-securened-{lang}-360")
    assert page.outside == []
    assert page.complaints == []
