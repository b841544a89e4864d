"""The epsilon for an accuracy is the smallest one that reaches it."""

from dataclasses import replace
from fractions import Fraction

import pytest

from pet_workbench.core import ParameterError
from pet_workbench.dp.accuracy import PER_EPSILON, epsilon_for
from pet_workbench.dp.errors import PromiseError
from pet_workbench.dp.grid import Grid
from pet_workbench.dp.terms import Terms
from pet_workbench.dp.totals.contingency import Contingency
from pet_workbench.dp.totals.count import Count
from pet_workbench.dp.totals.histogram import Histogram
from pet_workbench.dp.totals.mean import Mean
from pet_workbench.dp.totals.sum import Sum
from pet_workbench.dp.totals.variance import Variance

TERMS = Terms(unit="person", neighbours="add-remove")
PUBLIC = Terms(unit="person", neighbours="change-one")
SEVERAL = Terms(unit="person", neighbours="change-one", column="who", rows_per_group=3)
GRID = Grid(0, 100)


@pytest.mark.parametrize("delta", [0, "1e-6"])
@pytest.mark.parametrize("confidence", [0.8, 0.99])
@pytest.mark.parametrize(
    ("query", "margin"),
    [
        (Count(epsilon=1, terms=TERMS), 25),
        (Count(epsilon=1, terms=SEVERAL), 500),
        (Sum(column="x", grid=GRID, epsilon=1, terms=TERMS), 3000),
        (Histogram(column="x", categories=(1, 2), epsilon=1, terms=PUBLIC), 40),
        (Contingency(categories={"a": (1, 2)}, epsilon=1, terms=TERMS), 40),
        (Mean(column="x", grid=GRID, rows=1000, missing=0, epsilon=1, terms=PUBLIC), 0.8),
    ],
)
def test_one_millionth_less_would_not_be_enough(query, margin, confidence, delta):
    """The margin at the epsilon found is small enough, and at the next smaller one it is not."""
    query = replace(query, delta=delta)
    found = epsilon_for(query, margin=margin, confidence=confidence)
    less = replace(query, epsilon=found - Fraction(1, PER_EPSILON))
    assert replace(query, epsilon=found).margin(confidence) <= margin < less.margin(confidence)


def test_a_mean_needs_a_guess_of_the_number_of_rows():
    """Four times as many rows take a quarter of the epsilon."""
    mean = Mean(column="x", grid=GRID, epsilon=1, terms=TERMS)
    few, many = (epsilon_for(mean, margin=1, rows=rows) for rows in (1000, 4000))
    assert float(few / many) == pytest.approx(4, rel=1e-3)
    with pytest.raises(PromiseError, match="how many rows are expected"):
        epsilon_for(mean, margin=1)


def test_what_depends_on_the_data_has_no_epsilon():
    """A variance's accuracy is only known afterwards."""
    variance = Variance(column="x", grid=GRID, epsilon=1, terms=TERMS)
    with pytest.raises(PromiseError, match="variance"):
        epsilon_for(variance, margin=1)


def test_an_accuracy_beyond_reach_is_refused():
    """Half a person at epsilon 20 is the least that a sum of thousands can be off by."""
    total = Sum(column="x", grid=Grid(0, 10_000), epsilon=1, terms=TERMS)
    with pytest.raises(PromiseError, match="need a margin of at least 1498"):
        epsilon_for(total, margin=1)


@pytest.mark.parametrize(
    ("margin", "confidence"), [(0, 0.95), (-1, 0.95), (float("nan"), 0.95), (5, 2)]
)
def test_margins_and_confidences_are_checked(margin, confidence):
    """A margin is above 0 and a confidence a share."""
    with pytest.raises(ParameterError):
        epsilon_for(Count(epsilon=1, terms=TERMS), margin=margin, confidence=confidence)


def test_very_little_accuracy_takes_next_to_no_budget():
    """Where noise would be too large to draw, a larger epsilon is found."""
    count = Count(epsilon=1, terms=TERMS)
    assert epsilon_for(count, margin=1e200) == Fraction(1, PER_EPSILON)
