"""The whispered ring: a sum around the table, hidden by one random number.

The first person adds a secret random number to their own and whispers the result on; everybody adds
their own number to what they heard and whispers it on; when it is back, the first person subtracts
the random number and says the sum aloud [1]_.  With whole numbers modulo 2**bits what each hears is
uniform, whatever the others' numbers are.

Protects: each number, against every single person at the table.
Does not protect: against two neighbours, who subtract what the one passed on from what the other
heard and know the number of the person between them; nor against somebody who adds another number
than their own.  For teaching; not audited.

References
----------
.. [1] C. Clifton, M. Kantarcioglu, J. Vaidya, X. Lin and M. Y. Zhu, "Tools for privacy preserving
   distributed data mining", ACM SIGKDD Explorations 4(2), 2002, 28-34, doi:10.1145/772862.772867.
"""

from collections.abc import Sequence

from numpy.typing import ArrayLike

from pet_workbench.core import Channel, Keystream, ParameterError
from pet_workbench.sharing.ring import Words, encode

MASK_KEY = "secret number"
WHISPER = "whisper"
ANNOUNCE = "announcement"


async def sum_to_all(
    channel: Channel, values: ArrayLike, *, parties: Sequence[str], bits: int = 64
) -> Words:
    """Add up everybody's `values` around the ring: one party's program.

    Parameters
    ----------
    channel : Channel
    values : array_like of int, shape (n_values,)
        This party's own numbers; all parties bring equally many.
    parties : sequence of str
        The ring: the first starts, everybody whispers to the next, the last to the first.  Three
        at least: among two the sum gives the other's number.
    bits : {8, 16, 32, 64}, default: 64
        Size of the numbers.  The total must stay below ``2**bits``, or it wraps around.

    Returns
    -------
    ndarray of unsigned int, shape (n_values,)
        The totals.

    Raises
    ------
    ParameterError
        If there are fewer than three parties, `bits` is no ring of ours, or a value is not a whole
        number of the ring.
    ProtocolError
        If a message is lost or of another size.

    Examples
    --------
    >>> from pet_workbench.core import run_parties
    >>> ages = {"Anna": 34, "Bas": 51, "Carla": 28}
    >>> def seat(person):
    ...     return lambda channel: sum_to_all(channel, [ages[person]], parties=tuple(ages))
    >>> results, transcript = run_parties({person: seat(person) for person in ages})
    >>> results["Bas"].tolist(), transcript.rounds
    ([113], 4)
    """
    if len(parties) < 3:
        raise ParameterError(
            "errors.ring_parties",
            "need at least 3 parties in the ring, got {n_parties}",
            n_parties=len(parties),
        )
    own = encode(values, bits=bits, below_bits=bits)
    if channel.party == parties[0]:
        return await _start(channel, own, parties)
    place = parties.index(channel.party)
    heard = await channel.receive(parties[place - 1], WHISPER, dtype=own.dtype, shape=own.shape)
    channel.send(parties[(place + 1) % len(parties)], WHISPER, heard + own)
    return await channel.receive(parties[0], ANNOUNCE, dtype=own.dtype, shape=own.shape)


async def _start(channel: Channel, own: Words, parties: Sequence[str]) -> Words:
    """Run the first person's part: hide, listen, uncover, announce."""
    mask = secret_number(channel.draw_key(MASK_KEY), like=own)
    channel.send(parties[1], WHISPER, mask + own)
    total: Words = (
        await channel.receive(parties[-1], WHISPER, dtype=own.dtype, shape=own.shape) - mask
    )
    for party in parties[1:]:
        channel.send(party, ANNOUNCE, total)
    return total


def secret_number(key: bytes, *, like: Words) -> Words:
    """Return the random numbers that the first person draws with `key`, shaped as `like`."""
    return Keystream(key).integers(like.shape, like.dtype)
