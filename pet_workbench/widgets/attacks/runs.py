"""Small protocol runs that the attack lab carries out: real messages, invented data.

An outside owner deals shares to three bodies, they compute, and a reader outside gets the answer.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Channel, Message, Transcript, run_parties
from pet_workbench.core.network import Interference
from pet_workbench.sharing.comparison import less_than_public, open_bits
from pet_workbench.sharing.opening import open_to_all, read_revealed, reveal
from pet_workbench.sharing.replicated import (
    Computer,
    Share,
    deal,
    input_by_owner,
    join_computation,
    multiply,
)
from pet_workbench.sharing.ring import Words, ring_dtype

BODIES = ("CBS", "Inlichtingenbureau", "RINIS")
OWNER, READER = "Gemeente", "Onderzoeker"
RING = ring_dtype(64)
PRODUCT, OPENING = "product", "opening"
CHEATER = BODIES[1]
_LIE = 1_000_000

Compute = Callable[[Computer, Share], Any]


def run(
    values: NDArray[np.int64],
    compute: Compute,
    *,
    read: Callable[[Channel], Any] | None = None,
    interfere: Interference | None = None,
) -> tuple[dict[str, Any], Transcript]:
    """Let an owner deal `values` and the three bodies `compute` on the shares.

    Parameters
    ----------
    values : ndarray of int64, shape (n,)
    compute : coroutine function
        Of a computer and its share.
    read : coroutine function, optional
        What the reader outside does; without it there is no reader.
    interfere : callable, optional
        See `run_parties`.

    Returns
    -------
    results : dict of str to value
    transcript : Transcript
    """
    words = values.astype(RING)

    async def own(channel: Channel) -> None:
        deal(channel, "amounts", BODIES, words)

    async def body(channel: Channel) -> Any:
        computer = await join_computation(channel, BODIES)
        share = await input_by_owner(computer, "amounts", owner=OWNER, n=words.size, dtype=RING)
        return await compute(computer, share)

    readers = {READER: read} if read else {}
    programs = {OWNER: own, **dict.fromkeys(BODIES, body), **readers}
    return run_parties(programs, interfere=interfere)


def share_only(values: NDArray[np.int64]) -> Transcript:
    """Deal and do nothing else: what bodies can do without computing anything."""

    async def nothing(computer: Computer, share: Share) -> None:
        del computer, share

    return run(values, nothing)[1]


def sum_of(values: NDArray[np.int64], members: NDArray[np.bool_]) -> int:
    """Return the sum over a group that everybody knows, as the reader outside gets it."""

    async def add_up(computer: Computer, share: Share) -> None:
        total = Share(*(part[members].sum(keepdims=True, dtype=RING) for part in share))
        reveal(computer, total, reader=READER, step="sum")

    async def read(channel: Channel) -> int:
        return int((await read_revealed(channel, BODIES, "sum", n=1, dtype=RING))[0])

    results, _ = run(values, add_up, read=read)
    total: int = results[READER]
    return total


def sum_in_range(values: NDArray[np.int64], *, most: int) -> tuple[NDArray[np.bool_], int | None]:
    """Check inside the protocol that no value exceeds `most`, and only then add up.

    Returns
    -------
    is_fine : ndarray of bool, shape (n,)
        Who is within the range; the bodies see that.
    total : int or None
        None when somebody is not.
    """

    async def check(computer: Computer, share: Share) -> tuple[NDArray[np.bool_], int | None]:
        bits = await less_than_public(computer, share, most + 1, declared_bits=62)
        fine = [
            await open_bits(computer, bits, receiver=number, step=f"within range {number}")
            for number in (1, 2, 3)
        ]
        own = fine[computer.number - 1]
        assert own is not None
        if not own.all():
            return own, None
        total = Share(*(part.sum(keepdims=True, dtype=RING) for part in share))
        opened = await open_to_all(computer, total, step="sum")
        return own, int(opened[0])

    results, _ = run(values, check)
    checked: tuple[NDArray[np.bool_], int | None] = results[BODIES[0]]
    return checked


def product_with_cheater(values: NDArray[np.int64], *, where: str = "") -> int:
    """Square each value, open the sum, with the second body cheating at `where`.

    While multiplying it sends a wrong number and keeps to it: one that was changed on its way only
    would be noticed at opening, where two holders of a part have to agree.

    Parameters
    ----------
    values : ndarray of int64, shape (n,)
    where : {"", "product", "opening"}
        Where it cheats; not at all by default.

    Raises
    ------
    ProtocolError
        If the cheat is noticed.
    """
    wrong = RING.type(_LIE)

    async def square(computer: Computer, share: Share) -> Words:
        product = await multiply(computer, share, share, step=PRODUCT)
        if where == PRODUCT and computer.channel.party == CHEATER:
            product.own[0] += wrong
        total = Share(*(part.sum(keepdims=True, dtype=RING) for part in product))
        return await open_to_all(computer, total, step=OPENING)

    def change(message: Message, payload: NDArray[Any]) -> NDArray[Any]:
        if (message.step, message.sender) != (where, CHEATER):
            return payload
        changed = payload.copy()
        changed[0] += wrong
        return changed

    results, _ = run(values, square, interfere=change)
    return int(results[BODIES[0]][0])
