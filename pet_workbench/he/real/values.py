"""Real numbers in the clear, checked before they are encrypted or computed with.

Protects: against values that would be encrypted as something else: missing and masked values, text,
complex numbers, more than one column.
Does not protect: against numbers that are wrong.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pet_workbench.core import DataError, ParameterError

Numbers = NDArray[np.float64]


def vector(values: ArrayLike, *, bound: float | None = None) -> Numbers:
    """Return `values` as a vector of numbers.

    Parameters
    ----------
    values : array_like of numbers, shape (n,)
        Truth values count as 0 and 1.
    bound : float, optional
        No value may be further from zero.

    Raises
    ------
    DataError
        If a value is missing or not finite, or exceeds `bound`; its row is in the parameters, from
        1.
    ParameterError
        If they are not numbers, not one column, or there are none.

    Examples
    --------
    >>> vector([True, 2, 0.5])
    array([1. , 2. , 0.5])
    """
    given = np.asanyarray(values)
    if given.dtype.kind not in "biuf":
        raise ParameterError(
            "errors.he_real_kind",
            "need real numbers, got {kind}: convert them, and leave out what is missing",
            kind=str(given.dtype),
        )
    if given.ndim != 1 or not given.size:
        raise ParameterError(
            "errors.he_real_shape",
            "need one column of at least one number, got shape {shape}",
            shape=str(given.shape),
        )
    numbers: Numbers = np.ma.filled(given.astype(np.float64), np.nan)
    _check_rows(numbers, bound)
    return numbers


def operand(values: Any, *, length: int) -> float | Numbers:
    """Return the `values` that a column of `length` rows is to be computed with.

    One number, or one per row.

    Raises
    ------
    DataError, ParameterError
        As `vector`, and if there are not as many numbers as rows.

    Examples
    --------
    >>> operand(np.float32(0.5), length=3)
    0.5
    """
    if np.ndim(values) == 0:
        return float(vector([values])[0])
    numbers = vector(values)
    if len(numbers) != length:
        raise ParameterError(
            "errors.he_real_rows",
            "need one number, or one for each of {rows} rows, got {got}",
            rows=length,
            got=len(numbers),
        )
    return numbers


def _check_rows(numbers: Numbers, bound: float | None) -> None:
    """Refuse the first number that is not finite or beyond the bound."""
    most = np.inf if bound is None else bound
    wrong = ~(np.isfinite(numbers) & (np.abs(numbers) <= most))
    if not wrong.any():
        return
    row = int(np.argmax(wrong))
    if np.isfinite(numbers[row]):
        raise DataError(
            "errors.he_real_beyond",
            "need numbers between -{bound} and {bound}, got {value} in row {row}: correct it, or "
            "declare a wider bound",
            bound=bound,
            value=float(numbers[row]),
            row=row + 1,
        )
    raise DataError(
        "errors.he_real_not_finite",
        "need a number in every row, got {value} in row {row}: fill it in or leave it out",
        value=float(numbers[row]),
        row=row + 1,
    )
