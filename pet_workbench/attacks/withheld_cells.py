"""Work out withheld cells from totals over any lines of cells, or from a second table.

A withheld cell lies between 0 and the minimum less one.  Every total that is known, of a line of
cells, narrows all cells of that line: none can be larger than what the total leaves over, nor
smaller than what the others can not make up.  Going round lines until nothing changes gives bounds
for every cell [1]_; where they meet, the cell is known exactly.  A coarser table is such a set of
totals: a province is a line of COROP areas.  For one table with its two margins, and for leaving
out more cells by hand, see `pet_workbench.attacks.small_cells`.

Protects: nothing; it shows what totals and second tables give away.
Does not protect: no technique hinders this, for it uses only what was published.  What helps is
withholding totals that give cells away (`pet_workbench.sharing.order.suppression`) and a limit to
the number of tables.

References
----------
.. [1] L. Buzzigoli, A. Giusti, "An algorithm to calculate the lower and upper bounds of the
   elements of an array given its marginals", Statistical Data Protection (SDP'98), Eurostat, 1999,
   131-147; the problem: L. H. Cox, "Suppression methodology and statistical disclosure control",
   Journal of the American Statistical Association 75, 1980, doi:10.1080/01621459.1980.10477481.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import DataError

UNKNOWN = -1
"""Stands for a withheld cell, and for a total that is not known."""
Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Lines:
    """Totals over lines of cells.

    Attributes
    ----------
    line : ndarray of int64, shape (n_cells,)
        In which line each cell is, from 0.
    totals : ndarray of int64, shape (n_lines,)
        Per line, `UNKNOWN` where it is not known.
    """

    line: Numbers
    totals: Numbers


@dataclass(frozen=True)
class Narrowed:
    """What every cell can still be.

    Attributes
    ----------
    low, high : ndarray of int64, shape (n_cells,)
        Equal where the cell is known.
    withheld : ndarray of bool, shape (n_cells,)
        Which cells were not published.
    most : ndarray of int64, shape (n_cells,)
        What was known of each withheld cell beforehand: it is between 0 and this.
    """

    low: Numbers
    high: Numbers
    withheld: NDArray[np.bool_]
    most: Numbers

    @property
    def recovered(self) -> Numbers:
        """Withheld cells that are now known exactly, and were not beforehand."""
        return np.flatnonzero(self.withheld & (self.low == self.high) & (self.most > 0))

    @property
    def narrowed(self) -> Numbers:
        """Withheld cells of which more is known than beforehand, the recovered ones among them."""
        narrower = (self.low > 0) | (self.high < self.most)
        return np.flatnonzero(self.withheld & narrower)


def narrow(cells: Numbers, most: Numbers, known: Sequence[Lines]) -> Narrowed:
    """Return what every cell can still be, given all totals that are known.

    Parameters
    ----------
    cells : ndarray of int64, shape (n_cells,)
        The published table, `UNKNOWN` where a cell is withheld.
    most : ndarray of int64, shape (n_cells,)
        The largest that each cell can be if it is withheld.
    known : sequence of Lines
        Totals in any number of directions.

    Returns
    -------
    Narrowed

    Raises
    ------
    DataError
        If no table fits these totals.

    Examples
    --------
    Two rows with their totals; in the first one cell is missing, in the second two are:

    >>> cells = np.array([40, UNKNOWN, 30, UNKNOWN, UNKNOWN, 20])
    >>> rows = Lines(np.array([0, 0, 0, 1, 1, 1]), np.array([77, 31]))
    >>> found = narrow(cells, np.full(6, 9), [rows])
    >>> found.low.tolist(), found.high.tolist()
    ([40, 7, 30, 2, 2, 20], [40, 7, 30, 9, 9, 20])
    >>> found.recovered.tolist()
    [1]
    """
    withheld = cells == UNKNOWN
    low = np.where(withheld, 0, cells)
    high = np.where(withheld, most, cells)
    while True:
        before = int(high.sum() - low.sum())
        for lines in known:
            _tighten(low, high, lines)
        if (low > high).any():
            raise DataError(
                "errors.no_such_table",
                "need totals that fit the published cells, got some that no table has",
            )
        if int(high.sum() - low.sum()) == before:
            return Narrowed(low, high, withheld, np.where(withheld, most, 0))


def _tighten(low: Numbers, high: Numbers, lines: Lines) -> None:
    """Narrow the cells of every line whose total is known, in place."""
    is_known = (lines.totals != UNKNOWN)[lines.line]
    n_lines = len(lines.totals)
    least = np.bincount(lines.line, low, n_lines).astype(np.int64)[lines.line]
    largest = np.bincount(lines.line, high, n_lines).astype(np.int64)[lines.line]
    total = lines.totals[lines.line]
    new_high = np.where(is_known, np.minimum(high, total - (least - low)), high)
    new_low = np.where(is_known, np.maximum(low, total - (largest - high)), low)
    high[:], low[:] = new_high, new_low
