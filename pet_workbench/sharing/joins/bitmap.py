"""Lists of people as secret bits over all numbers that anybody can have.

Every possible citizen number has a place.  An owner writes a 1 at the places of the people on its
list and shares *all* places: the shares are as long for an empty list as for a full one, so that
not even the length of a list shows.  After that everything is bit by bit: on both lists (`and`), on
at least k of m (`sharing.counting`), how many (`sharing.popcount`).

A Dutch citizen service number has nine digits, of which the last follows from the others (it is a
check digit): eight digits tell people apart, and 10**8 places of a bit are 12.5 MB.

`look_up` reads each list at one place that nobody but the asker knows: the asker shares a list with
a single 1, and ``sum of (asked and listed)`` modulo 2 is the bit there.  That is a sum of products:
one word from each party per list, however long the lists are [1]_ [2]_.

Protects: who is on which list, how long lists are, and which place is looked up, against each of
the three computing parties.
Does not protect: against two of the three together, who can read all lists and questions; against
an owner who lies about its list; nor what is opened, such as the people found.

References
----------
.. [1] T. Araki, J. Furukawa, Y. Lindell, A. Nof, K. Ohara, "High-throughput semi-honest secure
   three-party computation with an honest majority", CCS 2016, doi:10.1145/2976749.2978331.
.. [2] B. Chor, O. Goldreich, E. Kushilevitz, M. Sudan, "Private information retrieval", Journal of
   the ACM 45(6), 1998, doi:10.1145/293347.293350 (reading at a hidden place; there the list is
   public).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Channel, Keystream, ParameterError, PrivacyError
from pet_workbench.core.randomness import KEY_BYTES
from pet_workbench.sharing.comparison import SharedBits
from pet_workbench.sharing.opening import open_to_all, read_revealed, reveal
from pet_workbench.sharing.parts import send_parts
from pet_workbench.sharing.popcount import count_ones
from pet_workbench.sharing.replicated import N_COMPUTERS, Computer, Share
from pet_workbench.sharing.ring import Words, ring_bits, ring_dtype

WORD = ring_dtype(64)
WORD_BITS = ring_bits(WORD)
CHUNK_WORDS = 1 << 15
CHUNK_PLACES = CHUNK_WORDS * WORD_BITS
"""Places worked on at a time: a chunk of some lists fits in a core's own cache."""


