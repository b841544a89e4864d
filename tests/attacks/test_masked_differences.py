"""Guessing from masked differences: as good as the distribution says, and no better than a coin
where numbers are compared digit by digit.
"""

import math
from collections import Counter
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pet_workbench.attacks import hidden_zeros
from pet_workbench.attacks.masked_differences import (
    Multiplier,
    advantage,
    density,
    distance,
    guess,
    masked,
    measured,
)
from pet_workbench.core import Keystream, ParameterError
from pet_workbench.he.comparing.digits import Digits

CHEAP = Multiplier(bits=30)
SMALL = Multiplier(bits=5, low_bits=6)
DIGITS, PRIME = Digits(10), 1_097_729
LOOKS = 40_000
PAIRS = [(0, 1), (3, 5), (100, 200), (1_000, 1_010), (10, 50_000), (70_000, 90_000)]


def exactly(at, multiplier):
    """Return the probability of each size at a distance, all multipliers and offsets counted."""
    spread = Counter()
    first = 2**multiplier.low_bits
    for factor in range(first, first << multiplier.bits):
        share = math.log2((factor + 1) / factor) / multiplier.bits
        for offset in range(factor):
            spread[factor * at + offset] += share / factor
    return spread


class Both:
    """Tosses given coins and otherwise draws as told."""

    def __init__(self, share, coin):
        self.share, self.coin = share, coin

    def random(self, count):
        """Return where in the range the multiplier lies."""
        return np.full(count, self.share)

    def integers(self, low, high, count=None):
        """Return the coin, or the middle of the offsets."""
        return np.full(count, self.coin) if count else (high - 1) // 2


@given(st.integers(-(2**20), 2**20), st.floats(0, 0.999))
def test_the_sign_is_the_toss_of_a_coin(difference, share):
    """For each difference one side of the coin gives a number below zero, the other its mirror."""
    one, other = (masked([difference], CHEAP, Both(share, coin))[0] for coin in (0, 1))
    assert one == ~other
    assert (one < 0) == (difference < 0)


@pytest.mark.parametrize("at", [0, 1, 2, 7])
def test_signs_are_even_and_sizes_alike_on_both_sides(at):
    """Over all multipliers, offsets and coins, d and -1 - d have one and the same distribution."""
    found = []
    for difference in (at, ~at):
        seen = Counter()
        for factor, coin in product(range(4, 16), (0, 1)):
            for offset in range(factor):
                plain = factor * difference + offset
                share = Fraction(1, factor)
                seen[~plain if coin else plain] += share
        found.append(seen)
    assert found[0] == found[1]


def test_distances_count_from_the_edge_on_both_sides():
    """The last difference that is under and the first that is not are both at distance 0."""
    assert distance([-3, -2, -1, 0, 1, 2]).tolist() == [2, 1, 0, 0, 1, 2]


@pytest.mark.parametrize(("first", "second"), [(0, 1), (1, 2), (3, 5), (2, 9), (0, 20)])
def test_the_formula_is_the_exact_sum_up_to_rounding(first, second):
    """Half the sum of all differences of probability, with whole numbers, differs by 2**-low."""
    one, two = exactly(first, SMALL), exactly(second, SMALL)
    exact = sum(abs(one[size] - two[size]) for size in one | two) / 2
    assert advantage(first, second, SMALL) == pytest.approx(exact, abs=2**-SMALL.low_bits)


@pytest.mark.parametrize("at", [0, 1, 6])
def test_the_density_is_that_of_the_exact_distribution(at):
    """Summed over each doubling of the size, both give the same share."""
    spread = exactly(at, SMALL)
    for low in range(SMALL.low_bits, SMALL.low_bits + SMALL.bits + 4):
        sizes = np.arange(2**low, 2 ** (low + 1))
        from_density = (density(sizes, at, SMALL) / (sizes + 0.5)).sum() / math.log(2)
        exact = sum(share for size, share in spread.items() if size.bit_length() == low + 1)
        assert from_density == pytest.approx(exact, abs=2**-SMALL.low_bits)


@pytest.mark.statistical
@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_the_best_guess_is_as_good_as_the_distribution_says(first, second):
    """Measured and computed advantage agree within 5 deviations; chance of a false alarm 1e-6."""
    rng = np.random.default_rng(8)
    found = measured(first, ~second, CHEAP, looks=LOOKS, rng=rng)
    assert found == pytest.approx(advantage(first, second, CHEAP), abs=5 / math.sqrt(LOOKS))


