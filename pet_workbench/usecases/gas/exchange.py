"""Messages about gas: operators send connections, a publisher or each municipality makes a table.

*National*: operators send the area (of the published level, no finer) and the use of every
connection to one publisher; municipalities say which areas are theirs and read their part of its
table, which is public.  *Separate*: each municipality asks the operators for the connections in its
areas, and makes a table by itself.

Protects: connections against municipalities where one publisher has them, as far as its table does.
Does not protect: connections against whoever makes a table, one publisher or 352 municipalities.
Totals in secret shares would spare the publisher the connections; see the case `entrepreneurs`.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Channel
from pet_workbench.core.network import Program
from pet_workbench.sharing.joins.alignment import check_fits
from pet_workbench.usecases.base import Parameters, Tables
from pet_workbench.usecases.gas.areas import (
    PUBLISHER,
    area_of,
    areas_in,
    municipalities,
    operators,
)
from pet_workbench.usecases.gas.publication import Publication, part_of

if TYPE_CHECKING:
    import pandas as pd

Areas = NDArray[np.int64]
Names = tuple[str, ...]
Making = Callable[[Channel, "pd.DataFrame", Areas, int | None], Publication]
"""From a channel, connections, all areas and the maker's number (None: all) to a table."""
_SENT = {"area": np.int32, "use": np.int32}
_READ = ("row", "connections", "use")


def national(tables: Tables, parameters: Parameters, make: Making) -> dict[str, Program]:
    """Return the programs of one publication for the whole country."""
    level, senders, readers = parameters["level"], operators(tables), municipalities(tables)
    return {
        **{name: partial(_send_all, table=tables[name], level=level) for name in senders},
        PUBLISHER: partial(_publish, senders=senders, readers=readers, make=make),
        **{name: partial(_read, table=tables[name], level=level) for name in readers},
    }


def separate(tables: Tables, parameters: Parameters, make: Making) -> dict[str, Program]:
    """Return the programs of as many publications as there are municipalities."""
    level, senders, makers = parameters["level"], operators(tables), municipalities(tables)
    return {
        **{
            name: partial(_send_each, table=tables[name], level=level, makers=makers)
            for name in senders
        },
        PUBLISHER: _nothing,
        **{
            name: partial(
                _make_own,
                table=tables[name],
                level=level,
                senders=senders,
                make=make,
                number=number,
            )
            for number, name in enumerate(makers)
        },
    }


def _sendable(table: "pd.DataFrame", level: str) -> dict[str, NDArray[np.int32]]:
    """Return what is sent about connections: the area of the level and the use, nothing else."""
    area = area_of(table["area"].to_numpy(), level).astype(np.int32)
    return {"area": area, "use": table["use"].to_numpy(np.int32)}


async def _send_all(channel: Channel, *, table: "pd.DataFrame", level: str) -> None:
    """Send all connections to the publisher: all an operator does."""
    for step, values in _sendable(table, level).items():
        channel.send(PUBLISHER, step, values)


async def _send_each(channel: Channel, *, table: "pd.DataFrame", level: str, makers: Names) -> None:
    """Send each municipality the connections in the areas it asks for."""
    sent = _sendable(table, level)
    order = np.argsort(sent["area"], kind="stable")
    area, use = sent["area"][order], sent["use"][order]
    for name in makers:
        asked = await channel.receive(name, "areas", dtype=np.int32, shape=None)
        starts = np.searchsorted(area, asked, side="left")
        ends = np.searchsorted(area, asked, side="right")
        chosen = np.concatenate(
            [np.empty(0, np.int64), *map(np.arange, starts.tolist(), ends.tolist())]
        ).astype(np.int64)
        channel.send(name, "area", area[chosen])
        channel.send(name, "use", use[chosen])


async def _gather(channel: Channel, senders: Names) -> "pd.DataFrame":
    """Receive connections of operators.

    Raises
    ------
    ProtocolError
        If areas and uses of one operator differ in number.
    """
    import pandas as pd

    columns: dict[str, list[NDArray[np.int32]]] = {step: [] for step in _SENT}
    for sender in senders:
        for step, dtype in _SENT.items():
            columns[step].append(await channel.receive(sender, step, dtype=dtype, shape=None))
        check_fits("area, use", len(columns["area"][-1]) == len(columns["use"][-1]))
    return pd.DataFrame({step: np.concatenate(parts) for step, parts in columns.items()})


async def _publish(
    channel: Channel, *, senders: Names, readers: Names, make: Making
) -> Publication:
    """Make one table of all connections; every municipality reads its part."""
    connections = await _gather(channel, senders)
    lists = [await channel.receive(name, "areas", dtype=np.int32, shape=None) for name in readers]
    areas = np.unique(np.concatenate(lists)).astype(np.int64)
    check_fits("areas", len(areas) == sum(map(len, lists)))
    check_fits("area", bool(np.isin(connections["area"].to_numpy(), areas).all()))
    table = make(channel, connections, areas, None)
    for name, own in zip(readers, lists, strict=True):
        chosen = np.zeros(len(areas), np.bool_)
        chosen[np.searchsorted(areas, own)] = True
        part = part_of(table, chosen)
        for step in _READ:
            channel.send(name, f"published {step}", getattr(part, step).astype(np.int64))
    return table


async def _read(channel: Channel, *, table: "pd.DataFrame", level: str) -> Publication:
    """Say which areas are the municipality's, and read the part of the table about them."""
    areas = areas_in(table, level)
    channel.send(PUBLISHER, "areas", areas.astype(np.int32))
    row, connections, use = [
        await channel.receive(PUBLISHER, f"published {step}", dtype=np.int64, shape=None)
        for step in _READ
    ]
    check_fits("published row", len(row) == len(areas) and row.max(initial=-1) < len(use))
    check_fits("published use", len(connections) == len(use))
    return Publication(level, areas, row, connections, use)


async def _make_own(
    channel: Channel,
    *,
    table: "pd.DataFrame",
    level: str,
    senders: Names,
    make: Making,
    number: int,
) -> Publication:
    """Ask for the municipality's own connections and make its own table."""
    areas = areas_in(table, level)
    for name in senders:
        channel.send(name, "areas", areas.astype(np.int32))
    return make(channel, await _gather(channel, senders), areas, number)


async def _nothing(channel: Channel) -> None:
    """Do nothing: there is no national publication."""
