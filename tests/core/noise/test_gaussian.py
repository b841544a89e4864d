"""Whole numbers with a Gaussian distribution: fit, moments, tails and large deviations."""

import math
from fractions import Fraction

import numpy as np
import pytest

from pet_workbench.core import ParameterError
from pet_workbench.core.noise import discrete_gaussian, wide_gaussian
from pet_workbench.core.noise import gaussian as module
from tests.core.noise.fit import FITS, REJECTED, gaussian, misfit, stream

MANY = 50_000
VARIANCES = [
    Fraction(1, 10),
    Fraction(99, 100),
    Fraction(1),
    Fraction(7, 3),
    Fraction(100),
    Fraction(10**40 + 7, 10**38),
]


@pytest.mark.statistical
@pytest.mark.parametrize("variance", VARIANCES, ids=str)
def test_every_number_comes_as_often_as_it_should(variance):
    """Chi-squared fits, and rejects deviations that are 30 % off in both directions."""
    drawn = discrete_gaussian(stream(), MANY, variance=variance)
    reach = math.ceil(12 * math.sqrt(variance)) + 5
    assert misfit(drawn, gaussian(variance), reach) < FITS
    for wrong in (0.7, 1.3):
        assert misfit(drawn, gaussian(float(variance) * wrong**2), reach) > REJECTED


@pytest.mark.statistical
@pytest.mark.parametrize(
    "variance", [Fraction(10**6 + 1, 7), Fraction(2**81 + 1, 3), Fraction(2**104)], ids=str
)
def test_large_variances_have_the_moments_they_should(variance):
    """Second and fourth moment fit within 6 standard errors, and 30 % off they do not."""
    scaled = discrete_gaussian(stream(1), MANY, variance=variance) / math.sqrt(variance)
    root = math.sqrt(MANY)
    assert abs(scaled.mean()) < 6 / root
    assert abs((scaled**2).mean() - 1) < 6 * math.sqrt(2) / root
    assert abs((scaled**4).mean() - 3) < 6 * math.sqrt(96) / root
    for wrong in (0.7, 1.3):
        assert abs((scaled**2).mean() / wrong**2 - 1) > 6 * math.sqrt(2) / root


@pytest.mark.statistical
@pytest.mark.parametrize("deviation", [1, 5, 3 * 2**40 + 1, 2**52, 7**60])
def test_moments_of_wide_noise_are_those_of_the_deviation(deviation):
    """Mean, variance and fourth moment fit within 6 standard errors, and no other deviation's."""
    drawn = wide_gaussian(stream(2), 3 * MANY, deviation=deviation)
    scaled = (drawn / deviation).astype(float)
    root = math.sqrt(3 * MANY)
    assert abs(scaled.mean()) < 6 / root
    assert abs((scaled**2).mean() - 1) < 6 * math.sqrt(2) / root
    assert abs((scaled**4).mean() - 3) < 6 * math.sqrt(96) / root
    for wrong in (0.97, 1.03):
        assert abs(((wrong * scaled) ** 2).mean() - 1) > 6 * math.sqrt(2) / root


@pytest.mark.parametrize("deviation", [2**50, 2**80])
def test_low_bits_of_large_numbers_are_uniform(deviation):
    """Numbers of a large deviation are no multiples of anything: all residues modulo 8 occur."""
    drawn = wide_gaussian(stream(3), MANY, deviation=deviation)
    counts = np.bincount((drawn % 8).astype(int), minlength=8)
    assert np.abs(counts - MANY / 8).max() < 6 * math.sqrt(MANY / 8)


@pytest.mark.parametrize(
    "variance", [module.NARROWEST, Fraction(1, 3), Fraction(1), Fraction(5000, 3), Fraction(2**90)]
)
def test_candidates_are_just_narrower_than_the_noise(variance):
    """Their scale is at most the deviation, as the events need, and within 3 % of it."""
    p, q = module._narrower(variance)
    assert p >= 32
    assert Fraction(p, q) ** 2 <= variance < Fraction(p + 1, q) ** 2


@pytest.mark.parametrize(
    "variance", [Fraction(1, 3), Fraction(7, 3), Fraction(100), Fraction(10**9 + 7, 10**6)], ids=str
)
@pytest.mark.parametrize("deviations", [0, 0.6, 1, 2, 3])
def test_each_candidate_is_kept_as_often_as_it_should(deviations, variance, monkeypatch):
    """A candidate x is kept with chance exp(-(x - variance / t)**2 / (2 * variance))."""
    x = round(deviations * math.sqrt(variance))
    many = np.tile([x, -x], MANY // 2)
    monkeypatch.setattr(module, "discrete_laplace", lambda *_, **__: many)
    kept = len(module._kept(stream(7), MANY, variance)) / MANY
    p, q = module._narrower(variance)
    chance = math.exp(-((x - variance * q / p) ** 2) / (2 * variance))
    assert abs(kept - chance) < 6 * math.sqrt(chance * (1 - chance) / MANY) + 1 / MANY


@pytest.mark.parametrize("limits", [[1, 1], [2, 3, 1, 7]])
def test_uniform_numbers_below_many_limits(limits):
    """Each is uniform below its own limit."""
    many = np.tile(limits, 10_000)
    drawn = module.below_each(stream(4), many)
    for place, limit in enumerate(limits):
        counts = np.bincount(drawn[place :: len(limits)], minlength=limit)
        assert len(counts) == limit
        assert np.abs(counts - 10_000 / limit).max() < 6 * math.sqrt(10_000 / limit)


def test_zero_and_signs_come_as_they_should():
    """Plus and minus come equally often, and zero is not counted twice."""
    drawn = discrete_gaussian(stream(5), MANY, variance=Fraction(1))
    plus, minus, zero = (drawn > 0).sum(), (drawn < 0).sum(), (drawn == 0).sum()
    assert abs(plus - minus) < 6 * math.sqrt(plus + minus)
    chance = 1 / np.exp(-(np.arange(-40, 41) ** 2) / 2).sum()
    assert abs(zero / MANY - chance) < 6 * math.sqrt(chance / MANY)


def test_as_many_as_asked_and_the_same_for_the_same_key():
    """The count is exact, also none; a key gives the same numbers, and another key others."""
    for count in (0, 1, 17, 4096):
        assert len(wide_gaussian(stream(6), count, deviation=100)) == count
        assert discrete_gaussian(stream(6), count, variance=Fraction(5)).dtype == np.int64
    first, again, other = (wide_gaussian(stream(k), 50, deviation=2**70) for k in (7, 7, 8))
    assert (first == again).all()
    assert (first != other).any()


@pytest.mark.parametrize("deviation", [0, -1])
def test_a_deviation_is_at_least_one(deviation):
    """Below 1 there is nothing left of a Gaussian on whole numbers."""
    with pytest.raises(ParameterError, match="need a standard deviation of at least 1"):
        wide_gaussian(stream(), 10, deviation=deviation)


@pytest.mark.parametrize(
    "variance", [Fraction(0), Fraction(1, 2**21), Fraction(2**104) + 1, 2.0, math.nan, "4"]
)
def test_a_variance_is_a_fraction_in_range(variance):
    """No float, for its value is seldom what was meant; nothing that does not fit in 64 bits."""
    with pytest.raises(ParameterError, match="need a fraction from"):
        discrete_gaussian(stream(), 10, variance=variance)
