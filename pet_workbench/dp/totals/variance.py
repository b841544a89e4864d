"""The variance of a column.

With *p* for a value's place between the bounds, from 0 to 1, each row adds ``(1 - p)**2``,
``2 p (1 - p)`` and ``p**2`` to three totals.  These add up to one for every row, so the three
together need noise for one row; number, sum and sum of squares would need three times the budget.
All moments up to the second follow from them [1]_.

Protects: a unit's values, and whether there are any.
Does not protect: the variance against values cut off at the bounds.

References
----------
.. [1] R. T. Farouki, "The Bernstein polynomial basis: A centennial retrospective", Computer Aided
   Geometric Design 29(6), 2012, doi:10.1016/j.cagd.2012.03.001.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core.validation import check_range
from pet_workbench.dp.grid import Grid
from pet_workbench.dp.private_table import PrivateTable
from pet_workbench.dp.query import NoisyTotals, Part, Totals
from pet_workbench.dp.totals.adding import check_steps, in_shares, in_steps
from pet_workbench.dp.totals.combined import combined_tail
from pet_workbench.dp.totals.fieller import fieller, last_inside

_USUAL = 0.95
_FOR_MEAN = 0.1
"""Share of the chance of a miss that goes to not knowing the mean; the variance barely feels it."""
_MEANS = 9
_LARGEST = 0.25


@dataclass(frozen=True, kw_only=True)
class Variance(NoisyTotals):
    """The variance of a column over the rows that have a value: mean squared distance to the mean.

    The interval holds every variance that is not ruled out for some mean that is not ruled out.
    Where all are possible, it runs from 0 to the largest variance between the bounds, and the value
    is None.

    Attributes
    ----------
    column : str
    grid : Grid
        The bounds that values are cut off at, and the step they are rounded to; all within 131,072
        steps of 0.

    Examples
    --------
    >>> from pet_workbench.dp.terms import Terms
    >>> terms = Terms(unit="person", neighbours="add-remove")
    >>> variance = Variance(column="age", grid=Grid(0, 120), epsilon=1, terms=terms)
    >>> variance.part("weights").l1
    14400
    """

    kind: ClassVar[str] = "variance"
    column: str
    grid: Grid

    def __post_init__(self) -> None:
        super().__post_init__()
        check_steps(self.grid, most=1 << 17)

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the column that is read."""
        return (self.column,)

    @property
    def parts(self) -> tuple[Part, ...]:
        """Return the three totals, in squared steps."""
        most, twice = self.grid.width**2 * self.terms.rows_per_group, self.terms.twice
        return (self.declare("weights", cells=3, l1=twice * most, l2_squared=twice * most**2),)

    def totals(self, table: PrivateTable) -> Totals:
        """Add up the three weights."""
        column = table.rows(self.terms, self.columns).column(self.column)
        shares = in_shares(len(column), lambda share: self._moments(column[share]))
        rows, first, second = (sum(moment) for moment in zip(*shares, strict=True))
        between = 2 * (self.grid.width * first - second)
        return {
            "weights": np.array([rows * self.grid.width**2 - between - second, between, second])
        }

    def _moments(self, column: NDArray[Any]) -> tuple[int, int, int]:
        """Return number, sum and sum of squares of the distances from the lower bound."""
        rows = first = second = 0
        for steps, total in in_steps(column, self.grid):
            above = np.subtract(steps, self.grid.low_steps, out=steps)
            rows, first = rows + len(above), first + total - self.grid.low_steps * len(above)
            second += int(np.einsum("i,i->", above, above))
        return rows, first, second

    def value(self, noisy: Totals) -> float | None:
        """Return the variance, or None if the totals rule out nothing."""
        if self._bounds(noisy, _USUAL) == (0.0, _LARGEST):
            return None
        low, between, high = (int(weight) for weight in noisy["weights"])
        found = (low * high - between**2 / 4) / (low + between + high) ** 2
        return self._at(min(max(found, 0.0), _LARGEST))

    def interval(self, noisy: Totals, confidence: float) -> tuple[float, float]:
        """Return bounds of the variance without noise."""
        low, high = self._bounds(noisy, confidence)
        return self._at(low), self._at(high)

    def declared(self) -> dict[str, Any]:
        """Return what is declared."""
        return {"column": self.column, "grid": self.grid.describe()}

    def _at(self, relative: float) -> float:
        """Return what a variance of places between the bounds stands for."""
        return relative * float(self.grid.high - self.grid.low) ** 2

    def _bounds(self, noisy: Totals, confidence: float) -> tuple[float, float]:
        """Return the lowest and highest variance of places that are not ruled out."""
        weights = [int(weight) for weight in noisy["weights"]]
        check_range("confidence", confidence, 0.5, 1 - 1e-12)
        left = 1 - confidence
        lowest, highest = self._means(weights, 1 - _FOR_MEAN * left)
        if sum(weights) <= 0:
            return 0.0, _LARGEST
        best = min(max((weights[1] / 2 + weights[2]) / sum(weights), lowest), highest)
        means = {best, *np.linspace(lowest, highest, _MEANS).tolist()}
        ends = [self._given(weights, mean, 1 - (1 - _FOR_MEAN) * left) for mean in means]
        found = [end for end in ends if end is not None]
        if not found:
            return 0.0, _LARGEST
        return min(low for low, _ in found), max(high for _, high in found)

    def _means(self, weights: list[int], confidence: float) -> tuple[float, float]:
        """Return the lowest and highest mean place that the totals do not rule out."""
        noise, (low, between, high) = self.part("weights").noise, weights

        def too_far(share: float, distance: float) -> bool:
            factors = (2 * share, 2 * share - 1, 2 * (1 - share))
            return combined_tail(noise, factors, distance) < 1 - confidence

        return fieller(2 * high + between, 2 * low + between, too_far)

    def _given(
        self, weights: list[int], mean: float, confidence: float
    ) -> tuple[float, float] | None:
        """Return the variances that are not ruled out if this is the mean."""
        shifts = (mean**2, -mean * (1 - mean), (1 - mean) ** 2)
        noise, most = self.part("weights").noise, _LARGEST

        def ruled_out(variance: float) -> bool:
            factors = [shift - variance for shift in shifts]
            distance = sum(f * weight for f, weight in zip(factors, weights, strict=True))
            return combined_tail(noise, factors, abs(distance)) < 1 - confidence

        best = sum(s * weight for s, weight in zip(shifts, weights, strict=True)) / sum(weights)
        inside = min(max(best, 0.0), most)
        if ruled_out(inside):
            return None
        return last_inside(inside, 0.0, ruled_out), last_inside(inside, most, ruled_out)
