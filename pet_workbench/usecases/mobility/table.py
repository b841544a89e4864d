"""The answer of `mobility`: how many persons go from where to where, in which part of the day.

`true_table` counts a second time, with pandas and without the code that is measured: what every
technique is checked against.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pet_workbench.usecases.mobility.inside import CELLS, N_AREAS, N_CELLS, N_DAYPARTS

if TYPE_CHECKING:
    import pandas as pd

OPERATORS = tuple(f"Aanbieder {letter}" for letter in "ABCD")
"""Operators of mobile networks; invented, as the Netherlands have others."""
HOST, OFFICE, MAKER = "Rekencentrum", "Statistiekbureau", "Chipmaker"
BODIES = ("Universiteit", "Notaris")
"""Who compute on shares, besides the host; no real body was asked."""
DAYPARTS = ("night", "morning", "afternoon", "evening")
"""Quarters of the day, from 0, 6, 12 and 18 o'clock."""
SHAPE = (N_DAYPARTS, N_AREAS, N_AREAS)

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Movements:
    """What the office reads.

    Attributes
    ----------
    counts : ndarray of int64, shape (4, 12, 12)
        Persons by quarter, origin and destination; 0 where withheld or where nobody moves.
    rests : ndarray of int64, shape (4, 12)
        What withheld cells of a quarter and origin add up to; 0 where that is withheld too.
    minimum : int
        Smallest cell that is shown; 1 if nothing is withheld.
    scale : Fraction or None
        Of the noise on every cell; counts can then be below 0.
    """

    counts: Counts
    rests: Counts
    minimum: int
    scale: Fraction | None = None

    @property
    def withheld(self) -> NDArray[np.bool_]:
        """Which cells are withheld; none where nothing is, nor where nobody can move."""
        hidden: NDArray[np.bool_] = (self.counts < self.minimum) & ~np.eye(N_AREAS, dtype=np.bool_)
        return hidden & (self.minimum > 1)

    @property
    def n_shown(self) -> int:
        """How many cells are shown."""
        return int(CELLS.size - self.withheld.sum())

    def margin(self, confidence: float = 0.95) -> int:
        """Return within which distance the noise of a cell stays with that chance; 0 without noise.

        Parameters
        ----------
        confidence : float

        Examples
        --------
        >>> none = np.zeros(SHAPE, np.int64)
        >>> Movements(none, none[..., 0], 1, Fraction(4)).margin()
        12
        """
        if self.scale is None:
            return 0
        q, most = math.exp(-1 / self.scale), 1 - confidence
        # the chance of more than t is 2 q**(t + 1) / (1 + q)
        return max(0, math.ceil(math.log(most * (1 + q) / 2) / math.log(q) - 1))

    def differences(self, other: "Movements") -> float:
        """Return in how many cells and rests two tables differ; with noise, how far on average."""
        apart = np.abs(self.counts - other.counts)
        if self.scale is not None:
            return float(apart.sum() / CELLS.size)
        return float((apart > 0).sum() + (self.rests != other.rests).sum())


def as_table(cells: NDArray[np.integer], rests: NDArray[np.integer], minimum: int) -> Movements:
    """Return cells in the order of `inside.CELLS`, and rests, as a table.

    Parameters
    ----------
    cells : ndarray of int, shape (528,)
    rests : ndarray of int, shape (48,)
    minimum : int
    """
    whole = np.zeros(N_CELLS, np.int64)
    whole[CELLS] = cells
    return Movements(whole.reshape(SHAPE), rests.astype(np.int64).reshape(SHAPE[:2]), minimum)


def true_table(tables: "Mapping[str, pd.DataFrame]", *, most: int | None = None) -> Counts:
    """Count with pandas, on all operators' rows.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        By operator: ``person``, ``area``, ``hour``.
    most : int, optional
        So many different movements of a person count at most; by default all.

    Returns
    -------
    ndarray of int64, shape (4, 12, 12)
    """
    import pandas as pd

    counts = np.zeros(SHAPE, np.int64)
    for table in tables.values():
        rows = table.sort_values(["person", "hour"], kind="stable")
        before = rows.groupby("person")["area"].shift()
        moved = rows.assign(before=before)[before.notna() & (before != rows["area"])]
        cells = pd.DataFrame(
            {
                "person": moved["person"],
                "quarter": moved["hour"] // 6,
                "origin": moved["before"].astype("int64"),
                "destination": moved["area"],
            }
        ).drop_duplicates()
        if most is not None:
            cells = cells[cells.groupby("person").cumcount() < most]
        sizes = cells.groupby(["quarter", "origin", "destination"]).size().reset_index(name="n")
        places = sizes[["quarter", "origin", "destination"]].to_numpy(np.int64)
        counts[tuple(places.T)] += sizes["n"].to_numpy(np.int64)
    return counts


def true_withheld(counts: Counts, minimum: int) -> Movements:
    """Return the table that may leave, cell by cell: a second writing of the rule.

    Parameters
    ----------
    counts : ndarray of int64, shape (4, 12, 12)
    minimum : int
    """
    shown, rests = counts.copy(), np.zeros(SHAPE[:2], np.int64)
    for quarter in range(N_DAYPARTS):
        for origin in range(N_AREAS):
            others = [place for place in range(N_AREAS) if place != origin]
            small = [at for at in others if counts[quarter, origin, at] < minimum]
            rest = int(counts[quarter, origin, small].sum())
            shown[quarter, origin, small] = 0
            if minimum - 1 <= rest <= (len(small) - 1) * (minimum - 1):
                rests[quarter, origin] = rest
    return Movements(shown, rests, minimum)
