"""Tests of what another engine is told: rows read as our own queries read them, limits, costs."""

import copy
import math
import pickle
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from pet_workbench import dp
from pet_workbench.dp.beyond import Collection
from pet_workbench.dp.beyond.plan import loss_beyond, planned
from pet_workbench.dp.beyond.reading import Reader
from pet_workbench.dp.errors import DifferentialPrivacyError, PromiseError

PERSONS = dp.Terms(unit="person", neighbours="add-remove")
LIMITED = dp.Terms(unit="person", neighbours="add-remove", column="id", rows_per_group=2, groups=3)
GRID = dp.Grid(-5, 20, "0.5")


def test_rows_are_read_as_grids_do():
    """One by one, rows get the same number of steps as a whole column, or are left out too."""
    values = [0.0, 0.25, 0.75, -0.25, 19.9, 1e300, -1e300, math.inf, -math.inf, math.nan, 3.1]
    steps, left_out = GRID.steps(np.array(values))
    reader = Reader(value="x", grid=GRID)
    for value, expected, missing in zip(values, steps, left_out, strict=True):
        found = reader({"x": value})
        assert found == ([] if missing else [(0, 0, expected)])


@pytest.mark.parametrize(
    "value", [None, "secret", b"1", [1], {"a": 1}, object(), 10**400, complex(1, 1)]
)
def test_a_value_that_does_not_fit_is_left_out_without_an_error(value):
    """An error on a worker would tell about a row."""
    assert Reader(value="x", grid=GRID)({"x": value}) == []
    assert Reader(unit="x", cells=(("y", {"a": 0}),))({"x": 1, "y": value}) == []


def test_numbers_of_other_kinds_count():
    """Decimals and numpy's numbers are numbers."""
    reader = Reader(value="x", grid=GRID)
    for value in (Decimal("1.5"), np.float32(1.5), Fraction(3, 2)):
        assert reader({"x": value}) == [(0, 0, 3.0)]


def test_rows_without_a_unit_or_group_are_left_out():
    """A row that does not say whose it is counts for nothing."""
    reader = planned(dp.GroupCount(column="g", epsilon=1, delta="1e-6", terms=LIMITED)).reader
    assert reader({"id": 7, "g": "a"}) == [(7, "a", 0.0)]
    for row in ({"id": None, "g": "a"}, {"g": "a"}, {"id": 7}, {"id": math.nan, "g": "a"}):
        assert reader(row) == []


def test_cells_are_numbered_as_in_the_table():
    """Combinations of declared categories are cells in the order of the table; others none."""
    query = dp.Contingency(
        categories={"sex": ("f", "m"), "age": (0, 1, 2)}, epsilon=1, terms=PERSONS
    )
    plan = planned(query)
    found = [plan.reader({"sex": sex, "age": age})[0][1] for sex in ("f", "m") for age in (0, 1, 2)]
    assert found == list(range(6)) == list(plan.groups)
    assert plan.reader({"sex": "x", "age": 0}) == []


def test_limits_map_one_to_one():
    """Bounds in steps, rows per unit and groups per unit are those of the query."""
    total = planned(dp.Sum(column="x", grid=GRID, epsilon=1, terms=LIMITED))
    assert (total.bounds, total.most_rows, total.most_groups) == ((-10, 40), 2, 1)
    groups = planned(dp.GroupCount(column="g", epsilon=1, delta="1e-6", terms=LIMITED))
    assert (groups.groups, groups.most_rows, groups.most_groups) == (None, 2, 3)
    table = planned(dp.Contingency(categories={"g": ("a", "b")}, epsilon=1, terms=LIMITED))
    assert (table.most_rows, table.most_groups) == (2, None)


@pytest.mark.parametrize(
    "query",
    [
        dp.Quantile(column="x", grid=GRID, epsilon=1, terms=PERSONS),
        dp.Variance(column="x", grid=GRID, epsilon=1, terms=PERSONS),
        dp.LinearModel(
            features={"x": GRID}, target="y", target_grid=GRID, epsilon=1, terms=PERSONS
        ),
    ],
)
def test_other_queries_are_refused_with_a_reason(query):
    """What cannot be told one to one is not told at all."""
    with pytest.raises(PromiseError, match="need one of count, sum, mean") as refused:
        planned(query)
    assert refused.value.parameters["kind"] == query.kind


def test_a_promise_about_change_is_refused():
    """The other engine knows neighbours by a unit that is added or removed only."""
    with pytest.raises(PromiseError, match="add-remove"):
        planned(dp.Count(epsilon=1, terms=dp.Terms(unit="person", neighbours="change-one")))


def test_gaussian_noise_of_others_is_charged_as_what_it_promises():
    """In rho it costs more than ours, whose noise is larger for the same epsilon and delta."""
    query = dp.Sum(column="x", grid=GRID, epsilon=1, delta="1e-6", terms=PERSONS)
    loss = loss_beyond(query)
    assert (loss.epsilon, loss.delta) == (1, Fraction(1, 10**6))
    assert (loss.rho, loss.rho_delta) == (Fraction(1, 2), Fraction(1, 10**6))
    assert loss.rho > query.loss.rho
    count = dp.Count(epsilon=1, terms=PERSONS)
    assert loss_beyond(count) == count.loss


def test_a_collection_shows_and_copies_nothing():
    """Neither its text nor a pickle or a copy holds a row."""
    collection = Collection([{"x": "secret"}], dataset="lesson", columns=["x"])
    assert repr(collection) == "Collection(dataset='lesson', on='local')"
    for wish in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(DifferentialPrivacyError):
            wish(collection)


def test_rows_that_can_be_read_once_are_refused():
    """A generator would be empty at the second question, and its answer wrong without a word."""
    with pytest.raises(PromiseError, match="generator"):
        Collection(({"x": one} for one in range(3)), dataset="lesson", columns=["x"])
