"""Rows of features as whole numbers that are about equally large.

Each feature is cut off and rounded to its declared grid, counted from the middle of its bounds in
half steps, and multiplied by a whole number, so that all features reach about as far.  One noise
then fits all products of two features, and products add up without rounding: blocks of rows are
multiplied as floating-point numbers that are whole and below 2**53.

Protects: nothing by itself.  As no row is ever rounded in company of others, one row more or less
changes totals by that row's own share, and not by a bit more.
Does not protect: features against bounds chosen after looking at the data.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pet_workbench.dp.errors import PromiseError
from pet_workbench.dp.grid import Grid
from pet_workbench.dp.private_table import Rows

Floats = NDArray[np.float64]
MOST_STEPS = 1 << 13
MOST_FEATURES = 50
LEAST_REACH = 1 << 12
_BLOCK = 1 << 17


@dataclass(frozen=True)
class Design:
    """How columns become whole numbers.

    Attributes
    ----------
    grids : dict of str to Grid

    Raises
    ------
    PromiseError
        If there is no column, there are more than 50, or a grid has more than 8,192 steps.

    Examples
    --------
    >>> design = Design({"age": Grid(0, 100), "score": Grid(0, 4)})
    >>> design.factors, design.reaches
    ((40, 1024), (4000, 4096))
    """

    grids: Mapping[str, Grid]

    def __post_init__(self) -> None:
        widest = max((grid.points - 1 for grid in self.grids.values()), default=0)
        if not 1 <= len(self.grids) <= MOST_FEATURES or widest > MOST_STEPS:
            raise PromiseError(
                "errors.dp_model_grids",
                "need 1 to {features} columns with a grid of at most {steps} steps each, got "
                "{columns} columns and {widest} steps: take a larger step",
                features=MOST_FEATURES,
                steps=MOST_STEPS,
                columns=len(self.grids),
                widest=widest,
            )

    @cached_property
    def widths(self) -> tuple[int, ...]:
        """Return the steps between the bounds of each column."""
        return tuple(grid.points - 1 for grid in self.grids.values())

    @property
    def factors(self) -> tuple[int, ...]:
        """Return what each column is multiplied by."""
        furthest = max(LEAST_REACH, *self.widths)
        return tuple(furthest // width for width in self.widths)

    @cached_property
    def reaches(self) -> tuple[int, ...]:
        """Return how far from 0 each column can be."""
        return tuple(
            factor * width for factor, width in zip(self.factors, self.widths, strict=True)
        )

    def blocks(self, rows: Rows) -> Iterator[tuple[slice, Floats, NDArray[np.bool_]]]:
        """Yield blocks of rows: where, whole numbers of shape (n_columns, n), and which count.

        A row counts if no column is missing; numbers of others are 0.
        """
        columns = [rows.column(name) for name in self.grids]
        for start in range(0, rows.size, _BLOCK):
            part = slice(start, min(start + _BLOCK, rows.size))
            numbers = np.empty((len(columns), part.stop - start))
            counts = np.ones(part.stop - start, np.bool_)
            for row, (values, grid, factor) in enumerate(
                zip(columns, self.grids.values(), self.factors, strict=True)
            ):
                steps, left_out = grid.steps(values[part])
                numbers[row] = factor * (2 * steps - grid.low_steps - grid.high_steps)
                counts &= ~left_out
            numbers[:, ~counts] = 0
            yield part, numbers, counts

    def middles_and_units(self) -> tuple[Floats, Floats]:
        """Return the value in the middle of each grid, and what one whole number stands for."""
        grids, factors = self.grids.values(), self.factors
        middles = [float(grid.low + grid.high) / 2 for grid in grids]
        units = [
            float(grid.step / (2 * factor)) for grid, factor in zip(grids, factors, strict=True)
        ]
        return np.array(middles), np.array(units)

    def describe(self) -> dict[str, dict[str, str]]:
        """Return the grids for a statement or a ledger."""
        return {name: grid.describe() for name, grid in self.grids.items()}
