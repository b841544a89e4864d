"""Tests of quantiles: sensitivity by enumeration, known answers, coverage, memory and speed."""

import time
import tracemalloc
from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from pet_workbench.core import DataError, Keystream
from pet_workbench.dp.choosing.quantile import Quantile, counted, distances, sensitivity
from pet_workbench.dp.errors import PromiseError
from pet_workbench.dp.grid import Grid
from pet_workbench.dp.private_table import PrivateTable
from pet_workbench.dp.terms import Terms

GRID = Grid(0, 3, 1)
PERSONS = Terms(unit="person", neighbours="add-remove")
SHARES = [Fraction(1, 2), Fraction(1, 4), Fraction(9, 10)]


def stream(lane=0):
    """Return a fixed keystream."""
    return Keystream(bytes(32), lane=lane)


def histograms(largest):
    """Return all histograms of at most `largest` rows on the grid, as tuples."""
    return [
        counts
        for counts in product(range(largest + 1), repeat=GRID.points)
        if sum(counts) <= largest
    ]


def units(rows):
    """Return all that one unit with at most so many rows can add; missing rows add nothing."""
    return histograms(rows)


def largest_change(share, *, rows, changes_one):
    """Return the largest change of any distance, over all small tables and all units."""
    worst = 0
    for others in histograms(3):
        base = np.array(others)
        seen = [distances(base + np.array(unit), share) for unit in units(rows)]
        known = seen if changes_one else [distances(base, share)]
        worst = max(worst, *(int(np.abs(a - b).max()) for a in seen for b in known))
    return worst


@pytest.mark.parametrize("share", SHARES)
@pytest.mark.parametrize("rows", [1, 2])
@pytest.mark.parametrize("changes_one", [False, True])
def test_one_unit_changes_a_distance_by_the_sensitivity_at_most(share, rows, changes_one):
    """Over all tables of up to three rows and all units, the largest change is no larger."""
    found = largest_change(share, rows=rows, changes_one=changes_one)
    claimed = sensitivity(share, rows=rows, changes_one=changes_one)
    assert claimed / 2 < found <= claimed


def test_the_sensitivity_is_reached():
    """For the median it is the smallest number that holds, with either kind of neighbours."""
    for changes_one in (False, True):
        found = largest_change(Fraction(1, 2), rows=1, changes_one=changes_one)
        assert found == sensitivity(Fraction(1, 2), rows=1, changes_one=changes_one)


@pytest.mark.parametrize("share", SHARES)
def test_a_distance_of_0_is_a_quantile(share):
    """Exactly the values that are a quantile by definition have distance 0, in all small tables."""
    for counts in histograms(4):
        n, expected = sum(counts), []
        for value in range(GRID.points):
            below, up_to = sum(counts[:value]), sum(counts[: value + 1])
            expected.append(below <= share * n <= up_to)
        assert (distances(np.array(counts), share) == 0).tolist() == expected


def test_missing_rows_are_left_out_and_others_cut_off():
    """NaN counts nowhere; values beyond the bounds count at them."""
    values = np.array([np.nan, -5.0, 0.4, 2.6, np.inf])
    assert counted(values, GRID).tolist() == [2, 0, 0, 2]
    assert counted(np.array([5.0, -7.0, np.nan]), Grid(-4, -1)).tolist() == [1, 0, 0, 1]


def test_quantiles_are_close_and_in_order():
    """Three shares of 20,000 known values come out close to the exact quantiles."""
    table = PrivateTable({"x": np.arange(20_000) / 2}, dataset="lesson")
    quantile = Quantile(
        column="x", grid=Grid(0, 10_000), shares=("0.1", "0.5", "0.9"), epsilon=1, terms=PERSONS
    )
    noisy = quantile.draw(table, stream())
    assert quantile.value(noisy) == pytest.approx([1_000, 5_000, 9_000], abs=40)
    assert (np.diff(quantile.value({"steps": np.array([7, 3, 5])})) > 0).all()


def test_the_interval_says_which_shares_it_can_be():
    """In 200 draws with fixed keys, true shares lie outside the intervals no more than promised."""
    values = np.repeat(np.arange(1_000), 3)
    table = PrivateTable({"x": values}, dataset="lesson")
    quantile = Quantile(
        column="x", grid=Grid(0, 999), shares=("0.25", "0.5"), epsilon="0.5", terms=PERSONS
    )
    missed, widths = 0, []
    for lane in range(200):
        noisy = quantile.draw(table, stream(lane))
        low, high = quantile.interval(noisy, 0.9)
        found = quantile.value(noisy)
        lowest, highest = found / 1_000, (found + 1) / 1_000
        missed += bool(((highest < low) | (lowest > high)).any())
        widths.append(float((high - low).max()))
    # 20 expected at most; the tail bound is far from tight
    assert missed <= 20
    assert 0.01 < np.mean(widths) < 0.2


def chances(distances, scale):
    """Return with which chance each candidate is chosen, over all ways coins can fall."""
    heads = np.exp(-(distances - distances.min()) / float(scale))
    chosen = np.zeros(len(heads))
    for coins in product((False, True), repeat=len(heads)):
        shown = np.array(coins)
        if shown.any():
            chosen[shown] += np.where(shown, heads, 1 - heads).prod() / shown.sum()
    return chosen


