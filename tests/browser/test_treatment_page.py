"""The page of `treatment` in a browser, as a policymaker meets it."""

import pytest

NAME = "26_treatment.ipynb"
WORDS = {
    "nl": {
        "try": "Probeer het zelf",
        "together": "De drie samen concluderen",
        "preference": "Verschil in voorkeur tussen ziekenhuizen",
        "leaving": "Twee vragen te veel",
        "twice": "Vraag het twee keer",
        "known": "Iedereen weet nu hoe ziekenhuis Zuid het doet",
        "inventing": "Een ziekenhuis dat liegt",
        "invent": "Verzin patiënten",
        "unnoticed": "Niemand merkte het.",
    },
    "en": {
        "try": "Try it",
        "together": "The three together conclude",
        "preference": "Difference in preference between hospitals",
        "leaving": "Two questions too many",
        "twice": "Ask twice",
        "known": "Everybody now knows how hospital Zuid does",
        "inventing": "A hospital that lies",
        "invent": "Invent patients",
        "unnoticed": "Nobody noticed.",
    },
}


@pytest.fixture(params=("nl", "en"))
def lang(request):
    """Return each language in turn."""
    return request.param


def test_conclusions_move_and_attacks_work(lang, open_app, axe, shot):
    """The chart is drawn, a slider moves it, two questions and a lie have their effect; the page is
    accessible, keeps to itself and fits a telephone.
    """
    words, page = WORDS[lang], open_app(f"{lang}/{NAME}")
    part = page.get_by_role("region", name=words["try"], exact=True)
    part.get_by_text(words["together"]).first.wait_for()
    part.locator("[data-drawn] .scatterlayer .point").first.wait_for(state="attached")
    assert axe(page) == []
    part.get_by_role("slider", name=words["preference"]).press("ArrowRight")
    attack = page.get_by_role("region", name=words["leaving"], exact=True)
    attack.get_by_role("button", name=words["twice"]).press("Enter")
    attack.get_by_text(words["known"]).wait_for()
    liar = page.get_by_role("region", name=words["inventing"], exact=True)
    liar.get_by_role("button", name=words["invent"]).press("Enter")
    liar.get_by_text(words["unnoticed"]).wait_for()
    shot(page, f"26-treatment-{lang}-1280")
    assert axe(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    page.wait_for_function("document.documentElement.scrollWidth <= 360")
    shot(page, f"26-treatment-{lang}-360")
    assert page.outside == []
    assert page.complaints == []
