"""The logistic function and its slope on whole numbers, by tables.

A score is a whole number of 2**-30; the table has one probability for every 2**-12 of it.  So a
row's probability depends on that row alone.  Floating-point functions do not promise that: in some
other place of an array, the last digit of the same row may differ.

Protects: nothing by itself; it keeps what one row adds to a total exactly within its bounds.
Does not protect: precision beyond 0.00003 in a probability, which is far below the noise.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

SCORE_BITS, TABLE_BITS = 30, 12
ONE, SLOPE_ONE = 1 << 16, 1 << 10
"""Probabilities are counted in 2**-16, slopes, of a quarter at most, in 2**-10."""
LARGEST_SCORE = 16


@cache
def tables() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return probabilities and slopes as whole numbers, for scores from -16 to 16."""
    half = np.arange(-LARGEST_SCORE << TABLE_BITS, (LARGEST_SCORE << TABLE_BITS) + 1) / (
        2 << TABLE_BITS
    )
    chance = (1 + np.tanh(half)) / 2
    return np.rint(ONE * chance), np.rint(SLOPE_ONE * chance * (1 - chance))


def looked_up(scores: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return probability and slope for whole scores, both as whole numbers.

    Parameters
    ----------
    scores : ndarray of float64
        Whole numbers of 2**-30, below 2**53.

    Examples
    --------
    >>> chances, slopes = looked_up(np.array([0.0, 2.0**31]))
    >>> (chances / ONE).round(3).tolist(), (slopes / SLOPE_ONE).round(3).tolist()
    ([0.5, 0.881], [0.25, 0.105])
    """
    chances, slopes = tables()
    places = np.rint(scores / (1 << (SCORE_BITS - TABLE_BITS))).astype(np.int64)
    places += LARGEST_SCORE << TABLE_BITS
    np.clip(places, 0, len(chances) - 1, out=places)
    return chances[places], slopes[places]
