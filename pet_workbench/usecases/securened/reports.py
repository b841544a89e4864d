"""What organisations report, and what may be published of it.

An organisation belongs to one sector and counts, per kind of attack and week, how many incidents it
saw.  Published is per kind and week at how many organisations it was seen, and how many incidents
there were, but only where at least an agreed number of organisations saw it.  The kinds are generic
ones of our own; frameworks such as MITRE ATT&CK have many more.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import DataError
from pet_workbench.usecases.joint_noise import JointNoise

if TYPE_CHECKING:
    import pandas as pd

KINDS = (
    "phishing",
    "password-guessing",
    "stolen-credentials",
    "malware",
    "ransomware",
    "website-exploit",
    "device-exploit",
    "denial-of-service",
    "data-leak",
    "insider-misuse",
    "supplier-compromise",
    "invoice-fraud",
)
SECTORS = ("government", "care", "energy", "water", "transport", "education")
WEEKS = 26
"""Half a year; weeks are counted from 1."""
N_CELLS = len(KINDS) * WEEKS
NCSC = "NCSC"
BREAKDOWNS = ("all", "sector")
"""All organisations together, or a table per sector."""

Cube = NDArray[np.int64]


@dataclass(frozen=True)
class Trends:
    """What NCSC reads: per group, kind and week.

    Attributes
    ----------
    groups : tuple of str
        Sectors, or ``"all"``.
    minimum : int
        Fewest organisations for which a number is given.
    organisations : ndarray of int64, shape (n_groups, n_kinds, n_weeks)
        At how many organisations it was seen; 0 where at fewer than `minimum`.
    incidents : ndarray of int64, of the same shape
        How often they saw it; 0 in the same places.
    noise : JointNoise or None
        What was added to every number of organisations, in its distribution, before those below
        `minimum` were left out.  Incidents are not counted then.
    """

    groups: tuple[str, ...]
    minimum: int
    organisations: Cube
    incidents: Cube
    noise: JointNoise | None = None

    @property
    def shown(self) -> NDArray[np.bool_]:
        """Which numbers are given."""
        return self.organisations > 0

    def differences(self, other: "Trends") -> float:
        """Return how many numbers differ.

        With noise, return by how much numbers of organisations differ on average where either is
        given: all do, and by design.
        """
        if self.noise:
            either = self.shown | other.shown
            apart = np.abs(self.organisations - other.organisations)[either]
            return float(apart.mean()) if apart.size else 0.0
        seen = int((self.organisations != other.organisations).sum())
        return seen + int((self.incidents != other.incidents).sum())


def groups_of(breakdown: str) -> tuple[str, ...]:
    """Return the groups of organisations that are counted apart."""
    return SECTORS if breakdown == "sector" else ("all",)


def as_cube(numbers: NDArray[np.integer], breakdown: str) -> Cube:
    """Return one number per group, kind and week in that shape."""
    shape = (len(groups_of(breakdown)), len(KINDS), WEEKS)
    return numbers.astype(np.int64).reshape(shape)


def counts_of(table: "pd.DataFrame") -> NDArray[np.int64]:
    """Return the counts of one organisation per kind and week, as one vector."""
    kind, week, count = (table[name].to_numpy(np.int64) for name in ("kind", "week", "count"))
    counts = np.zeros(N_CELLS, np.int64)
    np.add.at(counts, kind * WEEKS + week - 1, count)
    return counts


def sector_of(table: "pd.DataFrame", organisation: str) -> int:
    """Return the sector of one organisation, as its place in `SECTORS`.

    Raises
    ------
    DataError
        Unless the table has rows and they agree.
    """
    sectors = set(table["sector"].tolist())
    if len(sectors) != 1:
        raise DataError(
            "errors.reports_sector",
            "need one sector for {organisation}, got {count}",
            organisation=organisation,
            count=len(sectors),
        )
    return int(sectors.pop())


def pooled_answer(
    tables: Mapping[str, "pd.DataFrame"], *, breakdown: str, minimum: int, cap: int
) -> Trends:
    """Return what may be published of the pooled reports; all in the clear.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        Per organisation columns ``sector``, ``kind``, ``week`` and ``count``.
    breakdown : str
        One of `BREAKDOWNS`.
    minimum : int
        Fewest organisations.
    cap : int
        Most incidents of one organisation that count, per kind and week.
    """
    import pandas as pd

    pooled = pd.concat([table.assign(organisation=name) for name, table in tables.items()])
    if breakdown == "all":
        pooled = pooled.assign(sector=0)
    keys = ["sector", "kind", "week"]
    each = pooled.groupby([*keys, "organisation"], as_index=False)["count"].sum()
    each = each[each["count"] > 0].assign(capped=lambda frame: frame["count"].clip(upper=cap))
    by_cell = each.groupby(keys)["capped"].agg(["size", "sum"])
    by_cell = by_cell[by_cell["size"] >= minimum]
    n_groups = len(groups_of(breakdown))
    every = pd.MultiIndex.from_product([range(n_groups), range(len(KINDS)), range(1, WEEKS + 1)])
    filled = by_cell.reindex(every, fill_value=0)
    return Trends(
        groups_of(breakdown),
        minimum,
        as_cube(filled["size"].to_numpy(), breakdown),
        as_cube(filled["sum"].to_numpy(), breakdown),
    )
