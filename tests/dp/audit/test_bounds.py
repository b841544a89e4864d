"""Bounds of chances hold as often as they say: added up over every number of times."""

import math

import numpy as np
import pytest

from pet_workbench.dp.audit.bounds import chance_at_least, chance_at_most, epsilon_at_least

RUNS = 30
TIMES = np.arange(RUNS + 1)


def chances_of_times(chance):
    """Return the chance of each number of times in so many runs."""
    choices = np.array([math.comb(RUNS, k) for k in TIMES], float)
    return choices * chance**TIMES * (1 - chance) ** (RUNS - TIMES)


@pytest.mark.parametrize("confidence", [0.9, 0.999])
@pytest.mark.parametrize("chance", [0.001, 0.03, 0.3, 0.5, 0.77, 0.999])
def test_bounds_hold_as_often_as_they_say(chance, confidence):
    """For each true chance, the times at which a bound is wrong are together rare enough."""
    odds = chances_of_times(chance)
    high = chance_at_most(TIMES, runs=RUNS, confidence=confidence)
    low = chance_at_least(TIMES, runs=RUNS, confidence=confidence)
    assert odds[high < chance].sum() <= 1 - confidence
    assert odds[low > chance].sum() <= 1 - confidence


def test_bounds_are_not_wider_than_they_need_be():
    """Each is the chance at which so few, or so many, times would be as rare as stated."""
    high = chance_at_most([4], runs=RUNS, confidence=0.99)[0]
    assert chances_of_times(high)[:5].sum() == pytest.approx(0.01)
    low = chance_at_least([4], runs=RUNS, confidence=0.99)[0]
    assert chances_of_times(low)[4:].sum() == pytest.approx(0.01)


def test_never_and_always_bound_one_side_only():
    """What never happened may be impossible, and what always did may be certain."""
    assert chance_at_least([0], runs=RUNS, confidence=0.99)[0] == 0
    assert chance_at_most([RUNS], runs=RUNS, confidence=0.99)[0] == 1


def test_an_event_of_one_table_only_bounds_epsilon_ever_higher():
    """What never happened on the other table counts for more the longer it does not."""
    found = [
        epsilon_at_least([runs // 2], [0], runs=runs, delta=0, confidence=0.99)[0]
        for runs in (100, 10_000, 1_000_000)
    ]
    assert found[0] > 1.5
    assert np.diff(found).min() > 4


def test_delta_is_taken_off():
    """What may be explained by delta says nothing about epsilon."""
    options = {"runs": 1000, "confidence": 0.99}
    seen, other = [50], [0]
    assert epsilon_at_least(seen, other, delta=0, **options)[0] > 1
    assert epsilon_at_least(seen, other, delta=0.08, **options)[0] == 0
