"""Organisations deal shares of their counts; three bodies count; NCSC reads what enough have seen.

An organisation sends each of the three computing parties shares of its counts and is done.  The
three derive in secret whether each count is above 0 ("seen") and cut it to the agreed cap, add up
over organisations, make everything 0 that fewer than the minimum saw
(`sharing.order.suppression`), and send NCSC their parts of what is left.

Whatever number an organisation deals, it counts for at most one organisation and at most the cap:
a number above it counts as the cap, and one that is no number of incidents (above the middle of the
ring) as nothing.  Within the cap an organisation can still lie.

With noise instead (differential privacy), two of the three each add noise to every number of
organisations (`sharing.joint_noise`), NCSC reads all numbers and leaves out those below the
minimum.  One report, of one organisation about one kind in one week, then hides in the answer too.
Incidents are not counted: one organisation can add as many as the cap, so the noise would have to
be that much larger.

Protects: every count, against each computing party and NCSC; what too few have seen, against all.
Does not protect: with noise, all reports of one organisation together: epsilon adds up over the
kinds and weeks in which it saw something.  Who reports, and in which sector; against two computing
parties together; against a false count below the cap; against an organisation that deals different
parts to different parties (the answer is then wrong, and mostly nobody can open it).
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Channel
from pet_workbench.core.network import Program
from pet_workbench.sharing.comparison import sign_bits
from pet_workbench.sharing.conversion import bits_to_numbers
from pet_workbench.sharing.joins.alignment import check_fits
from pet_workbench.sharing.joint_noise import add_noise
from pet_workbench.sharing.opening import read_revealed, reveal
from pet_workbench.sharing.order.suppression import withhold_small
from pet_workbench.sharing.order.tabulation import totals
from pet_workbench.sharing.replicated import (
    Computer,
    Share,
    add,
    add_public,
    deal,
    input_by_owner,
    join_computation,
    multiply,
    subtract,
)
from pet_workbench.sharing.ring import ring_dtype
from pet_workbench.usecases.base import Parameters, Tables
from pet_workbench.usecases.joint_noise import charge, joint_noise
from pet_workbench.usecases.securened.reports import (
    N_CELLS,
    NCSC,
    SECTORS,
    Trends,
    as_cube,
    counts_of,
    groups_of,
    sector_of,
)

if TYPE_CHECKING:
    import pandas as pd

Part = Callable[..., Any]
"""The program of a party, before it is told the rest."""
RING = ring_dtype(32)
COUNT_BITS = 31
"""At how many organisations something was seen is below 2**31."""


def in_shares(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Organisations deal, three bodies compute, NCSC reads."""
    return _programs(tables, parameters, compute=_computer, read=_ncsc)


