"""The questions a reader can ask about the municipality: as a query, and exactly."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from pet_workbench import dp
from pet_workbench.datasets.municipality import DISTRICTS
from pet_workbench.dp.choosing.quantile import Quantile
from pet_workbench.dp.exactly import Number
from pet_workbench.dp.totals.contingency import Contingency
from pet_workbench.dp.totals.histogram import Histogram
from pet_workbench.dp.totals.mean import Mean
from pet_workbench.widgets.differential_privacy.town import ADD_REMOVE, CHANGE_ONE, INCOMES

AGES = (0, 15, 30, 45, 60, 75, 96)
MEDIANS = dp.Grid(0, 200_000, 500)
HOUSEHOLD_ROWS = 4
UNITS = ("person", "household")
HIDDEN = (ADD_REMOVE, CHANGE_ONE)


def terms_of(unit: str, neighbours: str) -> dp.Terms:
    """Return the terms of a question: of a household, only so many residents count."""
    if unit == "person":
        return dp.Terms(unit=unit, neighbours=neighbours)
    return dp.Terms(
        unit=unit, neighbours=neighbours, column="household", rows_per_group=HOUSEHOLD_ROWS
    )


HOUSEHOLD = terms_of("household", ADD_REMOVE)

Shape = Literal["number", "bars", "table"]


@dataclass(frozen=True)
class Question:
    """One question.

    Attributes
    ----------
    name : str
        Its key in the catalogue.
    shape : {"number", "bars", "table"}
        How its answer is shown.
    query : callable
        From epsilon and terms to the query.
    exact : callable
        From the residents to the exact answer: a number or an array.
    is_euros : bool
    in_ranks : bool
        Whether its interval is in shares of residents instead of in euros.
    """

    name: str
    shape: Shape
    query: Callable[[Number, dp.Terms], dp.Query]
    exact: Callable[[pd.DataFrame], Any]
    is_euros: bool = False
    in_ranks: bool = False


def _ages(town: pd.DataFrame) -> Any:
    """Count residents per age group."""
    return np.histogram(town["age"], AGES)[0]


def _table(town: pd.DataFrame) -> Any:
    """Count residents per district, without and with debts."""
    table = np.zeros((len(DISTRICTS), 2), np.int64)
    np.add.at(table, (town["district"].to_numpy(), town["debts"].to_numpy()), 1)
    return table


QUESTIONS = {
    question.name: question
    for question in (
        Question(
            "debts",
            "number",
            lambda epsilon, terms: dp.Count(
                column="debts", equal_to=1, epsilon=epsilon, terms=terms
            ),
            lambda town: float(town["debts"].sum()),
        ),
        Question(
            "income",
            "number",
            lambda epsilon, terms: Mean(
                column="income", grid=INCOMES, epsilon=epsilon, terms=terms
            ),
            lambda town: float(town["income"].mean()),
            is_euros=True,
        ),
        Question(
            "median",
            "number",
            lambda epsilon, terms: Quantile(
                column="income", grid=MEDIANS, shares=(0.5,), epsilon=epsilon, terms=terms
            ),
            lambda town: float(town["income"].median()),
            is_euros=True,
            in_ranks=True,
        ),
        Question(
            "ages",
            "bars",
            lambda epsilon, terms: Histogram(
                column="age", edges=AGES, epsilon=epsilon, terms=terms
            ),
            _ages,
        ),
        Question(
            "table",
            "table",
            lambda epsilon, terms: Contingency(
                categories={"district": tuple(range(len(DISTRICTS))), "debts": (0, 1)},
                epsilon=epsilon,
                terms=terms,
            ),
            _table,
        ),
    )
}
