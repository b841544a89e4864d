"""The question `debts` on lists of pseudonyms: less traffic, and a pattern that the bodies see.

The agencies and the municipality agree a fresh key.  Each agency sends the three bodies the
pseudonyms on its list, in random order, and shares in secret a bit for each: does the debt count?
The municipality sends the pseudonyms it asks about.  The bodies see which pseudonyms are equal, and
compute with the secret bits of those.

Protects: names and numbers, as the bodies lack the key; and whose debt counts.
Does not protect: how long lists are, how many pseudonyms are on which lists together, and which of
them are asked about: all that the bodies see.  One agency, or the municipality, together with one
body knows who is on every list: it has the key.  That is a weaker promise than `in_shares` makes.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import (
    Channel,
    Keystream,
    PrivacyError,
    ProtocolError,
    random_permutation,
)
from pet_workbench.core.network import Program
from pet_workbench.core.randomness import KEY_BYTES
from pet_workbench.sharing.bits import unpack
from pet_workbench.sharing.comparison import SharedBits
from pet_workbench.sharing.counting import at_least
from pet_workbench.sharing.joins.bitmap import (
    CHUNK_WORDS,
    deal_bits,
    input_bits,
    pack,
    read_places,
)
from pet_workbench.sharing.joins.pseudonyms import pseudonyms
from pet_workbench.sharing.opening import fresh_parts
from pet_workbench.sharing.replicated import Computer, Share, join_computation
from pet_workbench.usecases.base import Parameters, Tables
from pet_workbench.usecases.debts.citizens import (
    AGENCIES,
    BODIES,
    CITIZEN,
    MUNICIPALITY,
    Found,
    asked_about,
    least_cents,
    public,
)
from pet_workbench.usecases.debts.in_shares import answer_citizen, answer_residents, read_answer
from pet_workbench.usecases.run_limit import count_run

if TYPE_CHECKING:
    import pandas as pd

KEY = "pseudonym key"
LIST, COUNTS, ASKED = "pseudonyms of list", "debts that count", "pseudonyms asked"


def by_pseudonyms(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Agencies and municipality send three bodies pseudonyms; agencies deal a secret bit each."""
    agreed = public(parameters)
    return {
        **{
            agency: partial(_agency, table=tables[agency], parameters=agreed) for agency in AGENCIES
        },
        **{body: partial(_body, parameters=agreed) for body in BODIES},
        MUNICIPALITY: partial(_municipality, table=tables[MUNICIPALITY], parameters=parameters),
    }


async def _agency(channel: Channel, table: "pd.DataFrame", parameters: Parameters) -> None:
    """Send a list as pseudonyms, and share which of its debts count."""
    if channel.party == AGENCIES[0]:
        count_run(parameters)
        key = channel.draw_key(KEY)
        for other in (*AGENCIES[1:], MUNICIPALITY):
            channel.send(other, KEY, np.frombuffer(key, np.uint8))
    else:
        key = await _receive_key(channel)
    order = random_permutation(Keystream(channel.draw_key("list order key")), len(table))
    labels = pseudonyms(key, table["person"].to_numpy(np.int64)[order])
    counts = table["amount_cents"].to_numpy(np.int64)[order] >= least_cents(parameters)
    for body in BODIES:
        channel.send(body, LIST, labels)
    if len(table):
        deal_bits(channel, COUNTS, BODIES, pack(np.flatnonzero(counts), len(table)))


async def _receive_key(channel: Channel) -> bytes:
    """Receive the key that the first agency drew."""
    received = await channel.receive(AGENCIES[0], KEY, dtype=np.uint8, shape=KEY_BYTES)
    return received.tobytes()


async def _municipality(channel: Channel, table: "pd.DataFrame", parameters: Parameters) -> Found:
    """Send the pseudonyms of whom the question is about, and read the answer."""
    key = await _receive_key(channel)
    persons = asked_about(table, parameters)
    order = random_permutation(Keystream(channel.draw_key("question order key")), persons.size)
    persons = persons[order]
    for body in BODIES:
        channel.send(body, ASKED, pseudonyms(key, persons))

    async def read() -> NDArray[np.int64]:
        return persons[await read_places(channel, BODIES, "citizens found", n_places=persons.size)]

    return await read_answer(channel, parameters, read)


