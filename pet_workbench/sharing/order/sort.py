"""Sort rows by a secret key.

The rows are shuffled first, so that nobody knows which is which.  Then they are sorted as anybody
sorts in the clear, except that "is this key below that one" is computed in secret and only the
answer opened [1]_.  Because all keys differ (where they might be equal, each gets the number of its
row behind it), the answers describe the order of a randomly shuffled row of different things.  That
is a uniformly random order, whatever the keys are: the answers tell nothing that a die could not.

Everything on one level of quicksort is compared at once: ``1.39 n log2(n)`` comparisons in some
``4 log2(n)`` levels.  Up to `FEW` rows, all pairs are compared on one level.

Protects: keys, columns and order, against each of the three parties alone.
Does not protect: how many rows there are.  Keys that were declared different and are not: then the
answers tell which rows are equal, so that ``unique`` is a promise of whoever gives the keys.

References
----------
.. [1] K. Hamada, R. Kikuchi, D. Ikarashi, K. Chida, K. Takahashi, "Practically efficient
   multi-party sorting protocols from comparison sort algorithms", ICISC 2012,
   doi:10.1007/978-3-642-37682-5_15.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import ParameterError
from pet_workbench.sharing.bits import unpack
from pet_workbench.sharing.comparison import SharedBits, sign_bits
from pet_workbench.sharing.opening import open_to_all
from pet_workbench.sharing.order.shuffle import check_columns, shuffle
from pet_workbench.sharing.replicated import Computer, Share, add_public, subtract
from pet_workbench.sharing.ring import BITS, check_declared, ring_bits, ring_dtype

FEW = 32
"""Up to so many rows, comparing all pairs at once saves more rounds than it costs comparisons."""


async def sort_rows(
    computer: Computer,
    key: Share,
    columns: Sequence[Share],
    *,
    key_bits: int,
    unique: bool = False,
) -> list[Share]:
    """Return `columns` with their rows in ascending order of `key`.

    Parameters
    ----------
    computer : Computer
        This party.
    key : Share
        Of n numbers each with ``0 <= number < 2**key_bits``.
    columns : sequence of Share
        What to sort, each of n rows, in rings of their own; the key itself only if it is among
        them.
    key_bits : int
        Declared size of the keys.
    unique : bool, default: False
        Whether all keys are known to differ.  If not, every key gets a tie number behind it, of
        as many bits as n has: that needs a larger ring, and rows with equal keys come out in the
        order in which they went in.

    Returns
    -------
    list of Share
        As many columns, freshly shared.

    Raises
    ------
    ParameterError
        If the columns differ in length, or the ring of the keys is too small for keys and tie
        numbers.

    Notes
    -----
    Comparisons take place in the smallest ring that has room: of 32 bits for unique keys below
    2**31, of 64 bits for other keys of 43 bits with 10**6 rows.
    """
    n = check_columns([key, *columns])
    tie_bits = 0 if unique else max(n - 1, 0).bit_length()
    rows = await shuffle(computer, [_different(computer, key, key_bits, tie_bits), *columns])
    order = await _order_of(computer, rows[0])
    return [Share(column.own[order], column.next[order]) for column in rows[1:]]


def _different(computer: Computer, key: Share, key_bits: int, tie_bits: int) -> Share:
    """Put the number of its row behind every key, in the smallest ring with room for both."""
    bits = ring_bits(key.own.dtype)
    check_declared(key_bits, bits=bits, limit=bits - 1)
    if key_bits + tie_bits >= bits:
        raise ParameterError(
            "errors.sort_ring",
            "need keys in a ring of more than {needed} bits ({key_bits} of the key, {tie_bits} for "
            "ties), got a ring of {bits}",
            needed=key_bits + tie_bits,
            key_bits=key_bits,
            tie_bits=tie_bits,
            bits=bits,
        )
    narrow = ring_dtype(next(bits for bits in BITS if bits > key_bits + tie_bits))
    shift = narrow.type(tie_bits)
    # a number modulo 2**64 is known modulo 2**32 too: every party cuts its own parts
    shifted = Share(*(part.astype(narrow) << shift for part in key))
    if not tie_bits:
        return shifted
    return add_public(computer, shifted, np.arange(key.own.size).astype(narrow))


async def _order_of(computer: Computer, keys: Share) -> NDArray[np.intp]:
    """Return the order that sorts shuffled, different keys; all three parties learn it."""
    if keys.own.size <= FEW:
        return await _order_by_all_pairs(computer, keys)
    order = np.empty(keys.own.size, np.intp)
    level = _Segments.whole(keys)
    while level.lengths.size:
        level = await _partition(computer, level, order)
    return order


async def _order_by_all_pairs(computer: Computer, keys: Share) -> NDArray[np.intp]:
    """Compare every two keys at once; a key's place is the number of keys below it."""
    n = keys.own.size
    left, right = np.triu_indices(n, 1)
    below = await _compare(computer, _take(keys, left), _take(keys, right))
    place = np.bincount(np.where(below, right, left), minlength=n)
    order = np.empty(n, np.intp)
    order[place] = np.arange(n)
    return order


