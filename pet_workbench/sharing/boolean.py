"""Combine secret bits (and, or, xor, not), and ask whether secrets are equal.

Equality is a test for zero: ``x - y = 0``.  Party 1 knows the sum m of two parts of a secret,
parties 2 and 3 know the third, x3, and ``m + x3 = 0`` exactly if every bit of m differs from that
of ``x3 - 1``.  So one message shares those differences, and a tree of "and" gates, half as many
every round, tells whether all of them are one [1]_.

Protects: the bits and the answers, as `pet_workbench.sharing.replicated` does.
Does not protect: when numbers are larger than declared; then different ones may seem equal.

References
----------
.. [1] P. Mohassel, P. Rindal, "ABY3: a mixed protocol framework for machine learning", CCS 2018,
   doi:10.1145/3243734.3243760, section 5 (mixed sharing).
"""

from collections.abc import Callable, Sequence

import numpy as np

from pet_workbench.core import ParameterError
from pet_workbench.sharing.bits import to_planes
from pet_workbench.sharing.comparison import SharedBits, chunks_of
from pet_workbench.sharing.replicated import N_COMPUTERS, Computer, Share, add_public, subtract
from pet_workbench.sharing.ring import Words, check_declared, ring_bits


def xor_bits(x: SharedBits, y: SharedBits) -> SharedBits:
    """Return for each place whether just one of both bits is set; nothing is sent.

    Raises
    ------
    ParameterError
        If they are not laid out alike.
    """
    check_alike((x, y))
    return _chunk_by_chunk(_xor, x, y)


def not_bits(computer: Computer, x: SharedBits) -> SharedBits:
    """Turn every bit around; nothing is sent.  What fills up the last word is turned as well."""
    return _chunk_by_chunk(lambda chunk: _turn(computer, chunk), x)


async def and_bits(computer: Computer, x: SharedBits, y: SharedBits) -> SharedBits:
    """Return for each place whether both bits are set; each party sends one bit per place.

    Raises
    ------
    ParameterError
        If they are not laid out alike.
    """
    check_alike((x, y))
    lanes = computer.lanes(len(x.chunks))
    chunks = await computer.side_by_side(
        [and_words(lane, a, b) for lane, a, b in zip(lanes, x.chunks, y.chunks, strict=True)]
    )
    computer.join(lanes)
    return SharedBits(tuple(chunks), x.n)


async def or_bits(computer: Computer, x: SharedBits, y: SharedBits) -> SharedBits:
    """Return for each place whether at least one bit is set; as dear as `and_bits`.

    Raises
    ------
    ParameterError
        If they are not laid out alike.
    """
    return xor_bits(xor_bits(x, y), await and_bits(computer, x, y))


async def is_zero(computer: Computer, x: Share, *, declared_bits: int | None = None) -> SharedBits:
    """Return whether each number is zero, as secret bits.

    Parameters
    ----------
    x : Share
        Of n numbers with ``abs(number) < 2**declared_bits``.
    declared_bits : int, optional
        By default the size of the ring; fewer bits cost proportionally less.

    Returns
    -------
    SharedBits

    Raises
    ------
    ParameterError
        If the ring has fewer bits than declared.
    """
    bits = ring_bits(x.own.dtype)
    used = bits if declared_bits is None else declared_bits
    check_declared(used, bits=bits, limit=bits)
    parts = list(chunks_of(x))
    lanes = computer.lanes(len(parts))
    chunks = await computer.side_by_side(
        [_all_differ(lane, part, used) for lane, part in zip(lanes, parts, strict=True)]
    )
    computer.join(lanes)
    return SharedBits(tuple(chunks), x.own.size)


async def equal(
    computer: Computer, x: Share, y: Share, *, declared_bits: int | None = None
) -> SharedBits:
    """Return whether each x is its y, as secret bits.

    Parameters
    ----------
    x, y : Share
        Of n numbers each with ``0 <= number < 2**declared_bits``.
    declared_bits : int, optional
        By default the size of the ring.

    Raises
    ------
    ParameterError
        If the ring has fewer bits than declared.
    """
    return await is_zero(computer, subtract(x, y), declared_bits=declared_bits)


async def equal_public(
    computer: Computer, x: Share, value: int, *, declared_bits: int | None = None
) -> SharedBits:
    """Return whether each number is `value`, which everybody knows, as secret bits.

    Parameters
    ----------
    computer : Computer
        This party.
    x : Share
        Of n numbers each with ``0 <= number < 2**declared_bits``.
    value : int
        Of the same size.
    declared_bits : int, optional
        By default the size of the ring.

    Raises
    ------
    ParameterError
        If the ring has fewer bits than declared, or the value has more.
    """
    bits = ring_bits(x.own.dtype)
    size = bits if declared_bits is None else declared_bits
    if not (isinstance(value, int | np.integer) and 0 <= value < 1 << size):
        raise ParameterError(
            "errors.value_beyond_bits",
            "need a whole value from 0 and below 2**{declared_bits}, the declared size, got "
            "{value}",
            declared_bits=size,
            value=value,
        )
    constant = np.array(-int(value) % (1 << bits), x.own.dtype)
    moved = add_public(computer, x, constant)
    return await is_zero(computer, moved, declared_bits=declared_bits)


