"""The question of `mobility` with secret sharing: every operator counts, three bodies add up.

Counts only add up, so no body needs rows: each operator counts its own customers' movements and
deals shares of its 528 counts.  The host of the machine, a university and a notary add them, make
small cells 0 in secret and let the office read what is left (`sharing.order.suppression`).  That
needs no special chip and no trust in one.  It is enough for *this* question.  It is not when rows
of different operators have to be put together: one person with two telephones, somebody who
switches networks on the way, or a question that nobody can answer from counts alone.

Protects: rows, which stay at their operator; counts of one operator, against everybody; small
totals, against everybody.
Does not protect: against two of the three bodies together; an operator that deals other counts than
it has is not noticed.
"""

from collections.abc import Mapping
from functools import partial, reduce
from typing import TYPE_CHECKING

from pet_workbench.core import Channel
from pet_workbench.core.network import Program
from pet_workbench.sharing.opening import read_revealed, reveal
from pet_workbench.sharing.order.suppression import rests, withhold_small
from pet_workbench.sharing.replicated import add, deal, input_by_owner, join_computation
from pet_workbench.sharing.ring import ring_dtype
from pet_workbench.usecases.base import Parameters, Tables
from pet_workbench.usecases.mobility.in_enclave import rows_of
from pet_workbench.usecases.mobility.inside import CELLS, LINES, N_LINES, movements
from pet_workbench.usecases.mobility.table import (
    BODIES,
    HOST,
    OFFICE,
    OPERATORS,
    Movements,
    as_table,
)

if TYPE_CHECKING:
    import pandas as pd

RING = ring_dtype(32)
COUNT_BITS = 31
COMPUTERS = (HOST, *BODIES)


def in_shares(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Return a program for every operator, the three computing bodies and the office."""
    owners = tuple(party for party in OPERATORS if party in tables)
    return {
        **{owner: partial(_operator, rows=tables[owner]) for owner in owners},
        **{name: partial(_body, owners=owners, parameters=parameters) for name in COMPUTERS},
        OFFICE: partial(_office, parameters=parameters),
    }


async def _operator(channel: Channel, rows: "pd.DataFrame") -> None:
    """Count the own rows and deal shares of the counts: an operator's part."""
    deal(channel, "counts", COMPUTERS, movements(rows_of(rows)).astype(RING))


async def _body(channel: Channel, owners: tuple[str, ...], parameters: Parameters) -> None:
    """Add up, make small cells 0, and let the office read: the part of each of three bodies."""
    computer = await join_computation(channel, COMPUTERS)
    dealt = [
        await input_by_owner(computer, "counts", owner=owner, n=CELLS.size, dtype=RING)
        for owner in owners
    ]
    counts = reduce(add, dealt)
    published = await withhold_small(
        computer, counts, minimum=parameters["minimum"], declared_bits=COUNT_BITS
    )
    left = await rests(computer, counts, published, lines=LINES, n_lines=N_LINES)
    reveal(computer, published.counts, reader=OFFICE, step="table")
    reveal(computer, left, reader=OFFICE, step="rests")


async def _office(channel: Channel, parameters: Parameters) -> Movements:
    """Read the table: the office's part."""
    cells = await read_revealed(channel, COMPUTERS, "table", n=CELLS.size, dtype=RING)
    left = await read_revealed(channel, COMPUTERS, "rests", n=N_LINES, dtype=RING)
    return as_table(cells, left, parameters["minimum"])
