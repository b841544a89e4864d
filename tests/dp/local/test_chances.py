"""Chances over 2**32: fractions below exp(epsilon), exact coins, rounding that protects."""

from fractions import Fraction
from itertools import product
from math import comb

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pet_workbench.core import Keystream
from pet_workbench.dp.errors import PromiseError
from pet_workbench.dp.local.chances import (
    exp_below,
    flip_chance,
    keep_chance,
    packed_coins,
    ratio,
)
from tests.dp.local.scripted import Scripted

epsilons = st.fractions(Fraction(1, 1000), 20, max_denominator=10**6)


@given(epsilons)
def test_the_fraction_lies_just_below_the_exponential(epsilon):
    """Never above it, and less than 2**-90 of it away: compared with mpmath at 400 digits."""
    with mpmath.workdps(400):
        true = mpmath.e ** (mpmath.mpf(epsilon.numerator) / epsilon.denominator)
        found = exp_below(epsilon)
        ours = mpmath.mpf(found.numerator) / found.denominator
        assert ours < true
        assert (true - ours) / true < mpmath.mpf(2) ** -90


@given(epsilons, st.integers(2, 4096))
def test_telling_the_truth_a_little_more_often_would_break_the_promise(epsilon, size):
    """The chance to keep is the largest of its kind that stays below exp(epsilon)."""
    keep, step = keep_chance(epsilon, size), Fraction(1, 1 << 32)
    assert ratio(keep, size) <= exp_below(epsilon)
    assert keep + step == 1 or ratio(keep + step, size) > exp_below(epsilon)


@given(epsilons)
def test_flipping_a_little_less_often_would_break_the_promise(epsilon):
    """The chance of a false yes is the smallest of its kind that stays below exp(epsilon)."""
    flip, step = flip_chance(epsilon), Fraction(1, 1 << 32)
    assert (1 - flip) / flip <= exp_below(epsilon)
    assert flip == step or (1 - flip + step) / (flip - step) > exp_below(epsilon)


@pytest.mark.parametrize("make", [lambda e: keep_chance(e, 4096), flip_chance])
def test_an_epsilon_that_says_nothing_is_refused(make):
    """A report with chances that do not differ is no report."""
    with pytest.raises(PromiseError, match="says anything at all") as error:
        make(Fraction(1, 10**12))
    assert error.value.id == "errors.dp_local_epsilon"


@pytest.mark.parametrize("numerator", range(8))
def test_packed_coins_are_exact(numerator):
    """Over all streams of three bits, exactly `numerator` of eight give a one in each place."""
    ones = np.zeros(8, int)
    for dealt in product(range(2), repeat=3):
        stream = Scripted(255 * bit for bit in dealt)
        row = packed_coins(stream, (1, 1), chance=Fraction(numerator, 8), digits=3)
        ones += np.unpackbits(row)[0:8]
    assert (ones == numerator).all()


def test_packed_coins_of_one_byte_are_independent():
    """Over all streams of two bytes (chance one quarter), two bits are both one in 1 of 16."""
    low = [0b00, 0b01, 0b10, 0b11]
    both = [
        int(packed_coins(Scripted(pair), (1, 1), chance=Fraction(1, 4), digits=2)[0, 0])
        for pair in product(low, repeat=2)
    ]
    counted = [sum(found.bit_count() == ones for found in both) for ones in range(3)]
    assert counted == [9 * comb(2, 0), 3 * comb(2, 1), 1]


@pytest.mark.parametrize("wrong", [0.7, 1.0, 1.3])
def test_coins_of_32_digits_fit_their_chance_and_no_other(wrong):
    """A fixed key: 800,000 bits of chance 0.2 lie within 5 deviations; 30 % off is refused."""
    chance, n = Fraction(858993459, 1 << 32), 800_000
    bits = packed_coins(Keystream(bytes(32)), (n // 8, 1), chance=chance)
    found = int(np.bitwise_count(bits).sum())
    expected = wrong * float(chance) * n
    fits = abs(found - expected) < 5 * (expected * (1 - float(chance) * wrong)) ** 0.5
    assert fits == (wrong == 1.0)
