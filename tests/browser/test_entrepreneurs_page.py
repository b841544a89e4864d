"""The page of `entrepreneurs` in a browser, as a policymaker meets it."""

import pytest

NAME = "22_entrepreneurs.ipynb"
WORDS = {
    "nl": {
        "try": "Probeer het zelf",
        "minimum": "Kleinste aantal dat de tabel mag tonen",
        "at_10": "van de 252 cellen",
        "chart_20": "minder dan 20 ondernemingen",
        "totals": "Totalen en tweede tabellen",
        "naive": "Geef ook alle echte totalen",
        "away": "precies uit te rekenen",
        "limited": "Laat de bronhouder meetellen",
        "refused": "doet aan een tweede tabel niet mee",
    },
    "en": {
        "try": "Try it",
        "minimum": "Smallest number that the table may show",
        "at_10": "of the 252 cells",
        "chart_20": "fewer than 20 businesses",
        "totals": "Totals and second tables",
        "naive": "Publish all true totals too",
        "away": "can be worked out exactly",
        "limited": "Let the data owner count",
        "refused": "does not take part in a second table",
    },
}


@pytest.fixture(params=("nl", "en"))
def lang(request):
    """Return each language in turn."""
    return request.param


def test_the_heat_map_moves_and_totals_betray(lang, open_app, axe, shot):
    """A higher minimum changes sentence and chart; true totals give cells away, and a holder that
    counts refuses; the page is accessible, keeps to itself and fits a telephone.
    """
    words, page = WORDS[lang], open_app(f"{lang}/{NAME}")
    part = page.get_by_role("region", name=words["try"], exact=True)
    part.get_by_text(words["at_10"]).wait_for()
    part.locator("[data-drawn] .hm").first.wait_for(state="attached")
    assert axe(page) == []
    part.get_by_role("slider", name=words["minimum"]).press("ArrowRight")
    page.wait_for_function(
        "words => [...document.querySelectorAll('[role=img]')]"
        ".some(one => (one.getAttribute('aria-label') || '').includes(words))",
        arg=words["chart_20"],
    )
    totals = page.get_by_role("region", name=words["totals"], exact=True)
    totals.get_by_role("button", name=words["naive"]).press("Enter")
    totals.get_by_text(words["away"]).wait_for()
    shot(page, f"22-entrepreneurs-{lang}-1280")
    totals.get_by_role("button", name=words["limited"]).press("Enter")
    totals.get_by_text(words["refused"]).wait_for()
    assert axe(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    page.wait_for_function("document.documentElement.scrollWidth <= 360")
    shot(page, f"22-entrepreneurs-{lang}-360")
    assert page.outside == []
    assert page.complaints == []
