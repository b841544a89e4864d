"""Four ways to count emoji: with noise on every device, with noise at a collector, or with none.

On the device: every device sends one noisy report, and the maker estimates (`dp.local`).
At a collector whom all trust: devices send what they have, it counts, and adds noise once.
In the clear: every device says its emoji to the maker.

Protects: with noise on the device, every emoji, against everybody; with noise at the collector,
against the maker only.
Does not protect: that a device reports at all; against a device that reports again and again, for
its epsilons add up; against devices that lie, see `attacks.malicious_devices`.
"""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Channel, Keystream
from pet_workbench.core.network import Program
from pet_workbench.dp import Histogram, Ledger, PrivateTable, Session, Terms
from pet_workbench.dp.exactly import Number
from pet_workbench.dp.local import PROTOCOLS, LocalProtocol
from pet_workbench.dp.noise import Noise
from pet_workbench.sharing.joins.alignment import check_fits
from pet_workbench.usecases.base import Parameters, Tables
from pet_workbench.usecases.emoji.frequencies import SIZE
from pet_workbench.usecases.emoji.popularity import Popularity
from pet_workbench.usecases.emoji.population import DEVICES

if TYPE_CHECKING:
    import pandas as pd

MAKER = "Maker"
COLLECTOR = "Verzamelaar"
WRONG = 0.05
"""Chance that any emoji is seen that nobody has."""
_TYPES: dict[str, tuple[Any, int]] = {
    "response": (np.uint16, 0),
    "unary": (np.uint8, SIZE // 8),
    "hashing": (np.uint32, 0),
}
"""How reports of each protocol travel: type, and width of a row."""


def protocol_of(kind: str, epsilon: Number) -> LocalProtocol:
    """Return a local protocol for the emoji of the list.

    Parameters
    ----------
    kind : {"response", "unary", "hashing"}
    epsilon : number
        Of one report.
    """
    return PROTOCOLS[kind](size=SIZE, epsilon=epsilon)


def central_query(epsilon: Number) -> Histogram:
    """Return what a collector may be asked: how many devices have each emoji of the list.

    Protected is which emoji a device has, as with noise on the device; not that it takes part.
    Another emoji of one device changes two counts by one.

    Parameters
    ----------
    epsilon : number
        Of the one answer.
    """
    terms = Terms(unit="device", neighbours="change-one")
    return Histogram(column="emoji", categories=range(SIZE), epsilon=epsilon, terms=terms)


def central_noise(epsilon: Number) -> Noise:
    """Return the noise on each count of a collector."""
    return central_query(epsilon).part("rows").noise


def on_devices(kind: str, tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Every device sends a noisy report to the maker.

    Parameters
    ----------
    kind : {"response", "unary", "hashing"}
    tables, parameters : mapping
    """
    protocol = protocol_of(kind, parameters["epsilon"])
    return {
        DEVICES: partial(_report, table=tables[DEVICES], protocol=protocol),
        MAKER: partial(_estimate, protocol=protocol),
    }


async def _report(channel: Channel, *, table: "pd.DataFrame", protocol: LocalProtocol) -> None:
    """Play the devices: noise on each value, before it leaves."""
    stream = Keystream(channel.draw_key("noise on the devices"))
    reports = protocol.report(_favourites(table), stream)
    channel.send(MAKER, f"{protocol.kind} reports", reports)


async def _estimate(channel: Channel, *, protocol: LocalProtocol) -> Popularity:
    """Play the maker: estimate from reports."""
    dtype, width = _TYPES[protocol.kind]
    step = f"{protocol.kind} reports"
    received = await channel.receive(DEVICES, step, dtype=dtype, shape=None)
    check_fits(step, not width or received.size % width == 0)
    estimate = protocol.estimate(received.reshape(-1, width) if width else received)
    limit = estimate.support.threshold(estimate.n, values=SIZE, wrong=WRONG)
    return Popularity(estimate.n, estimate.counts, estimate.deviations, limit)


def at_collector(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Devices send their emoji to a collector, which adds noise to the counts."""
    query = central_query(parameters["epsilon"])
    return {
        DEVICES: partial(_tell, table=tables[DEVICES], receiver=COLLECTOR),
        COLLECTOR: partial(_answer, query=query),
        MAKER: partial(_read, noise=query.part("rows").noise),
    }


async def _tell(channel: Channel, *, table: "pd.DataFrame", receiver: str) -> None:
    """Play the devices: everyone says its emoji."""
    channel.send(receiver, "emoji", _favourites(table))


async def _answer(channel: Channel, *, query: Histogram) -> None:
    """Play the collector: one answer, with noise, and then its budget is spent."""
    emoji = await _told(channel)
    terms = {"unit": query.terms.unit, "neighbours": query.terms.neighbours}
    ledger = Ledger.temporary(dataset="emoji", epsilon=query.epsilon, **terms)
    session = Session(
        PrivateTable({"emoji": emoji}, dataset="emoji"),
        ledger,
        asker=MAKER,
        channel=channel,
    )
    release = session.ask(query, purpose="which emoji are popular")
    channel.send(MAKER, "devices", np.array([emoji.size], np.int64))
    channel.send(MAKER, "noisy counts", release.value)


async def _read(channel: Channel, *, noise: Noise) -> Popularity:
    """Play the maker: read noisy counts."""
    devices = await channel.receive(COLLECTOR, "devices", dtype=np.int64, shape=1)
    counts = await channel.receive(COLLECTOR, "noisy counts", dtype=np.int64, shape=SIZE)
    # a count can only be too high by as much as this, so both tails are more than are needed
    limit = noise.quantile(1 - WRONG / SIZE)
    deviations = np.full(SIZE, noise.deviation)
    return Popularity(int(devices[0]), counts.astype(np.float64), deviations, float(limit))


def in_clear(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:  # noqa: ARG001 - the interface
    """Every device says its emoji to the maker."""
    return {DEVICES: partial(_tell, table=tables[DEVICES], receiver=MAKER), MAKER: _add_up}


async def _add_up(channel: Channel) -> Popularity:
    """Play the maker: count what devices say."""
    counts = np.bincount(await _told(channel), minlength=SIZE)
    return Popularity(int(counts.sum()), counts.astype(np.float64), np.zeros(SIZE), 0.0)


async def _told(channel: Channel) -> NDArray[np.uint8]:
    """Receive everybody's emoji."""
    emoji = await channel.receive(DEVICES, "emoji", dtype=np.uint8, shape=None)
    check_fits("emoji", not emoji.size or int(emoji.max()) < SIZE)
    return emoji


def _favourites(table: "pd.DataFrame") -> NDArray[np.uint8]:
    """Return the emoji of each device."""
    return table["emoji"].to_numpy(np.uint8)
