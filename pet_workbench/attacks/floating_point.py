"""Read a secret from the last digits of an answer: noise of floating-point numbers has gaps.

A count is 0 or 1: is somebody in the group, or not?  Laplace noise is added in floating point, and
the answer is 0.0817...  Floating-point numbers are not evenly spread: near 0 they lie closer
together.  Noise that took 1 down to 0.08 is about -0.92, a number that is a multiple of 2**-53, so
the answer would be one as well.  It is not; so the true count is 0, for certain, whatever epsilon
was promised [1]_.  At epsilon 0.5 one answer in nine tells, and never wrongly.

The attack needs no more than the answer and the suspicions: for each it works out how fine the
answer could be.  Against noise on whole numbers it finds nothing, for every whole number is
possible whatever the truth.

Protects: nothing.
Does not protect: that an answer rules nothing out does not make it private; noise may still be too
small, and numpy's generator can be foretold.

References
----------
.. [1] I. Mironov, "On Significance of the Least Significant Bits for Differential Privacy",
   CCS 2012, doi:10.1145/2382196.2382264.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pet_workbench.core.validation import check_range
from pet_workbench.dp.audit.statistics import finest_digit

_MANTISSA = 53
"""Binary digits of a floating-point number, the first included."""


@dataclass(frozen=True, eq=False)
class Betrayal:
    """What answers give away.

    Attributes
    ----------
    outputs : ndarray of float64, shape (n,)
    suspicions : tuple of float
        The true answers that are thought possible.
    possible : ndarray of bool, shape (n, n_suspicions)
        Whether floating-point noise on that true answer could have given this output at all.
    """

    outputs: NDArray[np.float64]
    suspicions: tuple[float, ...]
    possible: NDArray[np.bool_]

    @property
    def betrayed(self) -> NDArray[np.bool_]:
        """Return which outputs leave one suspicion only: the truth, for certain."""
        found: NDArray[np.bool_] = self.possible.sum(axis=1) == 1
        return found

    @property
    def share(self) -> float:
        """Return the share of outputs that tell the truth for certain."""
        return float(self.betrayed.mean()) if len(self.outputs) else 0.0

    @property
    def truths(self) -> dict[float, int]:
        """Return how many outputs tell each of the suspicions to be true."""
        alone = self.possible[self.betrayed]
        return dict(zip(self.suspicions, alone.sum(axis=0).tolist(), strict=True))

    @property
    def example(self) -> float | None:
        """Return the first output that tells, or None."""
        at = np.flatnonzero(self.betrayed)
        return float(self.outputs[at[0]]) if len(at) else None


def read_last_digits(outputs: ArrayLike, suspicions: Sequence[float] = (0.0, 1.0)) -> Betrayal:
    """Attack: rule out true answers from the last digits of outputs.

    Parameters
    ----------
    outputs : array_like of float or int, shape (n,)
        Answers with noise.
    suspicions : sequence of float
        At least two true answers that are thought possible, whole numbers below 2**53.

    Returns
    -------
    Betrayal

    Raises
    ------
    ParameterError
        If there are fewer than two suspicions.

    Examples
    --------
    >>> found = read_last_digits(numpy_laplace(0, epsilon=0.5, count=10_000, seed=1))
    >>> found.truths[0.0] > 500, found.truths[1.0]
    (True, 0)
    """
    check_range("suspicions", len(suspicions), 2, 1000)
    answers = np.asarray(outputs, np.float64)
    columns = [could_come_from(answers, one) for one in suspicions]
    return Betrayal(answers, tuple(float(one) for one in suspicions), np.stack(columns, axis=1))


def could_come_from(outputs: NDArray[np.float64], value: float) -> NDArray[np.bool_]:
    """Return which outputs floating-point noise could make from a true answer.

    The noise must have been about output minus value, give or take a rounding.  The sum of two
    floating-point numbers is a multiple of the spacing of the finer one; a whole number is a
    multiple of 1, and the noise one of its own spacing.

    Parameters
    ----------
    outputs : ndarray of float64, shape (n,)
    value : float
        Whole.

    Returns
    -------
    ndarray of bool, shape (n,)
    """
    if value == 0:
        return np.ones(outputs.shape, np.bool_)
    # a rounding may have moved the noise across a power of two, so one binary digit is let go
    noise_exponent = np.frexp(outputs - value)[1] - _MANTISSA - 1
    fits: NDArray[np.bool_] = finest_digit(outputs) >= np.minimum(noise_exponent, 0)
    return fits


def numpy_laplace(
    value: float, *, epsilon: float, count: int, seed: int | None = None
) -> NDArray[np.float64]:
    """Return answers as the first page of a textbook makes them: numpy's Laplace noise on a count.

    Parameters
    ----------
    value : float
        The true answer; neighbours differ by 1.
    epsilon : float
    count : int
    seed : int, optional
        For lessons and tests.

    Returns
    -------
    ndarray of float64, shape (count,)
    """
    return value + np.random.default_rng(seed).laplace(scale=1 / epsilon, size=count)