def n_words(n_places: int) -> int:
    """Return how many words of 64 bits `n_places` take."""
    return -(-n_places // WORD_BITS)


def pack(places: NDArray[np.int64], n_places: int) -> Words:
    """Write a list of places as bits, one per place.

    Parameters
    ----------
    places : ndarray of int64, shape (n,)
        In any order; one that occurs twice is the same as once.
    n_places : int
        How many places there are, from 1.

    Returns
    -------
    ndarray of uint64, shape (n_words(n_places),)
        In the order of `sharing.bits`, chunk by chunk.

    Raises
    ------
    ParameterError
        If a place lies outside.

    Examples
    --------
    >>> places_of(pack(np.array([70, 3]), 100), 100).tolist()
    [3, 70]
    """
    if places.size and not (places.min() >= 0 and places.max() < n_places):
        raise ParameterError(
            "errors.place_outside",
            "need places from 0 and below {n_places}, got {low} to {high}",
            n_places=n_places,
            low=int(places.min()),
            high=int(places.max()),
        )
    words = np.zeros(n_words(n_places), WORD)
    start, within = np.divmod(places, CHUNK_PLACES)
    width = _width(start, words.size)
    bit, word = np.divmod(within, width)
    masks = np.left_shift(np.uint64(1), bit.astype(np.uint64))
    np.bitwise_or.at(words, start * CHUNK_WORDS + word, masks)
    return words


def places_of(words: Words, n_places: int) -> NDArray[np.int64]:
    """Return the places whose bit is set; the inverse of `pack`.

    Parameters
    ----------
    words : ndarray of uint64, shape (n_words(n_places),)
    n_places : int
        How many places there are; bits beyond are not looked at.

    Returns
    -------
    ndarray of int64, shape (n,)
        Ascending.
    """
    filled = np.flatnonzero(words)
    bits = np.unpackbits(words[filled].astype("<u8").view(np.uint8), bitorder="little")
    which, bit = np.nonzero(bits.reshape(-1, WORD_BITS))
    start, word = np.divmod(filled[which], CHUNK_WORDS)
    places = start * CHUNK_PLACES + bit * _width(start, words.size) + word
    return np.sort(places[places < n_places])


def deal_bits(channel: Channel, step: str, names: Sequence[str], bits: Words) -> None:
    """Share the packed bits of an owner who does not compute: two messages of n words, four keys.

    As `replicated.deal`, with exclusive or in the place of the sum.

    Parameters
    ----------
    channel : Channel
        Of the owner.
    step : str
        What the bits are, for the transcript.
    names : sequence of str
        The three computing parties.
    bits : ndarray of uint64, shape (n,)
        From `pack`; left as it is.
    """
    keys = [channel.draw_key(f"{step} key {i}") for i in (1, 2)]
    rest = bits.copy()
    for key in keys:
        Keystream(key).xor_into(rest)
    send_parts(channel, step, names, keys=keys, rest=rest)


async def input_bits(computer: Computer, step: str, *, owner: str, n_places: int) -> SharedBits:
    """Receive the bits that an owner deals with `deal_bits`.

    Parameters
    ----------
    computer : Computer
        This party.
    step : str
        As at the owner.
    owner : str
        Its name.
    n_places : int
        How many places there are, from 1.
    """
    size, held = n_words(n_places), []
    for part in (computer.number, computer.number % N_COMPUTERS + 1):
        label = f"{step} part {part}"
        if part == N_COMPUTERS:
            held.append(await computer.channel.receive(owner, label, dtype=WORD, shape=size))
        else:
            key = await computer.channel.receive(owner, label, dtype=np.uint8, shape=KEY_BYTES)
            held.append(Keystream(key.tobytes()).integers(size, WORD))
    starts = range(0, size, CHUNK_WORDS)
    chunks = tuple(Share(*(part[at : at + CHUNK_WORDS] for part in held)) for at in starts)
    return SharedBits(chunks, n_places)


def reveal_bits(computer: Computer, bits: SharedBits, *, reader: str, step: str) -> None:
    """Send this party's part of all bits to a reader who does not compute; see `opening.reveal`.

    Parameters
    ----------
    computer : Computer
        This party.
    bits : SharedBits
        What the reader may read.
    reader : str
        Its name.
    step : str
        What is opened, for the transcript.
    """
    reveal(computer, _joined(bits), reader=reader, step=step)


async def read_places(
    channel: Channel, names: Sequence[str], step: str, *, n_places: int
) -> NDArray[np.int64]:
    """Read, as a party that does not compute, the places whose bit is set.

    Parameters
    ----------
    channel : Channel
        Of the reader.
    names : sequence of str
        The three computing parties.
    step : str
        As at `reveal_bits`.
    n_places : int
        How many places there are, from 1.

    Returns
    -------
    ndarray of int64, shape (n,)
        Ascending.

    Raises
    ------
    ProtocolError
        If a part and its hash disagree.
    """
    size = n_words(n_places)
    words = await read_revealed(channel, names, step, n=size, dtype=WORD, bits=True)
    return places_of(words, n_places)


async def look_up(
    computer: Computer, lists: Sequence[SharedBits], asked: SharedBits
) -> list[SharedBits]:
    """Return of each list the bit at the asked place; each party sends one word per list.

    Parameters
    ----------
    lists : sequence of SharedBits
        Laid out alike.
    asked : SharedBits
        With one bit set; with more, the answer is whether an odd number of them are listed, which
        is why `check_single` goes before.

    Returns
    -------
    list of SharedBits
        Of one bit each.
    """
    local = np.array([_odd(_local_sum(one, asked)) for one in lists], WORD)
    computer.own_stream.xor_into(local)
    computer.next_stream.xor_into(local)
    computer.channel.send(computer.name_after(2), "look-up", local)
    received = await computer.channel.receive(
        computer.name_after(1), "look-up", dtype=WORD, shape=local.shape
    )
    return [
        SharedBits((Share(local[i : i + 1], received[i : i + 1]),), 1) for i in range(len(lists))
    ]


async def check_single(computer: Computer, asked: SharedBits) -> None:
    """Refuse a question about more, or fewer, than one place; which place stays secret.

    All three parties learn how many places are asked, which is 1 for everyone who keeps to the
    rules.

    Raises
    ------
    PrivacyError
        If it is not 1.
    """
    count = await open_to_all(computer, await count_ones(computer, asked), step="places asked")
    if count[0] != 1:
        raise PrivacyError(
            "errors.one_place_asked",
            "need a question about one person, got one about {count}: nothing is opened",
            count=int(count[0]),
        )


def _width(start: NDArray[np.int64], n_words: int) -> NDArray[np.int64]:
    """Return how many words the chunks with numbers `start` have; the last may have fewer."""
    return np.minimum(CHUNK_WORDS, n_words - start * CHUNK_WORDS)


def _joined(bits: SharedBits) -> Share:
    """Return the words of all chunks."""
    own, following = (np.concatenate([chunk[i] for chunk in bits.chunks]) for i in (0, 1))
    return Share(own, following)


def _local_sum(x: SharedBits, y: SharedBits) -> int:
    """Return this party's part of the sum modulo 2 of "x and y" over all words, as one word."""
    total = 0
    for a, b in zip(x.chunks, y.chunks, strict=True):
        term = b.own ^ b.next
        term &= a.own
        term ^= a.next & b.own
        total ^= int(np.bitwise_xor.reduce(term, initial=0))
    return total


def _odd(word: int) -> int:
    """Return whether an odd number of bits is set in `word`."""
    return word.bit_count() & 1
