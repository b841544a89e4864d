"""The `aio` question answered in the clear, for contrast: by a trusted third party, or by SVB.

Protects: nothing against whoever computes; a third party at least keeps SVB from seeing incomes.
Does not protect: against a leak or misuse where all data come together.
"""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Channel
from pet_workbench.core.network import Program
from pet_workbench.sharing.joins.alignment import check_fits
from pet_workbench.usecases.aio.households import (
    SVB,
    UWV,
    Found,
    Households,
    households_to_check,
    households_under,
)
from pet_workbench.usecases.base import Parameters, Tables
from pet_workbench.usecases.run_limit import count_run

if TYPE_CHECKING:
    import pandas as pd


def by_third_party(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Both owners send their table to a third party that all trust."""
    third = parameters["third_party"]
    return {
        SVB: partial(_svb_asks, table=tables[SVB], parameters=parameters),
        UWV: partial(_uwv_sends, table=tables[UWV], parameters=parameters, receiver=third),
        third: partial(_third_computes, parameters=parameters),
    }


def by_exchange(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """UWV sends its whole table to SVB."""
    return {
        SVB: partial(_svb_computes, table=tables[SVB], parameters=parameters),
        UWV: partial(_uwv_sends, table=tables[UWV], parameters=parameters, receiver=SVB),
    }


async def _svb_asks(channel: Channel, table: "pd.DataFrame", parameters: Parameters) -> Found:
    """SVB's part with a trusted third party: sends its households, reads the answer."""
    third = parameters["third_party"]
    await channel.receive(UWV, "takes part", dtype=np.uint8, shape=1)
    households = households_to_check(table, parameters["threshold_percent"])
    channel.send(third, "persons of households", households.persons)
    channel.send(third, "limits", households.limit_cents)
    places = await channel.receive(third, "households found", dtype=np.int64, shape=None)
    check_fits("households found", bool(((places >= 0) & (places < len(households))).all()))
    if places.size < parameters["minimum_found"]:
        return Found(None, parameters["minimum_found"])
    return Found(np.sort(households.number[places]), parameters["minimum_found"])


async def _uwv_sends(
    channel: Channel, table: "pd.DataFrame", parameters: Parameters, *, receiver: str
) -> None:
    """UWV's part in the clear: sends every person with their income."""
    count_run(parameters)
    if receiver != SVB:
        channel.send(SVB, "takes part", np.ones(1, np.uint8))
    channel.send(receiver, "persons", table["person"].to_numpy(np.int64))
    channel.send(receiver, "incomes", table["income_cents"].to_numpy(np.int64))


async def _third_computes(channel: Channel, parameters: Parameters) -> None:
    """See both files, compute, and send SVB the answer: the trusted third party's part."""
    persons = await channel.receive(SVB, "persons of households", dtype=np.int64, shape=None)
    limits = await channel.receive(SVB, "limits", dtype=np.int64, shape=persons.size // 2)
    number = np.arange(limits.size)
    households = Households(number, persons.reshape(-1, 2), limits)
    found = households_under(households, *await _receive_incomes(channel))
    enough = found.size >= parameters["minimum_found"]
    channel.send(SVB, "households found", found if enough else found[:0])


async def _svb_computes(channel: Channel, table: "pd.DataFrame", parameters: Parameters) -> Found:
    """SVB's part when UWV sends everything: computes by itself."""
    households = households_to_check(table, parameters["threshold_percent"])
    places = households_under(households, *await _receive_incomes(channel))
    return Found(np.sort(households.number[places]))


async def _receive_incomes(channel: Channel) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Receive UWV's file in the clear."""
    persons = await channel.receive(UWV, "persons", dtype=np.int64, shape=None)
    incomes = await channel.receive(UWV, "incomes", dtype=np.int64, shape=persons.size)
    return persons, incomes
