"""Find the largest or smallest of secret numbers, and its position, by a tournament.

Neighbours are compared two by two and the winners go on, so that ``log2`` of the number of
contestants rounds of comparisons are enough [1]_.  Winners are chosen blindly, see
`pet_workbench.sharing.selection`.

Protects: the numbers, who wins and every comparison, as `pet_workbench.sharing.replicated` does.
Does not protect: how many numbers there are; nor what is opened afterwards.  Numbers larger than
declared give a wrong winner.

References
----------
.. [1] D. E. Knuth, "The Art of Computer Programming, volume 3: Sorting and Searching", 2nd ed.,
   Addison-Wesley, 1998, section 5.2.3 (selection by tournament).
"""

from typing import NamedTuple

import numpy as np

from pet_workbench.core import ParameterError
from pet_workbench.sharing.comparison import comparison_bytes, less_than
from pet_workbench.sharing.conversion import bits_to_numbers
from pet_workbench.sharing.replicated import Computer, Share, add_public
from pet_workbench.sharing.ring import ring_bits
from pet_workbench.sharing.selection import select, selection_bytes


class Extreme(NamedTuple):
    """The winner of each row: its value and its position, counted from 0, both secret."""

    value: Share
    position: Share


async def maximum(computer: Computer, x: Share, *, declared_bits: int) -> Share:
    """Return the largest number of each row.

    Parameters
    ----------
    computer : Computer
        This party.
    x : Share
        Shape (n,), a single row, or (rows, n); each ``0 <= number < 2**declared_bits``.
    declared_bits : int
        At most the size of the ring less one.

    Returns
    -------
    Share
        Shape (rows,).

    Raises
    ------
    ParameterError
        If rows are empty, or the ring is too small for the declared size.
    """
    return _first(await _tournament(computer, _rows(x), declared_bits, largest=True))


async def minimum(computer: Computer, x: Share, *, declared_bits: int) -> Share:
    """Return the smallest number of each row.

    Parameters
    ----------
    computer : Computer
        This party.
    x : Share
        As for `maximum`.
    declared_bits : int
        As for `maximum`.
    """
    return _first(await _tournament(computer, _rows(x), declared_bits, largest=False))


async def argmax(computer: Computer, x: Share, *, declared_bits: int) -> Extreme:
    """Return the largest number of each row and where it stands; of equal ones the first.

    Parameters
    ----------
    computer : Computer
        This party.
    x : Share
        Shape (n,), a single row, or (rows, n); each ``0 <= number < 2**declared_bits``.
    declared_bits : int
        At most the size of the ring less one.

    Returns
    -------
    Extreme
        Two shares of shape (rows,), in the ring of `x`.

    Raises
    ------
    ParameterError
        If rows are empty or longer than the ring can count, or the ring is too small for the
        declared size.
    """
    return await _with_position(computer, x, declared_bits, largest=True)


async def argmin(computer: Computer, x: Share, *, declared_bits: int) -> Extreme:
    """Return the smallest number of each row and where it stands; of equal ones the first.

    Parameters
    ----------
    computer : Computer
        This party.
    x : Share
        As for `argmax`.
    declared_bits : int
        As for `argmax`.
    """
    return await _with_position(computer, x, declared_bits, largest=False)


def tournament_bytes(n: int, *, bits: int, rows: int = 1, with_position: bool = False) -> int:
    """Return the bytes that all parties send for the extreme of each row of `n` numbers.

    Parameters
    ----------
    n : int
        Contestants in a row.
    bits : int
        Size of the ring.
    rows : int, default: 1
    with_position : bool, default: False
        Whether the position comes along.
    """
    total, columns = 0, 2 if with_position else 1
    while n > 1:
        pairs = n // 2 * rows
        total += comparison_bytes(pairs, bits=bits)
        total += selection_bytes(pairs, bits=bits, columns=columns, bits_of_choice=bits)
        n -= n // 2
    return total


async def _with_position(
    computer: Computer, x: Share, declared_bits: int, *, largest: bool
) -> Extreme:
    """Let positions, which start public, travel along with the numbers."""
    rows = _rows(x)
    shape, dtype = rows.own.shape, rows.own.dtype
    if shape[-1] > 1 << ring_bits(dtype):
        raise ParameterError(
            "errors.positions_beyond_ring",
            "need at most {limit} numbers in a row in a ring of {bits} bits, got {n}",
            limit=1 << ring_bits(dtype),
            bits=ring_bits(dtype),
            n=shape[-1],
        )
    positions = np.broadcast_to(np.arange(shape[-1]).astype(dtype), shape)
    zeros = Share(np.zeros(shape, dtype), np.zeros(shape, dtype))
    counted = add_public(computer, zeros, positions)
    both = Share(np.concatenate((rows.own, counted.own)), np.concatenate((rows.next, counted.next)))
    won = await _tournament(computer, both, declared_bits, largest=largest)
    return Extreme(_first(won), Share(won.own[1, :, 0], won.next[1, :, 0]))


def _rows(x: Share) -> Share:
    """Return x as an array of one table of rows.

    Raises
    ------
    ParameterError
        If rows are empty.
    """
    if not x.own.shape[-1]:
        raise ParameterError(
            "errors.nothing_to_compare", "need at least 1 number to find an extreme, got none"
        )
    shape = (1, -1, x.own.shape[-1])
    return Share(x.own.reshape(shape), x.next.reshape(shape))


def _first(tables: Share) -> Share:
    """Return the first table's only column."""
    return Share(tables.own[0, :, 0], tables.next[0, :, 0])


async def _tournament(
    computer: Computer, tables: Share, declared_bits: int, *, largest: bool
) -> Share:
    """Play until one column is left; the first table decides and the others come along.

    The right one of two wins only if it is strictly better, so that of equal ones the first stays.
    """
    while tables.own.shape[-1] > 1:
        end = tables.own.shape[-1] // 2 * 2
        left, right = (
            Share(tables.own[..., at:end:2], tables.next[..., at:end:2]) for at in (0, 1)
        )
        pair = (_decisive(left), _decisive(right))
        low, high = pair if largest else pair[::-1]
        bits = await less_than(computer, low, high, declared_bits=declared_bits)
        right_wins = await bits_to_numbers(computer, bits, dtype=tables.own.dtype)
        shape = left.own.shape[1:]
        chosen = Share(right_wins.own.reshape(shape), right_wins.next.reshape(shape))
        won = await select(computer, chosen, right, left)
        tables = Share(
            np.concatenate((won.own, tables.own[..., end:]), axis=-1),
            np.concatenate((won.next, tables.next[..., end:]), axis=-1),
        )
    return tables


def _decisive(tables: Share) -> Share:
    """Return the numbers of the first table, one after the other."""
    return Share(tables.own[0].reshape(-1), tables.next[0].reshape(-1))
