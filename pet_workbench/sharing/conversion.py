"""Turn secret bits into secret numbers 0 and 1, so that they can be added up.

Party 1 knows two parts of a bit combined, s, and parties 2 and 3 know the third, t; the number is
``s + t - 2 s t``, and the product needs one message from each of two parties [1]_.

Protects: the bits, as `pet_workbench.sharing.replicated` does.
Does not protect: what is opened afterwards.

References
----------
.. [1] P. Mohassel, P. Rindal, "ABY3", CCS 2018, doi:10.1145/3243734.3243760, section 5.4.
"""

from typing import Any

import numpy as np

from pet_workbench.sharing.bits import unpack
from pet_workbench.sharing.comparison import SharedBits
from pet_workbench.sharing.replicated import Computer, Share
from pet_workbench.sharing.ring import Words
from pet_workbench.sharing.rows import concatenate


async def bits_to_numbers(computer: Computer, bits: SharedBits, *, dtype: np.dtype[Any]) -> Share:
    """Return the secret bits as secret numbers of the ring `dtype`; three words per bit are sent.

    Parameters
    ----------
    bits : SharedBits
        Of n bits.
    dtype : numpy.dtype
        Unsigned type of the ring.

    Returns
    -------
    Share
        Of n numbers 0 or 1.
    """
    lanes = computer.lanes(len(bits.chunks))
    parts = await computer.side_by_side(
        [_convert(lane, chunk, dtype) for lane, chunk in zip(lanes, bits.chunks, strict=True)]
    )
    computer.join(lanes)
    numbers = concatenate(parts)
    return Share(numbers.own[: bits.n], numbers.next[: bits.n])


async def _convert(computer: Computer, chunk: Share, dtype: np.dtype[Any]) -> Share:
    """Convert one chunk; the three parties do different things."""
    if computer.number == 1:
        return await _convert_at_first(computer, unpack(chunk.own ^ chunk.next, dtype))
    two = dtype.type(2)
    third = unpack(chunk.next if computer.number == 2 else chunk.own, dtype)
    if computer.number == 2:
        other, stream = computer.own_stream.integers(third.size, dtype), computer.next_stream
    else:
        other = await computer.channel.receive(
            computer.names[0], "masked bits", dtype=dtype, shape=third.size
        )
        stream = computer.own_stream
    masks = stream.integers((2, third.size), dtype)
    half = other * third + (masks[0] if computer.number == 2 else masks[1])
    computer.channel.send(computer.names[0], "bit product half", half)
    shared_by_both = third + two * (masks[0] + masks[1])
    rest = other - two * half
    return Share(rest, shared_by_both) if computer.number == 2 else Share(shared_by_both, rest)


async def _convert_at_first(computer: Computer, bits: Words) -> Share:
    """Do party 1's part: mask its bits for party 3, then collect the two halves of the product."""
    mask = computer.next_stream.integers(bits.size, bits.dtype)
    masked = bits - mask
    computer.channel.send(computer.names[2], "masked bits", masked)
    halves = [
        await computer.channel.receive(name, "bit product half", dtype=bits.dtype, shape=bits.size)
        for name in (computer.names[2], computer.names[1])
    ]
    two = bits.dtype.type(2)
    return Share(masked - two * halves[0], mask - two * halves[1])
