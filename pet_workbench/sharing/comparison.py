"""Compare secrets: is a number negative, below a public number, below another secret.

The answer is the top bit of x (or of x - y) and stays secret.  Party 1 knows the sum m of two
parts of x, parties 2 and 3 know the third, x3; so only *one* addition, m + x3, has to be done on
shared bits, and of that only the carry into the top bit.  The carries combine pairwise, in a tree
[1]_ [2]_.
Numbers are worked on bit plane by bit plane, see `pet_workbench.sharing.bits`.

Protects: the numbers and the answer, as `pet_workbench.sharing.replicated` does.
Does not protect: when numbers are larger than declared; then the answer is wrong, which is why
sizes are checked where values enter.

References
----------
.. [1] P. Mohassel, P. Rindal, "ABY3: a mixed protocol framework for machine learning", CCS 2018,
   doi:10.1145/3243734.3243760.
.. [2] P. M. Kogge, H. S. Stone, "A parallel algorithm for the efficient solution of a general class
   of recurrence equations", IEEE Trans. Computers C-22(8), 1973, doi:10.1109/TC.1973.5009159.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from pet_workbench.core import ParameterError
from pet_workbench.sharing.bits import to_planes, unpack
from pet_workbench.sharing.opening import open_to
from pet_workbench.sharing.replicated import Computer, Share, add_public, subtract
from pet_workbench.sharing.ring import Words, check_declared, ring_bits

CHUNK = 1 << 15
"""Numbers compared at a time: their bit planes fit in a core's own cache."""


@dataclass(frozen=True, slots=True)
class SharedBits:
    """One party's share of a vector of secret bits, packed chunk by chunk.

    Attributes
    ----------
    chunks : tuple of Share
        Packed words; the parts combine by exclusive or.
    n : int
        Number of bits; the last chunk may hold some more, which mean nothing.
    """

    chunks: tuple[Share, ...]
    n: int


async def sign_bits(computer: Computer, x: Share) -> SharedBits:
    """Return whether each number is negative, as secret bits.

    Parameters
    ----------
    x : Share
        Of n numbers with ``-2**(bits - 1) <= number < 2**(bits - 1)``.

    Returns
    -------
    SharedBits
    """
    parts = list(chunks_of(x))
    lanes = computer.lanes(len(parts))
    chunks = await computer.side_by_side(
        [_top_bit(lane, part) for lane, part in zip(lanes, parts, strict=True)]
    )
    computer.join(lanes)
    return SharedBits(tuple(chunks), x.own.size)


async def less_than(computer: Computer, x: Share, y: Share, *, declared_bits: int) -> SharedBits:
    """Return whether each x is below its y, as secret bits.

    Parameters
    ----------
    x, y : Share
        Of n numbers each with ``0 <= number < 2**declared_bits``.
    declared_bits : int
        At most the size of the ring less one.

    Raises
    ------
    ParameterError
        If the ring is too small for the declared size.
    """
    _check_declared(declared_bits, x.own.dtype)
    return await sign_bits(computer, subtract(x, y))


async def less_than_public(
    computer: Computer, x: Share, threshold: int, *, declared_bits: int
) -> SharedBits:
    """Return whether each number is below a threshold that everybody knows, as secret bits.

    Parameters
    ----------
    computer : Computer
        This party.
    x : Share
        Of n numbers each with ``0 <= number < 2**declared_bits``.
    threshold : int
        At most ``2**declared_bits``.
    declared_bits : int
        At most the size of the ring less one.

    Raises
    ------
    ParameterError
        If the ring is too small for the declared size, or the threshold lies beyond it or is not
        whole.
    """
    _check_declared(declared_bits, x.own.dtype)
    whole = isinstance(threshold, int | np.integer)
    if not (whole and 0 <= threshold <= 1 << declared_bits):
        raise ParameterError(
            "errors.threshold_beyond_bits",
            "need a whole threshold from 0 to 2**{declared_bits}, the declared size, got "
            "{threshold}",
            declared_bits=declared_bits,
            threshold=threshold,
        )
    constant = np.array(-int(threshold) % (1 << ring_bits(x.own.dtype)), x.own.dtype)
    return await sign_bits(computer, add_public(computer, x, constant))


async def open_bits(
    computer: Computer, bits: SharedBits, *, receiver: int, step: str
) -> np.ndarray[Any, np.dtype[np.bool_]] | None:
    """Reveal secret bits to one party only, an eighth of a byte each.

    Parameters
    ----------
    computer : Computer
        This party.
    bits : SharedBits
        Of n bits.
    receiver : int
        Number of the party that may read them.
    step : str
        What is opened, for the transcript.

    Returns
    -------
    ndarray of bool, shape (n,), or None at the other parties
    """
    packed = Share(
        np.concatenate([c.own for c in bits.chunks]), np.concatenate([c.next for c in bits.chunks])
    )
    opened = await open_to(computer, packed, receiver=receiver, step=step, bits=True)
    if opened is None:
        return None
    ends = np.cumsum([c.own.size for c in bits.chunks])[:-1]
    planes = np.split(opened, ends)
    return np.concatenate([unpack(plane, np.dtype(np.bool_)) for plane in planes])[: bits.n]


