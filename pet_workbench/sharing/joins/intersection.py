"""Two parties compare lists without a third: private set intersection over ristretto255.

The *asker* wants to know which persons on its list are also on the *holder*'s.  It puts every name
on a point, multiplies by a secret number a, and sends the points.  The holder multiplies them by
its own secret number b and returns them; the asker takes a off again.  What remains is the point
of the name times b, a *tag* that only the holder could have made; and the holder sends the tags of
its own list along, in random order.  Equal tags, equal persons [1]_ [2]_ [3]_.

Three variants.  *Which*: as above.  *With payload*: the holder adds something to every tag,
encrypted under a key that follows from the same point, so that the asker can read it for whom it
asked about and for nobody else.  *Size only*: the holder returns the asker's points shuffled, so
that the asker can count equal tags but not say whose they are.

Protects: the asker's list against the holder, who sees random points; of the holder's list
everybody whom the asker did not ask about.
Does not protect: the lengths of both lists.  Nor against an asker that asks about everybody: the
holder cannot see who is on the list, only how long it is, which is why it has a limit.  An asker
that multiplies every point by a *different* number learns from "size only" who is in both; nothing
here notices.  A holder that answers with another number than it should makes persons disappear.

References
----------
.. [1] C. Meadows, "A more efficient cryptographic matchmaking protocol for use in the absence of a
   continuously available third party", IEEE Symposium on Security and Privacy 1986,
   doi:10.1109/SP.1986.10022.
.. [2] B. A. Huberman, M. Franklin, T. Hogg, "Enhancing privacy and trust in electronic
   communities", ACM Conference on Electronic Commerce 1999, doi:10.1145/336992.337012.
.. [3] S. Jarecki, X. Liu, "Fast secure computation of set intersection", SCN 2010,
   doi:10.1007/978-3-642-15317-4_26.
.. [4] E. De Cristofaro, P. Gasti, G. Tsudik, "Fast and private computation of cardinality of set
   intersection and union", CANS 2012, doi:10.1007/978-3-642-35404-5_17.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Channel, Keystream, PrivacyError, ProtocolError, random_permutation
from pet_workbench.core.group import POINT_BYTES
from pet_workbench.sharing.joins.alignment import check_fits
from pet_workbench.sharing.joins.ristretto import (
    Points,
    check_points,
    inverse,
    multiply_points,
    name_points,
    secret_number,
)
from pet_workbench.sharing.joins.tags import (
    SEAL_BYTES,
    TAG_BYTES,
    check_different,
    digests_of,
    open_seal,
    seal,
    tag_of,
)


@dataclass(frozen=True)
class Hits:
    """What the asker reads.

    Attributes
    ----------
    places : ndarray of int64, shape (h,)
        Places on its own list that are on the holder's too, ascending.
    payload : ndarray of uint8, shape (h, width)
        What the holder added about them; width 0 if nothing.
    """

    places: NDArray[np.int64]
    payload: NDArray[np.uint8]


async def ask_which(
    channel: Channel, persons: NDArray[np.int64], *, holder: str, payload_bytes: int = 0
) -> Hits:
    """Play the asker: learn which persons are on both lists, and the payload about them.

    Parameters
    ----------
    channel : Channel
        Of the asker.
    persons : ndarray of int64, shape (n,)
        Person numbers, all different.
    holder : str
        Name of the other party.
    payload_bytes : int, default: 0
        Width of the payload that the holder adds; 0 for none.

    Returns
    -------
    Hits

    Raises
    ------
    ProtocolError
        If a message holds no points, or a payload was changed.
    """
    multiplier = secret_number(channel.draw_key("asker's secret number"))
    digests = await _ask(channel, persons, multiplier, holder)
    tags = await channel.receive(holder, "tags", dtype=np.uint8, shape=None)
    row_of = {tag: row for row, tag in enumerate(_rows(tags, TAG_BYTES))}
    found = [(place, row_of.get(tag_of(digest))) for place, digest in enumerate(digests)]
    hits = [(place, row) for place, row in found if row is not None]
    places = np.array([place for place, _ in hits], np.int64)
    if not payload_bytes:
        return Hits(places, np.empty((places.size, 0), np.uint8))
    width = payload_bytes + SEAL_BYTES
    sealed = await channel.receive(
        holder, "encrypted payloads", dtype=np.uint8, shape=(len(row_of), width)
    )
    opened = b"".join(open_seal(digests[place], sealed[row].tobytes()) for place, row in hits)
    return Hits(places, np.frombuffer(opened, np.uint8).reshape(-1, payload_bytes))


async def hold_which(
    channel: Channel,
    persons: NDArray[np.int64],
    *,
    asker: str,
    limit: int,
    payload: NDArray[np.uint8] | None = None,
) -> int:
    """Play the holder: answer which, and add `payload` if there is any.

    Parameters
    ----------
    channel : Channel
        Of the holder.
    persons : ndarray of int64, shape (m,)
        Person numbers, all different.
    asker : str
        Name of the other party.
    limit : int
        Longest list that is answered.
    payload : ndarray of uint8, shape (m, width), optional
        What the asker may read of each person it asked about.

    Returns
    -------
    int
        Length of the asker's list.

    Raises
    ------
    PrivacyError
        If the asker's list is longer than `limit`; nothing is answered then.
    ProtocolError
        If a message holds no points.
    ParameterError
        If a person is on the own list twice.
    """
    masked = await _receive_points(channel, asker, limit)
    multiplier = secret_number(channel.draw_key("holder's secret number"))
    channel.send(asker, "doubly masked points", multiply_points(masked, multiplier))
    digests = check_different(digests_of(name_points(persons, multiplier)))
    # A tag is as good as random, so the order of the tags says nothing about the order of the list.
    order = sorted(range(len(digests)), key=digests.__getitem__)
    _send_rows(channel, asker, "tags", [tag_of(digests[row]) for row in order])
    if payload is not None:
        sealed = [seal(digests[row], payload[row].tobytes()) for row in order]
        _send_rows(channel, asker, "encrypted payloads", sealed)
    return len(masked)


async def ask_size(channel: Channel, persons: NDArray[np.int64], *, holder: str) -> int:
    """Play the asker: learn how many persons are on both lists, and not who.

    Parameters
    ----------
    channel : Channel
        Of the asker.
    persons : ndarray of int64, shape (n,)
        Person numbers, all different.
    holder : str
        Name of the other party.

    Raises
    ------
    ProtocolError
        If a message holds no points.
    """
    multiplier = secret_number(channel.draw_key("asker's secret number"))
    digests = await _ask(channel, persons, multiplier, holder)
    tags = await channel.receive(holder, "tags", dtype=np.uint8, shape=None)
    return len(set(_rows(tags, TAG_BYTES)).intersection(map(tag_of, digests)))


async def hold_size(channel: Channel, persons: NDArray[np.int64], *, asker: str, limit: int) -> int:
    """Play the holder: answer how many, by returning the asker's points in another order.

    Parameters
    ----------
    channel, persons, asker, limit
        As in `hold_which`.

    Returns
    -------
    int
        Length of the asker's list.

    Raises
    ------
    PrivacyError
        If the asker's list is longer than the limit; nothing is answered then.
    ProtocolError
        If a message holds no points, or one point twice: the order would then not hide whose.
    """
    masked = await _receive_points(channel, asker, limit)
    if len(np.unique(masked, axis=0)) < len(masked):
        raise ProtocolError(
            "errors.point_twice",
            "need every point of '{step}' once, got one twice: counting it twice would tell whose "
            "it is",
            step="masked points",
        )
    multiplier = secret_number(channel.draw_key("holder's secret number"))
    order = random_permutation(Keystream(channel.draw_key("shuffle key")), len(masked))
    channel.send(asker, "doubly masked points", multiply_points(masked[order], multiplier))
    digests = check_different(digests_of(name_points(persons, multiplier)))
    _send_rows(channel, asker, "tags", sorted(map(tag_of, digests)))
    return len(masked)


def exchange_bytes(n: int, m: int, *, payload_bytes: int = 0) -> int:
    """Return the bytes that both parties send: two points per asked person, a tag per held one.

    Parameters
    ----------
    n, m : int
        Persons on the asker's and on the holder's list.
    payload_bytes : int, default: 0
        Width of the payload, if there is any.

    Examples
    --------
    >>> exchange_bytes(10, 1000)
    16640
    """
    sealed = payload_bytes + SEAL_BYTES if payload_bytes else 0
    return 2 * POINT_BYTES * n + (TAG_BYTES + sealed) * m


async def _ask(
    channel: Channel, persons: NDArray[np.int64], multiplier: bytes, holder: str
) -> list[bytes]:
    """Send the masked points, and return what the holder made of them with our number taken off."""
    channel.send(holder, "masked points", name_points(persons, multiplier))
    shape = (persons.size, POINT_BYTES)
    answer = await channel.receive(holder, "doubly masked points", dtype=np.uint8, shape=shape)
    check_points(answer, step="doubly masked points")
    return digests_of(multiply_points(answer, inverse(multiplier)))


async def _receive_points(channel: Channel, asker: str, limit: int) -> Points:
    """Receive the asker's points, checked, and refuse a list that is too long."""
    received = await channel.receive(asker, "masked points", dtype=np.uint8, shape=None)
    check_limit(-(-received.size // POINT_BYTES), limit, party=asker)
    check_fits("masked points", received.size % POINT_BYTES == 0)
    return check_points(received.reshape(-1, POINT_BYTES), step="masked points")


def check_limit(length: int, limit: int, *, party: str) -> None:
    """Refuse a list of more than `limit` persons: who asks about everybody learns everything.

    Parameters
    ----------
    length, limit : int
        Persons on the list, and how many there may be.
    party : str
        Whose list it is.

    Raises
    ------
    PrivacyError
        If it is longer.
    """
    if length > limit:
        raise PrivacyError(
            "errors.list_limit",
            "need a list of at most {limit} persons from {party}, got {length}: nothing was "
            "answered",
            limit=limit,
            party=party,
            length=length,
        )


def _rows(values: NDArray[np.uint8], width: int) -> list[bytes]:
    """Cut a message into pieces of `width` bytes; what does not fill a piece matches nothing."""
    raw = values.tobytes()
    return [raw[start : start + width] for start in range(0, len(raw), width)]


def _send_rows(channel: Channel, receiver: str, step: str, rows: list[bytes]) -> None:
    """Send byte strings of one length as one message."""
    channel.send(receiver, step, np.frombuffer(b"".join(rows), np.uint8))
