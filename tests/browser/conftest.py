"""A Chromium that may talk to this machine only, and the two servers it talks to.

Opening a page costs more processor time than most tests, so tests of one file that can share a page
take `open_once`; each of them also passes alone.  With ``PET_SCREENSHOTS=1`` the pages are saved as
pictures in ./screenshots.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.browser import servers
from tests.browser.gallery import write_gallery
from tests.browser.servers import ROOT
from tests.conftest import CHROMIUM, chromium

HOSTS_HERE = ("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:")
READY_MS = 90_000
SCREEN = {"width": 1280, "height": 900}
FAILED = pytest.StashKey[bool]()
AXE = Path(__file__).parent / "assets" / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

FIND_VIOLATIONS = """async ([part, values]) => {
  const what = {runOnly: {type: "tag", values}, resultTypes: ["violations"], preload: false};
  const {violations} = await axe.run(part, what);
  return violations.flatMap(({id, help, nodes}) =>
    nodes.map(({html}) => `${id}: ${help}: ${html.slice(0, 160)}`));
}"""
"""Nothing that passed is told at length, and style sheets are not fetched again to look in them."""

NOT_OURS = ("Unsatisfied version", "No satisfying version", "favicon")
"""Voilà's remarks about the versions of JupyterLab's modules: harmless, and not about our pages."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test in this folder, and skip it by name where there is no Chromium."""
    missing = chromium() is None
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if missing:
                item.add_marker(pytest.mark.skip(reason=f"no Chromium ({', '.join(CHROMIUM)})"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """Note which tests failed, because the next one should not get a page they left."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the notebooks, and add a page with every widget to them."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    write_gallery(folder / "notebooks" / "nl" / "gallery.ipynb")
    return folder


@pytest.fixture(scope="session")
def voila_server(site: Path) -> Iterator[str]:
    """Serve the notebooks as the app; the address of its root."""
    with servers.voila(site / "voila.log", site / "notebooks") as url:
        yield url


@pytest.fixture(scope="session")
def lab_server(site: Path) -> Iterator[str]:
    """Serve the notebooks in JupyterLab; the address of the Lab."""
    with servers.lab(site / "lab.log", site / "notebooks", site) as url:
        yield url


@pytest.fixture(scope="session")
def reader(browser: Any) -> Iterator[Any]:
    """Give all tests one reader, whose browser keeps the JavaScript that every page needs.

    Fetching and compiling it anew would take half the processor time of most tests.
    """
    context = browser.new_context(viewport=SCREEN, locale="nl-NL", accept_downloads=True)
    context.set_default_timeout(30_000)
    yield context
    context.close()


@contextmanager
def watched(reader: Any) -> Iterator[Any]:
    """Open a tab that remembers what was asked for outside this machine, until the block ends.

    `outside` lists the addresses outside that were asked for, `complaints` the errors in the
    console that are ours.  What a tab remembers is new; the browser itself reaches this machine
    only (`tests.conftest.FLAGS`).
    """
    opened = reader.new_page()
    opened.outside, opened.complaints = [], []

    def guard(request: Any) -> None:
        if not request.url.startswith(HOSTS_HERE):
            opened.outside.append(request.url)

    def note(message: Any) -> None:
        if message.type == "error" and not any(words in message.text for words in NOT_OURS):
            opened.complaints.append(f"{message.text} ({message.location.get('url', '')})")

    # asking is enough to be noted; stopping requests here would switch the browser's memory off
    reader.on("request", guard)
    opened.on("console", note)
    opened.on("pageerror", lambda error: opened.complaints.append(str(error)))
    yield opened
    reader.remove_listener("request", guard)
    opened.close()


def go(page: Any, server: str, path: str) -> None:
    """Open a notebook of the app in a tab, and wait until it is ready."""
    page.goto(f"{server}voila/render/{path}", wait_until="commit")
    page.wait_for_selector('body[data-pet-state="ready"]', timeout=READY_MS)


@pytest.fixture
def page(reader: Any) -> Iterator[Any]:
    """Open a tab of its own, without cookies of those before, that is `watched`."""
    reader.clear_cookies()
    others = set(reader.pages)
    with watched(reader) as opened:
        yield opened
    for tab in set(reader.pages) - others:
        tab.close()


@pytest.fixture
def open_app(page: Any, voila_server: str) -> Callable[[str], Any]:
    """Return a function that opens a notebook of the app and waits until it is ready."""

    def open_(path: str) -> Any:
        go(page, voila_server, path)
        return page

    return open_


@pytest.fixture(scope="module")
def kept() -> Iterator[dict[str, tuple[Any, ExitStack]]]:
    """Keep the pages that tests of one file share, until its last test."""
    pages: dict[str, tuple[Any, ExitStack]] = {}
    yield pages
    for _, closing in pages.values():
        closing.close()


@pytest.fixture
def open_once(
    reader: Any,
    voila_server: str,
    kept: dict[str, tuple[Any, ExitStack]],
    request: pytest.FixtureRequest,
) -> Iterator[Callable[[str], Any]]:
    """Return a function that opens a notebook of the app, or gives it as the test before left it.

    It is as wide as at first.  A page on which a test failed is not given to the next.
    """
    given = set()

    def open_(path: str) -> Any:
        given.add(path)
        if path not in kept:
            closing = ExitStack()
            kept[path] = (closing.enter_context(watched(reader)), closing)
            go(kept[path][0], voila_server, path)
        page, _ = kept[path]
        page.bring_to_front()
        page.set_viewport_size(SCREEN)
        return page

    yield open_
    if request.node.stash.get(FAILED, False):
        for path in given:
            kept.pop(path)[1].close()


@pytest.fixture
def open_lab(page: Any, lab_server: str) -> Callable[[str], Any]:
    """Return a function that opens a notebook in JupyterLab and runs all its cells."""

    def open_(path: str) -> Any:
        # the Lab says idle before it has a kernel, and would drop the command to run
        with page.expect_websocket(lambda socket: "/api/kernels/" in socket.url, timeout=READY_MS):
            page.goto(f"{lab_server}/tree/{path}?reset", wait_until="commit")
        page.wait_for_selector(".jp-NotebookPanel .jp-Cell", timeout=READY_MS)
        page.wait_for_selector('.jp-NotebookPanel-toolbar [data-status="idle"]', timeout=READY_MS)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.locator('.lm-Menu-item[data-command="runmenu:run-all"]').click()
        return page

    return open_


@pytest.fixture
def axe() -> Callable[..., list[str]]:
    """Return a function that lists the violations axe-core finds on a page.

    `part` may be a selector or a locator, when only that part changed since the page was checked.
    """

    def check(page: Any, part: Any = "html") -> list[str]:
        if not page.evaluate("typeof window.axe === 'object'"):
            page.evaluate(AXE.read_text(encoding="utf-8"))
        scope = part if isinstance(part, str) else part.element_handle()
        return page.evaluate(FIND_VIOLATIONS, [scope, AXE_TAGS])

    return check


@pytest.fixture(scope="session")
def shot() -> Callable[[Any, str], None]:
    """Return a function that saves the whole page as a picture, for those who ask for pictures."""
    folder, asked = ROOT / "screenshots", os.environ.get("PET_SCREENSHOTS")

    def take(page: Any, name: str) -> None:
        if asked:
            folder.mkdir(exist_ok=True)
            page.screenshot(path=folder / f"{name}.png", full_page=True)

    return take
