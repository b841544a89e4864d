"""The dictionary attack: citizen numbers are so few that hashing them hides nobody.

A hash cannot be undone, but it need not be: there are 90.9 million numbers that pass the
eleven-test, so the attacker hashes them all and looks up which hashes are on the list [1]_.  One
core does that while you fetch coffee.  A salt that both organisations know is known to the attacker
too, who is one of them; it changes nothing.  A *key* does: without it there is nothing to try.  But
a key holder who colludes with whoever sees the pseudonyms tries all numbers with the key, faster
still.

What helps: a key that those who see pseudonyms do not have, fresh for every run; or private set
intersection, where every guess has to pass through the other party.

References
----------
.. [1] L. Demir, A. Kumar, M. Cunche, C. Lauradoux, "The pitfalls of hashing for privacy", IEEE
   Communications Surveys & Tutorials 20(1), 2018, doi:10.1109/COMST.2017.2747598; M. Marx et al.,
   "Hashing of personally identifiable information is not sufficient", Sicherheit 2018,
   doi:10.18420/sicherheit2018_04.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core.validation import check_range
from pet_workbench.datasets.citizen_numbers import PREFIXES, REAL, complete
from pet_workbench.sharing.joins.hashes import rows_of, written
from pet_workbench.sharing.joins.pseudonyms import PERSON, pseudonyms

BLOCK = 1 << 17
"""First eight digits tried between two reports of progress."""
KEYED_BLOCK = 1 << 20
_BEGIN_BITS = 20
"""By so many first bits of a pseudonym most others are told apart before the list is searched."""
WHOLE_DOMAIN = 90_909_091
"""How many nine-digit numbers pass the eleven-test, those that begin with zeros included."""


@dataclass(frozen=True)
class Progress:
    """How far an attack has come.

    Attributes
    ----------
    tried : int
        Numbers tried so far.
    found : dict of int to int
        Persons found: by their place on the attacked list, their number.
    seconds : float
        Since the start.
    done : float
        Share of the first eight digits that has been tried, 0 to 1.
    """

    tried: int
    found: dict[int, int]
    seconds: float
    done: float

    @property
    def per_second(self) -> float:
        """Numbers tried per second."""
        return self.tried / self.seconds if self.seconds else 0.0

    @property
    def whole_domain_seconds(self) -> float:
        """How long trying every number there is would take at this speed."""
        return WHOLE_DOMAIN / self.per_second if self.tried else 0.0


def break_hashes(
    hashes: NDArray[np.uint8],
    *,
    salt: bytes = b"",
    remainder: int = REAL,
    prefixes: tuple[int, int] = (0, PREFIXES),
) -> Iterator[Progress]:
    """Find whose hashes these are by trying all numbers, and report after every block.

    Parameters
    ----------
    hashes : ndarray of uint8, shape (n, 32)
        The attacked list, all different.
    salt : bytes, optional
        As in `sharing.joins.hashes.hash_numbers`; both organisations know it.
    remainder : int, default: REAL
        What the numbers leave at the eleven-test.
    prefixes : (int, int), default: all
        First eight digits to try: from the first up to the second, which is left out.

    Yields
    ------
    Progress
        The last one has everybody whom the attack finds; it ends early when all are found.
    """
    place_of = {row: place for place, row in enumerate(rows_of(hashes))}
    found: dict[int, int] = {}
    sha256 = hashlib.sha256

    def look_up(numbers: NDArray[np.int64]) -> None:
        names = written(numbers)
        digests = [sha256(salt + name).digest() for name in names]
        for digest in place_of.keys() & digests:
            found[place_of[digest]] = int(names[digests.index(digest)])

    for tried, seconds, done in _try_all(look_up, prefixes, remainder, BLOCK):
        yield Progress(tried, dict(found), seconds, done)
        if len(found) == len(place_of):
            return


def break_pseudonyms(
    labels: NDArray[np.uint64],
    key: bytes,
    *,
    remainder: int = REAL,
    prefixes: tuple[int, int] = (0, PREFIXES),
) -> Iterator[Progress]:
    """Find whose pseudonyms these are with the key, which takes a colluding key holder.

    Parameters
    ----------
    labels : ndarray of uint64, shape (n,)
        The attacked pseudonyms, all different.
    key : bytes
        32 bytes; with another than the right key nobody is found.
    remainder : int, default: REAL
        What the numbers leave at the eleven-test.
    prefixes : (int, int), default: all
        As in `break_hashes`.

    Yields
    ------
    Progress
        As in `break_hashes`.
    """
    places = np.argsort(labels)
    ranked = labels[places]
    begins = np.zeros(1 << _BEGIN_BITS, np.bool_)
    begins[_begin(ranked)] = True
    found: dict[int, int] = {}

    def look_up(numbers: NDArray[np.int64]) -> None:
        labels_tried = pseudonyms(key, numbers, kind=PERSON)
        likely = np.flatnonzero(begins[_begin(labels_tried)])
        at = np.minimum(np.searchsorted(ranked, labels_tried[likely]), ranked.size - 1)
        for hit in np.flatnonzero(ranked[at] == labels_tried[likely]):
            found[int(places[at[hit]])] = int(numbers[likely[hit]])

    for tried, seconds, done in _try_all(look_up, prefixes, remainder, KEYED_BLOCK):
        yield Progress(tried, dict(found), seconds, done)
        if len(found) == len(ranked):
            return


def _try_all(
    look_up: Callable[[NDArray[np.int64]], None],
    prefixes: tuple[int, int],
    remainder: int,
    block: int,
) -> Iterator[tuple[int, float, float]]:
    """Let `look_up` try all numbers, block by block; yield how many, how long, and what share."""
    first, stop = prefixes
    check_range("first prefix", first, 0, PREFIXES)
    check_range("last prefix", stop, first, PREFIXES)
    begin, tried = perf_counter(), 0
    for start in range(first, stop, block):
        end = min(start + block, stop)
        numbers = complete(np.arange(start, end), remainder=remainder)
        look_up(numbers)
        tried += numbers.size
        yield tried, perf_counter() - begin, (end - first) / (stop - first)


def _begin(labels: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return the first bits of every pseudonym."""
    return labels >> np.uint64(64 - _BEGIN_BITS)
