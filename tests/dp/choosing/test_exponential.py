"""Tests of the exponential mechanism: its odds, and its cost in zCDP, by enumeration."""

import math
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from scipy import stats

from pet_workbench.core import Keystream
from pet_workbench.dp.choosing.exponential import more_often, scale_for

DISTANCES = (0, 3, 1, 7, 3)
SCALE = Fraction(5, 2)
DRAWS = 3_000


def chances(distances, scale):
    """Return the chances that the odds stand for."""
    odds = np.exp(-np.array(distances) / float(scale))
    return odds / odds.sum()


def drawn(scale):
    """Return how often each candidate is chosen, with fixed keys."""
    streams = (Keystream(bytes(32), lane=lane) for lane in range(DRAWS))
    chosen = [more_often(stream, np.array(DISTANCES), scale=scale) for stream in streams]
    return np.bincount(chosen, minlength=len(DISTANCES))


def test_choices_have_their_odds():
    """3,000 choices with fixed keys fit the odds."""
    expected = DRAWS * chances(DISTANCES, SCALE)
    assert stats.chisquare(drawn(SCALE), expected).pvalue > 0.01


def test_another_scale_is_noticed():
    """The same test rejects choices with a scale that is 30 % too large."""
    expected = DRAWS * chances(DISTANCES, SCALE)
    assert stats.chisquare(drawn(SCALE * Fraction(13, 10)), expected).pvalue < 1e-6


@pytest.mark.parametrize("sensitivity", [1, 2])
@pytest.mark.parametrize("rho", [Fraction(1, 50), Fraction(1, 2)])
def test_a_choice_costs_its_rho(rho, sensitivity):
    """Over all changes of three distances, every order's Rényi divergence is within rho * order."""
    scale = scale_for(rho, sensitivity=sensitivity)
    worst = 0.0
    for distances in product(range(3), repeat=3):
        before = chances(distances, scale)
        for change in product(range(-sensitivity, sensitivity + 1), repeat=3):
            after = chances([a + b for a, b in zip(distances, change, strict=True)], scale)
            for order in (1.01, 2, 8, 64):
                moment = (before**order * after ** (1 - order)).sum()
                worst = max(worst, math.log(moment) / (order - 1) / order / float(rho))
    assert 0.5 < worst <= 1 + 1e-9


def test_a_scale_is_never_too_small():
    """The square of a scale is what rho asks for, or more by less than a millionth."""
    for rho in (Fraction(1, 3), Fraction(1, 10**6), Fraction(7, 5)):
        needed = Fraction(9) / (2 * rho)
        assert needed <= scale_for(rho, sensitivity=3) ** 2 < needed * (1 + Fraction(1, 10**6))


def test_far_candidates_do_not_hold_up_a_choice():
    """Of 2,000 candidates, one of which is far better, that one is chosen."""
    distances = np.full(2_000, 10_000)
    distances[1_234] = 0
    assert more_often(Keystream(bytes(32)), distances, scale=Fraction(1)) == 1_234
