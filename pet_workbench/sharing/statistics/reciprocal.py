"""Divide by a secret count, without anybody knowing what was divided by.

The count n is compared with every power of two; the one just above it, secret, moves n to a number
v from a half to one.  Newton's iteration ``y <- y * (2 - v * y)`` then doubles the number of right
bits of ``1 / v`` at every step, from a start that is less than 0.086 off [1]_.

Protects: count, numerator and quotient, as `pet_workbench.sharing.replicated` does.
Does not protect: when the count is 0 or larger than declared; the quotient is then nonsense.  Test
for a minimum count first, which a minimum group size asks for anyway.

References
----------
.. [1] M. D. Ercegovac, T. Lang, "Digital Arithmetic", Morgan Kaufmann, 2004, chapter 7 (reciprocal
   by iterative approximation); with secrets: O. Catrina, A. Saxena, "Secure computation with
   fixed-point numbers", FC 2010, doi:10.1007/978-3-642-14577-3_6.
"""

from typing import NamedTuple

import numpy as np

from pet_workbench.core import ParameterError
from pet_workbench.sharing.boolean import not_bits
from pet_workbench.sharing.comparison import sign_bits
from pet_workbench.sharing.conversion import bits_to_numbers
from pet_workbench.sharing.replicated import Computer, Share, add, add_public, multiply, subtract
from pet_workbench.sharing.ring import check_declared, ring_bits
from pet_workbench.sharing.statistics.fixed_point import multiply_fixed
from pet_workbench.sharing.statistics.truncation import truncate

START = 2.9142
"""``START - 2 * v`` is less than 0.086 from ``1 / v`` for every v from a half to one."""
UNITS_OFF = 4
"""Bound on the error of ``1 / v``, in units of the last place; rounding makes up nearly all."""
MAX_FRACTION_BITS = 29
"""Squares of numbers up to 4 with more bits after the point do not fit in 64 bits."""


class Reciprocal(NamedTuple):
    """One over a secret count n: ``inverse * power / 2**count_bits``.

    Attributes
    ----------
    inverse : Share
        ``2**count_bits / (n * power)``, from 1 to 2, in units of ``2**-fraction_bits``.
    power : Share
        Power of two that brings n between a half of and the whole ``2**count_bits``.
    count_bits, fraction_bits : int
    """

    inverse: Share
    power: Share
    count_bits: int
    fraction_bits: int


async def reciprocal(
    computer: Computer, count: Share, *, count_bits: int, fraction_bits: int
) -> Reciprocal:
    """Return one over each secret count.

    Parameters
    ----------
    computer : Computer
        This party.
    count : Share
        Of n whole numbers from 1 and below ``2**count_bits``, in the ring of 64 bits.
    count_bits : int
        At most `fraction_bits`.
    fraction_bits : int
        Bits after the point, at most 29.

    Returns
    -------
    Reciprocal
        Its `inverse` is at most 4 units off.

    Raises
    ------
    ParameterError
        If the sizes do not fit.
    """
    check_declared(fraction_bits, bits=ring_bits(count.own.dtype), limit=MAX_FRACTION_BITS)
    check_declared(count_bits, bits=ring_bits(count.own.dtype), limit=fraction_bits)
    power = await _power_above(computer, count, count_bits)
    near_one = await multiply(computer, count, power, step="normalised count")
    up = count.own.dtype.type(fraction_bits - count_bits)
    v = Share(near_one.own << up, near_one.next << up)
    two = np.array(2 << fraction_bits, count.own.dtype)
    start = np.array(round(START * 2**fraction_bits), count.own.dtype)
    y = add_public(computer, _negative(add(v, v)), start)
    size = 2 * fraction_bits + 2
    for _ in range(_steps(fraction_bits)):
        product = await multiply_fixed(
            computer, v, y, fraction_bits=fraction_bits, declared_bits=size
        )
        rest = add_public(computer, _negative(product), two)
        y = await multiply_fixed(computer, y, rest, fraction_bits=fraction_bits, declared_bits=size)
    return Reciprocal(y, power, count_bits, fraction_bits)


async def divide(
    computer: Computer, numerator: Share, by: Reciprocal, *, quotient_bits: int
) -> Share:
    """Return each numerator divided by its count, in units of ``2**-by.fraction_bits``.

    Parameters
    ----------
    computer : Computer
        This party.
    numerator : Share
        Of n whole numbers; ``abs(numerator / count) < 2**quotient_bits``.
    by : Reciprocal
        Of n counts.
    quotient_bits : int
        Declared size of the quotients; with the bits of the count and of the fraction at most 61.

    Returns
    -------
    Share
        Off by at most ``4 * abs(numerator / count) + 1`` units: see `quotient_error`.

    Raises
    ------
    ParameterError
        If the sizes do not fit in the ring.
    """
    needed = quotient_bits + by.count_bits + by.fraction_bits + 1
    if needed > ring_bits(numerator.own.dtype) - 2:
        raise ParameterError(
            "errors.quotient_beyond_ring",
            "need bits of quotient, count and fraction together to be at most {limit}, got "
            "{quotient_bits} + {count_bits} + {fraction_bits}",
            limit=ring_bits(numerator.own.dtype) - 3,
            quotient_bits=quotient_bits,
            count_bits=by.count_bits,
            fraction_bits=by.fraction_bits,
        )
    scaled = await multiply(computer, numerator, by.power, step="normalised numerator")
    product = await multiply(computer, scaled, by.inverse)
    return await truncate(computer, product, by.count_bits, declared_bits=needed)


def quotient_error(quotient: float, *, fraction_bits: int) -> float:
    """Return the most that `divide` can be off, at a `quotient` with these `fraction_bits`.

    Examples
    --------
    >>> quotient_error(100, fraction_bits=28) < 2e-6
    True
    """
    return float((UNITS_OFF * abs(quotient) + 1) * 2.0**-fraction_bits)


def _steps(fraction_bits: int) -> int:
    """Return how many iterations bring the start's error below a quarter of a unit."""
    steps, error = 0, 0.086
    while error > 2.0 ** -(fraction_bits + 2):
        steps, error = steps + 1, error**2
    return steps


async def _power_above(computer: Computer, count: Share, count_bits: int) -> Share:
    """Return the power of two that moves each count just below ``2**count_bits``.

    A count that is at least ``2**i`` and not ``2**(i + 1)`` gets ``2**(count_bits - 1 - i)``; so
    one starts from ``2**(count_bits - 1)`` and halves it at every power passed.
    """
    dtype, n = count.own.dtype, count.own.size
    limits = (np.uint64(1) << np.arange(1, count_bits, dtype=np.uint64)).astype(dtype)
    shape = (limits.size, n)
    moved = add_public(
        computer,
        Share(np.broadcast_to(count.own, shape), np.broadcast_to(count.next, shape)),
        np.zeros(1, dtype) - limits[:, None],
    )
    below = await sign_bits(computer, Share(moved.own.reshape(-1), moved.next.reshape(-1)))
    passed = await bits_to_numbers(computer, not_bits(computer, below), dtype=dtype)
    taken_off = (np.uint64(1) << np.arange(count_bits - 2, -1, -1, dtype=np.uint64)).astype(dtype)
    parts = [part.reshape(shape) for part in passed]
    drop = Share(*((part * taken_off[:, None]).sum(axis=0, dtype=dtype) for part in parts))
    highest = np.array(1 << (count_bits - 1), dtype)
    return add_public(computer, _negative(drop), highest)


def _negative(x: Share) -> Share:
    """Return minus the numbers."""
    return subtract(Share(np.zeros_like(x.own), np.zeros_like(x.next)), x)
