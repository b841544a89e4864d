"""SVB's side of the `aio` case: which households to check, and against which limit.

The limit of a household is the social minimum of its type less the state pension that SVB pays it:
under it is every household whose other income, known to UWV, is smaller.  All amounts are in euro
cents a month.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import DataError
from pet_workbench.sharing.joins.alignment import EMPTY
from pet_workbench.usecases.aio.population import norms_cents

if TYPE_CHECKING:
    import pandas as pd


SVB, UWV = "SVB", "UWV"


@dataclass(frozen=True)
class Found:
    """The numbers of the households SVB reads, ascending; None when fewer than `minimum`.

    `minimum` is the one agreed for the run; 0 where none was applied.
    """

    households: NDArray[np.int64] | None
    minimum: int = 0


@dataclass(frozen=True)
class Households:
    """Households that SVB asks about, each filled up to two places.

    Attributes
    ----------
    number : ndarray of int64, shape (n,)
        SVB's own numbers of the households.
    persons : ndarray of int64, shape (n, 2)
        Person numbers; `EMPTY` in the second place of a household of one.
    limit_cents : ndarray of int64, shape (n,)
    """

    number: NDArray[np.int64]
    persons: NDArray[np.int64]
    limit_cents: NDArray[np.int64]

    def __len__(self) -> int:
        """Return the number of households."""
        return self.number.size

    def take(self, order: NDArray[np.int64]) -> "Households":
        """Return the households at the places `order`."""
        return Households(self.number[order], self.persons[order], self.limit_cents[order])


def households_to_check(table: "pd.DataFrame", threshold_percent: float) -> Households:
    """Select from SVB's table the households in the Netherlands that receive no AIO.

    Who lives abroad is not entitled, and SVB knows who does: they are left out beforehand, and so
    are households that already receive the supplement.

    Parameters
    ----------
    table : DataFrame
        Columns ``person``, ``household``, ``aow_cents``, ``receives_aio``, ``lives_abroad``; at
        most two rows per household.
    threshold_percent : float
        Limit as a percentage of the social minimum.

    Returns
    -------
    Households
        Ascending by number.

    Raises
    ------
    DataError
        If more than two people live in a household.
    """
    household = table["household"].to_numpy(np.int64)
    order = np.argsort(household, kind="stable")
    household = household[order]
    first = np.flatnonzero(np.diff(household, prepend=household[:1] - 1))
    size = np.diff(first, append=household.size)
    _check_sizes(household[first], size)
    person = table["person"].to_numpy(np.int64)[order]
    second = np.where(size == 2, person[np.minimum(first + 1, len(person) - 1)], EMPTY)
    aow = np.add.reduceat(table["aow_cents"].to_numpy(np.int64)[order], first)
    excluded = table["receives_aio"].to_numpy(bool) | table["lives_abroad"].to_numpy(bool)
    included = ~np.logical_or.reduceat(excluded[order], first)
    norms = np.array(norms_cents())[size - 1]
    limit = np.rint(norms * threshold_percent / 100).astype(np.int64) - aow
    everybody = Households(household[first], np.column_stack((person[first], second)), limit)
    return everybody.take(np.flatnonzero(included))


def _check_sizes(households: NDArray[np.int64], sizes: NDArray[np.int64]) -> None:
    """Refuse a household for which there is no norm."""
    crowded = np.flatnonzero(sizes > 2)
    if crowded.size:
        raise DataError(
            "errors.household_size",
            "need at most two people in a household, got {members} in household {household}",
            members=int(sizes[crowded[0]]),
            household=int(households[crowded[0]]),
        )


def incomes_by_person(persons: NDArray[np.int64], incomes: NDArray[np.int64]) -> "pd.Series[int]":
    """Return `incomes` by person.

    Raises
    ------
    DataError
        If a person has two.
    """
    import pandas as pd

    twice = persons[pd.Index(persons).duplicated()]
    if twice.size:
        raise DataError(
            "errors.person_twice",
            "need every person once in UWV's table, got person {person} twice",
            person=int(twice[0]),
        )
    return pd.Series(incomes, index=persons)


def households_under(
    households: Households, persons: NDArray[np.int64], incomes: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return the places of the households whose income in the clear is under their limit.

    Raises
    ------
    DataError
        If a person has two incomes.
    """
    income_of = incomes_by_person(persons, incomes)
    places = [income_of.reindex(households.persons[:, i]).fillna(0).to_numpy() for i in (0, 1)]
    return np.flatnonzero(places[0] + places[1] < households.limit_cents)


def pooled_answer(
    svb: "pd.DataFrame", uwv: "pd.DataFrame", threshold_percent: float
) -> NDArray[np.int64]:
    """Answer the question by joining both tables, as a statistician would.

    It shares no code with the techniques, whose answers it checks.
    """
    norms: Sequence[int] = norms_cents()
    people = svb.merge(uwv[["person", "income_cents"]], on="person", how="left")
    people["total"] = people["aow_cents"] + people["income_cents"].fillna(0).astype(np.int64)
    people["excluded"] = people["receives_aio"] | people["lives_abroad"]
    homes = people.groupby("household").agg(
        total=("total", "sum"), excluded=("excluded", "any"), size=("person", "size")
    )
    norm = homes["size"].map({1: norms[0], 2: norms[1]})
    limit = (norm * threshold_percent / 100).round().astype(np.int64)
    found = homes[(homes["total"] < limit) & ~homes["excluded"]]
    return np.sort(found.index.to_numpy(np.int64))
