"""Tests of figures with an interval."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pet_workbench.bench.costs import Estimate
from pet_workbench.core import ParameterError

ESTIMATES = st.lists(st.floats(0, 1e6), min_size=3, max_size=3).map(lambda e: Estimate(*sorted(e)))


@pytest.mark.parametrize("ends", [(2, 1, 3), (1, 3, 2), (math.nan, 1, 2), (-math.inf, 0, 1)])
def test_figures_out_of_order_are_refused(ends):
    """Low, middle and high ascend and are numbers."""
    with pytest.raises(ParameterError) as error:
        Estimate(*ends)
    assert error.value.id == "errors.bench_estimate_order"


def test_without_doubt_all_three_are_equal():
    """An exact figure has an interval of one point."""
    exact = Estimate.exactly(7.0)
    assert exact.is_exact
    assert 7.0 in exact
    assert 7.1 not in exact
    assert not Estimate(1, 2, 3).is_exact


@given(ESTIMATES, ESTIMATES, st.floats(0, 1), st.floats(0, 1))
def test_sums_products_and_differences_hold_every_value_in_the_intervals(one, other, a, b):
    """Whatever two values lie inside, what is made of them lies inside too."""
    x = one.low + a * (one.high - one.low)
    y = other.low + b * (other.high - other.low)
    slack = 1e-6 + 1e-9 * (one.high + 1) * (other.high + 1)
    for found, value in (
        (one + other, x + y),
        (one.times(other), x * y),
        (one.minus(other), max(x - y, 0)),
        (one.scaled(3.0), 3 * x),
    ):
        assert found.low - slack <= value <= found.high + slack
