"""The page on differential privacy in a browser: move, be refused, attack, release; by keyboard."""

import pytest

NAME = "03_differential_privacy.ipynb"
WORDS = {
    "nl": {
        "epsilon": "Epsilon (ε): hoeveel privacy mag de uitkomst kosten?",
        "beside": "Exact en met ruis",
        "weak": "In de praktijk is dat geen bescherming.",
        "again": "Nog een keer: andere ruis",
        "drawn": "van de 2;",
        "table": "Hoeveel inwoners zijn er per wijk, met en zonder schulden?",
        "districts": "Inwoners per wijk, exact en met ruis",
        "on": "Blijf vragen tot het wordt geweigerd",
        "refused": "Het budgetboek weigert",
        "ledger": "Met ruis, uit een budgetboek",
        "one_ledger": "Met ruis, uit één budgetboek van ε = 1",
        "rebuild": "Stel de vragen en reken terug",
        "single": "Stel beide vragen",
        "fails": "De aanval mislukt.",
        "buttons": {
            "Tel op": "5,00 tegen 1,39",
            "Stel beide vragen": "ja, de huisarts hoort bij een huishouden met schulden",
            "Vraag het steeds opnieuw": "de ruis middelt uit",
            "Stel de vragen en reken terug": "de stem van 60 van de 60 leden",
            "Lees de laatste cijfers": "elk geheel getal kan bij allebei horen",
            "Stel de twee vragen op vier manieren": "is 2 keer precies dat te lezen",
        },
        "own": "Eigen gegevens",
        "columns": "persoon;bedrag",
        "send": "Controleer en bereken",
        "released": "Vrijgegeven:",
        "statement": "verantwoording.json",
    },
    "en": {
        "epsilon": "Epsilon: how much privacy may the answer cost?",
        "beside": "Exact and with noise",
        "weak": "In practice that is no protection.",
        "again": "Once more: other noise",
        "drawn": "of 2;",
        "table": "How many residents are there per district, with and without debts?",
        "districts": "Residents per district, exact and with noise",
        "on": "Keep asking until it is refused",
        "refused": "The ledger refuses",
        "ledger": "With noise, from a ledger",
        "one_ledger": "With noise, from one ledger of epsilon 1",
        "rebuild": "Ask and reconstruct",
        "single": "Ask both questions",
        "fails": "The attack fails.",
        "buttons": {
            "Add up": "5.00 against 1.39",
            "Ask both questions": "yes, the doctor's household has debts",
            "Ask it again and again": "the noise averages out",
            "Ask and reconstruct": "the vote of 60 of the 60 members",
            "Read the last digits": "every whole number can belong to both",
            "Ask the two questions in four ways": "exactly that can be read, 2 times",
        },
        "own": "Own data",
        "columns": "person;amount",
        "send": "Check and compute",
        "released": "Released:",
        "statement": "privacy_statement.json",
    },
}


@pytest.fixture
def open_drawn(open_once):
    """Return a function that opens the page in a language, with its first chart drawn."""

    def open_(lang):
        page = open_once(f"{lang}/{NAME}")
        page.locator("[data-drawn]").first.wait_for(state="attached")
        return page

    return open_


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_whole_page_by_keyboard(lang, open_drawn, axe, shot):
    """Move epsilon, draw again, be refused, and carry out five attacks.

    axe-core finds nothing before and after, nothing comes from outside, the console stays clean,
    and nothing is cut off at 320 pixels.
    """
    page, words = open_drawn(lang), WORDS[lang]

    def press(button):
        page.get_by_role("button", name=button, exact=True).press("Enter")

    def choose(option):
        page.get_by_role("radio", name=option, exact=True).press("Space")

    def see(text):
        page.get_by_text(text).first.wait_for()

    assert axe(page) == []
    press(words["again"])
    see(words["drawn"])
    epsilon = page.get_by_role("slider", name=words["epsilon"]).first
    for _ in range(4):
        epsilon.press("ArrowRight")
    see(words["weak"])
    choose(words["table"])
    see(words["districts"])
    press(words["on"])
    see(words["refused"])

    for button, result in words["buttons"].items():
        press(button)
        see(result)
    choose(words["ledger"])
    press(words["single"])
    see(words["fails"])
    choose(words["one_ledger"])
    press(words["rebuild"])
    page.get_by_text(words["fails"]).nth(1).wait_for()

    assert axe(page) == []
    shot(page, f"03-differential-privacy-{lang}-1280")
    page.set_viewport_size({"width": 320, "height": 640})
    page.wait_for_function("document.documentElement.scrollWidth <= 320")
    shot(page, f"03-differential-privacy-{lang}-320")
    assert page.outside == []
    assert page.complaints == []


def test_a_file_of_ones_own_is_released_with_its_statement(open_drawn, tmp_path):
    """A small file in, an answer and a statement to download out."""
    page, words = open_drawn("nl"), WORDS["nl"]
    rows = "".join(f"{person};{1_000 + person}\n" for person in range(1, 301))
    file = tmp_path / "own.csv"
    file.write_text(f"{words['columns']}\n{rows}")

    part = page.get_by_role("region", name=words["own"], exact=True)
    part.locator("input[type=file]").set_input_files(file)
    part.get_by_text(f"{file.name} (").wait_for()
    part.get_by_role("button", name=words["send"], exact=True).press("Enter")

    part.get_by_text(words["released"]).first.wait_for()
    with page.expect_download() as download:
        part.get_by_role("link", name=words["statement"]).click()
    assert download.value.suggested_filename == words["statement"]
