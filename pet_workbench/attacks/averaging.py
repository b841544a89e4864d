"""The same question again and again: independent noise averages out.

After `k` answers the average is off by the noise divided by the square root of `k`.  Noise without
a budget is a delay, not a protection [1]_.

Protects: nothing; it shows what noise without a ledger gives away.
Does not protect: what stops it is a ledger, which charges every answer and refuses when the budget
is spent.  Giving the same answer again to the same question helps only until somebody asks it in
other words.

References
----------
.. [1] C. Dwork and A. Roth, "The Algorithmic Foundations of Differential Privacy", 2014,
   doi:10.1561/0400000042, section 3.5.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import PrivacyError
from pet_workbench.core.validation import check_range


@dataclass(frozen=True, eq=False)
class Asked:
    """What came of asking the same thing many times.

    Attributes
    ----------
    answers : ndarray of float64, shape (answered,)
        As many as were given.
    refusal : PrivacyError or None
        Why the next one was refused.
    """

    answers: NDArray[np.float64]
    refusal: PrivacyError | None

    @property
    def averages(self) -> NDArray[np.float64]:
        """Return the average after each answer."""
        averages: NDArray[np.float64] = np.cumsum(self.answers) / np.arange(
            1, len(self.answers) + 1
        )
        return averages


def ask_again(ask: Callable[[], float], *, times: int) -> Asked:
    """Ask until it is enough, or until it is refused.

    Parameters
    ----------
    ask : callable
        Returns an answer with noise, or raises a `PrivacyError`.
    times : int
        From 1 to a million.

    Raises
    ------
    ParameterError
        If `times` is out of range.

    Examples
    --------
    >>> noise = iter([3.0, -2.0, -1.0, 0.0])
    >>> ask_again(lambda: 100 + next(noise), times=4).averages.round(1).tolist()
    [103.0, 100.5, 100.0, 100.0]
    """
    check_range("times", times, 1, 1_000_000)
    answers: list[float] = []
    try:
        for _ in range(times):
            answers.append(float(ask()))
    except PrivacyError as refusal:
        return Asked(np.array(answers), refusal)
    return Asked(np.array(answers), None)
