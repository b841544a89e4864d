"""How the question of the case `informants` is answered, technique by technique.

The first service asks.  Some techniques tell it who is on both lists, others only how many.

Protects: with private set intersection and secret sharing, everybody who is on one list only; see
`sharing.joins.intersection` and `sharing.joins.overlap`.
Does not protect: with hashed numbers, anything against the service that receives them, which tries
all numbers and reads the whole list (`attacks.dictionary`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Channel
from pet_workbench.core.network import Program
from pet_workbench.sharing.joins import overlap
from pet_workbench.sharing.joins.alignment import check_fits
from pet_workbench.sharing.joins.hashes import HASH_BYTES, hash_numbers, rows_of
from pet_workbench.sharing.joins.intersection import (
    ask_size,
    ask_which,
    check_limit,
    hold_size,
    hold_which,
)
from pet_workbench.sharing.replicated import join_computation
from pet_workbench.usecases.base import Parameters, Tables
from pet_workbench.usecases.in_clear import InClear
from pet_workbench.usecases.run_limit import count_run

if TYPE_CHECKING:
    import pandas as pd

FIRST, SECOND = "Service A", "Service B"
THIRD_PARTIES = ("RINIS", "Inlichtingenbureau", "CBS")
"""Bodies a reader may choose as the third; none of them has agreed to anything."""


@dataclass(frozen=True)
class Overlap:
    """What the first service reads.

    Attributes
    ----------
    count : int or None
        How many persons are on both lists; None when fewer than `minimum`.
    persons : ndarray of int64, or None
        Who they are, ascending; None where the technique only counts.
    minimum : int
        Fewest persons for which a count is opened.
    """

    count: int | None
    persons: NDArray[np.int64] | None = None
    minimum: int = 0

    @classmethod
    def of(cls, persons: NDArray[np.int64]) -> "Overlap":
        """Return an overlap that tells who they are."""
        return cls(persons.size, np.sort(persons))


def numbers(table: "pd.DataFrame") -> NDArray[np.int64]:
    """Return the persons in a service's `table`."""
    persons: NDArray[np.int64] = table["person"].to_numpy(np.int64)
    return persons


def by_intersection(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Let the first service learn who is on both lists."""
    return {
        FIRST: partial(_asks_which, table=tables[FIRST]),
        SECOND: partial(_holds, hold=hold_which, table=tables[SECOND], parameters=parameters),
    }


async def _asks_which(channel: Channel, table: "pd.DataFrame") -> Overlap:
    """Ask the second service who is on its list too."""
    persons = numbers(table)
    hits = await ask_which(channel, persons, holder=SECOND)
    return Overlap.of(persons[hits.places])


def by_counting(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Let the first service learn how many are on both lists, from points in another order."""
    return {
        FIRST: partial(_asks_size, table=tables[FIRST]),
        SECOND: partial(_holds, hold=hold_size, table=tables[SECOND], parameters=parameters),
    }


async def _asks_size(channel: Channel, table: "pd.DataFrame") -> Overlap:
    """Ask the second service how many are on its list too."""
    return Overlap(await ask_size(channel, numbers(table), holder=SECOND))


async def _holds(
    channel: Channel, *, hold: Any, table: "pd.DataFrame", parameters: Parameters
) -> None:
    """Answer for the own list."""
    count_run(parameters)
    await hold(channel, numbers(table), asker=FIRST, limit=parameters["list_limit"])


def in_shares(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Let both services learn how many are on both lists, with a third body and a minimum."""
    owned = {FIRST: tables[FIRST], SECOND: tables[SECOND], parameters["third_party"]: None}
    return {
        party: partial(_counts, table=table, parameters=parameters)
        for party, table in owned.items()
    }


async def _counts(
    channel: Channel, table: "pd.DataFrame | None", parameters: Parameters
) -> Overlap | None:
    """Play one of the three; who has a list learns how many are on both, if they are enough."""
    minimum = parameters["minimum_count"]
    if channel.party == SECOND:
        count_run(parameters)
    computer = await join_computation(channel, (FIRST, SECOND, parameters["third_party"]))
    agreed = {"decoys": parameters["decoys"], "minimum": minimum}
    if table is None:
        await overlap.match(computer, limit=parameters["list_limit"], **agreed)
        return None
    listed = overlap.list_as_first if channel.party == FIRST else overlap.list_as_second
    return Overlap(await listed(computer, numbers(table), **agreed), minimum=minimum)


def by_hashes(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Let the first service send its list as unkeyed hashes: the anti-example."""
    return {
        FIRST: partial(_sends_hashes, table=tables[FIRST]),
        SECOND: partial(_looks_up, table=tables[SECOND], parameters=parameters),
    }


async def _sends_hashes(channel: Channel, table: "pd.DataFrame") -> Overlap:
    """Send the hash of every number on the list."""
    persons = numbers(table)
    channel.send(SECOND, "hashed list", hash_numbers(persons))
    places = await channel.receive(SECOND, "places found", dtype=np.int64, shape=None)
    check_fits("places found", bool(((places >= 0) & (places < persons.size)).all()))
    return Overlap.of(persons[places])


async def _looks_up(channel: Channel, table: "pd.DataFrame", parameters: Parameters) -> None:
    """Hash the own list and say which of the hashes received are on it."""
    count_run(parameters)
    hashes = await channel.receive(FIRST, "hashed list", dtype=np.uint8, shape=None)
    check_fits("hashed list", hashes.size % HASH_BYTES == 0)
    check_limit(hashes.size // HASH_BYTES, parameters["list_limit"], party=FIRST)
    own = set(rows_of(hash_numbers(numbers(table))))
    found = [place for place, row in enumerate(rows_of(hashes)) if row in own]
    channel.send(FIRST, "places found", np.array(found, np.int64))


def _common(tables: Tables, _: Parameters) -> dict[str, NDArray[Any]]:
    """Return who is on both lists, as whoever has both computes it."""
    first, second = numbers(tables[FIRST]), numbers(tables[SECOND])
    return {"persons found": first[np.isin(first, second)]}


def _within_limit(tables: Tables, parameters: Parameters) -> dict[str, NDArray[Any]]:
    """Do the same as a third party that keeps the limit on both lists."""
    for party in (FIRST, SECOND):
        check_limit(len(tables[party]), parameters["list_limit"], party=party)
    return _common(tables, parameters)


def _read(answer: Mapping[str, Any], _: object, __: Parameters) -> Overlap:
    """Read an answer that comes in the clear."""
    return Overlap.of(answer["persons found"])


_COLUMNS: Mapping[str, Mapping[str, Any]] = {
    FIRST: {"person": np.int64},
    SECOND: {"person": np.int64},
}
_ANSWER = {"persons found": np.int64}


def by_third_party(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Let both send their list to a third party that they trust."""
    count_run(parameters)
    third = parameters["third_party"]
    way = InClear(columns=_COLUMNS, compute=_within_limit, answer=_ANSWER, read=_read)
    return way.programs(tables, parameters, computer=third, reader=FIRST)


def by_exchange(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Let the second service send its list to the first."""
    count_run(parameters)
    way = InClear(columns=_COLUMNS, compute=_common, answer=_ANSWER, read=_read)
    return way.programs(tables, parameters, computer=FIRST, reader=FIRST)
