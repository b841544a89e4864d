"""The eleven-test: real and invented numbers, completed and drawn."""

import numpy as np
import pytest

from pet_workbench.datasets.citizen_numbers import (
    INVENTED,
    REAL,
    complete,
    eleven_test,
    invent,
)


@pytest.mark.parametrize(
    ("number", "passes"), [(111222333, True), (123456782, True), (123456789, False)]
)
def test_known_numbers(number, passes):
    """Two well-known test numbers pass, worked out by hand; one with another last digit fails."""
    assert (eleven_test(np.array([number]))[0] == REAL) == passes


@pytest.mark.parametrize("remainder", range(11))
def test_complete_finds_exactly_the_numbers_that_leave_a_remainder(remainder):
    """Over ten thousand numbers it agrees with the test written out digit by digit."""
    numbers = range(123_450_000, 123_460_000)
    weights = [9, 8, 7, 6, 5, 4, 3, 2, -1]
    expected = [
        n
        for n in numbers
        if sum(w * int(d) for w, d in zip(weights, str(n), strict=True)) % 11 == remainder
    ]
    found = complete(np.arange(12_345_000, 12_346_000), remainder=remainder)
    assert found.tolist() == expected


def test_invented_numbers_belong_to_nobody():
    """They have nine digits, all differ, and none passes the eleven-test."""
    numbers = invent(np.random.default_rng(1), 20_000)
    assert np.unique(numbers).size == numbers.size == 20_000
    assert numbers.min() >= 10**8
    assert set(eleven_test(numbers)) == {INVENTED}
