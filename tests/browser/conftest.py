"""A Chromium that may talk to this machine only, and the two servers it talks to."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser import servers
from tests.browser.gallery import write_gallery
from tests.browser.servers import ROOT
from tests.conftest import CHROMIUM, chromium

HOSTS_HERE = ("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:")
READY_MS = 90_000
AXE = Path(__file__).parent / "assets" / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

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
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, locale="nl-NL", accept_downloads=True
    )
    context.set_default_timeout(30_000)
    yield context
    context.close()


@pytest.fixture
def page(reader: Any) -> Iterator[Any]:
    """Open a page in a tab of its own that remembers what it asked for outside this machine.

    `page.outside` lists the addresses outside that were asked for, `page.complaints` the errors in
    the console that are ours.  Cookies are gone and what a tab remembers is new; the browser itself
    reaches this machine only (`tests.conftest.FLAGS`).
    """
    reader.clear_cookies()
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
    for tab in reader.pages:
        tab.close()


@pytest.fixture
def open_app(page: Any, voila_server: str) -> Callable[[str], Any]:
    """Return a function that opens a notebook of the app and waits until it is ready."""

    def open_(path: str) -> Any:
        page.goto(f"{voila_server}voila/render/{path}", wait_until="commit")
        page.wait_for_selector('body[data-pet-state="ready"]', timeout=READY_MS)
        return page

    return open_


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
    """Return a function that lists the violations axe-core finds, inside `scope` if given."""

    def check(page: Any, scope: str = "html") -> list[str]:
        if not page.evaluate("typeof window.axe === 'object'"):
            page.evaluate(AXE.read_text(encoding="utf-8"))
        result = page.evaluate(
            "([scope, tags]) => axe.run(scope, {runOnly: {type: 'tag', values: tags}})",
            [scope, AXE_TAGS],
        )
        return [
            f"{found['id']}: {found['help']}: {node['html'][:160]}"
            for found in result["violations"]
            for node in found["nodes"]
        ]

    return check


@pytest.fixture(scope="session")
def shot() -> Callable[[Any, str], Path]:
    """Return a function that saves the whole page as a picture in ./screenshots."""
    folder = ROOT / "screenshots"

    def take(page: Any, name: str) -> Path:
        folder.mkdir(exist_ok=True)
        target = folder / f"{name}.png"
        page.screenshot(path=target, full_page=True)
        return target

    return take