@pytest.mark.parametrize("share", ["0.5", "0.3333", "0.01"])
@pytest.mark.parametrize("counts", [(1, 0, 2), (0, 0, 7), (2, 0, 3), (50, 0, 1)])
def test_few_rows_and_odd_shares_keep_the_confidence(share, counts):
    """The interval holds the chosen value's own share as often as it says, exactly computed."""
    query = Quantile(column="x", grid=Grid(0, 2), shares=(share,), epsilon=3, terms=PERSONS)
    n, below = sum(counts), np.concatenate(([0], np.cumsum(counts)))
    rows = n + query.rows_noise.quantile(1 - 0.1 * 0.2)  # so that n is what it counts on
    low, high = query.interval({"steps": np.array([0]), "rows": np.array([rows])}, 0.8)
    holds = (below[:-1] <= n * high[0] + 1e-9) & (below[1:] >= n * low[0] - 1e-9)
    chosen = chances(distances(np.array(counts), Fraction(share)), query.scale(Fraction(share)))
    assert chosen.sum() == pytest.approx(1)
    assert chosen[holds].sum() >= 0.8


def test_values_that_change_places_share_the_widest_margin():
    """Two values that come out in the wrong order are sorted, so either margin can be needed."""
    query = Quantile(column="x", grid=Grid(0, 9), shares=("0.5", "0.99"), epsilon=1, terms=PERSONS)
    rows = np.array([10_000])
    ordered, swapped = (
        query.interval({"steps": np.array(steps), "rows": rows}, 0.95)[0]
        for steps in ([3, 5], [5, 3])
    )
    assert swapped[0] < ordered[0]
    assert swapped[1] == ordered[1]


def test_with_hardly_any_rows_the_interval_is_everything():
    """Two rows do not say where a median lies, and the interval says so."""
    table = PrivateTable({"x": np.array([1.0, 2.0])}, dataset="lesson")
    median = Quantile(column="x", grid=Grid(0, 9), epsilon=1, terms=PERSONS)
    low, high = median.interval(median.draw(table, stream()), 0.95)
    assert (low.tolist(), high.tolist()) == ([0.0], [1.0])


def test_the_cost_is_all_of_epsilon_and_no_more():
    """Parts for the shares and for the number of rows add up to epsilon; rho counts each alone."""
    quantile = Quantile(
        column="x", grid=GRID, shares=("0.1", "0.2", "0.3"), epsilon="0.7", terms=PERSONS
    )
    assert quantile.loss.epsilon == Fraction(7, 10)
    assert quantile.loss.delta == quantile.loss.rho_delta == 0
    assert quantile.loss.rho == Fraction(7, 100) ** 2 / 2 + 3 * Fraction(21, 100) ** 2 / 2
    assert quantile.scale(Fraction(1, 10)) == 2 * 9 / Fraction(21, 100)


@pytest.mark.parametrize(
    ("changed", "id"),
    [
        ({"shares": ()}, "errors.dp_quantile_shares"),
        ({"shares": (0.5, 0.5)}, "errors.dp_quantile_shares"),
        ({"shares": (0.5, 0.4)}, "errors.dp_quantile_shares"),
        ({"shares": (0,)}, "errors.dp_quantile_shares"),
        ({"shares": (1,)}, "errors.dp_quantile_shares"),
        ({"shares": (0.33333,)}, "errors.dp_quantile_shares"),
        ({"shares": (float("nan"),)}, "errors.dp_not_a_number"),
        ({"grid": Grid(0, 1 << 21)}, "errors.dp_quantile_grid"),
        ({"delta": 1e-6}, "errors.dp_quantile_delta"),
        ({"epsilon": float("nan")}, "errors.dp_not_a_number"),
        ({"epsilon": float("inf")}, "errors.dp_not_a_number"),
        ({"epsilon": 10**6}, "errors.dp_epsilon"),
    ],
)
def test_promises_that_are_none_are_refused(changed, id):
    """Shares, grids and epsilons that mean nothing are refused before there is any table."""
    declared = {"column": "x", "grid": GRID, "epsilon": 1, "terms": PERSONS, **changed}
    with pytest.raises(PromiseError) as refused:
        Quantile(**declared)
    assert refused.value.id == id


def test_text_is_refused_for_the_data_holder():
    """A column of text has no quantile; the error does not show a value."""
    table = PrivateTable({"x": ["secret", "b"]}, dataset="lesson")
    with pytest.raises(DataError) as refused:
        Quantile(column="x", grid=GRID, epsilon=1, terms=PERSONS).draw(table, stream())
    assert "secret" not in str(refused.value)


@pytest.mark.slow
def test_ten_million_rows_and_a_million_candidates_fit_in_time_and_memory():
    """The median takes less than two seconds of a processor here, and 150 MB besides the data."""
    values = np.arange(10_000_000) / 100.0
    table = PrivateTable({"x": values}, dataset="lesson")
    median = Quantile(column="x", grid=Grid(0, 100_000, "0.1"), epsilon=1, terms=PERSONS)
    start = time.process_time()
    noisy = median.draw(table, stream())
    seconds = time.process_time() - start
    tracemalloc.start()
    median.draw(table, stream())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert median.value(noisy) == pytest.approx([50_000], abs=5)
    assert seconds < 2
    assert peak < 150e6
