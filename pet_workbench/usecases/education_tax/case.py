"""Study records and tax records linked: half a million by ten million, our stress run.

How many students work beside their study, and what do they earn then and later, by field and by
outcome?  DUO knows who studied what and when; the tax administration knows incomes.  A third body
makes the table and gets nothing else, and no cell that is too small.  After the study that Estonia
did in this way on real data, half a million study records and ten million tax records [1]_; its
protocols were others, and the data here are invented.

Protects: study records and incomes, as each technique says; small cells against everybody.
Does not protect: against two of the three together, against false records, nor what the table says:
a cell in which nearly everybody works tells that few do not.
The smallest cell is a number of student-years, and one student can have ten in a cell: at the
default of 100, a cell that is shown has ten students or more.
Each run gives a table: two runs that differ in one student tell about that student, unless the
number of runs is limited.

References
----------
.. [1] D. Bogdanov, L. Kamm, B. Kubo, R. Rebane, V. Sokk, R. Talviste, "Students and taxes: a
   privacy-preserving study using secure computation", PoPETs 2016(3), 117-135,
   doi:10.1515/popets-2016-0019.
"""

from collections.abc import Mapping
from functools import partial
from types import ModuleType
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from pet_workbench.core import Release
from pet_workbench.core.network import Program
from pet_workbench.core.validation import check_choice, check_range
from pet_workbench.usecases.base import Parameters, Tables, Technique, UseCase
from pet_workbench.usecases.education_tax import by_pseudonyms, by_sort_join
from pet_workbench.usecases.education_tax.cells import DUO, N_YEARS, TAX, Table, pooled_table
from pet_workbench.usecases.in_clear import Arrays, InClear
from pet_workbench.usecases.run_limit import count_run

if TYPE_CHECKING:
    import pandas as pd

THIRD_PARTIES = ("CBS", "Inlichtingenbureau", "RINIS")
"""Bodies a reader may choose as the third; none of them has agreed to anything."""
MOST_MINIMUM = 1_000_000
FEWEST_STUDENTS = 10
"""In every cell that is shown, by default; each has at most `N_YEARS` years in it."""


def _in_shares(way: ModuleType) -> Any:
    """Return what makes the three programs of one way to link."""

    def programs(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
        return {
            DUO: partial(way.duo, table=tables[DUO], parameters=parameters),
            TAX: partial(way.tax, table=tables[TAX], parameters=parameters),
            parameters["third_party"]: partial(way.third_body, parameters=parameters),
        }

    return programs


def _pooled(tables: Tables, parameters: Parameters) -> Arrays:
    """Compute the table as a third party that has both files."""
    table = pooled_table(tables, parameters["minimum_cell"])
    return {"student-years": table.student_years, "working": table.working, "euros": table.euros}


def _read(answer: Arrays, _: object, parameters: Parameters) -> Table:
    """Read the table."""
    years, working, euros = (answer[name] for name in ("student-years", "working", "euros"))
    return Table(years, working, euros, parameters["minimum_cell"])


_TRUST = InClear(
    columns={
        DUO: {
            "person": np.int32,
            "field": np.int8,
            "outcome": np.int8,
            "first_year": np.int16,
            "last_year": np.int16,
        },
        TAX: {"person": np.int32, "year": np.int16, "income": np.int32},
    },
    compute=_pooled,
    answer=dict.fromkeys(("student-years", "working", "euros"), np.int64),
    read=_read,
)


def _by_third_party(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Both send their table to the third body, which is trusted."""
    count_run(parameters)
    third = parameters["third_party"]
    return _TRUST.programs(tables, parameters, computer=third, reader=third)


class EducationTaxCase(UseCase):
    """DUO x tax administration: work and income of students, by field and outcome."""

    key = "education-tax"
    sizes: ClassVar = (10_000, 25_000, 50_000, 500_000)
    techniques: ClassVar = {
        technique.id: technique
        for technique in (
            Technique(
                "secret-sharing:pseudonyms",
                _in_shares(by_pseudonyms),
                leaks=(
                    "sizes_per_year_at_owners",
                    "match_pattern_per_year_at_third",
                    "sum_of_withheld_cells_at_third",
                ),
            ),
            Technique(
                "secret-sharing:sort-join",
                _in_shares(by_sort_join),
                leaks=("sizes_at_computers",),
                measured_to=50_000,
            ),
            Technique("trusted-third-party", _by_third_party, leaks=("all_data_at_third",)),
        )
    }
    parameters: ClassVar = {
        "minimum_cell": FEWEST_STUDENTS * N_YEARS,
        "third_party": THIRD_PARTIES[0],
        "run_limit": None,
    }

    def load(self, *, n: int, seed: int) -> dict[str, "pd.DataFrame"]:
        """Generate `n` study records and 20 times as many tax records; see `population`."""
        from pet_workbench.usecases.education_tax.population import generate

        return generate(n, seed=seed)

    def roles(self, tables: Tables, parameters: Parameters) -> Mapping[str, str]:
        """Return who has the studies, who the incomes, and who makes the table."""
        return {DUO: "duo", TAX: "tax", parameters["third_party"]: "third"}

    def check(self, parameters: Parameters) -> None:
        """Refuse values outside their range.

        Raises
        ------
        ParameterError
            If one is.
        """
        check_range("minimum_cell", parameters["minimum_cell"], 1, MOST_MINIMUM)
        check_choice("third_party", parameters["third_party"], THIRD_PARTIES)

    def exact(self, tables: Tables, **parameters: Any) -> Table:
        """Return the table as whoever has both files computes it."""
        return pooled_table(tables, parameters["minimum_cell"])

    def answer(self, results: Mapping[str, Any]) -> Table:
        """Return what the third body read."""
        table: Table = next(result for result in results.values() if result is not None)
        return table

    def error(self, answer: Table, exact: Table) -> float:
        """Return in how many cells anything differs."""
        wrong = (
            (answer.student_years != exact.student_years)
            | (answer.working != exact.working)
            | (answer.euros != exact.euros)
        )
        return float(wrong.sum())

    def released(self, technique: Technique, answer: Table) -> tuple[Release, ...]:
        """Say that the third body reads the cells that are large enough."""
        cells = int((answer.working >= 0).sum())
        return (Release("table", "third", "minimum_cell", cells),)


CASE = EducationTaxCase()