@dataclass(frozen=True, slots=True)
class _Segments:
    """Rows whose place is not yet known: segments of at least two, one after the other.

    Attributes
    ----------
    keys : Share
        Of the rows of all segments.
    rows : ndarray of intp
        Which rows those are.
    starts, lengths : ndarray of intp
        Per segment, its first place in the order and how many rows it has.
    """

    keys: Share
    rows: NDArray[np.intp]
    starts: NDArray[np.intp]
    lengths: NDArray[np.intp]

    @classmethod
    def whole(cls, keys: Share) -> "_Segments":
        """Return one segment of all rows."""
        n = keys.own.size
        return cls(keys, np.arange(n), np.zeros(1, np.intp), np.array([n]))


async def _partition(computer: Computer, level: _Segments, order: NDArray[np.intp]) -> _Segments:
    """Compare every row with the first of its segment, and split the segments.

    The first row is as random as any other, since rows were shuffled.  What is now known of the
    order is written in `order`; the rest is returned.
    """
    n_segments = level.lengths.size
    first = np.cumsum(level.lengths) - level.lengths
    others = np.ones(level.rows.size, np.bool_)
    others[first] = False
    pivots = Share(*(np.repeat(part[first], level.lengths - 1) for part in level.keys))
    keys = _take(level.keys, others)
    below = await _compare(computer, keys, pivots)

    lengths = level.lengths - 1
    ends = np.concatenate(([0], np.cumsum(below)))[np.concatenate(([0], np.cumsum(lengths)))]
    n_below = np.diff(ends)
    order[level.starts + n_below] = level.rows[first]
    moved = _below_first(below, lengths, n_below)
    halves = np.stack([n_below, lengths - n_below], axis=1).reshape(2 * n_segments)
    starts = np.stack([level.starts, level.starts + n_below + 1], axis=1).reshape(2 * n_segments)
    rows = level.rows[others][moved]
    alone = np.repeat(halves == 1, halves)
    order[starts[halves == 1]] = rows[alone]
    left = ~alone
    return _Segments(_take(keys, moved[left]), rows[left], starts[halves > 1], halves[halves > 1])


def _below_first(
    below: NDArray[np.bool_], lengths: NDArray[np.intp], n_below: NDArray[np.intp]
) -> NDArray[np.intp]:
    """Return where to take rows from, so that in each segment those below come first.

    Parameters
    ----------
    below : ndarray of bool, shape (m,)
        Of all segments' rows.
    lengths, n_below : ndarray of intp
        Per segment, how many rows there are and how many of them are below.
    """
    begin = np.cumsum(lengths) - lengths
    moved = np.empty(below.size, np.intp)
    for which, counts, at in (
        (below, n_below, begin),
        (~below, lengths - n_below, begin + n_below),
    ):
        shift = np.repeat(at - (np.cumsum(counts) - counts), counts)
        moved[np.arange(shift.size) + shift] = np.flatnonzero(which)
    return moved


async def _compare(computer: Computer, x: Share, y: Share) -> NDArray[np.bool_]:
    """Return whether each x is below its y, opened to all three parties."""
    bits = await sign_bits(computer, subtract(x, y))
    return await open_bits_to_all(computer, bits, step="key is below")


async def open_bits_to_all(computer: Computer, bits: SharedBits, *, step: str) -> NDArray[np.bool_]:
    """Reveal secret bits to all three parties, three eighths of a byte each.

    Parameters
    ----------
    computer : Computer
        This party.
    bits : SharedBits
        Of n bits.
    step : str
        What is opened, for the transcript.

    Returns
    -------
    ndarray of bool, shape (n,)
    """
    parts = (np.concatenate([chunk[i] for chunk in bits.chunks]) for i in (0, 1))
    opened = await open_to_all(computer, Share(*parts), step=step, bits=True)
    ends = np.cumsum([chunk.own.size for chunk in bits.chunks])[:-1]
    planes = np.split(opened, ends)
    return np.concatenate([unpack(plane, np.dtype(np.bool_)) for plane in planes])[: bits.n]


def _take(column: Share, rows: NDArray[Any]) -> Share:
    """Return some rows of a column, by number or by a yes or no per row."""
    return Share(column.own[rows], column.next[rows])
