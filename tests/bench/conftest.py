"""The invented case, installed for the length of a test."""

import pytest

from pet_workbench.usecases import registry
from tests.bench import invented_case


@pytest.fixture
def log(tmp_path, monkeypatch):
    """Install the invented case, here and in new processes; return the file that its runs write."""
    folder = tmp_path / "installed"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(invented_case.written_down(folder)))
    path = tmp_path / "runs.log"
    path.touch()
    monkeypatch.setenv(invented_case.LOG, str(path))
    registry._entry_points.cache_clear()
    yield path
    registry._entry_points.cache_clear()


@pytest.fixture
def runs(log):
    """Return a function that tells which runs there were: technique, size, process, parent."""

    def read():
        rows = [line.split() for line in log.read_text().splitlines()]
        return [(kind, int(n), int(process), int(parent)) for kind, n, process, parent in rows]

    return read
