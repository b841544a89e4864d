"""The balance page in a browser: fill in by keyboard, be refused beside the field, add, remove."""

import pytest

NAME = "32_stakeholder_balance.ipynb"
WORDS = {
    "nl": {
        "opening": "Een voorbeeld om te beginnen",
        "table": "Kosten en baten invullen",
        "loss": "Verlies: Banken.",
        "banks": "Banken",
        "line": "Minder misbruik van rekeningen",
        "high": "Hoogstens (€)",
        "likely": "Waarschijnlijk (€)",
        "low": "Minstens (€)",
        "euros": ("900.000", "700.000", "600.000"),
        "wrong": "veel",
        "refused": "Vul een getal in, zoals 25.000.",
        "gain": "Winst: Zorgverzekeraars, Banken",
        "name": "Naam van de partij",
        "add_party": "Voeg een partij toe",
        "remove_party": "Haal deze partij weg",
        "aio": "AIO-aanvulling",
        "undo": "Zet mijn eigen bedragen terug",
    },
    "en": {
        "opening": "An example to begin with",
        "table": "Fill in costs and benefits",
        "loss": "Loss: Banks.",
        "banks": "Banks",
        "line": "Less misuse of accounts",
        "high": "At most (€)",
        "likely": "Likely (€)",
        "low": "At least (€)",
        "euros": ("900,000", "700,000", "600,000"),
        "wrong": "much",
        "refused": "Fill in a number, such as 25,000.",
        "gain": "Gain: Health insurers, Banks",
        "name": "Name of the party",
        "add_party": "Add a party",
        "remove_party": "Remove this party",
        "aio": "AIO supplement",
        "undo": "Put my own amounts back",
    },
}
EVIL = "<img src=x onerror=alert(1)>"


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_amounts_by_keyboard_and_a_name_that_is_no_mark_up(lang, open_app, axe, shot):
    """Turn the banks into winners, be refused a word, add a party with a script as its name.

    axe-core finds nothing before and after, own amounts come back after an example, the console
    stays clean, and nothing is cut off at 320 pixels.
    """
    page, words = open_app(f"{lang}/{NAME}"), WORDS[lang]
    page.locator("[data-drawn]").first.wait_for(state="attached")
    assert axe(page) == []
    opening = page.get_by_role("region", name=words["opening"], exact=True)
    opening.get_by_text(words["loss"]).wait_for()

    table = page.get_by_role("region", name=words["table"], exact=True)
    banks = table.locator("details", has=page.get_by_text(words["banks"], exact=True))
    banks.locator("summary").press("Enter")
    line = banks.get_by_role("group", name=words["line"], exact=True)
    for field, euros in zip(("high", "likely", "low"), words["euros"], strict=True):
        line.get_by_label(words[field], exact=True).fill(euros)
        line.get_by_label(words[field], exact=True).press("Tab")
    opening.get_by_text(words["gain"]).wait_for()

    line.get_by_label(words["low"], exact=True).fill(words["wrong"])
    line.get_by_label(words["low"], exact=True).press("Tab")
    line.get_by_text(words["refused"], exact=True).wait_for()
    assert line.get_by_label(words["low"], exact=True).get_attribute("aria-invalid") == "true"
    assert axe(page) == []
    line.get_by_label(words["low"], exact=True).fill(words["euros"][2])
    line.get_by_label(words["low"], exact=True).press("Tab")
    line.get_by_text(words["refused"], exact=True).wait_for(state="detached")

    table.get_by_role("button", name=words["add_party"], exact=True).press("Enter")
    added = table.locator("details").last.get_by_label(words["name"], exact=True)
    added.fill(EVIL)
    added.press("Tab")
    page.get_by_role("button", name=f"{words['remove_party']}: {EVIL}", exact=True).wait_for()
    assert page.locator("img[src='x']").count() == 0

    opening.get_by_role("radio", name=words["aio"], exact=True).press("Space")
    opening.get_by_role("button", name=words["undo"], exact=True).press("Enter")
    opening.get_by_text(words["gain"]).wait_for()
    shot(page, f"32-stakeholder-balance-{lang}-1280")
    page.set_viewport_size({"width": 320, "height": 640})
    page.wait_for_function("document.documentElement.scrollWidth <= 320")
    shot(page, f"32-stakeholder-balance-{lang}-320")
    assert page.outside == []
    assert page.complaints == []
