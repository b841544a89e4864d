"""The decks and sheets in a browser: by keyboard, nothing cut off, no request, seven pages."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.conftest import AXE, AXE_TAGS
from tests.conftest import CHROMIUM, chromium
from tests.trainer.kit import KIT
from tools.notebooks import LANGUAGES
from tools.slide_plan import deck_path, read_plan

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium() is None, reason=f"no Chromium ({', '.join(CHROMIUM)})"),
]
DECKS = [(lang, name) for lang in LANGUAGES for name in read_plan().decks]
NOW = "[...document.querySelectorAll('section.slide')].find(slide => !slide.hidden)"


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """Open a page of the size of a projector that remembers what it asked for."""
    opened = browser.new_page(viewport={"width": 1280, "height": 720})
    opened.asked = []
    opened.on("request", lambda request: opened.asked.append(request.url))
    yield opened
    opened.close()


def violations(page: Any) -> list[str]:
    """Return what axe-core finds."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "tags => axe.run('html', {runOnly: {type: 'tag', values: tags}})", AXE_TAGS
    )
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found["violations"]]


@pytest.mark.parametrize(("lang", "name"), DECKS)
def test_a_deck_is_walked_by_keyboard_and_fits_the_screen(page, lang, name):
    """Arrow keys go through all slides; none is cut off; nothing is fetched; axe is content."""
    page.goto(deck_path(name, lang).as_uri())
    slides = page.locator("section.slide").count()
    cut_off = []
    for n in range(1, slides + 1):
        assert page.locator("#place").inner_text().split()[1] == str(n)
        if page.evaluate(f"{NOW}.scrollHeight - {NOW}.clientHeight") > 0:
            cut_off.append(n)
        page.keyboard.press("ArrowRight")
    assert cut_off == []
    assert page.locator("#next").is_disabled()
    page.keyboard.press("Home")
    assert page.locator("#previous").is_disabled()
    assert [url for url in page.asked if not url.startswith(("file:", "data:"))] == []
    assert violations(page) == []


@pytest.mark.parametrize(("lang", "name"), DECKS)
def test_a_deck_prints_one_slide_a_page(page, lang, name):
    """On paper every slide is there, each on its own page."""
    page.goto(deck_path(name, lang).as_uri())
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == page.locator("section.slide").count()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sheets_print_on_seven_pages(page, lang):
    """Seven sheets of A4, none cut off."""
    page.goto((KIT / lang / "table_game.html").as_uri())
    assert violations(page) == []
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == 7
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 703, "height": 1024})
    for sheet in page.locator(".sheet").all():
        assert sheet.evaluate("e => e.scrollHeight - e.clientHeight") <= 0
