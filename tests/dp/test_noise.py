"""Noise: how far it reaches, exactly and on the safe side, and how much a promise needs."""

import math
from fractions import Fraction

import numpy as np
import pytest

from pet_workbench.core import ParameterError
from pet_workbench.dp.conversion import rho_for
from pet_workbench.dp.noise import GAUSSIAN, LAPLACE, Noise, noise_for
from tests.core.noise.fit import FITS, REJECTED, gaussian, laplace, misfit, stream

MANY = 50_000
NOISES = [
    Noise(LAPLACE, Fraction(1, 3)),
    Noise(LAPLACE, Fraction(2)),
    Noise(LAPLACE, Fraction(201, 2)),
    Noise(GAUSSIAN, Fraction(1, 3)),
    Noise(GAUSSIAN, Fraction(3, 2)),
    Noise(GAUSSIAN, Fraction(2500)),
]
WIDE = [
    Noise(GAUSSIAN, Fraction(4097)),
    Noise(GAUSSIAN, Fraction(9001, 2)),
    Noise(LAPLACE, Fraction(2**12)),
]
each = pytest.mark.parametrize("noise", NOISES, ids=str)


def odds_of(noise):
    """Return the odds of a noise."""
    return (laplace if noise.kind == LAPLACE else gaussian)(noise.spread)


def added_up(noise, limit):
    """Return the chance beyond a limit, by adding up odds one by one."""
    far = math.ceil(45 * max(1, noise.deviation)) + limit
    odds = odds_of(noise)(np.arange(far + 1, dtype=float)).tolist()
    return 2 * math.fsum(odds[limit + 1 :]) / (2 * math.fsum(odds) - odds[0])


@each
def test_a_narrow_tail_is_exact_and_never_too_small(noise):
    """Odds added up one by one give the same, or less by a part in 10**11."""
    for limit in {0, 1, math.ceil(noise.deviation), math.ceil(6 * noise.deviation)}:
        exact = added_up(noise, limit)
        assert exact <= noise.tail(limit) <= exact * (1 + 1e-11)


@pytest.mark.parametrize("noise", WIDE, ids=str)
def test_a_wide_tail_is_just_above_the_exact_one(noise):
    """Areas bound sums: by less than a part in a thousand too much, and never too little."""
    for deviations in (0, 0.5, 1, 2, 5):
        limit = math.ceil(deviations * noise.deviation)
        exact = added_up(noise, limit)
        assert exact * (1 - 1e-13) <= noise.tail(limit) <= exact * (1 + 1e-3)


@each
def test_tails_are_those_of_drawn_numbers(noise):
    """As many drawn numbers lie beyond a limit as the tail says, within 6 standard errors."""
    drawn = np.abs(noise.draw(stream(1), MANY))
    for limit in (0, math.floor(noise.deviation), math.ceil(3 * noise.deviation)):
        chance = noise.tail(limit)
        error = math.sqrt(chance * (1 - chance) / MANY) + 1 / MANY
        assert abs((drawn > limit).mean() - chance) < 6 * error


@each
def test_drawn_noise_fits_and_30_percent_off_does_not(noise):
    """Chi-squared accepts this spread, and rejects others in both directions."""
    drawn = noise.draw(stream(2), MANY)
    reach = math.ceil(40 * noise.deviation) + 10
    assert misfit(drawn, odds_of(noise), reach) < FITS
    for wrong in (Fraction(7, 10), Fraction(13, 10)):
        factor = wrong if noise.kind == LAPLACE else wrong**2
        assert misfit(drawn, odds_of(Noise(noise.kind, noise.spread * factor)), reach) > REJECTED


@pytest.mark.parametrize("noise", NOISES + WIDE, ids=str)
@pytest.mark.parametrize("confidence", [0.5, 0.95, 0.999999])
def test_a_quantile_is_the_smallest_that_will_do(noise, confidence):
    """The chance beyond it is small enough, and beyond one less it is not."""
    quantile = noise.quantile(confidence)
    assert noise.tail(quantile) <= 1 - confidence < noise.tail(quantile - 1)


@pytest.mark.parametrize(
    ("noise", "within_95"),
    [
        (Noise(LAPLACE, Fraction(2**40)), -math.log(0.05) * 2**40),
        (Noise(LAPLACE, Fraction(2**52)), -math.log(0.05) * 2**52),
        (Noise(GAUSSIAN, Fraction(2**104)), 1.959963984540054 * 2**52),
    ],
    ids=str,
)
def test_the_widest_noise_has_the_quantile_of_its_limit(noise, within_95):
    """With so many steps noise is as good as continuous, and a quantile takes no time."""
    assert noise.quantile(0.95) == pytest.approx(within_95, rel=1e-9)


@each
def test_the_deviation_is_not_exceeded(noise):
    """Laplace noise has exactly this deviation; Gaussian noise on whole numbers at most."""
    numbers = np.arange(-4000, 4001, dtype=float)
    odds = odds_of(noise)(numbers)
    exact = math.sqrt((odds * numbers**2).sum() / odds.sum())
    assert exact <= noise.deviation * (1 + 1e-12)
    if noise.kind == LAPLACE or noise.spread > 1:
        assert exact == pytest.approx(noise.deviation)


def test_chances_stay_chances():
    """Below 0 everything is beyond; far away the chance is small but never called impossible."""
    for noise in NOISES:
        assert noise.tail(-1) == 1
        assert 0 < noise.tail(10**15) < 1e-300


def test_a_promise_decides_the_noise():
    """Without delta Laplace of scale l1 / epsilon; with delta Gaussian by way of rho."""
    epsilon, delta = Fraction(1, 2), Fraction(1, 10**6)
    assert noise_for(epsilon, Fraction(0), l1=3, l2_squared=9) == Noise(LAPLACE, Fraction(6))
    noise = noise_for(epsilon, delta, l1=3, l2_squared=9)
    assert noise == Noise(GAUSSIAN, Fraction(9) / (2 * rho_for(epsilon, delta)))


@pytest.mark.parametrize(("kind", "spread"), [(LAPLACE, 2**53), (GAUSSIAN, 2**105), (LAPLACE, 0)])
def test_noise_that_would_not_fit_is_refused_when_declared(kind, spread):
    """Not when it is drawn: the budget would have been charged by then."""
    with pytest.raises(ParameterError, match="need a fraction"):
        Noise(kind, Fraction(spread))


@pytest.mark.parametrize("confidence", [0, 0.4, 1, math.nan])
def test_a_confidence_is_a_chance_worth_stating(confidence):
    """From a half to below certainty."""
    with pytest.raises(ParameterError):
        NOISES[0].quantile(confidence)


def test_a_description_has_the_whole_distribution():
    """Kind and spread, exactly."""
    assert NOISES[3].describe() == {"distribution": "discrete gaussian", "spread": "1/3"}
