"""One unit changes exact totals by what a query claims, and not by more: all small tables."""

from itertools import chain, combinations_with_replacement

import numpy as np
import pytest

from pet_workbench.dp.grid import Grid
from pet_workbench.dp.totals.contingency import Contingency
from pet_workbench.dp.totals.count import Count
from pet_workbench.dp.totals.histogram import Histogram
from pet_workbench.dp.totals.mean import Mean
from pet_workbench.dp.totals.sum import Sum
from pet_workbench.dp.totals.variance import Variance
from tests.dp.totals.neighbours import (
    changes,
    claimed,
    limited,
    made,
    plain,
    totals,
    worst,
)

NAN, INF = float("nan"), float("inf")
VALUES = (NAN, -INF, -2.0, -1.0, -0.4, 0.0, 0.6, 1.0, 3.0, INF)
NEIGHBOURS = ("add-remove", "change-one")
GRIDS = (Grid(-2, 3), Grid(0, 2), Grid("-1", 1, "0.5"), Grid(1, 3), Grid(-3, -1))


def of_number(kind, **declared):
    """Return what makes a query about column x."""
    return lambda terms: kind(column="x", epsilon=1, terms=terms, **declared)


QUERIES = {
    "count": lambda terms: Count(epsilon=1, terms=terms),
    "count-of": of_number(Count, equal_to=1),
    "bins": of_number(Histogram, edges=(-1, 0, 1, 2)),
    "bins-outside": of_number(Histogram, edges=(-1, 0, 1, 2), outside="bins"),
    "categories": of_number(Histogram, categories=(0, 1)),
    "categories-outside": of_number(Histogram, categories=(0, 1), outside="bins"),
    **{
        f"{kind.__name__.lower()}-{number}": of_number(kind, grid=grid)
        for kind in (Sum, Mean, Variance)
        for number, grid in enumerate(GRIDS)
    },
}


@pytest.mark.parametrize("neighbours", NEIGHBOURS)
@pytest.mark.parametrize("name", QUERIES)
def test_the_claim_is_the_worst_case_when_every_row_is_a_unit(name, neighbours):
    """Over all tables of up to three rows of ten values, missing and infinite ones included."""
    query = QUERIES[name](plain(neighbours))
    found = worst(changes(query, [({"x": value},) for value in VALUES]))
    if name == "count" and neighbours == "change-one":
        assert found == (0, 0)  # the number of rows is public then, and gets noise all the same
    else:
        assert found == claimed(query)


@pytest.mark.parametrize("neighbours", NEIGHBOURS)
@pytest.mark.parametrize("name", QUERIES)
def test_the_claim_is_the_worst_case_when_units_have_several_rows(name, neighbours):
    """Units with no row, or one to three of which two count, whichever are chosen."""
    query = QUERIES[name](limited(neighbours))
    values = (NAN, -INF, 0.0, 1.0, INF)
    possible = [
        tuple({"x": value} for value in rows)
        for size in range(4)
        for rows in combinations_with_replacement(values, size)
    ]
    alone = [totals(query, [unit], seed) for unit in possible for seed in (1, 2)]
    nobody = totals(query, [])
    if query.terms.changes_one:
        found = worst(one - other for one in alone for other in alone)
    else:
        found = worst(one - nobody for one in alone)
    assert found == claimed(query)


@pytest.mark.parametrize("name", QUERIES)
def test_units_add_up_one_by_one(name):
    """Totals of several units are the sum of those of each, so one worst case holds for all."""
    query = QUERIES[name](limited("add-remove"))
    nobody = totals(query, [])
    rng = np.random.default_rng(3)
    for _ in range(20):
        units = [
            tuple({"x": value} for value in rng.choice(VALUES, rng.integers(0, 3)))
            for _ in range(4)
        ]
        together = sum(totals(query, [unit]) - nobody for unit in units) + nobody
        assert together.tolist() == totals(query, units).tolist()


@pytest.mark.parametrize("neighbours", NEIGHBOURS)
def test_a_crowded_unit_changes_no_more_whatever_is_chosen(neighbours):
    """Beside others, for forty draws of which two of five rows count."""
    query = Histogram(column="x", categories=(0, 1, 2), epsilon=1, terms=limited(neighbours))
    others = [({"x": 0.0},), ({"x": 1.0}, {"x": 2.0})]
    crowded = tuple({"x": value} for value in (0.0, 0.0, 1.0, 2.0, 2.0))
    with_unit = [totals(query, [*others, crowded], seed) for seed in range(40)]
    without = [totals(query, others, seed) for seed in range(40)]
    l1, _ = worst(one - other for one in with_unit for other in without)
    assert l1 == 2


@pytest.mark.parametrize("neighbours", NEIGHBOURS)
@pytest.mark.parametrize("limit", [None, 2])
def test_the_claim_is_the_worst_case_for_tables_of_two_columns(neighbours, limit):
    """A row is in one cell at most; categories nobody declared are in none."""
    terms = plain(neighbours) if limit is None else limited(neighbours, limit)
    query = Contingency(categories={"a": ("f", "m"), "b": (0, 1, 2)}, epsilon=1, terms=terms)
    rows = [{"a": a, "b": b} for a in ("f", "m", "x") for b in (0.0, 2.0, NAN)]
    if limit is None:
        found = worst(changes(query, [(row,) for row in rows]))
    else:
        sizes = (combinations_with_replacement(rows, size) for size in range(1, 4))
        alone = [totals(query, [unit]) for unit in chain.from_iterable(sizes)]
        pairs = ((one, other) for one in alone for other in alone)
        found = worst(one - other for one, other in pairs) if terms.changes_one else worst(alone)
    assert found == claimed(query)


@pytest.mark.parametrize("missing", ["-2", "0.5", 3])
def test_the_claim_is_the_worst_case_when_the_number_of_rows_is_public(missing):
    """A missing value counts as what was declared, so only one total changes, by one width."""
    terms, grid = plain("change-one"), Grid(-2, 3, "0.5")
    possible, found = [({"x": value},) for value in VALUES], (0, 0)
    for size in (1, 2, 3):
        query = Mean(column="x", grid=grid, rows=size, missing=missing, epsilon=1, terms=terms)
        for rest in combinations_with_replacement(possible, size - 1):
            known = [totals(query, [*rest, unit]) for unit in possible]
            found = max(found, worst(one - other for one in known for other in known))
    assert found == claimed(query) == (10, 100)


def test_the_enumeration_would_notice_a_claim_that_is_too_small():
    """With half the claimed sensitivity the worst case exceeds it."""
    query = QUERIES["sum-0"](plain("add-remove"))
    found, _ = worst(changes(query, [({"x": value},) for value in VALUES]))
    assert found > claimed(query)[0] // 2
    assert made([({"x": 1.0},)]).rows(plain("add-remove"), ("x",)).size == 1
