"""The same connections in other areas: a second division, and a second version.

Postcodes and a municipality's own neighbourhoods mostly have the same houses, but not always: here
and there a house on the border belongs to the one and not to the other.  Whoever publishes both
publishes that house.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pet_workbench.usecases.gas.areas import area_of

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Redrawn:
    """Connections in two divisions that differ by a few houses.

    Attributes
    ----------
    first, second : ndarray of int64, shape (n_connections,)
        The area of each connection in either division.
    use : ndarray of int64, of the same shape
    moved : ndarray of int64
        Which connections are elsewhere in the second division.
    """

    first: NDArray[np.int64]
    second: NDArray[np.int64]
    use: NDArray[np.int64]
    moved: NDArray[np.int64]


def redrawn(connections: "pd.DataFrame", level: str, *, fewest: int) -> Redrawn:
    """Let one house per pair of neighbouring areas lie across the border in a second division.

    Parameters
    ----------
    connections : DataFrame
        Columns ``area`` (streets) and ``use``.
    level : str
    fewest : int
        Areas with fewer connections than this, after the move, stay as they are.
    """
    first = area_of(connections["area"].to_numpy(), level)
    areas, counts = np.unique(first, return_counts=True)
    order = np.argsort(first, kind="stable")
    ends = np.cumsum(counts) - 1
    pairs = np.arange(0, len(areas) - 1, 2)
    pairs = pairs[(counts[pairs] > fewest) & (counts[pairs + 1] >= fewest)]
    moved = order[ends[pairs]]
    second = first.copy()
    second[moved] = areas[pairs + 1]
    return Redrawn(first, second, connections["use"].to_numpy(np.int64), moved)
