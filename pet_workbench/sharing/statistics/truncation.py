"""Drop the last bits of secret numbers: what a product of fractions needs.

Party 1 knows the sum m of two parts of a number, parties 2 and 3 know the third, x3, and each side
drops the last bits of what it knows.  Read as signed numbers, m and x3 add up to the secret unless
their sum wraps around the ring, and that is where the two ways to truncate differ:

- `truncate_in_one_message` [1]_ ignores it.  Of a number x the result is then wrong altogether with
  probability exactly ``abs(x + 1) / 2**bits``, which is why the declared size has to stay small.
- `truncate` is never wrong.  It moves the number to where a wrap happens just if m and x3 are both
  negative, and takes that wrap off with one product of two bits; after [2]_.

One side rounds down and the other up, so that the result is less than one unit from the exact
value; what needs no rounding comes out exactly.

Protects: the numbers, as `pet_workbench.sharing.replicated` does.
Does not protect: the digit after the last of a truncated number that is opened.  How it was rounded
depends on parts that parties know, so that its reader may learn up to one bit below the unit.
Numbers larger than declared give nonsense without any error.

References
----------
.. [1] P. Mohassel, P. Rindal, "ABY3: a mixed protocol framework for machine learning", CCS 2018,
   doi:10.1145/3243734.3243760, section 5.1.1; the probability: P. Mohassel, Y. Zhang, "SecureML",
   IEEE S&P 2017, doi:10.1109/SP.2017.12, theorem 1.
.. [2] D. Escudero, S. Ghosh, M. Keller, R. Rachuri, P. Scholl, "Improved primitives for MPC over
   mixed arithmetic-binary circuits", CRYPTO 2020, doi:10.1007/978-3-030-56880-1_29.
"""

from typing import Any

import numpy as np

from pet_workbench.core import ParameterError
from pet_workbench.sharing.replicated import N_COMPUTERS, Computer, Share
from pet_workbench.sharing.ring import Words, check_declared, decode_signed, ring_bits

FAILURE_BITS = 20
"""`truncate_in_one_message` goes wrong in at most one of 2**20 calls, or refuses."""


async def truncate(computer: Computer, x: Share, shift: int, *, declared_bits: int) -> Share:
    """Divide by ``2**shift``, less than one unit from the exact quotient, without failure.

    Sent per number: one word, and three words just large enough for `shift` bits.

    Parameters
    ----------
    computer : Computer
        This party.
    x : Share
        Numbers with ``abs(number) < 2**declared_bits``, of any shape.
    shift : int
        At least 1.
    declared_bits : int
        At most the size of the ring less two.

    Raises
    ------
    ParameterError
        If the ring has no room for the declared size, or the shift is no smaller than it.
    """
    bits = ring_bits(x.own.dtype)
    check_declared(declared_bits, bits=bits, limit=bits - 2)
    _check_shift(shift, bits - 2)
    if computer.number == 1:
        return await _truncate_at_first(computer, x, shift)
    third = x.next if computer.number == 2 else x.own
    small, wide = _small_dtype(shift), third.dtype
    bit, rest = await _masked_at_others(computer, third.shape, small, wide)
    stream = computer.next_stream if computer.number == 2 else computer.own_stream
    masks = stream.integers((2, *third.shape), small)
    half = bit * (third >> wide.type(bits - 1)).astype(small)
    half += masks[computer.number - 2]
    computer.channel.send(computer.names[0], "sign product half", half)
    up = wide.type(bits - shift)
    by_both = _shift_up(third, shift)
    by_both -= (masks[0] + masks[1]).astype(wide) << up
    rest = rest + (half.astype(wide) << up)
    return Share(rest, by_both) if computer.number == 2 else Share(by_both, rest)


async def _masked_at_others(
    computer: Computer, shape: tuple[int, ...], small: np.dtype[Any], wide: np.dtype[Any]
) -> tuple[Words, Words]:
    """Return what parties 2 and 3 get of party 1's sign and number: the mask, or what it masks."""
    if computer.number == 2:
        stream = computer.own_stream
        return stream.integers(shape, small), stream.integers(shape, wide)
    first, channel = computer.names[0], computer.channel
    sign = await channel.receive(first, "masked sign", dtype=small, shape=shape)
    return sign, await channel.receive(first, "truncated part", dtype=wide, shape=shape)