@pytest.mark.statistical
@pytest.mark.parametrize("wrong_bits", [20, 45])
def test_a_multiplier_of_another_range_is_noticed(wrong_bits):
    """The measurement is fine enough to reject masks that are not as stated."""
    rng = np.random.default_rng(8)
    found = measured(10, 50_000, Multiplier(wrong_bits), looks=LOOKS, rng=rng)
    assert abs(found - advantage(10, 50_000, CHEAP)) > 5 / math.sqrt(LOOKS)


@pytest.mark.statistical
def test_drawn_multipliers_are_log_uniform():
    """Each doubling holds as many, and within one small ones come more often: alarm 1e-6."""
    drawn = CHEAP.draw(np.random.default_rng(3), 60_000)
    exponents = np.log2(drawn) - CHEAP.low_bits
    counts = np.histogram(exponents, bins=60, range=(0, CHEAP.bits))[0]
    assert counts.sum() == 60_000
    assert ((counts - 1_000) ** 2 / 1_000).sum() < 125  # 59 degrees of freedom


@given(st.integers(0, 2**20), st.integers(0, 2**20), st.integers(1, 54))
def test_an_advantage_is_a_share_and_has_no_direction(first, second, bits):
    """From 0 to 1, the same both ways, and none between equal distances."""
    multiplier = Multiplier(bits)
    found = advantage(first, second, multiplier)
    assert -1e-9 <= found <= 1 + 1e-9
    assert found == advantage(second, first, multiplier)
    assert advantage(first, first, multiplier) == 0


@pytest.mark.parametrize("bits", [10, 20, 30, 40])
def test_each_doubling_costs_one_over_the_bits_and_together_they_cost_all(bits):
    """Far from the edge a doubling tells 1 / bits; over all bits and one more nothing is hidden."""
    multiplier = Multiplier(bits)
    assert advantage(5_000, 10_000, multiplier) == pytest.approx(1 / bits, rel=1e-3)
    assert advantage(500, 500 << (bits + 1), multiplier) == pytest.approx(1, abs=1e-4)


def test_more_bits_hide_better_and_never_well():
    """The widest multiplier that fits in 62 bits leaves a tenth between 1 euro and 40."""
    found = [advantage(100, 4_000, Multiplier(bits)) for bits in (10, 20, 30, 54)]
    assert found == sorted(found, reverse=True)
    assert found[-1] == pytest.approx(0.0984, abs=1e-4)


def test_a_tie_is_guessed_by_a_coin():
    """Where both distances are as likely, half of all guesses go either way."""
    middle = np.full(4_000, 2**25)
    guessed = guess(middle, 1_000, 2_000, CHEAP, np.random.default_rng(1))
    assert 1_800 < guessed.sum() < 2_200


@pytest.mark.parametrize(("bits", "low_bits"), [(0, 8), (55, 8), (10, -1), (62, 1), (3.5, 60)])
def test_multipliers_that_do_not_fit_are_refused(bits, low_bits):
    """From 1 bit to what 62 bits hold."""
    with pytest.raises(ParameterError, match="need"):
        Multiplier(bits, low_bits)


@pytest.mark.statistical
@pytest.mark.parametrize(("first", "second"), [(25_000, 90_000), (29_999, 30_001), (0, 1_000_000)])
def test_digit_by_digit_an_attacker_does_no_better_than_a_coin(first, second):
    """Limits on either side of the number, or far apart: within 5 deviations of chance, 1e-6."""
    options = {"looks": 20_000, "digits": DIGITS, "modulus": PRIME, "key": bytes([4] * 32)}
    found = hidden_zeros.measured(30_000, first, second, **options)
    assert abs(found) < 5 / math.sqrt(40_000)


def test_the_attacker_on_digits_does_find_zeros_that_are_not_turned():
    """Were places not turned and coins not tossed, the same attacker would be right every time."""

    class Unturned(Keystream):
        """Draws no coins and no turns."""

        def integers(self, shape, dtype):
            """Return zeros where a coin, a turn or a multiplier is drawn."""
            return np.zeros(shape, dtype)

    limits = np.array([25_000, 90_000])
    stream = Unturned(bytes(32))
    places = hidden_zeros.zero_places(
        np.full(2, 30_000), limits, DIGITS, modulus=PRIME, stream=stream
    )
    assert places[0] != places[1]
