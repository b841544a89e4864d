"""The PET chooser in a browser: an example, an answer, a rule and a choice, all by keyboard."""

import pytest

NAME = "30_pet_chooser.ipynb"
WORDS = {
    "nl": {
        "fill": "Vul dit voorbeeld in",
        "needs": "Vragen over wat u nodig hebt",
        "volume": "Over hoeveel mensen of bedrijven gaat het?",
        "change": "Wijzig",
        "done": "Klaar",
        "advice": "Het advies",
        "choose": "Kies dit voor de memo",
        "chosen": "gekozen voor de memo",
        "rules": "De regels",
        "off": "Er staat 1 regel uit.",
        "marked": "Niet alle regels staan aan",
    },
    "en": {
        "fill": "Fill in this example",
        "needs": "Questions about what you need",
        "volume": "How many people or companies is it about?",
        "change": "Change",
        "done": "Done",
        "advice": "The advice",
        "choose": "Choose this for the memo",
        "chosen": "chosen for the memo",
        "rules": "The rules",
        "off": "1 rule is off.",
        "marked": "Not all rules are on",
    },
}


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_from_an_example_to_a_choice_by_keyboard(lang, open_app, axe, shot):
    """Fill an example in, change an answer, switch a rule off, choose: each move is answered.

    The focus goes to the question that opens and stays on the box that is switched.  axe-core finds
    nothing before and after, nothing comes from outside, the console stays clean, and nothing is
    cut off at 320 pixels or with type twice as large.
    """
    page, words = open_app(f"{lang}/{NAME}"), WORDS[lang]
    advice = page.get_by_role("region", name=words["advice"], exact=True)
    advice.locator(".pet-message").wait_for()
    assert axe(page) == []

    page.get_by_role("button", name=words["fill"], exact=True).press("Enter")
    needs = page.get_by_role("region", name=words["needs"], exact=True)
    change = needs.get_by_role("button", name=f"{words['change']}: {words['volume']}", exact=True)
    change.press("Enter")
    group = needs.get_by_role("group", name=words["volume"], exact=True)
    group.wait_for()
    page.wait_for_function("document.activeElement.tagName === 'LEGEND'")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowUp")
    group.locator("input:checked").and_(page.locator(":focus")).wait_for()
    needs.get_by_role("button", name=words["done"], exact=True).press("Enter")
    change.and_(page.locator(":focus")).wait_for()

    rules = page.get_by_role("region", name=words["rules"], exact=True)
    box = rules.locator("input[type=checkbox]:visible").first
    name = box.get_attribute("value")
    box.press("Space")
    rules.get_by_text(words["off"]).wait_for()
    rules.locator(f'input[value="{name}"]:focus:not(:checked)').wait_for()
    advice.get_by_text(words["marked"]).wait_for()

    advice.get_by_role("button", name=words["choose"]).first.press("Enter")
    advice.get_by_text(words["chosen"]).first.wait_for()

    assert axe(page) == []
    shot(page, f"30-pet-chooser-{lang}-1280")
    page.set_viewport_size({"width": 320, "height": 640})
    page.wait_for_function("document.documentElement.scrollWidth <= 320")
    shot(page, f"30-pet-chooser-{lang}-320")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    page.wait_for_function("document.documentElement.scrollWidth <= 1280")
    assert page.outside == []
    assert page.complaints == []
