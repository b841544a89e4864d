"""Scores from secret shares: care organisation, hospital and a third body compute together.

The care organisation shares its clients' features, the hospital its weights, all as whole numbers;
a score is a sum of products, so it costs each party one message of one word per client, however
many features there are.  The scores are opened to the care organisation.  Nothing is rounded: the
ring of 32 bits holds every score that there can be.

Protects: features against the hospital and the third body; weights against the care organisation
and the third body, as far as the scores do not tell them.
Does not protect: against any two of the three together; the number of clients, which all three see;
the weights against whoever reads the scores: with one client more than there are features they
follow (`attacks.model_from_scores`).
"""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from pet_workbench.core import Channel, ProtocolError
from pet_workbench.core.network import Program
from pet_workbench.sharing.opening import HASH_BYTES, open_to
from pet_workbench.sharing.replicated import (
    Computer,
    Share,
    add,
    input_by_computer,
    join_computation,
    reshare,
)
from pet_workbench.sharing.ring import Words, decode_signed, encode, ring_dtype
from pet_workbench.usecases.base import Parameters, Tables
from pet_workbench.usecases.falls.clients import CARE, FEATURES, HOSPITAL, features
from pet_workbench.usecases.falls.in_clear import announce, check_score_limit, wait_for_hospital
from pet_workbench.usecases.falls.model import MOST_SCORE, WEIGHTS, Model
from pet_workbench.usecases.falls.scores import Scores

if TYPE_CHECKING:
    import pandas as pd

BITS = 32
DTYPE = ring_dtype(BITS)
CLIENTS = "number of clients"
MOST_CLIENTS = 10_000_000
"""More clients than there are people of that age: a larger number is a changed message."""
_OWNER_OF_FEATURES, _OWNER_OF_WEIGHTS = 1, 2
assert MOST_SCORE < 1 << (BITS - 1), "the ring holds every score"


def in_shares(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Let the two owners and a third body compute."""
    third = parameters["third_party"]
    return {
        CARE: partial(_care, table=tables[CARE], third=third),
        HOSPITAL: partial(_hospital, table=tables[HOSPITAL], parameters=parameters),
        third: partial(_third, third=third),
    }


async def _care(channel: Channel, *, table: "pd.DataFrame", third: str) -> Scores:
    """Share the features, compute, read the scores."""
    await wait_for_hospital(channel)
    rows = features(table)
    for other in (HOSPITAL, third):
        channel.send(other, CLIENTS, np.array([len(rows)], np.int64))
    computer = await join_computation(channel, (CARE, HOSPITAL, third))
    words = encode(rows.T.reshape(-1), bits=BITS)
    opened = await _scored(computer, len(rows), rows=words)
    assert opened is not None, "the scores are opened to this party"
    units = decode_signed(opened).astype(np.int64)
    return Scores(table["person"].to_numpy(np.int64), units)


async def _hospital(channel: Channel, *, table: "pd.DataFrame", parameters: Parameters) -> None:
    """Share the weights and compute."""
    announce(channel, parameters)
    model = Model.of(table)
    n = await receive_count(channel)
    check_score_limit(n, parameters)
    computer = await join_computation(channel, (CARE, HOSPITAL, parameters["third_party"]))
    await _scored(computer, n, weights=encode(model.weights, bits=BITS))


async def _third(channel: Channel, *, third: str) -> None:
    """Compute along."""
    n = await receive_count(channel)
    computer = await join_computation(channel, (CARE, HOSPITAL, third))
    await _scored(computer, n)


async def receive_count(channel: Channel) -> int:
    """Receive on `channel` how many clients the care organisation has.

    Raises
    ------
    ProtocolError
        If the number cannot be right.
    """
    n = int((await channel.receive(CARE, CLIENTS, dtype=np.int64, shape=1))[0])
    if not 0 <= n <= MOST_CLIENTS:
        raise ProtocolError(
            "errors.falls_clients",
            "need 0 to {most} clients, got {n}: the message was changed on its way",
            most=MOST_CLIENTS,
            n=n,
        )
    return n


async def _scored(
    computer: Computer, n: int, *, rows: Words | None = None, weights: Words | None = None
) -> Words | None:
    """Do one party's part: enter, multiply and add up, and open the scores to the first."""
    x = await input_by_computer(
        computer,
        "features",
        owner=_OWNER_OF_FEATURES,
        n=n * len(FEATURES),
        dtype=DTYPE,
        values=rows,
    )
    w = await input_by_computer(
        computer, "weights", owner=_OWNER_OF_WEIGHTS, n=len(WEIGHTS), dtype=DTYPE, values=weights
    )
    own, following = (part.reshape(len(FEATURES), n) for part in x)
    local, both = np.zeros(n, DTYPE), w.own + w.next
    for place in range(len(FEATURES)):
        local += own[place] * both[place + 1]
        local += following[place] * w.own[place + 1]
    products = await reshare(computer, local, "scores")
    intercept = Share(*(np.broadcast_to(part[0], (n,)) for part in w))
    return await open_to(
        computer, add(products, intercept), receiver=_OWNER_OF_FEATURES, step="scores opened"
    )


def sharing_bytes(n: int) -> int:
    """Return the bytes that all parties send to score `n` clients.

    Per client a word for every feature, three for the products and one to open; besides those the
    announcement, two numbers of clients, three keys, the weights and a hash.

    Examples
    --------
    >>> sharing_bytes(1_000)
    80213
    """
    word = BITS // 8
    once = 1 + 2 * 8 + 3 * 32 + len(WEIGHTS) * word + HASH_BYTES
    return once + n * word * (len(FEATURES) + 3 + 1)
