"""Last digits tell what floating-point noise hides, never wrongly, and nothing behind ours."""

from fractions import Fraction

import numpy as np
import pytest

from pet_workbench.attacks.floating_point import (
    could_come_from,
    numpy_laplace,
    read_last_digits,
)
from pet_workbench.core import Keystream, ParameterError
from pet_workbench.dp.audit.statistics import finest_digit
from pet_workbench.dp.library import library_gaussian, library_laplace
from pet_workbench.dp.noise import noise_for

MANY = 20_000
SOURCES = {
    "numpy": lambda value: numpy_laplace(value, epsilon=0.5, count=MANY, seed=3),
    "library laplace": lambda value: library_laplace(value, epsilon=0.5, count=MANY),
    "library gaussian": lambda value: library_gaussian(value, epsilon=0.5, delta=1e-6, count=MANY),
}
each_source = pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)


def ours(value, delta):
    """Return answers with noise on whole numbers."""
    noise = noise_for(Fraction(1, 2), delta, l1=1, l2_squared=1)
    return value + noise.draw(Keystream(bytes(32)), MANY)


@each_source
def test_a_count_of_nobody_is_proven(source):
    """At least one answer in a hundred proves that the count is 0, and none that it is 1."""
    found = read_last_digits(source(0))
    assert found.share > 0.01
    assert found.truths[1.0] == 0
    assert found.truths[0.0] == found.betrayed.sum()
    assert found.example in found.outputs


@each_source
@pytest.mark.parametrize("value", [0, 1, 3, -2, 1000])
def test_the_truth_is_never_ruled_out(source, value):
    """Whatever the true answer, each output could come from it."""
    assert could_come_from(source(value), value).all()


@pytest.mark.parametrize("delta", [Fraction(0), Fraction(1, 10**6)])
@pytest.mark.parametrize("value", [0, 1])
def test_noise_on_whole_numbers_tells_nothing(value, delta):
    """Every output could come from both true answers."""
    found = read_last_digits(ours(value, delta))
    assert found.possible.all()
    assert found.share == 0
    assert found.example is None


def test_the_last_digit_is_that_of_the_exact_fraction():
    """A float is a whole number times a power of two; that power is at most the last digit's."""
    values = np.concatenate((numpy_laplace(0, epsilon=1, count=500, seed=1), [1.0, -0.75, 2.0**60]))
    for value, digit in zip(values.tolist(), finest_digit(values).tolist(), strict=True):
        odd = Fraction(value) / Fraction(2) ** digit
        assert odd.denominator == 1
        assert odd.numerator % 2 == 1


def test_zero_has_no_last_digit():
    """It is a multiple of everything, and could come from every whole number."""
    assert read_last_digits([0.0, 0.0]).possible.all()


def test_one_suspicion_is_no_question():
    """There must be something to tell apart."""
    with pytest.raises(ParameterError):
        read_last_digits([1.0], suspicions=[0.0])
