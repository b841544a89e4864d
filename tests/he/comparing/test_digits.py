"""Blind comparison: right for every number and limit, and nothing to read in what is decrypted."""

from collections import Counter
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pet_workbench.core import Keystream, ParameterError
from pet_workbench.he.comparing.digits import (
    Digits,
    draw_tests,
    has_zero,
    is_under,
    parts_of,
    products_in_clear,
    uniform,
)

SMALL = [(Digits(3, 1), 11), (Digits(2, 2), 17), (Digits(1, 3), 11), (Digits(2, 3), 67)]
TINY = [(Digits(2, 1), 5), (Digits(1, 2), 5), (Digits(1, 1), 3)]
REAL, PRIME = Digits(10), 1_097_729


class Script:
    """Gives the numbers it was told to, in order."""

    def __init__(self, *numbers):
        self.numbers = list(numbers)

    def integers(self, shape, dtype):
        """Return the next `shape` numbers."""
        taken, self.numbers = self.numbers[:shape], self.numbers[shape:]
        return np.array(taken, dtype)


def every_choice(digits, modulus):
    """Return all secrets the asker can draw for one number; each is equally likely."""
    ranges = [2, digits.levels, digits.per_level, *[modulus - 1] * digits.tests]
    return product(*map(range, ranges))


def decrypted(number, limit, digits, modulus, secrets):
    """Return what the holder decrypts for one number, and the answer the asker makes of it."""
    tests = draw_tests(np.array([limit]), digits, modulus=modulus, stream=Script(*secrets))
    products = products_in_clear(parts_of(np.array([number]), digits), tests)
    return tuple(products[:, 0].tolist()), bool(is_under(has_zero(products), tests)[0])


@pytest.mark.parametrize(("digits", "modulus"), SMALL, ids=str)
@pytest.mark.parametrize("seed", range(4))
def test_every_number_against_every_limit(digits, modulus, seed):
    """The answer is right for all of them, the edge included, and at most one product is zero."""
    both = np.arange(digits.most + 1)
    numbers, limits = map(np.ravel, np.meshgrid(both, both))
    stream = Keystream(bytes([seed] * 32))
    tests = draw_tests(limits, digits, modulus=modulus, stream=stream)
    products = products_in_clear(parts_of(numbers, digits), tests)
    assert (is_under(has_zero(products), tests) == (numbers < limits)).all()
    assert (products == 0).sum(axis=0).max() == 1


@given(st.integers(0, REAL.most), st.integers(-2, 2), st.binary(min_size=32, max_size=32))
def test_numbers_of_real_size_next_to_their_limit(number, apart, key):
    """A cent under the limit is under, the limit itself is not."""
    limit = min(max(number + apart, 0), REAL.most)
    tests = draw_tests(np.array([limit]), REAL, modulus=PRIME, stream=Keystream(key))
    products = products_in_clear(parts_of(np.array([number]), REAL), tests)
    assert is_under(has_zero(products), tests).tolist() == [number < limit]


@pytest.mark.parametrize(("digits", "modulus"), TINY, ids=str)
def test_what_is_decrypted_has_one_distribution_whatever_the_limit(digits, modulus):
    """Exactly: over all secrets each list of products occurs as often for one limit as another."""
    for number in range(digits.most + 1):
        seen = [
            Counter(
                decrypted(number, limit, digits, modulus, secrets)[0]
                for secrets in every_choice(digits, modulus)
            )
            for limit in range(digits.most + 1)
        ]
        assert all(one == seen[0] for one in seen)


@pytest.mark.parametrize(("digits", "modulus"), TINY, ids=str)
def test_a_zero_is_the_toss_of_a_coin_at_an_even_place(digits, modulus):
    """Exactly half of all secrets give a zero, at each place equally often; the rest is uniform."""
    for limit in range(digits.most + 1):
        seen = [
            decrypted(0, limit, digits, modulus, secrets)[0]
            for secrets in every_choice(digits, modulus)
        ]
        places = Counter(one.index(0) for one in seen if 0 in one)
        assert Fraction(sum(places.values()), len(seen)) == Fraction(1, 2)
        assert len(places) == digits.tests
        assert len(set(places.values())) == 1
        others = Counter(one for one in seen if 0 not in one)
        assert len(others) == (modulus - 1) ** digits.tests
        assert len(set(others.values())) == 1


