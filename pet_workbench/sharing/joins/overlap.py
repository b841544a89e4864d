"""Count how many persons are on two lists, through a third body that does not see the count either.

Two *owners* give the *matcher* their lists as keyed pseudonyms, sorted, each filled up with decoys.
Of the decoys a secret number, drawn at random, is the same in both lists; the matcher counts equal
pseudonyms, persons and decoys alike, and cannot tell them apart.  Its count and the number of
common decoys go into a computation on shares by all three: the difference is the overlap.  If fewer
than agreed are in both, that is all that is opened; else the owners read the count.  The owners are
computing parties 1 and 2, the matcher is 3.

Protects: who is on the lists, against the matcher; who is in both, against everybody; a count under
the minimum, against everybody but as far as follows here.
Does not protect: the matcher sees how long the lists are, and the overlap plus a number that it
knows to lie from 0 to `decoys`: the more decoys, the less that says.  Every repetition on the same
lists gives it fresh bounds, which close in on the overlap.  The matcher and either owner
together see everything, and so does an owner that puts everybody on its list: the matcher keeps a
limit on its length.  The numbers that go into the computation are believed.

References
----------
.. [1] S. Kamara, P. Mohassel, M. Raykova, S. Sadeghian, "Scaling private set intersection to
   billion-element sets", Financial Cryptography 2014, doi:10.1007/978-3-662-45472-5_13 (matching
   by a third party behind a shared key; decoys of this kind, there against a lying server).
"""

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Keystream, random_selection
from pet_workbench.core.randomness import KEY_BYTES
from pet_workbench.sharing.comparison import less_than_public
from pet_workbench.sharing.joins.alignment import check_fits
from pet_workbench.sharing.joins.intersection import check_limit
from pet_workbench.sharing.joins.lookup import find_common
from pet_workbench.sharing.joins.pseudonyms import PERSON, pseudonyms
from pet_workbench.sharing.opening import open_to, open_to_all
from pet_workbench.sharing.replicated import Computer, Share, add, input_by_computer
from pet_workbench.sharing.ring import Words, ring_dtype

DECOY = 3
"""Number space of the decoys, beside those of `pseudonyms` and `lookup.PAD`."""
RING = ring_dtype(32)
COUNT_BITS = 30
"""Counts are below 2**30."""


async def list_as_first(
    computer: Computer, persons: NDArray[np.int64], *, decoys: int, minimum: int
) -> int | None:
    """Play computing party 1, an owner: draw the key and the common decoys, and read the count.

    Parameters
    ----------
    computer : Computer
        Party 1.
    persons : ndarray of int64, shape (n,)
        Person numbers, all different.
    decoys : int
        How many decoys each list gets.
    minimum : int
        Smallest count that is opened; up to 1 opens every count.

    Returns
    -------
    int or None
        The overlap; None if it is under the minimum.
    """
    channel = computer.channel
    key = channel.draw_key("pseudonym key")
    stream = Keystream(channel.draw_key("common decoys key"))
    common = random_selection(stream, decoys + 1, 1)
    channel.send(computer.name_after(1), "pseudonym key", np.frombuffer(key, np.uint8))
    channel.send(computer.name_after(1), "common decoys", common)
    labels = _labels(key, persons, int(common[0]), decoys, owner=1)
    channel.send(computer.name_after(2), "pseudonyms with decoys", labels)
    return await _open_overlap(computer, -common, minimum)


async def list_as_second(
    computer: Computer, persons: NDArray[np.int64], *, decoys: int, minimum: int
) -> int | None:
    """Play computing party 2, the other owner.

    Parameters
    ----------
    computer : Computer
        Party 2.
    persons : ndarray of int64, shape (m,)
        Person numbers, all different.
    decoys, minimum : int
        As in `list_as_first`.

    Returns
    -------
    int or None
        The overlap; None if it is under the minimum.

    Raises
    ------
    ProtocolError
        If the number of common decoys cannot be right.
    """
    channel, first = computer.channel, computer.name_after(2)
    key = await channel.receive(first, "pseudonym key", dtype=np.uint8, shape=KEY_BYTES)
    common = int((await channel.receive(first, "common decoys", dtype=np.int64, shape=1))[0])
    check_fits("common decoys", 0 <= common <= decoys)
    labels = _labels(key.tobytes(), persons, common, decoys, owner=2)
    channel.send(computer.name_after(1), "pseudonyms with decoys", labels)
    return await _open_overlap(computer, None, minimum)


async def match(computer: Computer, *, decoys: int, limit: int, minimum: int) -> None:
    """Play computing party 3, the matcher.

    Parameters
    ----------
    computer : Computer
        Party 3.
    decoys, minimum : int
        As in `list_as_first`.
    limit : int
        Longest list of persons that is compared.

    Raises
    ------
    PrivacyError
        If a list is longer than `limit`; nothing is computed then.
    ProtocolError
        If a pseudonym occurs twice in one list.
    """
    lists = []
    for owner in computer.names[:2]:
        labels = await computer.channel.receive(
            owner, "pseudonyms with decoys", dtype=np.uint64, shape=None
        )
        check_limit(labels.size - decoys, limit, party=owner)
        lists.append(labels)
    both = find_common(*lists)[0].size
    await _open_overlap(computer, np.array([both]), minimum)


async def _open_overlap(
    computer: Computer, mine: NDArray[np.int64] | None, minimum: int
) -> int | None:
    """Add this party's number to the others' on shares; open the sum to the owners if it may be."""
    count = add(
        *[
            await input_by_computer(
                computer,
                "number in both",
                owner=owner,
                n=1,
                dtype=RING,
                values=_in_ring(mine) if computer.number == owner else None,
            )
            for owner in (1, 3)
        ]
    )
    if minimum > 1 and await _too_few(computer, count, minimum):
        return None
    opened = [await open_to(computer, count, receiver=w, step="overlap") for w in (1, 2)]
    own = opened[computer.number - 1] if computer.number <= len(opened) else None
    return None if own is None else int(own[0])


async def _too_few(computer: Computer, count: Share, minimum: int) -> bool:
    """Learn, all three, whether the count is under the minimum, and no more."""
    bits = await less_than_public(computer, count, minimum, declared_bits=COUNT_BITS)
    opened = await open_to_all(computer, bits.chunks[0], step="too few", bits=True)
    return bool(opened[0] & 1)


def _in_ring(numbers: NDArray[np.int64] | None) -> Words | None:
    """Return small whole numbers, negative too, as ring elements."""
    return None if numbers is None else numbers.astype(RING)


def _labels(
    key: bytes, persons: NDArray[np.int64], common: int, decoys: int, *, owner: int
) -> NDArray[np.uint64]:
    """Return the pseudonyms of an owner's persons and decoys, sorted.

    The first `common` decoys are the same for both owners, the others are the owner's alone.
    """
    numbers = np.arange(decoys)
    numbers[common:] += owner * decoys
    labels = np.concatenate(
        (pseudonyms(key, persons, kind=PERSON), pseudonyms(key, numbers, kind=DECOY))
    )
    labels.sort()
    return labels
