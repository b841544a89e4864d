"""What parties of a comparison of lists read when they put their views together.

The attack takes views: what each colluding party received, and the keys it drew.  It tries
candidates, persons that somebody could be, against every list that came from outside the coalition:
a list in the clear is read as it is, hashes fall to anybody, and keyed pseudonyms fall as soon as
one of the coalition has the key.  Masked numbers are unmasked with the same key.  Tags and masked
points of a private set intersection do not fall: for every guess the other party has to help.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Message, View
from pet_workbench.sharing.joins.hashes import hash_numbers, rows_of
from pet_workbench.sharing.joins.lookup import PAD
from pet_workbench.sharing.joins.pseudonyms import PERSON, pseudonyms

KEY = "pseudonym key"
PSEUDONYMS = frozenset({"pseudonyms sought", "pseudonyms held", "pseudonyms with decoys"})
MASKED = "masked numbers"


@dataclass(frozen=True)
class ReadList:
    """A list of somebody outside the coalition, as far as it could be read.

    Attributes
    ----------
    owner : str
        Whose list it is.
    persons : ndarray of int64, shape (n,)
        Whom the coalition recognises on it.
    numbers : ndarray of unsigned integers, shape (n,), or None
        What it reads about each of them; None if nothing came along.
    is_clear : bool
        Whether the list was readable without trying anything.
    """

    owner: str
    persons: NDArray[np.int64]
    numbers: NDArray[np.unsignedinteger] | None = None
    is_clear: bool = False


def read_lists(views: Mapping[str, View], candidates: NDArray[np.int64]) -> tuple[ReadList, ...]:
    """Return every list of others that the parties of `views` can read.

    Parameters
    ----------
    views : mapping of str to View
        Of the colluding parties, by name.
    candidates : ndarray of int64, shape (n,)
        Persons to try.

    Returns
    -------
    tuple of ReadList
        Only those on which somebody was recognised.

    Raises
    ------
    ProtocolError
        If the payloads of the run were not kept.
    """
    # sorting beats np.unique's hash table here
    candidates = np.sort(candidates)
    candidates = candidates[np.diff(candidates, prepend=-1) > 0]
    read = [one for view in views.values() for one in _clear_lists(view)]
    read += [one for view in views.values() for one in _hashed_lists(view, candidates)]
    key = _key(views)
    if key is not None:
        read += [one for view in views.values() for one in _keyed_lists(view, key, candidates)]
    return tuple(one for one in read if one.owner not in views and one.persons.size)


def _clear_lists(view: View) -> Iterator[ReadList]:
    """Read lists that came as they are, with the region where that came along."""
    for message in view.find("person"):
        region = [one for one in view.find("region") if one.sender == message.sender]
        numbers = region[0].values() if region else None
        yield ReadList(message.sender, message.values(), numbers, is_clear=True)


def _hashed_lists(view: View, candidates: NDArray[np.int64]) -> Iterator[ReadList]:
    """Recognise candidates on lists of hashes."""
    for message in view.find("hashed list"):
        listed = set(rows_of(message.values()))
        hits = [row in listed for row in rows_of(hash_numbers(candidates))]
        yield ReadList(message.sender, candidates[np.array(hits, np.bool_)])


def _keyed_lists(view: View, key: bytes, candidates: NDArray[np.int64]) -> Iterator[ReadList]:
    """Recognise candidates on lists of pseudonyms, and take the pads off their numbers."""
    labels = pseudonyms(key, candidates, kind=PERSON)
    for message in view.received:
        if message.step in PSEUDONYMS:
            listed = message.values()
            hits = np.isin(labels, listed)
            persons = candidates[hits]
            numbers = _unmask(view, message, key, persons, labels[hits])
            yield ReadList(message.sender, persons, numbers)


def _unmask(
    view: View,
    listed: Message,
    key: bytes,
    persons: NDArray[np.int64],
    labels: NDArray[np.uint64],
) -> NDArray[np.unsignedinteger] | None:
    """Return the numbers that came with a list of pseudonyms, for the persons recognised on it."""
    masked = [one for one in view.find(MASKED) if one.sender == listed.sender]
    if not masked:
        return None
    words = masked[0].values()
    rows = np.searchsorted(listed.values(), labels)
    numbers: NDArray[np.unsignedinteger] = words[rows] - pseudonyms(key, persons, kind=PAD).astype(
        words.dtype
    )
    return numbers


def _key(views: Mapping[str, View]) -> bytes | None:
    """Return the pseudonym key, if one of the coalition drew it or was sent it."""
    for view in views.values():
        if KEY in view.keys:
            return view.keys[KEY]
        for message in view.find(KEY):
            return message.values().tobytes()
    return None
