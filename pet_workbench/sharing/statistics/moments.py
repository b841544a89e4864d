"""Means, variances and covariances of secret numbers.

What adds up (the sum, the sum of squares, the sum of products) is computed exactly: local sums, and
one word per party for an inner product however long the vectors are [1]_.  How many numbers there
are may be public, or secret itself; then `pet_workbench.sharing.statistics.reciprocal` divides.

Protects: every number, the sums and the statistics, until something is opened.
Does not protect: an opened mean of a small group, nor two opened means of groups that differ in one
person: their difference gives that person away.

References
----------
.. [1] D. Bogdanov, L. Kamm, S. Laur, V. Sokk, "Rmind: a tool for cryptographically secure
   statistical analysis", IEEE Trans. Dependable and Secure Computing 15(3), 2018,
   doi:10.1109/TDSC.2016.2587623.
"""

from typing import NamedTuple

import numpy as np

from pet_workbench.core import ParameterError
from pet_workbench.sharing.replicated import Computer, Share, inner_product, multiply, subtract
from pet_workbench.sharing.ring import ring_bits
from pet_workbench.sharing.statistics.fixed_point import scale
from pet_workbench.sharing.statistics.reciprocal import Reciprocal, divide
from pet_workbench.sharing.statistics.truncation import truncate


class Totals(NamedTuple):
    """What means and variances are made of: the secret sum and sum of squares of n numbers."""

    sum: Share
    squares: Share


async def totals(computer: Computer, x: Share) -> Totals:
    """Return the sum and the sum of squares; three words are sent, however long x is."""
    return Totals(total(x), await inner_product(computer, x, x, step="sum of squares"))


def total(x: Share) -> Share:
    """Return the sum of a shared vector, a single secret; nothing is sent."""
    return Share(
        x.own.sum(keepdims=True, dtype=x.own.dtype), x.next.sum(keepdims=True, dtype=x.next.dtype)
    )


async def mean(
    computer: Computer, sum_of: Share, n: int, *, value_bits: int, fraction_bits: int
) -> Share:
    """Return the mean of n numbers, n public, in units of ``2**-fraction_bits``.

    Parameters
    ----------
    computer : Computer
        This party.
    sum_of : Share
        The sum.
    n : int
        At least 1.
    value_bits : int
        Each number is smaller than ``2**value_bits``, in size.
    fraction_bits : int
        Bits after the point.

    Returns
    -------
    Share
        At most four units off.

    Raises
    ------
    ParameterError
        If the sizes do not fit in the ring, or n is below 1.
    """
    _check_group(n, 1)
    return await _divide_by_public(
        computer, sum_of, n, quotient_bits=value_bits, fraction_bits=fraction_bits
    )


async def variance(
    computer: Computer, of: Totals, n: int, *, value_bits: int, fraction_bits: int
) -> Share:
    """Return the sample variance of n numbers, n public, in units of ``2**-fraction_bits``.

    It is ``(n * squares - sum**2) / (n * (n - 1))``, whose numerator is a whole number, exact.

    Parameters
    ----------
    computer : Computer
        This party.
    of : Totals
        Sum and sum of squares.
    n : int
        At least 2.
    value_bits : int
        Each number is smaller than ``2**value_bits``, in size.
    fraction_bits : int
        Bits after the point.

    Returns
    -------
    Share
        At most four units off.

    Raises
    ------
    ParameterError
        If the sizes do not fit in the ring, or n is below 2.
    """
    _check_group(n, 2)
    squared = await multiply(computer, of.sum, of.sum, step="square of sum")
    spread = subtract(scale(of.squares, n), squared)
    return await _divide_by_public(
        computer,
        spread,
        n * (n - 1),
        quotient_bits=2 * value_bits + 1,
        fraction_bits=fraction_bits,
    )


