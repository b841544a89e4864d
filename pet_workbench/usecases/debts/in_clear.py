"""The question `debts` answered in the clear, for contrast: by a third party, or on all lists sent.

Protects: nothing against whoever computes.
Does not protect: against a leak or misuse where the four lists come together.
"""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from pet_workbench.core import Channel
from pet_workbench.core.network import Program
from pet_workbench.usecases.base import Parameters, Tables
from pet_workbench.usecases.debts.citizens import (
    AGENCIES,
    CITIZEN,
    MUNICIPALITY,
    RESIDENTS,
    THIRD_PARTY,
    Found,
    asked_about,
    listed,
    public,
)
from pet_workbench.usecases.in_clear import Arrays, InClear
from pet_workbench.usecases.run_limit import count_run

if TYPE_CHECKING:
    import pandas as pd

_LIST = {"person": np.int64, "amount_cents": np.int64}
_COLUMNS = {**dict.fromkeys(AGENCIES, _LIST), MUNICIPALITY: {"person": np.int64}}
_WITHHELD = -1


def by_third_party(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Agencies send their lists, and the municipality its question, to a party that all trust."""
    return _programs(tables, parameters, computer=THIRD_PARTY)


def by_exchange(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """All agencies send the municipality their whole list; no minimum binds it then."""
    return _programs(tables, {**parameters, "minimum_found": 0}, computer=MUNICIPALITY)


def _programs(tables: Tables, parameters: Parameters, *, computer: str) -> dict[str, Program]:
    """Return the programs of all; the first agency counts, the municipality picks its question."""
    programs = _QUESTION.programs(
        tables, public(parameters), computer=computer, reader=MUNICIPALITY
    )
    first = AGENCIES[0]
    return {
        **programs,
        first: partial(_count, play=programs[first], parameters=parameters),
        MUNICIPALITY: partial(
            _ask, play=programs[MUNICIPALITY], table=tables[MUNICIPALITY], parameters=parameters
        ),
    }


async def _count(channel: Channel, *, play: Program, parameters: Parameters) -> Any:
    """Count the run, then take part."""
    count_run(parameters)
    return await play(channel)


async def _ask(
    channel: Channel, *, play: Any, table: "pd.DataFrame", parameters: Parameters
) -> Any:
    """Take part with those residents only whom the question is about."""
    asked = table["person"].isin(asked_about(table, parameters))
    return await play(channel, table=table[asked])


def _compute(tables: Tables, parameters: Parameters) -> Arrays:
    """Count, for everyone who is asked about, the lists that they are on."""
    asked = tables[MUNICIPALITY]["person"].to_numpy(np.int64)
    rows = np.sort(np.concatenate([listed(tables[agency], parameters) for agency in AGENCIES]))
    counts = np.searchsorted(rows, asked, "right") - np.searchsorted(rows, asked, "left")
    nobody = np.empty(0, np.int64)
    if parameters["question"] == CITIZEN:
        return {"number": counts, "persons": nobody}
    found = np.sort(asked[counts >= parameters["at_least"]])
    if found.size < parameters["minimum_found"]:
        return {"number": np.array([_WITHHELD]), "persons": nobody}
    named = found if parameters["question"] == RESIDENTS else nobody
    return {"number": np.array([found.size]), "persons": named}


def _read(answer: Arrays, table: "pd.DataFrame | None", parameters: Parameters) -> Found:  # noqa: ARG001 - the municipality needs nothing of its own to read
    """Return what the municipality reads."""
    number = int(answer["number"][0])
    if parameters["question"] == CITIZEN:
        return Found(number)
    minimum = parameters["minimum_found"]
    if number == _WITHHELD:
        return Found(None, minimum=minimum)
    return Found(
        number, answer["persons"] if parameters["question"] == RESIDENTS else None, minimum
    )


_QUESTION = InClear(_COLUMNS, _compute, {"number": np.int64, "persons": np.int64}, _read)
