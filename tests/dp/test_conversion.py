"""Concentrated privacy to epsilon and delta: known values, a slow oracle, and the safe side."""

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.core import ParameterError
from pet_workbench.dp.conversion import delta_for, epsilon_for_rho, rho_for

MILLIONTH = Fraction(1, 10**6)
TEN_GAUSSIANS = 10 / (2 * Fraction("9.86") ** 2)


def slow_delta(rho, epsilon):
    """The formula itself, over a grid of orders, with nothing shared with our search."""
    from scipy.optimize import minimize_scalar

    def log_delta(log_a):
        alpha = 1 + math.exp(log_a)
        return (
            (alpha - 1) * (alpha * rho - epsilon)
            - math.log(alpha - 1)
            + alpha * math.log1p(-1 / alpha)
        )

    grid = [x / 10 for x in range(-200, 200)]
    best = min(grid, key=log_delta)
    fine = minimize_scalar(log_delta, bounds=(best - 0.1, best + 0.1), method="bounded")
    return min(1.0, math.exp(min(log_delta(best), float(fine.fun))))


def gaussian_delta(deviation, epsilon):
    """The exact delta of continuous Gaussian noise (Balle and Wang 2018, theorem 8)."""
    from scipy.stats import norm

    part = 1 / (2 * deviation)
    return norm.cdf(part - epsilon * deviation) - math.exp(epsilon) * norm.cdf(
        -part - epsilon * deviation
    )


def test_ten_gaussians():
    """Ten Gaussians of 9.86 cost 1.74 by Bun and Steinke's formula, and 1.49 by the tight one."""
    rho = float(TEN_GAUSSIANS)
    assert round(rho + 2 * math.sqrt(rho * math.log(10**6)), 2) == 1.74
    assert round(float(epsilon_for_rho(TEN_GAUSSIANS, MILLIONTH)), 2) == 1.49


@pytest.mark.parametrize("rho", ["1/100000", "1/100", "1/2", "3", "50"])
@pytest.mark.parametrize("epsilon", ["1/10", "1", "8"])
def test_delta_is_the_formula_at_its_best_order(rho, epsilon):
    """Our delta is the slow oracle's, and never below it."""
    ours = float(delta_for(Fraction(rho), Fraction(epsilon)))
    oracle = slow_delta(float(Fraction(rho)), float(Fraction(epsilon)))
    assert oracle * (1 - 1e-9) <= ours <= oracle * (1 + 1e-6) + 1e-300


@pytest.mark.parametrize("epsilon", [0.1, 0.5, 1, 4])
@pytest.mark.parametrize("deviation", [1, 5, 30])
def test_never_below_what_gaussian_noise_really_costs(deviation, epsilon):
    """The promise of rho is not smaller than the exact delta of the Gaussian mechanism."""
    rho = Fraction(1, 2 * deviation**2)
    assert float(delta_for(rho, Fraction(epsilon))) >= gaussian_delta(deviation, epsilon)


@settings(max_examples=60, deadline=None)
@given(
    epsilon=st.fractions("1/1000", 50, max_denominator=10**4),
    exponent=st.integers(1, 60),
)
def test_rho_is_the_largest_one(epsilon, exponent):
    """Rho promises delta, and a rho that is a millionth larger does not."""
    delta = Fraction(1, 10**exponent)
    rho = rho_for(epsilon, delta)
    assert delta_for(rho, epsilon) <= delta
    assert delta_for(rho * (1 + MILLIONTH), epsilon) > delta


@settings(max_examples=60, deadline=None)
@given(
    epsilon=st.fractions("1/1000", 50, max_denominator=10**4),
    exponent=st.integers(1, 60),
)
def test_back_and_forth(epsilon, exponent):
    """Epsilon for the rho of an epsilon is that epsilon, and not more but for rounding."""
    delta = Fraction(1, 10**exponent)
    back = epsilon_for_rho(rho_for(epsilon, delta), delta)
    assert epsilon * (1 - MILLIONTH) - MILLIONTH <= back <= epsilon * (1 + Fraction(1, 2**39))


def test_better_than_the_simple_formula():
    """More rho fits in a budget than by Bun and Steinke's rho + 2 sqrt(rho log(1/delta))."""
    log = math.log(10**6)
    simple = (math.sqrt(1 + log) - math.sqrt(log)) ** 2
    assert rho_for(Fraction(1), MILLIONTH) > simple


def test_answers_are_short_fractions():
    """Rho has at most 24 binary digits, so that noise is drawn with small whole numbers."""
    rho = rho_for(Fraction(1, 3), Fraction(1, 7))
    assert rho.numerator.bit_length() <= 24
    assert rho.denominator & (rho.denominator - 1) == 0


def test_a_delta_below_every_float():
    """A delta of 1e-400, which no float holds, still gives a rho."""
    tiny = Fraction(1, 10**400)
    assert 0 < rho_for(Fraction(1), tiny) < rho_for(Fraction(1), MILLIONTH)


def test_almost_nothing_costs_almost_nothing():
    """A rho so small that delta alone covers it has an epsilon of nearly 0."""
    assert 0 < epsilon_for_rho(Fraction(1, 10**20), Fraction(1, 10)) < Fraction(1, 10**20)


def test_nothing_costs_nothing():
    """Rho 0 is epsilon 0 and delta 0."""
    assert epsilon_for_rho(Fraction(0), MILLIONTH) == 0
    assert delta_for(Fraction(0), Fraction(1)) == 0


@pytest.mark.parametrize("delta", [0, 1, -1, 2])
def test_refuses_a_delta_that_is_no_chance(delta):
    """Delta 0 has no rho, and 1 promises nothing."""
    with pytest.raises(ParameterError, match="between 0 and 1"):
        rho_for(Fraction(1), Fraction(delta))
    with pytest.raises(ParameterError, match="between 0 and 1"):
        epsilon_for_rho(Fraction(1), Fraction(delta))


@pytest.mark.parametrize("epsilon", ["1e-9", "1e-3", "1e4", "1e8"])
def test_extremes(epsilon):
    """From an epsilon of a milliardth to a hundred million, rho is the largest one."""
    rho = rho_for(Fraction(epsilon), MILLIONTH)
    assert delta_for(rho, Fraction(epsilon)) <= MILLIONTH
    assert delta_for(rho * (1 + 40 * MILLIONTH), Fraction(epsilon)) > MILLIONTH


@pytest.mark.parametrize("number", [0, -1, 10**10])
def test_refuses_an_epsilon_outside_its_range(number):
    """Epsilon 0, negative or huge is refused."""
    with pytest.raises(ParameterError, match="need epsilon"):
        rho_for(Fraction(number), MILLIONTH)
    with pytest.raises(ParameterError, match="need epsilon"):
        delta_for(Fraction(1), Fraction(number))
