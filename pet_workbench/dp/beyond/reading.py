"""One row of a collection as what it adds: whose it is, in which group, and how many steps.

This runs on workers, row by row.  A value that does not fit is left out and never an error: an
error would tell about a row.

Protects: bounds: no row adds more than the query declares.
Does not protect: by itself.
"""

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from pet_workbench.dp.grid import Grid

Read = tuple[Hashable, Hashable, float]
"""The unit, the group, and a number of steps."""
ALL = 0
"""The group of everybody."""


@dataclass(frozen=True, kw_only=True)
class Reader:
    """What a query takes from a row.

    Attributes
    ----------
    unit : str or None
        The column that says whose a row is.
    group : str or None
        The column of groups that are not declared.
    cells : tuple of (str, dict)
        Columns of declared categories, each with how many cells further a category is.
    value : str or None
        The column that is added up, on `grid`.
    """

    unit: str | None = None
    group: str | None = None
    cells: tuple[tuple[str, Mapping[Hashable, int]], ...] = ()
    value: str | None = None
    grid: Grid | None = None

    def __call__(self, row: Any) -> list[Read]:
        """Return what a row adds: one thing, or nothing.

        Examples
        --------
        >>> reader = Reader(unit="id", value="age", grid=Grid(0, 100))
        >>> reader({"id": 7, "age": 34.4}), reader({"id": 7, "age": None}), reader({"age": 3})
        ([(7, 0, 34.0)], [], [])
        """
        unit = ALL if self.unit is None else _held(row, self.unit)
        group = self._group(row)
        steps = 0.0 if self.value is None else self._steps(_held(row, self.value))
        if unit is None or group is None or steps is None:
            return []
        return [(unit, group, steps)]

    def _group(self, row: Any) -> Hashable | None:
        """Return the group a row is in, or None."""
        if self.group is not None:
            return _held(row, self.group)
        cell = ALL
        for name, further in self.cells:
            place = further.get(_held(row, name))
            if place is None:
                return None
            cell += place
        return cell

    def _steps(self, value: Hashable | None) -> float | None:
        """Return a value in steps, as `Grid.steps` does for arrays; None if it is missing."""
        if self.grid is None or isinstance(value, str | bytes):
            return None
        try:
            in_steps = float(value) * float(1 / self.grid.step)  # type: ignore[arg-type]  # may be anything
        except (TypeError, ValueError, OverflowError):
            return None
        if math.isnan(in_steps):
            return None
        bounded = min(max(in_steps, self.grid.low_steps), self.grid.high_steps)
        return float(round(bounded))


def _held(row: Any, column: str) -> Hashable | None:
    """Return the value of a row in a column, or None if it is missing."""
    try:
        value = row[column]
        hash(value)
    except (KeyError, TypeError, ValueError, IndexError):
        return None
    if isinstance(value, float) and math.isnan(value):
        return None
    return value  # type: ignore[no-any-return]  # it has a hash
