"""Numbers in the clear that may meet encrypted whole numbers: checked, row by row.

BFV itself cuts off what stands behind a decimal point and wraps around what is too large, and says
nothing.  Here both are refused, with the row they stand in.

Protects: against computing with other numbers than were meant.
Does not protect: against numbers that are whole, in range, and wrong.
"""

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pet_workbench.core import DataError, ParameterError

Numbers = NDArray[np.int64]
WIDEST = 2**63 - 1
"""The largest number that there is room for at all."""


def whole_numbers(values: ArrayLike, *, bound: float = WIDEST) -> Numbers:
    """Return `values` as a vector of whole numbers.

    Parameters
    ----------
    values : array_like of int or bool, shape (n,)
    bound : float
        None of them is further from zero.

    Raises
    ------
    DataError
        If one is no whole number, or exceeds `bound`; its row is in the parameters, from 1.
    ParameterError
        If they are no vector, there are none, or `bound` is no number of at least 1.

    Examples
    --------
    >>> whole_numbers([3, -4, True], bound=5).tolist()
    [3, -4, 1]
    """
    if not (isinstance(bound, int | float | np.number) and 1 <= bound < math.inf):
        raise ParameterError(
            "errors.he_whole_bound",
            "need a bound of at least 1 on the numbers, got {bound}",
            bound=bound,
        )
    numbers = _whole(_filled(values))
    if reach(numbers) > bound:
        row = int(np.argmax((numbers > bound) | (numbers < -bound)))
        raise DataError(
            "errors.he_whole_exceeds",
            "need numbers between -{bound} and {bound}, got {value} in row {row}: correct it, or "
            "declare a wider bound",
            bound=bound,
            value=int(numbers[row]),
            row=row + 1,
        )
    return numbers


def reach(numbers: Numbers) -> int:
    """Return how far `numbers` go from zero, at least 1."""
    return max(int(numbers.max()), -int(numbers.min()), 1)


def _filled(values: ArrayLike) -> NDArray[Any]:
    """Return `values` as a vector without gaps, or refuse them."""
    if np.ma.is_masked(values):
        row = int(np.argmax(np.ma.getmaskarray(np.asanyarray(values))))
        raise DataError(
            "errors.he_whole_missing",
            "need a whole number in every row, got none in row {row}: fill it in or leave it out",
            row=row + 1,
        )
    given = np.asarray(values)
    if given.ndim != 1 or given.size == 0:
        raise ParameterError(
            "errors.he_whole_vector",
            "need one whole number per row and at least one row, got shape {shape}",
            shape=given.shape,
        )
    return given


def _whole(given: NDArray[Any]) -> Numbers:
    """Return a vector as 64-bit whole numbers, or refuse the first that is none."""
    if given.dtype.kind in "bi" or (given.dtype.kind == "u" and given.itemsize < 8):
        return given.astype(np.int64)
    # moments are counted in nanoseconds, which nobody meant
    listed = given.astype(str).tolist() if given.dtype.kind in "mM" else given.tolist()
    # of 1.0 and 1.5, refuse the one that shows what is wrong
    first = int(np.argmax(given != np.floor(given))) if given.dtype.kind == "f" else 0
    for row, value in enumerate(listed[first:], start=first + 1):
        if not isinstance(value, int) or abs(value) > WIDEST:
            raise DataError(
                "errors.he_whole_number",
                "need whole numbers of at most 63 bits, got {value} in row {row}: round them, "
                "count in cents, or choose CKKS for numbers with decimals",
                value=value,
                row=row,
            )
    return np.array(listed, np.int64)
