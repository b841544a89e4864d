"""Every kind of query, with two neighbouring tables that are as different as its terms allow."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from pet_workbench.dp.choosing.groups import GroupCount
from pet_workbench.dp.choosing.quantile import Quantile
from pet_workbench.dp.grid import Grid
from pet_workbench.dp.models.linear import LinearModel
from pet_workbench.dp.models.logistic import LogisticModel
from pet_workbench.dp.private_table import PrivateTable
from pet_workbench.dp.query import Query
from pet_workbench.dp.terms import Terms
from pet_workbench.dp.totals.contingency import Contingency
from pet_workbench.dp.totals.count import Count
from pet_workbench.dp.totals.histogram import Histogram
from pet_workbench.dp.totals.mean import Mean
from pet_workbench.dp.totals.sum import Sum
from pet_workbench.dp.totals.variance import Variance

ADDED = Terms(unit="person", neighbours="add-remove")
CHANGED = Terms(unit="person", neighbours="change-one")
TWO_ROWS = Terms(unit="person", neighbours="add-remove", column="who", rows_per_group=2)
TWO_ROWS_CHANGED = Terms(unit="person", neighbours="change-one", column="who", rows_per_group=2)
TWO_GROUPS = Terms(unit="person", neighbours="add-remove", column="who", rows_per_group=2, groups=2)
GRID = Grid(-2, 10)
NOTHING = np.zeros(0)


class Audited(NamedTuple):
    """A query and two tables.

    Attributes
    ----------
    query : Query
    one, other : dict of str to sequence
        Columns.
    least : float
        The share of epsilon that the audit should find.
    read : callable or None
        From what is released to numbers.
    """

    query: Query
    one: dict[str, Any]
    other: dict[str, Any]
    least: float
    read: Callable[..., Any] | None = None

    def tables(self):
        """Return callables that make the tables."""
        return tuple(
            lambda columns=columns: PrivateTable(
                {name: np.asarray(values) for name, values in columns.items()},
                dataset="made up",
                kinds=_kinds(columns),
            )
            for columns in (self.one, self.other)
        )


def _kinds(columns):
    """Declare real numbers: a column that only one row fills needs it."""
    return {name: "numbers" for name, one in columns.items() if np.asarray(one).dtype.kind == "f"}


def rare_group(totals):
    """Return whether the rare group shows, and how often another one was counted."""
    counts = dict(zip(totals["groups"].tolist(), totals["rows"].tolist(), strict=True))
    return [counts.get("rare", -1), counts.get("common", -1)]


AUDITED = {
    "count": Audited(Count(epsilon=2, terms=ADDED), {"x": [1.0, 1.0]}, {"x": [1.0, 1.0, 1.0]}, 0.4),
    "count, gaussian": Audited(
        Count(epsilon=6, delta="1e-3", terms=ADDED), {"x": [1.0]}, {"x": [1.0, 1.0]}, 0.1
    ),
    "count of a value, changed": Audited(
        Count(epsilon=2, column="x", equal_to=1, terms=CHANGED), {"x": [0, 0]}, {"x": [0, 1]}, 0.4
    ),
    "sum": Audited(
        Sum(epsilon=2, column="x", grid=GRID, terms=ADDED), {"x": [3.0]}, {"x": [3.0, 99.0]}, 0.4
    ),
    "sum, changed": Audited(
        Sum(epsilon=2, column="x", grid=GRID, terms=CHANGED), {"x": [-99.0]}, {"x": [np.inf]}, 0.4
    ),
    "sum, a missing value": Audited(
        Sum(epsilon=2, column="x", grid=GRID, terms=CHANGED),
        {"x": [3.0, np.nan]},
        {"x": [3.0, 10.0]},
        0.3,
    ),
    "sum of a person's rows": Audited(
        Sum(epsilon=2, column="x", grid=GRID, terms=TWO_ROWS),
        {"x": [3.0], "who": ["a"]},
        {"x": [3.0] + [10.0] * 5, "who": ["a"] + ["b"] * 5},
        0.4,
    ),
    "mean": Audited(
        Mean(epsilon=2, column="x", grid=GRID, terms=ADDED), {"x": [4.0]}, {"x": [4.0, 10.0]}, 0.05
    ),
    "mean of public many": Audited(
        Mean(epsilon=2, column="x", grid=GRID, rows=2, missing=0, terms=CHANGED),
        {"x": [4.0, -2.0]},
        {"x": [4.0, 10.0]},
        0.4,
    ),
    "mean, a missing value": Audited(
        Mean(epsilon=4, column="x", grid=GRID, terms=CHANGED),
        {"x": [4.0, np.nan]},
        {"x": [4.0, 10.0]},
        0.05,
    ),
    "variance, changed": Audited(
        Variance(epsilon=2, column="x", grid=GRID, terms=CHANGED),
        {"x": [4.0, -2.0]},
        {"x": [4.0, 10.0]},
        0.15,
    ),
    "variance": Audited(
        Variance(epsilon=2, column="x", grid=GRID, terms=ADDED),
        {"x": [4.0]},
        {"x": [4.0, 10.0]},
        0.25,
    ),
    "histogram": Audited(
        Histogram(epsilon=2, column="x", edges=(0, 1, 2, 3), terms=CHANGED),
        {"x": [0.5, 1.5]},
        {"x": [0.5, 2.5]},
        0.2,
    ),
    "histogram, outside": Audited(
        Histogram(epsilon=2, column="x", edges=(0, 1, 2), outside="bins", terms=ADDED),
        {"x": [0.5]},
        {"x": [0.5, 1e9]},
        0.4,
    ),
    "contingency": Audited(
        Contingency(epsilon=2, categories={"a": ("f", "m"), "b": (0, 1)}, terms=ADDED),
        {"a": ["f"], "b": [0]},
        {"a": ["f", "m"], "b": [0, 1]},
        0.4,
    ),
    "contingency, a person's rows": Audited(
        Contingency(epsilon=2, categories={"a": ("f", "m")}, terms=TWO_ROWS_CHANGED),
        {"a": ["f", "f", "f", "f"], "who": [1, 2, 2, 2]},
        {"a": ["f", "m", "m", "m"], "who": [1, 2, 2, 2]},
        0.05,
    ),
    "quantiles": Audited(
        Quantile(
            epsilon=4, column="x", grid=Grid(0, 1), shares=("0.1", "0.5", "0.9"), terms=CHANGED
        ),
        {"x": [0.0]},
        {"x": [1.0]},
        0.03,
    ),
    "median": Audited(
        Quantile(epsilon=2, column="x", grid=Grid(0, 1), terms=CHANGED),
        {"x": [0.0]},
        {"x": [1.0]},
        0.1,
    ),
    "groups": Audited(
        GroupCount(epsilon=2, delta="1e-3", column="x", terms=ADDED),
        {"x": ["common"] * 30},
        {"x": ["common"] * 31},
        0.4,
        rare_group,
    ),
    "groups, changed": Audited(
        GroupCount(epsilon=4, delta="1e-3", column="x", terms=CHANGED),
        {"x": ["common"] * 30 + ["rare"] * 6},
        {"x": ["common"] * 29 + ["rare"] * 7},
        0.3,
        rare_group,
    ),
    "groups, a rare one": Audited(
        GroupCount(epsilon=2, delta="1e-3", column="x", terms=TWO_GROUPS),
        {"x": ["common"] * 40, "who": list(range(40))},
        {"x": ["common"] * 42 + ["rare"] * 3, "who": [*range(40), 99, 99, 99, 99, 99]},
        0,
        rare_group,
    ),
    "linear model": Audited(
        LinearModel(
            epsilon=8,
            delta="1e-3",
            features={"x": GRID},
            target="y",
            target_grid=GRID,
            terms=ADDED,
        ),
        {"x": [1.0], "y": [1.0]},
        {"x": [1.0, 10.0], "y": [1.0, 10.0]},
        0.1,
    ),
    "logistic model": Audited(
        LogisticModel(
            epsilon=8,
            delta="1e-3",
            features={"x": GRID},
            target="y",
            classes=("no", "yes"),
            steps=2,
            terms=ADDED,
        ),
        {"x": [1.0], "y": ["no"]},
        {"x": [1.0, 10.0], "y": ["no", "yes"]},
        0.005,
    ),
}
