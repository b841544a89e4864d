"""The sum of a column.

Protects: a unit, whatever its values: they count for no more than the declared bounds.
Does not protect: the sum against values cut off at the bounds; choose them from what is known in
general.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from pet_workbench.dp.grid import Grid
from pet_workbench.dp.private_table import PrivateTable
from pet_workbench.dp.query import NoisyTotals, Part, Totals
from pet_workbench.dp.totals.adding import check_steps, sum_and_rows


@dataclass(frozen=True, kw_only=True)
class Sum(NoisyTotals):
    """The sum of a column; rows without a value count for nothing.

    Attributes
    ----------
    column : str
    grid : Grid
        The bounds that values are cut off at, and the step they are rounded to.

    Examples
    --------
    >>> from pet_workbench.dp.terms import Terms
    >>> terms = Terms(unit="person", neighbours="add-remove")
    >>> total = Sum(column="income", grid=Grid(0, 100_000, 10), epsilon=1, terms=terms)
    >>> total.margin(0.95)
    299570.0
    """

    kind: ClassVar[str] = "sum"
    column: str
    grid: Grid

    def __post_init__(self) -> None:
        super().__post_init__()
        check_steps(self.grid)

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the column that is read."""
        return (self.column,)

    @property
    def parts(self) -> tuple[Part, ...]:
        """Return the one total, in steps."""
        reach = self.grid.reach(changes_one=self.terms.changes_one)
        most = reach * self.terms.rows_per_group
        return (self.declare("steps", l1=most, l2_squared=most**2),)

    def totals(self, table: PrivateTable) -> Totals:
        """Add up the steps."""
        values = table.rows(self.terms, self.columns).column(self.column)
        return {"steps": np.array([sum_and_rows(values, self.grid)[0]])}

    def value(self, noisy: Totals) -> float:
        """Return the sum."""
        return float(self.grid.value(noisy["steps"][0]))

    def interval(self, noisy: Totals, confidence: float) -> tuple[float, float]:
        """Return bounds of the sum without noise."""
        value, off = self.value(noisy), self.margin(confidence)
        return value - off, value + off

    def margin(self, confidence: float) -> float:
        """Return how far the sum can be off."""
        return float(self.grid.value(self.part("steps").noise.quantile(confidence)))

    def declared(self) -> dict[str, Any]:
        """Return what is declared."""
        return {"column": self.column, "grid": self.grid.describe()}
