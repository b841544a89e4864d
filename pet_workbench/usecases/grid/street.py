"""The analyst's question is whether the transformer of a street holds.

A street has homes of one kind, drawn from the rows, and their load curves are added up hour by
hour: what counts is the *simultaneous* peak, not the sum of everybody's own.  Many streets are
drawn, as no street is the mean one.  The same is done with real and with synthetic rows.

Whether peaks go together is what rows must keep: detached homes have more panels, heat pumps and
charging points at once, and take most when others do.

Arithmetic only.  The real rows' outcome is for whoever may see the real rows.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pet_workbench.core import DataError
from pet_workbench.core.validation import check_choice, check_whole
from pet_workbench.usecases.grid.curves import load_curves
from pet_workbench.usecases.grid.days import COLD, SUNNY, Floats
from pet_workbench.usecases.grid.household import DWELLINGS

if TYPE_CHECKING:
    import pandas as pd

MIN_HOMES, MAX_HOMES, MOST_STREETS = 10, 400, 2_000
MOST_POOL = 20_000
"""Rows that a street is drawn from, at most; more would change nothing that can be seen."""
SAFE = 0.95
"""In which share of streets the peak stays below the value that is reported."""


@dataclass(frozen=True)
class Streets:
    """Peaks of many streets of one kind, per home.

    Attributes
    ----------
    dwelling : str
    homes : int
        In each street.
    peak_kw, feed_in_kw : ndarray of float64, shape (n_streets,)
        The highest hour of a cold winter day, and of feeding in on a sunny day; per home.
    """

    dwelling: str
    homes: int
    peak_kw: Floats
    feed_in_kw: Floats

    @property
    def reported(self) -> float:
        """The peak in kW per home that 95 of 100 streets stay below."""
        return float(np.quantile(self.peak_kw, SAFE))

    @property
    def reported_feed_in(self) -> float:
        """The feed-in peak in kW per home that 95 of 100 streets stay below."""
        return float(np.quantile(self.feed_in_kw, SAFE))

    def overloaded(self, capacity_kw: float) -> float:
        """Return the share of streets in which either peak is above a capacity per home."""
        highest = np.maximum(self.peak_kw, self.feed_in_kw)
        return float(np.mean(highest > capacity_kw))

    def holds(self, capacity_kw: float) -> bool:
        """Tell whether a transformer of this capacity per home holds in 95 of 100 streets."""
        return max(self.reported, self.reported_feed_in) <= capacity_kw


def of_dwelling(rows: "pd.DataFrame", dwelling: str) -> "pd.DataFrame":
    """Return the rows of one kind of home, the first 20,000 if there are more.

    Raises
    ------
    ParameterError
        If there is no such kind.
    DataError
        If there are no such rows.
    """
    check_choice("dwelling", dwelling, DWELLINGS)
    found = rows[rows["dwelling"] == dwelling].head(MOST_POOL)
    if not len(found):
        raise DataError(
            "errors.grid_no_homes",
            "need homes of the kind {dwelling} among the rows, got none; take more rows or "
            "another kind",
            dwelling=dwelling,
        )
    return found


def streets(
    rows: "pd.DataFrame", dwelling: str, *, homes: int = 100, n: int = 200, seed: int = 1
) -> Streets:
    """Draw streets and add up their homes.

    Parameters
    ----------
    rows : DataFrame
        Real or synthetic; the columns of `household.COLUMNS`.
    dwelling : str
        Of `household.DWELLINGS`.
    homes : int
        Behind one transformer, 10 to 400.
    n : int
        How many streets, 1 to 2,000.
    seed : int
        Of the drawing; the homes are rows of a generated population or synthetic.

    Raises
    ------
    ParameterError
        If a number is out of range, or there is no such kind of home.
    DataError
        If no row is of this kind.

    Examples
    --------
    >>> from pet_workbench.usecases.grid.population import generate
    >>> rows = generate(2_000, seed=1)
    >>> flats, villas = (streets(rows, one).reported for one in ("apartment", "detached"))
    >>> flats < villas
    True
    """
    check_whole("homes", homes, MIN_HOMES, MAX_HOMES)
    check_whole("n", n, 1, MOST_STREETS)
    check_whole("seed", seed, 0, 2**63 - 1)
    curves = load_curves(of_dwelling(rows, dwelling))[:, [COLD, SUNNY]]
    rng = np.random.default_rng(seed)
    counts = rng.multinomial(homes, np.full(len(curves), 1 / len(curves)), size=n)
    together = np.tensordot(counts.astype(np.float64), curves, axes=1)
    return Streets(
        dwelling,
        homes,
        together[:, 0].max(axis=1) / homes,
        np.maximum(-together[:, 1].min(axis=1), 0) / homes,
    )


def street_curve(rows: "pd.DataFrame", dwelling: str) -> Floats:
    """Return the mean load curve of homes of one kind, in kW per home, shape (5, 24)."""
    found: Floats = load_curves(of_dwelling(rows, dwelling)).mean(axis=0)
    return found
