"""Real numbers as whole steps between declared bounds.

Noise added to floating-point numbers has gaps that tell what it was added to [1]_.  So a number is
first cut off at the bounds and rounded to a whole number of steps; totals of steps are exact, and
noise is whole as well.  Bounds and step are declared, never taken from the data: the largest income
in a table is somebody's income.

Protects: against answers that are possible for one table only, and against one unit that outweighs
all others.
Does not protect: by itself; the noise does.  What lies outside the bounds counts as the bound, so
bounds that are too narrow make an answer wrong.

References
----------
.. [1] I. Mironov, "On Significance of the Least Significant Bits for Differential Privacy",
   CCS 2012, doi:10.1145/2382196.2382264.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.dp.errors import PromiseError
from pet_workbench.dp.exactly import Number, exact

MAX_STEPS = 1 << 40
_BLOCK = 1 << 18


@dataclass(frozen=True)
class Grid:
    """The values a column can count for: whole steps from a low to a high bound.

    Attributes
    ----------
    low, high, step : Fraction
        Given as decimals; the bounds are whole numbers of steps.

    Raises
    ------
    PromiseError
        If a bound is missing or infinite, is no whole number of steps, or they are in the wrong
        order.

    Examples
    --------
    >>> incomes = Grid(0, 100_000, 10)
    >>> steps, left_out = incomes.steps(np.array([1234.0, -5.0, 1e9, np.nan]))
    >>> steps.tolist(), left_out.tolist()
    ([123, 0, 10000, 0], [False, False, False, True])
    >>> incomes.value(123)
    1230.0
    """

    low: Fraction
    high: Fraction
    step: Fraction

    def __init__(self, low: Number, high: Number, step: Number = 1) -> None:
        object.__setattr__(self, "low", exact("the lower bound", low))
        object.__setattr__(self, "high", exact("the upper bound", high))
        object.__setattr__(self, "step", exact("the step", step))
        whole = self.step > 0 and not (self.low % self.step or self.high % self.step)
        if not whole or self.low >= self.high or self._largest >= MAX_STEPS:
            raise PromiseError(
                "errors.dp_grid",
                "need bounds that are whole numbers of steps, the lower one first and both within "
                "2^40 steps of 0, got {low} to {high} in steps of {step}",
                low=low,
                high=high,
                step=step,
            )

    @property
    def low_steps(self) -> int:
        """Return the lower bound in steps."""
        return int(self.low / self.step)

    @property
    def high_steps(self) -> int:
        """Return the upper bound in steps."""
        return int(self.high / self.step)

    @property
    def width(self) -> int:
        """Return how many steps there are between the bounds."""
        return self.high_steps - self.low_steps

    @property
    def points(self) -> int:
        """Return how many values there are."""
        return self.width + 1

    @property
    def _largest(self) -> int:
        return max(abs(self.low_steps), abs(self.high_steps))

    def reach(self, *, changes_one: bool) -> int:
        """Return by how many steps one row can change a total at most.

        A row can be left out, so a row that changes may count for nothing before or after.
        """
        if changes_one:
            return max(self.high_steps, 0) - min(self.low_steps, 0)
        return self._largest

    def steps(self, values: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Cut off and round `values`; say which are missing and count for nothing.

        Infinite values count as the bound.  Halves go to the even step.

        Returns
        -------
        steps : ndarray of int64
            0 where missing.
        left_out : ndarray of bool
        """
        steps = np.empty(len(values), np.int64)
        left_out = np.empty(len(values), np.bool_)
        for start in range(0, len(values), _BLOCK):
            part = slice(start, start + _BLOCK)
            steps[part], left_out[part] = self._steps(values[part])
        return steps, left_out

    def _steps(self, values: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.bool_]]:
        """Do one block, small enough to stay near the processor."""
        with np.errstate(over="ignore"):  # a warning would tell about a row
            in_steps = np.asarray(values, np.float64) * float(1 / self.step)
        left_out = np.isnan(in_steps)
        np.clip(in_steps, self.low_steps, self.high_steps, out=in_steps)
        in_steps[left_out] = 0
        return np.rint(in_steps, out=in_steps), left_out

    def value(self, steps: Any) -> Any:
        """Return what a number of steps stands for, as a float or floats."""
        values = np.asarray(steps, np.float64) * float(self.step)
        return values if values.ndim else float(values)

    def describe(self) -> dict[str, str]:
        """Return the grid for a statement or a ledger."""
        return {name: str(getattr(self, name)) for name in ("low", "high", "step")}
