"""Every test here starts with nothing of another run, and leaves no process behind."""

import threading
from pathlib import Path

import pytest

from tests.engines.meetings import Town


@pytest.fixture
def town(tmp_path):
    """Three parties with certificates and addresses."""
    town = Town(tmp_path)
    yield town
    town.close()


@pytest.fixture(autouse=True)
def nothing_left():
    """After the test no network thread and no party's process is left."""
    yield
    networks = [one.name for one in threading.enumerate() if one.name in {"network"}]
    assert not networks
    assert not workers()


def workers() -> list[int]:
    """Return the ids of processes that play a party for this process, where that can be seen."""
    return [
        int(child)
        for task in Path("/proc/self/task").glob("*/children")
        for child in _read(task).split()
        if b"pet_workbench.engines.worker" in _read(Path(f"/proc/{int(child)}/cmdline"))
    ]


def _read(path: Path) -> bytes:
    """Return what is in a file of /proc; nothing if its thread or process has just ended."""
    try:
        return path.read_bytes()
    except OSError:
        return b""
