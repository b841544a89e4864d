"""How many rows there are.

Protects: whether a unit is among them.
Does not protect: the number of units where the terms say that it is public.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from pet_workbench.dp.errors import PromiseError
from pet_workbench.dp.private_table import PrivateTable
from pet_workbench.dp.query import NoisyTotals, Part, Totals
from pet_workbench.dp.totals.categories import declared_categories


@dataclass(frozen=True, kw_only=True)
class Count(NoisyTotals):
    """The number of rows, or of rows where a column has one value.

    Attributes
    ----------
    column : str or None
        Count only rows where this column has the value `equal_to`.
    equal_to : str, int or None

    Raises
    ------
    PromiseError
        If one of the two is given without the other.

    Examples
    --------
    >>> from pet_workbench.dp.terms import Terms
    >>> count = Count(epsilon=0.5, terms=Terms(unit="person", neighbours="add-remove"))
    >>> count.margin(0.95)
    6.0
    """

    kind: ClassVar[str] = "count"
    column: str | None = None
    equal_to: str | int | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if (self.column is None) != (self.equal_to is None):
            raise PromiseError(
                "errors.dp_count_of_what",
                "need both a column and the value to count, or neither, got column={column!r} and "
                "equal_to={equal_to!r}",
                column=self.column,
                equal_to=self.equal_to,
            )
        if self.column is not None and self.equal_to is not None:
            declared_categories(self.column, (self.equal_to,))

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns that are read."""
        return () if self.column is None else (self.column,)

    @property
    def parts(self) -> tuple[Part, ...]:
        """Return the one total."""
        most = self.terms.rows_per_group
        return (self.declare("rows", l1=most, l2_squared=most**2),)

    def totals(self, table: PrivateTable) -> Totals:
        """Count the rows that are left after bounding."""
        rows = table.rows(self.terms, self.columns)
        if self.column is None or self.equal_to is None:
            return {"rows": np.array([rows.size])}
        return {"rows": np.array([rows.matches(self.column, self.equal_to)])}

    def value(self, noisy: Totals) -> int:
        """Return the count; it can be below 0, and so it is right on average."""
        return int(noisy["rows"][0])

    def interval(self, noisy: Totals, confidence: float) -> tuple[int, int]:
        """Return bounds of the count without noise."""
        off = self.part("rows").noise.quantile(confidence)
        return self.value(noisy) - off, self.value(noisy) + off

    def margin(self, confidence: float) -> float:
        """Return how far the count can be off."""
        return float(self.part("rows").noise.quantile(confidence))

    def declared(self) -> dict[str, Any]:
        """Return what is declared."""
        return {"column": self.column, "equal_to": self.equal_to}
