"""SVB's list as UWV sees it: persons two by two, without telling which two live together.

Two people who live together stand together, and so do two who each live alone, paired by lot.  Each
person stands in the list once.  Whoever sees it knows of everybody whom they live with *if* they
live with somebody, and not whether they do; with an odd number of people on their own one of them
stands alone.  Of every pair two things are asked: of a couple whether both incomes together are
under their limit, and then something nobody looks at; of two people on their own whether the
income of the first is under the first's limit, and that of the second under the second's.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Keystream, random_permutation
from pet_workbench.sharing.joins.alignment import EMPTY
from pet_workbench.usecases.aio.households import Households

NO_HOUSEHOLD = -1
"""Where nothing is asked that anybody looks at."""


@dataclass(frozen=True)
class Pairs:
    """Persons two by two, and what SVB asks about them.

    Attributes
    ----------
    persons : ndarray of int64, shape (n, 2)
        All that UWV gets; `EMPTY` beside somebody who is left over.
    is_couple : ndarray of bool, shape (n,)
        Who live together.
    household : ndarray of int64, shape (n, 2)
        SVB's number of the household that each of the two answers is about, or `NO_HOUSEHOLD`.
    limit_cents : ndarray of int64, shape (n, 2)
        For each of the two answers.
    """

    persons: NDArray[np.int64]
    is_couple: NDArray[np.bool_]
    household: NDArray[np.int64]
    limit_cents: NDArray[np.int64]

    def __len__(self) -> int:
        """Return the number of pairs."""
        return len(self.persons)

    def take(self, rows: slice) -> "Pairs":
        """Return some of the pairs."""
        return Pairs(
            self.persons[rows], self.is_couple[rows], self.household[rows], self.limit_cents[rows]
        )


def pair_up(households: Households, stream: Keystream) -> Pairs:
    """Return the households as pairs, in an order that says nothing.

    Parameters
    ----------
    households : Households
    stream : Keystream
        From which lots are drawn.

    Examples
    --------
    >>> home = Households(np.array([7, 8]), np.array([[5, 6], [4, EMPTY]]), np.array([90, 80]))
    >>> pairs = pair_up(home, Keystream(bytes(32)))
    >>> sorted(zip(pairs.household.ravel().tolist(), pairs.limit_cents.ravel().tolist()))
    [(-1, 0), (-1, 0), (7, 90), (8, 80)]
    """
    lives_alone = households.persons[:, 1] == EMPTY
    couples = households.take(np.flatnonzero(~lives_alone))
    singles = households.take(np.flatnonzero(lives_alone))
    singles = singles.take(random_permutation(stream, len(singles)))
    left_over = len(singles) % 2
    n = len(couples) + (len(singles) + left_over) // 2
    persons = np.concatenate(
        (_swapped(couples.persons, stream), _two_by_two(singles.persons[:, 0], EMPTY))
    )
    beside = np.full(len(couples), NO_HOUSEHOLD)
    household = np.concatenate(
        (np.column_stack((couples.number, beside)), _two_by_two(singles.number, NO_HOUSEHOLD))
    )
    limits = np.concatenate(
        (
            np.column_stack((couples.limit_cents, np.zeros_like(beside))),
            _two_by_two(singles.limit_cents, 0),
        )
    )
    order = random_permutation(stream, n)
    is_couple = np.arange(n) < len(couples)
    return Pairs(persons[order], is_couple[order], household[order], limits[order])


def _swapped(persons: NDArray[np.int64], stream: Keystream) -> NDArray[np.int64]:
    """Change the places of two people by the toss of a coin: SVB's order might mean something."""
    coins = stream.integers(len(persons), np.uint8) & 1
    swapped: NDArray[np.int64] = np.where(coins[:, np.newaxis] == 1, persons[:, ::-1], persons)
    return swapped


def _two_by_two(values: NDArray[np.int64], filler: int) -> NDArray[np.int64]:
    """Return values in rows of two, the last filled up, shape (n, 2)."""
    return np.append(values, [filler] * (values.size % 2)).reshape(-1, 2).astype(np.int64)
