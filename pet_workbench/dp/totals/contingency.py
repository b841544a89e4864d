"""A table of counts by two or more columns at once.

Protects: a unit, over all cells together: a row is in one cell, so the whole table costs what one
count costs.
Does not protect: small cells against the noise; they can come out below 0, and margins are the sums
of noisy cells; see `consistency`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from pet_workbench.dp.columns import Category
from pet_workbench.dp.errors import PromiseError
from pet_workbench.dp.private_table import PrivateTable
from pet_workbench.dp.query import NoisyTotals, Part, Totals
from pet_workbench.dp.totals.binning import counted
from pet_workbench.dp.totals.categories import declared_categories

MOST_CELLS = 1 << 24


@dataclass(frozen=True, kw_only=True)
class Contingency(NoisyTotals):
    """Counts by every combination of declared categories; other rows count nowhere.

    Attributes
    ----------
    categories : mapping of str to tuple of str or of int
        By column, in the order of the table's dimensions.

    Raises
    ------
    PromiseError
        If there is no column, or there are more than 16,777,216 cells.

    Examples
    --------
    >>> from pet_workbench.dp.terms import Terms
    >>> terms = Terms(unit="person", neighbours="change-one")
    >>> table = Contingency(
    ...     categories={"sex": ("f", "m"), "age": (0, 1, 2)}, epsilon=1, terms=terms)
    >>> table.shape, table.part("rows").l1
    ((2, 3), 2)
    """

    kind: ClassVar[str] = "contingency"
    categories: Mapping[str, Sequence[Category]]

    def __post_init__(self) -> None:
        super().__post_init__()
        found = {name: declared_categories(name, one) for name, one in self.categories.items()}
        object.__setattr__(self, "categories", found)
        if not found or prod(self.shape) > MOST_CELLS:
            raise PromiseError(
                "errors.dp_cells",
                "need from 1 to {most} cells, got {columns} columns with {cells} combinations",
                most=MOST_CELLS,
                columns=len(found),
                cells=prod(self.shape) if found else 0,
            )

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns that are read."""
        return tuple(self.categories)

    @property
    def shape(self) -> tuple[int, ...]:
        """Return how many categories each column has."""
        return tuple(len(one) for one in self.categories.values())

    @property
    def parts(self) -> tuple[Part, ...]:
        """Return the counts."""
        most, twice = self.terms.rows_per_group, self.terms.twice
        cells = prod(self.shape)
        return (self.declare("rows", cells=cells, l1=twice * most, l2_squared=twice * most**2),)

    def totals(self, table: PrivateTable) -> Totals:
        """Count the rows of each combination."""
        rows = table.rows(self.terms, self.columns)
        places = [rows.positions(name, declared) for name, declared in self.categories.items()]
        found = counted(places, [size + 1 for size in self.shape])
        return {"rows": found[tuple(slice(size) for size in self.shape)].ravel()}

    def value(self, noisy: Totals) -> NDArray[np.int64]:
        """Return the table; counts below 0 are possible, and so they are right on average."""
        return np.reshape(noisy["rows"], self.shape)

    def interval(
        self, noisy: Totals, confidence: float
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return bounds of each count without noise; each by itself holds with this chance."""
        off, value = self.part("rows").noise.quantile(confidence), self.value(noisy)
        return value - off, value + off

    def margin(self, confidence: float) -> float:
        """Return how far each count can be off."""
        return float(self.part("rows").noise.quantile(confidence))

    def declared(self) -> dict[str, Any]:
        """Return what is declared."""
        return {"categories": {name: list(one) for name, one in self.categories.items()}}