def zero_test_bytes(n: int, *, bits: int, declared_bits: int | None = None) -> int:
    """Return the bytes that all parties send to test numbers for zero, without opening.

    One message of all declared planes, and three words per gate of the tree, which has one gate
    fewer than there are planes.

    Parameters
    ----------
    n : int
        How many numbers.
    bits : int
        Size of the ring.
    declared_bits : int, optional
        By default the size of the ring.
    """
    planes = bits if declared_bits is None else declared_bits
    padded = -(-n // bits) * bits
    return padded * (planes + 3 * (planes - 1)) // 8


async def and_words(computer: Computer, x: Share, y: Share, *, step: str = "and") -> Share:
    """Combine packed words of secret bits by "and"; each party sends one word per word."""
    product = x.own & (y.own ^ y.next)
    product ^= x.next & y.own
    computer.own_stream.xor_into(product)
    computer.next_stream.xor_into(product)
    computer.channel.send(computer.name_after(2), step, product)
    received = await computer.channel.receive(
        computer.name_after(1), step, dtype=product.dtype, shape=product.shape
    )
    return Share(product, received)


async def all_planes(computer: Computer, planes: Share) -> Share:
    """Combine planes of secret bits by "and" into one, pairwise, in as few rounds as possible.

    Parameters
    ----------
    planes : Share
        Shape (n_planes, n_words), combined by exclusive or.

    Returns
    -------
    Share
        Shape (n_words,).
    """
    while len(planes.own) > 1:
        half = len(planes.own) // 2
        both = await and_words(
            computer,
            Share(planes.own[:half], planes.next[:half]),
            Share(planes.own[half : 2 * half], planes.next[half : 2 * half]),
        )
        planes = Share(
            np.concatenate((both.own, planes.own[2 * half :])),
            np.concatenate((both.next, planes.next[2 * half :])),
        )
    return Share(planes.own[0], planes.next[0])


async def _all_differ(computer: Computer, x: Share, used: int) -> Share:
    """Return in one plane whether m and x3 - 1 differ in every bit: whether a number is zero."""
    return await all_planes(computer, await _share_differences(computer, x, used))


async def _share_differences(computer: Computer, x: Share, used: int) -> Share:
    """Share, plane by plane, m xor (x3 - 1); all planes are ones if the number m + x3 is zero."""
    if computer.number == 1:
        planes = to_planes(x.own + x.next)[:used]
        mask = computer.next_stream.integers(planes.shape, planes.dtype)
        masked = planes ^ mask
        computer.channel.send(computer.names[2], "masked planes", masked)
        return Share(masked, mask)
    third = x.next if computer.number == 2 else x.own
    planes = to_planes(third - third.dtype.type(1))[:used]
    if computer.number == 2:
        return Share(computer.own_stream.integers(planes.shape, planes.dtype), planes)
    masked = await computer.channel.receive(
        computer.names[0], "masked planes", dtype=planes.dtype, shape=planes.shape
    )
    return Share(planes, masked)


def _xor(x: Share, y: Share) -> Share:
    """Combine packed words by exclusive or."""
    return Share(x.own ^ y.own, x.next ^ y.next)


def _turn(computer: Computer, x: Share) -> Share:
    """Turn all bits of packed words around: the ones go into part 1."""
    if computer.number == 1:
        return Share(~x.own, x.next)
    return Share(x.own, ~x.next) if computer.number == N_COMPUTERS else x


def _chunk_by_chunk(operation: Callable[..., Share], *operands: SharedBits) -> SharedBits:
    """Do a local operation on every chunk."""
    rows: Sequence[tuple[Share, ...]] = list(zip(*(x.chunks for x in operands), strict=True))
    return SharedBits(tuple(operation(*row) for row in rows), operands[0].n)


def _layout(x: SharedBits) -> tuple[int, list[tuple[int, str]]]:
    """Return what two vectors of bits must have in common to be combined."""

    def words(chunk: Words) -> tuple[int, str]:
        return chunk.size, chunk.dtype.str

    return x.n, [words(chunk.own) for chunk in x.chunks]


def check_alike(vectors: Sequence[SharedBits]) -> None:
    """Refuse to combine bits of vectors of another length or from another ring.

    Parameters
    ----------
    vectors : sequence of SharedBits
        At least one.

    Raises
    ------
    ParameterError
        If they are not laid out alike.
    """
    if any(_layout(one) != _layout(vectors[0]) for one in vectors[1:]):
        raise ParameterError(
            "errors.bits_not_alike",
            "need vectors of bits of one length, from rings of one size, got {sizes} bits",
            sizes=", ".join(str(one.n) for one in vectors),
        )
