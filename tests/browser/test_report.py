"""The report works in a browser without a network: for the eye, a screen reader and on paper."""

from pathlib import Path

import pytest

from pet_workbench import reports
from tests.viz.evidence_records import PLAIN, SHARING, attempt, grown, made

RECORDS = [
    *grown(SHARING, 1e-6),
    *grown(PLAIN, 1e-7),
    made(SHARING, 10_000, 0.01, attack=attempt("failed")),
]


@pytest.fixture(scope="module")
def report(tmp_path_factory) -> Path:
    """Write a report."""
    path = tmp_path_factory.mktemp("report") / "report.html"
    reports.write_report(path, RECORDS, [], "nl")
    return path


@pytest.fixture
def opened(page, report):
    """Open the report without a server: it is a file."""
    page.goto(report.as_uri())
    return page


def come_near(page):
    """Scroll to the first figure, and wait until it is drawn."""
    page.locator("#matrix .chart").first.scroll_into_view_if_needed()
    page.wait_for_selector("#matrix .chart .main-svg")


def test_the_report_is_accessible(opened, axe):
    """axe-core finds nothing, also with every table open."""
    opened.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    come_near(opened)

    assert axe(opened) == []


def test_figures_are_drawn_when_they_come_near(opened):
    """A figure is drawn when the reader gets there, and not the last one with the first."""
    come_near(opened)
    last = opened.locator(".chart").last
    assert last.locator(".main-svg").count() == 0

    last.scroll_into_view_if_needed()

    last.locator(".main-svg").first.wait_for()
    assert opened.complaints == []


def test_the_report_asks_nobody_for_anything(page, report):
    """No address is asked for but the file's own."""
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(report.as_uri())
    come_near(page)

    outside = [one for one in asked if not one.startswith(("file:", "data:", "blob:"))]
    assert outside == []


def test_the_records_can_be_taken_along(opened):
    """The download is saved as a file with a line per record."""
    with opened.expect_download() as waiting:
        opened.locator("a.download").click()

    lines = Path(waiting.value.path()).read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(RECORDS) - 1
    assert waiting.value.suggested_filename == "pet-workbench-records.jsonl"


def test_without_scripts_everything_is_in_words(browser, report):
    """The empty places of figures take no room, and tables can be opened."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(report.as_uri())

    assert not page.locator(".chart").first.is_visible()
    page.locator("#matrix figure summary").first.click()
    assert page.locator("#matrix figure table").first.is_visible()
    context.close()


def test_a_narrow_page_does_not_scroll_sideways(opened):
    """On a telephone tables scroll within themselves."""
    opened.set_viewport_size({"width": 360, "height": 700})
    opened.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")

    opened.wait_for_function("document.documentElement.scrollWidth <= 360")


def test_on_paper_everything_is_there(opened):
    """Before printing all figures are drawn, those further down as well."""
    opened.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    charts = opened.locator(".chart").count()
    opened.wait_for_function(
        "(n) => document.querySelectorAll('.chart .svg-container').length === n", arg=charts
    )
    assert opened.complaints == []