async def _body(channel: Channel, parameters: Parameters) -> None:
    """Look the asked pseudonyms up in every list, and compute with their secret bits."""
    computer = await join_computation(channel, BODIES)
    labels = [
        await channel.receive(agency, LIST, dtype=np.uint64, shape=None) for agency in AGENCIES
    ]
    bits = [
        await input_bits(computer, COUNTS, owner=agency, n_places=rows.size) if rows.size else None
        for agency, rows in zip(AGENCIES, labels, strict=True)
    ]
    asked = await channel.receive(MUNICIPALITY, ASKED, dtype=np.uint64, shape=None)
    check_asked(asked, one=parameters["question"] == CITIZEN)
    lists = [_in_order(asked, rows, counts) for rows, counts in zip(labels, bits, strict=True)]
    if parameters["question"] == CITIZEN:
        await answer_citizen(computer, await _with_fresh_parts(computer, lists))
    else:
        found = await at_least(computer, lists, parameters["at_least"])
        await answer_residents(computer, found, parameters)


def check_asked(asked: NDArray[np.uint64], *, one: bool) -> None:
    """Refuse a question that goes round the rules for what is opened.

    Somebody who is asked about ten times would count for ten where ten have to be found.

    Parameters
    ----------
    asked : ndarray of uint64, shape (n,)
        Pseudonyms, as received.
    one : bool
        Whether the question is about one citizen.

    Raises
    ------
    ProtocolError
        If a pseudonym is asked about twice.
    PrivacyError
        If the question is about one citizen, and more are asked about, or none.
    """
    if one and asked.size != 1:
        raise PrivacyError(
            "errors.one_place_asked",
            "need a question about one person, got one about {count}: nothing is opened",
            count=asked.size,
        )
    if np.unique(asked).size < asked.size:
        raise _listed_twice()


async def _with_fresh_parts(computer: Computer, lists: Sequence[SharedBits]) -> list[SharedBits]:
    """Return one bit of each list in new parts.

    The old ones are zeros where a list lacks the pseudonym: even of a count of 0 the parts would
    then tell the municipality who has a debt that does not count.
    """
    parts = (np.concatenate([bit.chunks[0][i] for bit in lists]) for i in (0, 1))
    fresh = await fresh_parts(computer, Share(*parts))
    words = zip(*(np.split(part, len(lists)) for part in fresh), strict=True)
    return [SharedBits((Share(*pair),), 1) for pair in words]


def _in_order(
    asked: NDArray[np.uint64], rows: NDArray[np.uint64], counts: SharedBits | None
) -> SharedBits:
    """Return the secret bits of the asked pseudonyms, 0 for those that are not on the list.

    Raises
    ------
    ProtocolError
        If a pseudonym is on the list twice.
    """
    found = find(asked, rows)
    own, following = (
        pack(np.flatnonzero((found >= 0) & _part(counts, i)[found]), asked.size) for i in (0, 1)
    )
    starts = range(0, own.size, CHUNK_WORDS)
    parts = ((own[at : at + CHUNK_WORDS], following[at : at + CHUNK_WORDS]) for at in starts)
    return SharedBits(tuple(Share(*pair) for pair in parts), asked.size)


def _part(bits: SharedBits | None, which: int) -> NDArray[np.bool_]:
    """Return one of this body's two parts of secret bits; of an empty list, a bit that is 0."""
    if bits is None:
        return np.zeros(1, np.bool_)
    planes = [unpack(chunk[which], np.dtype(np.bool_)) for chunk in bits.chunks]
    return np.concatenate(planes)


def find(asked: NDArray[np.uint64], rows: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return at which row each asked pseudonym is, -1 where it is nowhere.

    Raises
    ------
    ProtocolError
        If a pseudonym is in `rows` twice.
    """
    import pandas as pd

    index = pd.Index(rows)
    if not index.is_unique:
        raise _listed_twice()
    found: NDArray[np.int64] = index.get_indexer(pd.Index(asked)).astype(np.int64)
    return found


def _listed_twice() -> ProtocolError:
    """Return the error of a list with a pseudonym in it twice."""
    return ProtocolError(
        "errors.pseudonym_twice",
        "need every pseudonym once in each list, got one twice: a person is listed twice; if not, "
        "run again with a new key",
    )
