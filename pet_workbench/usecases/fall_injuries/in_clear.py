"""The contrasts: both tables to a third body, or the hospital's list to the care organisation.

Protects: with a third body, the owners against each other; both keep the minimum for what is read.
Does not protect: clients and patients against whoever gets the tables, readable.
"""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from pet_workbench.core import Channel
from pet_workbench.core.network import Program
from pet_workbench.sharing.joins.alignment import check_fits
from pet_workbench.usecases.base import Parameters, Tables
from pet_workbench.usecases.fall_injuries.groups import from_tables
from pet_workbench.usecases.fall_injuries.totals import Totals
from pet_workbench.usecases.falls.clients import CARE, COLUMNS, GROUPS, HOSPITAL
from pet_workbench.usecases.falls.in_clear import announce, wait_for_hospital

if TYPE_CHECKING:
    import pandas as pd

PATIENTS, ANSWER = "patients", "totals"
_WIDE = ("person", "age", "earlier_falls", "medicines")
_CLIENT = {name: np.int64 if name in _WIDE else np.uint8 for name in COLUMNS}


def by_third_party(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Let a third body count, which gets clients and patients."""
    third = parameters["third_party"]
    return {
        CARE: partial(_care_sends, table=tables[CARE], parameters=parameters),
        HOSPITAL: partial(
            _hospital_sends, table=tables[HOSPITAL], parameters=parameters, computer=third
        ),
        third: partial(_third, parameters=parameters),
    }


def by_exchange(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Let the care organisation count, which gets the hospital's patients."""
    return {
        CARE: partial(_care_computes, table=tables[CARE], parameters=parameters),
        HOSPITAL: partial(
            _hospital_sends, table=tables[HOSPITAL], parameters=parameters, computer=CARE
        ),
    }


async def _care_sends(channel: Channel, *, table: "pd.DataFrame", parameters: Parameters) -> Totals:
    """Send all clients to the third body, and read the totals."""
    await wait_for_hospital(channel)
    third = parameters["third_party"]
    for name, dtype in _CLIENT.items():
        channel.send(third, name, table[name].to_numpy(dtype))
    return await receive_totals(channel, third, parameters)


async def _hospital_sends(
    channel: Channel, *, table: "pd.DataFrame", parameters: Parameters, computer: str
) -> Totals:
    """Send all patients, and read the totals."""
    announce(channel, parameters)
    channel.send(computer, PATIENTS, table["person"].to_numpy(np.int64))
    return await receive_totals(channel, computer, parameters)


async def _third(channel: Channel, *, parameters: Parameters) -> None:
    """See everything, compute, and tell both."""
    import pandas as pd

    received = {
        name: await channel.receive(CARE, name, dtype=dtype, shape=None)
        for name, dtype in _CLIENT.items()
    }
    check_fits("clients", len({column.size for column in received.values()}) == 1)
    patients = await channel.receive(HOSPITAL, PATIENTS, dtype=np.int64, shape=None)
    totals = from_tables(pd.DataFrame(received), patients, minimum=parameters["minimum"])
    for owner in (CARE, HOSPITAL):
        channel.send(owner, ANSWER, totals.numbers)


async def _care_computes(
    channel: Channel, *, table: "pd.DataFrame", parameters: Parameters
) -> Totals:
    """See all patients, compute, and tell the hospital."""
    await wait_for_hospital(channel)
    patients = await channel.receive(HOSPITAL, PATIENTS, dtype=np.int64, shape=None)
    totals = from_tables(table, patients, minimum=parameters["minimum"])
    channel.send(HOSPITAL, ANSWER, totals.numbers)
    return totals


async def receive_totals(channel: Channel, sender: str, parameters: Parameters) -> Totals:
    """Receive the totals that `sender` computed.

    Parameters
    ----------
    channel : Channel
    sender : str
        A party.
    parameters : mapping
        Of the run.
    """
    numbers = await channel.receive(sender, ANSWER, dtype=np.int64, shape=2 * len(GROUPS) + 3)
    return Totals.from_numbers(numbers.copy(), parameters["minimum"])
