"""Turn numbers into bit planes and back, so that one machine word works on 64 numbers at once.

Arithmetic only: no secrets are handled here.  In a block of n numbers of W bits, plane j holds
bit j of all of them, packed in n / W words.  Number i sits in bit ``i // (n / W)`` of word
``i % (n / W)``: that order makes the transposition a sequence of swaps of whole rows.

References
----------
.. [1] H. S. Warren, "Hacker's Delight", 2nd ed., Addison-Wesley, 2012, section 7-3 (transposing a
   bit matrix); bit-slicing: E. Biham, "A fast new DES implementation in software", FSE 1997,
   doi:10.1007/BFb0052352.
"""

from functools import cache
from typing import Any

import numpy as np

from pet_workbench.sharing.ring import Words, ring_bits

_COLUMNS = 512


def to_planes(numbers: Words) -> Words:
    """Transpose a block of numbers into bit planes, in place.

    Parameters
    ----------
    numbers : ndarray of unsigned integers of W bits, shape (n,)
        Contiguous, `n` a multiple of W.  Overwritten.

    Returns
    -------
    ndarray of the same type, shape (W, n / W)
        Row j holds bit j of all numbers.
    """
    width = ring_bits(numbers.dtype)
    rows = numbers.reshape(width, -1)
    for start in range(0, rows.shape[1], _COLUMNS):
        _transpose(rows[:, start : start + _COLUMNS])
    return rows


def _transpose(rows: Words) -> None:
    """Transpose every W x W bit matrix that stands in a column of `rows`, in place.

    The halves of ever smaller square blocks change places: first 32 x 32 bits, then 16 x 16 ...
    """
    width, columns = rows.shape
    step = width // 2
    moved = np.empty((width // 2, columns), rows.dtype)
    while step:
        blocks = rows.reshape(width // (2 * step), 2, step, columns)
        upper, lower = blocks[:, 0], blocks[:, 1]
        swap = moved.reshape(upper.shape)
        shift = rows.dtype.type(step)
        np.right_shift(upper, shift, out=swap)
        np.bitwise_xor(swap, lower, out=swap)
        np.bitwise_and(swap, _low_halves(width, step), out=swap)
        np.bitwise_xor(lower, swap, out=lower)
        np.left_shift(swap, shift, out=swap)
        np.bitwise_xor(upper, swap, out=upper)
        step //= 2


@cache
def _low_halves(width: int, step: int) -> Any:
    """Return the word whose bits are set where a block of ``2 * step`` bits has its low half."""
    ones = (1 << step) - 1
    return np.dtype(f"u{width // 8}").type(sum(ones << at for at in range(0, width, 2 * step)))


def unpack(plane: Words, dtype: np.dtype[Any]) -> Words:
    """Write each bit of one plane as a number 0 or 1, in the order of the numbers.

    Parameters
    ----------
    plane : ndarray of unsigned integers of W bits, shape (m,)
    dtype : numpy.dtype
        Type of the result.

    Returns
    -------
    ndarray of `dtype`, shape (m * W,)
    """
    width = ring_bits(plane.dtype)
    one = plane.dtype.type(1)
    bits = np.empty((width, plane.size), dtype)
    for position in range(width):
        bits[position] = (plane >> plane.dtype.type(position)) & one
    return bits.reshape(-1)
