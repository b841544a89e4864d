"""Totals from secret shares: care organisation, hospital and a third body compute together.

The three find out in secret who of the clients is on the hospital's list: for every client care
organisation and third body get random parts of 0 or 1 (`sharing.joins.alignment`).  The former also
shares per group who of its clients is in it; a total is a sum of products and costs each party one
word, however many clients there are.  Whether every group of a line has the minimum is decided in
secret, and only then are the line's totals opened, to the two owners.

Protects: who was injured, against the care organisation and the third body; who the clients are,
against the hospital and the third body; totals below the minimum, against all three.
Does not protect: the sizes of both lists, against the other owner; sizes and the number of injured
clients, against the third body, which sees how many pseudonyms are in both; which lines are asked
and opened, against all three.  Any two of the three together see everything.
"""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Channel
from pet_workbench.core.network import Program
from pet_workbench.sharing.bits import unpack
from pet_workbench.sharing.comparison import less_than_public
from pet_workbench.sharing.conversion import bits_to_numbers
from pet_workbench.sharing.joins import alignment
from pet_workbench.sharing.opening import open_to, open_to_all
from pet_workbench.sharing.replicated import (
    Computer,
    Share,
    add,
    input_by_computer,
    join_computation,
    reshare,
)
from pet_workbench.sharing.ring import Words, ring_dtype
from pet_workbench.usecases.base import Parameters, Tables
from pet_workbench.usecases.fall_injuries.groups import (
    SIZES,
    asked_columns,
    clients_per_group,
    injured_per_group,
    lines_to_ask,
    number_of_columns,
)
from pet_workbench.usecases.fall_injuries.totals import Totals
from pet_workbench.usecases.falls.clients import CARE, HOSPITAL, LINE_OF, LINES, levels_of
from pet_workbench.usecases.falls.in_clear import announce, wait_for_hospital

if TYPE_CHECKING:
    import pandas as pd

BITS = 32
DTYPE = ring_dtype(BITS)
DECLARED_BITS = 30
"""Ages of ten million injured clients together are below 2**30; every number of clients too."""
ASKED, GROUP_SIZES = "lines asked", "clients per group"
_CARE, _HOSPITAL, _THIRD = 1, 2, 3


