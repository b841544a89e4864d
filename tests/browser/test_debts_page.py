"""The page of `debts` in a browser: as a policymaker meets it."""

import pytest

NAME = "21_debts.ipynb"
WORDS = {
    "nl": {
        "try": "Probeer het zelf",
        "four": "leest één cijfer: 4",
        "residents": "Welke inwoners hebben bij veel organisaties een schuld?",
        "found": "hebben een schuld bij 3 of meer organisaties",
        "collusion": "Samenspannen",
        "collude": "Laat hen samenspannen",
        "alone": "Niets.",
        "together": "Alle vier de lijsten, en de vraag.",
        "again": "Nog een keer vragen",
        "ask": "Vraag bij 1, 2, 3 en 4",
        "counted": "Vier toegestane antwoorden",
    },
    "en": {
        "try": "Try it",
        "four": "reads one figure: 4",
        "residents": "Which residents have a debt at many agencies?",
        "found": "have a debt at 3 or more agencies",
        "collusion": "Colluding",
        "collude": "Let them collude",
        "alone": "Nothing.",
        "together": "All four lists, and the question.",
        "again": "Asking again",
        "ask": "Ask at 1, 2, 3 and 4",
        "counted": "Four allowed answers",
    },
}


@pytest.fixture(params=["nl", "en"])
def lang(request):
    """Return each language in turn."""
    return request.param


def section(page, words, name):
    """Return a section by its name, as a screen reader finds it."""
    return page.get_by_role("region", name=words[name], exact=True)


def test_the_question_by_keyboard(lang, open_once, axe, shot):
    """The page begins with the figure four; another question gives another answer; the page is
    accessible, keeps to itself, and at 360 pixels there is nothing to scroll sideways.
    """
    words, page = WORDS[lang], open_once(f"{lang}/{NAME}")
    part = section(page, words, "try")
    part.get_by_text(words["four"]).wait_for()
    part.locator("[data-drawn] .bars .point").first.wait_for(state="attached")
    assert axe(page) == []
    part.get_by_role("radio", name=words["residents"]).check()
    part.get_by_text(words["found"]).wait_for()
    shot(page, f"21-debts-{lang}-1280")
    page.set_viewport_size({"width": 360, "height": 740})
    page.wait_for_function("document.documentElement.scrollWidth <= 360")
    shot(page, f"21-debts-{lang}-360")
    assert page.outside == []
    assert page.complaints == []


def test_two_bodies_read_all_and_four_questions_tell_all(lang, open_once, axe):
    """One body alone learns nothing, two everything; four allowed answers tell every number."""
    words, page = WORDS[lang], open_once(f"{lang}/{NAME}")
    collusion, again = section(page, words, "collusion"), section(page, words, "again")
    collusion.get_by_role("checkbox", name="CBS").press("Space")
    collusion.get_by_role("button", name=words["collude"]).press("Enter")
    collusion.get_by_text(words["alone"], exact=True).wait_for()
    collusion.get_by_role("checkbox", name="RINIS").press("Space")
    collusion.get_by_role("button", name=words["collude"]).press("Enter")
    collusion.get_by_text(words["together"]).wait_for()
    again.get_by_role("button", name=words["ask"]).press("Enter")
    again.get_by_text(words["counted"]).wait_for()

    assert axe(page, collusion) == []
    assert axe(page, again) == []
    assert page.complaints == []
