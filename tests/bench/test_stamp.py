"""A stamp changes with what a technique does, and with nothing else."""

import ast
import dataclasses

import pytest

from pet_workbench import usecases
from pet_workbench.bench import stamp as module
from pet_workbench.bench.stamp import is_outdated, stamp
from tests.bench.test_record import RECORD

PLAIN = '''
"""A module."""
def f(x):
    """Add one."""
    if x is None:
        raise ValueError("no x")
    return x + 1  # one more
'''
OTHERWISE_TOLD = '''
def f(x):
    """Add one to `x`."""

    if x is None:
        raise TypeError(f"need a number")
    return (x +
            1)
'''


@pytest.fixture
def written():
    """The code as the stamp sees it."""
    return lambda text: module.__dict__["_written"](ast.parse(text))


def test_words_and_layout_do_not_count(written):
    """Comments, docstrings, texts of errors and line breaks leave the stamp as it is."""
    assert written(PLAIN) == written(OTHERWISE_TOLD)


@pytest.mark.parametrize(
    ("old", "new"), [("x + 1", "x - 1"), ("x + 1", "x + 2"), ("def f", "def g"), ("is", "is not")]
)
def test_what_the_code_does_counts(written, old, new):
    """An operator, a number, a name or a condition changes it."""
    assert written(PLAIN) != written(PLAIN.replace(old, new, 1))


def test_a_room_counts_with_its_number(monkeypatch):
    """Raising the version of encryption outdates what encrypts, and nothing else."""
    case = usecases.get("falls")
    before = {id: stamp(case, id) for id in case.techniques}
    monkeypatch.setattr(module, "VERSIONS", {**module.VERSIONS, "he": 2})
    module.__dict__["_stamp"].cache_clear()
    after = {id: stamp(case, id) for id in case.techniques}
    module.__dict__["_stamp"].cache_clear()

    changed = {id for id in before if after[id] != before[id]}
    assert changed == {"homomorphic:bfv", "homomorphic:ckks"}


def test_a_record_is_outdated_when_its_technique_changed_or_went():
    """With today's stamp it is not; with another one, or of a technique that is gone, it is."""
    case = usecases.get("aio")
    now = dataclasses.replace(RECORD, stamp=stamp(case, RECORD.technique))

    assert not is_outdated(now)
    assert is_outdated(RECORD)
    assert is_outdated(dataclasses.replace(now, technique="crystal-ball"))
    assert is_outdated(dataclasses.replace(now, case="nowhere"))
