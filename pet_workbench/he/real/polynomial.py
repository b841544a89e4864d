"""Polynomials of an encrypted column, with as few multiplications in a row as there can be.

A polynomial of degree d is cut in halves: one with the low powers, and one with the high powers,
times the power of two between them; and so on [1]_.  That takes as many levels as d + 1 has bits
after the first, rounded up, and the powers of two are shared.

Protects: the column, as any operation does.
Does not protect: the coefficients against the holder of the secret key; see `real.column`.  And
not against a column that leaves the interval on which the polynomial stands for something else.

References
----------
.. [1] G. Estrin, "Organization of computer systems: the fixed plus variable structure computer",
   Western Joint IRE-AIEE-ACM Computer Conference, 1960, 33-40, doi:10.1145/1460361.1460365.
"""

from collections.abc import Sequence
from typing import Protocol, Self, TypeVar

import numpy as np

from pet_workbench.core import ParameterError
from pet_workbench.he.real.column import RealColumn
from pet_workbench.he.real.meter import RealMeter
from pet_workbench.he.real.values import vector


class Arithmetic(Protocol):
    """What columns and meters have in common."""

    def add(self, other: Self) -> Self:
        """Add another one."""

    def add_number(self, number: float) -> Self:
        """Add a number in the clear."""

    def multiply(self, other: Self) -> Self:
        """Multiply by another one."""

    def multiply_number(self, number: float) -> Self:
        """Multiply by a number in the clear, not zero."""


A = TypeVar("A", bound=Arithmetic)


def evaluate_polynomial(column: RealColumn, coefficients: Sequence[float]) -> RealColumn:
    """Return a polynomial of every number of a column.

    Parameters
    ----------
    column : RealColumn
    coefficients : sequence of float
        The constant first, then that of x, of x squared, and so on.

    Returns
    -------
    RealColumn

    Raises
    ------
    ParameterError
        If all coefficients but the constant are zero: the answer is known.
    MissingKeyError
        If the degree is above 1 and no keys for products were made.
    DepthError, RangeError, PrecisionError
        If the result would not be right; nothing is computed then.

    Examples
    --------
    >>> from pet_workbench.he.keys import SecretKey
    >>> from pet_workbench.he.parameters import make_ckks
    >>> parameters = make_ckks(
    ...     poly_modulus_degree=8192, coeff_mod_bit_sizes=(60, 40, 40, 60), scale_bits=40
    ... )
    >>> key = SecretKey.generate(parameters, products=True)
    >>> column = key.encrypt([-1.0, 0.0, 2.0], bound=2)
    >>> answer = evaluate_polynomial(column, [0.5, 0.25, 0, -1 / 48])
    >>> (key.decrypt(answer) + 0.0).round(3).tolist()
    [0.271, 0.5, 0.833]
    """
    numbers = _checked(coefficients)
    if len(numbers) > 2:
        column.context.check_key("products")
    _of(column.meter, numbers)
    return _of(column, numbers)


def polynomial_meter(meter: RealMeter, coefficients: Sequence[float]) -> RealMeter:
    """Return the meter of `evaluate_polynomial` of a column with this `meter`.

    Of the same `coefficients`, and with the same errors.
    """
    return _of(meter, _checked(coefficients))


def _checked(coefficients: Sequence[float]) -> list[float]:
    """Return the coefficients up to the last that is not zero."""
    numbers = vector(coefficients)
    last = int(np.flatnonzero(numbers)[-1]) if numbers.any() else 0
    if not last:
        raise ParameterError(
            "errors.he_real_constant",
            "need a coefficient other than the constant that is not zero, got none: the answer is "
            "{constant} in every row, and needs no encryption",
            constant=float(numbers[0]),
        )
    return [float(number) for number in numbers[: last + 1]]


def _of(x: A, coefficients: list[float]) -> A:
    """Evaluate a polynomial of degree at least 1."""
    powers = [x]
    while 2 ** len(powers) < len(coefficients):
        powers.append(powers[-1].multiply(powers[-1]))
    made = _part(powers, coefficients)
    assert not isinstance(made, float)
    return made


def _part(powers: list[A], coefficients: list[float]) -> A | float:
    """Evaluate a part; a number if it is constant.

    Parameters
    ----------
    powers : list
        x to the powers 1, 2, 4 and so on.
    coefficients : list of float
    """
    if len(coefficients) == 1:
        return coefficients[0]
    place = (len(coefficients) - 1).bit_length() - 1
    low = _part(powers, coefficients[: 2**place])
    high = _part(powers, coefficients[2**place :])
    if isinstance(high, float):
        high = powers[place].multiply_number(high) if high else high
    else:
        high = powers[place].multiply(high)
    return _sum(low, high)


def _sum(low: A | float, high: A | float) -> A | float:
    """Add two parts, of which each may be a number."""
    if isinstance(low, float):
        return low + high if isinstance(high, float) else _plus(high, low)
    return _plus(low, high) if isinstance(high, float) else low.add(high)


def _plus(x: A, number: float) -> A:
    """Add a number, unless it is zero."""
    return x.add_number(number) if number else x
