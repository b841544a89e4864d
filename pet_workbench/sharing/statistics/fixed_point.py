"""Compute with secret fractions: whole numbers that count units of ``2**-fraction_bits``.

A product of two such numbers counts units of ``2**-(2 * fraction_bits)``; its last bits have to go,
see `pet_workbench.sharing.statistics.truncation`.  A sum of products is truncated once [1]_.

Protects: the numbers, as `pet_workbench.sharing.replicated` does.
Does not protect: against numbers larger than declared, which give nonsense without any error.

References
----------
.. [1] O. Catrina, A. Saxena, "Secure computation with fixed-point numbers", FC 2010,
   doi:10.1007/978-3-642-14577-3_6.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pet_workbench.core import ParameterError
from pet_workbench.sharing.replicated import Computer, Share, inner_product, multiply
from pet_workbench.sharing.ring import Words, check_declared, decode_signed, ring_bits, ring_dtype
from pet_workbench.sharing.statistics.truncation import truncate


def encode_reals(
    values: ArrayLike, *, fraction_bits: int, whole_bits: int, bits: int = 64
) -> Words:
    """Round real numbers to units of ``2**-fraction_bits`` and put them into the ring.

    Parameters
    ----------
    values : array_like of float
        Numbers with ``abs(value) < 2**whole_bits``.
    fraction_bits : int
        Bits after the binary point.
    whole_bits : int
        Declared size.
    bits : {8, 16, 32, 64}, default: 64
        Size of the ring.

    Returns
    -------
    ndarray of unsigned integers, of the shape of `values`

    Raises
    ------
    ParameterError
        If a value is larger than declared or no number, or the ring has no room.

    Examples
    --------
    >>> encode_reals([1.5, -0.25], fraction_bits=2, whole_bits=3, bits=8).tolist()
    [6, 255]
    """
    dtype = ring_dtype(bits)
    check_declared(fraction_bits + whole_bits, bits=bits, limit=bits - 1)
    numbers = np.asarray(values, np.float64)
    bad = np.flatnonzero(~(np.abs(numbers) < 2.0**whole_bits))
    if bad.size:
        raise ParameterError(
            "errors.outside_fixed_point",
            "need numbers of at most {whole_bits} bits before the point, got {value} at position "
            "{position}",
            whole_bits=whole_bits,
            value=float(numbers.reshape(-1)[bad[0]]),
            position=int(bad[0]),
        )
    encoded: Words = np.rint(np.ldexp(numbers, fraction_bits)).astype(np.int64).astype(dtype)
    return encoded


def decode_reals(words: Words, *, fraction_bits: int) -> NDArray[np.float64]:
    """Read ring elements, which count units of ``2**-fraction_bits``, as real numbers.

    Examples
    --------
    >>> decode_reals(np.array([6, 255], np.uint8), fraction_bits=2).tolist()
    [1.5, -0.25]
    """
    numbers: NDArray[np.float64] = np.ldexp(decode_signed(words).astype(np.float64), -fraction_bits)
    return numbers


async def multiply_fixed(
    computer: Computer, x: Share, y: Share, *, fraction_bits: int, declared_bits: int
) -> Share:
    """Multiply fractions item by item; less than one unit from the exact product.

    Parameters
    ----------
    computer : Computer
        This party.
    x, y : Share
        Numbers that count units of ``2**-fraction_bits``.
    fraction_bits : int
        Bits after the point, of both and of the result.
    declared_bits : int
        Size of the products, in units squared, as in `truncate`.
    """
    product = await multiply(computer, x, y)
    return await truncate(computer, product, fraction_bits, declared_bits=declared_bits)


async def inner_product_fixed(
    computer: Computer, x: Share, y: Share, *, fraction_bits: int, declared_bits: int
) -> Share:
    """Add up the products of fractions; one truncation, so less than one unit off in all.

    Parameters
    ----------
    computer : Computer
        This party.
    x, y : Share
        Of n numbers that count units of ``2**-fraction_bits``.
    fraction_bits : int
        Bits after the point, of both and of the result.
    declared_bits : int
        Size of the sum of products, in units squared, as in `truncate`.
    """
    total = await inner_product(computer, x, y)
    return await truncate(computer, total, fraction_bits, declared_bits=declared_bits)


def scale(x: Share, factor: int) -> Share:
    """Multiply by a whole `factor` that everybody knows; nothing is sent."""
    constant = x.own.dtype.type(factor % (1 << ring_bits(x.own.dtype)))
    return Share(x.own * constant, x.next * constant)
