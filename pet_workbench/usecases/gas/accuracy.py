"""How far a mean with noise can be off, and how much epsilon a wanted margin takes.

All of it follows from the declaration; no data are needed, so it can be decided beforehand.  It is
about the noise only: what a bound cuts off from large users comes on top.
"""

import math
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core.validation import check_range, check_whole
from pet_workbench.dp.exactly import exact_epsilon
from pet_workbench.dp.noise import noise_for
from pet_workbench.usecases.gas.publication import Publication
from pet_workbench.usecases.gas.query import COUNT_SHARE

MOST_EPSILON = 20
_NONE = Fraction(0)


def relative_margin(
    size: int, *, mean: float, high: int, epsilon: Any, confidence: float = 0.95
) -> float:
    """Return by what share the mean of an area can be off with chance `confidence`.

    The count and the sum each get half of the chance to be further off, so that both hold together.

    Parameters
    ----------
    size : int
        Connections in the area.
    mean : float
        What they use on average, in m3.
    high : int
        What a connection counts for at most.
    epsilon : number
    confidence : float

    Returns
    -------
    float
        Infinite where the noise on the count can be as large as the count.

    Examples
    --------
    >>> round(relative_margin(2_000, mean=1_981, high=10_000, epsilon=1), 3)
    0.02
    """
    check_whole("size", size, 1, 100_000_000)
    check_range("mean", mean, 1, 1e6)
    each = (1 + confidence) / 2
    exactly = exact_epsilon(epsilon)
    count = noise_for(COUNT_SHARE * exactly, _NONE, l1=1, l2_squared=1).quantile(each)
    total = noise_for((1 - COUNT_SHARE) * exactly, _NONE, l1=high, l2_squared=high**2)
    if count >= size:
        return math.inf
    return (size * mean + total.quantile(each)) / (size - count) / mean - 1


def epsilon_for_margin(
    size: int, *, mean: float, high: int, margin: float, confidence: float = 0.95
) -> Fraction | None:
    """Return the least epsilon, in steps of 0.01, with which a mean is off by `margin` at most.

    Parameters
    ----------
    size : int
        Connections in the area.
    mean : float
        What they use on average, in m3.
    high : int
        What a connection counts for at most.
    margin : float
        As a share of the mean.
    confidence : float

    Returns
    -------
    Fraction or None
        None where 20 is not enough: then the area is too small for such a margin.

    Examples
    --------
    >>> epsilon_for_margin(500, mean=1_981, high=10_000, margin=0.05)
    Fraction(8, 5)
    """
    check_range("margin", margin, 1e-6, 10)

    def wide(hundredths: int) -> bool:
        epsilon = Fraction(hundredths, 100)
        found = relative_margin(size, mean=mean, high=high, epsilon=epsilon, confidence=confidence)
        return found > margin

    low, most = 0, 100 * MOST_EPSILON
    if wide(most):
        return None
    while most - low > 1:
        middle = (low + most) // 2
        low, most = (middle, most) if wide(middle) else (low, middle)
    return Fraction(most, 100)


def mean_intervals(
    publication: Publication, *, confidence: float = 0.95
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return bounds for the mean of every area, from released numbers alone.

    Each holds by itself with chance `confidence`.  Where the count may be 0 the upper bound is
    what a connection counts for at most; without noise there are no bounds (NaN).

    Parameters
    ----------
    publication : Publication
        With noise, one row per area.
    confidence : float
    """
    each = (1 + confidence) / 2
    bounds = np.full((2, len(publication.areas)), np.nan)
    for query in publication.queries:
        at = np.searchsorted(publication.areas, np.asarray(query.areas))
        row = publication.row[at]
        numbers = {
            "connections": publication.connections[row],
            "use": publication.use[row],
        }
        low, high = query.interval(numbers, each)
        most = float(query.grid.high)
        fewest = np.maximum(low["connections"], 0)
        with np.errstate(divide="ignore", invalid="ignore"):
            upper = np.where(fewest > 0, np.maximum(high["use"], 0) / fewest, most)
        bounds[1, at] = np.clip(upper, 0, most)
        lower = np.maximum(low["use"], 0) / np.maximum(high["connections"], 1)
        bounds[0, at] = np.minimum(lower, bounds[1, at])
    return bounds[0], bounds[1]
