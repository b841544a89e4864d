"""Page 40 in a browser, in both languages: approve, run, move a threshold, try to get round it."""

import pytest

NAME = "40_agreement.ipynb"
WORDS = {
    "nl": {
        "draft": "De overeenkomst opstellen",
        "decide": "Wij weten dat de kolommen verschillen",
        "roles": "Drie rollen op één scherm",
        "sign": "Keur de proef goed",
        "run": "Voer de proef uit",
        "ran": "20 huishoudens gevonden",
        "threshold": "Grens, in procenten",
        "void": "goedkeuring vervallen",
        "attempts": "Proberen te rekenen zonder afspraak",
        "try": "Probeer het",
        "stopped": "Tegengehouden door 3 van de drie partijen",
        "watch": "De registers, zoals de toezichthouder ze ziet",
        "tamper": "een regel veranderen en alles daarna opnieuw schrijven",
        "rewritten": "is het register opnieuw geschreven: UWV",
    },
    "en": {
        "draft": "Drafting the agreement",
        "decide": "We know that the columns differ",
        "roles": "Three roles on one screen",
        "sign": "Approve the trial",
        "run": "Run the trial",
        "ran": "20 households found",
        "threshold": "Threshold, as a percentage",
        "void": "approval void",
        "attempts": "Trying to compute without agreement",
        "try": "Try it",
        "stopped": "Stopped by 3 of the three parties",
        "watch": "The registers, as the supervisor sees them",
        "tamper": "change an entry and write everything after it anew",
        "rewritten": "the register was written anew: UWV",
    },
}


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_story_of_an_agreement(lang, open_app, axe, shot):
    """From the decision on columns to a tampered register; accessible, and 320 pixels will do."""
    words, page = WORDS[lang], open_app(f"{lang}/{NAME}")

    def part(name):
        return page.get_by_role("region", name=words[name], exact=True)

    assert axe(page) == []
    part("draft").get_by_role("checkbox", name=words["decide"]).check()
    roles = part("roles")
    for button in roles.get_by_role("button", name=words["sign"]).all():
        button.press("Enter")
    roles.get_by_role("button", name=words["run"]).press("Enter")
    roles.get_by_text(words["ran"]).wait_for()
    watch = part("watch")
    watch.get_by_role("radio", name=words["tamper"]).check()
    watch.get_by_text(words["rewritten"]).wait_for()
    part("draft").get_by_role("slider", name=words["threshold"]).press("ArrowLeft")
    roles.get_by_text(words["void"]).first.wait_for()
    attempts = part("attempts")
    attempts.get_by_role("button", name=words["try"]).press("Enter")
    attempts.get_by_text(words["stopped"]).wait_for()
    assert axe(page) == []
    shot(page, f"40-agreement-{lang}-1280")
    page.set_viewport_size({"width": 320, "height": 640})
    page.wait_for_function("document.documentElement.scrollWidth <= 320")
    assert page.outside == []
    assert page.complaints == []
