"""The benchmark lab in a browser: choose a cell, change a price, measure, stop, load, report."""

import pytest

NAME = "20_benchmark_lab.ipynb"
WORDS = {
    "nl": {
        "matrix": "De matrix",
        "case": "Vraagstuk",
        "kind": "Techniek",
        "debts": "Schulden bij vier organisaties",
        "none": "Gehashte nummers",
        "cell": "Schulden bij vier organisaties: Gehashte nummers",
        "time": "hoeveel langer duurt het rekenen?",
        "money": "Netwerken en geld",
        "mobile": "mobiel netwerk",
        "over": "(mobiel netwerk)",
        "price": "Euro per uur van één rekenkern",
        "typed": "1,5",
        "wrong": "veel",
        "reset": "Zet de prijzen terug",
        "report": "Maak het rapport",
        "file": "meetrapport_",
    },
    "en": {
        "matrix": "The matrix",
        "case": "Case",
        "kind": "Technique",
        "debts": "Debts at four bodies",
        "none": "Hashed numbers",
        "cell": "Debts at four bodies: Hashed numbers",
        "time": "how much longer does computing take?",
        "money": "Networks and money",
        "mobile": "mobile network",
        "over": "(mobile network)",
        "price": "Euros per hour of one core",
        "typed": "1.5",
        "wrong": "much",
        "reset": "Put the prices back",
        "report": "Make the report",
        "file": "benchmark_report_",
    },
}


@pytest.fixture
def open_drawn(open_once):
    """Return a function that opens the page in a language, with its first chart drawn."""

    def open_(lang, fragment=""):
        page = open_once(f"{lang}/{NAME}{fragment}")
        page.locator("[data-drawn]").first.wait_for(state="attached")
        return page

    return open_


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_cell_a_price_and_a_report_by_keyboard(lang, open_drawn, axe, shot):
    """Choose a cell, colour the map, change a price and be refused one, download the report.

    axe-core finds nothing before and after, nothing comes from outside, the console stays clean,
    and nothing is cut off at 320 pixels.
    """
    page, words = open_drawn(lang), WORDS[lang]
    assert axe(page) == []

    matrix = page.get_by_role("region", name=words["matrix"], exact=True)
    matrix.get_by_label(words["case"], exact=True).select_option(words["debts"])
    matrix.get_by_label(words["kind"], exact=True).select_option(words["none"])
    matrix.get_by_role("heading", name=words["cell"], exact=True).wait_for()
    matrix.get_by_role("radio", name=words["time"], exact=True).press("Space")

    money = page.get_by_role("region", name=words["money"], exact=True)
    money.get_by_role("radio", name=words["mobile"], exact=True).press("Space")
    money.get_by_text(words["over"]).wait_for()
    price = money.get_by_label(words["price"], exact=True)
    before, table = price.input_value(), money.locator(".pet-table").last.inner_html()
    price.fill(words["typed"])
    price.press("Enter")
    page.wait_for_function(
        "([label, before]) => [...document.querySelectorAll(`[aria-label='${label}'] .pet-table`)]"
        ".at(-1).innerHTML !== before",
        arg=[words["money"], table],
    )
    price.fill(words["wrong"])
    price.press("Enter")
    money.locator('[role="alert"]').wait_for()
    money.get_by_role("button", name=words["reset"], exact=True).press("Enter")
    money.locator('[role="alert"]').wait_for(state="detached")
    assert price.input_value() == before

    page.get_by_role("button", name=words["report"], exact=True).press("Enter")
    link = page.get_by_role("link", name=words["file"])
    link.wait_for()
    with page.expect_download() as download:
        link.click()
    assert f'lang="{lang}"' in download.value.path().read_text(encoding="utf-8")

    assert axe(page) == []
    shot(page, f"20-benchmark-lab-{lang}-1280")
    page.set_viewport_size({"width": 320, "height": 640})
    page.wait_for_function("document.documentElement.scrollWidth <= 320")
    shot(page, f"20-benchmark-lab-{lang}-320")
    assert page.outside == []
    assert page.complaints == []


def test_a_link_to_a_cell_opens_the_page_there(open_drawn):
    """What a decision tool links to is chosen, told and in sight; a link in the table moves on."""
    page = open_drawn("en", "#matrix-fugitives-hashed-ids")
    matrix = page.get_by_role("region", name=WORDS["en"]["matrix"], exact=True)
    matrix.get_by_role("heading", name="Finding convicted people: Hashed numbers").wait_for()
    page.wait_for_function("document.getElementById('matrix-fugitives-hashed-ids') && scrollY > 0")

    matrix.get_by_text("All cells in words").first.press("Enter")
    matrix.locator('a[href="#matrix-aio-homomorphic"]').press("Enter")
    matrix.get_by_role("heading", name="AIO supplement: Homomorphic encryption").wait_for()


def test_a_wrong_file_a_small_measurement_and_one_that_is_stopped(open_drawn, tmp_path):
    """A file of another version is refused: the reader is told which line is wrong, and nothing of
    it is used.  The smallest case is measured here and can be taken home; the next one is stopped.
    """
    page = open_drawn("nl")
    file = tmp_path / "other.jsonl"
    file.write_text('{"schema": 1}\n')
    part = page.get_by_role("region", name="Metingen van een andere computer", exact=True)
    part.locator("input[type=file]").set_input_files(file)
    part.get_by_text("Regel 1 van other.jsonl").wait_for()

    trial = page.get_by_role("region", name="Zelf meten", exact=True)
    case = trial.get_by_label("Welk vraagstuk?", exact=True)
    case.select_option("Gemiddelde leeftijd rond de tafel")
    trial.get_by_role("button", name="Meet", exact=True).press("Enter")
    with page.expect_download() as download:
        trial.get_by_role("link", name="records.jsonl").click()
    assert download.value.path().stat().st_size > 0
    trial.get_by_role("button", name="Stop", exact=True).wait_for()
    trial.get_by_text("Klaar").first.wait_for()

    case.select_option("AIO-aanvulling")
    trial.get_by_role("button", name="Meet", exact=True).press("Enter")
    trial.get_by_text("Nu:").wait_for()
    trial.get_by_role("button", name="Stop", exact=True).press("Enter")
    trial.get_by_text("Gestopt").first.wait_for()
    trial.locator("button:enabled", has_text="Meet").wait_for()
