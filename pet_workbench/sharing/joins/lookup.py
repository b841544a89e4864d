"""Look a short list up in a very long one, through a third body that knows nobody in either.

The *asker* has a list of persons, the *holder* knows a number about each of millions.  Asker and
holder agree a fresh key and give the *matcher* their lists as keyed pseudonyms, sorted, so that
their order says nothing; the holder adds every number plus a pad that follows from the key and the
person.  The matcher sees which pseudonyms are in both lists and returns just those, with the masked
number; the asker takes the pad off.  Number plus pad, and pad, are the two parts of a shared
secret: for everybody whom the asker does not seek they never come together.  Matching through a
third body behind a shared key: after [1]_.

Protects: the asker's list against the holder, who gets nothing but a key, not even its length; of
the holder's list everybody not sought, and its length, against the asker; both against the matcher.
Does not protect: the matcher sees how long both lists are and how many are in both (no names, no
numbers).  The matcher and either of the others together see everything; the matcher alone can
change a number unnoticed.  The asker can put anybody on its list: the holder's limit on its length
is kept by the matcher.

References
----------
.. [1] S. Kamara, P. Mohassel, M. Raykova, S. Sadeghian, "Scaling private set intersection to
   billion-element sets", Financial Cryptography 2014, doi:10.1007/978-3-662-45472-5_13.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Channel, ProtocolError
from pet_workbench.core.randomness import KEY_BYTES
from pet_workbench.sharing.joins.alignment import check_fits
from pet_workbench.sharing.joins.intersection import check_limit
from pet_workbench.sharing.joins.pseudonyms import PERSON, pseudonyms
from pet_workbench.sharing.ring import Words

PAD = 2
"""Number space of the pads, beside those of `pseudonyms`."""


@dataclass(frozen=True)
class Readings:
    """What the asker reads.

    Attributes
    ----------
    places : ndarray of int64, shape (h,)
        Places on its own list that are on the holder's too, ascending.
    numbers : ndarray of unsigned integers, shape (h,)
        The holder's numbers about them.
    """

    places: NDArray[np.int64]
    numbers: Words


async def ask(
    channel: Channel,
    persons: NDArray[np.int64],
    *,
    holder: str,
    matcher: str,
    dtype: np.dtype[Any],
) -> Readings:
    """Play the asker: read the number of every person that the holder has.

    Parameters
    ----------
    channel : Channel
        Of the asker.
    persons : ndarray of int64, shape (n,)
        Person numbers, all different.
    holder, matcher : str
        Names of the other two parties.
    dtype : numpy.dtype
        Ring of the numbers.

    Returns
    -------
    Readings

    Raises
    ------
    ProtocolError
        If the matcher's answer cannot be right.
    """
    key = channel.draw_key("pseudonym key")
    channel.send(holder, "pseudonym key", np.frombuffer(key, np.uint8))
    labels = pseudonyms(key, persons, kind=PERSON)
    order = np.argsort(labels)
    channel.send(matcher, "pseudonyms sought", labels[order])
    found = await channel.receive(matcher, "places found", dtype=np.uint32, shape=None)
    masked = await channel.receive(matcher, "masked numbers found", dtype=dtype, shape=found.size)
    rising = bool((np.diff(found.astype(np.int64)) > 0).all())
    check_fits("places found", rising and bool((found < persons.size).all()))
    places = order[found]
    numbers = masked - _pads(key, persons[places], dtype)
    ascending = np.argsort(places)
    return Readings(places[ascending], numbers[ascending])


async def hold(
    channel: Channel,
    persons: NDArray[np.int64],
    numbers: Words,
    *,
    asker: str,
    matcher: str,
    limit: int,
) -> None:
    """Play the holder: give the matcher pseudonyms and masked numbers, and the limit to keep.

    Parameters
    ----------
    channel : Channel
        Of the holder.
    persons : ndarray of int64, shape (m,)
        Person numbers, all different.
    numbers : ndarray of unsigned integers, shape (m,)
        Their numbers in the ring.
    asker, matcher : str
        Names of the other two parties.
    limit : int
        Longest list that may be looked up.
    """
    received = await channel.receive(asker, "pseudonym key", dtype=np.uint8, shape=KEY_BYTES)
    key = received.tobytes()
    channel.send(matcher, "longest list", np.array([limit], np.int64))
    labels = pseudonyms(key, persons, kind=PERSON)
    order = np.argsort(labels)
    channel.send(matcher, "pseudonyms held", labels[order])
    masked = numbers + _pads(key, persons, numbers.dtype)
    channel.send(matcher, "masked numbers", masked[order])


async def match(channel: Channel, *, asker: str, holder: str, dtype: np.dtype[Any]) -> int:
    """Play the matcher: return to the asker what belongs to its pseudonyms.

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
    int
        How many pseudonyms are in both lists.

    Raises
    ------
    PrivacyError
        If the asker's list is longer than the holder allows; nothing is returned then.
    ProtocolError
        If a pseudonym occurs twice in one list.
    """
    sought = await channel.receive(asker, "pseudonyms sought", dtype=np.uint64, shape=None)
    limit = await channel.receive(holder, "longest list", dtype=np.int64, shape=1)
    held = await channel.receive(holder, "pseudonyms held", dtype=np.uint64, shape=None)
    masked = await channel.receive(holder, "masked numbers", dtype=dtype, shape=held.size)
    check_limit(sought.size, int(limit[0]), party=asker)
    found, rows = find_common(sought, held)
    channel.send(asker, "places found", found.astype(np.uint32))
    channel.send(asker, "masked numbers found", masked[rows])
    return found.size


def find_common(
    sought: NDArray[np.uint64], held: NDArray[np.uint64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the places in each list of what is in both, given two sorted lists.

    Parameters
    ----------
    sought : ndarray of uint64, shape (n,)
        The shorter list, ascending.
    held : ndarray of uint64, shape (m,)
        The longer, ascending.

    Returns
    -------
    places, rows : ndarray of int64, shape (h,)
        Ascending.

    Raises
    ------
    ProtocolError
        If one does not rise from each pseudonym to the next.

    Examples
    --------
    >>> places, rows = find_common(np.array([3, 5], np.uint64), np.array([1, 5, 9], np.uint64))
    >>> places.tolist(), rows.tolist()
    ([1], [1])
    """
    for labels in (sought, held):
        if (labels[1:] <= labels[:-1]).any():
            raise ProtocolError(
                "errors.pseudonym_twice",
                "need every pseudonym once in each list, got one twice: a person is listed twice; "
                "if not, run again with a new key",
            )
    rows = np.searchsorted(held, sought)
    inside = np.flatnonzero(rows < held.size)
    places = inside[held[rows[inside]] == sought[inside]]
    return places, rows[places]


def lookup_bytes(n: int, m: int, hits: int, *, item_bytes: int) -> int:
    """Return the bytes that all parties send: a key, a limit, both lists, and the hits.

    Parameters
    ----------
    n, m, hits : int
        Persons sought, persons held, and persons in both.
    item_bytes : int
        Size of a number in the ring.

    Examples
    --------
    >>> lookup_bytes(10, 1000, 3, item_bytes=1)
    9135
    """
    return KEY_BYTES + 8 + 8 * n + (8 + item_bytes) * m + (4 + item_bytes) * hits


def _pads(key: bytes, persons: NDArray[np.int64], dtype: np.dtype[Any]) -> Words:
    """Return what hides each person's number; a person occurs once, so no pad serves twice."""
    pads: Words = pseudonyms(key, persons, kind=PAD).astype(dtype)
    return pads
