"""The contrasts: patients to a register, patients to each other, or totals to each other.

Protects: with a register, hospitals against each other; with totals, the patients.
Does not protect: patients against whoever gets the files; with totals, hospitals against each
other, nor the patients of a small group, whose total can be one person's score.
"""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from pet_workbench.core import Channel
from pet_workbench.core.network import Program
from pet_workbench.sharing.statistics.welch import Conclusion
from pet_workbench.usecases.base import Parameters, Tables
from pet_workbench.usecases.treatment.totals import (
    HOSPITALS,
    REGISTRY,
    Comparison,
    Totals,
    conclude,
    totals_of,
)

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = {"patient": np.int64, "treatment": np.uint8, "score": np.uint8}
TOTALS = "totals in the clear"
ANSWER = "answer"


def by_register(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """All hospitals send their patients to a register, which tells them the answer."""
    return {
        **{name: partial(_sends_to_register, table=tables[name]) for name in HOSPITALS},
        REGISTRY: partial(_register, parameters=parameters),
    }


def by_exchange(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """All hospitals send their patients to each other, and each computes."""
    return {
        name: partial(_exchanges, table=tables[name], parameters=parameters) for name in HOSPITALS
    }


def by_totals(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """All hospitals send their totals to each other, and each computes."""
    return {
        name: partial(_exchanges_totals, table=tables[name], parameters=parameters)
        for name in HOSPITALS
    }


async def _sends_to_register(channel: Channel, *, table: "pd.DataFrame") -> Comparison:
    """Send everything, read the answer."""
    _send(channel, REGISTRY, table)
    answer = await channel.receive(REGISTRY, ANSWER, dtype=np.int64, shape=3)
    conclusion, first, second = map(int, answer)
    return Comparison(Conclusion(conclusion), (first, second) if first >= 0 else None)


async def _register(channel: Channel, *, parameters: Parameters) -> None:
    """See all patients, compute, and tell every hospital the answer."""
    answer = conclude([await _receive(channel, name) for name in HOSPITALS], parameters)
    for name in HOSPITALS:
        told = [answer.conclusion, *(answer.means or (-1, -1))]
        channel.send(name, ANSWER, np.array(told, np.int64))


async def _exchanges(
    channel: Channel, *, table: "pd.DataFrame", parameters: Parameters
) -> Comparison:
    """Send all patients to the others, receive theirs, and compute."""
    others = [name for name in HOSPITALS if name != channel.party]
    for name in others:
        _send(channel, name, table)
    received = [await _receive(channel, name) for name in others]
    return conclude([totals_of(table), *received], parameters)


async def _exchanges_totals(
    channel: Channel, *, table: "pd.DataFrame", parameters: Parameters
) -> Comparison:
    """Send the own totals to the others, receive theirs, and compute."""
    own = totals_of(table)
    others = [name for name in HOSPITALS if name != channel.party]
    for name in others:
        channel.send(name, TOTALS, np.array(own, np.int64))
    received = [
        Totals(*map(int, await channel.receive(name, TOTALS, dtype=np.int64, shape=len(own))))
        for name in others
    ]
    return conclude([own, *received], parameters)


def _send(channel: Channel, receiver: str, table: "pd.DataFrame") -> None:
    """Send a table column by column."""
    for column, dtype in COLUMNS.items():
        channel.send(receiver, column, table[column].to_numpy(dtype))


async def _receive(channel: Channel, sender: str) -> Totals:
    """Receive a table, and add it up."""
    import pandas as pd

    columns = {
        column: await channel.receive(sender, column, dtype=dtype, shape=None)
        for column, dtype in COLUMNS.items()
    }
    return totals_of(pd.DataFrame(columns))
