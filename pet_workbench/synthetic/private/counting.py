"""Exact counts by columns, of which it is known how much one row can change them.

Every row counts once by any columns, or nowhere.  How far a pair of columns is from what columns on
their own would give is a sum of differences of whole numbers: a row changes it by 1 at most.

Protects: nothing by itself: counts are exact.  It keeps the sensitivity that noise is made for.
Does not protect: by itself.
"""

from collections.abc import Mapping
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from pet_workbench.dp.private_table import Rows
from pet_workbench.dp.totals.binning import counted
from pet_workbench.synthetic.description import Categories, Description

Whole = NDArray[np.int64]
Counts = Mapping[tuple[str, ...], Whole]
"""Counts by the columns they are by: one column, or two."""
Placed = Mapping[str, NDArray[np.uint16]]


def placed(rows: Rows, description: Description) -> dict[str, NDArray[np.uint16]]:
    """Return the place of every row in each column; no value can make it fail.

    Parameters
    ----------
    rows : Rows
    description : Description
    """
    found = {}
    for name, kind in description.columns.items():
        if isinstance(kind, Categories):
            found[name] = rows.positions(name, kind.values)
        else:
            found[name] = kind.places(rows.column(name)).astype(np.uint16)
    return found


def counts_by(places: Placed, description: Description, by: tuple[str, ...]) -> Whole:
    """Count rows by one column or by two.

    Parameters
    ----------
    places : mapping of str to ndarray of uint16
    description : Description
    by : tuple of str

    Returns
    -------
    ndarray of int64
        A row whose value is missing counts in the last cell if a value may be missing, and nowhere
        if not.

    Examples
    --------
    >>> columns = Description({"a": Categories((0, 1)), "b": Categories((0, 1), may_miss=True)})
    >>> places = {"a": np.array([0, 1, 2], np.uint16), "b": np.array([2, 1, 0], np.uint16)}
    >>> counts_by(places, columns, ("a", "b")).tolist()
    [[0, 0, 1], [0, 1, 0]]
    """
    every = counted([places[name] for name in by], [description[name].size + 1 for name in by])
    return every[tuple(slice(description[name].cells) for name in by)]


def gains(places: Placed, description: Description, expected: Counts) -> dict[tuple[str, ...], int]:
    """Return how far counts by two columns are from what was expected, in all.

    Parameters
    ----------
    places : mapping of str to ndarray of uint16
    description : Description
    expected : mapping of (str, str) to ndarray of int64
        Whole numbers, that follow from what was released before.
    """
    return {
        pair: int(np.abs(counts_by(places, description, pair) - table).sum())
        for pair, table in expected.items()
    }


def expected_pairs(counts: Counts) -> dict[tuple[str, ...], Whole]:
    """Return what counts by two columns would be if columns said nothing about each other.

    Parameters
    ----------
    counts : mapping of tuple of str to ndarray of int64
        Noisy counts by one column; the outcome is computed from them alone.

    Examples
    --------
    >>> noisy = {("a",): np.array([30, 10]), ("b",): np.array([20, 20, -3])}
    >>> expected_pairs(noisy)["a", "b"].tolist()
    [[15, 15, 0], [5, 5, 0]]
    """
    rows = max(1.0, float(np.mean([np.maximum(one, 0).sum() for one in counts.values()])))
    chances = {}
    for by, one in counts.items():
        positive = np.maximum(one, 0) + 1e-9
        chances[by[0]] = positive / positive.sum()
    return {
        (a, b): np.rint(rows * np.outer(chances[a], chances[b])).astype(np.int64)
        for a, b in combinations(chances, 2)
    }