async def _truncate_at_first(computer: Computer, x: Share, shift: int) -> Share:
    """Do party 1's part: drop the last bits of what it knows, share that and its sign.

    The number is moved up by a quarter of the ring first, so that it is not negative; afterwards
    the move is taken off again.
    """
    bits, dtype, small = ring_bits(x.own.dtype), x.own.dtype, _small_dtype(shift)
    known = x.own + x.next
    known += dtype.type(1 << (bits - 2))
    sign_mask = computer.next_stream.integers(known.shape, small)
    mask = computer.next_stream.integers(known.shape, dtype)
    sign = (known >> dtype.type(bits - 1)).astype(small) - sign_mask
    rest = _shift_down(known, shift)
    rest -= dtype.type(1 << (bits - 2 - shift))
    rest -= mask
    computer.channel.send(computer.names[2], "masked sign", sign)
    computer.channel.send(computer.names[2], "truncated part", rest)
    halves = [
        await computer.channel.receive(name, "sign product half", dtype=small, shape=known.shape)
        for name in (computer.names[2], computer.names[1])
    ]
    own, following = (half.astype(dtype) << dtype.type(bits - shift) for half in halves)
    return Share(rest + own, mask + following)


async def truncate_in_one_message(
    computer: Computer,
    x: Share,
    shift: int,
    *,
    declared_bits: int,
    failure_bits: int = FAILURE_BITS,
) -> Share:
    """Divide by ``2**shift``, less than one unit from the exact quotient, but for rare failures.

    One word per number is sent.  The call fails, by ``2**(bits - shift)`` units, with probability
    at most ``n * 2**(declared_bits - bits)``, provided that the parts of x are random, as they are
    after a product.

    Parameters
    ----------
    computer : Computer
        This party.
    x : Share
        Of n numbers with ``abs(number) < 2**declared_bits``, of any shape.
    shift : int
        At least 1.
    declared_bits : int
        Size of the numbers.
    failure_bits : int, default: 20
        The probability of a failure has to be at most ``2**-failure_bits``.

    Raises
    ------
    ParameterError
        If it is larger, or the shift is as large as the ring.
    """
    bits = ring_bits(x.own.dtype)
    _check_shift(shift, bits - 1)
    room = bits - failure_bits - max(x.own.size - 1, 0).bit_length()
    check_declared(declared_bits, bits=bits, limit=room)
    if computer.number == 1:
        mask = computer.next_stream.integers(x.own.shape, x.own.dtype)
        rest = _shift_down(x.own + x.next, shift) - mask
        computer.channel.send(computer.names[2], "truncated part", rest)
        return Share(rest, mask)
    third = _shift_up(x.next if computer.number == 2 else x.own, shift)
    if computer.number == 2:
        return Share(computer.own_stream.integers(third.shape, third.dtype), third)
    rest = await computer.channel.receive(
        computer.names[0], "truncated part", dtype=third.dtype, shape=third.shape
    )
    return Share(third, rest)


def truncation_bytes(n: int, *, bits: int, shift: int) -> int:
    """Return the bytes that all parties send to `truncate` numbers.

    Parameters
    ----------
    n : int
        How many numbers.
    bits : int
        Size of the ring.
    shift : int
        How many bits are dropped.

    Examples
    --------
    >>> truncation_bytes(1, bits=64, shift=16)
    14
    """
    return n * (bits // 8 + N_COMPUTERS * _small_dtype(shift).itemsize)


def _small_dtype(shift: int) -> np.dtype[Any]:
    """Return the smallest ring with at least `shift` bits: more of the product is not needed."""
    return np.dtype(next(f"u{size}" for size in (1, 2, 4, 8) if shift <= 8 * size))


def _shift_down(words: Words, shift: int) -> Words:
    """Divide signed numbers by ``2**shift``, rounding down."""
    shifted: Words = (decode_signed(words) >> shift).view(words.dtype)
    return shifted


def _shift_up(words: Words, shift: int) -> Words:
    """Divide signed numbers by ``2**shift``, rounding up."""
    shifted = _shift_down(words, shift)
    shifted += (words & words.dtype.type((1 << shift) - 1)) != 0
    return shifted


def _check_shift(shift: int, limit: int) -> None:
    """Refuse to drop no bits, or nearly all."""
    if not 1 <= shift < limit:
        raise ParameterError(
            "errors.truncation_shift",
            "need to drop from 1 to {most} bits, got {shift}",
            most=limit - 1,
            shift=shift,
        )
