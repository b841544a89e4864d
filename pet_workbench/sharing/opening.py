"""Reveal shared secrets: to one computing party, to all three, or to a reader who does not compute.

Whoever lacks a part gets it from one of its two holders, and its hash from the other.

Protects: against one party that wants to make another read a wrong value, and against a changed
message.
Does not protect: against numbers that were already wrong before they were opened, and never what is
opened itself.  Two parties that agree on a wrong part are believed.

References
----------
.. [1] J. Furukawa, Y. Lindell, A. Nof, O. Weinstein, "High-throughput secure three-party
   computation for malicious adversaries and an honest majority", EUROCRYPT 2017,
   doi:10.1007/978-3-319-56614-6_8, section 2 (reconstruction).
"""

import hashlib
from collections.abc import Sequence
from functools import reduce
from typing import Any

import numpy as np

from pet_workbench.core import Channel, ProtocolError
from pet_workbench.sharing.replicated import N_COMPUTERS, Computer, Share
from pet_workbench.sharing.ring import Words

HASH_BYTES = 32


async def open_to(
    computer: Computer, x: Share, *, receiver: int, step: str, bits: bool = False
) -> Words | None:
    """Reveal a shared vector to one party only: n words and one hash.

    The receiver w lacks x_{w-1}.  Party w - 1 sends it; party w + 1, who holds it too, sends its
    hash, so that one party alone cannot make the receiver read a wrong value.

    Parameters
    ----------
    computer : Computer
        This party.
    x : Share
        Of n secrets.
    receiver : int
        Number of the party that may read it.
    step : str
        What is opened, for the transcript.
    bits : bool, default: False
        Whether the parts add up by exclusive or.

    Returns
    -------
    ndarray of shape (n,), or None at the other parties

    Raises
    ------
    ProtocolError
        If value and hash disagree: one of the two senders is wrong, and the value is not used.
    """
    if computer.number == receiver:
        return await _receive_checked(computer, x, step, bits)
    if computer.number == receiver % N_COMPUTERS + 1:
        computer.channel.send(computer.name_after(2), f"{step} hash", _hash(x.next))
    else:
        computer.channel.send(computer.name_after(1), step, x.own)
    return None


async def open_to_all(computer: Computer, x: Share, *, step: str, bits: bool = False) -> Words:
    """Reveal a shared vector to all three parties, each checked as in `open_to`.

    Parameters
    ----------
    computer : Computer
        This party.
    x : Share
        Of n secrets.
    step : str
        What is opened, for the transcript.
    bits : bool, default: False
        Whether the parts add up by exclusive or.

    Raises
    ------
    ProtocolError
        If a value and its hash disagree.
    """
    computer.channel.send(computer.name_after(1), step, x.own)
    computer.channel.send(computer.name_after(2), f"{step} hash", _hash(x.next))
    return await _receive_checked(computer, x, step, bits)


def reveal(computer: Computer, x: Share, *, reader: str, step: str) -> None:
    """Send this party's part of a shared vector to a reader who does not compute.

    Party i sends the part x_i and the hash of x_{i+1}: 3 n words and three hashes in all.  The
    reader calls `read_revealed`.  It sees the parts and not only what they add up to: of numbers
    that were dealt, multiplied or compared, the parts say nothing more.  But parts that everybody
    knows (zeros in the place of what an owner did not deal), and sums with them, say where they
    came from: give those `fresh_parts` first.

    Parameters
    ----------
    computer : Computer
        This party.
    x : Share
        Of n secrets; how the parts add up is the reader's affair.
    reader : str
        Name of the party that may read it.
    step : str
        What is opened, for the transcript.
    """
    computer.channel.send(reader, step, x.own)
    computer.channel.send(reader, f"{step} hash", _hash(x.next))


async def fresh_parts(computer: Computer, bits: Share, *, step: str = "fresh parts") -> Share:
    """Return the same packed secret bits in new random parts; each party sends them once.

    Parameters
    ----------
    computer : Computer
        This party.
    bits : Share
        Words of bits, combined by exclusive or.
    step : str, default: "fresh parts"
        What they are, for the transcript.

    Returns
    -------
    Share
        Whose parts say nothing about the old ones to whoever holds no part.
    """
    own = bits.own.copy()
    computer.own_stream.xor_into(own)
    computer.next_stream.xor_into(own)
    computer.channel.send(computer.name_after(2), step, own)
    received = await computer.channel.receive(
        computer.name_after(1), step, dtype=own.dtype, shape=own.shape
    )
    return Share(own, received)


async def read_revealed(
    channel: Channel,
    names: Sequence[str],
    step: str,
    *,
    n: int | None,
    dtype: np.dtype[Any],
    bits: bool = False,
) -> Words:
    """Read, as a party that does not compute, what the three computing parties `reveal`.

    Parameters
    ----------
    channel : Channel
        Of the reader.
    names : sequence of str
        The three computing parties, in the order of their numbers.
    step : str
        As at the computing parties.
    n : int or None
        How many values; None takes as many as come, the same from all three.
    dtype : numpy.dtype
        Their ring.
    bits : bool, default: False
        Whether the parts add up by exclusive or.

    Returns
    -------
    ndarray of `dtype`, shape (n,)

    Raises
    ------
    ProtocolError
        If a part and its hash disagree, or parts differ in length: one sender is wrong, and the
        value is not used.
    """
    parts: list[Words] = []
    hashes: list[Words] = []
    for name in names:
        length = n if not parts else parts[0].size
        parts.append(await channel.receive(name, step, dtype=dtype, shape=length))
        hashes.append(await channel.receive(name, f"{step} hash", dtype=np.uint8, shape=HASH_BYTES))
    for part, seen in zip((*parts[1:], parts[0]), hashes, strict=True):
        _check_hash(part, seen, step)
    combine = np.bitwise_xor if bits else np.add
    opened: Words = reduce(combine, parts)
    return opened


async def _receive_checked(computer: Computer, x: Share, step: str, bits: bool) -> Words:
    """Receive the part of a share that this party lacks, check it by its hash, and combine."""
    missing = await computer.channel.receive(
        computer.name_after(2), step, dtype=x.own.dtype, shape=x.own.shape
    )
    seen = await computer.channel.receive(
        computer.name_after(1), f"{step} hash", dtype=np.uint8, shape=HASH_BYTES
    )
    _check_hash(missing, seen, step)
    opened: Words = x.own ^ x.next ^ missing if bits else x.own + x.next + missing
    return opened


def _check_hash(part: Words, seen: Words, step: str) -> None:
    """Refuse a part whose other holder sent another hash."""
    if not np.array_equal(_hash(part), seen):
        raise ProtocolError(
            "errors.opening_mismatch",
            "the two holders of a share of '{step}' disagree: one of them, or a link, changed it; "
            "the value is not used",
            step=step,
        )


def _hash(values: Words) -> Words:
    """Return the SHA-256 of a vector as 32 bytes."""
    return np.frombuffer(hashlib.sha256(np.ascontiguousarray(values).data).digest(), np.uint8)
