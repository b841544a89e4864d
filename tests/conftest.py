"""One Chromium for all tests that need one; and no test fails because the machine is busy."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
"""The last one keeps every page on this machine: no other name leads anywhere."""


def chromium() -> str | None:
    """Return the path of a Chromium on this machine, or nothing."""
    wanted = os.environ.get("PET_CHROMIUM")
    found = (shutil.which(name) for name in ([wanted] if wanted else CHROMIUM))
    return next((path for path in found if path), None)


FITTED: dict[tuple[object, ...], Any] = {}


@pytest.fixture
def fit_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fit columns on their own once per table: it takes seconds, and always comes to the same."""
    from pandas.util import hash_pandas_object

    from pet_workbench.synthetic import Marginals

    fit = Marginals.fit

    def kept(self: Any, table: Any, description: Any) -> Any:
        rows = hash_pandas_object(table[list(description.columns)]).to_numpy().tobytes()
        key = (repr(vars(self)), repr(description), rows)
        if key not in FITTED:
            FITTED[key] = fit(self, table, description)
        return FITTED[key]

    monkeypatch.setattr(Marginals, "fit", kept)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Start one Chromium for all tests."""
    playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright not installed")
    with playwright_api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield launched
        launched.close()
