"""How the question of the case `fugitives` is answered, technique by technique.

Every technique gives Justice the same: the persons on its list who paid lately, each with a region.
The bank leaves out customers who did not pay lately before it computes anything.

Protects: with secret sharing and private set intersection, the list against the bank and everybody
not sought against Justice; see `sharing.joins.lookup` and `sharing.joins.intersection`.
Does not protect: with hashed numbers, anything against the bank, which hashes its own customers and
sees who is sought, and by trying all numbers reads the rest of the list too
(`attacks.dictionary`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Channel
from pet_workbench.core.network import Program
from pet_workbench.sharing.joins import lookup
from pet_workbench.sharing.joins.alignment import check_fits
from pet_workbench.sharing.joins.hashes import HASH_BYTES, hash_numbers, rows_of
from pet_workbench.sharing.joins.intersection import ask_which, check_limit, hold_which
from pet_workbench.sharing.ring import ring_dtype
from pet_workbench.usecases.base import Parameters, Tables
from pet_workbench.usecases.in_clear import InClear
from pet_workbench.usecases.run_limit import count_run

if TYPE_CHECKING:
    import pandas as pd

JUSTICE, BANK = "Justice", "Bank"
THIRD_PARTIES = ("RINIS", "Inlichtingenbureau", "CBS")
"""Bodies a reader may choose as the third; none of them has agreed to anything."""
BYTE = ring_dtype(8)


@dataclass(frozen=True)
class Sightings:
    """Persons sought who paid lately, ascending, and the region of the last payment of each."""

    persons: NDArray[np.int64]
    regions: NDArray[np.int64]

    @classmethod
    def sorted(cls, persons: NDArray[np.int64], regions: NDArray[Any]) -> "Sightings":
        """Return `persons` with their `regions`, in order of their numbers."""
        order = np.argsort(persons)
        return cls(persons[order], regions[order].astype(np.int64))


def lately(table: "pd.DataFrame", within_days: int) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
    """Return the bank's customers who paid within so many days, and where.

    Parameters
    ----------
    table : DataFrame
        Columns ``person``, ``region`` (0 to 11) and ``days_ago``.
    within_days : int
        How long ago the last payment may be.
    """
    recent = table["days_ago"].to_numpy() <= within_days
    persons: NDArray[np.int64] = table["person"].to_numpy(np.int64)[recent]
    return persons, table["region"].to_numpy(BYTE)[recent]


def in_shares(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Look the list up through a third body."""
    third = parameters["third_party"]
    return {
        JUSTICE: partial(_justice_asks, table=tables[JUSTICE], third=third),
        BANK: partial(_bank_holds, table=tables[BANK], parameters=parameters),
        third: partial(lookup.match, asker=JUSTICE, holder=BANK, dtype=BYTE),
    }


async def _justice_asks(channel: Channel, table: "pd.DataFrame", third: str) -> Sightings:
    """Ask the third body about everybody on the list."""
    persons = table["person"].to_numpy(np.int64)
    read = await lookup.ask(channel, persons, holder=BANK, matcher=third, dtype=BYTE)
    return Sightings.sorted(persons[read.places], read.numbers)


async def _bank_holds(channel: Channel, table: "pd.DataFrame", parameters: Parameters) -> None:
    """Give the third body the customers who paid lately, behind pseudonyms and masks."""
    count_run(parameters)
    persons, regions = lately(table, parameters["within_days"])
    third, limit = parameters["third_party"], parameters["list_limit"]
    await lookup.hold(channel, persons, regions, asker=JUSTICE, matcher=third, limit=limit)


