"""Totals per cell of secret numbers: exact, blind, and for a byte or two beyond a word per row."""

from collections import Counter
from itertools import permutations, product
from time import perf_counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.core import ParameterError, ProtocolError
from pet_workbench.sharing.order import tabulation
from pet_workbench.sharing.order.tabulation import (
    MAX_CELLS,
    parts_of,
    sum_by_cell,
    tabulation_bytes,
    totals,
)
from pet_workbench.sharing.ring import BITS
from tests.rehearsal import BACKGROUNDS, COLUMNS
from tests.sharing.test_views import views_not_uniform
from tests.three_parties import (
    KEY_MESSAGES,
    NAMES,
    change,
    combine,
    compute,
    lose,
    ring,
    shares,
    trivial_and_random,
)

RNG = np.random.default_rng(11)


def summed(parts, cells, n_cells, *, classifier=1, at_adder=None, **options):
    """Return the results of adding up shared numbers per cell, and the record."""
    n, dtype = parts[0].own.size, parts[0].own.dtype

    async def step(computer, share):
        return await sum_by_cell(
            computer,
            parts_of(computer, share, classifier=classifier),
            cells=cells if computer.number == classifier else None,
            classifier=classifier,
            n=n,
            n_cells=at_adder if at_adder and computer.number == classifier % 3 + 1 else n_cells,
            dtype=dtype,
        )

    return compute(step, parts, **options)


def plainly(values, cells, n_cells, bits):
    """Add up with Python's whole numbers."""
    found = [0] * n_cells
    for value, cell in zip(values.tolist(), cells.tolist(), strict=True):
        found[cell] += value
    return [total % (1 << bits) for total in found]


@pytest.mark.parametrize("bits", BITS)
@pytest.mark.parametrize("classifier", [1, 2, 3])
def test_totals_are_exact_in_every_ring_and_for_every_classifier(bits, classifier):
    """Any numbers, however shared, with cells that have no rows."""
    values = RNG.integers(0, 1 << bits, 50, ring(bits))
    cells = RNG.integers(0, 5, 50)
    expected = plainly(values, cells, 7, bits)
    for parts in trivial_and_random(values, RNG):
        results, _ = summed(parts, cells, 7, classifier=classifier)
        assert combine(results).tolist() == expected
        assert results[0].own.dtype == ring(bits)


@pytest.mark.parametrize("n", [0, 1, 2])
@pytest.mark.parametrize("n_cells", [1, 256, 257, MAX_CELLS])
def test_few_rows_and_many_cells(n, n_cells):
    """No row at all, and the limits at which a cell number takes another byte."""
    cells = np.full(n, n_cells - 1)
    results, transcript = summed(shares(np.full(n, 3, np.uint32), 5, 9), cells, n_cells)
    assert combine(results).tolist() == [0] * (n_cells - 1) + [3 * n]
    assert transcript.bytes == KEY_MESSAGES + tabulation_bytes(n, n_cells, bits=32)


@given(st.lists(st.tuples(st.integers(0, 2**64 - 1), st.integers(0, 3)), max_size=30))
@settings(max_examples=50, deadline=None)
def test_local_totals_wrap_around_like_python_remainders(rows):
    """The pieces of 16 bits lose nothing in a ring of 64 bits."""
    values = np.array([value for value, _ in rows], np.uint64)
    cells = np.array([cell for _, cell in rows], np.int64)
    assert totals(values, cells, 4).tolist() == plainly(values, cells, 4, 64)