def in_shares(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Let the two owners and a third body compute."""
    third = parameters["third_party"]
    return {
        CARE: partial(_care, table=tables[CARE], parameters=parameters),
        HOSPITAL: partial(_hospital, table=tables[HOSPITAL], parameters=parameters),
        third: partial(_third_body, parameters=parameters),
    }


async def _care(channel: Channel, *, table: "pd.DataFrame", parameters: Parameters) -> Totals:
    """Ask who is injured, share the groups, compute, read."""
    await wait_for_hospital(channel)
    third, minimum = parameters["third_party"], parameters["minimum"]
    levels = levels_of(table)
    lines = lines_to_ask(levels, minimum)
    clients = clients_per_group(levels, lines)
    for other in (HOSPITAL, third):
        channel.send(other, ASKED, lines.astype(np.uint8))
    channel.send(HOSPITAL, GROUP_SIZES, clients)
    persons = table["person"].to_numpy(np.int64)
    part = await alignment.ask(channel, persons, holder=HOSPITAL, matcher=third, dtype=DTYPE)
    columns = np.concatenate([c.astype(DTYPE) for c in asked_columns(table, levels, lines)])
    computer = await join_computation(channel, (CARE, HOSPITAL, third))
    found = await _totals(computer, lines, part.size, minimum, columns=columns, part=part)
    return _answer(clients, found, lines, minimum)


async def _hospital(channel: Channel, *, table: "pd.DataFrame", parameters: Parameters) -> Totals:
    """Bring in who is injured, compute, read."""
    announce(channel, parameters)
    third, minimum = parameters["third_party"], parameters["minimum"]
    lines = await _receive_lines(channel)
    clients = await channel.receive(CARE, GROUP_SIZES, dtype=np.int64, shape=LINE_OF.size)
    persons = table["person"].to_numpy(np.int64)
    ones = np.ones(persons.size, DTYPE)
    n = await alignment.hold(channel, persons, ones, asker=CARE, matcher=third)
    computer = await join_computation(channel, (CARE, HOSPITAL, third))
    found = await _totals(computer, lines, n, minimum)
    return _answer(clients.copy(), found, lines, minimum)


async def _third_body(channel: Channel, *, parameters: Parameters) -> None:
    """Match pseudonyms, and compute along."""
    third = channel.party
    lines = await _receive_lines(channel)
    part = await alignment.match(channel, asker=CARE, holder=HOSPITAL, dtype=DTYPE)
    computer = await join_computation(channel, (CARE, HOSPITAL, third))
    await _totals(computer, lines, part.size, parameters["minimum"], part=part)


async def _receive_lines(channel: Channel) -> NDArray[np.bool_]:
    """Receive which lines the care organisation asks about."""
    lines = await channel.receive(CARE, ASKED, dtype=np.uint8, shape=len(LINES))
    alignment.check_fits(ASKED, bool((lines <= 1).all()))
    return lines.astype(np.bool_)


async def _totals(
    computer: Computer,
    lines: NDArray[np.bool_],
    n: int,
    minimum: int,
    *,
    columns: Words | None = None,
    part: Words | None = None,
) -> tuple[NDArray[np.bool_], Words | None]:
    """Do one party's part: which lines are opened, and at the owners the numbers in them."""
    m = number_of_columns(lines)
    x = await input_by_computer(
        computer, "groups", owner=_CARE, n=m * n, dtype=DTYPE, values=columns
    )
    flags = add(
        *[
            await input_by_computer(
                computer,
                "injured, part",
                owner=owner,
                n=n,
                dtype=DTYPE,
                values=part if computer.number == owner else None,
            )
            for owner in (_CARE, _THIRD)
        ]
    )
    sums = await _sums(computer, Share(*(one.reshape(m, n) for one in x)), flags)
    kept = await _lines_kept(computer, sums, lines, minimum)
    shown = _numbers_shown(kept, lines)
    chosen = Share(*(one[shown] for one in sums))
    numbers = None
    if shown.any():
        for receiver in (_CARE, _HOSPITAL):
            read = await open_to(computer, chosen, receiver=receiver, step="totals opened")
            numbers = read if read is not None else numbers
    return kept, numbers


async def _sums(computer: Computer, x: Share, flags: Share) -> Share:
    """Return the number of injured clients, then the sum of each column over them."""
    local = x.own @ (flags.own + flags.next)
    local += x.next @ flags.own
    sums = await reshare(computer, local, "totals")
    total = (np.sum(flag, dtype=DTYPE, keepdims=True) for flag in flags)
    return Share(*(np.concatenate(parts) for parts in zip(total, sums, strict=True)))


async def _lines_kept(
    computer: Computer, sums: Share, lines: NDArray[np.bool_], minimum: int
) -> NDArray[np.bool_]:
    """Open, for the total and for each line, whether all its numbers have the minimum.

    Which of them has not stays secret, and so does how many.
    """
    counts = Share(*(_with_last(one, lines) for one in sums))
    places = np.append(0, 1 + np.repeat(np.arange(lines.sum()), _sizes(lines)))
    small = await bits_to_numbers(
        computer,
        await less_than_public(computer, counts, minimum, declared_bits=DECLARED_BITS),
        dtype=DTYPE,
    )
    per_line = Share(*(_added_up(one, places) for one in small))
    kept = await less_than_public(computer, per_line, 1, declared_bits=8)
    opened = await open_to_all(computer, kept.chunks[0], step="lines kept", bits=True)
    return unpack(opened, np.dtype(np.bool_)).astype(np.bool_)[: kept.n]


def _with_last(sums: Words, lines: NDArray[np.bool_]) -> Words:
    """Return a party's part of the total and of every group asked about, the last ones too.

    The two sums that count nobody are left out.
    """
    counts, at = [sums[:1]], 1
    for size in _sizes(lines):
        part = sums[at : at + size - 1]
        counts += [part, sums[:1] - part.sum(dtype=DTYPE, keepdims=True)]
        at += size - 1
    return np.concatenate(counts)


def _sizes(lines: NDArray[np.bool_]) -> list[int]:
    """Return the number of groups of each line that is asked about."""
    return [size for size, is_asked in zip(SIZES, lines, strict=True) if is_asked]


def _added_up(small: Words, places: NDArray[np.int64]) -> Words:
    """Add a party's part of bits up: first that of the total, then per line."""
    starts = np.flatnonzero(np.append(True, np.diff(places) > 0))
    added: Words = np.add.reduceat(small, starts, dtype=DTYPE)
    return added


def _numbers_shown(kept: NDArray[np.bool_], lines: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which of the sums are opened: total, ages and medicines together, and kept lines."""
    total = kept[:1]
    within = [size - 1 for size in _sizes(lines)]
    return np.concatenate((total, np.repeat(kept[1:], within), total, total))


def _answer(
    clients: NDArray[np.int64],
    found: tuple[NDArray[np.bool_], Words | None],
    lines: NDArray[np.bool_],
    minimum: int,
) -> Totals:
    """Put what was opened in its place."""
    kept, numbers = found
    if numbers is None:
        return Totals.nothing(clients, minimum)
    shown = lines.copy()
    shown[lines] = kept[1:]
    total, *sums = numbers.astype(np.int64).tolist()
    injured = injured_per_group(total, np.array(sums, np.int64), shown)
    return Totals(clients, injured, total, sums[-2], sums[-1], minimum)
