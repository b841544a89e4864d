"""What parties of a blind alignment learn when they put their views together.

The attack takes views: what each colluding party received, and the keys it drew.  Besides it uses
the list of persons that a colluding owner has anyway.  Against a single party it finds nothing; of
asker, holder and matcher (see `pet_workbench.sharing.joins.alignment`) any two are enough:

- asker and matcher unmask every number of the holder; here they name those on the asker's list, and
  by trying all person numbers with the pseudonym key they could name the rest;
- holder and matcher recognise everybody on the asker's list, who belongs with whom, and the result;
- asker and holder need no attack: they can put their files together.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Keystream, View
from pet_workbench.sharing.joins.alignment import EMPTY, find_rows
from pet_workbench.sharing.joins.pseudonyms import PERSON, pseudonyms
from pet_workbench.sharing.ring import Words, decode_signed, ring_dtype


def _nobody() -> NDArray[np.int64]:
    """Return an empty list of pairs."""
    return np.empty((0, 2), np.int64)


def _nothing() -> NDArray[np.int64]:
    """Return an empty list."""
    return np.empty(0, np.int64)


@dataclass(frozen=True)
class Learned:
    """What a coalition can read that it did not have.

    Attributes
    ----------
    households : ndarray of int64, shape (n, 2)
        Persons it recognises, in pairs as they live together; -1 where it knows nobody.
    persons, amounts : ndarray of int64, shape (m,)
        Persons whose number it can read, and the numbers.
    under_limit : ndarray of bool, shape (n,)
        For each of `households`, whether it is under its limit; empty if this stays hidden.
    """

    households: NDArray[np.int64] = field(default_factory=_nobody)
    persons: NDArray[np.int64] = field(default_factory=_nothing)
    amounts: NDArray[np.int64] = field(default_factory=_nothing)
    under_limit: NDArray[np.bool_] = field(default_factory=lambda: np.empty(0, np.bool_))

    @property
    def is_nothing(self) -> bool:
        """Whether the coalition learned nothing about anybody."""
        return not (len(self.households) or len(self.persons))


def collude(
    views: Mapping[str, View],
    known_persons: Mapping[str, NDArray[np.int64]],
    *,
    asker: str,
    holder: str,
    matcher: str,
    bits: int = 32,
) -> Learned:
    """Return what the parties of `views` learn together, beyond their own files.

    Parameters
    ----------
    views : mapping of str to View
        Of the colluding parties, by name.
    known_persons : mapping of str to ndarray of int64
        Persons on the own list of each colluding owner.
    asker, holder, matcher : str
        Names of the parties in these roles.
    bits : int, default: 32
        Ring in which the numbers were shared.

    Returns
    -------
    Learned

    Raises
    ------
    ProtocolError
        If the payloads of the run were not kept.
    """
    for view in views.values():
        if view.find("incomes"):
            return _read_in_the_clear(view)
    if matcher not in views or not views[matcher].find("pseudonyms of rows"):
        return Learned()
    if asker in views:
        return _unmask(views[asker], views[matcher], known_persons[asker], bits)
    if holder in views:
        return _recognise(views[holder], views[matcher], known_persons[holder], asker, bits)
    return Learned()


def _read_in_the_clear(view: View) -> Learned:
    """Read the numbers, and the households if they are there, out of unprotected messages."""
    households = _nobody()
    for message in view.find("persons of households"):
        households = message.values().reshape(-1, 2)
    return Learned(
        households=households,
        persons=view.find("persons")[0].values(),
        amounts=view.find("incomes")[0].values(),
    )


def _unmask(asker: View, matcher: View, persons: NDArray[np.int64], bits: int) -> Learned:
    """Take the matcher's masks off the asker's masked numbers."""
    dtype = ring_dtype(bits)
    masked = asker.find("masked numbers")[0].values()
    positions = asker.find("positions")[0].values()
    mask_key = matcher.find("mask key")[0].values().tobytes()
    numbers = (masked + Keystream(mask_key).integers(masked.size, dtype))[positions]
    places = _name_places(asker.keys["pseudonym key"], persons, matcher)
    occupied = places != EMPTY
    return Learned(persons=places[occupied], amounts=numbers[occupied].astype(np.int64))


def _recognise(
    holder: View, matcher: View, persons: NDArray[np.int64], asker: str, bits: int
) -> Learned:
    """Look the matcher's pseudonyms up with the holder's key; then undo the asker's own input."""
    key = holder.find("pseudonym key")[0].values().tobytes()
    households = _name_places(key, persons, matcher).reshape(-1, 2)
    difference = _difference(holder, matcher, asker, bits)
    return Learned(households=households, under_limit=decode_signed(difference) < 0)


def _name_places(key: bytes, persons: NDArray[np.int64], matcher: View) -> NDArray[np.int64]:
    """Return the person in each place of the asker's list, `EMPTY` where the key finds nobody."""
    import pandas as pd

    seen = matcher.find("pseudonyms of places")[0].values()
    found = pd.Index(pseudonyms(key, persons, kind=PERSON)).get_indexer(pd.Index(seen))
    named: NDArray[np.int64] = np.where(found < 0, EMPTY, persons[found])
    return named


def _difference(holder: View, matcher: View, asker: str, bits: int) -> Words:
    """Return the secret "number minus limit" per household: the asker's part plus the matcher's.

    The asker's part went to the matcher masked with keystream of the key that the asker has in
    common with the holder; the matcher's part follows from its own view.
    """
    dtype = ring_dtype(bits)
    masked = next(m for m in matcher.find("income minus limit") if m.sender == asker).values()
    asker_part = masked + Keystream(holder.keys["computing key"]).integers(masked.size, dtype)
    rows = matcher.find("pseudonyms of rows")[0].values()
    places = matcher.find("pseudonyms of places")[0].values()
    positions = find_rows(places, rows, Keystream(matcher.keys["spare row key"]))
    mask_key = matcher.find("mask key")[0].values().tobytes()
    own = Keystream(mask_key).integers(rows.size, dtype)[positions]
    difference: Words = asker_part + own[0::2] + own[1::2]
    return difference
