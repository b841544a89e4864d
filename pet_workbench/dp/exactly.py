"""Numbers that decide privacy are fractions: 0.1 means one tenth.

Ten times a binary 0.1 is not 1, so a budget kept in floating-point numbers has a last bit that two
askers could both be given.

Protects: against sums of epsilons that drift, and against values that mean no promise at all.
Does not protect: by itself.

Examples
--------
>>> 10 * exact("epsilon", 0.1)
Fraction(1, 1)
"""

import math
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from numbers import Rational

import numpy as np

from pet_workbench.dp.errors import PromiseError

Number = int | float | str | Fraction
MAX_EPSILON = Fraction(20)
"""Beyond this, one answer all but tells whether somebody is in the data."""
MAX_DIGITS = 30


def exact(name: str, value: Number) -> Fraction:
    """Return the number that `value` is written as.

    Parameters
    ----------
    name : str
        What to call it in an error.
    value : int, float, str or Fraction
        A decimal, such as ``0.1`` or ``"0.1"``.

    Raises
    ------
    PromiseError
        If it is not a finite number, or takes more than 30 digits to write.
    """
    if isinstance(value, Rational | str | np.integer | float | np.floating) and not isinstance(
        value, bool | np.bool_
    ):
        try:
            fraction = Fraction(
                repr(float(value)) if isinstance(value, float | np.floating) else _plain(value)
            )
        except (ValueError, ZeroDivisionError, OverflowError):
            pass
        else:
            if max(_digits(fraction.numerator), _digits(fraction.denominator)) <= MAX_DIGITS:
                return fraction
    raise PromiseError(
        "errors.dp_not_a_number",
        "need a finite number of at most {digits} digits for {name}, got {value!r}",
        name=name,
        value=value,
        digits=MAX_DIGITS,
    )


def exact_epsilon(value: Number) -> Fraction:
    """Return an epsilon.

    Raises
    ------
    PromiseError
        If it is not above 0 and at most 20; there is no default.

    Examples
    --------
    >>> exact_epsilon(0.5)
    Fraction(1, 2)
    """
    epsilon = exact("epsilon", value)
    if not 0 < epsilon <= MAX_EPSILON:
        raise PromiseError(
            "errors.dp_epsilon",
            "need an epsilon above 0 and at most {most}, got {value}: 0.1 to 1 is strong, and "
            "beyond {most} nothing is promised in practice",
            value=value,
            most=int(MAX_EPSILON),
        )
    return epsilon


def exact_delta(value: Number) -> Fraction:
    """Return a delta: the chance with which a promise may fail.

    Raises
    ------
    PromiseError
        If it is not at least 0 and at most a thousandth.

    Examples
    --------
    >>> exact_delta("1e-6")
    Fraction(1, 1000000)
    """
    delta = exact("delta", value)
    if not 0 <= delta <= Fraction(1, 1000):
        raise PromiseError(
            "errors.dp_delta",
            "need a delta of at least 0 and at most 0.001, got {value}: it should be far below one "
            "over the number of people, for one in delta may be revealed whole",
            value=value,
        )
    return delta


def float_above(value: Fraction) -> float:
    """Return a float that is not below `value`.

    Examples
    --------
    >>> Fraction(float_above(Fraction(1, 3))) > Fraction(1, 3)
    True
    """
    near = float(value)
    return near if Fraction(near) >= value else math.nextafter(near, math.inf)


def float_below(value: Fraction) -> float:
    """Return a float that is not above `value`.

    Examples
    --------
    >>> Fraction(float_below(Fraction(1, 3))) < Fraction(1, 3)
    True
    """
    return -float_above(-value)


def _plain(value: object) -> Fraction | int | str:
    """Return what `Fraction` reads; numpy's whole numbers as Python's."""
    if isinstance(value, str) and "/" not in value and abs(_power(value)) > MAX_DIGITS:
        raise ValueError("takes a power of ten that nobody needs, and hours to write out")
    if isinstance(value, Fraction | str):
        return value
    return int(value)  # type: ignore[call-overload, no-any-return]  # a whole number of any kind


def _power(written: str) -> int:
    """Return the power of ten of the first digit of a decimal; 0 of what is no number."""
    try:
        return Decimal(written).adjusted()
    except InvalidOperation:
        return 0


def _digits(number: int) -> int:
    """Count decimal digits, never fewer than there are."""
    return int(abs(number).bit_length() * 0.30103) + 1
