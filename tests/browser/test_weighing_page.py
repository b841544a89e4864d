"""The weighing in a browser: the example, a score by keyboard, a contradiction, a file and back."""

import json

import pytest

NAME = "31_weighing.ipynb"
WORDS = {
    "nl": {
        "start": "Beginnen",
        "example": "Begin met het voorbeeld",
        "scoring": "Scoren",
        "question": "Mag elke partij haar gegevens hiervoor verstrekken?",
        "allowed": "5 mag",
        "why": "Waarom?",
        "agenda": "Waar praat u over?",
        "blocked": "Het mag niet, zoals het er nu voor staat.",
        "open": "Er is nog geen uitkomst",
        "judging": "Voorwaarden en oordeel",
        "yes": "Ja",
        "warning": "maar er ontbreken nog scores",
    },
    "en": {
        "start": "Getting started",
        "example": "Start with the example",
        "scoring": "Scoring",
        "question": "May each party supply its data for this?",
        "allowed": "5 allowed",
        "why": "Why?",
        "agenda": "What do you talk about?",
        "blocked": "It is not allowed, as it stands.",
        "open": "There is no outcome yet",
        "judging": "Conditions and judgement",
        "yes": "Yes",
        "warning": "but scores are still missing",
    },
}


def test_a_weighing_goes_into_a_file(open_once):
    """The bar saves the dossier with every score that was given."""
    page, words = open_once(f"nl/{NAME}"), WORDS["nl"]
    page.get_by_role("button", name=words["example"], exact=True).press("Enter")
    page.get_by_text(words["blocked"]).first.wait_for()
    with page.expect_download() as download:
        page.get_by_role("button", name="Bewaar het dossier", exact=True).press("Enter")
    saved = json.loads(download.value.path().read_text(encoding="utf-8"))
    people = saved["weighing"]["people"]
    assert [person["role"] for person in people] == [
        "privacy-officer",
        "data-steward",
        "manager",
        "citizen",
    ]
    assert people[0]["scores"]["sharing"] == 0


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_zero_is_talked_away_by_keyboard(lang, open_once, axe, shot):
    """The example blocks; one score later it is open, and a yes is contradicted.

    What was typed is text, never mark-up.  axe-core finds nothing before and after, nothing comes
    from outside, the console stays clean, and nothing is cut off at 320 pixels.
    """
    page, words = open_once(f"{lang}/{NAME}"), WORDS[lang]
    start = page.get_by_role("region", name=words["start"], exact=True)
    start.get_by_role("button", name=words["example"], exact=True).press("Enter")
    agenda = page.get_by_role("region", name=words["agenda"], exact=True)
    agenda.get_by_text(words["blocked"]).wait_for()
    page.locator("[data-drawn]").first.wait_for(state="attached")
    assert axe(page) == []
    shot(page, f"31-weighing-{lang}-1280")

    scoring = page.get_by_role("region", name=words["scoring"], exact=True)
    card = scoring.locator(".pet-card", has_text=words["question"])
    group = card.get_by_role("radiogroup", name=words["question"], exact=True)
    group.get_by_role("radio", name=words["allowed"], exact=True).press("Space")
    agenda.get_by_text(words["open"]).wait_for()
    why = card.get_by_label(words["why"], exact=True)
    why.fill("<img src=x onerror=alert(1)>")
    why.press("Enter")

    judging = page.get_by_role("region", name=words["judging"], exact=True)
    judging.get_by_role("radio", name=words["yes"], exact=True).press("Space")
    judging.get_by_text(words["warning"]).wait_for()

    assert axe(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    page.wait_for_function("document.documentElement.scrollWidth <= 320")
    shot(page, f"31-weighing-{lang}-320")
    assert page.locator("img[src=x]").count() == 0
    assert page.outside == []
    assert page.complaints == []
