"""The question of `mobility` answered in the clear, for contrast: by the host, or by the office.

Protects: nothing against whoever computes; a host that all trust at least keeps rows from the
office.
Does not protect: against a leak or misuse where all rows come together, and pseudonyms do not help:
a day of one person's places is soon recognised.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from pet_workbench.core.network import Program
from pet_workbench.usecases.base import Parameters, Tables
from pet_workbench.usecases.in_clear import Arrays, InClear
from pet_workbench.usecases.mobility.in_enclave import rows_of
from pet_workbench.usecases.mobility.inside import CELLS, added, movements, withhold
from pet_workbench.usecases.mobility.table import HOST, OFFICE, OPERATORS, Movements, as_table

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = {"person": np.int64, "area": np.uint8, "hour": np.uint8}


def by_host(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Operators send their rows to a host that all trust."""
    return _in_clear(tables).programs(tables, parameters, computer=HOST, reader=OFFICE)


def by_exchange(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Operators send their rows to the office itself."""
    return _in_clear(tables).programs(tables, parameters, computer=OFFICE, reader=OFFICE)


def _in_clear(tables: Tables) -> InClear:
    """Return the question for the operators that take part."""
    owners = tuple(party for party in OPERATORS if party in tables)
    return InClear(
        columns=dict.fromkeys(owners, COLUMNS),
        compute=_counted,
        answer={"table": np.int64, "rests": np.int64},
        read=_read,
    )


def _counted(tables: Tables, parameters: Parameters) -> Arrays:
    """Count all rows, and leave small numbers out."""
    counts = added([movements(rows_of(one)) for one in tables.values()])
    cells, left = withhold(counts, parameters["minimum"])
    return {"table": cells, "rests": left}


def _read(answer: Arrays, _: "pd.DataFrame | None", parameters: Parameters) -> Movements:
    """Read what was computed."""
    cells = answer["table"].reshape(CELLS.size)
    return as_table(cells, answer["rests"], parameters["minimum"])
