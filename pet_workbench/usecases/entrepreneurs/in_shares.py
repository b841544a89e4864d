"""KVK, a body with signals of debt and an independent third count together, in shares.

KVK asks: it hands the third body pseudonyms of its businesses in random order; the holder of the
signals hands out its yes or no per business, masked.  What KVK and the third hold then are two
parts of a secret yes or no per business (`sharing.joins.alignment`).  They are added up per region
and sector, of which only KVK knows which business belongs where (`sharing.order.tabulation`), small
cells are made 0 in secret (`sharing.order.suppression`), and only then KVK reads the table.  With
noise, nothing is withheld: the holder and the third each add noise to every cell
(`sharing.joint_noise`), and KVK reads the noisy table.

Protects: who has a signal, against KVK and the third; which businesses are in which cell, against
the other two; cells below the minimum, against everybody.
Does not protect: the third sees how long both lists are and which pseudonyms match (a business that
both know, not whether it has a signal); the holder sees how many businesses each cell has.  That
KVK puts its businesses in the right cells, and says truly how many a cell has, nobody checks: a KVK
that fills a cell with businesses of which it knows the signal reads the one it adds to them.  Any
two together see everything.  With noise, a business's yes or no hides in the table too, against KVK
with everything else it knows, as far as epsilon says.
"""

from collections.abc import Mapping
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from pet_workbench.core import Channel, Keystream, random_permutation
from pet_workbench.core.network import Program
from pet_workbench.sharing.joins import alignment
from pet_workbench.sharing.joint_noise import add_noise
from pet_workbench.sharing.opening import open_to
from pet_workbench.sharing.order.suppression import rests, withhold_small
from pet_workbench.sharing.order.tabulation import sum_by_cell
from pet_workbench.sharing.replicated import (
    Computer,
    Share,
    input_by_computer,
    join_computation,
)
from pet_workbench.sharing.ring import Words, ring_dtype
from pet_workbench.usecases.base import Parameters, Tables
from pet_workbench.usecases.entrepreneurs.grid import SECTORS, cells, n_cells, regions
from pet_workbench.usecases.entrepreneurs.trouble import (
    HOLDER,
    KVK,
    Trouble,
    as_grid,
    noisy_table,
    withhold,
)
from pet_workbench.usecases.joint_noise import charge, joint_noise
from pet_workbench.usecases.run_limit import count_run

if TYPE_CHECKING:
    import pandas as pd

RING = ring_dtype(32)
COUNT_BITS = 31
"""Counts are below 2**31."""


class Opening(Enum):
    """What happens to counts before KVK reads them."""

    WITHHELD = "small cells are made 0"
    WHOLE = "nothing"
    NOISY = "noise is added"


