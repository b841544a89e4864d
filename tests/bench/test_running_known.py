"""What need not be run, what can be foreseen, and how long the rest takes."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pet_workbench.bench import Budget, Cell, Store
from pet_workbench.bench.running import estimate, groups, unfinished
from pet_workbench.bench.running.budget import foreseen
from pet_workbench.bench.running.pace import Pace
from pet_workbench.core import ParameterError
from tests.bench.made import TABLE, record, stopped

ELSEWHERE = {**record().machine, "processor": "another"}


def aio(n: int, **changed) -> Cell:
    """Return a cell of a case with several sizes."""
    return replace(Cell("aio", "plain-exchange", n), **changed)


def took(n: int, *seconds: float, **changed):
    """Return a record of a size."""
    return record(aio(n), seconds=seconds, cpu_seconds=seconds, peak_mb=(10.0,), **changed)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (record(), "done"),
        (record(machine={**record().machine, "load": "17"}), "done"),
        (record(seconds=(1.0, 1.0), cpu_seconds=(1.0, 1.0), peak_mb=(None, None)), None),
        (record(machine=ELSEWHERE), None),
        (record(stamp="0" * 12), None),
        (record(replace(TABLE, seed=2)), None),
        (stopped(limit=60.0), "stopped"),
        (stopped(limit=61.0), "stopped"),
        (stopped(limit=59.0), None),
        (stopped(reason="memory", limit=100.0), "stopped"),
        (stopped(reason="memory", limit=99.0), None),
        (stopped(reason="error", limit=None, message="no"), "failed"),
        (stopped(machine=ELSEWHERE), None),
    ],
)
def test_a_cell_is_run_unless_the_same_was_done_here(tmp_path, line, reason):
    """Same cell, technique, machine, repeats and budget: then it is left out, with the reason."""
    store = Store(tmp_path / "records.jsonl")
    store.append(line)
    budget = Budget(seconds=60, memory_mb=100)

    to_run, left_out = unfinished([TABLE], store, repeats=3, budget=budget)

    assert [why.reason for why in left_out] == ([reason] if reason else [])
    assert to_run == (() if reason else (TABLE,))
    assert unfinished([TABLE], store, repeats=3, budget=budget, again=True) == ((TABLE,), ())


def test_a_straight_line_through_two_sizes_foresees_a_third():
    """One second more per hundred people: 1,000 take 11 seconds, so a budget of 10 is too small."""
    known = [took(100, 2.0, 3.0), took(200, 3.0, 9.0)]

    why = foreseen(aio(1000), known, Budget(seconds=10))

    assert why is not None
    assert why.values == {"n": 200, "what": "time", "limit": 10, "expected": 11.0}
    assert foreseen(aio(1000), known, Budget(seconds=12)) is None


def test_one_size_foresees_nothing():
    """What it took may be needed once, whatever the size; so it is tried."""
    assert foreseen(aio(10**6), [took(100, 59.0)], Budget(seconds=60)) is None


def test_growing_memory_is_foreseen():
    """The same holds for memory."""
    known = [replace(took(n, 1.0), peak_mb=(n / 10,)) for n in (100, 200)]

    why = foreseen(aio(1000), known, Budget(memory_mb=90))

    assert why is not None
    assert (why.values["what"], why.values["expected"]) == ("memory", 100.0)


@pytest.mark.parametrize(
    ("limit", "n", "is_foreseen"), [(60.0, 200, True), (59.0, 200, False), (60.0, 50, False)]
)
def test_what_a_smaller_size_could_not_a_larger_cannot(limit, n, is_foreseen):
    """If 100 people took more than the budget, 200 do; fewer, or a larger budget, may not."""
    known = [stopped(aio(100), limit=limit)]

    assert bool(foreseen(aio(n), known, Budget(seconds=60))) is is_foreseen


def test_other_cells_foresee_nothing():
    """Another network, technique, seed or setting is another matter."""
    for changed in ({"network": "lan"}, {"technique": "trusted-third-party"}, {"seed": 2}):
        cell = aio(200, **changed)
        assert foreseen(cell, [stopped(aio(100))], Budget(seconds=60)) is None


@given(st.permutations(range(6)))
def test_groups_hold_all_cells_once_smallest_first(order):
    """Cells of one case, size and network are together; sizes ascend within each case."""
    cells = [Cell("b", t, n) for n in (3, 9) for t in "xy"] + [Cell("a", "x", n) for n in (4, 2)]
    cells = [cells[i] for i in order]

    found = groups(cells)

    assert sorted(c.key for group in found for c in group) == sorted(c.key for c in cells)
    assert all(len({cell.group for cell in group}) == 1 for group in found)
    for case in "ab":
        sizes = [group[0].n for group in found if group[0].case == case]
        assert sizes == sorted(set(sizes))


def test_the_time_left_is_on_the_line_through_what_is_known():
    """Two sizes give a line; one gives a proportion, but for a fixed part; budgets cap."""
    pace = Pace([took(100, 2.0), took(200, 3.0)], Budget(seconds=10))

    assert pace.seconds(aio(300)) == pytest.approx(4.0)
    assert pace.seconds(aio(10**6)) == 10
    assert Pace([took(100, 2.0)], Budget()).seconds(aio(300)) == pytest.approx(2.0 + 2 * 1.95)
    assert Pace([took(100, 0.04)], Budget()).seconds(aio(10**6)) == pytest.approx(0.04)
    assert pace.seconds(TABLE) is None


def test_an_estimate_needs_something_known():
    """Unknown techniques count as the median of the known; with none known there is no estimate."""
    cells = [aio(100), aio(100, technique="trusted-third-party")]

    assert estimate(cells, []) is None
    assert estimate(cells, [took(100, 2.0)], repeats=2) == pytest.approx(2 * (2.0 + 2.0) + 1.0)
    assert estimate([], []) == 0


@pytest.mark.parametrize("wrong", [{"seconds": 0}, {"memory_mb": -1}, {"seconds": float("nan")}])
def test_a_budget_of_nothing_is_refused(wrong):
    """A budget is above zero."""
    with pytest.raises(ParameterError):
        Budget(**wrong)
