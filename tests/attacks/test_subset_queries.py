"""Tests of two questions that differ in one person: exact answers give it, noise with a budget no.

The noise here is that of this package, from fixed keys, so that every run measures the same.
"""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pet_workbench.attacks.subset_queries import read_one, share_right
from pet_workbench.core import Keystream, ParameterError
from pet_workbench.core.noise import discrete_laplace

TRIES = 2_000


@given(
    values=st.lists(st.integers(0, 10**6), min_size=1, max_size=30),
    at=st.integers(0, 29),
)
def test_exact_answers_give_exactly_the_number_of_one_person(values, at):
    """Whoever the target is, and whoever else is in the group."""
    numbers, target = np.array(values), at % len(values)
    everyone = np.ones(len(values), bool)
    assert read_one(lambda who: numbers[who].sum(), everyone, target) == numbers[target]


def test_people_outside_the_group_do_not_matter():
    """Only the target leaves between the two questions."""
    numbers, group = np.array([5, 7, 11]), np.array([True, False, True])
    assert read_one(lambda who: numbers[who].sum(), group, 2) == 11


@pytest.mark.parametrize("epsilon", [0.2, 1, 4])
@pytest.mark.parametrize("has", [True, False])
def test_with_noise_a_guess_is_right_no_oftener_than_the_promise_says(epsilon, has):
    """Two answers of half of epsilon each: at most e^epsilon / (1 + e^epsilon), over yes and no."""
    rates = []
    for secret in (has, not has):
        stream = Keystream(bytes(31) + bytes([secret]))
        noise = discrete_laplace(stream, 2 * TRIES, scale=2 / Fraction(epsilon))
        seen = secret + noise[:TRIES] - noise[TRIES:]
        rates.append(np.mean((seen >= 1) == secret))
    most = math.exp(epsilon) / (1 + math.exp(epsilon))
    assert np.mean(rates) <= most + 4 / math.sqrt(TRIES)
    assert np.mean(rates) > 0.5


def test_the_same_noise_twice_protects_nothing():
    """A fixed seed draws the same noise for both questions, and the difference is exact."""
    numbers = np.array([21_000, 34_000, 250_000])

    def ask(who):
        noise = discrete_laplace(Keystream(bytes(32)), 1, scale=Fraction(100_000))
        return numbers[who].sum() + noise[0]

    assert read_one(ask, np.ones(3, bool), 2) == 250_000


def test_a_target_outside_the_group_is_refused():
    """Leaving out somebody who was not in asks the same question twice."""
    with pytest.raises(ParameterError, match="need a target within the group, got place 1"):
        read_one(np.sum, np.array([True, False]), 1)


@pytest.mark.parametrize("target", [-1, 2])
def test_a_target_that_does_not_exist_is_refused(target):
    """Places count from 0."""
    with pytest.raises(ParameterError, match="target"):
        read_one(np.sum, np.ones(2, bool), target)


def test_the_share_right_counts_guesses_within_the_tolerance():
    """The tolerance itself still counts."""
    assert share_right([10, 12, 12.1, 7.9], 10, tolerance=2) == 0.5


def test_no_guesses_are_refused():
    """A share of nothing is no number."""
    with pytest.raises(ParameterError, match="at least one guess"):
        share_right([], 1, tolerance=1)
