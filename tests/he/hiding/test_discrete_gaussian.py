"""Whole numbers with a Gaussian distribution: exact events, moments, tails and large deviations."""

import math

import numpy as np
import pytest

from pet_workbench.core import Keystream, ParameterError
from pet_workbench.he.hiding import discrete_gaussian as module
from pet_workbench.he.hiding.discrete_gaussian import discrete_gaussian

MANY = 150_000


def stream(number=0):
    """Return a keystream that is the same every time."""
    return Keystream(number.to_bytes(32, "big"))


@pytest.mark.statistical
@pytest.mark.parametrize("deviation", [1, 2, 5])
def test_every_number_comes_as_often_as_it_should(deviation):
    """Chi-squared over all likely numbers; it fails by chance once in a million."""
    drawn = discrete_gaussian(stream(), MANY, deviation=deviation).astype(int)
    numbers = np.arange(-4 * deviation, 4 * deviation + 1)
    everything = np.arange(-40 * deviation, 40 * deviation + 1)
    odds = np.exp(-(numbers**2) / (2 * deviation**2))
    expected = MANY * odds / np.exp(-(everything**2) / (2 * deviation**2)).sum()
    found = np.array([(drawn == number).sum() for number in numbers])
    freedom = len(numbers)
    squares = ((found - expected) ** 2 / expected).sum()
    assert squares < freedom + 5 * math.sqrt(2 * freedom) + 14


@pytest.mark.statistical
@pytest.mark.parametrize("deviation", [1, 3 * 2**40 + 1, 2**52, 7**60])
def test_moments_are_those_of_the_deviation(deviation):
    """Mean, variance and fourth moment fit within 6 standard errors, and no other deviation's."""
    drawn = discrete_gaussian(stream(1), MANY, deviation=deviation)
    scaled = (drawn / deviation).astype(float)
    root = math.sqrt(MANY)
    assert abs(scaled.mean()) < 6 / root
    assert abs((scaled**2).mean() - 1) < 6 * math.sqrt(2) / root
    assert abs((scaled**4).mean() - 3) < 6 * math.sqrt(96) / root
    for wrong in (0.97, 1.03):
        assert abs(((wrong * scaled) ** 2).mean() - 1) > 6 * math.sqrt(2) / root


def test_low_bits_of_large_numbers_are_uniform():
    """Numbers of a large deviation are no multiples of anything: all residues modulo 8 occur."""
    drawn = discrete_gaussian(stream(2), MANY, deviation=2**80)
    counts = np.bincount((drawn % 8).astype(int), minlength=8)
    assert np.abs(counts - MANY / 8).max() < 6 * math.sqrt(MANY / 8)


@pytest.mark.statistical
@pytest.mark.parametrize(("numerator", "denominator"), [(0, 1), (1, 8), (1, 2), (7, 8), (1, 1)])
def test_an_event_of_chance_exp_happens_as_often(numerator, denominator):
    """The alternating series gives exp(-x), for x at both ends and between."""
    source = stream(3)

    def happens(at):
        return module._below(source, len(at), denominator) < numerator

    happened = module._happens_exp(source, np.arange(MANY), happens).mean()
    chance = math.exp(-numerator / denominator)
    assert abs(happened - chance) <= 6 * math.sqrt(chance * (1 - chance) / MANY)


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 8])
def test_uniform_numbers_are_exactly_uniform(limit):
    """Fed with every number of three bits once, each number below the limit comes equally often."""

    class EveryNumber:
        """Deals 0 to 7 over and over."""

        dealt = 0

        def integers(self, count, dtype):
            self.dealt += count
            return (np.arange(self.dealt - count, self.dealt) % 8).astype(dtype)

    drawn = module._below(EveryNumber(), 8 * limit, limit)
    assert np.bincount(drawn, minlength=limit).tolist() == [8] * limit


def test_zero_and_signs_come_as_they_should():
    """Plus and minus come equally often, and zero is not counted twice."""
    drawn = discrete_gaussian(stream(5), MANY, deviation=1).astype(int)
    plus, minus, zero = (drawn > 0).sum(), (drawn < 0).sum(), (drawn == 0).sum()
    assert abs(plus - minus) < 6 * math.sqrt(plus + minus)
    chance = 1 / np.exp(-(np.arange(-40, 41) ** 2) / 2).sum()
    assert abs(zero / MANY - chance) < 6 * math.sqrt(chance / MANY)


def test_as_many_as_asked_and_the_same_for_the_same_key():
    """The count is exact, also none; a key gives the same numbers, and another key others."""
    for count in (0, 1, 17, 4096):
        assert len(discrete_gaussian(stream(6), count, deviation=100)) == count
    first, again, other = (discrete_gaussian(stream(k), 50, deviation=2**70) for k in (7, 7, 8))
    assert (first == again).all()
    assert (first != other).any()


@pytest.mark.parametrize("deviation", [0, -1])
def test_a_deviation_is_at_least_one(deviation):
    """Below 1 there is nothing left of a Gaussian on whole numbers."""
    with pytest.raises(ParameterError, match="need a standard deviation of at least 1"):
        discrete_gaussian(stream(), 10, deviation=deviation)
