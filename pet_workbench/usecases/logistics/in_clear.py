"""The question of `logistics` answered in the clear, for contrast: by a platform, or by everybody.

Protects: nothing against the platform, which sees all offers and loads; it keeps them from others.
When everybody sends offers to everybody, nothing is protected at all.
Does not protect: competitors who know each other's prices and spare capacity can act on them.
"""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Channel
from pet_workbench.core.network import Program
from pet_workbench.usecases.base import Parameters, Tables
from pet_workbench.usecases.in_clear import Arrays, InClear
from pet_workbench.usecases.logistics.offers import (
    PLATFORM,
    SHIPPER,
    Matches,
    carriers_of,
    pooled_matches,
)
from pet_workbench.usecases.run_limit import count_run

if TYPE_CHECKING:
    import pandas as pd

_LINE = {"origin": np.int8, "destination": np.int8, "day": np.int8}
OFFER = {**_LINE, "pallets": np.int8, "price_cents": np.int32}
LOAD = {**_LINE, "pallets": np.int8}


def by_platform(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Carriers and shipper send everything to a platform that all trust."""
    carriers = carriers_of(tables)
    trust = InClear(
        columns={**dict.fromkeys(carriers, OFFER), SHIPPER: LOAD},
        compute=partial(_matched, carriers=carriers),
        answer={"winners": np.int64, "second prices": np.int64},
        read=_read,
    )
    return trust.programs(tables, parameters, computer=PLATFORM, reader=SHIPPER)


def _matched(tables: Tables, parameters: Parameters, *, carriers: tuple[str, ...]) -> Arrays:
    """Count the loads and match them, as the platform."""
    for _ in range(len(tables[SHIPPER])):
        count_run(parameters)
    found = pooled_matches(
        [tables[carrier] for carrier in carriers],
        tables[SHIPPER],
        second_price=parameters["second_price"],
    )
    prices: NDArray[np.int64] = np.zeros(0, np.int64)
    return {
        "winners": found.winner,
        "second prices": prices if found.price_cents is None else found.price_cents,
    }


def _read(answer: Arrays, _: object, parameters: Parameters) -> Matches:
    """Read what the platform sends."""
    price = answer["second prices"] if parameters["second_price"] else None
    return Matches(answer["winners"], price)


def by_exchange(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Every carrier sends its offers to all others and to the shipper."""
    carriers = carriers_of(tables)
    return {
        **{
            carrier: partial(_tell_all, offers=tables[carrier], carriers=carriers)
            for carrier in carriers
        },
        SHIPPER: partial(_choose, loads=tables[SHIPPER], carriers=carriers, parameters=parameters),
    }


async def _tell_all(
    channel: Channel, offers: "pd.DataFrame", carriers: tuple[str, ...]
) -> dict[str, "pd.DataFrame"]:
    """Send the offers to everybody, and read those of all competitors: a carrier's part."""
    others = [carrier for carrier in carriers if carrier != channel.party]
    for name, dtype in OFFER.items():
        for receiver in (*others, SHIPPER):
            channel.send(receiver, name, offers[name].to_numpy(dtype))
    return {other: await _receive(channel, other) for other in others}


async def _choose(
    channel: Channel, loads: "pd.DataFrame", carriers: tuple[str, ...], parameters: Parameters
) -> Matches:
    """Read all offers and choose: the shipper's part."""
    offers = [await _receive(channel, carrier) for carrier in carriers]
    return pooled_matches(offers, loads, second_price=parameters["second_price"])


async def _receive(channel: Channel, carrier: str) -> "pd.DataFrame":
    """Receive a carrier's offers."""
    import pandas as pd

    columns = {
        name: await channel.receive(carrier, name, dtype=dtype, shape=None)
        for name, dtype in OFFER.items()
    }
    return pd.DataFrame(columns)
