"""How well drawn numbers fit odds."""

import math

import numpy as np

from pet_workbench.core import Keystream

FITS, REJECTED = 6, 20
"""In standard deviations of chi-squared: the first is exceeded by chance once in a million."""


def stream(number=0):
    """Return a keystream that is the same every time."""
    return Keystream(number.to_bytes(32, "big"))


def misfit(drawn, odds, reach):
    """Return by how many standard deviations chi-squared is too large.

    Numbers that are expected less than 10 times are taken together.
    """
    numbers = np.arange(-reach, reach + 1)
    expected = odds(numbers.astype(float))
    expected *= len(drawn) / expected.sum()
    assert np.abs(drawn).max() <= reach
    found = np.bincount(drawn + reach, minlength=2 * reach + 1)
    often = expected >= 10
    expected = np.append(expected[often], max(expected[~often].sum(), 1))
    found = np.append(found[often], found[~often].sum())
    freedom = len(found) - 1
    return float((((found - expected) ** 2 / expected).sum() - freedom) / math.sqrt(2 * freedom))


def laplace(scale):
    """Return the odds of discrete Laplace noise."""
    return lambda numbers: np.exp(-np.abs(numbers) / float(scale))


def gaussian(variance):
    """Return the odds of discrete Gaussian noise."""
    return lambda numbers: np.exp(-(numbers**2) / (2 * float(variance)))
