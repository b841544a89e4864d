"""A record says what was measured, and nothing else passes for one."""

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pet_workbench.bench import Attempt, Cell, Link, Record, Stopped
from pet_workbench.bench.record import SCHEMA, read_line
from pet_workbench.core import DataError

CELL = Cell("aio", "secret-sharing:pseudonyms", 1000, parameters={"minimum": 5}, network="wan")
WHERE = {
    "machine": {"processor": "P", "cores": "2", "memory_gb": "8", "system": "S", "load": "0.1"},
    "versions": {"python": "3.12.1"},
    "commit": "0123456789ab",
    "stamp": "ba9876543210",
    "date": "2026-01-02T03:04:05+00:00",
}
RECORD = Record.of(
    CELL,
    **WHERE,
    seconds=(0.3, 0.1, 0.2),
    cpu_seconds=(0.2, 0.1, 0.1),
    peak_mb=(90.0, None, 95.5),
    load_seconds=1.5,
    rounds=3,
    chain_bytes=88,
    links=(Link("SVB", "UWV", 2, 80, 2), Link("SVB", "IB", 1, 20, 1), Link("UWV", "SVB", 1, 8, 1)),
    answer=12,
    exact=12,
    error=0.0,
    released=({"what": "found", "receiver": "SVB", "guarantee": "exact", "items": 12},),
    leaks=("sizes_at_owners",),
    attack=Attempt("read_incomes", "failed", 0, 40, 1000),
)
STOPPED = Stopped.of(CELL, **WHERE, reason="time", limit=60.0, message=None)


@pytest.mark.parametrize("line", [RECORD, STOPPED, dataclasses.replace(RECORD, attack=None)])
def test_a_line_says_all_of_a_record(line):
    """What was written is what is read, and it is one line."""
    assert read_line(line.to_json()) == line
    assert "\n" not in line.to_json()


def test_figures_follow_from_repeats_and_links():
    """Median, spread, bytes and memory are computed from what was measured."""
    assert RECORD.seconds_median == 0.2
    assert RECORD.seconds_spread == (0.1, 0.3)
    assert RECORD.cpu_median == 0.1
    assert RECORD.bytes == 108
    assert RECORD.bytes_by_party == {"SVB": 100, "UWV": 8}
    assert RECORD.peak_most == 95.5
    assert dataclasses.replace(RECORD, peak_mb=(None,)).peak_most is None
    assert RECORD.cell == CELL


def test_a_record_is_frozen():
    """Nobody changes a measurement."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        RECORD.error = 1.0  # type: ignore[misc] - that is what is tested


@pytest.mark.parametrize(
    "change",
    [
        {"schema": SCHEMA - 1},
        {"schema": None},
        {"kind": "wish"},
        {"extra": 1},
    ],
)
def test_another_layout_is_refused(change):
    """A line of another version, or with fields too many or too few, is no record."""
    values = {**json.loads(RECORD.to_json()), **change}
    with pytest.raises(DataError) as caught:
        read_line(json.dumps(values))
    assert caught.value.id == "errors.no_record"


@pytest.mark.parametrize("name", json.loads(RECORD.to_json()))
def test_every_field_is_needed(name):
    """A record without one of its fields is refused."""
    values = json.loads(RECORD.to_json())
    del values[name]
    with pytest.raises(DataError):
        read_line(json.dumps(values))


@given(st.text() | st.binary().map(repr))
def test_no_other_text_is_a_record(text):
    """Whatever a line holds, it is refused by name and not by a crash."""
    with pytest.raises(DataError):
        read_line(text)


def test_cells_are_told_apart():
    """The key follows every field of a cell, and not the order of its parameters."""
    others = [
        Cell("falls", "secret-sharing", 1000),
        Cell("aio", "plain-exchange", 1000),
        Cell("aio", "secret-sharing:pseudonyms", 1001),
        Cell("aio", "secret-sharing:pseudonyms", 1000),
        Cell("aio", "secret-sharing:pseudonyms", 1000, seed=2),
        Cell("aio", "secret-sharing:pseudonyms", 1000, parameters={"minimum": 6}),
        CELL,
    ]
    assert len({cell.key for cell in others}) == len(others)
    one = Cell("aio", "x", 1, parameters={"a": 1, "b": 2})
    assert one.key == Cell("aio", "x", 1, parameters={"b": 2, "a": 1}).key
