"""The question `debts` on secret bits over all citizen numbers: nothing but the answer is learned.

Every agency shares its list with the three bodies as a bit for every possible citizen number; the
municipality shares in the same way whom it asks about.  Which residents are at k or more agencies
is a threshold of the lists, place by place, and "and" whom was asked about; how many they are is
counted in secret, and if they are too few nothing is opened.  At how many agencies *one* citizen
is, is read at the one place where the municipality put a 1.

Protects: lists, their lengths, and whom the municipality asks about, against every single body and
against the agencies.
Does not protect: against two bodies together; against the municipality asking often, or asking
about people who are not its residents: as the question is secret, nobody sees that.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Channel
from pet_workbench.core.network import Program
from pet_workbench.sharing.boolean import and_bits
from pet_workbench.sharing.comparison import SharedBits, less_than_public
from pet_workbench.sharing.counting import at_least, count_bits
from pet_workbench.sharing.joins.bitmap import (
    WORD,
    check_single,
    deal_bits,
    input_bits,
    look_up,
    pack,
    read_places,
    reveal_bits,
)
from pet_workbench.sharing.opening import open_to_all, read_revealed, reveal
from pet_workbench.sharing.popcount import COUNT_DTYPE, count_ones
from pet_workbench.sharing.replicated import Computer, join_computation
from pet_workbench.usecases.base import Parameters, Tables
from pet_workbench.usecases.debts.citizens import (
    AGENCIES,
    BODIES,
    CITIZEN,
    MAX_DIGITS,
    MUNICIPALITY,
    RESIDENTS,
    Found,
    asked_about,
    listed,
    places,
    public,
)
from pet_workbench.usecases.run_limit import count_run

if TYPE_CHECKING:
    import pandas as pd

LIST, QUESTION = "list", "question"
COUNT_PLANES = len(AGENCIES).bit_length()
"""Bits in which the number of agencies is written."""


def by_bitmap(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Agencies and municipality deal shares, three bodies compute, the municipality reads."""
    digits = parameters["digits"] or MAX_DIGITS
    agreed = public(parameters)
    return {
        **{
            agency: partial(_agency, table=tables[agency], parameters=agreed, digits=digits)
            for agency in AGENCIES
        },
        **{body: partial(_body, parameters=agreed, n_places=10**digits) for body in BODIES},
        MUNICIPALITY: partial(
            _municipality, table=tables[MUNICIPALITY], parameters=parameters, digits=digits
        ),
    }


async def _agency(
    channel: Channel, table: "pd.DataFrame", parameters: Parameters, digits: int
) -> None:
    """Share a list as bits; the first agency keeps count of the runs for all four."""
    if channel.party == AGENCIES[0]:
        count_run(parameters)
    marked = places(listed(table, parameters), digits)
    deal_bits(channel, LIST, BODIES, pack(marked, 10**digits))


async def _municipality(
    channel: Channel, table: "pd.DataFrame", parameters: Parameters, digits: int
) -> Found:
    """Share whom the question is about, and read the answer."""
    persons = asked_about(table, parameters)
    asked = places(persons, digits)
    deal_bits(channel, QUESTION, BODIES, pack(asked, 10**digits))

    async def read() -> NDArray[np.int64]:
        found = await read_places(channel, BODIES, "citizens found", n_places=10**digits)
        return persons[np.isin(asked, found)]

    return await read_answer(channel, parameters, read)


async def _body(channel: Channel, parameters: Parameters, n_places: int) -> None:
    """Compute on shares."""
    computer = await join_computation(channel, BODIES)
    lists = [
        await input_bits(computer, LIST, owner=agency, n_places=n_places) for agency in AGENCIES
    ]
    asked = await input_bits(computer, QUESTION, owner=MUNICIPALITY, n_places=n_places)
    if parameters["question"] == CITIZEN:
        await check_single(computer, asked)
        await answer_citizen(computer, await look_up(computer, lists, asked))
    else:
        found = await at_least(computer, lists, parameters["at_least"])
        await answer_residents(computer, await and_bits(computer, found, asked), parameters)


async def answer_citizen(computer: Computer, listed_at: Sequence[SharedBits]) -> None:
    """Count the bits of one citizen, and let the municipality read the number.

    Parameters
    ----------
    computer : Computer
        This body.
    listed_at : sequence of SharedBits
        One bit per agency.
    """
    count = await count_bits(computer, listed_at)
    together = SharedBits(tuple(bit.chunks[0] for bit in count), len(count))
    reveal_bits(computer, together, reader=MUNICIPALITY, step="number of agencies")


async def answer_residents(computer: Computer, found: SharedBits, parameters: Parameters) -> None:
    """Let the municipality read which residents were found, or their number, if they are enough.

    Whether they are, the three bodies get to know as well.

    Parameters
    ----------
    computer : Computer
        This body.
    found : SharedBits
        A bit per place.
    parameters : mapping
        Of the run.
    """
    number = await count_ones(computer, found)
    too_few = await less_than_public(
        computer, number, parameters["minimum_found"], declared_bits=31
    )
    bit = too_few.chunks[0]
    reveal(computer, bit, reader=MUNICIPALITY, step="too few")
    opened = await open_to_all(computer, bit, step="too few", bits=True)
    if opened[0] & 1:
        return
    if parameters["question"] == RESIDENTS:
        reveal_bits(computer, found, reader=MUNICIPALITY, step="citizens found")
    else:
        reveal(computer, number, reader=MUNICIPALITY, step="number found")


async def read_answer(channel: Channel, parameters: Parameters, read_citizens: Any) -> Found:
    """Read what the bodies reveal: the municipality's part.

    Parameters
    ----------
    channel : Channel
        Of the municipality.
    parameters : mapping
        Of the run.
    read_citizens : coroutine function
        Reads who was found.
    """
    if parameters["question"] == CITIZEN:
        bits = await read_revealed(
            channel, BODIES, "number of agencies", n=COUNT_PLANES, dtype=WORD, bits=True
        )
        return Found(sum(int(bit & 1) << j for j, bit in enumerate(bits)))
    minimum = parameters["minimum_found"]
    few = await read_revealed(channel, BODIES, "too few", n=1, dtype=COUNT_DTYPE, bits=True)
    if few[0] & 1:
        return Found(None, minimum=minimum)
    if parameters["question"] == RESIDENTS:
        persons = np.sort(await read_citizens())
        return Found(persons.size, persons, minimum)
    number = await read_revealed(channel, BODIES, "number found", n=1, dtype=COUNT_DTYPE)
    return Found(int(number[0]), minimum=minimum)
