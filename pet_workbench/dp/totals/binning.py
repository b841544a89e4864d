"""Exact counts by bin or by combination of categories, block by block.

Protects: the sensitivity of a histogram: every row counts once, in one cell.
Does not protect: by itself.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.dp.totals.adding import in_shares

_BLOCK = 1 << 15
_UNSURE = 1e-6
"""In widths of a bin; a division is far more precise."""


def binned(values: NDArray[Any], edges: NDArray[np.float64]) -> NDArray[np.int64]:
    """Count numbers below the first edge, in each bin, and above the last; NaN counts nowhere.

    Parameters
    ----------
    values : ndarray of numbers
    edges : ndarray of float, shape (n_bins + 1,)
        Ascending.  A bin holds its lower edge; the last one also its upper.

    Returns
    -------
    ndarray of int64, shape (n_bins + 2,)

    Examples
    --------
    >>> binned(np.array([-1, 0, 0.5, 1, 2, 3, np.nan]), np.array([0.0, 1.0, 2.0])).tolist()
    [1, 2, 2, 1]
    """
    find = _by_width if _evenly(edges) else _by_search

    def of(share: slice) -> NDArray[np.int64]:
        counts = np.zeros(len(edges) + 2, np.int64)
        for start in range(share.start, share.stop, _BLOCK):
            part = np.asarray(values[start : min(start + _BLOCK, share.stop)], np.float64)
            counts += np.bincount(find(part, edges), minlength=len(counts))
        return counts[:-1]  # without the missing

    return sum(in_shares(len(values), of), np.zeros(len(edges) + 1, np.int64))


def _evenly(edges: NDArray[np.float64]) -> bool:
    """Tell whether the bins are equally wide, so that a division finds a bin to within one."""
    widths = np.diff(edges)
    return bool(np.all(np.abs(widths - widths.mean()) < widths.mean() / 4 / len(widths)))


def _by_width(values: NDArray[np.float64], edges: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return a place for each value: 0 below, 1 for the first bin, and last for missing."""
    bins = len(edges) - 1
    scale = bins / (edges[-1] - edges[0])
    with np.errstate(over="ignore"):  # what becomes infinite lies outside
        near = values - edges[0]
        near *= scale
    np.clip(near, -1.0, float(bins), out=near)
    missing = np.isnan(values) if np.isnan(near.sum()) else None
    if missing is not None:
        near[missing] = 0
    whole = np.floor(near)
    near -= whole
    place: NDArray[np.intp] = whole.astype(np.intp)
    place += 1
    unsure = _near_an_edge(near, float(np.abs((edges - edges[0]) * scale - range(bins + 1)).max()))
    if len(unsure):
        place[unsure] = _by_search(values[unsure], edges)
    if missing is not None:
        place[missing] = bins + 2
    return place


def _near_an_edge(within: NDArray[np.float64], drift: float) -> NDArray[np.intp]:
    """Return where a value lies so near the edge of a bin that a division may get it wrong."""
    margin = drift + _UNSURE
    return np.flatnonzero((within < margin) | (within > 1 - margin))


def _by_search(values: NDArray[np.float64], edges: NDArray[np.float64]) -> NDArray[np.intp]:
    """Do the same for bins of any width."""
    place: NDArray[np.intp] = np.searchsorted(edges, values, side="right")
    place[values == edges[-1]] = len(edges) - 1
    place[np.isnan(values)] = len(edges) + 1
    return place


def counted(places: Sequence[NDArray[np.uint16]], sizes: Sequence[int]) -> NDArray[np.int64]:
    """Count rows by combination of places.

    Parameters
    ----------
    places : sequence of ndarray of uint16, each of shape (n_rows,)
        One for each column.
    sizes : sequence of int
        How many places each column has.

    Returns
    -------
    ndarray of int64, shape `sizes`

    Examples
    --------
    >>> ages, regions = np.array([0, 1, 1], np.uint16), np.array([0, 0, 1], np.uint16)
    >>> counted([ages, regions], [2, 2]).tolist()
    [[1, 0], [1, 1]]
    """
    cells = int(np.prod(sizes))
    block = max(_BLOCK, 8 * cells)

    def of(share: slice) -> NDArray[np.int64]:
        counts = np.zeros(cells, np.int64)
        for start in range(share.start, share.stop, block):
            part = slice(start, min(start + block, share.stop))
            cell = places[0][part].astype(np.intp)
            for more, size in zip(places[1:], sizes[1:], strict=True):
                cell *= size
                cell += more[part]
            counts += np.bincount(cell, minlength=cells)
        return counts

    found = sum(in_shares(len(places[0]), of), np.zeros(cells, np.int64))
    return found.reshape(tuple(sizes))
