"""The same widgets in JupyterLab, where trainers and researchers meet them."""

import pytest

DRAWN_BARS = "[data-drawn] .bars .point"


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_start_page_has_its_look_and_its_links(open_lab, shot, lang):
    """The cards are styled, and a link opens the notebook in the Lab."""
    page = open_lab(f"{lang}/00_start.ipynb")
    page.wait_for_selector(".jp-OutputArea .pet-cards", timeout=90_000)
    card = page.locator(".jp-OutputArea .pet-card").first
    assert card.evaluate("(card) => getComputedStyle(card).borderTopColor") == "rgb(21, 66, 115)"
    card.scroll_into_view_if_needed()
    shot(page, f"lab-00_start-{lang}")
    page.locator('.jp-RenderedMarkdown a[href*="99_glossary"]').first.click()
    page.wait_for_selector('.lm-TabBar-tab:has-text("99_glossary")')

    assert page.outside == []


def test_widgets_look_and_work_alike(open_lab, axe, shot):
    """In the Lab too the slider moves the chart and the sentence, in our type and on white, and
    axe-core finds nothing inside our panels.
    """
    page = open_lab("nl/gallery.ipynb")
    page.wait_for_selector(DRAWN_BARS, state="attached", timeout=90_000)
    handle = page.get_by_role("slider", name="Aantal partijen")
    handle.focus()
    handle.press("ArrowRight")
    page.get_by_text("Er zijn nu 4 partijen.").wait_for()
    page.get_by_role("img", name="Staafdiagram met 4 staven").wait_for()
    panel = page.locator(".pet-panel").first
    assert panel.evaluate("(panel) => getComputedStyle(panel).backgroundColor") == (
        "rgb(255, 255, 255)"
    )
    assert axe(page, ".pet-panel") == []
    panel.scroll_into_view_if_needed()
    shot(page, "lab-gallery-nl")

    assert page.outside == []


def test_a_reload_shows_what_the_kernel_has(open_lab):
    """After the page is reloaded, chart and sentence are those of the slider, not of the start."""
    page = open_lab("nl/gallery.ipynb")
    page.wait_for_selector(DRAWN_BARS, state="attached", timeout=90_000)
    page.get_by_role("slider", name="Aantal partijen").press("ArrowRight")
    page.get_by_text("Er zijn nu 4 partijen.").wait_for()
    with page.expect_response(lambda answer: answer.request.method == "PUT" and answer.ok):
        page.keyboard.press("Control+s")
    page.reload()
    page.get_by_role("img", name="Staafdiagram met 4 staven").wait_for(timeout=90_000)
    page.get_by_text("Er zijn nu 4 partijen.").wait_for()
    page.wait_for_selector(DRAWN_BARS, state="attached", timeout=90_000)

    assert page.locator("[data-drawn]").first.locator(".bars .point").count() == 2 * 4
