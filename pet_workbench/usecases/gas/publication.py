"""What is published about areas: connections and cubic metres, per row of one area or several."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pet_workbench.usecases.gas.areas import area_of, areas_in, parent_of
from pet_workbench.usecases.gas.query import AreaUse

if TYPE_CHECKING:
    import pandas as pd

    from pet_workbench.usecases.base import Tables

WITHHELD = -1
SMALL = ("merge", "withhold")
"""What becomes of areas below the minimum: added to the next one, or left out."""


@dataclass(frozen=True, eq=False)
class Publication:
    """A table of areas, as it is published.

    Attributes
    ----------
    level : str
        What kind of areas.
    areas : ndarray of int64, shape (n_areas,)
        Codes of all areas, ascending.
    row : ndarray of int64, shape (n_areas,)
        In which row of the table each area stands; -1 where it is withheld.
    connections, use : ndarray of int64, shape (n_rows,)
        Connections, and m3 of gas in a year; below 0 only with noise.
    queries : tuple of AreaUse
        What was declared for the noise in it, each about some of the areas; empty without noise.
    """

    level: str
    areas: NDArray[np.int64]
    row: NDArray[np.int64]
    connections: NDArray[np.int64]
    use: NDArray[np.int64]
    queries: tuple[AreaUse, ...] = ()

    @property
    def shown(self) -> NDArray[np.bool_]:
        """Which areas stand in a row."""
        return np.not_equal(self.row, WITHHELD)

    @property
    def means(self) -> NDArray[np.float64]:
        """Return the m3 of a connection in each area as its row says; NaN where it says nothing.

        Of noisy numbers a mean is taken as 0 where it would be below, and is missing where no
        connection is left.
        """
        with np.errstate(divide="ignore", invalid="ignore"):
            by_row = np.where(
                self.connections > 0, np.maximum(self.use, 0) / self.connections, np.nan
            )
        return np.append(by_row, np.nan)[self.row]

    def share_out(self, of: str) -> NDArray[np.float64]:
        """Return `connections` or `use` per area, a row of several areas shared out evenly."""
        sizes = np.bincount(self.row[self.shown], minlength=len(self.connections))
        per_area = getattr(self, of) / np.maximum(sizes, 1)
        return np.append(per_area, 0.0)[self.row]


def exact_publication(
    connections: "pd.DataFrame", areas: NDArray[np.int64], level: str
) -> Publication:
    """Return the table without noise, in which nothing is withheld.

    Parameters
    ----------
    connections : DataFrame
        Columns ``area`` (of the level) and ``use``.
    areas : ndarray of int64
        All areas of the level, ascending.
    level : str
    """
    place = np.searchsorted(areas, connections["area"].to_numpy())
    use = connections["use"].to_numpy(np.float64)
    counts = np.bincount(place, minlength=len(areas))
    sums = np.bincount(place, weights=use, minlength=len(areas)).astype(np.int64)
    return Publication(level, areas, np.arange(len(areas)), counts, sums)


def pooled(tables: "Tables", register: "pd.DataFrame", level: str) -> Publication:
    """Return the same from operators' tables, as pandas counts it: to check against."""
    import pandas as pd

    together = pd.concat(list(tables.values()), ignore_index=True)
    areas = areas_in(register, level)
    keys = area_of(together["area"].to_numpy(), level)
    by_area = together["use"].groupby(keys).agg(["size", "sum"]).reindex(areas, fill_value=0)
    counts, sums = (by_area[name].to_numpy(np.int64) for name in ("size", "sum"))
    return Publication(level, areas, np.arange(len(areas)), counts, sums)


def suppressed(exact: Publication, *, minimum: int, small: str) -> Publication:
    """Return the table in which no row has fewer than `minimum` connections.

    Merging goes as in operators' tables: neighbouring areas are taken together, in the order of
    their codes, within the larger area around them, until there are enough; what is left over goes
    with the row before it.  Where the larger area has too few, it is withheld.

    Parameters
    ----------
    exact : Publication
        Without noise, one row per area.
    minimum : int
    small : {"merge", "withhold"}

    Examples
    --------
    >>> areas = np.array([1101, 1102, 1103, 1104])
    >>> exact = Publication("small", areas, np.arange(4), np.array([12, 4, 7, 3]), np.arange(4))
    >>> suppressed(exact, minimum=10, small="merge").row.tolist()
    [0, 1, 1, 1]
    >>> suppressed(exact, minimum=10, small="withhold").row.tolist()
    [0, -1, -1, -1]
    """
    counts = exact.connections
    if small == "withhold":
        enough = counts >= minimum
        row = np.where(enough, np.cumsum(enough) - 1, WITHHELD)
    else:
        parents = parent_of(exact.areas, exact.level)
        row = _merged(counts.tolist(), parents.tolist(), minimum)
    n_rows = int(row.max(initial=WITHHELD)) + 1
    shown = row != WITHHELD
    connections, use = (
        np.bincount(row[shown], weights=total[shown], minlength=n_rows).astype(np.int64)
        for total in (counts, exact.use)
    )
    return Publication(exact.level, exact.areas, row, connections, use)


def _merged(counts: Sequence[int], parents: Sequence[int], minimum: int) -> NDArray[np.int64]:
    """Return the row of every area when neighbours are merged."""
    rows = np.full(len(counts), WITHHELD, np.int64)
    next_row = start = gathered = 0
    for at, count in enumerate(counts):
        gathered += count
        is_last = at + 1 == len(counts) or parents[at + 1] != parents[at]
        if gathered >= minimum:
            rows[start : at + 1] = next_row
            next_row, start, gathered = next_row + 1, at + 1, 0
        if is_last:
            before = start - 1
            if start <= at and before >= 0 and parents[before] == parents[at]:
                rows[start : at + 1] = rows[before]
            start, gathered = at + 1, 0
    return rows


def part_of(whole: Publication, chosen: NDArray[np.bool_]) -> Publication:
    """Return the part about some areas, with whole rows."""
    kept = whole.row[chosen]
    rows = np.unique(kept[kept != WITHHELD])
    place = np.where(kept == WITHHELD, WITHHELD, np.searchsorted(rows, kept))
    return Publication(
        whole.level,
        whole.areas[chosen],
        place,
        whole.connections[rows],
        whole.use[rows],
        whole.queries,
    )


def together(parts: Sequence[Publication]) -> Publication:
    """Return the parts as one table, areas ascending."""
    rows, first = [], 0
    for part in parts:
        rows.append(np.where(part.shown, part.row + first, WITHHELD))
        first += len(part.connections)
    areas = np.concatenate([part.areas for part in parts])
    order = np.argsort(areas, kind="stable")
    queries = dict.fromkeys(one for part in parts for one in part.queries)
    return Publication(
        parts[0].level,
        areas[order],
        np.concatenate(rows)[order],
        np.concatenate([part.connections for part in parts]),
        np.concatenate([part.use for part in parts]),
        tuple(queries),
    )
