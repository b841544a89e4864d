"""Put one party's secret numbers in the order of another party's list, blindly.

The *asker* has a list of places, each with a person or empty (SVB: two places per household).
The *holder* has a number per person (UWV: an income).  They want, for every place, two random parts
that add up to that person's number, or to 0 if the holder does not know the person.  The *matcher*
helps.

Asker and holder agree a pseudonym key.  The holder shuffles its rows, masks each number with a
keystream it shares with the matcher, and gives the asker the masked numbers and the matcher the
pseudonyms.  The matcher, who sees which pseudonyms are equal but not whose they are, tells the
asker at which position to look for each place; as the rows were shuffled, the positions are random.
A shuffle by one party with the help of two others: after [1]_.

Protects: the numbers, against each of the three alone; who matched, against asker and holder.
Does not protect: the matcher sees how long both lists are, how many places are empty and which
places matched (no names).  The holder sees how many persons and empty places the asker has, the
asker how long the holder's list is.  Any two together see everything.

References
----------
.. [1] P. Mohassel, P. Rindal, M. Rosulek, "Fast database joins and PSI for secret shared data",
   CCS 2020, doi:10.1145/3372297.3423358, section 3 (oblivious switching network).
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import (
    Channel,
    Keystream,
    ProtocolError,
    random_permutation,
    random_selection,
)
from pet_workbench.core.randomness import KEY_BYTES
from pet_workbench.sharing.joins.pseudonyms import PERSON, SPARE, pseudonyms
from pet_workbench.sharing.ring import Words

EMPTY = -1
"""Marks a place with nobody in it."""
MAX_PLACES = 1 << 26
"""More places than anybody has: a larger size is a changed message, not a list."""
NOBODY = np.uint64(0)
"""Stands for the pseudonym of a row that serves places without a match."""


async def ask(
    channel: Channel, places: NDArray[np.int64], *, holder: str, matcher: str, dtype: np.dtype[Any]
) -> Words:
    """Play the asker: return its random parts of the numbers, one per place.

    Parameters
    ----------
    places : ndarray of int64, shape (n,)
        Person numbers, all different, or `EMPTY`.
    holder, matcher : str
        Names of the other two parties.
    dtype : numpy.dtype
        Ring of the numbers.

    Returns
    -------
    ndarray of `dtype`, shape (n,)

    Raises
    ------
    ProtocolError
        If the positions cannot be right.
    """
    key = channel.draw_key("pseudonym key")
    channel.send(holder, "pseudonym key", np.frombuffer(key, np.uint8))
    empty = places == EMPTY
    n_empty = int(empty.sum())
    channel.send(holder, "sizes", np.array([places.size - n_empty, n_empty], np.int64))
    labels = np.empty(places.size, np.uint64)
    labels[~empty] = pseudonyms(key, places[~empty], kind=PERSON)
    labels[empty] = pseudonyms(key, np.arange(n_empty), kind=SPARE)
    channel.send(matcher, "pseudonyms of places", labels)
    masked = await channel.receive(holder, "masked numbers", dtype=dtype, shape=None)
    positions = await channel.receive(matcher, "positions", dtype=np.uint32, shape=places.size)
    check_fits("positions", bool((positions < masked.size).all()))
    mine: Words = masked[positions]
    return mine


async def hold(
    channel: Channel, persons: NDArray[np.int64], numbers: Words, *, asker: str, matcher: str
) -> int:
    """Play the holder: give out its numbers, masked and shuffled.

    It adds a row with number 0 for every empty place, which matches like a person's row, and one
    for every person the asker has, from which the matcher serves persons the holder does not know.

    Parameters
    ----------
    persons : ndarray of int64, shape (m,)
        Person numbers, all different.
    numbers : ndarray of unsigned integers, shape (m,)
        Their numbers in the ring.
    asker, matcher : str
        Names of the other two parties.

    Returns
    -------
    int
        The number of places the asker has.

    Raises
    ------
    ProtocolError
        If the sizes cannot be right.
    """
    key = await channel.receive(asker, "pseudonym key", dtype=np.uint8, shape=KEY_BYTES)
    n_persons, n_empty = map(int, await channel.receive(asker, "sizes", dtype=np.int64, shape=2))
    check_fits("sizes", min(n_persons, n_empty) >= 0 and n_persons + n_empty <= MAX_PLACES)
    mask_key = channel.draw_key("mask key")
    channel.send(matcher, "mask key", np.frombuffer(mask_key, np.uint8))
    labels = np.concatenate(
        (
            pseudonyms(key.tobytes(), persons, kind=PERSON),
            pseudonyms(key.tobytes(), np.arange(n_empty), kind=SPARE),
            np.full(n_persons, NOBODY),
        )
    )
    padded = np.concatenate((numbers, np.zeros(n_empty + n_persons, numbers.dtype)))
    order = random_permutation(Keystream(channel.draw_key("shuffle key")), labels.size)
    masked = padded[order]
    masked -= Keystream(mask_key).integers(masked.size, masked.dtype)
    channel.send(asker, "masked numbers", masked)
    channel.send(matcher, "pseudonyms of rows", labels[order])
    return n_persons + n_empty


async def match(channel: Channel, *, asker: str, holder: str, dtype: np.dtype[Any]) -> Words:
    """Play the matcher: find each place's row, and return its random parts of the numbers.

    Parameters
    ----------
    channel : Channel
        Of the matcher.
    asker, holder : str
        Names of the other two parties.
    dtype : numpy.dtype
        Ring of the numbers.

    Returns
    -------
    ndarray of `dtype`, shape (n,)
        Together with the asker's parts they add up to the numbers.

    Raises
    ------
    ProtocolError
        If the lists do not fit together, or a pseudonym occurs twice in one: somebody is listed
        twice, or (hardly ever) two persons share a pseudonym, and a run with a new key will do.
    """
    places = await channel.receive(asker, "pseudonyms of places", dtype=np.uint64, shape=None)
    mask_key = await channel.receive(holder, "mask key", dtype=np.uint8, shape=KEY_BYTES)
    rows = await channel.receive(holder, "pseudonyms of rows", dtype=np.uint64, shape=None)
    stream = Keystream(channel.draw_key("spare row key"))
    positions = find_rows(places, rows, stream)
    channel.send(asker, "positions", positions)
    masks = Keystream(mask_key.tobytes()).integers(rows.size, dtype)
    mine: Words = masks[positions]
    return mine


def find_rows(
    places: NDArray[np.uint64], rows: NDArray[np.uint64], stream: Keystream
) -> NDArray[np.uint32]:
    """Return the row of each place; places without one get different spare rows, at random.

    Spare rows must be drawn at random: taken in order, their low positions would tell the asker
    which of its places the holder does not know.

    Parameters
    ----------
    places : ndarray of uint64, shape (n,)
        Pseudonyms of the asker's places.
    rows : ndarray of uint64, shape (m,)
        Pseudonyms of the holder's rows; `NOBODY` marks spare rows.
    stream : Keystream
        From which spare rows are drawn.

    Returns
    -------
    ndarray of uint32, shape (n,)

    Raises
    ------
    ProtocolError
        If a pseudonym occurs twice, or there are fewer spare rows than places to serve.
    """
    import pandas as pd

    named = np.flatnonzero(rows != NOBODY)
    index = pd.Index(rows[named])
    found = index.get_indexer(pd.Index(places)) if index.is_unique else None
    if found is None or np.bincount(found[found >= 0]).max(initial=0) > 1:
        raise ProtocolError(
            "errors.pseudonym_twice",
            "need every pseudonym once in each list, got one twice: a person is listed twice; if "
            "not, run again with a new key",
        )
    positions = np.append(named, 0)[found]
    unmatched = np.flatnonzero(found < 0)
    spare = np.flatnonzero(rows == NOBODY)
    check_fits("pseudonyms of rows", unmatched.size <= spare.size)
    positions[unmatched] = spare[random_selection(stream, spare.size, unmatched.size)]
    return positions.astype(np.uint32)


def sum_of_pairs(parts: Words) -> Words:
    """Add each two neighbouring places of `parts`; a household has two.

    Raises
    ------
    ProtocolError
        If the number of places is odd.
    """
    check_fits("pseudonyms of places", parts.size % 2 == 0)
    total: Words = parts[0::2] + parts[1::2]
    return total


def check_fits(step: str, fits: bool) -> None:
    """Refuse the message of `step` unless it `fits` the others.

    Raises
    ------
    ProtocolError
        If it does not.
    """
    if not fits:
        raise ProtocolError(
            "errors.alignment_mismatch",
            "need '{step}' to fit the other messages, got numbers that do not: one was changed on "
            "its way",
            step=step,
        )
