"""Entrepreneurs in heavy weather: KVK's trade register and signals of debt that others hold.

KVK knows of every business where it is and what it does.  Other bodies know which businesses fall
behind with payments.  In which regions and sectors are many in trouble, so that help can be offered
there?  KVK may learn a table of regions by sectors in which small cells are withheld, and nothing
about any one business [1]_.

KVK's project leader speaks of tendencies, never of single businesses, and of a first try on fake
data.  Which bodies would take part he does not say: the tax authority (Belastingdienst) is our
example.  The protocol is ours.

Protects: every business and every small cell, against each party; see `in_shares`.
Does not protect: against two parties together; against two tables of the same data with other
regions or another minimum, unless the number of runs is limited; cells that are large enough.

References
----------
.. [1] Article on NICPET, August 2023, section "Pilot 'Ondernemers in zwaar weer' met de KVK".
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from pet_workbench.core import Release
from pet_workbench.core.network import Program
from pet_workbench.core.validation import check_choice, check_whole
from pet_workbench.dp.exactly import exact_epsilon
from pet_workbench.sharing.joins.alignment import check_fits
from pet_workbench.usecases.base import Parameters, Tables, Technique, UseCase
from pet_workbench.usecases.entrepreneurs.grid import LEVELS, cells, n_cells
from pet_workbench.usecases.entrepreneurs.in_shares import (
    with_noise,
    withheld_afterwards,
    withheld_inside,
)
from pet_workbench.usecases.entrepreneurs.trouble import (
    HOLDER,
    KVK,
    Trouble,
    as_grid,
    true_counts,
    withhold,
)
from pet_workbench.usecases.in_clear import Arrays, InClear
from pet_workbench.usecases.run_limit import count_run

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd


NOISY = "secret-sharing+differential-privacy"
THIRD_PARTIES = ("CBS", "Inlichtingenbureau", "RINIS")
"""Bodies a reader may choose as the third; none of them has agreed to anything."""
MOST_MINIMUM = 1_000


def _table_in_clear(tables: Tables, parameters: Parameters) -> Arrays:
    """Return the table as whoever has all tables computes it: withheld cells are 0."""
    kvk, holder, level = tables[KVK], tables[HOLDER], parameters["level"]
    cell = cells(kvk["area"].to_numpy(), kvk["sector"].to_numpy(), level=level)
    signalled = holder.loc[holder["in_arrears"].to_numpy(bool), "business"]
    is_in_trouble = kvk["business"].isin(signalled).to_numpy()
    found = np.bincount(cell, is_in_trouble, minlength=n_cells(level)).astype(np.int64)
    there = np.bincount(cell, minlength=n_cells(level))
    table = withhold(
        as_grid(found, level),
        as_grid(there, level),
        level=level,
        minimum=parameters["minimum"],
    )
    return {"table": table.in_trouble.reshape(-1), "rests per region": table.rests}


def _read(answer: Arrays, own: "pd.DataFrame | None", parameters: Parameters) -> Trouble:
    """Put what the third party sends beside KVK's own numbers of businesses."""
    level = parameters["level"]
    check_fits("table", own is not None and answer["table"].size == n_cells(level))
    businesses = np.zeros(n_cells(level), np.int64)
    if own is not None:
        cell = cells(own["area"].to_numpy(), own["sector"].to_numpy(), level=level)
        businesses = np.bincount(cell, minlength=n_cells(level))
    return Trouble(
        level,
        parameters["minimum"],
        as_grid(businesses, level),
        as_grid(answer["table"], level),
        answer["rests per region"].astype(np.int64),
    )


IN_CLEAR = InClear(
    columns={
        KVK: {"business": np.int64, "area": np.int64, "sector": np.int64},
        HOLDER: {"business": np.int64, "in_arrears": np.uint8},
    },
    compute=_table_in_clear,
    answer={"table": np.int64, "rests per region": np.int64},
    read=_read,
)