async def covariance(
    computer: Computer, x: Share, y: Share, *, value_bits: int, fraction_bits: int
) -> Share:
    """Return the sample covariance of two vectors of n numbers, n public.

    Parameters
    ----------
    computer : Computer
        This party.
    x, y : Share
        Of n numbers, n at least 2.
    value_bits : int
        Each number is smaller than ``2**value_bits``, in size.
    fraction_bits : int
        Bits after the point.

    Returns
    -------
    Share
        At most four units of ``2**-fraction_bits`` off.
    """
    n = x.own.size
    _check_group(n, 2)
    products = await inner_product(computer, x, y, step="sum of products")
    squared = await multiply(computer, total(x), total(y), step="product of sums")
    spread = subtract(scale(products, n), squared)
    return await _divide_by_public(
        computer,
        spread,
        n * (n - 1),
        quotient_bits=2 * value_bits + 1,
        fraction_bits=fraction_bits,
    )


async def mean_of_secret_count(
    computer: Computer, sum_of: Share, by: Reciprocal, *, value_bits: int
) -> Share:
    """Return the mean of a secret number of numbers, in units of ``2**-by.fraction_bits``.

    Parameters
    ----------
    computer : Computer
        This party.
    sum_of : Share
        The sum.
    by : Reciprocal
        Of their number.
    value_bits : int
        Each number is smaller than ``2**value_bits``, in size.

    Returns
    -------
    Share
        Off by at most ``4 * abs(mean) + 1`` units.
    """
    return await divide(computer, sum_of, by, quotient_bits=value_bits)


async def variance_of_secret_count(
    computer: Computer, of: Totals, by: Reciprocal, *, value_bits: int
) -> Share:
    """Return the population variance of a secret number of numbers.

    That is the mean of the squares less the square of the mean: it divides by n, not by n - 1.

    Parameters
    ----------
    computer : Computer
        This party.
    of : Totals
        Sum and sum of squares.
    by : Reciprocal
        Of their number.
    value_bits : int
        Each number is smaller than ``2**value_bits``, in size; twice that, with the bits of count
        and fraction, has to fit in 61.

    Returns
    -------
    Share
        In units of ``2**-by.fraction_bits``, off by at most ``16 * 4**value_bits`` units.
    """
    average = await divide(computer, of.sum, by, quotient_bits=value_bits)
    squares = await divide(computer, of.squares, by, quotient_bits=2 * value_bits)
    kept = min(by.fraction_bits, ring_bits(average.own.dtype) // 2 - 2 - value_bits)
    if kept < by.fraction_bits:
        size = value_bits + by.fraction_bits + 1
        average = await truncate(computer, average, by.fraction_bits - kept, declared_bits=size)
    squared = await multiply(computer, average, average, step="square of mean")
    shift, size = 2 * kept - by.fraction_bits, 2 * (value_bits + kept) + 1
    return subtract(squares, await truncate(computer, squared, shift, declared_bits=size))


async def _divide_by_public(
    computer: Computer, x: Share, denominator: int, *, quotient_bits: int, fraction_bits: int
) -> Share:
    """Return x divided by a public number, in units of ``2**-fraction_bits``, at most 4 off.

    First x is divided by the power of two above the denominator, then what is left, between 1 and
    2, comes in as a factor; so the denominator's size costs no room.
    """
    bits, size = ring_bits(x.own.dtype), quotient_bits + fraction_bits
    power = denominator.bit_length()
    if max(2 * size + 2, quotient_bits + power) > bits - 2:
        raise ParameterError(
            "errors.mean_beyond_ring",
            "need numbers, counts and fractions that fit in a ring of {bits} bits, got "
            "{quotient_bits} bits of quotient, {count_bits} of divisor and {fraction_bits} of "
            "fraction",
            bits=bits,
            quotient_bits=quotient_bits,
            count_bits=power,
            fraction_bits=fraction_bits,
        )
    shift = power - fraction_bits
    if shift > 0:
        x = await truncate(computer, x, shift, declared_bits=quotient_bits + power)
    else:
        x = scale(x, 1 << -shift)
    factor = ((1 << (power + size + 2)) // denominator + 1) >> 1
    return await truncate(computer, scale(x, factor), size + 1, declared_bits=2 * size + 2)


def _check_group(n: int, least: int) -> None:
    """Refuse a group too small for the statistic."""
    if not (isinstance(n, int | np.integer) and n >= least):
        raise ParameterError(
            "errors.too_few_numbers",
            "need at least {least} numbers for this statistic, got {n}",
            least=least,
            n=n,
        )
