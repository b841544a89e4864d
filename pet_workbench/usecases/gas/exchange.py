"""Messages about gas: operators send connections, a publisher or each municipality makes a table.

*National*: operators send the area (of the published level, no finer) and the use of every
connection to one publisher, whose table municipalities read.  *Separate*: operators send every
municipality its own connections, and each makes a table by itself.

Protects: connections against municipalities where one publisher has them, as far as its table does.
Does not protect: connections against whoever makes a table, one publisher or 352 municipalities.
Totals in secret shares would spare the publisher the connections; see the case `entrepreneurs`.
"""

from collections.abc import Callable, Mapping
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
    operator_of,
    places,
)
from pet_workbench.usecases.gas.publication import Publication, part_of

if TYPE_CHECKING:
    import pandas as pd

Making = Callable[[Channel, "pd.DataFrame", NDArray[np.int64], int], Publication]
"""From a channel, the connections, all areas and the maker's number to a table."""
_SENT = {"area": np.int32, "use": np.int32}


def operators(tables: Tables) -> tuple[str, ...]:
    """Return who has connections: everybody but the publisher, who has the public list."""
    return tuple(name for name in tables if name != PUBLISHER)


def national(tables: Tables, parameters: Parameters, make: Making) -> dict[str, Program]:
    """Return the programs of one publication for the whole country."""
    register, level = tables[PUBLISHER], parameters["level"]
    areas = areas_in(register, level)
    whose = places(register, level, column="municipality")
    readers = municipalities(register)
    parts = {name: whose == number for name, number in readers.items()}
    return {
        **{name: partial(_send_all, table=tables[name], level=level) for name in operators(tables)},
        PUBLISHER: partial(
            _publish, senders=operators(tables), areas=areas, make=make, parts=parts
        ),
        **{name: partial(_read, areas=areas[part], level=level) for name, part in parts.items()},
    }


def separate(tables: Tables, parameters: Parameters, make: Making) -> dict[str, Program]:
    """Return the programs of as many publications as there are municipalities."""
    register, level = tables[PUBLISHER], parameters["level"]
    areas = areas_in(register, level)
    whose = places(register, level, column="municipality")
    province = places(register, level, column="province")
    readers = municipalities(register)
    sender = {
        name: operator_of(int(province[whose == number][0])) for name, number in readers.items()
    }
    programs: dict[str, Program] = {}
    for name in operators(tables):
        receivers = {to: number for to, number in readers.items() if sender[to] == name}
        programs[name] = partial(
            _send_each, table=tables[name], register=register, level=level, receivers=receivers
        )
    programs[PUBLISHER] = _nothing
    for name, number in readers.items():
        programs[name] = partial(
            _make_own, sender=sender[name], areas=areas[whose == number], make=make, number=number
        )
    return programs


def _sendable(table: "pd.DataFrame", level: str) -> dict[str, NDArray[np.int32]]:
    """Return what is sent about connections: the area of the level and the use, nothing else."""
    area = area_of(table["area"].to_numpy(), level).astype(np.int32)
    return {"area": area, "use": table["use"].to_numpy(np.int32)}


async def _send_all(channel: Channel, *, table: "pd.DataFrame", level: str) -> None:
    """Send all connections to the publisher: all an operator does."""
    for step, values in _sendable(table, level).items():
        channel.send(PUBLISHER, step, values)


async def _send_each(
    channel: Channel,
    *,
    table: "pd.DataFrame",
    register: "pd.DataFrame",
    level: str,
    receivers: Mapping[str, int],
) -> None:
    """Send each municipality its connections."""
    streets = register["area"].to_numpy()
    place = np.searchsorted(streets, table["area"].to_numpy())
    whose = register["municipality"].to_numpy()[place]
    order = np.argsort(whose, kind="stable")
    sent = {step: values[order] for step, values in _sendable(table, level).items()}
    ends = np.searchsorted(whose[order], list(receivers.values()), side="right")
    starts = np.searchsorted(whose[order], list(receivers.values()), side="left")
    for name, start, end in zip(receivers, starts, ends, strict=True):
        for step, values in sent.items():
            channel.send(name, step, values[start:end])


async def _gather(channel: Channel, senders: tuple[str, ...]) -> "pd.DataFrame":
    """Receive connections of one operator or more.

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
    channel: Channel,
    *,
    senders: tuple[str, ...],
    areas: NDArray[np.int64],
    make: Making,
    parts: Mapping[str, NDArray[np.bool_]],
) -> Publication:
    """Make one table of all connections; every municipality reads its part."""
    table = make(channel, await _gather(channel, senders), areas, 0)
    for name, chosen in parts.items():
        part = part_of(table, chosen)
        for step in ("row", "connections", "use"):
            channel.send(name, f"published {step}", getattr(part, step).astype(np.int64))
    return table


async def _read(channel: Channel, *, areas: NDArray[np.int64], level: str) -> Publication:
    """Read the part of the publication about one municipality."""
    row, connections, use = [
        await channel.receive(PUBLISHER, f"published {step}", dtype=np.int64, shape=None)
        for step in ("row", "connections", "use")
    ]
    check_fits("published row", len(row) == len(areas) and row.max(initial=-1) < len(use))
    check_fits("published use", len(connections) == len(use))
    return Publication(level, areas, row, connections, use)


async def _make_own(
    channel: Channel, *, sender: str, areas: NDArray[np.int64], make: Making, number: int
) -> Publication:
    """Receive the municipality's own connections and make its own table."""
    return make(channel, await _gather(channel, (sender,)), areas, number)


async def _nothing(channel: Channel) -> None:
    """Do nothing: there is no national publication."""
