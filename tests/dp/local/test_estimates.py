"""Margins and thresholds of estimates, exactly computed, also where support is rare."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from scipy.stats import binom

from pet_workbench.dp.local.estimates import Estimates, Support

SUPPORTS = [
    Support(Fraction(1, 2), Fraction(1, 4)),
    Support(Fraction(1, 2), Fraction(1, 3000)),
    Support(Fraction(1, 2), Fraction(1, 10**8)),
    Support(Fraction(3, 4), Fraction(1, 250)),
    Support(Fraction(99, 100), Fraction(1, 6000)),
]


def chances(support, n, count):
    """Return the chance of every number of reports that support a value of `count` devices."""
    own = binom.pmf(np.arange(count + 1), count, float(support.own))
    others = binom.pmf(np.arange(n - count + 1), n - count, float(support.other))
    return np.convolve(own, others)


@pytest.mark.parametrize("support", SUPPORTS)
@pytest.mark.parametrize(("n", "count"), [(1, 0), (1, 1), *product((20, 1000), (0, 1, 3, 20))])
def test_an_interval_keeps_its_confidence_with_few_devices_and_rare_support(support, n, count):
    """Over all numbers of reports there can be, 95 % intervals hold at least 94 % of chance."""
    low, high = Estimates(n, np.arange(n + 1), support).interval(0.95)
    holds = (low <= count + 1e-9) & (count - 1e-9 <= high)
    assert chances(support, n, count)[holds].sum() >= 0.94
    assert (low <= high).all()


@pytest.mark.parametrize("support", SUPPORTS)
@pytest.mark.parametrize("n", [20, 1000, 10_000])
def test_what_nobody_has_is_seldom_seen(support, n):
    """With 64 values the chance that a given one is wrongly seen is at most a 64th of 5 %."""
    seen = Estimates(n, np.arange(n + 1), support).counts > support.threshold(n, values=64)
    assert chances(support, n, 0)[seen].sum() <= 0.05 / 64


@pytest.mark.parametrize("support", SUPPORTS)
@pytest.mark.parametrize("share", [0.3, 0.05])
def test_with_the_devices_needed_a_value_is_seen(support, share):
    """Nine times in ten, as was asked, or nearly so."""
    n = support.devices_needed(share, values=64, sure=0.9)
    seen = Estimates(n, np.arange(n + 1), support).counts > support.threshold(n, values=64)
    assert chances(support, n, round(n * share))[seen].sum() > 0.85
