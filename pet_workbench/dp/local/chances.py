"""The chances of a device: whole numbers over 2**32, rounded so that the promise only gets better.

``exp(epsilon)`` is no fraction.  Everything here compares with a fraction below it, so that "at
most ``exp(epsilon)`` times as likely" can be checked without rounding at all.

Protects: against a promise that holds up to a rounding error.
Does not protect: by itself; arithmetic only.

Examples
--------
>>> keep = keep_chance(Fraction(1), 64)
>>> round(float(keep), 4), ratio(keep, 64) <= exp_below(Fraction(1))
(0.0261, True)
"""

import math
from fractions import Fraction
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core.noise import Stream
from pet_workbench.dp.errors import PromiseError

DIGITS = 32
"""Binary digits of a chance."""
_WHOLE = 1 << DIGITS
_FINE = 1 << 128


@lru_cache(maxsize=64)
def exp_below(epsilon: Fraction) -> Fraction:
    """Return a fraction just below ``exp(epsilon)``: the first terms of its series.

    Parameters
    ----------
    epsilon : Fraction
        0 to 20.

    Examples
    --------
    >>> float(exp_below(Fraction(1)))
    2.718281828459045
    """
    total, term, n = 0, _FINE, 0
    while term:
        total, n = total + term, n + 1
        term = term * epsilon.numerator // (epsilon.denominator * n)
    return Fraction(total, _FINE)


def keep_chance(epsilon: Fraction, size: int) -> Fraction:
    """Return the chance to tell the truth, if a device otherwise names any of `size` values.

    Naming any value may be the truth as well.  The largest whole number over 2**32 that keeps the
    promise.

    Raises
    ------
    PromiseError
        If epsilon is so small that a report would say nothing.
    """
    most = exp_below(epsilon) - 1
    return _something(Fraction(math.floor(most / (most + size) * _WHOLE), _WHOLE), epsilon)


def ratio(keep: Fraction, size: int) -> Fraction:
    """Return how many times as likely a report is from one device as from another, at most."""
    return 1 + size * keep / (1 - keep)


def flip_chance(epsilon: Fraction) -> Fraction:
    """Return with which chance a device says yes where the answer is no, if its yes is a fair coin.

    The smallest whole number over 2**32 that keeps the promise.

    Raises
    ------
    PromiseError
        If epsilon is so small that a report would say nothing.
    """
    flip = Fraction(math.ceil(_WHOLE / (exp_below(epsilon) + 1)), _WHOLE)
    _something(Fraction(1, 2) - flip, epsilon)
    return flip


def packed_coins(
    stream: Stream, shape: tuple[int, int], *, chance: Fraction, digits: int = DIGITS
) -> NDArray[np.uint8]:
    """Return bits that are each 1 with exactly this chance, eight to a byte.

    From the last binary digit of the chance to the first, all bits are halved (and) or halved
    towards one (or) with a fresh fair bit.

    Parameters
    ----------
    stream : Keystream
    shape : (int, int)
        Rows, and bytes in each.
    chance : Fraction
        A whole number over ``2**digits``.
    digits : int
        How many binary digits it has.

    Examples
    --------
    >>> from pet_workbench.core import Keystream
    >>> bits = packed_coins(Keystream(bytes(32)), (1000, 1), chance=Fraction(1, 4))
    >>> 1850 < np.bitwise_count(bits).sum() < 2150
    np.True_
    """
    whole = int(chance * (1 << digits))
    bits = np.zeros(shape, np.uint8)
    flat = bits.reshape(-1)
    for digit in range(digits):
        if whole >> digit & 1:
            flat |= stream.integers(flat.size, np.uint8)
        else:
            flat &= stream.integers(flat.size, np.uint8)
    return bits


def _something(information: Fraction, epsilon: Fraction) -> Fraction:
    """Refuse reports that say nothing."""
    if information <= 0:
        raise PromiseError(
            "errors.dp_local_epsilon",
            "need an epsilon with which a report says anything at all, got {epsilon}: chances are "
            "whole numbers over 2**32",
            epsilon=float(epsilon),
        )
    return information
