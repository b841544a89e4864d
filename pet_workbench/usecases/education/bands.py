"""How far off a table is for small and for large groups, and what can still be done with it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pet_workbench.usecases.education.tables import CANDIDATES, HIDDEN, Publication

USABLE = 0.1
"""A number is called usable if it is within a tenth of the true one."""
EDGES = (5, 10, 20, 50)
"""Between bands of groups by their number of candidates."""
SCHOOL_EDGES = (10, 15, 20, 25)
"""Between bands of schools in the real file."""
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Band:
    """Groups of about one size.

    Attributes
    ----------
    low : int
        Smallest size in it.
    high : int or None
        Largest size in it; None for no limit.
    groups : int
        How many there are.
    typical : float
        Middle of the relative errors of their numbers.
    usable : float
        Share of their numbers within `USABLE` of the true ones.
    """

    low: int
    high: int | None
    groups: int
    typical: float
    usable: float


def bands(true: Whole, shown: Whole, edges: tuple[int, ...] = EDGES) -> list[Band]:
    """Return how far off numbers are, by size.

    Parameters
    ----------
    true : ndarray of int64, shape (n_groups,)
        1 or more.
    shown : ndarray of int64, of the same shape or (n_draws, n_groups)
        `HIDDEN` where a number is left out: that is as far off as a number can be.
    edges : tuple of int
        Where the next band begins.

    Examples
    --------
    >>> found = bands(np.array([4, 100]), np.array([8, 99]), edges=(10,))
    >>> [(band.low, band.high, band.typical, band.usable) for band in found]
    [(1, 9, 1.0, 0.0), (10, None, 0.01, 1.0)]
    """
    off = np.abs(np.where(shown == HIDDEN, 0, shown) - true) / np.maximum(true, 1)
    found = []
    for low, after in zip((1, *edges), (*edges, None), strict=True):
        inside = (true >= low) & (after is None or true < after)
        some = off[..., inside]
        if some.size:
            high = None if after is None else after - 1
            typical, usable = float(np.median(some)), float((some <= USABLE).mean())
            found.append(Band(low, high, int(inside.sum()), typical, usable))
    return found


def usable_share(true: Publication, shown: Publication) -> float:
    """Return the share of all counts of groups that are given and within a tenth of the true ones.

    A true 0 is usable only if it is given as 0.
    """
    off = np.abs(shown.counts - true.counts)
    good = ~shown.hidden & (off <= USABLE * true.counts)
    return float(good.mean())


def usable_totals(true: Publication, shown: Publication) -> float:
    """Return the same for the totals of regions."""
    there = true.regions[:, CANDIDATES] > 0
    off = np.abs(shown.regions - true.regions)[there]
    good = (shown.regions[there] != HIDDEN) & (off <= USABLE * true.regions[there])
    return float(good.mean())
