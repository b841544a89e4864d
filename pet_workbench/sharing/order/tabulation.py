"""Add up secret numbers per cell of a table whose cells everybody knows, blindly.

One computing party, the *classifier*, knows in which cell each row belongs (KVK: the region and
sector of a business); the rows' numbers are secret (whether it has a debt).  Wanted: the total per
cell, as a secret.

The classifier and the party two places further, the *shuffler*, share a key and put the rows in the
same random order, which the third, the *adder*, cannot follow.  In that order the shuffler masks
its part of the numbers with a keystream that it shares with the adder and hands it to the
classifier, and the classifier gives the adder the cell of each row.  Classifier and adder can now
both add up per cell, and their totals are two parts of the answer.  A shuffle by two parties that
a third cannot follow: after [1]_.  Per row one word and one cell number are sent, whatever the
number of cells; multiplying every row by an indicator per cell would cost a word per cell.

Protects: the numbers, against each of the three alone; which row is in which cell, against the two
that do not classify.
Does not protect: the adder sees how many rows each cell has (for businesses per region and sector a
published figure; rows with number 0 can be added where it is not).  Totals of small cells are still
in there: see `pet_workbench.sharing.order.suppression` before opening.  A classifier that puts
rows in the wrong cell is not noticed.  Any two together see everything.

References
----------
.. [1] S. Laur, J. Willemson, B. Zhang, "Round-efficient oblivious database manipulation", ISC 2011,
   doi:10.1007/978-3-642-24861-0_18.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import ParameterError, ProtocolError, random_permutation
from pet_workbench.sharing.replicated import (
    N_COMPUTERS,
    Computer,
    Share,
    add,
    input_by_computer,
)
from pet_workbench.sharing.ring import Words, ring_bits

MAX_CELLS = 1 << 16
"""More cells than any table to read has; a cell number takes one byte up to 256, else two."""
_HALF_BITS = 16
"""Numbers are added up in pieces of 16 bits, so that floating-point totals stay exact."""


def parts_of(computer: Computer, x: Share, *, classifier: int) -> Words | None:
    """Return this party's part when shared numbers are seen as held by two: nothing is sent.

    The `classifier` knows two of the three parts of `x`, the shuffler the third; the adder has
    nothing that it needs, and gets None.
    """
    if computer.number == classifier:
        held: Words = x.own + x.next
        return held
    return None if _is_adder(computer, classifier) else x.own


async def sum_by_cell(
    computer: Computer,
    mine: Words | None,
    *,
    cells: NDArray[np.integer[Any]] | None,
    classifier: int,
    n: int,
    n_cells: int,
    dtype: np.dtype[Any],
) -> Share:
    """Return the total of the secret numbers in each cell, as secrets.

    Parameters
    ----------
    computer : Computer
        This party.
    mine : ndarray of `dtype`, shape (n,), or None
        At the classifier and at the shuffler, party `classifier` + 2, numbers that add up to the
        secret ones, see `parts_of`; None at the adder, party `classifier` + 1.
    cells : ndarray of int, shape (n,), or None
        Cell of each row, from 0, at the classifier; None at the others.
    classifier : int
        Number of the party that knows the cells.
    n : int
        How many rows.
    n_cells : int
        How many cells, at most 65,536; also cells without rows count.
    dtype : numpy.dtype
        Ring of the numbers; totals must fit in it.

    Returns
    -------
    Share
        Of `n_cells` totals.

    Raises
    ------
    ParameterError
        If there are too many cells, or a row's cell does not exist.
    ProtocolError
        If the classifier named a cell that does not exist.
    """
    cell_type = _cell_type(n_cells)
    added: Words | None = None
    if _is_adder(computer, classifier):
        added = await _add_masks(computer, n, n_cells, dtype)
    elif computer.number == classifier:
        added = await _add_masked(computer, mine, cells, n_cells, cell_type)
    else:
        _shuffle_and_mask(computer, mine)
    parts = [
        await input_by_computer(
            computer,
            "totals per cell",
            owner=owner,
            n=n_cells,
            dtype=dtype,
            values=added if computer.number == owner else None,
        )
        for owner in (classifier, classifier % N_COMPUTERS + 1)
    ]
    return add(*parts)


def totals(values: Words, cells: NDArray[np.integer[Any]], n_cells: int) -> Words:
    """Return the total of `values` per cell, modulo the size of their ring.

    Parameters
    ----------
    values : ndarray of unsigned integers, shape (n,)
    cells : ndarray of int, shape (n,)
        Numbers below `n_cells`.
    n_cells : int
        Length of the answer.

    Examples
    --------
    >>> totals(np.array([1, 2, 255], np.uint8), np.array([0, 2, 2]), 3).tolist()
    [1, 0, 1]
    """
    dtype = values.dtype
    total = np.zeros(n_cells, np.uint64)
    for shift in range(0, ring_bits(dtype), _HALF_BITS):
        piece = (values >> dtype.type(shift)) & dtype.type(min(0xFFFF, np.iinfo(dtype).max))
        added = np.bincount(cells, weights=piece, minlength=n_cells)
        total += added.astype(np.uint64) << np.uint64(shift)
    wrapped: Words = total.astype(dtype)
    return wrapped


def tabulation_bytes(n: int, n_cells: int, *, bits: int) -> int:
    """Return the bytes that all parties send to add up `n` rows over `n_cells` cells.

    Per row a masked number and a cell; per cell two numbers, as input of two parties.

    Parameters
    ----------
    n, n_cells : int
        As for `sum_by_cell`.
    bits : int
        Size of the ring.
    """
    return n * (bits // 8 + _cell_type(n_cells).itemsize) + 2 * n_cells * bits // 8


def _cell_type(n_cells: int) -> np.dtype[Any]:
    """Return the smallest type for a cell number."""
    if not 1 <= n_cells <= MAX_CELLS:
        raise ParameterError(
            "errors.table_cells",
            "need 1 to {most} cells, got {count}",
            most=MAX_CELLS,
            count=n_cells,
        )
    return np.dtype(np.uint8 if n_cells <= 1 << 8 else np.uint16)


def _is_adder(computer: Computer, classifier: int) -> bool:
    """Return whether this party is the one next after the classifier."""
    return computer.number == classifier % N_COMPUTERS + 1


async def _add_masked(
    computer: Computer,
    mine: Words | None,
    cells: NDArray[np.integer[Any]] | None,
    n_cells: int,
    cell_type: np.dtype[Any],
) -> Words:
    """Play the classifier: hand out the cells in random order, add up the masked numbers."""
    if mine is None or cells is None or mine.shape != cells.shape:
        raise ParameterError(
            "errors.table_classifier",
            "need one cell per row from the party that knows the cells, got {cells} for {rows} "
            "rows",
            cells="none" if cells is None else cells.size,
            rows="no" if mine is None else mine.size,
        )
    if cells.size and not 0 <= cells.min() <= cells.max() < n_cells:
        wrong = int(np.flatnonzero((cells < 0) | (cells >= n_cells))[0])
        raise ParameterError(
            "errors.table_cell_unknown",
            "need cells from 0 to {last}, got {cell} in row {row}",
            last=n_cells - 1,
            cell=int(cells[wrong]),
            row=wrong,
        )
    order = random_permutation(computer.own_stream, cells.size)
    shuffled = cells.astype(cell_type)[order]
    computer.channel.send(computer.name_after(1), "cells in random order", shuffled)
    masked = await computer.channel.receive(
        computer.name_after(2), "masked numbers in random order", dtype=mine.dtype, shape=mine.size
    )
    return totals(mine[order] + masked, shuffled, n_cells)


async def _add_masks(computer: Computer, n: int, n_cells: int, dtype: np.dtype[Any]) -> Words:
    """Play the adder: add up, per cell, the masks that the shuffler took off."""
    cells = await computer.channel.receive(
        computer.name_after(2), "cells in random order", dtype=_cell_type(n_cells), shape=n
    )
    if cells.max(initial=0) >= n_cells:
        raise ProtocolError(
            "errors.table_cell_received",
            "need cells below {count} from {sender}, got {cell}: it was changed on its way, or "
            "the parties count different cells",
            count=n_cells,
            sender=computer.name_after(2),
            cell=int(cells.max()),
        )
    return totals(computer.next_stream.integers(n, dtype), cells, n_cells)


def _shuffle_and_mask(computer: Computer, mine: Words | None) -> None:
    """Play the shuffler: send its part of the numbers in random order, masked."""
    if mine is None:
        raise ParameterError(
            "errors.table_shuffler",
            "need a part of the numbers at {party}, got none",
            party=computer.channel.party,
        )
    shuffled = mine[random_permutation(computer.next_stream, mine.size)]
    shuffled -= computer.own_stream.integers(shuffled.size, shuffled.dtype)
    computer.channel.send(computer.name_after(1), "masked numbers in random order", shuffled)