def with_noise(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Organisations deal, three bodies compute, two of them add noise, NCSC reads."""
    return _programs(tables, parameters, compute=_noisy_computer, read=_noisy_ncsc)


def _programs(
    tables: Tables, parameters: Parameters, *, compute: Part, read: Part
) -> Mapping[str, Program]:
    """Give every organisation, every computing party and NCSC its part."""
    computers = parameters["computers"]
    return {
        **{
            name: partial(_organisation, table=table, computers=computers)
            for name, table in tables.items()
        },
        **{
            name: partial(compute, organisations=tuple(tables), parameters=parameters)
            for name in computers
        },
        NCSC: partial(read, parameters=parameters),
    }


async def _organisation(
    channel: Channel, *, table: "pd.DataFrame", computers: Sequence[str]
) -> None:
    """Say in which sector it is, and deal its counts: all an organisation does."""
    sector = np.array([sector_of(table, channel.party)], np.uint8)
    for computer in computers:
        channel.send(computer, "sector", sector)
    counts = np.minimum(counts_of(table), np.iinfo(np.int32).max)
    deal(channel, "counts", computers, counts.astype(RING))


async def _computer(
    channel: Channel, *, organisations: Sequence[str], parameters: Parameters
) -> None:
    """Collect shares, count blindly, and send NCSC a part of what may be read."""
    computer, by_cell = await _counted(channel, organisations, parameters)
    published = await withhold_small(
        computer,
        by_cell[0],
        minimum=parameters["minimum"],
        declared_bits=COUNT_BITS,
        sums=(by_cell[1],),
    )
    reveal(computer, published.counts, reader=NCSC, step="organisations")
    reveal(computer, published.sums[0], reader=NCSC, step="incidents")


async def _noisy_computer(
    channel: Channel, *, organisations: Sequence[str], parameters: Parameters
) -> None:
    """Collect shares, count blindly, add noise as one of the first two, and send NCSC a part."""
    if channel.party == parameters["computers"][0]:
        charge(parameters, unit="report", asker=NCSC, purpose="trends of attacks")
    computer, by_cell = await _counted(channel, organisations, parameters)
    scale = joint_noise(parameters["epsilon"], sensitivity=1).scale
    noisy = await add_noise(computer, by_cell[0], drawn_by=(1, 2), scale=scale)
    reveal(computer, noisy, reader=NCSC, step="noisy organisations")


async def _counted(
    channel: Channel, organisations: Sequence[str], parameters: Parameters
) -> tuple[Computer, list[Share]]:
    """Return at how many organisations everything was seen, and how often, still secret."""
    computer = await join_computation(channel, parameters["computers"])
    sectors, counts = await _collect(computer, organisations)
    within = await _within_range(computer, counts, cap=parameters["cap"])
    n_groups = len(groups_of(parameters["breakdown"]))
    group = sectors if n_groups > 1 else np.zeros_like(sectors)
    cell = (group[:, None] * N_CELLS + np.arange(N_CELLS)).reshape(-1)
    by_cell = [
        Share(*(totals(part, cell, n_groups * N_CELLS) for part in secret)) for secret in within
    ]
    return computer, by_cell


async def _collect(
    computer: Computer, organisations: Sequence[str]
) -> tuple[NDArray[np.int64], Share]:
    """Receive every organisation's sector and shares; organisation by organisation in one row."""
    sectors, held = [], []
    for name in organisations:
        said = await computer.channel.receive(name, "sector", dtype=np.uint8, shape=1)
        check_fits("sector", int(said[0]) < len(SECTORS))
        sectors.append(int(said[0]))
        held.append(await input_by_owner(computer, "counts", owner=name, n=N_CELLS, dtype=RING))
    parts = (np.concatenate([getattr(one, part) for one in held]) for part in ("own", "next"))
    return np.array(sectors), Share(*parts)


async def _within_range(computer: Computer, x: Share, *, cap: int) -> tuple[Share, Share]:
    """Return whether each number is from 1 on, and the number cut to `cap`, whatever was dealt.

    ``x - 1`` is negative for 0 and for the upper half of the ring: those count as nothing.
    ``cap - x`` is negative where, of the rest, x is above the cap.
    """
    one, most = np.array(1, RING), np.array(cap, RING)
    zero = Share(np.zeros_like(x.own), np.zeros_like(x.next))
    room = add_public(computer, subtract(zero, x), most)
    below = add_public(computer, x, np.zeros_like(one) - one)
    both = Share(*(np.concatenate(parts) for parts in zip(below, room, strict=True)))
    numbers = await bits_to_numbers(computer, await sign_bits(computer, both), dtype=RING)
    nothing, over = (
        Share(*halves) for halves in zip(*(np.split(part, 2) for part in numbers), strict=True)
    )
    seen = add_public(computer, subtract(zero, nothing), one)
    cut_off = await multiply(computer, over, room, step="above the cap")
    return seen, await multiply(computer, seen, add(x, cut_off), step="within the cap")


async def _ncsc(channel: Channel, *, parameters: Parameters) -> Trends:
    """Read what the three computing parties reveal."""
    breakdown = parameters["breakdown"]
    n = len(groups_of(breakdown)) * N_CELLS
    organisations, incidents = [
        await read_revealed(channel, parameters["computers"], step, n=n, dtype=RING)
        for step in ("organisations", "incidents")
    ]
    return Trends(
        groups_of(breakdown),
        parameters["minimum"],
        as_cube(organisations, breakdown),
        as_cube(incidents, breakdown),
    )


async def _noisy_ncsc(channel: Channel, *, parameters: Parameters) -> Trends:
    """Read noisy numbers of organisations, and leave out those below the minimum."""
    breakdown, minimum = parameters["breakdown"], parameters["minimum"]
    opened = await read_revealed(
        channel,
        parameters["computers"],
        "noisy organisations",
        n=len(groups_of(breakdown)) * N_CELLS,
        dtype=RING,
    )
    noisy = as_cube(opened.view(np.int32), breakdown)
    given = np.where(noisy >= minimum, noisy, 0)
    noise = joint_noise(parameters["epsilon"], sensitivity=1)
    return Trends(groups_of(breakdown), minimum, given, np.zeros_like(given), noise)
