"""A handful of secret whole numbers of up to 256 bits, to multiply and compare without rounding.

Test statistics multiply counts and sums until they no longer fit in a machine's word.  Here a
number is a Python integer modulo ``2**256``, with the three parts and the messages of
`pet_workbench.sharing.replicated` [1]_.  That is slow per number, and does not matter for ten.

Protects: the numbers, against any single party that follows the protocol.
Does not protect: against two parties together.  Numbers that outgrow the ring come out wrong.

References
----------
.. [1] T. Araki, J. Furukawa, Y. Lindell, A. Nof, K. Ohara, "High-throughput semi-honest secure
   three-party computation with an honest majority", CCS 2016, doi:10.1145/2976749.2978331.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Keystream, ParameterError
from pet_workbench.sharing.boolean import and_words
from pet_workbench.sharing.comparison import combine_pairs
from pet_workbench.sharing.replicated import N_COMPUTERS, Computer, Share

Bytes = NDArray[np.uint8]
WIDE_BITS = 256
WIDE_BYTES = WIDE_BITS // 8
_MODULUS = 1 << WIDE_BITS


@dataclass(frozen=True, slots=True)
class Wide:
    """What party i holds of some wide secrets: their parts x_i and x_{i+1}; sums are local."""

    own: tuple[int, ...]
    next: tuple[int, ...]

    def __add__(self, other: "Wide") -> "Wide":
        """Add item by item."""
        return Wide(_added(self.own, other.own, 1), _added(self.next, other.next, 1))

    def __sub__(self, other: "Wide") -> "Wide":
        """Subtract item by item."""
        return Wide(_added(self.own, other.own, -1), _added(self.next, other.next, -1))

    def __mul__(self, factor: int) -> "Wide":
        """Multiply by a number that everybody knows."""
        zeros = (0,) * len(self.own)
        return Wide(_added(zeros, self.own, factor), _added(zeros, self.next, factor))

    def at(self, *places: int) -> "Wide":
        """Return the secrets at these places, in this order."""
        return Wide(tuple(self.own[i] for i in places), tuple(self.next[i] for i in places))


def joined(parts: Iterable[Wide]) -> Wide:
    """Put all `parts` one after the other."""
    rows = list(parts)
    return Wide(tuple(v for p in rows for v in p.own), tuple(v for p in rows for v in p.next))


def plus_public(computer: Computer, x: Wide, constant: int) -> Wide:
    """Add a `constant` that everybody knows to each secret: it goes into part 1."""
    constants = (constant,) * len(x.own)
    if computer.number == 1:
        return Wide(_added(x.own, constants, 1), x.next)
    return Wide(x.own, _added(x.next, constants, 1)) if computer.number == N_COMPUTERS else x


async def wide_by_computer(
    computer: Computer, step: str, *, owner: int, n: int, values: Sequence[int] | None
) -> Wide:
    """Share the n whole numbers that computing party `owner` knows; one message of n numbers.

    Parameters
    ----------
    computer : Computer
        This party.
    step : str
        What the values are, for the transcript.
    owner : int
        Number of the party that knows them.
    n : int
        How many.
    values : sequence of int or None
        The values at the owner, None at the others.

    Raises
    ------
    ParameterError
        At the owner, if a value needs more than half of the ring.
    """
    if computer.number == owner:
        mask = _random(computer.next_stream, n)
        masked = _added([_checked(value) for value in values or ()], mask, -1)
        computer.channel.send(computer.name_after(2), step, _to_bytes(masked))
        return Wide(masked, mask)
    if computer.number == owner % N_COMPUTERS + 1:
        return Wide(_random(computer.own_stream, n), (0,) * n)
    received = await computer.channel.receive(
        computer.name_after(1), step, dtype=np.uint8, shape=n * WIDE_BYTES
    )
    return Wide((0,) * n, _from_bytes(received))


async def multiply_wide(
    computer: Computer, x: Wide, y: Wide, *, step: str = "wide product"
) -> Wide:
    """Multiply item by item; each party sends one number per item."""
    zeros = zip(
        _random(computer.own_stream, len(x.own)),
        _random(computer.next_stream, len(x.own)),
        strict=True,
    )
    product = tuple(
        (a * (b + b_next) + a_next * b + zero - zero_next) % _MODULUS
        for a, a_next, b, b_next, (zero, zero_next) in zip(
            x.own, x.next, y.own, y.next, zeros, strict=True
        )
    )
    computer.channel.send(computer.name_after(2), step, _to_bytes(product))
    received = await computer.channel.receive(
        computer.name_after(1), step, dtype=np.uint8, shape=len(product) * WIDE_BYTES
    )
    return Wide(product, _from_bytes(received))


async def negative_wide(computer: Computer, x: Wide) -> Share:
    """Return whether each number is negative, as secret bits: the lowest of one byte per number.

    The carry into the top bit of m + x3, as in `pet_workbench.sharing.comparison`.

    Parameters
    ----------
    x : Wide
        Of n numbers with ``-2**255 <= number < 2**255``.

    Returns
    -------
    Share
        Of n bytes, combined by exclusive or.
    """
    known, third = await _planes(computer, x)
    both = await and_words(
        computer, Share(known.own[:-1], known.next[:-1]), Share(third.own[:-1], third.next[:-1])
    )
    either = Share(known.own ^ third.own, known.next ^ third.next)
    top = Share(either.own[-1], either.next[-1])
    either = Share(either.own[:-1], either.next[:-1])
    while len(both.own) > 1:
        both, either = await combine_pairs(computer, both, either)
    return Share(both.own[0] ^ top.own, both.next[0] ^ top.next)


async def _planes(computer: Computer, x: Wide) -> tuple[Share, Share]:
    """Share the bit planes of m, which party 1 knows, and of x3, which parties 2 and 3 know."""
    shape = (WIDE_BITS, len(x.own))
    nothing = np.zeros(shape, np.uint8)
    if computer.number == 1:
        mask = computer.next_stream.integers(shape, np.uint8)
        masked = _to_planes(_added(x.own, x.next, 1)) ^ mask
        computer.channel.send(computer.names[2], "masked planes", masked)
        return Share(masked, mask), Share(nothing, nothing)
    third = _to_planes(x.next if computer.number == 2 else x.own)
    if computer.number == 2:
        mask = computer.own_stream.integers(shape, np.uint8)
        return Share(mask, nothing), Share(nothing, third)
    masked = await computer.channel.receive(
        computer.names[0], "masked planes", dtype=np.uint8, shape=shape
    )
    return Share(nothing, masked), Share(third, nothing)


def _to_planes(values: Sequence[int]) -> Bytes:
    """Return bit j of number i as the number 0 or 1 in row j, column i."""
    by_number = _to_bytes(values).reshape(len(values), WIDE_BYTES)
    return np.ascontiguousarray(np.unpackbits(by_number, axis=1, bitorder="little").T)


def _added(x: Sequence[int], y: Sequence[int], factor: int) -> tuple[int, ...]:
    """Return ``x + factor * y`` in the ring."""
    return tuple((a + factor * b) % _MODULUS for a, b in zip(x, y, strict=True))


def _random(stream: Keystream, n: int) -> tuple[int, ...]:
    """Read n uniform numbers of the ring."""
    return _from_bytes(stream.integers(n * WIDE_BYTES, np.uint8))


def _to_bytes(values: Sequence[int]) -> Bytes:
    """Write numbers as bytes, low ones first."""
    return np.frombuffer(b"".join(v.to_bytes(WIDE_BYTES, "little") for v in values), np.uint8)


def _from_bytes(payload: Bytes) -> tuple[int, ...]:
    """Read numbers from bytes."""
    raw = payload.tobytes()
    return tuple(
        int.from_bytes(raw[at : at + WIDE_BYTES], "little") for at in range(0, len(raw), WIDE_BYTES)
    )


def _checked(value: int) -> int:
    """Return a number of the ring that keeps its sign, or refuse it."""
    if not -_MODULUS // 2 <= value < _MODULUS // 2:
        raise ParameterError(
            "errors.outside_wide_ring",
            "need numbers of fewer than {bits} bits, got {value}",
            bits=WIDE_BITS,
            value=value,
        )
    return value
