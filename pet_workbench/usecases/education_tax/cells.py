"""What is asked: work and income per field, outcome and phase of study, as one table of cells.

A *student-year* is a student in a year from the one in which the study began; it is in the phase
"during" up to the last year of study, and in "after" from then on.  A student-year counts as
working if the tax records of that year have an income above zero.

A cell's number of working student-years and their total income travel as one number:
``count * 2**40 + euros``.  Both can be added and multiplied by 0 or 1 together, and the count is
below k exactly if the number is below ``k * 2**40``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import ParameterError
from pet_workbench.sharing.ring import Words

if TYPE_CHECKING:
    import pandas as pd

DUO, TAX = "DUO", "Belastingdienst"
FIRST_YEAR, N_YEARS = 2014, 10
FIELDS = ("education", "culture", "economics", "ict", "technology", "health")
OUTCOMES = ("in time", "later", "no diploma")
PHASES = ("during", "after")
N_GROUPS = len(FIELDS) * len(OUTCOMES)
N_CELLS = N_GROUPS * len(PHASES)
"""Cells in the order phase, field, outcome."""

MOST_EUROS = (1 << 19) - 1
"""Incomes above this are counted as this, so that totals fit in their 40 bits."""
MOST_STUDENT_YEARS = 1 << 21
"""Largest cell: as many incomes, each below 2**19, stay below 2**40."""
COUNT_AT = 40
PACKED_BITS = 62


@dataclass(frozen=True)
class Table:
    """The answer; -1 stands for a cell that is withheld.

    Attributes
    ----------
    student_years, working, euros : ndarray of int64, shape (36,)
        Per cell the student-years, how many of them with work, and the total of their incomes.
    minimum : int
        Cells with fewer working student-years are withheld.
    """

    student_years: NDArray[np.int64]
    working: NDArray[np.int64]
    euros: NDArray[np.int64]
    minimum: int

    @property
    def share_working(self) -> NDArray[np.float64]:
        """Share of the student-years with work; not a number where withheld."""
        return np.where(self.working < 0, np.nan, self.working / np.maximum(self.student_years, 1))

    @property
    def mean_euros(self) -> NDArray[np.float64]:
        """Mean income of a year with work; not a number where withheld."""
        return np.where(self.working < 0, np.nan, self.euros / np.maximum(self.working, 1))


def _withhold(
    student_years: NDArray[np.int64],
    working: NDArray[np.int64],
    euros: NDArray[np.int64],
    minimum: int,
) -> Table:
    """Return the table with -1 in every cell with too little work in it."""
    small = working < minimum
    years, work, total = (np.where(small, -1, one) for one in (student_years, working, euros))
    return Table(years, work, total, minimum)


def groups(studies: "pd.DataFrame") -> NDArray[np.int64]:
    """Return field and outcome of each row of DUO's table as one number below 18."""
    field, outcome = (studies[name].to_numpy(np.int64) for name in ("field", "outcome"))
    group: NDArray[np.int64] = field * len(OUTCOMES) + outcome
    return group


def packed(euros: NDArray[np.integer[Any]]) -> Words:
    """Return incomes as numbers that count work and add up euros at once.

    Examples
    --------
    >>> (packed(np.array([0, 1200])) >> np.uint64(40)).tolist()
    [0, 1]
    """
    capped = np.clip(euros, 0, MOST_EUROS).astype(np.uint64)
    both: Words = capped + ((capped > 0).astype(np.uint64) << np.uint64(COUNT_AT))
    return both


def opened_table(student_years: Words, totals: Words, minimum: int) -> Table:
    """Return the table that stands in opened numbers; a withheld cell has 0 in both."""
    working = (totals >> np.uint64(COUNT_AT)).astype(np.int64)
    euros = (totals & np.uint64((1 << COUNT_AT) - 1)).astype(np.int64)
    return _withhold(student_years.astype(np.int64), working, euros, minimum)


def check_cells(student_years: NDArray[np.int64]) -> None:
    """Refuse cells that are too large for their numbers.

    Raises
    ------
    ParameterError
        If there is one.
    """
    if student_years.size and student_years.max() > MOST_STUDENT_YEARS:
        raise ParameterError(
            "errors.cell_too_large",
            "need at most {most} student-years in a cell, got {got}",
            most=MOST_STUDENT_YEARS,
            got=int(student_years.max()),
        )


def count_student_years(studies: "pd.DataFrame") -> NDArray[np.int64]:
    """Return the number of student-years per cell, which DUO knows by itself."""
    group = groups(studies)
    first, last = (studies[name].to_numpy(np.int64) for name in ("first_year", "last_year"))
    end = FIRST_YEAR + N_YEARS - 1
    start = np.maximum(first, FIRST_YEAR)
    during = np.maximum(np.minimum(last, end) - start + 1, 0)
    after = np.maximum(end - np.maximum(last + 1, start) + 1, 0)
    counted = [np.bincount(group, weights=years, minlength=N_GROUPS) for years in (during, after)]
    return np.concatenate(counted).astype(np.int64)


def pooled_table(tables: Mapping[str, "pd.DataFrame"], minimum: int) -> Table:
    """Answer the question on both tables at once, with plain arithmetic."""
    studies, tax = tables[DUO], tables[TAX]
    persons = studies["person"].to_numpy(np.int64)
    order = np.argsort(persons)
    who = tax["person"].to_numpy(np.int64)
    at = np.minimum(np.searchsorted(persons[order], who), max(len(persons) - 1, 0))
    known = persons[order][at] == who if len(persons) else np.zeros(len(who), np.bool_)
    rows = order[at[known]] if len(persons) else np.zeros(0, np.int64)
    year = tax["year"].to_numpy(np.int64)[known]
    income = np.minimum(tax["income"].to_numpy(np.int64)[known], MOST_EUROS)
    begun = (year >= studies["first_year"].to_numpy()[rows]) & (income > 0)
    after = year > studies["last_year"].to_numpy()[rows]
    cell = (groups(studies)[rows] + N_GROUPS * after)[begun]
    working = np.bincount(cell, minlength=N_CELLS)
    euros = np.bincount(cell, weights=income[begun], minlength=N_CELLS).astype(np.int64)
    return _withhold(_years_one_by_one(studies), working, euros, minimum)


def _years_one_by_one(studies: "pd.DataFrame") -> NDArray[np.int64]:
    """Count student-years year by year."""
    total = np.zeros(N_CELLS, np.int64)
    for year in range(FIRST_YEAR, FIRST_YEAR + N_YEARS):
        begun = studies[studies["first_year"] <= year]
        after = (begun["last_year"] < year).to_numpy(np.int64)
        total += np.bincount(groups(begun) + N_GROUPS * after, minlength=N_CELLS)
    return total
