"""The start page and the glossary in the app, as a reader meets them."""

import re

import pytest
from playwright.sync_api import TimeoutError

from tests.browser import servers

LANGUAGES = ("nl", "en")
PAGES = ("00_start", "99_glossary")
TITLES = {
    ("nl", "00_start"): "Samen rekenen zonder gegevens te delen \u2013 PET-werkbank",
    ("en", "00_start"): "Computing together without sharing data \u2013 PET workbench",
    ("nl", "99_glossary"): "Begrippen \u2013 PET-werkbank",
    ("en", "99_glossary"): "Glossary \u2013 PET workbench",
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole_accessible_and_keeps_to_itself(
    open_app, axe, shot, site, voila_server, name, lang
):
    """The page has its title, language and landmarks, axe-core finds nothing, nothing is fetched
    from outside, the console is clean, no link ends at a page that does not exist, and at 320
    pixels there is nothing to scroll sideways.
    """
    page = open_app(f"{lang}/{name}.ipynb")

    assert page.title() == TITLES[lang, name]
    assert page.evaluate("document.documentElement.lang") == lang
    for landmark in ("header", "main", "footer"):
        assert page.locator(f"body > {landmark}").count() == 1
    assert page.locator("h1").count() == 1
    assert axe(page) == []
    links = page.evaluate("[...document.querySelectorAll('a[href]')].map((link) => link.href)")
    root = f"{voila_server}voila/render/"
    names = {link.split("#")[0].removeprefix(root) for link in links}
    assert f"{lang}/99_glossary.ipynb" in names
    broken = [name for name in names if not (site / "notebooks" / name).exists()]
    assert not [each for each in broken if not each.startswith("https://")], "a link leads nowhere"
    shot(page, f"{name}-{lang}-1280")
    page.set_viewport_size({"width": 320, "height": 640})
    page.wait_for_function("document.documentElement.scrollWidth <= 320")
    shot(page, f"{name}-{lang}-320")
    assert page.outside == []
    assert page.complaints == []


def test_from_one_language_to_the_other_and_back(open_app, site):
    """On one way through the glossary in both languages.

    The page opens at the term that was asked for; the switch leads to the same page in the other
    language; the page that was left ends its kernel; the JavaScript it ran is fetched at once by
    the next; the list can be searched; and when the connection breaks, the page says so.
    """
    log = site / "voila.log"
    page = open_app("nl/99_glossary.ipynb#threshold")
    page.wait_for_function(
        "Math.abs(document.getElementById('threshold').getBoundingClientRect().top) < 450"
    )
    assert "drempel" in page.locator("#threshold dt").inner_text()

    page.wait_for_function("document.cookie.includes('_xsrf')")
    kernel = re.findall(r"Kernel started: (\S+)", log.read_text())[-1]
    _switch(page, "English", "en")
    assert page.url.endswith("/en/99_glossary.ipynb")
    assert f"Kernel shutdown: {kernel}" in log.read_text(), "the page that was left has its kernel"
    assert page.locator('link[rel="preload"][as="script"]').count() > 10, "scripts come late"

    page.get_by_label("Search for a term").fill("collusion")
    page.wait_for_function("document.querySelectorAll('.pet-terms > div').length < 10")
    assert page.locator("#collusion").count() == 1

    _switch(page, "Nederlands", "nl")
    assert page.url.endswith("/nl/99_glossary.ipynb")

    page.evaluate("new WebSocket(`ws://${location.host}/api/kernels/none/channels`)")
    page.wait_for_selector('body[data-pet-state="stopped"]')
    assert "Laad de pagina opnieuw" in page.get_by_role("alert").inner_text()


def _switch(page, link, lang):
    """Go to the page in the other language, and wait until it is ready."""
    page.get_by_role("link", name=link, exact=True).click()
    page.wait_for_selector(f'html[lang="{lang}"] body[data-pet-state="ready"]', timeout=90_000)


def test_the_start_page_before_the_kernel_and_by_keyboard(page, voila_server):
    """A reader need not wait for Python: the heading and the waiting message come first.

    The first stop of the keyboard skips to the content; then come brand, languages, menu, and the
    links; each has an outline of at least two pixels.  Who presses Enter on the first stop
    continues in the content.
    """
    page.goto(f"{voila_server}voila/render/nl/00_start.ipynb", wait_until="commit")
    page.wait_for_selector('body[data-pet-state="waiting"] h1')
    status = page.locator(".pet-waiting")
    assert status.get_attribute("role") == "status"
    assert "U kunt alvast lezen" in status.inner_text()
    page.wait_for_selector('body[data-pet-state="ready"]', timeout=90_000)
    assert status.inner_text() == "De pagina is klaar."

    stops = []
    for _ in range(8):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.innerText.split('\\n')[0].trim()"))
        width, style = page.evaluate(
            "(s => [s.outlineWidth, s.outlineStyle])(getComputedStyle(document.activeElement))"
        )
        assert float(width.removesuffix("px")) >= 2, f"{stops[-1]}: the focus cannot be seen"
        assert style != "none", f"{stops[-1]}: the focus cannot be seen"
    assert stops[:6] == [
        "Ga naar de inhoud",
        "PET-werkbank",
        "Nederlands",
        "English",
        "Start",
        "Begrippen",
    ]
    assert stops[6:] == ["PET-kiezer", "Voor wie is dit?"]

    page.get_by_role("link", name=stops[0]).focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "pet-content", "no skip"


def test_the_root_asks_for_the_language(page, voila_server, axe):
    """Who opens the app without a page chooses a language first; nothing comes from outside."""
    page.goto(f"{voila_server}voila")

    assert (
        page.get_by_role("link", name="Naar de startpagina")
        .get_attribute("href")
        .endswith("/nl/00_start.ipynb")
    )
    assert page.get_by_role("link", name="To the start page").count() == 1
    assert axe(page) == []
    assert page.outside == []


def test_a_page_that_does_not_exist_says_so_in_words(page, voila_server, axe):
    """A wrong address gives a page with a way back, and no technical message."""
    answer = page.goto(f"{voila_server}voila/render/nl/nothing.ipynb")

    assert answer.status == 404
    assert page.get_by_role("heading", level=1).inner_text() == "Deze pagina bestaat niet"
    assert axe(page) == []


def wait_until_ready(page, lang):
    """Wait for a page, and load it again if it does not start, as a reader would."""
    ready = f'html[lang="{lang}"] body[data-pet-state="ready"]'
    try:
        page.wait_for_selector(ready, timeout=45_000)
    except TimeoutError:
        page.reload()
        page.wait_for_selector(ready, timeout=90_000)


def test_the_app_works_under_a_prefix_as_in_binder(page, site):
    """With the whole clone served under a prefix, pages, languages and kernels behave alike."""
    log = site / "hub.log"
    with servers.hub(log, site) as address:
        root = f"{address.removesuffix('api')}voila/render/notebooks"
        page.goto(f"{root}/nl/00_start.ipynb?token=visitor", wait_until="commit")
        page.wait_for_selector('body[data-pet-state="ready"]', timeout=90_000)
        page.wait_for_function("document.cookie.includes('_xsrf')")
        page.get_by_role("link", name="English", exact=True).click()
        wait_until_ready(page, "en")
        assert page.url == f"{root}/en/00_start.ipynb"
        page.goto(f"{root}/nl/nothing.ipynb")
        page.get_by_role("link", name="Naar de startpagina").click()
        wait_until_ready(page, "nl")
        assert page.url == f"{root}/nl/00_start.ipynb"
        assert log.read_text().count("Kernel shutdown") >= 2

    assert page.outside == []


def test_motion_stops_for_those_who_ask(browser, voila_server):
    """With reduced motion nothing on the page is animated."""
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{voila_server}voila/render/nl/00_start.ipynb", wait_until="commit")
    page.wait_for_selector(".pet-waiting p", state="attached")
    name = page.evaluate(
        "getComputedStyle(document.querySelector('.pet-waiting p'), '::before').animationName"
    )
    context.close()

    assert name == "none"
