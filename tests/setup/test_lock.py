"""requirements.lock: one for all Pythons and systems, true to the bounds, without any host."""

import re

import pytest

from tools import lock

TEXT = lock.LOCK.read_text(encoding="utf-8")
PINS = lock.locked(TEXT)


def test_lock_belongs_to_the_bounds():
    """Every bound of pyproject.toml has a pin that meets it, and no bound changed since."""
    assert lock.problems(TEXT, lock.bounds(), lock.python_range()) == []


@pytest.mark.parametrize(
    ("bounds", "complaint"),
    [
        (["numpy>=2.0", "brand-new-package"], "run `make lock`"),
        (["brand-new-package"], "need a pin of brand-new-package, got none"),
        (["numpy>=99"], "need numpy>=99, got numpy=="),
    ],
)
def test_stale_lock_is_refused(bounds, complaint):
    """A bound that the lock does not meet is named."""
    assert any(complaint in one for one in lock.problems(TEXT, bounds, lock.python_range()))


def test_lock_names_no_host_and_no_path():
    """Whoever installs from it uses their own package index."""
    assert not re.search(r"https?://|file:|--index|--find-links|\s@\s", TEXT)


def test_every_line_is_one_exact_pin():
    """Nothing floats: each package has exactly one version per condition."""
    assert len(PINS) > 80
    for pins in PINS.values():
        for pin in pins:
            assert re.fullmatch(r"==[\w.!+]+", str(pin.specifier)), pin


def test_lock_is_for_every_system():
    """It holds what only Windows or macOS need, with the condition."""
    conditions = {name: str(pins[0].marker) for name, pins in PINS.items() if pins[0].marker}
    assert "win32" in conditions["colorama"]
    assert "darwin" in conditions["appnope"]