def _by_third_party(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Both owners send their table to a third party that all trust."""
    count_run(parameters)
    return IN_CLEAR.programs(tables, parameters, computer=parameters["third_party"], reader=KVK)


def _by_exchange(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Let the holder send its whole table to KVK."""
    count_run(parameters)
    return IN_CLEAR.programs(tables, parameters, computer=KVK, reader=KVK)


class EntrepreneursCase(UseCase):
    """KVK x a holder of debt signals: regions by sectors, small cells withheld."""

    key = "entrepreneurs"
    own_tables = "pet_workbench.usecases.entrepreneurs.own_tables"
    sizes: ClassVar = (10_000, 100_000, 500_000, 2_300_000)
    techniques: ClassVar = {
        technique.id: technique
        for technique in (
            Technique(
                "secret-sharing:pseudonyms",
                withheld_inside,
                leaks=("sizes_at_owners", "match_pattern_at_third", "cell_sizes_at_holder"),
            ),
            Technique(
                "suppression",
                withheld_afterwards,
                leaks=(
                    "small_cells_at_kvk",
                    "sizes_at_owners",
                    "match_pattern_at_third",
                    "cell_sizes_at_holder",
                ),
            ),
            Technique(
                NOISY,
                with_noise,
                leaks=("sizes_at_owners", "match_pattern_at_third", "cell_sizes_at_holder"),
            ),
            Technique("trusted-third-party", _by_third_party, leaks=("all_data_at_third",)),
            Technique("plain-exchange", _by_exchange, leaks=("all_signals_at_kvk",)),
        )
    }
    parameters: ClassVar = {
        "level": "province",
        "minimum": 10,
        "third_party": THIRD_PARTIES[0],
        "run_limit": None,
        "epsilon": 1.0,
        "ledger": None,
    }

    def load(self, *, n: int, seed: int) -> dict[str, "pd.DataFrame"]:
        """Generate the tables of KVK and the holder for `n` businesses; see `population`."""
        from pet_workbench.usecases.entrepreneurs.population import generate

        return generate(n, seed=seed)

    def read(self, files: Mapping[str, "Path | bytes"]) -> dict[str, "pd.DataFrame"]:
        """Read both tables from CSV files; see `own_tables`.

        Raises
        ------
        DataError
            If one is not as its schema says; all problems are in ``parameters["problems"]``.
        """
        from pet_workbench.usecases.entrepreneurs.own_tables import read

        return read(files[KVK], files[HOLDER])

    def roles(self, tables: Tables, parameters: Parameters) -> Mapping[str, str]:
        """Return who asks, who holds, and who helps."""
        return {KVK: "kvk", HOLDER: "holder", parameters["third_party"]: "third"}

    def check(self, parameters: Parameters) -> None:
        """Refuse values outside their range.

        Raises
        ------
        ParameterError
            If one is.
        """
        check_whole("minimum", parameters["minimum"], 1, MOST_MINIMUM)
        check_choice("level", parameters["level"], LEVELS)
        check_choice("third_party", parameters["third_party"], THIRD_PARTIES)
        exact_epsilon(parameters["epsilon"])

    def exact(self, tables: Tables, **parameters: Any) -> Trouble:
        """Return the table that pandas makes of the pooled tables."""
        level = parameters["level"]
        found, there = true_counts(tables[KVK], tables[HOLDER], level)
        return withhold(found, there, level=level, minimum=parameters["minimum"])

    def exact_for(self, technique: Technique, tables: Tables, parameters: Parameters) -> Trouble:
        """Return the exact table; where there is noise instead of a minimum, the whole one."""
        minimum = 1 if technique.id == NOISY else parameters["minimum"]
        return self.exact(tables, **{**parameters, "minimum": minimum})

    def answer(self, results: Mapping[str, Any]) -> Trouble:
        """Return the table that KVK has in the end."""
        table: Trouble = results[KVK]
        return table

    def error(self, answer: Trouble, exact: Trouble) -> float:
        """Return in how many cells and rests the table differs."""
        return float(answer.differences(exact))

    def released(self, technique: Technique, answer: Trouble) -> tuple[Release, ...]:
        """Say how many cells and rests KVK reads, and whether small ones are withheld before."""
        if technique.id in _SEES_SMALL_CELLS:
            return (Release("whole_table", KVK, "none", answer.in_trouble.size),)
        if answer.noise:
            return (Release("table", KVK, "differential_privacy", answer.in_trouble.size),)
        shown = int((~answer.withheld).sum())
        return (
            Release("table", KVK, "minimum_cell", shown),
            Release("rests_per_region", KVK, "rest_rule", int((answer.rests > 0).sum())),
        )


_SEES_SMALL_CELLS = {"suppression", "plain-exchange"}

CASE = EntrepreneursCase()
