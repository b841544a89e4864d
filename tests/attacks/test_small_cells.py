"""Counts left out follow from totals, unless enough of them are left out."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from pet_workbench.attacks.small_cells import LEFT_OUT, complement, recover, suppress
from pet_workbench.core import ParameterError

MINIMUM = 4
tables = arrays.arrays(
    np.int64,
    st.tuples(st.integers(1, 3), st.integers(1, 4)),
    elements=st.integers(0, 7),
)


def attack(counts, published):
    """Recover from a table with both totals."""
    most = int(counts.max(initial=0))
    return recover(published, counts.sum(axis=1), counts.sum(axis=0), most=max(most, MINIMUM - 1))


@given(counts=tables)
def test_only_small_counts_are_left_out(counts):
    """Zero and the minimum stay, one up to the minimum go."""
    published = suppress(counts, MINIMUM)
    small = (counts > 0) & (counts < MINIMUM)
    assert ((published == LEFT_OUT) == small).all()
    assert (published[~small] == counts[~small]).all()


@given(counts=tables, secondary=st.booleans())
def test_the_truth_is_never_ruled_out(counts, secondary):
    """Whatever was left out, the true count lies in the range."""
    published = suppress(counts, MINIMUM)
    if secondary:
        published = complement(published, counts)
    found = attack(counts, published)
    assert ((found.low <= counts) & (counts <= found.high)).all()


@given(counts=tables)
def test_a_cell_alone_in_its_line_is_read(counts):
    """The only one left out of a row or column is the total less the rest."""
    published = suppress(counts, MINIMUM)
    hidden = published == LEFT_OUT
    alone = hidden & (
        (hidden.sum(axis=1, keepdims=True) == 1) | (hidden.sum(axis=0, keepdims=True) == 1)
    )
    assert attack(counts, published).exact[alone].all()


@settings(max_examples=30)
@given(
    counts=arrays.arrays(np.int64, (2, 3), elements=st.integers(0, 5)),
)
def test_ranges_hold_every_table_that_fits(counts):
    """By enumeration: each table with these totals and shown cells lies within the ranges."""
    published = suppress(counts, MINIMUM)
    found = attack(counts, published)
    places = np.argwhere(published == LEFT_OUT)
    most = max(int(counts.max()), MINIMUM - 1)
    for values in product(range(most + 1), repeat=len(places)):
        table = published.copy()
        for (row, column), value in zip(places, values, strict=True):
            table[row, column] = value
        same_rows = np.array_equal(table.sum(axis=1), counts.sum(axis=1))
        if same_rows and np.array_equal(table.sum(axis=0), counts.sum(axis=0)):
            assert ((found.low <= table) & (table <= found.high)).all()


@given(counts=tables)
def test_after_leaving_out_more_no_line_has_one(counts):
    """Every row and column of two cells or more has none left out, or at least two."""
    published = complement(suppress(counts, MINIMUM), counts)
    hidden = published == LEFT_OUT
    for lines in (hidden, hidden.T):
        for line in lines:
            assert line.sum() != 1 or line.size == 1
    assert (published[~hidden] == counts[~hidden]).all()


def test_leaving_out_more_stops_the_attack():
    """A four-cell square hides all four: two small counts and the two that cover them."""
    counts = np.array([[12, 3, 20], [7, 8, 9], [6, 5, 30]])
    published = suppress(counts, 5)
    assert attack(counts, published).exact.all()
    covered = complement(published, counts)
    assert (covered == LEFT_OUT).sum() == 4
    assert not attack(counts, covered).exact[covered == LEFT_OUT].any()


def test_ones_that_follow_from_their_total_are_covered():
    """Two left out with total 2 are two ones where zeros stay, so more is left out."""
    counts = np.array([[1, 1, 9], [1, 1, 8], [7, 6, 5]])
    published, rows, columns = suppress(counts, 5), counts.sum(axis=1), counts.sum(axis=0)
    assert recover(published, rows, columns, most=25, least=1).exact.all()
    assert not recover(published, rows, columns, most=25).exact[published == LEFT_OUT].any()
    covered = complement(published, counts)
    found = recover(covered, rows, columns, most=25, least=1)
    assert not found.exact[covered == LEFT_OUT].any()


def test_totals_that_do_not_fit_are_refused():
    """A table whose total is smaller than its cells cannot be attacked."""
    with pytest.raises(ParameterError, match="fit the table"):
        recover(np.array([[5, 6]]), np.array([3]), np.array([5, 6]), most=4)
