"""Intervals hold as often as they say: neither less often, nor much more often."""

import math

import numpy as np
import pytest

from pet_workbench.core import Keystream, ParameterError
from pet_workbench.dp.grid import Grid
from pet_workbench.dp.noise import noise_for
from pet_workbench.dp.private_table import PrivateTable
from pet_workbench.dp.terms import Terms
from pet_workbench.dp.totals.combined import combined_quantile, combined_tail
from pet_workbench.dp.totals.contingency import Contingency
from pet_workbench.dp.totals.count import Count
from pet_workbench.dp.totals.histogram import Histogram
from pet_workbench.dp.totals.mean import Mean
from pet_workbench.dp.totals.sum import Sum
from pet_workbench.dp.totals.variance import Variance

TERMS = Terms(unit="person", neighbours="add-remove")
PUBLIC = Terms(unit="person", neighbours="change-one")
X = np.random.default_rng(8).gamma(2.0, 12.0, 2000).round()
GRID = Grid(0, 100)
DELTAS = (0, "1e-6")


def noisy(query, table, draws):
    """Yield answers, always the same ones."""
    (part,) = query.parts
    exact = query.totals(table)[part.name]
    noise = part.noise.draw(Keystream(bytes(32), lane=5), draws * part.cells)
    for one in noise.reshape(draws, part.cells):
        yield {part.name: exact + one}


def coverage(query, truth, table, *, draws, confidence=0.9):
    """Return the share of answers whose interval holds the truth, over all numbers of each."""
    inside = []
    for answer in noisy(query, table, draws):
        low, high = query.interval(answer, confidence)
        inside.append((np.asarray(low) <= truth + 1e-9) & (truth - 1e-9 <= np.asarray(high)))
    return float(np.mean(inside))


def off(share, draws):
    """Return five standard deviations of a share."""
    return 5 * math.sqrt(share * (1 - share) / draws)


@pytest.mark.statistical
@pytest.mark.parametrize("delta", DELTAS)
@pytest.mark.parametrize(
    ("kind", "declared", "truth"),
    [
        (Count, {}, len(X)),
        (Sum, {"column": "x", "grid": GRID}, np.clip(X, 0, 100).sum()),
        (Histogram, {"column": "x", "edges": (0, 20, 50)}, np.histogram(X, (0, 20, 50))[0]),
        (Contingency, {"categories": {"x": (1, 2)}}, np.array([(X == 1).sum(), (X == 2).sum()])),
    ],
)
def test_intervals_of_totals_hold_as_often_as_they_say(kind, declared, truth, delta):
    """2,000 answers at 90 %: from 90 % to 94 %, for whole numbers cannot do it exactly."""
    query = kind(epsilon="0.2", delta=delta, terms=TERMS, **declared)
    found = coverage(query, truth, PrivateTable({"x": X}, dataset="d"), draws=2000)
    assert 0.9 - off(0.9, 2000) < found < 0.94


@pytest.mark.statistical
@pytest.mark.parametrize("delta", DELTAS)
@pytest.mark.parametrize("confidence", [0.8, 0.95])
@pytest.mark.parametrize("rows", [5, 2000])
def test_intervals_of_means_hold_as_often_as_they_say(rows, confidence, delta):
    """800 answers, for few rows and many: not less often, and at most a quarter fewer misses."""
    query = Mean(column="x", grid=GRID, epsilon="0.5", delta=delta, terms=TERMS)
    table, truth = PrivateTable({"x": X[:rows]}, dataset="d"), np.clip(X[:rows], 0, 100).mean()
    found = coverage(query, truth, table, draws=800, confidence=confidence)
    highest = 1.0 if rows == 5 else 1 - 0.75 * (1 - confidence) + off(confidence, 800)
    assert confidence - off(confidence, 800) < found <= highest


@pytest.mark.statistical
@pytest.mark.parametrize(("rows", "delta"), [(10, 0), (300, 0), (2000, 0), (2000, "1e-6")])
def test_intervals_of_variances_hold_as_often_as_they_say(rows, delta):
    """At 90 %: up to 95 % where there are rows enough for an answer, and always for very few."""
    query = Variance(column="x", grid=GRID, epsilon=1, delta=delta, terms=TERMS)
    table, truth = PrivateTable({"x": X[:rows]}, dataset="d"), np.clip(X[:rows], 0, 100).var()
    found = coverage(query, truth, table, draws=100)
    assert 0.9 - off(0.9, 100) < found <= (0.95 + off(0.95, 100) if rows == 2000 else 1.0)


