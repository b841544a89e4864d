"""What everybody at the table does, in each of the techniques.

Protects: every age, as the scheme does that adds up; with noise the average says little about one.
Does not protect: without noise, the one who leaves before the others ask once more.  With noise,
against the two who draw it, if they put it together.
"""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from pet_workbench.core import Channel, Keystream
from pet_workbench.core.network import Program
from pet_workbench.core.noise import discrete_laplace
from pet_workbench.sharing import additive, masked_ring, shamir
from pet_workbench.usecases.base import Parameters, Tables
from pet_workbench.usecases.joint_noise import JointNoise, joint_noise
from pet_workbench.usecases.table.people import MAX_AGE, TRUSTED, Average, own_age, seated

if TYPE_CHECKING:
    import pandas as pd

RING_BITS = 16
NOISY_BITS = 32
"""Of the ring in which totals have noise, which may take them far."""
FIELD_MODULUS = 65_521
"""The largest prime below 2**16.  Ring and field are small on purpose: their numbers can be read
aloud, they hold every total of eight ages, and a larger one would hide no better."""
TELL, TELL_TOTAL = "age", "total"

SumProgram = Callable[[Channel, Sequence[int]], Awaitable[Any]]


def by_masked_ring(tables: Tables, _parameters: Parameters) -> dict[str, Program]:
    """Whisper around the table; see `masked_ring`."""
    people = seated(tables)
    return _seat(tables, partial(masked_ring.sum_to_all, parties=people, bits=RING_BITS))


def by_additive(tables: Tables, _parameters: Parameters) -> dict[str, Program]:
    """Cut every age in as many shares as there are people; see `additive`."""
    people = seated(tables)
    return _seat(tables, partial(additive.sum_to_all, parties=people, bits=RING_BITS))


def with_noise(tables: Tables, parameters: Parameters) -> dict[str, Program]:
    """Deal shares as `by_additive`; the first two people add noise to their age before they do.

    An age counts for at most `MAX_AGE` years, so that decides the noise.
    """
    people = seated(tables)
    noise = joint_noise(parameters["epsilon"], sensitivity=MAX_AGE)
    add_up = partial(additive.sum_to_all, parties=people, bits=NOISY_BITS)
    return {
        person: partial(
            _take_noisy_part,
            table=tables[person],
            people=people,
            add_up=add_up,
            noise=noise,
        )
        for person in people
    }


async def _take_noisy_part(
    channel: Channel,
    *,
    table: "pd.DataFrame",
    people: tuple[str, ...],
    add_up: SumProgram,
    noise: JointNoise,
) -> Average:
    """Play one person at the table, who adds noise if among the first two."""
    own = own_age(table, channel.party)
    if channel.party in people[:2]:
        stream = Keystream(channel.draw_key("noise key"))
        own += int(discrete_laplace(stream, 1, scale=noise.scale)[0])
    total = (await add_up(channel, [own % (1 << NOISY_BITS)])).astype(np.int32)
    return Average(int(total[0]), people, noise)


def by_shamir(tables: Tables, parameters: Parameters) -> dict[str, Program]:
    """Deal every age with a threshold; see `shamir`."""
    people, threshold = seated(tables), parameters["threshold"]
    shamir.check_parameters(n_parties=len(people), threshold=threshold, modulus=FIELD_MODULUS)
    add_up = partial(shamir.sum_to_all, parties=people, threshold=threshold, modulus=FIELD_MODULUS)
    return _seat(tables, add_up)


def by_trusted(tables: Tables, _parameters: Parameters) -> dict[str, Program]:
    """Tell one trusted person, who adds up and tells everybody the total."""
    people = seated(tables)

    return {**_seat(tables, _tell), TRUSTED: partial(_hear_all, people=people)}


async def _hear_all(channel: Channel, *, people: tuple[str, ...]) -> Average:
    """Hear every age, and tell everybody the total: the trusted person's part."""
    heard = [await channel.receive(p, TELL, dtype=np.uint16, shape=1) for p in people]
    total = np.concatenate(heard).sum(keepdims=True, dtype=np.uint16)
    for person in people:
        channel.send(person, TELL_TOTAL, total)
    return Average(int(total[0]), people)


async def _tell(channel: Channel, own: Sequence[int]) -> Any:
    """Tell the trusted person one's age, and hear the total."""
    channel.send(TRUSTED, TELL, np.array(own, np.uint16))
    return await channel.receive(TRUSTED, TELL_TOTAL, dtype=np.uint16, shape=1)


def _seat(tables: Tables, add_up: SumProgram) -> dict[str, Program]:
    """Give every person a program: read the own table, then add up with the others."""
    people = tuple(tables)
    return {
        person: partial(_take_part, table=tables[person], people=people, add_up=add_up)
        for person in people
    }


async def _take_part(
    channel: Channel, *, table: "pd.DataFrame", people: tuple[str, ...], add_up: SumProgram
) -> Average:
    """Play one person at the table."""
    total = await add_up(channel, [own_age(table, channel.party)])
    return Average(int(total[0]), people)
