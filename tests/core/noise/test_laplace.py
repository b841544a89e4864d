"""Laplace noise on whole numbers: it fits, other scales do not, and it can be cut off."""

import math
from fractions import Fraction

import numpy as np
import pytest

from pet_workbench.core import ParameterError
from pet_workbench.core.noise import discrete_laplace, truncated_laplace
from pet_workbench.core.noise import laplace as module
from tests.core.noise.enumerated import chances
from tests.core.noise.fit import FITS, REJECTED, laplace, misfit, stream

MANY = 60_000
SCALES = [
    Fraction(1, 5),
    Fraction(1),
    Fraction(7, 3),
    Fraction(10),
    Fraction(10**30 + 7, 10**29),
]


@pytest.mark.statistical
@pytest.mark.parametrize("scale", SCALES, ids=str)
def test_every_number_comes_as_often_as_it_should(scale):
    """Chi-squared fits, and rejects scales that are 30 % off in both directions."""
    drawn = discrete_laplace(stream(), MANY, scale=scale)
    reach = math.ceil(40 * scale) + 10
    assert misfit(drawn, laplace(scale), reach) < FITS
    for wrong in (0.7, 1.3):
        assert misfit(drawn, laplace(float(scale) * wrong), reach) > REJECTED


@pytest.mark.statistical
@pytest.mark.parametrize("scale", [Fraction(1001, 3), Fraction(2**40), Fraction(2**52)], ids=str)
def test_large_scales_have_the_moments_they_should(scale):
    """Mean size and mean square fit within 6 standard errors, and 30 % off they do not."""
    scaled = discrete_laplace(stream(1), MANY, scale=scale) / float(scale)
    root = math.sqrt(MANY)
    assert abs(scaled.mean()) < 6 * math.sqrt(2) / root
    assert abs((scaled**2).mean() - 2) < 6 * math.sqrt(20) / root
    for right, wrong in ((1, 0.7), (1, 1.3)):
        assert abs(np.abs(scaled).mean() - right) < 6 / root
        assert abs(np.abs(scaled).mean() / wrong - right) > 6 / root


def test_sizes_are_exactly_geometric():
    """Scale 1: over all words, sizes fall by a factor of exp(-1), as far as words decide."""

    def sample(script):
        return int(module._sizes(script, 1, Fraction(1))[0])

    found = chances(sample, 4)
    undecided = found.pop(None)
    for size, chance in found.items():
        exact = math.exp(-size) * -math.expm1(-1)
        assert chance <= exact <= chance + undecided


def test_zero_counts_with_one_sign_only():
    """Of the two ways to write zero one is forgotten."""
    sizes = np.array([0, 1, 2] * 1000)
    drawn = module.signed(stream(2), sizes)
    counts = {number: int((drawn == number).sum()) for number in range(-2, 3)}
    assert counts[1] + counts[-1] == counts[2] + counts[-2] == 1000
    assert counts[0] < 600


def test_low_bits_of_large_numbers_are_uniform():
    """Numbers of a large scale are no multiples of anything: all residues modulo 8 occur."""
    counts = np.bincount(discrete_laplace(stream(3), MANY, scale=Fraction(2**50)) % 8)
    assert np.abs(counts - MANY / 8).max() < 6 * math.sqrt(MANY / 8)


@pytest.mark.statistical
@pytest.mark.parametrize(
    ("scale", "limit"),
    [(Fraction(10), 3), (Fraction(10), 25), (Fraction(7, 2), 4), (Fraction(1, 2), 1)],
    ids=str,
)
def test_cut_off_noise_fits_within_its_limit(scale, limit):
    """Chi-squared fits, and rejects scales that are 30 % off in both directions."""
    drawn = truncated_laplace(stream(4), 4 * MANY, scale=scale, limit=limit)
    assert misfit(drawn, laplace(scale), limit) < FITS
    for wrong in (0.7, 1.3):
        assert misfit(drawn, laplace(float(scale) * wrong), limit) > REJECTED


def test_a_limit_of_zero_leaves_zero():
    """There is one number within the limit."""
    assert not truncated_laplace(stream(), 100, scale=Fraction(2**40), limit=0).any()


def test_a_tiny_scale_gives_zeros():
    """One number in exp(1000) would be another."""
    assert not discrete_laplace(stream(), 1000, scale=Fraction(1, 1000)).any()


def test_as_many_as_asked_and_the_same_for_the_same_key():
    """The count is exact, also none; a key gives the same numbers, and another key others."""
    for count in (0, 1, 17, 4096):
        for drawn in (
            discrete_laplace(stream(5), count, scale=Fraction(9)),
            truncated_laplace(stream(5), count, scale=Fraction(9), limit=9),
        ):
            assert len(drawn) == count
            assert drawn.dtype == np.int64
    first, again, other = (discrete_laplace(stream(k), 50, scale=Fraction(99)) for k in (7, 7, 8))
    assert (first == again).all()
    assert (first != other).any()


@pytest.mark.parametrize(
    "scale", [Fraction(0), Fraction(-1), Fraction(2**52) + 1, 0.5, math.nan, math.inf, "1"]
)
def test_a_scale_is_a_fraction_in_range(scale):
    """No float, for its value is seldom what was meant; nothing that does not fit in 64 bits."""
    with pytest.raises(ParameterError, match="need a fraction above 0"):
        discrete_laplace(stream(), 10, scale=scale)
    with pytest.raises(ParameterError, match="need a fraction above 0"):
        truncated_laplace(stream(), 10, scale=scale, limit=3)


@pytest.mark.parametrize(("count", "limit"), [(-1, 3), (1.5, 3), (3, -1), (3, 2**63)])
def test_counts_and_limits_are_whole_numbers_in_range(count, limit):
    """A count is not below 0, and a limit fits in 64 bits."""
    with pytest.raises(ParameterError):
        truncated_laplace(stream(), count, scale=Fraction(1), limit=limit)
