"""Linear regression from noisy totals of products.

Least squares needs no rows: how many there are, the sums of the columns and the sums of their
products are enough.  These are whole numbers; one unit changes all of them together by a known
length at most, so one noise fits all [1]_.  Coefficients are computed from the noisy totals, and
so are margins, because it is known how totals turn into coefficients [2]_.

Protects: a unit, whatever its features and target, also an outlier: it is cut off at the bounds.
Does not protect: coefficients against bounds that are too narrow, or few rows: the intervals say
so.  They are about the noise; how much another sample of people would differ is not in them.

References
----------
.. [1] D. Vu and A. Slavkovic, "Differential Privacy for Clinical Trial Data: Preliminary
   Evaluations", ICDM Workshops 2009, doi:10.1109/ICDMW.2009.52.
.. [2] Y.-X. Wang, "Revisiting differentially private linear regression: optimal and adaptive
   prediction & estimation in unbounded domain", UAI 2018, doi:10.48550/arXiv.1803.02596.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from statistics import NormalDist
from typing import Any, ClassVar

import numpy as np

from pet_workbench.core.validation import check_range
from pet_workbench.dp.errors import PromiseError
from pet_workbench.dp.grid import Grid
from pet_workbench.dp.models.coefficients import (
    Coefficients,
    Floats,
    halved,
    in_own_units,
    lifted,
    named,
    spread_by,
    variances,
    whole,
    widened,
)
from pet_workbench.dp.models.design import Design
from pet_workbench.dp.private_table import PrivateTable
from pet_workbench.dp.query import NoisyTotals, Part, Totals


@dataclass(frozen=True, kw_only=True)
class LinearModel(NoisyTotals):
    """Coefficients by which features predict a number with the least squared error.

    Rows that miss a feature or the target are left out.

    Attributes
    ----------
    features : mapping of str to Grid
        Columns with their bounds and steps, at most 8,192 steps each.
    target : str
    target_grid : Grid

    Raises
    ------
    PromiseError
        If the target is one of the features, there are none or too many, or a grid is too fine.

    Examples
    --------
    >>> from pet_workbench.dp.terms import Terms
    >>> model = LinearModel(
    ...     features={"age": Grid(18, 98)}, target="income", target_grid=Grid(0, 8_000, 10),
    ...     epsilon=1, delta="1e-6", terms=Terms(unit="person", neighbours="add-remove"))
    >>> model.parts[0].cells, model.parts[0].noise.kind
    (6, 'gaussian')
    """

    kind: ClassVar[str] = "linear-model"
    features: Mapping[str, Grid]
    target: str
    target_grid: Grid

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "features", dict(self.features))
        if self.target in self.features:
            raise PromiseError(
                "errors.dp_model_target",
                "need a target that is not a feature, got {target} as both",
                target=self.target,
            )
        self.parts[0].noise.describe()  # refuses grids and limits for which there is no noise

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns that are read."""
        return (*self.features, self.target)

    @cached_property
    def design(self) -> Design:
        """Return how features and target become whole numbers; the target is the last."""
        return Design({**self.features, self.target: self.target_grid})

    @property
    def constant(self) -> int:
        """Return the whole number that stands for 1, about as large as others can be."""
        return max(self.design.reaches)

    @property
    def parts(self) -> tuple[Part, ...]:
        """Return the totals of products of two of: the constant, the features and the target."""
        reaches = (self.constant, *self.design.reaches)
        l1, l2_squared = reach_of_products(reaches, changes_one=self.terms.changes_one)
        most = self.terms.rows_per_group
        cells = len(reaches) * (len(reaches) + 1) // 2
        return (
            self.declare("products", cells=cells, l1=most * l1, l2_squared=most**2 * l2_squared),
        )

    def totals(self, table: PrivateTable) -> Totals:
        """Add up the products, exactly."""
        rows = table.rows(self.terms, self.columns)
        size = len(self.design.reaches) + 1
        products = np.zeros((size, size), np.int64)
        for _, numbers, counts in self.design.blocks(rows):
            z = np.vstack((self.constant * counts, numbers))
            # whole numbers below 2**53, so nothing is rounded
            products += (z @ z.T).astype(np.int64)
        return {"products": halved(products)}

    def value(self, noisy: Totals) -> Coefficients:
        """Return the coefficients, in the columns' own units."""
        theta, _, _ = self._solved(noisy)
        matrix, shift = self._own_units
        return named(self._inputs, matrix @ theta + shift)

    def interval(self, noisy: Totals, confidence: float) -> tuple[Coefficients, Coefficients]:
        """Return bounds of each coefficient without noise; infinite where noise hides it."""
        check_range("confidence", confidence, 0.5, 1 - 1e-12)
        theta, inverse, is_known = self._solved(noisy)
        matrix, shift = self._own_units
        value = matrix @ theta + shift
        # noise in the equations is e - E theta, where E is symmetric
        spread = self._deviation**2 * (spread_by(theta) + np.eye(len(theta)))
        off = np.sqrt(variances(matrix @ inverse, spread)) * widened(self._largest_noise, inverse)
        off *= NormalDist().inv_cdf((1 + confidence) / 2)
        if not is_known:
            off[:] = math.inf
        return named(self._inputs, value - off), named(self._inputs, value + off)

    def declared(self) -> dict[str, Any]:
        """Return what is declared."""
        return {
            "features": Design(self.features).describe(),
            "target": self.target,
            "target_grid": self.target_grid.describe(),
        }

    def _solved(self, noisy: Totals) -> tuple[Floats, Floats, bool]:
        """Return coefficients of whole numbers, the inverse they come from, and if it is sure."""
        products = whole(noisy["products"], len(self.design.reaches) + 1)
        inverse, is_known = lifted(products[:-1, :-1], 2 * self._largest_noise)
        return inverse @ products[:-1, -1], inverse, is_known

    @property
    def _inputs(self) -> Design:
        """Return the design without the target, with the same factors."""
        return _Inputs(self.features, self.design.factors[:-1])

    @property
    def _own_units(self) -> tuple[Floats, Floats]:
        """Return how coefficients of whole numbers become those of the columns."""
        middles, units = self.design.middles_and_units()
        matrix, shift = in_own_units(self._inputs, scale=units[-1], middle=middles[-1])
        constant = np.ones(len(matrix))
        constant[0] = self.constant
        return matrix * constant, shift

    @property
    def _deviation(self) -> float:
        return self.parts[0].noise.deviation

    @property
    def _largest_noise(self) -> float:
        """Return what the eigenvalues of a symmetric matrix of noise hardly exceed."""
        return 2 * self._deviation * math.sqrt(len(self.features) + 1)


