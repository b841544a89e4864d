"""Tests of asking the same thing again: noise averages out, unless somebody refuses."""

from fractions import Fraction

import numpy as np
import pytest

from pet_workbench.attacks.averaging import ask_again
from pet_workbench.core import Keystream, ParameterError, PrivacyError
from pet_workbench.core.noise import discrete_laplace

TRUTH = 412


@pytest.fixture
def ask():
    """Return a question whose answers have noise of scale 10, from one keystream."""
    stream = Keystream(bytes(32))
    return lambda: TRUTH + int(discrete_laplace(stream, 1, scale=Fraction(10))[0])


def test_the_average_of_many_answers_comes_near_the_truth(ask):
    """After a thousand answers it is off by the noise over the square root of a thousand."""
    asked = ask_again(ask, times=1_000)
    deviation = 14.1 / np.sqrt(1_000)
    assert asked.refusal is None
    assert abs(asked.averages[-1] - TRUTH) < 4 * deviation
    assert np.abs(asked.answers - TRUTH).mean() > 5


def test_the_averages_are_of_the_answers_so_far(ask):
    """The first average is the first answer, the last one that of all."""
    asked = ask_again(ask, times=5)
    assert asked.averages[0] == asked.answers[0]
    assert asked.averages[-1] == pytest.approx(asked.answers.mean())


@pytest.mark.parametrize("allowed", [0, 1, 4])
def test_a_refusal_ends_it(allowed):
    """What was answered before is kept, and the refusal is told."""
    left = iter(range(allowed))

    def ask():
        if next(left, None) is None:
            raise PrivacyError("errors.dp_attack_answers", "spent")
        return TRUTH

    asked = ask_again(ask, times=10)
    assert (len(asked.answers), len(asked.averages)) == (allowed, allowed)
    assert str(asked.refusal) == "spent"


def test_never_asking_is_refused(ask):
    """An attack asks at least once."""
    with pytest.raises(ParameterError, match="times"):
        ask_again(ask, times=0)
