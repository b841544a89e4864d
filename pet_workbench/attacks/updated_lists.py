"""Ask the same question again: about another number of lists, or after one list has changed.

Every answer alone keeps to the agreement: a number or a yes, not where.  Two answers together say
more; no sharing or encryption hinders that, as the attack uses nothing but permitted answers.

- "At 1 or more", "2 or more", ...: together they say at exactly how many lists somebody is.
- Before and after *one* owner has renewed its list: whoever came in or went out did so there.

What helps is agreement: a limit on the number of runs, and renewing all lists at the same moment,
so that a change does not point to one of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import ParameterError


@dataclass(frozen=True)
class Change:
    """What two answers to the same question tell.

    Attributes
    ----------
    came, went : ndarray of int64
        Who is in the second answer only, and in the first only; ascending.
    where : str
        The owner whose list did it; empty when more than one was renewed.
    """

    came: NDArray[np.int64]
    went: NDArray[np.int64]
    where: str


def exact_counts(answers: Mapping[int, NDArray[np.int64]]) -> dict[int, NDArray[np.int64]]:
    """Return who is on exactly how many lists.

    Parameters
    ----------
    answers : mapping of int to ndarray of int64
        Who is on at least k lists, by k; at least two values of k.

    Returns
    -------
    dict of int to ndarray of int64
        By k, ascending: on at least k and fewer than the next k that was asked; for the highest k
        on at least k.

    Raises
    ------
    ParameterError
        If there are fewer than two answers.

    Examples
    --------
    >>> counts = exact_counts({1: np.array([5, 6, 7]), 2: np.array([6])})
    >>> {k: who.tolist() for k, who in counts.items()}
    {1: [5, 7], 2: [6]}
    """
    if len(answers) < 2:
        raise ParameterError(
            "errors.two_limits",
            "need answers for at least two different limits, got {count}",
            count=len(answers),
        )
    asked = sorted(answers)
    higher = [*(answers[k] for k in asked[1:]), np.empty(0, np.int64)]
    return {k: np.setdiff1d(answers[k], above) for k, above in zip(asked, higher, strict=True)}


def compare(
    before: NDArray[np.int64], after: NDArray[np.int64], *, renewed: tuple[str, ...]
) -> Change:
    """Return who came and went between two answers, and where, if that can be told.

    Parameters
    ----------
    before, after : ndarray of int64
        Who was found.
    renewed : tuple of str
        Owners that renewed their list in between; that is usually known.

    Examples
    --------
    >>> compare(np.array([3]), np.array([3, 8]), renewed=("UWV",))
    Change(came=array([8]), went=array([], dtype=int64), where='UWV')
    """
    where = renewed[0] if len(renewed) == 1 else ""
    return Change(np.setdiff1d(after, before), np.setdiff1d(before, after), where)
