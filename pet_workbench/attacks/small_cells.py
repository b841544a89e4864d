"""Small cells: what a table of counts still gives away after its small numbers were left out.

Two attacks.  A cell of one is a person: whoever knows that somebody is in that row and column reads
the rest of what the table says about them.  And a cell that was left out follows from the totals of
its row or column when it is the only one there; otherwise totals still limit what it can be [1]_.

Protects: nothing; `complement` leaves out further cells, so that no cell follows exactly.
Does not protect: against somebody who knows a few of the people counted, who can subtract them; nor
against a second table that differs a little from the first.

References
----------
.. [1] L. Willenborg, T. de Waal, "Elements of Statistical Disclosure Control", Springer, 2001,
   doi:10.1007/978-1-4613-0121-9, chapters 4 to 6 (primary and secondary suppression).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import ParameterError

LEFT_OUT = -1
"""Stands in a table where a count was left out."""


@dataclass(frozen=True)
class Ranges:
    """What each cell of a table can be.

    Attributes
    ----------
    low, high : ndarray of int64, shape (n_rows, n_columns)
        Ends of the range; equal where the count is known.
    """

    low: NDArray[np.int64]
    high: NDArray[np.int64]

    @property
    def exact(self) -> NDArray[np.bool_]:
        """For which cells one count is left."""
        known: NDArray[np.bool_] = self.low == self.high
        return known


def suppress(counts: NDArray[np.int64], minimum: int) -> NDArray[np.int64]:
    """Leave out every count that is not 0 and under the minimum.

    Parameters
    ----------
    counts : ndarray of int64, shape (n_rows, n_columns)
    minimum : int
        Smallest count that stays.

    Examples
    --------
    >>> suppress(np.array([[12, 3], [0, 5]]), 5).tolist()
    [[12, -1], [0, 5]]
    """
    return np.where((counts > 0) & (counts < minimum), LEFT_OUT, counts)


def complement(published: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Leave out more cells, until no row or column has one left out, and no cell follows exactly.

    The smallest count of such a row or column goes too, zeros last.  Two can be too few: whoever
    sees that zeros stay reads two ones from their total, 2.  What follows is judged by `recover`,
    so that a table of which all cells were left out, or a sharper attack, may still give some away.

    Parameters
    ----------
    published : ndarray of int64, shape (n_rows, n_columns)
        From `suppress`.
    counts : ndarray of int64, shape (n_rows, n_columns)
        The true counts.

    Examples
    --------
    >>> counts = np.array([[12, 3, 20], [7, 8, 9], [6, 5, 30]])
    >>> (complement(suppress(counts, 5), counts) == LEFT_OUT).astype(int).tolist()
    [[1, 1, 0], [0, 0, 0], [1, 1, 0]]
    """
    table = published.copy()
    # zeros are often certain for other reasons, so that leaving them out hides little
    cost = np.where(counts == 0, counts.max(initial=0) + 1, counts)
    while (weak := _weak_line(table, counts)) is not None:
        line, price = (table, cost) if weak[0] == 0 else (table.T, cost.T)
        shown = np.flatnonzero(line[weak[1]] != LEFT_OUT)
        line[weak[1]][shown[np.argmin(price[weak[1]][shown])]] = LEFT_OUT
    return table


def _weak_line(table: NDArray[np.int64], counts: NDArray[np.int64]) -> tuple[int, int] | None:
    """Return a row (0, place) or column (1, place) in which one more cell has to go, if any.

    That is a line with one cell left out, and else one with a cell that the totals give away.
    """
    hidden = table == LEFT_OUT
    rows, columns = counts.sum(axis=1), counts.sum(axis=0)
    least = int(counts[hidden].min(initial=1))
    found = recover(table, rows, columns, most=int(counts.sum()), least=least).exact & hidden
    for bad in (None, found):
        for axis in (0, 1):
            across = 1 - axis
            weak = hidden.sum(axis=across) == 1 if bad is None else bad.any(axis=across)
            weak &= ~hidden.all(axis=across)
            if weak.any():
                return axis, int(np.argmax(weak))
    return None


def recover(
    published: NDArray[np.int64],
    row_totals: NDArray[np.int64],
    column_totals: NDArray[np.int64],
    *,
    most: int,
    least: int = 0,
) -> Ranges:
    """Return what each cell can be, given the totals.

    A cell is at most its row's total less the least the others can be, and at least that total
    less the most they can be; the same for its column.  Repeated until nothing changes.  A sound
    answer, not always the sharpest: exact methods solve a linear programme per cell.

    Parameters
    ----------
    published : ndarray of int64, shape (n_rows, n_columns)
        `LEFT_OUT` where a count was left out.
    row_totals : ndarray of int64, shape (n_rows,)
    column_totals : ndarray of int64, shape (n_columns,)
    most : int
        Largest count that a cell left out can have; the rule is known.
    least : int, default: 0
        Smallest count that it can have: 1 where zeros stay in the table.

    Raises
    ------
    ParameterError
        If the totals do not fit the table.

    Examples
    --------
    >>> found = recover(np.array([[12, -1], [0, 5]]), np.array([15, 5]), np.array([12, 8]), most=4)
    >>> found.low.tolist() == found.high.tolist() == [[12, 3], [0, 5]]
    True
    """
    hidden = published == LEFT_OUT
    low = np.where(hidden, least, published)
    high = np.where(hidden, most, published)
    while True:
        before = low.copy(), high.copy()
        for totals, axis in ((row_totals[:, np.newaxis], 1), (column_totals[np.newaxis, :], 0)):
            others_low = low.sum(axis=axis, keepdims=True) - low
            others_high = high.sum(axis=axis, keepdims=True) - high
            low = np.maximum(low, totals - others_high)
            high = np.minimum(high, totals - others_low)
        if (low > high).any():
            raise ParameterError(
                "errors.totals_do_not_fit",
                "need totals that fit the table, got {cells} cells that cannot be",
                cells=int((low > high).sum()),
            )
        if np.array_equal(low, before[0]) and np.array_equal(high, before[1]):
            return Ranges(low, high)
