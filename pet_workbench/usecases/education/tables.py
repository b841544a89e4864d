"""What is published about pupils: per school and programme, how many there are and how many passed.

The form is that of the exam files that DUO publishes: men, women and both; candidates, passed, and
the percentage that passed.  Above the schools stand a table by region and one of the country, so
that the same pupils are counted three times.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pet_workbench.usecases.provinces import PROVINCES

if TYPE_CHECKING:
    import pandas as pd

PUBLISHER, READER = "Publisher", "Reader"
"""Who has the pupils' data, and everybody who reads what is published."""
REGIONS = PROVINCES
PROGRAMMES = ("vmbo-b", "vmbo-k", "vmbo-gt", "havo", "vwo")
SEXES = ("man", "woman")
HIDDEN = -1
"""Stands for a number that is left out."""
NONE_TO_DIVIDE = -2
"""Stands for the percentage of a group without candidates."""
CANDIDATES, PASSED = 0, 1
"""Places on the second axis of counts."""
MEN, WOMEN, BOTH = 0, 1, 2
"""Places on the third axis."""
Whole = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Offers:
    """Which schools there are, where, and which programmes they have: public, one row each.

    Attributes
    ----------
    school, programme, region : ndarray of int64, shape (n_groups,)
        The school's number, and places in `PROGRAMMES` and `REGIONS`; sorted by school.
    """

    school: Whole
    programme: Whole
    region: Whole

    @classmethod
    def of(cls, pupils: "pd.DataFrame") -> "Offers":
        """Return the groups in which there are pupils; stands for a public register of schools."""
        rows = pupils[["school", "programme", "region"]].drop_duplicates()
        rows = rows.sort_values(["school", "programme"])
        return cls(*(rows[name].to_numpy(np.int64) for name in rows.columns))

    @property
    def line(self) -> Whole:
        """Return per group its region and programme as one number."""
        return self.region * len(PROGRAMMES) + self.programme

    def places(self, pupils: "pd.DataFrame") -> Whole:
        """Return per pupil the place of its group."""
        codes = self.school * len(PROGRAMMES) + self.programme
        mine = pupils["school"].to_numpy(np.int64) * len(PROGRAMMES)
        wanted = mine + pupils["programme"].to_numpy(np.int64)
        return np.asarray(np.searchsorted(codes, wanted), np.int64)


@dataclass(frozen=True, eq=False)
class Publication:
    """A published table.

    Attributes
    ----------
    offers : Offers
    counts : ndarray of int64, shape (n_groups, 2, 3)
        Candidates and passed; men, women and both.  `HIDDEN` where a number is left out.
    percentages : ndarray of int64, shape (n_groups, 3)
        Passed, in tenths of a per cent.
    regions : ndarray of int64, shape (n_regions * n_programmes, 2)
        Candidates and passed, of both sexes.
    margins : ndarray of float64, shape (3,)
        How far a total of candidates in a group, a region and the country can be off through noise
        before the tables were made to add up, with a chance of 95%; 0 without noise.
    """

    offers: Offers
    counts: Whole
    percentages: Whole
    regions: Whole
    margins: NDArray[np.float64]

    @property
    def country(self) -> Whole:
        """Return candidates and passed per programme; `HIDDEN` if a region is left out."""
        table = self.regions.reshape(len(REGIONS), len(PROGRAMMES), 2)
        return np.where((table == HIDDEN).any(axis=0), HIDDEN, table.sum(axis=0))

    @property
    def hidden(self) -> NDArray[np.bool_]:
        """Which counts of groups are left out."""
        return np.asarray(self.counts == HIDDEN)


def sums_of(counts: Whole, offers: Offers) -> Whole:
    """Return candidates and passed of both sexes, by region and programme."""
    n_lines = len(REGIONS) * len(PROGRAMMES)
    columns = [np.bincount(offers.line, counts[:, at, BOTH], n_lines) for at in (0, 1)]
    return np.rint(np.stack(columns, axis=1)).astype(np.int64)


def with_totals(cells: Whole) -> Whole:
    """Return counts of candidates and passed from those who failed and passed.

    Parameters
    ----------
    cells : ndarray of int64, shape (n_groups, 4)
        Men who failed and passed, women who failed and passed.

    Examples
    --------
    >>> with_totals(np.array([[1, 3, 0, 8]])).tolist()
    [[[4, 8, 12], [3, 8, 11]]]
    """
    by_sex = cells.reshape(-1, 2, 2)
    people = np.stack([by_sex.sum(axis=2), by_sex[:, :, 1]], axis=1)
    return np.concatenate([people, people.sum(axis=2, keepdims=True)], axis=2)


def percentages_of(counts: Whole) -> Whole:
    """Return the percentages that passed in tenths, halves rounded up.

    Examples
    --------
    >>> percentages_of(np.array([[[4, 8, 0], [3, 8, 0]]])).tolist()
    [[750, 1000, -2]]
    """
    candidates, passed = counts[:, CANDIDATES], counts[:, PASSED]
    tenths = (2000 * passed + candidates) // np.maximum(2 * candidates, 1)
    return np.where(candidates > 0, tenths, NONE_TO_DIVIDE)


def cells_of(pupils: "pd.DataFrame", offers: Offers) -> Whole:
    """Return how many men failed and passed, and how many women, per group."""
    sex, passed = (pupils[name].to_numpy(np.int64) for name in ("sex", "passed"))
    at = 4 * offers.places(pupils) + 2 * sex + passed
    return np.bincount(at, minlength=4 * len(offers.school)).reshape(-1, 4)


def publish_exact(pupils: "pd.DataFrame") -> Publication:
    """Return the table with every number as it is.

    Parameters
    ----------
    pupils : DataFrame
        Columns ``region``, ``school``, ``programme``, ``sex`` and ``passed``.
    """
    offers = Offers.of(pupils)
    counts = with_totals(cells_of(pupils, offers))
    return Publication(offers, counts, percentages_of(counts), sums_of(counts, offers), np.zeros(3))
