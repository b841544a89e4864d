"""Small tables for the case `aio`, written by hand or drawn by hypothesis, and a plain oracle."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from pet_workbench.core import acting_party
from pet_workbench.usecases.aio.population import norms_cents


class Member(NamedTuple):
    """One pensioner: state pension, and income known to UWV (None: not on UWV's list)."""

    aow: int
    income: int | None


class Household(NamedTuple):
    """One or two members, and whether SVB leaves the household out."""

    members: tuple[Member, ...]
    receives: bool = False
    abroad: bool = False

    @property
    def under(self) -> int:
        """Return by how much its means are below the social minimum; negative if above."""
        means = sum(member.aow + (member.income or 0) for member in self.members)
        return norms_cents()[len(self.members) - 1] - means


def alone(under: int, *, income: int | None = 0, **flags: bool) -> Household:
    """Return a household of one with its means `under` cents below the social minimum."""
    aow = norms_cents()[0] - (income or 0) - under
    return Household((Member(aow, income),), **flags)


def couple(
    under: int, *, incomes: tuple[int | None, int | None] = (0, 0), **flags: bool
) -> Household:
    """Return a household of two with its means `under` cents below the social minimum."""
    aow = norms_cents()[1] - sum(income or 0 for income in incomes) - under
    members = (Member(aow // 2, incomes[0]), Member(aow - aow // 2, incomes[1]))
    return Household(members, **flags)


MIXED = [
    alone(1),
    alone(0),
    alone(-1, income=None),
    couple(1, incomes=(5_000, None)),
    couple(0, incomes=(None, 70_000)),
    couple(30_000, incomes=(None, None)),
    alone(50_000, receives=True),
    couple(50_000, abroad=True),
    alone(20_000, income=3_456),
]
"""Households at, above and below their limits, known and unknown, left out and not."""


def tables(households: Any, *, strangers: int = 2, seed: int = 0) -> dict[str, pd.DataFrame]:
    """Return both tables, rows in random order; household h has number 10 * h.

    Parameters
    ----------
    households : sequence of Household
    strangers : int
        People that only UWV knows.
    seed : int
        Of the order and of the persons' numbers.
    """
    rng = np.random.default_rng(seed)
    people = [
        (10 * h, home, member) for h, home in enumerate(households) for member in home.members
    ]
    persons = (100_000_000 + rng.permutation(9 * len(people) + strangers + 1)).tolist()
    svb = [
        (person, number, member.aow, home.receives, home.abroad)
        for person, (number, home, member) in zip(persons, people, strict=False)
    ]
    uwv = [
        (person, member.income)
        for person, (_, _, member) in zip(persons, people, strict=False)
        if member.income is not None
    ]
    uwv += [(person, 7_777) for person in persons[len(people) : len(people) + strangers]]
    columns = ["person", "household", "aow_cents", "receives_aio", "lives_abroad"]
    kinds = dict(zip(columns, (np.int64, np.int64, np.int64, bool, bool), strict=True))
    return {
        "SVB": _shuffled(pd.DataFrame(svb, columns=columns).astype(kinds), rng),
        "UWV": _shuffled(
            pd.DataFrame(uwv, columns=["person", "income_cents"], dtype=np.int64), rng
        ),
    }


def _shuffled(table: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Put the rows in random order."""
    return table.iloc[rng.permutation(len(table))].reset_index(drop=True)


def expected(households: Any, threshold_percent: float = 100) -> list[int]:
    """Return the numbers of the households to find, by the words of the question."""
    found = []
    for h, home in enumerate(households):
        norm = norms_cents()[len(home.members) - 1]
        limit = int(np.rint(norm * threshold_percent / 100))
        means = sum(member.aow + (member.income or 0) for member in home.members)
        if not home.receives and not home.abroad and means < limit:
            found.append(10 * h)
    return found


incomes = st.one_of(st.none(), st.sampled_from([0, 1, 2**28]), st.integers(0, 300_000))
below = st.one_of(st.sampled_from([-1, 0, 1]), st.integers(-400_000, 150_000))
flags = st.fixed_dictionaries({"receives": st.booleans(), "abroad": st.booleans()}) | st.just({})


@st.composite
def any_household(draw: Any) -> Household:
    """Draw a household of one or two, near its limit more often than not."""
    if draw(st.booleans()):
        return alone(draw(below), income=draw(incomes), **draw(flags))
    return couple(draw(below), incomes=(draw(incomes), draw(incomes)), **draw(flags))


class Guarded:
    """A table that raises when anybody but its owner touches it, or anybody outside a run."""

    def __init__(self, table: pd.DataFrame, owner: str) -> None:
        self.__dict__.update(_table=table, _owner=owner)

    def _open(self) -> pd.DataFrame:
        """Return the table to its owner."""
        if acting_party() != self._owner:
            raise AssertionError(f"{acting_party()} reads the table of {self._owner}")
        return self._table

    def __getitem__(self, key: Any) -> Any:
        """Return a column."""
        return self._open()[key]

    def __getattr__(self, name: str) -> Any:
        """Return anything else of the table."""
        return getattr(self._open(), name)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self._open())
