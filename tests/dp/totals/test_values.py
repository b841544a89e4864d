"""Exact totals are those of plain numpy, and noisy ones are right on average."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.core import DataError, Keystream
from pet_workbench.dp.errors import PromiseError
from pet_workbench.dp.grid import Grid
from pet_workbench.dp.private_table import PrivateTable
from pet_workbench.dp.terms import Terms
from pet_workbench.dp.totals.binning import binned, counted
from pet_workbench.dp.totals.contingency import Contingency
from pet_workbench.dp.totals.count import Count
from pet_workbench.dp.totals.histogram import Histogram
from pet_workbench.dp.totals.mean import Mean
from pet_workbench.dp.totals.sum import Sum
from pet_workbench.dp.totals.variance import Variance

TERMS = Terms(unit="person", neighbours="add-remove")
PUBLIC = Terms(unit="person", neighbours="change-one")
NUMBERS = st.floats(width=64, allow_subnormal=True) | st.sampled_from([float(k) for k in range(5)])
DECLARED = {"epsilon": 1, "terms": TERMS}


def numbers(x):
    """Return a table of numbers, of which any may be missing."""
    return PrivateTable({"x": x}, dataset="d", kinds={"x": "numbers"})


def exact(query, **columns):
    """Return what a query says about its own exact totals."""
    table = numbers(**columns) if "x" in columns else PrivateTable(columns, dataset="d")
    return query.value(query.totals(table))


@settings(max_examples=60, deadline=None)
@given(st.lists(NUMBERS, max_size=40), st.sampled_from([Grid(-2, 3, "0.5"), Grid(0, 100)]))
def test_sums_are_those_of_cut_off_and_rounded_values(values, grid):
    """Missing values count for nothing, and infinite ones for the bound."""
    x = np.array(values, float)
    with np.errstate(over="ignore"):
        steps, left_out = grid.steps(x)
    found = exact(Sum(column="x", grid=grid, **DECLARED), x=x)
    assert found == steps.sum() * float(grid.step)
    rows = (~left_out).sum()
    totals = Mean(column="x", grid=grid, **DECLARED).totals(numbers(x))
    above = steps.sum() - rows * grid.low_steps
    assert totals["distances"].tolist() == [above, rows * (grid.points - 1) - above]


@pytest.mark.parametrize(
    "dtype", [bool, "int8", "uint64", "int64", "float16", "float32", "float64"]
)
@pytest.mark.parametrize("high", [1, 2**24 + 3, 2**34])
def test_no_type_of_number_gets_past_the_bounds(dtype, high):
    """In single precision a bound of 2^24 + 3 would be rounded to one more."""
    largest = True if dtype is bool else np.array(np.inf if "f" in dtype else 127).astype(dtype)
    found = exact(Sum(column="x", grid=Grid(0, high), **DECLARED), x=np.array([largest], dtype))
    assert found == min(float(largest), high)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(-4, 7), max_size=40))
def test_weights_of_a_variance_give_its_moments(values):
    """Number, sum and sum of squares of whole numbers, exactly."""
    grid = Grid(-2, 5)
    places = np.clip(values, -2, 5).astype(object) + 2
    query = Variance(column="x", grid=grid, **DECLARED)
    totals = query.totals(PrivateTable({"x": np.array(values, float)}, dataset="d"))
    expected = [sum((7 - p) ** 2 for p in places), sum(2 * p * (7 - p) for p in places)]
    assert totals["weights"].tolist() == [*expected, sum(p * p for p in places)]


def test_many_rows_have_the_answers_of_numpy():
    """More than one block, and shared out over threads."""
    x = np.round(np.random.default_rng(2).normal(50, 15, 1_100_000), 2)
    x[::1000] = np.nan
    seen, grid = np.clip(x[~np.isnan(x)], 0, 100), Grid(0, 100, "0.01")
    assert exact(Mean(column="x", grid=grid, **DECLARED), x=x) == pytest.approx(seen.mean())
    assert exact(Variance(column="x", grid=grid, **DECLARED), x=x) == pytest.approx(seen.var())
    assert exact(Sum(column="x", grid=grid, **DECLARED), x=x) == pytest.approx(seen.sum())
    found = exact(Histogram(column="x", edges=range(0, 101, 5), **DECLARED), x=x)
    assert found.tolist() == np.histogram(x[~np.isnan(x)], np.arange(0, 101, 5))[0].tolist()
    assert exact(Count(column="x", equal_to=50, **DECLARED), x=x) == (x == 50).sum()
    assert exact(Count(**DECLARED), x=x) == len(x)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(NUMBERS, max_size=60),
    st.lists(st.integers(-20, 20), min_size=2, max_size=8, unique=True).map(sorted)
    | st.integers(2, 9).map(lambda n: list(range(n))),
    st.sampled_from([1.0, 0.1, 1e-9]),
)
def test_bins_are_those_of_numpy(values, edges, width):
    """Also on the edges, and for bins that are not equally wide."""
    x, edges = np.array(values, float), np.array(edges, float) * width
    x = np.concatenate((x, edges, np.nextafter(edges, -np.inf), np.nextafter(edges, np.inf)))
    found, there = binned(x, edges), x[~np.isnan(x)]
    assert found[1:-1].tolist() == np.histogram(there[np.isfinite(there)], edges)[0].tolist()
    assert found[[0, -1]].tolist() == [(there < edges[0]).sum(), (there > edges[-1]).sum()]


def test_values_outside_the_bins_count_where_it_was_declared():
    """Nowhere, or in a bin below and one above; missing values in neither."""
    x = np.array([-1, 0, 0.5, 1, 2, 3, np.nan, np.inf])
    declared = {"column": "x", "edges": (0, 1, 2), **DECLARED}
    assert exact(Histogram(**declared), x=x).tolist() == [2, 2]
    assert exact(Histogram(**declared, outside="bins"), x=x).tolist() == [1, 2, 2, 2]
    declared = {"column": "x", "categories": (1, 0), **DECLARED}
    assert exact(Histogram(**declared), x=x).tolist() == [1, 1]
    assert exact(Histogram(**declared, outside="bins"), x=x).tolist() == [1, 1, 6]


def test_a_table_counts_combinations_of_declared_categories():
    """Against a count with plain Python; what nobody declared is in no cell."""
    rng = np.random.default_rng(4)
    month, region = rng.integers(0, 14, 3000), rng.choice(["a", "b", "c", None], 3000)
    declared = {"month": tuple(range(1, 13)), "region": ("b", "a")}
    found = exact(Contingency(categories=declared, **DECLARED), month=month, region=region)
    pairs = list(zip(month.tolist(), region.tolist(), strict=True))
    expected = [[pairs.count((m, r)) for r in ("b", "a")] for m in range(1, 13)]
    assert found.tolist() == expected


def test_large_tables_are_counted_as_small_ones():
    """Blocks grow with the number of cells; counts stay the same."""
    rng = np.random.default_rng(5)
    places = [rng.integers(0, 300, 5000).astype(np.uint16) for _ in range(2)]
    found = counted(places, [300, 300])
    assert found.sum() == 5000
    assert found[places[0][0], places[1][0]] >= 1


def test_a_public_number_of_rows_makes_a_mean_of_one_total():
    """Missing values count as what was declared, and another number of rows is refused."""
    x = np.array([10.0, 20.0, np.nan])
    query = Mean(column="x", grid=Grid(0, 100), rows=3, missing=60, epsilon=1, terms=PUBLIC)
    assert exact(query, x=x) == pytest.approx(30)
    with pytest.raises(DataError, match="public number of rows"):
        exact(query, x=x[:2])
    assert query.margin(0.95) == pytest.approx(100 * 300 / 3 / 100, rel=0.01)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Mean(column="x", grid=Grid(0, 1), rows=3, missing=0, **DECLARED),
        lambda: Mean(column="x", grid=Grid(0, 1), rows=3, epsilon=1, terms=PUBLIC),
        lambda: Mean(column="x", grid=Grid(0, 1), missing=0, epsilon=1, terms=PUBLIC),
        lambda: Mean(column="x", grid=Grid(0, 1), rows=3, missing=2, epsilon=1, terms=PUBLIC),
        lambda: Mean(column="x", grid=Grid(0, 2**35), **DECLARED),
        lambda: Mean(column="x", grid=Grid(2**35, 2**35 + 1), **DECLARED),
        lambda: Sum(column="x", grid=Grid(0, 2**35), **DECLARED),
        lambda: Variance(column="x", grid=Grid(0, 2**18), **DECLARED),
        lambda: Count(column="x", **DECLARED),
        lambda: Count(equal_to=1, **DECLARED),
        lambda: Histogram(column="x", **DECLARED),
        lambda: Histogram(column="x", edges=(0, 1), categories=(1,), **DECLARED),
        lambda: Histogram(column="x", edges=(0,), **DECLARED),
        lambda: Histogram(column="x", edges=(1, 0), **DECLARED),
        lambda: Histogram(column="x", edges=(0, 0, 1), **DECLARED),
        lambda: Histogram(column="x", edges=(0, float("inf")), **DECLARED),
        lambda: Histogram(column="x", edges=(0, float("nan")), **DECLARED),
        lambda: Histogram(column="x", edges=range(20_000), **DECLARED),
        lambda: Histogram(column="x", categories=(1, 1), **DECLARED),
        lambda: Histogram(column="x", categories=(1, "a"), **DECLARED),
        lambda: Histogram(column="x", categories="abc", **DECLARED),
        lambda: Histogram(column="x", categories=(True, False), **DECLARED),
        lambda: Histogram(column="x", categories=(0.5,), **DECLARED),
        lambda: Contingency(categories={}, **DECLARED),
        lambda: Contingency(categories={"x": ()}, **DECLARED),
        lambda: Contingency(categories={c: range(5000) for c in "xy"}, **DECLARED),
    ],
)
def test_what_is_not_declared_is_refused(make):
    """Before any table is there: bounds, bins and categories never come from the data."""
    with pytest.raises(PromiseError):
        make()


@pytest.mark.parametrize("kind", [Histogram, Contingency, Count, Mean])
def test_there_are_no_weights(kind):
    """A row of weight 1000 would count for more than noise for one row hides."""
    with pytest.raises(TypeError, match="weights"):
        kind(weights=[1000.0], epsilon=1, terms=TERMS)


@pytest.mark.parametrize("kind", [Mean, Variance])
@pytest.mark.parametrize("rows", [0, 1, 2])
@pytest.mark.parametrize("value", [np.nan, np.inf, 3.0])
def test_no_answer_is_nan(kind, rows, value):
    """Missing and infinite values, and no rows at all, give a number or None."""
    query = kind(column="x", grid=Grid(0, 10), epsilon=1, terms=TERMS)
    table = PrivateTable({"x": np.full(rows, value)}, dataset="d")
    for lane in range(50):
        noisy = query.draw(table, Keystream(bytes(32), lane=lane))
        found, bounds = query.value(noisy), query.interval(noisy, 0.95)
        assert found is None or np.isfinite(found)
        assert np.isfinite(bounds).all()


@pytest.mark.statistical
@pytest.mark.parametrize("delta", [0, "1e-6"])
def test_answers_are_right_on_average(delta):
    """Counts below 0 stay as they are; the mean of 4,000 answers is within 5 deviations."""
    declared = {"epsilon": "0.1", "delta": delta, "terms": TERMS}
    table = PrivateTable({"x": np.array([1, 1, 3])}, dataset="d")
    queries = (
        Count(**declared),
        Sum(column="x", grid=Grid(0, 5), **declared),
        Histogram(column="x", categories=(1, 2), **declared),
    )
    for lane, query in enumerate(queries):
        (part,) = query.parts
        noise = part.noise.draw(Keystream(bytes(32), lane=lane), 4000 * part.cells)
        answers = query.totals(table)[part.name] + noise.reshape(4000, part.cells)
        off = answers.mean(axis=0) - query.totals(table)[part.name]
        assert np.abs(off).max() < 5 * part.noise.deviation / np.sqrt(4000)
        assert answers.min() < 0
