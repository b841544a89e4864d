"""Tests of permute-and-flip: the paper's definition and its epsilon, by enumeration."""

import math
from fractions import Fraction
from itertools import combinations, permutations, product

import numpy as np
import pytest
from scipy import stats

from pet_workbench.core import Keystream
from pet_workbench.dp.choosing.permute_and_flip import largest_distance, nearly_best

DISTANCES = (0, 3, 1, 7, 3)
SCALE = Fraction(5, 2)
DRAWS = 4_000


def heads(distances, scale):
    """Return each candidate's chance of heads."""
    return [math.exp(-float((one - min(distances)) / scale)) for one in distances]


def by_permutations(distances, scale):
    """Return the chances of the paper: turn coins over in every order, until one shows heads."""
    chance = heads(distances, scale)
    found = [0.0] * len(distances)
    orders = list(permutations(range(len(distances))))
    for order in orders:
        going_on = 1.0 / len(orders)
        for candidate in order:
            found[candidate] += going_on * chance[candidate]
            going_on *= 1 - chance[candidate]
    return found


def by_choosing_among_heads(distances, scale):
    """Return the chances when all coins are flipped, and one of the heads is chosen evenly."""
    chance = heads(distances, scale)
    found = [0.0] * len(distances)
    numbers = range(len(distances))
    for size in range(1, len(distances) + 1):
        for shown in combinations(numbers, size):
            together = math.prod(chance[i] if i in shown else 1 - chance[i] for i in numbers)
            for candidate in shown:
                found[candidate] += together / size
    return found


@pytest.mark.parametrize("distances", [DISTANCES, (2, 2, 2), (5,), (0, 100, 1, 0)])
def test_choosing_among_heads_is_permute_and_flip(distances):
    """Flipping all coins gives each candidate exactly the chance of the paper's algorithm."""
    expected = by_permutations(distances, SCALE)
    assert by_choosing_among_heads(distances, SCALE) == pytest.approx(expected, rel=1e-13)


@pytest.mark.parametrize("sensitivity", [1, 2])
def test_no_chance_changes_by_more_than_epsilon(sensitivity):
    """Over all small distances of three candidates and all changes, ratios are at most e."""
    scale = Fraction(2 * sensitivity)
    changes = range(-sensitivity, sensitivity + 1)
    worst = 0.0
    for distances in product(range(4), repeat=3):
        before = by_permutations(distances, scale)
        for change in product(changes, repeat=3):
            after = by_permutations([a + b for a, b in zip(distances, change, strict=True)], scale)
            ratios = [a / b for a, b in zip(before, after, strict=True)]
            worst = max(worst, math.log(max(ratios)))
    assert 0.5 < worst <= 1 + 1e-12


def drawn(scale, draws=DRAWS):
    """Return how often each candidate is chosen, with fixed keys."""
    streams = (Keystream(bytes(32), lane=lane) for lane in range(draws))
    chosen = [nearly_best(stream, np.array(DISTANCES), scale=scale) for stream in streams]
    return np.bincount(chosen, minlength=len(DISTANCES))


def test_choices_have_the_chances_of_the_paper():
    """4,000 choices with fixed keys fit the enumerated chances."""
    expected = DRAWS * np.array(by_permutations(DISTANCES, SCALE))
    assert stats.chisquare(drawn(SCALE), expected).pvalue > 0.01


@pytest.mark.parametrize("factor", [Fraction(7, 10), Fraction(13, 10)])
def test_a_scale_that_is_30_percent_off_is_noticed(factor):
    """The same test rejects choices with a scale that is 30 % too small or too large."""
    expected = DRAWS * np.array(by_permutations(DISTANCES, SCALE))
    assert stats.chisquare(drawn(SCALE * factor), expected).pvalue < 1e-6


def test_candidates_in_different_blocks_can_all_be_chosen():
    """Of 200,000 equally good candidates, those at both ends are chosen as well."""
    distances = np.zeros(200_000, np.int64)
    chosen = [
        nearly_best(Keystream(bytes(32), lane=lane), distances, scale=Fraction(1))
        for lane in range(40)
    ]
    assert min(chosen) < 30_000
    assert max(chosen) > 170_000


@pytest.mark.parametrize("chance", [0.5, 0.05, 0.001])
def test_the_largest_distance_is_exceeded_with_at_most_its_chance(chance):
    """With one best candidate and many others equally far, the exact chance keeps to it."""
    candidates, scale = 1_000, Fraction(3)
    far = largest_distance(candidates, scale=scale, chance=chance) + 1
    heads_of_one = math.exp(-float(far / scale))
    # the best one is chosen with chance E[1 / (1 + heads)], in closed form
    best = (1 - (1 - heads_of_one) ** candidates) / (candidates * heads_of_one)
    assert 0 < 1 - best <= chance
