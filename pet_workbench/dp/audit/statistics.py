"""What may tell the outputs of two tables apart: numbers made of an output.

An output is a row of numbers.  What tells is a number by itself, all numbers together, how far they
are from the middle, or, of floating-point numbers, how fine they are.  Which one, is found out on
outputs that the bound is not computed from.

Protects: nobody.
Does not protect: what none of these statistics sees is not found.
"""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

Outputs = NDArray[np.float64]
Statistic = Callable[[Outputs], Outputs]
_MANTISSA = 53
"""Binary digits of a floating-point number, the first included."""
_MOST_SINGLE = 64


def statistics_for(one: Outputs, other: Outputs) -> Iterator[tuple[str, Statistic]]:
    """Yield what may tell outputs apart, by name, as seen in those of two tables.

    Parameters
    ----------
    one, other : ndarray of float64, shape (runs, n)

    Yields
    ------
    name : str
        ``"number 2"``, ``"distance of number 2"``, ``"all numbers"``, ``"last digit"``.
    statistic : callable
        From outputs of shape (runs, n) to numbers of shape (runs,).
    """
    both = np.concatenate((one, other))
    middle = np.median(both, axis=0)
    for place in range(min(both.shape[1], _MOST_SINGLE)):
        yield f"number {place + 1}", _number(place)
        yield f"distance of number {place + 1}", _distance(place, middle[place])
    if both.shape[1] > 1:
        with np.errstate(over="ignore", invalid="ignore"):
            weights = (one.mean(0) - other.mean(0)) / (one.var(0) + other.var(0) + 1e-9)
        if np.isfinite(weights).all() and weights.any():
            yield "all numbers", lambda outputs: outputs @ weights
    if (both != np.rint(both)).any():
        yield "last digit", lambda outputs: finest_digit(outputs).min(axis=1).astype(np.float64)


def finest_digit(outputs: Outputs) -> NDArray[np.int64]:
    """Return for each output the exponent of its last binary digit that is not 0.

    Of 0, and of what is infinite or no number, it is 0.

    Examples
    --------
    >>> finest_digit(np.array([3.0, 0.75, 8.0])).tolist()
    [0, -2, 3]
    """
    mantissas, exponents = np.frexp(np.where(np.isfinite(outputs), outputs, 0))
    digits = np.ldexp(mantissas, _MANTISSA).astype(np.int64)
    lowest = (digits & -digits).astype(np.float64)
    last = np.frexp(lowest)[1] - 1 + exponents - _MANTISSA
    return np.where(digits == 0, 0, last).astype(np.int64)


def _number(place: int) -> Statistic:
    """Return the statistic that is one of the numbers."""
    return lambda outputs: outputs[:, place]


def _distance(place: int, middle: float) -> Statistic:
    """Return the statistic that is how far a number is from the middle."""
    return lambda outputs: np.abs(outputs[:, place] - middle)
