"""Tests of reconstructing a column: exact answers give it, answers within one budget do not."""

from fractions import Fraction

import numpy as np
import pytest

from pet_workbench.attacks.reconstruction import random_groups, reconstruct
from pet_workbench.core import Keystream, ParameterError
from pet_workbench.core.noise import discrete_laplace

PEOPLE, QUESTIONS = 60, 240


def column(number):
    """Return a column in which about one in three says yes."""
    return np.random.default_rng(number).random(PEOPLE) < 0.3  # an invented column, no secret


def right(number, scale):
    """Return which share is guessed right when answers have noise of this scale."""
    stream, secret = Keystream(bytes(31) + bytes([number])), column(number)
    groups = random_groups(stream, count=QUESTIONS, people=PEOPLE)
    noise = discrete_laplace(stream, QUESTIONS, scale=scale) if scale else 0
    return np.mean(reconstruct(groups, groups @ secret.astype(float) + noise) == secret)


@pytest.mark.parametrize("number", range(3))
def test_exact_answers_give_everybody(number):
    """Not one of sixty people is wrong."""
    assert right(number, None) == 1


def test_noise_that_hides_each_answer_does_not_hide_the_people():
    """A scale of 1 per answer, and still nearly everybody is known."""
    assert np.mean([right(number, Fraction(1)) for number in range(5)]) > 0.97


def test_one_budget_for_all_answers_hides_the_people():
    """Epsilon 1 over 240 answers leaves less than always guessing no gives."""
    guessed = np.mean([right(number, Fraction(QUESTIONS)) for number in range(5)])
    always_no = np.mean([1 - column(number).mean() for number in range(5)])
    assert guessed < always_no


def test_groups_are_random_halves():
    """Everybody is in about half of the groups, and no two keys give the same ones."""
    groups = random_groups(Keystream(bytes(32)), count=400, people=50)
    assert abs(groups.mean() - 0.5) < 0.02
    assert np.all(np.abs(groups.mean(axis=0) - 0.5) < 0.15)
    other = random_groups(Keystream(bytes(31) + b"1"), count=400, people=50)
    assert (groups != other).any()


def test_answers_and_questions_belong_together():
    """Too few answers are refused, in words."""
    groups = random_groups(Keystream(bytes(32)), count=3, people=5)
    with pytest.raises(ParameterError, match="each of 3 questions, got 2"):
        reconstruct(groups, np.zeros(2))


@pytest.mark.parametrize(("count", "people"), [(0, 5), (5, 0), (10_001, 5)])
def test_sizes_out_of_range_are_refused(count, people):
    """No questions, nobody, or too much for a lesson."""
    with pytest.raises(ParameterError):
        random_groups(Keystream(bytes(32)), count=count, people=people)