def by_intersection(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Let Justice and the bank compare by themselves, with the region as payload."""
    return {
        JUSTICE: partial(_justice_intersects, table=tables[JUSTICE]),
        BANK: partial(_bank_intersects, table=tables[BANK], parameters=parameters),
    }


async def _justice_intersects(channel: Channel, table: "pd.DataFrame") -> Sightings:
    """Ask the bank, with every number on a masked point."""
    persons = table["person"].to_numpy(np.int64)
    hits = await ask_which(channel, persons, holder=BANK, payload_bytes=1)
    return Sightings.sorted(persons[hits.places], hits.payload[:, 0])


async def _bank_intersects(channel: Channel, table: "pd.DataFrame", parameters: Parameters) -> None:
    """Answer for the customers who paid lately."""
    count_run(parameters)
    persons, regions = lately(table, parameters["within_days"])
    limit, payload = parameters["list_limit"], regions.reshape(-1, 1)
    await hold_which(channel, persons, asker=JUSTICE, limit=limit, payload=payload)


def by_hashes(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Let Justice send its list as unkeyed hashes: the anti-example."""
    return {
        JUSTICE: partial(_justice_hashes, table=tables[JUSTICE]),
        BANK: partial(_bank_looks_up, table=tables[BANK], parameters=parameters),
    }


async def _justice_hashes(channel: Channel, table: "pd.DataFrame") -> Sightings:
    """Send the hash of every number on the list."""
    persons = table["person"].to_numpy(np.int64)
    channel.send(BANK, "hashed list", hash_numbers(persons))
    places = await channel.receive(BANK, "places found", dtype=np.int64, shape=None)
    regions = await channel.receive(BANK, "regions found", dtype=BYTE, shape=places.size)
    check_fits("places found", bool(((places >= 0) & (places < persons.size)).all()))
    return Sightings.sorted(persons[places], regions)


async def _bank_looks_up(channel: Channel, table: "pd.DataFrame", parameters: Parameters) -> None:
    """Hash every customer who paid lately, and answer for those on the list."""
    count_run(parameters)
    hashes = await channel.receive(JUSTICE, "hashed list", dtype=np.uint8, shape=None)
    check_fits("hashed list", hashes.size % HASH_BYTES == 0)
    check_limit(hashes.size // HASH_BYTES, parameters["list_limit"], party=JUSTICE)
    persons, regions = lately(table, parameters["within_days"])
    row_of = {name: row for row, name in enumerate(rows_of(hash_numbers(persons)))}
    found = np.array([row_of.get(name, -1) for name in rows_of(hashes)], np.int64)
    places = np.flatnonzero(found >= 0)
    channel.send(JUSTICE, "places found", places)
    channel.send(JUSTICE, "regions found", regions[found[places]])


def _sightings(tables: Tables, parameters: Parameters) -> dict[str, NDArray[Any]]:
    """Return who paid lately and where, as whoever has both tables computes it."""
    persons, regions = lately(tables[BANK], parameters["within_days"])
    sought = tables[JUSTICE]["person"].to_numpy(np.int64)
    hits = np.isin(persons, sought)
    return {"persons found": persons[hits], "regions found": regions[hits]}


def _within_limit(tables: Tables, parameters: Parameters) -> dict[str, NDArray[Any]]:
    """Do the same as a third party that keeps the bank's limit on the list."""
    check_limit(len(tables[JUSTICE]), parameters["list_limit"], party=JUSTICE)
    return _sightings(tables, parameters)


def _read(answer: Mapping[str, Any], _: object, __: Parameters) -> Sightings:
    """Read an answer that comes in the clear."""
    return Sightings.sorted(answer["persons found"], answer["regions found"])


_COLUMNS: Mapping[str, Mapping[str, Any]] = {
    JUSTICE: {"person": np.int64},
    BANK: {"person": np.int64, "region": BYTE, "days_ago": np.int64},
}
_ANSWER = {"persons found": np.int64, "regions found": BYTE}


def by_third_party(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Let both send their table to a third party that all trust."""
    count_run(parameters)
    third = parameters["third_party"]
    way = InClear(columns=_COLUMNS, compute=_within_limit, answer=_ANSWER, read=_read)
    return way.programs(tables, parameters, computer=third, reader=JUSTICE)


def by_exchange(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Let the bank send its whole table to Justice."""
    count_run(parameters)
    way = InClear(columns=_COLUMNS, compute=_sightings, answer=_ANSWER, read=_read)
    return way.programs(tables, parameters, computer=JUSTICE, reader=JUSTICE)