def comparison_bytes(n: int, *, bits: int) -> int:
    """Return the bytes that all parties send for `n` comparisons in a ring of `bits` bits.

    Without opening: one message of all planes, two of all but the top plane, and three words per
    gate of the tree.
    """
    planes, gates = bits - 1, 0
    while planes > 1:
        pairs = planes // 2
        gates += 2 * pairs - 1
        planes -= pairs
    padded = -(-n // bits) * bits
    return padded * (bits + 2 * (bits - 1) + 3 * gates) // 8


def _check_declared(declared_bits: int, dtype: np.dtype[Any]) -> None:
    """Refuse numbers whose difference would not fit in the ring."""
    bits = ring_bits(dtype)
    check_declared(declared_bits, bits=bits, limit=bits - 1)


def chunks_of(x: Share) -> Iterator[Share]:
    """Cut a shared vector in chunks; fill the last with zeros up to a whole number of words."""
    width, n = ring_bits(x.own.dtype), x.own.size
    for start in range(0, max(n, 1), CHUNK):
        part = Share(x.own[start : start + CHUNK], x.next[start : start + CHUNK])
        short = -part.own.size % width
        yield Share(*(np.pad(p, (0, short)) for p in part)) if short else part


async def _top_bit(computer: Computer, x: Share) -> Share:
    """Return the top bit of each number of one chunk, as one packed plane."""
    propagate, generate = await _share_planes(computer, x)
    top = Share(propagate.own[-1], propagate.next[-1])
    propagate = Share(propagate.own[:-1], propagate.next[:-1])
    while len(generate.own) > 1:
        generate, propagate = await combine_pairs(computer, generate, propagate)
    return Share(generate.own[0] ^ top.own, generate.next[0] ^ top.next)


async def _share_planes(computer: Computer, x: Share) -> tuple[Share, Share]:
    """Share, plane by plane, m xor x3 and m and x3, where m + x3 is the secret number.

    Party 1 masks the planes of m with keystream that party 2 has too and sends them to party 3:
    that shares "m xor x3".  For "m and x3", parties 2 and 3 each send party 1 their half, masked
    with keystream that only the two of them have.
    """
    if computer.number == 1:
        return await _planes_at_first(computer, x)
    third = x.next if computer.number == 2 else x.own
    planes = to_planes(third.copy())
    if computer.number == 2:
        other = computer.own_stream.integers(planes.shape, planes.dtype)
        stream = computer.next_stream
    else:
        other = await computer.channel.receive(
            computer.names[0], "masked planes", dtype=planes.dtype, shape=planes.shape
        )
        stream = computer.own_stream
    half = other[:-1] & planes[:-1]
    masks = stream.integers((2, *half.shape), half.dtype)
    both = masks[0] ^ masks[1]
    half ^= masks[0] if computer.number == 2 else masks[1]
    computer.channel.send(computer.names[0], "carry half", half)
    if computer.number == 2:
        return Share(other, planes), Share(half, both)
    return Share(planes, other), Share(both, half)


async def _planes_at_first(computer: Computer, x: Share) -> tuple[Share, Share]:
    """Do party 1's part of `_share_planes`."""
    planes = to_planes(x.own + x.next)
    mask = computer.next_stream.integers(planes.shape, planes.dtype)
    planes ^= mask
    computer.channel.send(computer.names[2], "masked planes", planes)
    shape = (len(planes) - 1, planes.shape[1])
    halves = [
        await computer.channel.receive(name, "carry half", dtype=planes.dtype, shape=shape)
        for name in (computer.names[2], computer.names[1])
    ]
    return Share(planes, mask), Share(halves[0], halves[1])


async def combine_pairs(
    computer: Computer, generate: Share, propagate: Share
) -> tuple[Share, Share]:
    """Combine neighbouring planes (low, high) into one: half as many are left.

    A pair generates a carry if its high plane does, or propagates the one its low plane generates;
    it propagates if both do.  The lowest plane never has a carry to propagate: its row stays unset.
    """
    planes, words = generate.own.shape
    pairs = planes // 2
    low, high = slice(0, 2 * pairs, 2), slice(1, 2 * pairs, 2)
    products = np.empty((2 * pairs - 1, words), generate.own.dtype)
    _and_locally(propagate, high, generate, low, products[:pairs])
    _and_locally(
        propagate, slice(3, 2 * pairs, 2), propagate, slice(2, 2 * pairs, 2), products[pairs:]
    )
    computer.own_stream.xor_into(products)
    computer.next_stream.xor_into(products)
    computer.channel.send(computer.name_after(2), "carry", products)
    received = await computer.channel.receive(
        computer.name_after(1), "carry", dtype=products.dtype, shape=products.shape
    )
    both = [
        _next_level(g, p, mine, pairs)
        for g, p, mine in zip(generate, propagate, (products, received), strict=True)
    ]
    return Share(both[0][0], both[1][0]), Share(both[0][1], both[1][1])


def _and_locally(x: Share, rows: slice, y: Share, other: slice, out: Words) -> None:
    """Write this party's part of "x and y" on the given planes to `out`."""
    np.bitwise_xor(y.own[other], y.next[other], out=out)
    np.bitwise_and(out, x.own[rows], out=out)
    np.bitwise_xor(out, x.next[rows] & y.own[other], out=out)


def _next_level(
    generate: Words, propagate: Words, products: Words, pairs: int
) -> tuple[Words, Words]:
    """Lay out the planes of the next level from one part of this level and of its products."""
    left = len(generate) - pairs
    new_generate = np.empty((left, generate.shape[1]), generate.dtype)
    new_propagate = np.empty_like(new_generate)
    np.bitwise_xor(products[:pairs], generate[1 : 2 * pairs : 2], out=new_generate[:pairs])
    new_propagate[1:pairs] = products[pairs:]
    if left > pairs:
        new_generate[-1] = generate[-1]
        new_propagate[-1] = propagate[-1]
    return new_generate, new_propagate
