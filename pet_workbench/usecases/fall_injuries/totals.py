"""What both owners read in the case `fall-injuries`: totals per group of clients."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pet_workbench.usecases.falls.clients import GROUPS

WITHHELD = -1
"""Stands where a number was withheld, or not asked for."""

Numbers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Totals:
    """The answer: clients and injured clients per group, and two sums over injured clients.

    Attributes
    ----------
    clients : ndarray of int64, shape (37,)
        Clients per group, in the order of `GROUPS`; `WITHHELD` in lines that were left out.
    injured : ndarray of int64, shape (37,)
        Injured clients per group; `WITHHELD` in lines that are not opened.
    total, age_years, medicines : int
        Injured clients, and their ages and medicines added up; `WITHHELD` if they are fewer than
        the minimum.  With `injured` that is X'y, all that a logistic regression needs of y.
    minimum : int
    """

    clients: Numbers
    injured: Numbers
    total: int
    age_years: int
    medicines: int
    minimum: int

    @property
    def known(self) -> NDArray[np.bool_]:
        """Which groups have a number of injured clients."""
        known: NDArray[np.bool_] = self.injured != WITHHELD
        return known

    @property
    def numbers(self) -> Numbers:
        """All numbers in one vector, for comparing and for sending."""
        rest = [self.total, self.age_years, self.medicines]
        return np.concatenate((self.clients, self.injured, np.array(rest, np.int64)))

    @classmethod
    def from_numbers(cls, numbers: Numbers, minimum: int) -> "Totals":
        """Return the totals whose `numbers` these are."""
        clients, injured, rest = np.split(numbers, [len(GROUPS), 2 * len(GROUPS)])
        total, age_years, medicines = map(int, rest)
        return cls(clients, injured, total, age_years, medicines, minimum)

    @classmethod
    def nothing(cls, clients: Numbers, minimum: int) -> "Totals":
        """Return an answer in which only the `clients` per group are known."""
        return cls(clients, np.full(len(GROUPS), WITHHELD), WITHHELD, WITHHELD, WITHHELD, minimum)
