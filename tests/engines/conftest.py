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
    children = []
    for task in Path("/proc/self/task").glob("*/children"):
        for child in task.read_text().split():
            try:
                command = Path(f"/proc/{child}/cmdline").read_bytes()
            except OSError:
                continue
            if b"pet_workbench.engines.worker" in command:
                children.append(int(child))
    return children
