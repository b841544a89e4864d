"""Withheld cells worked out from totals: what the attack finds is right, and what stops it."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.attacks.withheld_cells import UNKNOWN, Lines, narrow
from pet_workbench.core import DataError
from pet_workbench.usecases.entrepreneurs import CASE, regions
from pet_workbench.usecases.entrepreneurs.case import NOISY
from pet_workbench.usecases.entrepreneurs.grid import regions_of_areas

K = 4
BY_ROW, BY_COLUMN = np.array([0, 0, 0, 1, 1, 1]), np.array([0, 1, 2, 0, 1, 2])
tables = st.lists(st.integers(0, 7), min_size=6, max_size=6).map(np.array)


def published(counts):
    """Return the table with cells below K withheld."""
    return np.where(counts < K, UNKNOWN, counts)


def totals(counts, line):
    """Return the true totals of lines."""
    return Lines(line, np.bincount(line, counts).astype(np.int64))


def fitting(cells, known):
    """Return every table that fits, by trying all."""
    options = [range(K) if cell == UNKNOWN else [cell] for cell in cells.tolist()]
    for values in product(*options):
        counts = np.array(values)
        if all((np.bincount(k.line, counts) == k.totals).all() for k in known):
            yield values


@given(tables)
@settings(max_examples=40, deadline=None)
def test_one_direction_gives_exactly_what_can_be_known(counts):
    """With row totals, the bounds are those over all tables that fit."""
    known = [totals(counts, BY_ROW)]
    found = narrow(published(counts), np.full(6, K - 1), known)
    every = np.array(list(fitting(published(counts), known)))
    assert found.low.tolist() == every.min(axis=0).tolist()
    assert found.high.tolist() == every.max(axis=0).tolist()


@given(tables)
@settings(max_examples=40, deadline=None)
def test_two_directions_never_claim_too_much(counts):
    """With row and column totals every table that fits lies within the bounds."""
    known = [totals(counts, BY_ROW), totals(counts, BY_COLUMN)]
    found = narrow(published(counts), np.full(6, K - 1), known)
    every = np.array(list(fitting(published(counts), known)))
    assert (found.low <= every.min(axis=0)).all()
    assert (every.max(axis=0) <= found.high).all()
    assert (counts[found.recovered] == found.low[found.recovered]).all()


def test_without_totals_nothing_is_narrowed():
    """Unknown totals say nothing, and a cell that can only be 0 was no secret."""
    lines = Lines(BY_ROW, np.array([UNKNOWN, UNKNOWN]))
    found = narrow(np.array([UNKNOWN] * 6), np.array([3, 3, 0, 3, 3, 3]), [lines])
    assert (found.recovered.size, found.narrowed.size) == (0, 0)


def test_a_single_gap_is_filled_by_subtraction():
    """And the cells beside it, once columns are known too."""
    counts = np.array([5, 2, 6, 5, 1, 3])
    rows = [totals(counts, BY_ROW)]
    assert narrow(published(counts), np.full(6, K - 1), rows).recovered.tolist() == [1]
    both = [*rows, totals(counts, BY_COLUMN)]
    assert narrow(published(counts), np.full(6, K - 1), both).recovered.tolist() == [1, 4, 5]


def test_totals_that_cannot_be_are_refused():
    """The attacker has mixed up two tables."""
    rows = Lines(BY_ROW, np.array([100, 0]))
    with pytest.raises(DataError, match="totals that fit") as error:
        narrow(np.array([5, UNKNOWN, 6, 5, 4, 6]), np.full(6, K - 1), [rows])
    assert error.value.id == "errors.no_such_table"


def test_tables_with_noise_prove_nothing_about_a_cell():
    """They contradict each other in nearly every sector, so there is nothing to subtract."""
    data = CASE.load(n=100_000, seed=1)
    fine, coarse = (
        CASE.run(NOISY, data, level=level, keep_payload_bytes=0, teaching_seed=1).answer
        for level in ("province", "country")
    )
    apart = fine.in_trouble.sum(axis=0) - coarse.in_trouble[0]
    assert np.count_nonzero(apart) > 12


@pytest.mark.parametrize("technique", [id for id in CASE.techniques if id != NOISY])
def test_no_technique_stops_a_second_table(technique):
    """A table of provinces and one of parts of the country give cells away together, however made.

    With the totals that the protocol opens for one table, nothing is even narrowed.
    """
    data = CASE.load(n=100_000, seed=1)
    fine, coarse = (
        CASE.run(technique, data, level=level, keep_payload_bytes=0).answer
        for level in ("province", "part")
    )
    cells = np.where(fine.withheld & (fine.businesses > 0), UNKNOWN, fine.in_trouble)
    most = np.minimum(fine.businesses, fine.minimum - 1)
    rows = Lines(np.arange(cells.size) // 21, fine.totals)
    alone = narrow(cells.reshape(-1), most.reshape(-1), [rows])
    assert alone.narrowed.size == 0
    provinces, parts = regions_of_areas("province"), regions_of_areas("part")
    part = np.array([parts[provinces == at][0] for at in range(len(regions("province")))])
    line = (part[:, None] * 21 + np.arange(21)).reshape(-1)
    shown = np.where(coarse.withheld, UNKNOWN, coarse.in_trouble).reshape(-1)
    both = narrow(cells.reshape(-1), most.reshape(-1), [rows, Lines(line, shown)])
    assert both.recovered.size > 0
