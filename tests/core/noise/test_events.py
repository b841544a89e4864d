"""Events of exact chances: every word there can be is tried."""

import math
from fractions import Fraction

import numpy as np
import pytest

from pet_workbench.core import ParameterError
from pet_workbench.core.noise.events import (
    below,
    bernoulli,
    bernoulli_exp,
    exp_event,
    happens_exp,
    happens_often,
    share_event,
)
from tests.core.noise.enumerated import chances
from tests.core.noise.fit import stream

MANY = 100_000
ONE = np.zeros(1, np.int64)


def exp_series(x, terms):
    """Return the chances of yes and no after so many events of the alternating series."""
    parts = [x**k / math.factorial(k) for k in range(terms + 1)]
    ends = [parts[k] - parts[k + 1] for k in range(terms)]
    return sum(ends[::2]), sum(ends[1::2]), parts[terms]


@pytest.mark.parametrize("limit", range(1, 9))
def test_uniform_numbers_are_exactly_uniform(limit):
    """Over all words, each number below the limit has the same chance."""
    found = chances(lambda script: int(below(script, 1, limit)[0]), 3)
    undecided = found.pop(None)
    assert set(found) == set(range(limit))
    assert len(set(found.values())) == 1
    rejected = Fraction(2 ** (limit - 1).bit_length() - limit, 2 ** (limit - 1).bit_length())
    assert undecided == rejected**3


@pytest.mark.parametrize("eighths", range(9))
def test_a_fraction_is_its_own_chance(eighths):
    """Over all words, an event of n eighths happens n times in eight."""
    chance = Fraction(eighths, 8)
    found = chances(lambda script: bool(bernoulli(script, 1, chance=chance)[0]), 1)
    assert found.get(True, 0) == chance
    assert found[None] == 0


def test_a_tie_is_decided_by_the_next_digit():
    """A third is 0.0101... in binary: a word that is equal so far leaves a third to decide."""

    class Ties:
        """Deals the first digit of a third, then one above or below the next."""

        def __init__(self, then):
            self.words = [2**64 // 3, 2**64 // 3 + then]

        def integers(self, count, dtype):
            assert count == 1
            return np.array([self.words.pop(0)], dtype)

    assert bernoulli(Ties(-1), 1, chance=Fraction(1, 3))[0]
    assert not bernoulli(Ties(1), 1, chance=Fraction(1, 3))[0]


@pytest.mark.parametrize("eighths", [0, 1, 4, 7])
def test_an_event_of_chance_exp_follows_the_series_exactly(eighths):
    """After two and three events of the series, yes, no and undecided are what they should be."""
    x = Fraction(eighths, 8)

    def sample(script):
        return bool(happens_exp(script, ONE, lambda at: bernoulli(script, len(at), chance=x))[0])

    found = chances(sample, 3)
    # the third event may need more words, for one in four is rejected
    yes, no, undecided = exp_series(x, 2)
    assert (found[True], found.get(False, 0), found[None]) == (yes, no, undecided)


def test_the_series_of_one_is_exact_up_to_four_events():
    """With x = 1 words decide between 1 / k only, so the tree can be searched deeper."""
    happens = lambda script: bool(exp_event(script, Fraction(1))(ONE)[0])  # noqa: E731 # one line
    found = chances(happens, 4)
    undecided = found.pop(None)
    true, exp = found[True], Fraction(math.exp(-1))
    assert true <= exp <= true + undecided
    assert undecided < Fraction(1, 10)


@pytest.mark.parametrize(("n", "times"), [(4, 2), (6, 3), (2, 0)])
def test_in_a_row_is_a_power(n, times):
    """An event that has to happen k times in a row happens with its chance to the k-th."""
    chance = Fraction(n, 8)

    def sample(script):
        happens = lambda at: bernoulli(script, len(at), chance=chance)  # noqa: E731 # one line
        return bool(happens_often(np.array([times]), happens)[0])

    assert chances(sample, 3)[True] == chance**times


def test_a_share_is_a_product():
    """An event of parts / whole times a chance happens as often."""
    parts = np.array([3])
    found = chances(lambda script: bool(share_event(script, parts, 4, Fraction(5, 8))(ONE)[0]), 2)
    assert found[True] == Fraction(3, 4) * Fraction(5, 8)


@pytest.mark.statistical
@pytest.mark.parametrize(
    ("steps", "scale"),
    [
        (0, Fraction(1, 3)),
        (1, Fraction(1, 3)),
        (3, Fraction(5, 2)),
        (9, Fraction(5)),
        (7, Fraction(10**40 + 1, 10**39)),
        (2**61, Fraction(2**62)),
        (2**50, Fraction(2**80 + 1, 2**31)),
    ],
)
def test_an_event_of_chance_exp_happens_as_often(steps, scale):
    """Within 6 standard errors; not so with a scale that is 30 % off."""
    happened = bernoulli_exp(stream(1), np.full(MANY, steps), scale=scale).mean()

    def off(factor):
        chance = math.exp(-steps / (float(scale) * factor))
        return abs(happened - chance) / (math.sqrt(chance * (1 - chance) / MANY) or 1)

    assert off(1) < 6
    if steps:
        assert min(off(0.7), off(1.3)) > 6


def test_events_differ_by_place():
    """Each place has its own number of steps."""
    steps = np.array([0, 1, 2, 1000] * 25_000)
    happened = bernoulli_exp(stream(2), steps, scale=Fraction(2)).reshape(-1, 4).mean(0)
    assert happened[0] == 1
    assert happened[3] == 0
    assert happened[1:3] == pytest.approx([math.exp(-0.5), math.exp(-1)], abs=0.02)


@pytest.mark.parametrize("scale", [Fraction(0), Fraction(-1), 0.5, math.nan])
def test_a_scale_is_a_fraction_above_zero(scale):
    """Odds that grow are no odds, and a float is seldom what was meant."""
    with pytest.raises(ParameterError, match="need a fraction above 0 as scale"):
        bernoulli_exp(stream(), ONE, scale=scale)


@pytest.mark.parametrize("chance", [Fraction(-1, 3), Fraction(4, 3), 0.5, math.nan])
def test_a_chance_is_a_fraction_from_0_to_1(chance):
    """Nothing else is a chance."""
    with pytest.raises(ParameterError, match="need a fraction from 0 to 1 as chance"):
        bernoulli(stream(), 10, chance=chance)


def test_whole_numbers_are_fractions():
    """A whole scale gives what the same fraction gives."""
    steps = np.arange(100)
    whole, fraction = (bernoulli_exp(stream(3), steps, scale=one) for one in (7, Fraction(7)))
    assert (whole == fraction).all()
    assert bernoulli(stream(), 10, chance=1).all()


def test_steps_are_not_below_zero():
    """A chance is at most 1."""
    with pytest.raises(ParameterError, match="need steps from 0, got -2"):
        bernoulli_exp(stream(), np.array([1, -2]), scale=Fraction(1))
