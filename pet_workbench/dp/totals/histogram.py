"""How many rows fall into each of declared bins or categories.

Protects: a unit, over all bins together: a row is in one bin, so the whole histogram costs what one
count costs.
Does not protect: the sizes of the bins against the noise: a bin with few rows can come out below 0.
It is not cut off there, for then bins would be too large on average; see `consistency`.  There are
no weights: a row with a weight counts for more than the noise hides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core.validation import check_choice
from pet_workbench.dp.errors import PromiseError
from pet_workbench.dp.exactly import Number, exact
from pet_workbench.dp.private_table import PrivateTable
from pet_workbench.dp.query import NoisyTotals, Part, Totals
from pet_workbench.dp.totals.binning import binned, counted
from pet_workbench.dp.totals.categories import Category, declared_categories

OUTSIDE = ("nowhere", "bins")
MOST_BINS = 10_000


@dataclass(frozen=True, kw_only=True)
class Histogram(NoisyTotals):
    """Counts by bins of numbers, or by categories.

    Attributes
    ----------
    column : str
    edges : tuple of Fraction
        Of bins, ascending, given as decimals: each bin holds its lower edge, the last also its
        upper.
    categories : tuple of str or of int
        Instead of edges.
    outside : {"nowhere", "bins"}
        Whether values outside count nowhere, or in bins of their own: one below and one above the
        edges, or one after the categories.  Missing values are no number, so they count in none of
        the bins of numbers, and as none of the categories.

    Raises
    ------
    PromiseError
        If neither or both of edges and categories are declared, or they are not in order.

    Examples
    --------
    >>> from pet_workbench.dp.terms import Terms
    >>> terms = Terms(unit="person", neighbours="add-remove")
    >>> ages = Histogram(column="age", edges=(0, 18, 65, 120), epsilon=1, terms=terms)
    >>> ages.part("rows").cells, ages.part("rows").l1, ages.margin(0.95)
    (3, 1, 3.0)
    """

    kind: ClassVar[str] = "histogram"
    column: str
    edges: Sequence[Number] = ()
    categories: Sequence[Category] = ()
    outside: str = "nowhere"

    def __post_init__(self) -> None:
        super().__post_init__()
        check_choice("outside", self.outside, OUTSIDE)
        if bool(len(self.edges)) == bool(len(self.categories)):
            raise PromiseError(
                "errors.dp_bins_needed",
                "need either the edges of bins or categories for {column}, declared beforehand, "
                "got {edges} edges and {categories} categories: taken from the data they would "
                "tell about them",
                column=self.column,
                edges=len(self.edges),
                categories=len(self.categories),
            )
        if len(self.edges):
            object.__setattr__(self, "edges", _declared_edges(self.column, self.edges))
        else:
            found = declared_categories(self.column, self.categories)
            object.__setattr__(self, "categories", found)

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the column that is read."""
        return (self.column,)

    @property
    def cells(self) -> int:
        """Return how many counts there are, those for values outside included."""
        if len(self.categories):
            return len(self.categories) + (self.outside == "bins")
        return len(self.edges) - 1 + 2 * (self.outside == "bins")

    @property
    def parts(self) -> tuple[Part, ...]:
        """Return the counts."""
        most, twice = self.terms.rows_per_group, self.terms.twice
        return (
            self.declare("rows", cells=self.cells, l1=twice * most, l2_squared=twice * most**2),
        )

    def totals(self, table: PrivateTable) -> Totals:
        """Count the rows of each bin."""
        rows = table.rows(self.terms, self.columns)
        if len(self.categories):
            places = rows.positions(self.column, self.categories)
            return {"rows": counted([places], [len(self.categories) + 1])[: self.cells]}
        edges = np.array([float(edge) for edge in self.edges])
        found = binned(rows.column(self.column), edges)
        return {"rows": found if self.outside == "bins" else found[1:-1]}

    def value(self, noisy: Totals) -> NDArray[np.int64]:
        """Return the counts; below 0 is possible, and so they are right on average."""
        return noisy["rows"]

    def interval(
        self, noisy: Totals, confidence: float
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return bounds of each count without noise; each by itself holds with this chance."""
        off = self.part("rows").noise.quantile(confidence)
        return noisy["rows"] - off, noisy["rows"] + off

    def margin(self, confidence: float) -> float:
        """Return how far each count can be off."""
        return float(self.part("rows").noise.quantile(confidence))

    def declared(self) -> dict[str, Any]:
        """Return what is declared."""
        bins: dict[str, Any] = (
            {"categories": list(self.categories)}
            if len(self.categories)
            else {"edges": [str(edge) for edge in self.edges]}
        )
        return {"column": self.column, **bins, "outside": self.outside}


def _declared_edges(column: str, edges: Sequence[Number]) -> tuple[Fraction, ...]:
    """Return the edges of bins, which ascend."""
    found = tuple(exact(f"an edge of {column}", edge) for edge in edges)
    floats = [float(edge) for edge in found]
    if not 2 <= len(found) <= MOST_BINS + 1 or any(np.diff(floats) <= 0):
        raise PromiseError(
            "errors.dp_edges",
            "need from 2 to {most} edges for {column}, each above the one before, got {edges}",
            most=MOST_BINS + 1,
            column=column,
            edges=", ".join(map(str, floats[:8])),
        )
    return found
