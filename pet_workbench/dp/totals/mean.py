"""The mean of a column.

How many rows have a value is private as well.  So two totals are released: how far values are above
the lower bound, and how far below the upper.  Each row adds the width of the grid to the two
together, whatever its value, so both get noise for one width; a sum and a count would need twice
the budget.  The share of the first in both is the mean's place between the bounds.

Protects: a unit's values, and whether there are any.
Does not protect: the mean against values cut off at the bounds; choose them from what is known in
general.  With `rows` the number of rows is public, as change-one terms say.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from pet_workbench.core import DataError
from pet_workbench.core.validation import check_range, check_whole
from pet_workbench.dp.errors import PromiseError
from pet_workbench.dp.exactly import Number, exact
from pet_workbench.dp.grid import Grid
from pet_workbench.dp.private_table import PrivateTable
from pet_workbench.dp.query import NoisyTotals, Part, Totals
from pet_workbench.dp.totals.adding import check_steps, sum_and_rows
from pet_workbench.dp.totals.combined import combined_quantile, combined_tail
from pet_workbench.dp.totals.fieller import fieller, share_of

_USUAL = 0.95


@dataclass(frozen=True, kw_only=True)
class Mean(NoisyTotals):
    """The mean of a column over the rows that have a value.

    The interval is Fieller's: every share that the two totals do not rule out.  Where they rule out
    nothing, the interval is the whole grid and the value None.

    Attributes
    ----------
    column : str
    grid : Grid
        The bounds that values are cut off at, and the step they are rounded to.
    rows : int or None
        The number of rows, where it is public: change-one terms without a unit column.  Only one
        total is needed then.
    missing : number or None
        With `rows`: what a row without a value counts as.

    Raises
    ------
    PromiseError
        If `rows` is given where the number of rows is private, or without `missing`.

    Examples
    --------
    >>> from pet_workbench.dp.terms import Terms
    >>> terms = Terms(unit="person", neighbours="add-remove")
    >>> mean = Mean(column="income", grid=Grid(0, 100_000, 10), epsilon=1, terms=terms)
    >>> mean.value({"distances": np.array([3_000_000, 7_000_000])})
    30000.0
    >>> mean.value({"distances": np.array([-200, 700])}) is None
    True
    """

    kind: ClassVar[str] = "mean"
    column: str
    grid: Grid
    rows: int | None = None
    missing: Number | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        check_steps(self.grid)
        if self.rows is not None:
            check_whole("rows", self.rows, 1, 1 << 28)
        public = self.terms.changes_one and self.terms.column is None
        stands = self.missing is None or self.grid.low <= exact("missing", self.missing) <= (
            self.grid.high
        )
        if (
            not stands
            or (self.rows is None) != (self.missing is None)
            or (self.rows and not public)
        ):
            raise PromiseError(
                "errors.dp_public_rows",
                "need the number of rows and what a missing value counts as (within the bounds) "
                "together, and both only with change-one terms without a unit column, got "
                "rows={rows} and missing={missing}",
                rows=self.rows,
                missing=self.missing,
            )

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the column that is read."""
        return (self.column,)

    @property
    def parts(self) -> tuple[Part, ...]:
        """Return the two totals, in steps; only the first if the number of rows is public."""
        most = self.grid.width * self.terms.rows_per_group
        if self.rows is not None:
            return (self.declare("distances", cells=1, l1=most, l2_squared=most**2),)
        twice = self.terms.twice
        return (self.declare("distances", cells=2, l1=twice * most, l2_squared=twice * most**2),)

    def totals(self, table: PrivateTable) -> Totals:
        """Add up the distances from the lower bound, and from the upper.

        Raises
        ------
        DataError
            If the table has not the public number of rows.
        """
        rows = table.rows(self.terms, self.columns)
        total, present = sum_and_rows(rows.column(self.column), self.grid)
        above = total - present * self.grid.low_steps
        if self.rows is None:
            return {"distances": np.array([above, present * self.grid.width - above])}
        if rows.size != self.rows:
            raise DataError(
                "errors.dp_rows_differ",
                "need the public number of rows that was declared, {rows}, got another table",
                rows=self.rows,
            )
        stand_in = round((exact("missing", self.missing or 0) - self.grid.low) / self.grid.step)
        return {"distances": np.array([above + (rows.size - present) * stand_in])}

    def value(self, noisy: Totals) -> float | None:
        """Return the mean, or None if the totals rule out nothing."""
        above, *below = (int(total) for total in noisy["distances"])
        if not below:
            return self._at(self._of_rows(above))
        if self._shares(above, below[0], _USUAL) == (0.0, 1.0):
            return None
        return self._at(share_of(above, below[0]))

    def interval(self, noisy: Totals, confidence: float) -> tuple[float, float]:
        """Return bounds of the mean without noise; the whole grid if nothing can be said."""
        above, *below = (int(total) for total in noisy["distances"])
        if below:
            low, high = self._shares(above, below[0], confidence)
            return self._at(low), self._at(high)
        off = self.part("distances").noise.quantile(confidence)
        return self._at(self._of_rows(above - off)), self._at(self._of_rows(above + off))

    def margin(self, confidence: float, *, rows: int | None = None) -> float | None:
        """Return how far the mean can be off, where the number of rows is public or expected.

        Parameters
        ----------
        confidence : float
        rows : int, optional
            How many rows with a value are expected; a guess from elsewhere, not from the data.
        """
        known = self.rows or rows
        if known is None:
            return None
        off = combined_quantile(self.part("distances").noise, [1.0], confidence)
        return min(off / (self.grid.width * known), 1.0) * float(self.grid.high - self.grid.low)

    def declared(self) -> dict[str, Any]:
        """Return what is declared."""
        public = {"rows": self.rows, "missing": str(self.missing)} if self.rows else {}
        return {"column": self.column, "grid": self.grid.describe(), **public}

    def _at(self, share: float) -> float:
        """Return the value at a share of the way between the bounds."""
        return float(self.grid.low) + share * float(self.grid.high - self.grid.low)

    def _of_rows(self, above: int) -> float:
        """Return the share of the way between the bounds, where the number of rows is public."""
        return min(max(above / (self.grid.width * (self.rows or 1)), 0.0), 1.0)

    def _shares(self, above: int, below: int, confidence: float) -> tuple[float, float]:
        """Return the lowest and highest share that the totals do not rule out."""
        check_range("confidence", confidence, 0.5, 1 - 1e-12)
        noise = self.part("distances").noise

        def too_far(share: float, distance: float) -> bool:
            return combined_tail(noise, (1 - share, share), distance) < 1 - confidence

        return fieller(above, below, too_far)