def withheld_inside(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Withhold small cells in the protocol, before anybody sees them."""
    return _programs(tables, parameters, opening=Opening.WITHHELD)


def withheld_afterwards(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Open the whole table to KVK, whose analyst removes small cells before publishing."""
    return _programs(tables, parameters, opening=Opening.WHOLE)


def with_noise(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Add noise of two parties to every cell, before KVK sees any."""
    return _programs(tables, parameters, opening=Opening.NOISY)


def _programs(tables: Tables, parameters: Parameters, *, opening: Opening) -> Mapping[str, Program]:
    """Three computing parties; each of two has a table, the third has none."""
    return {
        KVK: partial(_kvk, table=tables[KVK], parameters=parameters, opening=opening),
        HOLDER: partial(_holder, table=tables[HOLDER], parameters=parameters, opening=opening),
        parameters["third_party"]: partial(_third, parameters=parameters, opening=opening),
    }


async def _kvk(
    channel: Channel, table: "pd.DataFrame", parameters: Parameters, *, opening: Opening
) -> Trouble:
    """KVK's part: asks, knows the cells, and reads the table."""
    third, level, minimum = (parameters[key] for key in ("third_party", "level", "minimum"))
    order = random_permutation(Keystream(channel.draw_key("business order key")), len(table))
    business, area, sector = (
        table[column].to_numpy(np.int64)[order] for column in ("business", "area", "sector")
    )
    cell = cells(area, sector, level=level)
    there = np.bincount(cell, minlength=n_cells(level))
    computer = await join_computation(channel, (KVK, HOLDER, third))
    mine = await alignment.ask(channel, business, holder=HOLDER, matcher=third, dtype=RING)
    counts = await sum_by_cell(
        computer,
        mine,
        cells=cell,
        classifier=1,
        n=cell.size,
        n_cells=n_cells(level),
        dtype=RING,
    )
    if opening is Opening.WHOLE:
        opened = await _opened(computer, counts, "whole table")
        return withhold(as_grid(opened, level), as_grid(there, level), level=level, minimum=minimum)
    if opening is Opening.NOISY:
        noisy = await _opened(computer, await _noisy(computer, counts, parameters), "noisy table")
        return noisy_table(noisy, there, level=level, epsilon=parameters["epsilon"])
    most = np.minimum(there, minimum - 1).astype(RING)
    found, rest = await _publish(computer, counts, parameters, most)
    return Trouble(
        level, minimum, as_grid(there, level), as_grid(found, level), rest.astype(np.int64)
    )


async def _holder(
    channel: Channel, table: "pd.DataFrame", parameters: Parameters, *, opening: Opening
) -> None:
    """Give out the signals masked and shuffled, and compute blindly: the holder's part."""
    third = parameters["third_party"]
    count_run(parameters)
    if opening is Opening.NOISY:
        charge(parameters, unit="organisation", asker=KVK, purpose="table of regions by sectors")
    business = table["business"].to_numpy(np.int64)
    signals = table["in_arrears"].to_numpy().astype(RING)
    computer = await join_computation(channel, (KVK, HOLDER, third))
    places = await alignment.hold(channel, business, signals, asker=KVK, matcher=third)
    await _go_on(computer, None, places, parameters, opening=opening)


async def _third(channel: Channel, parameters: Parameters, *, opening: Opening) -> None:
    """Match pseudonyms and compute blindly: the third body's part."""
    computer = await join_computation(channel, (KVK, HOLDER, parameters["third_party"]))
    mine = await alignment.match(channel, asker=KVK, holder=HOLDER, dtype=RING)
    await _go_on(computer, mine, mine.size, parameters, opening=opening)


async def _go_on(
    computer: Computer, mine: Words | None, n: int, parameters: Parameters, *, opening: Opening
) -> None:
    """Compute as one who neither knows the cells nor reads the table."""
    counts = await sum_by_cell(
        computer,
        mine,
        cells=None,
        classifier=1,
        n=n,
        n_cells=n_cells(parameters["level"]),
        dtype=RING,
    )
    if opening is Opening.WITHHELD:
        await _publish(computer, counts, parameters, None)
    elif opening is Opening.NOISY:
        await _opened(computer, await _noisy(computer, counts, parameters), "noisy table")
    else:
        await open_to(computer, counts, receiver=1, step="whole table")


async def _noisy(computer: Computer, counts: Share, parameters: Parameters) -> Share:
    """Add the noise of the holder and the third; a business counts for 1 in one cell."""
    scale = joint_noise(parameters["epsilon"], sensitivity=1).scale
    return await add_noise(computer, counts, drawn_by=(2, 3), scale=scale)


async def _publish(
    computer: Computer, counts: Share, parameters: Parameters, most: Words | None
) -> tuple[Words, Words]:
    """Withhold small cells and unsafe rests, and let KVK read what remains."""
    level = parameters["level"]
    size = n_cells(level)
    known = await input_by_computer(
        computer, "largest small cells", owner=1, n=size, dtype=RING, values=most
    )
    published = await withhold_small(
        computer, counts, minimum=parameters["minimum"], declared_bits=COUNT_BITS
    )
    rest = await rests(
        computer,
        counts,
        published,
        lines=np.arange(size) // len(SECTORS),
        n_lines=len(regions(level)),
        most=known,
    )
    return (
        await _opened(computer, published.counts, "table"),
        await _opened(computer, rest, "rests per region"),
    )


async def _opened(computer: Computer, x: Share, step: str) -> Words:
    """Let KVK read; the others get nothing."""
    opened = await open_to(computer, x, receiver=1, step=step)
    return np.empty(0, RING) if opened is None else opened
