"""Which rows count when one unit may add only so many: a random choice within each unit.

Each row gets a random number; within a crowded unit the rows with the lowest numbers stay.  The
choice within a unit depends on that unit's rows alone, so a unit that is added or removed changes
nothing about the rows of others, and changes no more rows than the limit [1]_.

Protects: the sensitivity of every total: it is the limit times what one row can do.
Does not protect: by itself.  Units above the limit count for less, so totals come out lower; choose
limits from what is known in general.

References
----------
.. [1] R. Wilson et al., "Differentially Private SQL with Bounded User Contribution", PoPETs 2020,
   doi:10.2478/popets-2020-0025.
"""

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Keystream

Codes = NDArray[np.int32] | NDArray[np.int64]
_FEW = 3
"""Up to this limit, drawing one item after another is faster than sorting."""


def bounded(codes: Codes, *, units: int, limit: int, stream: Keystream) -> NDArray[np.bool_] | None:
    """Choose at most `limit` items of each unit, every choice equally likely.

    Parameters
    ----------
    codes : ndarray of int, shape (n_items,)
        Number of the unit each item belongs to, from 0 to `units` - 1.
    units : int
        How many numbers there are; some may have no item.
    limit : int
        At most this many items of a unit stay.
    stream : Keystream
        Where the choice is read from.

    Returns
    -------
    ndarray of bool, shape (n_items,), or None
        Which items stay; None if all do.

    Examples
    --------
    >>> codes = np.array([0, 0, 0, 1, 2, 2])
    >>> stays = bounded(codes, units=3, limit=2, stream=Keystream(bytes(32)))
    >>> int(stays[:3].sum()), stays[3:].tolist()
    (2, [True, True, True])
    """
    counts = np.bincount(codes, minlength=units)
    if not counts.size or counts.max() <= limit:
        return None
    if limit == 1:
        return _one_each(codes, counts, stream)
    crowded = counts > limit
    stays = ~crowded[codes]
    rivals = np.flatnonzero(~stays)
    if limit <= _FEW:
        for _ in range(limit):
            drawn = _one_each(codes[rivals], counts * crowded, stream)
            stays[rivals[drawn]] = True
            rivals = rivals[~drawn]
        return stays
    numbers = np.cumsum(crowded, dtype=np.int64) - 1
    stays[rivals] = _lowest(numbers[codes[rivals]], counts[crowded], limit, stream)
    return stays


def _one_each(codes: Codes, counts: NDArray[np.int64], stream: Keystream) -> NDArray[np.bool_]:
    """Choose one item of each unit: the one with the lowest random number."""
    present = int(np.count_nonzero(counts))
    while True:
        draws = stream.integers(len(codes), np.uint64)
        lowest = np.full(len(counts), np.iinfo(np.uint64).max, np.uint64)
        np.minimum.at(lowest, codes, draws)
        stays: NDArray[np.bool_] = draws == lowest[codes]
        if np.count_nonzero(stays) == present:
            return stays


def _lowest(
    codes: NDArray[np.int64], counts: NDArray[np.int64], limit: int, stream: Keystream
) -> NDArray[np.bool_]:
    """Choose `limit` items of each unit; every unit has more than that.

    Units are redrawn together when two items tie for the last place in any of them: that leaves
    choices within units independent, as a tie in one says nothing about another.
    """
    random_bits = 64 - (len(counts) - 1).bit_length()
    last = np.concatenate(([0], np.cumsum(counts)[:-1])) + (limit - 1)
    shifted = codes.astype(np.uint64) << np.uint64(random_bits)
    while True:
        draws = stream.integers(len(codes), np.uint64)
        draws >>= np.uint64(64 - random_bits)
        draws |= shifted
        order = np.sort(draws)
        if np.all(order[last] != order[last + 1]):
            stays: NDArray[np.bool_] = draws <= order[last][codes]
            return stays
