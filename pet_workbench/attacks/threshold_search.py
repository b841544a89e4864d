"""Narrow numbers down by asking the same yes/no question with different limits.

Each answer alone says only who is under the limit.  Two answers with different limits tell whose
number lies in between: no sharing or encryption hinders that, because everything the attack uses is
the permitted answer.  What helps is agreement: fixed limits, few runs, and noise or a minimum
number on what is opened.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import ParameterError
from pet_workbench.core.validation import check_range

Ask = Callable[[float], NDArray[np.int64] | None]


@dataclass(frozen=True)
class Bracket:
    """Everything the answers so far say about who lies where.

    Attributes
    ----------
    low, high : float
        Limits asked; the numbers lie at or above `low` and below `high`.
    items : ndarray of int64, shape (n,)
        Who lies there.
    """

    low: float
    high: float
    items: NDArray[np.int64]


def brackets(answers: Sequence[tuple[float, NDArray[np.int64]]]) -> tuple[Bracket, ...]:
    """Return who lies between each two neighbouring limits.

    Parameters
    ----------
    answers : sequence of (limit, items under it)
        In any order; at least two different limits.

    Returns
    -------
    tuple of Bracket
        Ascending.

    Raises
    ------
    ParameterError
        If there are fewer than two different limits.

    Examples
    --------
    >>> found = brackets([(100, np.array([1])), (110, np.array([1, 2, 3]))])
    >>> found[0].low, found[0].high, found[0].items.tolist()
    (100, 110, [2, 3])
    """
    by_limit = dict(sorted(answers, key=lambda answer: answer[0]))
    if len(by_limit) < 2:
        raise ParameterError(
            "errors.two_limits",
            "need answers for at least two different limits, got {count}",
            count=len(by_limit),
        )
    limits = list(by_limit)
    return tuple(
        Bracket(low, high, np.setdiff1d(by_limit[high], by_limit[low]))
        for low, high in pairwise(limits)
    )


def search(ask: Ask, *, low: float, high: float, runs: int) -> tuple[Bracket, ...]:
    """Ask at `runs` evenly spread limits and return the brackets.

    Parameters
    ----------
    ask : callable
        From a limit to the items under it; None where the answer was withheld (skipped).
    low, high : float
        First and last limit.
    runs : int
        How many questions, at least 2.

    Returns
    -------
    tuple of Bracket
        Empty when fewer than two questions were answered.

    Raises
    ------
    ParameterError
        If `runs` is below 2.
    PrivacyError
        If an owner refuses to go on.
    """
    check_range("runs", runs, 2, 1_000_000)
    answered = [(limit, ask(limit)) for limit in np.linspace(low, high, runs).tolist()]
    given = [(limit, items) for limit, items in answered if items is not None]
    return brackets(given) if len(given) > 1 else ()