@pytest.mark.parametrize("bits", BITS)
@pytest.mark.parametrize(("n", "n_cells"), [(10, 3), (1000, 252), (300, 1000)])
def test_bytes_and_rounds_follow_from_rows_and_cells(bits, n, n_cells):
    """A word and one or two bytes per row, two words per cell, in two rounds."""
    cells = RNG.integers(0, n_cells, n)
    _, transcript = summed(shares(np.ones(n, ring(bits))), cells, n_cells)
    cell_bytes = 1 if n_cells <= 256 else 2
    expected = n * (bits // 8 + cell_bytes) + n_cells * 2 * bits // 8
    assert transcript.bytes - KEY_MESSAGES == expected == tabulation_bytes(n, n_cells, bits=bits)
    assert transcript.rounds == 1 + 2


def test_every_number_that_is_sent_is_uniform(monkeypatch):
    """All but the cells in random order, proved by enumeration, whatever the other bytes are.

    Row and cell number i stay in column ``i % 256``, as the proof asks; the order is fixed here, as
    it holds in every order.
    """
    monkeypatch.setattr(tabulation, "random_permutation", lambda stream, n: np.arange(n)[::-1])
    n = 4 * COLUMNS
    # the order above turns columns round: mirrored cells keep every column to itself
    cells = (np.repeat([1, 0, 1, 1], COLUMNS) * COLUMNS) + np.arange(n) % COLUMNS
    for values in (np.zeros(n, np.uint8), np.full(n, 255, np.uint8)):
        parts = shares(values, 3, 5)

        async def step(computer, share):
            return await sum_by_cell(
                computer,
                parts_of(computer, share, classifier=1),
                cells=cells if computer.number == 1 else None,
                classifier=1,
                n=n,
                n_cells=2 * COLUMNS,
                dtype=np.dtype(np.uint8),
            )

        assert (
            views_not_uniform(
                monkeypatch,
                step,
                parts,
                backgrounds=BACKGROUNDS,
                opened="cells in random order",
            )
            == {}
        )


def test_the_cells_in_random_order_tell_only_how_many_there_are(monkeypatch):
    """Over all orders, two lists with equal sizes give the adder the same messages as often.

    All 24 orders of four rows, for every list of cells; lists with other sizes differ.
    """
    seen = {}
    for cells in product(range(2), repeat=4):
        seen[cells] = Counter()
        for order in permutations(range(4)):
            monkeypatch.setattr(
                tabulation, "random_permutation", lambda stream, n, order=order: np.array(order)
            )
            parts = shares(np.arange(4, dtype=np.uint8), 1, 2)
            _, transcript = summed(parts, np.array(cells), 2)
            (received,) = [
                m for m in transcript.view("Bas").received if m.step == "cells in random order"
            ]
            seen[cells][received.payload] += 1
    for one, other in product(seen, repeat=2):
        assert (seen[one] == seen[other]) == (sum(one) == sum(other))


def test_the_order_is_a_new_one_in_every_operation():
    """Two tabulations in one computation shuffle differently, so rows cannot be followed."""
    cells = np.arange(200)
    parts = shares(np.ones(200, np.uint32), 1, 2)

    async def step(computer, share):
        for _ in range(2):
            await sum_by_cell(
                computer,
                parts_of(computer, share, classifier=1),
                cells=cells if computer.number == 1 else None,
                classifier=1,
                n=200,
                n_cells=200,
                dtype=ring(32),
            )

    _, transcript = compute(step, parts)
    first, second = [
        message.values().tolist()
        for message in transcript.messages
        if message.step == "cells in random order"
    ]
    assert sorted(first) == sorted(second) == cells.tolist()
    assert cells.tolist() not in (first, second)
    assert first != second


def test_the_shuffler_learns_no_cells_and_nobody_a_number():
    """The shuffler gets one message, masked totals; the adder one, the cells; then their inputs."""
    _, transcript = summed(shares(np.ones(9, np.uint32)), np.zeros(9, int), 2)
    received = {
        name: sorted(
            message.step
            for message in transcript.view(name).received
            if message.step != "computing key"
        )
        for name in NAMES
    }
    assert received == {
        "Anna": ["masked numbers in random order", "totals per cell"],
        "Bas": ["cells in random order"],
        "Carla": ["totals per cell"],
    }


@pytest.mark.parametrize("n_cells", [0, MAX_CELLS + 1])
def test_the_number_of_cells_is_limited(n_cells):
    """A table has at least one cell and no more than anybody can read."""
    with pytest.raises(ParameterError, match=f"need 1 to 65536 cells, got {n_cells}") as error:
        summed(shares(np.ones(1, np.uint32)), np.zeros(1, int), n_cells)
    assert error.value.id == "errors.table_cells"


@pytest.mark.parametrize("wrong", [-1, 3])
def test_a_cell_that_does_not_exist_is_named(wrong):
    """The classifier says which row has it."""
    with pytest.raises(ParameterError, match=f"need cells from 0 to 2, got {wrong} in row 1"):
        summed(shares(np.ones(2, np.uint32)), np.array([0, wrong]), 3)


def test_the_classifier_needs_a_cell_per_row():
    """One too few is refused before anything is sent."""
    with pytest.raises(ParameterError, match=r"one cell per row .*, got 1 for 2 rows") as error:
        summed(shares(np.ones(2, np.uint32)), np.zeros(1, int), 3)
    assert error.value.id == "errors.table_classifier"


def test_the_shuffler_needs_its_part():
    """Whoever swaps two parties' roles is told so."""

    async def step(computer):
        mine = np.ones(2, np.uint32) if computer.number == 1 else None
        cells = np.zeros(2, int) if computer.number == 1 else None
        return await sum_by_cell(
            computer, mine, cells=cells, classifier=1, n=2, n_cells=2, dtype=ring(32)
        )

    with pytest.raises(ParameterError, match="need a part of the numbers at Carla, got none"):
        compute(step)


def test_parties_that_count_other_cells_are_told_apart():
    """The adder refuses a cell beyond its table."""
    with pytest.raises(ProtocolError, match="need cells below 2 from Anna, got 2") as error:
        summed(shares(np.ones(2, np.uint32)), np.array([0, 2]), 3, at_adder=2)
    assert error.value.id == "errors.table_cell_received"


@pytest.mark.parametrize(
    "step", ["cells in random order", "masked numbers in random order", "totals per cell"]
)
def test_a_lost_message_ends_the_run(step):
    """Whoever waits says so."""
    with pytest.raises(ProtocolError, match=r"which never came|run different protocols"):
        summed(shares(np.ones(3, np.uint32)), np.zeros(3, int), 2, interfere=lose(step))


def test_a_changed_number_is_not_noticed():
    """What the module says it does not protect against: the total is silently wrong."""
    interfere = change("masked numbers in random order", by=5)
    results, _ = summed(shares(np.ones(3, np.uint32)), np.zeros(3, int), 1, interfere=interfere)
    assert combine(results).tolist() == [8]


@pytest.mark.slow
def test_a_million_rows_take_half_a_second():
    """The histogram of 10**6 rows over 252 cells; best of three, all parties in one process."""
    values = RNG.integers(0, 2, 10**6, np.uint32)
    cells = RNG.integers(0, 252, 10**6)
    parts = shares(values, 3, 4)
    best = np.inf
    for _ in range(3):
        start = perf_counter()
        results, transcript = summed(parts, cells, 252, keep_payload_bytes=0)
        best = min(best, perf_counter() - start)
    assert combine(results).tolist() == np.bincount(cells, values).tolist()
    assert transcript.bytes == KEY_MESSAGES + 5 * 10**6 + 8 * 252
    assert best < 2  # the goal is 0.5 s on an idle machine; CI's are busy
