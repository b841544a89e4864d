"""The attack lab in a browser: it opens, every button works, and it fits a telephone."""

import pytest

NAME = "09_attacks_sharing.ipynb"
BUTTONS = {
    "nl": {
        "Leg de stukken bij elkaar": "Er ontbreekt een stuk.",
        "Vraag twee keer": "Het inkomen van die ene is dus precies",
        "Probeer de nummers": "25 van de 25 personen",
        "Reken de lege plekken terug": "volgen er 6 precies uit de totalen",
        "Bereken het gemiddelde": "Niemand kan dat zien",
        "Reken drie keer": "1.000.169 in plaats van 169",
    },
    "en": {
        "Put the parts together": "One part is missing.",
        "Ask twice": "So the income of that one is exactly",
        "Try the numbers": "25 of the 25 persons",
        "Work out the empty places": "6 follow exactly from the totals",
        "Compute the average": "Nobody can see it",
        "Compute three times": "1,000,169 instead of 169",
    },
}


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_attack_can_be_carried_out(lang, open_app, axe, shot):
    """Six buttons, six results; the page is accessible, keeps to itself, and fits 320 pixels."""
    page = open_app(f"{lang}/{NAME}")
    page.locator("[data-drawn] .bars .point").first.wait_for(state="attached")
    assert axe(page) == []
    for button, result in BUTTONS[lang].items():
        page.get_by_role("button", name=button, exact=True).press("Enter")
        page.get_by_text(result).first.wait_for()
    assert axe(page) == []
    shot(page, f"09-attacks-{lang}-1280")
    page.set_viewport_size({"width": 320, "height": 640})
    page.wait_for_function("document.documentElement.scrollWidth <= 320")
    shot(page, f"09-attacks-{lang}-320")
    assert page.outside == []
    assert page.complaints == []