@pytest.mark.statistical
def test_an_interval_for_half_the_noise_would_be_noticed():
    """Answers with noise for epsilon 1 that claim epsilon 2 fall outside too often."""
    table = PrivateTable({"x": X}, dataset="d")
    query = Mean(column="x", grid=GRID, epsilon=1, terms=TERMS)
    claims = Mean(column="x", grid=GRID, epsilon=2, terms=TERMS)
    truth = np.clip(X, 0, 100).mean()
    inside = [
        low <= truth <= high
        for low, high in (claims.interval(one, 0.9) for one in noisy(query, table, 500))
    ]
    assert np.mean(inside) < 0.9 - off(0.9, 500)


@pytest.mark.parametrize(("kind", "most"), [(Mean, (0, 100)), (Variance, (0, 2500))])
@pytest.mark.parametrize("rows", [0, 1])
def test_hardly_any_rows_give_no_silly_number(kind, most, rows):
    """At most one row at epsilon 0.1: nearly always nothing can be said, and the answer says so."""
    query = kind(column="x", grid=GRID, epsilon="0.1", terms=TERMS)
    table = PrivateTable({"x": X[:rows]}, dataset="d")
    answers = list(noisy(query, table, 100))
    silent = [query.value(one) is None for one in answers]
    assert np.mean(silent) > 0.9
    for answer, nothing in zip(answers, silent, strict=True):
        low, high = query.interval(answer, 0.95)
        assert most[0] <= low <= high <= most[1]
        assert ((low, high) == most) == nothing


def test_a_wider_confidence_gives_a_wider_interval():
    """And 95 % of a mean over many rows lies within the margin that was expected beforehand."""
    table = PrivateTable({"x": X}, dataset="d")
    query = Mean(column="x", grid=GRID, epsilon=1, terms=TERMS)
    for answer in noisy(query, table, 20):
        widths = [np.diff(query.interval(answer, one))[0] for one in (0.5, 0.8, 0.95, 0.999)]
        assert widths == sorted(widths)
        assert widths[2] / 2 < query.margin(0.95, rows=1900)
    assert query.margin(0.95) is None


@pytest.mark.parametrize("confidence", [0.2, 1, 95, float("nan")])
@pytest.mark.parametrize("kind", [Mean, Variance, Sum])
def test_a_confidence_is_a_share(kind, confidence):
    """From a half to nearly one."""
    query = kind(column="x", grid=GRID, epsilon=1, terms=TERMS)
    answer = {part.name: np.full(part.cells, 10**6) for part in query.parts}
    with pytest.raises(ParameterError):
        query.interval(answer, confidence)


def test_a_public_number_of_rows_gives_a_narrower_interval():
    """About a third narrower than when the number is private."""
    table = PrivateTable({"x": X}, dataset="d")
    private = Mean(column="x", grid=GRID, epsilon=1, terms=PUBLIC)
    public = Mean(column="x", grid=GRID, rows=len(X), missing=50, epsilon=1, terms=PUBLIC)
    (one,), (other,) = (list(noisy(query, table, 1)) for query in (private, public))
    widths = [np.diff(q.interval(a, 0.95))[0] for q, a in ((private, one), (public, other))]
    assert 0.5 < widths[1] / widths[0] < 0.8
    truth = np.clip(X, 0, 100).mean()
    assert coverage(public, truth, table, draws=1000) == pytest.approx(0.9, abs=0.03)


@pytest.mark.statistical
@pytest.mark.parametrize("delta", DELTAS)
@pytest.mark.parametrize("weights", [(1.0,), (0.5, 0.5), (0.9, -0.1), (1, -1, 1), (0.2, 0, 0.7)])
def test_weighted_sums_of_noise_stay_within_their_quantile(weights, delta):
    """As often as stated, to within 5 deviations of 20,000 draws, for equal weights and others."""
    query = Sum(column="x", grid=Grid(0, 500), epsilon=1, delta=delta, terms=TERMS)
    noise = query.parts[0].noise
    drawn = noise.draw(Keystream(bytes(32)), 60_000).reshape(3, -1)[: len(weights)]
    found = np.abs(np.asarray(weights) @ drawn)
    for confidence in (0.6, 0.9, 0.99):
        inside = np.mean(found <= combined_quantile(noise, weights, confidence))
        assert abs(inside - confidence) < off(confidence, 20_000) + 0.004


def test_the_tail_of_one_noise_is_never_below_the_truth():
    """Also for noise of about one step, where whole numbers differ most from continuous ones."""
    for epsilon in ("0.05", "0.5", 1, 3):
        for delta in DELTAS:
            query = Count(epsilon=epsilon, delta=delta, terms=TERMS)
            part = query.parts[0]
            noise = noise_for(part.epsilon, part.delta, l1=1, l2_squared=1)
            assert all(combined_tail(noise, [1.0], t) >= noise.tail(t) for t in range(60))
