"""The dossier in a browser: it goes along from page to page, and a case page begins one."""

import json
from pathlib import Path

STORED = "sessionStorage.getItem('pet-workbench-dossier')"
LARGE = "document.documentElement.classList.contains('pet-large')"
PANEL = '.pet-dossier[role="region"]'


def wait_for_title(page, title):
    """Wait until the bar shows a title."""
    page.wait_for_selector('body[data-pet-state="ready"]', timeout=90_000)
    page.locator(".pet-dossier-head strong", has_text=title).wait_for()


def saved(page, button):
    """Press a button that makes a file; return its name and content."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button).press("Enter")
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def test_a_dossier_goes_along_from_page_to_page(open_app, axe, shot):
    """What is filled in on page 30 is there on page 31, with large type; it is saved as a file;
    all is accessible, also at 320 pixels; nothing leaves the machine; and it can be forgotten.
    """
    page = open_app("nl/30_pet_chooser.ipynb")
    page.get_by_role("button", name="Titel, vraag en partijen").press("Enter")
    page.get_by_label("Titel", exact=True).fill("Schulden <b>vroeg</b> zien")
    wait_for_title(page, "Schulden <b>vroeg</b> zien")
    page.wait_for_function(f"({STORED} ?? '').includes('vroeg')")
    name, content = saved(page, "Bewaar het dossier")
    assert name.endswith(".json")
    assert json.loads(content)["title"] == "Schulden <b>vroeg</b> zien"
    page.get_by_role("switch", name="Grote letters").press("Enter")
    page.get_by_role("link", name="Samen afwegen", exact=True).click()
    page.wait_for_url("**/31_weighing.ipynb")
    wait_for_title(page, "Schulden <b>vroeg</b> zien")
    page.get_by_text("bewaard op").wait_for()

    assert page.evaluate(LARGE)
    assert axe(page, PANEL) == []
    shot(page, "31-dossier-large-nl-1280")
    page.set_viewport_size({"width": 320, "height": 740})
    page.wait_for_function("document.documentElement.scrollWidth <= 320")
    page.get_by_role("button", name="Gewone letters").press("Enter")
    assert not page.evaluate(LARGE)
    page.get_by_role("button", name="Waar blijft wat ik invul?").press("Enter")
    page.get_by_role("button", name="Vergeet alles", exact=True).press("Enter")
    page.get_by_role("button", name="Ja, vergeet alles").press("Enter")
    page.wait_for_function(f"{STORED} === null")
    assert page.outside == []
    assert page.complaints == []


def test_a_run_goes_along_to_the_chooser(open_app, axe):
    """A case page makes a memo, begins a dossier with its run, and leads to the chooser with it."""
    page = open_app("en/10_aio.ipynb")
    page.get_by_role("button", name="Take this along in a decision memo").press("Enter")
    name, memo = saved(page, "Memo as a web page")
    assert name == "memo-aio.html"
    assert b"pet-workbench-dossier" in memo
    page.get_by_role("button", name="Put this run into my dossier").press("Enter")
    page.get_by_text("A dossier was begun with this run.").wait_for()
    assert axe(page, ".pet-take-along") == []
    page.get_by_role("link", name="To the PET chooser, with the answers of this case").click()
    page.wait_for_url("**/30_pet_chooser.ipynb#case-aio")
    wait_for_title(page, "AIO supplement")

    kept = json.loads(json.loads(page.evaluate(STORED))["dossier"])
    assert kept["run"]["case"] == kept["case"] == "aio"
    assert page.outside == []
    assert page.complaints == []
