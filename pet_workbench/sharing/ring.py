"""Rings of whole numbers modulo 2**8, 2**16, 2**32 or 2**64, one numpy type each.

Arithmetic only: numpy's unsigned integers wrap around, which is precisely arithmetic in the ring.
A signed number is kept as its remainder, so that -1 is 2**bits - 1 (two's complement).
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pet_workbench.core import ParameterError

Words = NDArray[np.unsignedinteger[Any]]
BITS = (8, 16, 32, 64)


def ring_dtype(bits: int) -> np.dtype[Any]:
    """Return the unsigned numpy type of the ring modulo ``2**bits``.

    Raises
    ------
    ParameterError
        If `bits` is not 8, 16, 32 or 64.
    """
    if bits not in BITS:
        raise ParameterError(
            "errors.ring_bits", "need bits to be 8, 16, 32 or 64, got {bits}", bits=bits
        )
    return np.dtype(f"u{bits // 8}")


def ring_bits(dtype: np.dtype[Any]) -> int:
    """Return the number of bits of a ring's type."""
    return 8 * dtype.itemsize


def encode(values: ArrayLike, *, bits: int, below_bits: int | None = None) -> Words:
    """Put whole numbers into the ring, refusing any whose size was not declared.

    Parameters
    ----------
    values : array_like of int, shape (n,)
        Numbers with ``abs(value) < 2**below_bits``.
    bits : int
        Size of the ring.
    below_bits : int, optional
        Declared size of the numbers; by default ``bits - 1``, the largest that keeps its sign.

    Returns
    -------
    ndarray of unsigned integers, shape (n,)

    Raises
    ------
    ParameterError
        If a value is not whole or is larger than declared; the first such is named.  Also if the
        ring is too small for the declared size.

    Examples
    --------
    >>> encode([3, -1], bits=8).tolist()
    [3, 255]
    """
    dtype = ring_dtype(bits)
    declared = bits - 1 if below_bits is None else below_bits
    check_declared(declared, bits=bits, limit=bits)
    numbers = np.asarray(values)
    if numbers.dtype.kind not in "iu" and numbers.size:
        raise ParameterError(
            "errors.not_whole_numbers",
            "need whole numbers, got {kind}",
            kind=str(numbers.dtype),
        )
    limit = 1 << declared
    bad = np.flatnonzero((numbers >= limit) | (numbers <= -limit))
    if bad.size:
        raise ParameterError(
            "errors.outside_ring",
            "need numbers of at most {below_bits} bits, got {value} at position {position}",
            below_bits=declared,
            value=int(numbers[bad[0]]),
            position=int(bad[0]),
        )
    return numbers.astype(dtype)


def check_declared(declared_bits: int, *, bits: int, limit: int) -> None:
    """Refuse numbers of more than `limit` bits in a ring of `bits` bits.

    Parameters
    ----------
    declared_bits : int
        Size that somebody declares.
    bits : int
        Size of the ring.
    limit : int
        Largest size that leaves room for what is to be computed.

    Raises
    ------
    ParameterError
        If `declared_bits` is not from 1 to `limit`.
    """
    if not 1 <= declared_bits <= limit:
        raise ParameterError(
            "errors.declared_bits",
            "need 1 <= declared_bits <= {limit} in a ring of {bits} bits, got {declared_bits}",
            limit=limit,
            bits=bits,
            declared_bits=declared_bits,
        )


def decode_signed(words: Words) -> NDArray[np.signedinteger[Any]]:
    """Read the ring elements `words` as signed numbers.

    Examples
    --------
    >>> decode_signed(encode([3, -1], bits=8)).tolist()
    [3, -1]
    """
    return words.view(f"i{words.dtype.itemsize}")
