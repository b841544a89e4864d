"""Somebody who takes part lies about their own numbers, and learns those of others from answers.

A party whose number counts in a secret sum may claim any number.  Whether the sum reaches a
threshold then tells how large the rest is: claim more, and it is reached sooner.  Asked again with
other claims, every answer halves what the rest can be, for all items of a list at once.  This is
a chosen-input attack on a threshold; nothing is broken, everybody else follows the protocol [1]_.

Protects: nothing; it shows what secret inputs cannot rule out.
Does not protect: within a computation nothing can tell a lie from a true number.  What helps lies
outside: few runs, a limit on the length of the list, numbers that were signed when they were made,
and inspection afterwards.

References
----------
.. [1] Y. Lindell, "How to simulate it: a tutorial on the simulation proof technique", 2017,
   doi:10.1007/978-3-319-57048-8_6: why no protocol hinders a party from changing its own input.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core.validation import check_range

Ask = Callable[[NDArray[np.int64]], NDArray[np.bool_] | None]
"""From one claim per item to who reached the threshold; None where the answer was withheld."""


@dataclass(frozen=True)
class Narrowed:
    """What is known after some questions: the smallest claim with which each item is found.

    Attributes
    ----------
    low, high : ndarray of int64, shape (n,)
        The smallest claim lies from `low` to `high`; `high` is one more than the largest claim
        where the item may not be found at all.
    runs : int
        How often was asked.
    """

    low: NDArray[np.int64]
    high: NDArray[np.int64]
    runs: int

    @property
    def exact(self) -> NDArray[np.bool_]:
        """For which items the smallest claim is known."""
        known: NDArray[np.bool_] = self.low == self.high
        return known


def narrow(ask: Ask, n: int, *, most: int, runs: int, anchors: int = 0) -> Iterator[Narrowed]:
    """Ask with other claims again and again, halving what each smallest claim can be.

    The first question claims the most for all, so that it shows who can be found at all.  Where a
    rule withholds small answers, the attacker passes it: in every question a few items keep a
    claim with which they are found for sure, in turn.

    Parameters
    ----------
    ask : callable
        See `Ask`; whoever is found with a claim is found with every larger one.
    n : int
        How many items.
    most : int
        Largest claim that is accepted; the smallest is 0.
    runs : int
        How often to ask at most.
    anchors : int, default: 0
        How many items keep a safe claim: the smallest answer that is opened.

    Yields
    ------
    Narrowed
        After every question; stops when all is known.  A withheld answer teaches nothing.

    Raises
    ------
    ParameterError
        If `most` or `runs` is below 1, or `anchors` below 0.
    PrivacyError
        If another party refuses to go on.

    Examples
    --------
    >>> needed = np.array([30, 101])
    >>> steps = list(narrow(lambda claims: claims >= needed, 2, most=100, runs=9))
    >>> steps[1].high.tolist(), steps[-1].low.tolist(), steps[-1].runs
    ([50, 101], [30, 101], 8)
    """
    check_range("most", most, 1, 2**31)
    check_range("runs", runs, 1, 1_000)
    check_range("anchors", anchors, 0, 2**31)
    low, high = np.zeros(n, np.int64), np.full(n, most + 1, np.int64)
    for run in range(1, runs + 1):
        claims = np.full(n, most) if run == 1 else _claims(low, high, most, anchors)
        found = ask(np.minimum(claims, most))
        if found is not None:
            high = np.where(found, claims, high)
            low = np.where(found, low, np.minimum(claims + 1, high))
        yield Narrowed(low, high, run)
        if bool((low == high).all()):
            return


def _claims(
    low: NDArray[np.int64], high: NDArray[np.int64], most: int, anchors: int
) -> NDArray[np.int64]:
    """Return claims half-way, and safe ones for the items of which most is known already."""
    width = high - low
    claims = high - (width + 1) // 2
    findable = np.flatnonzero(high <= most)
    safe = findable[np.argsort(width[findable], kind="stable")[:anchors]]
    claims[safe] = high[safe]
    return claims