@dataclass(frozen=True)
class _Inputs(Design):
    """Features with factors that were fixed together with the target's."""

    fixed: tuple[int, ...] = ()

    @property
    def factors(self) -> tuple[int, ...]:
        """Return the factors as they were fixed."""
        return self.fixed


def reach_of_products(reaches: tuple[int, ...], *, changes_one: bool) -> tuple[int, int]:
    """Return how much one row can change all products of two numbers, each product once.

    Parameters
    ----------
    reaches : tuple of int
        How far from 0 each number can be.
    changes_one : bool
        Whether a row may become another row, instead of only coming or going.

    Returns
    -------
    l1, l2_squared : int
        The sum of the changes' sizes, and of their squares, at most.

    Notes
    -----
    Written as matrices of all products, rows v and w differ by ``|v|**4 + |w|**4 - 2 (v.w)**2``, at
    most twice ``R = |reaches|**4``.  That counts products of different numbers twice; half of it
    and of the diagonal's own is what counts each once.

    Examples
    --------
    >>> reach_of_products((1, 1), changes_one=False), reach_of_products((1, 1), changes_one=True)
    ((3, 3), (4, 5))
    """
    size = len(reaches)
    squares = [reach**2 for reach in reaches]
    pairs = [squares[i] * squares[j] for i in range(size) for j in range(i, size)]
    ways = [reaches[i] * reaches[j] for i in range(size) for j in range(i + 1, size)]
    if not changes_one:
        return sum(ways) + sum(squares), sum(pairs)
    fourth = sum(square**2 for square in squares)
    return 2 * sum(ways) + sum(squares), sum(squares) ** 2 + -(-fourth // 2)