@pytest.mark.parametrize(("digits", "modulus"), TINY, ids=str)
def test_the_answer_is_right_for_every_choice_of_secrets(digits, modulus):
    """No toss of the coin and no turn changes what the asker reads."""
    for number, limit in product(range(digits.most + 1), repeat=2):
        answers = {
            decrypted(number, limit, digits, modulus, secrets)[1]
            for secrets in every_choice(digits, modulus)
        }
        assert answers == {number < limit}


@pytest.mark.parametrize("digits", [Digits(2, 2), Digits(3, 2), Digits(2, 3), REAL], ids=str)
def test_the_zero_is_at_every_place_whichever_digit_decides(digits):
    """Turned by every secret amount, a match at any level ends at each place once."""
    rng = np.random.default_rng(3)
    for number, limit in rng.integers(0, digits.most + 1, (6, 2)).tolist():
        flip = int(number >= limit)
        places = set()
        for turn, inner in product(range(digits.levels), range(digits.per_level)):
            factors = [0] * digits.tests
            script = Script(flip, turn, inner, *factors)
            tests = draw_tests(np.array([limit]), digits, modulus=PRIME, stream=script)
            products = products_in_clear(parts_of(np.array([number]), digits), tests)
            places.add(int(np.flatnonzero(products[:, 0] == 0)[0]))
        assert places == set(range(digits.tests))


@pytest.mark.statistical
def test_at_scale_zeros_and_products_look_even():
    """Chi-square over places and over the products' high bits; chance of a false alarm 1e-6."""
    n = 60_000
    stream = Keystream(bytes([9] * 32))
    tests = draw_tests(np.full(n, 140_000), REAL, modulus=PRIME, stream=stream)
    products = products_in_clear(parts_of(np.full(n, 139_000), REAL), tests)
    zeros = np.argwhere(products == 0)[:, 0]
    places = np.bincount(zeros, minlength=REAL.tests)
    even = zeros.size / REAL.tests
    assert abs(zeros.size - n / 2) < 5 * np.sqrt(n) / 2
    assert ((places - even) ** 2 / even).sum() < 85  # 29 degrees of freedom
    bins = np.bincount((products[products != 0] - 1) * 16 // (PRIME - 1), minlength=16)
    assert ((bins - bins.mean()) ** 2 / bins.mean()).sum() < 57  # 15 degrees of freedom


@pytest.mark.parametrize("value", [-1, REAL.most + 1, 2**40])
def test_what_has_too_many_digits_is_refused(value):
    """Numbers and limits alike, with their position."""
    for use in (
        lambda values: parts_of(values, REAL),
        lambda values: draw_tests(values, REAL, modulus=PRIME, stream=Keystream(bytes(32))),
    ):
        with pytest.raises(ParameterError, match=f"got {value} at position 1"):
            use(np.array([5, value]))


@pytest.mark.parametrize("modulus", [2**20, 2**31, 5])
def test_a_modulus_that_does_not_hold_the_parts_is_refused(modulus):
    """Below it a difference could vanish that is none; above it products leave 64 bits."""
    with pytest.raises(ParameterError, match=f"got {modulus}: choose plain_modulus_bits"):
        draw_tests(np.array([5]), REAL, modulus=modulus, stream=Keystream(bytes(32)))


@given(st.integers(1, 40), st.integers(0, 60))
def test_uniform_numbers_are_below_their_end(below, count):
    """As many as asked, none outside."""
    drawn = uniform(Keystream(bytes(32)), count, below=below)
    assert drawn.size == count
    assert not drawn.size or (drawn.min() >= 0 and drawn.max() < below)


def test_uniform_numbers_are_drawn_by_rejection():
    """What lies outside is thrown away, not folded back."""
    assert uniform(Script(3, 1, 2, 3, 0), 3, below=3).tolist() == [1, 2, 0]
