"""The answer: how many businesses per region and sector are in trouble, small cells withheld.

What is withheld and what may be added up afterwards is the rule of `sharing.order.suppression`; it
is written here a second time, in plain arithmetic, to check the protocol against.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.dp.exactly import Number
from pet_workbench.usecases.entrepreneurs.grid import SECTORS, n_cells, regions, regions_of_areas
from pet_workbench.usecases.joint_noise import JointNoise, joint_noise

if TYPE_CHECKING:
    import pandas as pd

KVK = "KVK"
HOLDER = "Belastingdienst"
"""An example of a body with signals of debt: the source names none."""

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Trouble:
    """A table of regions by sectors, as KVK may see it.

    Attributes
    ----------
    level : str
        Which regions.
    minimum : int
        Smallest cell that is shown.
    businesses : ndarray of int64, shape (n_regions, n_sectors)
        How many there are, from KVK's own register.
    in_trouble : ndarray of int64, of the same shape
        How many of them have a signal; 0 where fewer than `minimum`.
    rests : ndarray of int64, shape (n_regions,)
        What the withheld cells of a region add up to; 0 where that is withheld too.
    noise : JointNoise or None
        What was added to every cell, in its distribution; counts can then be below 0.
    """

    level: str
    minimum: int
    businesses: Counts
    in_trouble: Counts
    rests: Counts
    noise: JointNoise | None = None

    @property
    def withheld(self) -> NDArray[np.bool_]:
        """Which cells are withheld; with noise those where there is nobody."""
        counts = self.businesses if self.noise else self.in_trouble
        hidden: NDArray[np.bool_] = counts < (1 if self.noise else self.minimum)
        return hidden

    @property
    def totals(self) -> Counts:
        """Everybody in trouble per region, -1 where the rest is withheld."""
        hidden = (self.businesses > 0) & self.withheld
        known = (self.rests > 0) | ~hidden.any(axis=1) | (self.minimum == 1)
        return np.where(known, self.in_trouble.sum(axis=1) + self.rests, -1)

    def differences(self, other: "Trouble") -> float:
        """Return in how many cells and rests the two tables differ.

        With noise, return by how much a cell differs on average: all do, and by design.
        """
        if self.noise:
            return float(np.abs(self.in_trouble - other.in_trouble).mean())
        cells = int((self.in_trouble != other.in_trouble).sum())
        return cells + int((self.rests != other.rests).sum())


def withhold(counts: Counts, businesses: Counts, *, level: str, minimum: int) -> Trouble:
    """Return the table KVK may see, from the true `counts`; all in the clear.

    Parameters
    ----------
    counts, businesses : ndarray of int64, shape (n_regions, n_sectors)
        How many in trouble, and how many there are.
    level : str
        Which regions.
    minimum : int
        Smallest cell that is shown.
    """
    small = counts < minimum
    step = minimum - 1
    rests = np.where(small, counts, 0).sum(axis=1)
    most = np.where(small, np.minimum(businesses, step), 0).sum(axis=1)
    is_safe = (step <= rests) & (rests <= most - step)
    return Trouble(
        level, minimum, businesses, np.where(small, 0, counts), np.where(is_safe, rests, 0)
    )


def noisy_table(
    cells: NDArray[np.integer[Any]], there: Counts, *, level: str, epsilon: Number
) -> Trouble:
    """Return the table KVK reads when every cell has noise.

    Parameters
    ----------
    cells : ndarray of unsigned int, shape (n_cells,)
        As opened; what noise took below 0 stands in the upper half of the ring.
    there : ndarray of int64, of the same shape
        How many businesses there are.
    level : str
        Which regions.
    epsilon : int, float, str or Fraction
        Of the noise.

    Raises
    ------
    PromiseError
        If epsilon makes no promise.
    """
    signed = np.where(there > 0, cells.view(f"int{8 * cells.itemsize}"), 0)
    none = np.zeros(len(regions(level)), np.int64)
    noise = joint_noise(epsilon, sensitivity=1)
    return Trouble(level, 1, as_grid(there, level), as_grid(signed, level), none, noise)


def as_grid(counts: NDArray[np.integer[Any]], level: str) -> Counts:
    """Return a count per cell as a table of regions by sectors."""
    return counts.astype(np.int64).reshape(len(regions(level)), len(SECTORS))


def true_counts(kvk: "pd.DataFrame", holder: "pd.DataFrame", level: str) -> tuple[Counts, Counts]:
    """Return how many are in trouble and how many there are, from the pooled tables.

    What nobody in the case sees: for checking, and for showing what withholding costs.

    Parameters
    ----------
    kvk : DataFrame
        Columns ``business``, ``area``, ``sector``.
    holder : DataFrame
        Columns ``business``, ``in_arrears``.
    level : str
        Which regions.

    Returns
    -------
    in_trouble, businesses : ndarray of int64, shape (n_regions, n_sectors)
    """
    joined = kvk.merge(holder[holder["in_arrears"]], on="business", how="left")
    region = regions_of_areas(level)[joined["area"].to_numpy()]
    joined = joined.assign(cell=region * len(SECTORS) + joined["sector"].to_numpy())
    by_cell = joined.groupby("cell")["in_arrears"]
    every = range(n_cells(level))
    found = by_cell.count().reindex(every, fill_value=0).to_numpy()
    there = by_cell.size().reindex(every, fill_value=0).to_numpy()
    return as_grid(found, level), as_grid(there, level)
