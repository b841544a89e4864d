"""Two questions that differ in one person: the difference is about that person alone.

Nobody is named in either question: everyone in town, and everyone in town but the doctors [1]_.  A
minimum group size sees nothing wrong with them.  Against exact answers the attack is always right;
against answers with noise from one budget it is right hardly more often than a guess.

Protects: nothing; it shows what exact answers give away.
Does not protect: what stops it is noise that belongs to a budget, drawn anew for every answer.  The
same noise twice, as a fixed seed gives, cancels in the difference.

References
----------
.. [1] D. E. Denning, P. J. Denning and M. D. Schwartz, "The tracker: a threat to statistical
   database security", ACM Transactions on Database Systems 4(1), 1979, 76-96,
   doi:10.1145/320064.320069.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import ParameterError
from pet_workbench.core.validation import check_range

Ask = Callable[[NDArray[np.bool_]], float]
"""From who counts to the total of those: an exact one, or one with noise."""


def read_one(ask: Ask, group: NDArray[np.bool_], target: int) -> float:
    """Return the number of one person as two totals tell it.

    Parameters
    ----------
    ask : callable
        From a mask of people to a total.
    group : ndarray of bool, shape (people,)
        Whom the first question is about; the target is among them.
    target : int
        Place of the one who is left out of the second question.

    Raises
    ------
    ParameterError
        If the target is not in the group.
    PrivacyError
        If an owner refuses to answer; the first answer alone tells nothing.

    Examples
    --------
    >>> incomes = np.array([21_000, 34_000, 250_000])
    >>> read_one(lambda who: incomes[who].sum(), np.ones(3, bool), 2)
    250000.0
    """
    check_range("target", target, 0, len(group) - 1)
    if not group[target]:
        raise ParameterError(
            "errors.dp_attack_target",
            "need a target within the group, got place {target}; choose one of the group",
            target=target,
        )
    without = group.copy()
    without[target] = False
    return float(ask(group)) - float(ask(without))


def share_right(guesses: Sequence[float], truth: float, *, tolerance: float) -> float:
    """Return which share of the guesses is as near to the truth as an attacker wants.

    Parameters
    ----------
    guesses : sequence of float
        At least one.
    truth : float
    tolerance : float
        Half a unit for a yes or no; for an amount, what the attacker would be content with.

    Raises
    ------
    ParameterError
        If there are no guesses.

    Examples
    --------
    >>> share_right([1.0, 0.2, 0.9, 1.4], 1, tolerance=0.5)
    0.75
    """
    if len(guesses) == 0:
        raise ParameterError(
            "errors.dp_attack_no_guesses", "need at least one guess, got none; attack first"
        )
    off = np.abs(np.asarray(guesses, np.float64) - truth)
    return float(np.mean(off <= tolerance))
