"""What parties learn together when several holders were aligned to one asker's list.

In `pet_workbench.sharing.joins.alignment` the asker has masked numbers, the matcher has masks and
pseudonyms, and each holder has the key of its own pseudonyms.  Put together,

- asker and matcher take the masks off, and read every holder's number of everybody on the list;
- a holder and the matcher name everybody on the list whom the holder knows (and, by trying all
  numbers with the key, everybody else), and see of whom the *other* holders know something.

Protects: nothing; it shows what the choice of the matcher decides about.
Does not protect: a matcher that hands its messages on is not stopped by anything in the
computation [1]_.

References
----------
.. [1] P. Mohassel, P. Rindal, M. Rosulek, "Fast database joins and PSI for secret shared data",
   CCS 2020, doi:10.1145/3372297.3423358: the join, for parties that do not collude.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import DTypeLike, NDArray

from pet_workbench.core import Keystream, Message, View
from pet_workbench.sharing.joins.alignment import EMPTY
from pet_workbench.sharing.joins.pseudonyms import PERSON, pseudonyms
from pet_workbench.sharing.ring import Words


@dataclass(frozen=True)
class Roles:
    """Who played what.

    Attributes
    ----------
    asker, matcher : str
    holders : tuple of str
        In the order in which the asker was served.
    """

    asker: str
    holders: tuple[str, ...]
    matcher: str


@dataclass(frozen=True)
class Pooled:
    """What a coalition reads about the places of the asker's list.

    Attributes
    ----------
    persons : ndarray of int64, shape (n,)
        Who is in each place, -1 where the coalition did not recognise anybody; empty if it named
        nobody at all.
    numbers : dict of str to ndarray, each of shape (n,)
        By holder, the number of each place.
    is_known : dict of str to ndarray of bool, each of shape (n,)
        By holder, whether it knows who is in each place.
    """

    persons: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    numbers: Mapping[str, Words] = field(default_factory=dict)
    is_known: Mapping[str, NDArray[np.bool_]] = field(default_factory=dict)

    @property
    def is_nothing(self) -> bool:
        """Whether the coalition learned nothing about anybody."""
        return not (self.numbers or (self.persons != EMPTY).any())


def pool(
    views: Mapping[str, View],
    known_persons: Mapping[str, NDArray[np.int64]],
    roles: Roles,
    *,
    dtype: DTypeLike,
) -> Pooled:
    """Return what the parties of `views` learn together, beyond their own files.

    Parameters
    ----------
    views : mapping of str to View
        Of the colluding parties, by name.
    known_persons : mapping of str to ndarray of int64
        Persons on the own list of each colluding owner.
    roles : Roles
    dtype : numpy type
        Ring in which the numbers were shared.

    Returns
    -------
    Pooled
        Empty without the matcher: owners can only put their own files together.

    Raises
    ------
    ProtocolError
        If the payloads of the run were not kept.
    """
    if roles.matcher not in views or not views[roles.matcher].find("pseudonyms of rows"):
        return Pooled()
    matcher = views[roles.matcher]
    owners = [party for party in (roles.asker, *roles.holders) if party in views]
    if not owners:
        return Pooled()
    is_known = {
        holder: np.isin(_places(matcher, roles, holder), _rows(matcher, holder))
        for holder in roles.holders
    }
    persons = _merge([_name(views, known_persons, roles, owner) for owner in owners])
    numbers: dict[str, Words] = {}
    if roles.asker in views:
        numbers = {
            holder: _unmask(views[roles.asker], matcher, roles, holder, dtype)
            for holder in roles.holders
        }
    return Pooled(persons, numbers, is_known)


def _merge(named: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Return who is in each place according to whoever recognised somebody."""
    merged: NDArray[np.int64] = np.max(np.stack(list(named)), axis=0)
    return merged


def _name(
    views: Mapping[str, View],
    known_persons: Mapping[str, NDArray[np.int64]],
    roles: Roles,
    owner: str,
) -> NDArray[np.int64]:
    """Return the persons that `owner` recognises in the matcher's pseudonyms, `EMPTY` elsewhere."""
    import pandas as pd

    if owner == roles.asker:
        # the asker's key of the last holder stands last under its label
        key, holder = views[owner].keys["pseudonym key"], roles.holders[-1]
    else:
        key, holder = views[owner].find("pseudonym key")[0].values().tobytes(), owner
    persons = known_persons[owner]
    seen = _places(views[roles.matcher], roles, holder)
    found = pd.Index(pseudonyms(key, persons, kind=PERSON)).get_indexer(pd.Index(seen))
    named: NDArray[np.int64] = np.where(found < 0, EMPTY, np.append(persons, EMPTY)[found])
    return named


def _unmask(asker: View, matcher: View, roles: Roles, holder: str, dtype: DTypeLike) -> Words:
    """Take the matcher's masks off the numbers that the asker got from `holder`."""
    masked = _from(asker, "masked numbers", holder).values()
    positions = asker.find("positions")[roles.holders.index(holder)].values()
    masks = Keystream(_from(matcher, "mask key", holder).values().tobytes())
    numbers: Words = (masked + masks.integers(masked.size, dtype))[positions]
    return numbers


def _places(matcher: View, roles: Roles, holder: str) -> Words:
    """Return the pseudonyms of the asker's places under the key agreed with `holder`."""
    return matcher.find("pseudonyms of places")[roles.holders.index(holder)].values()


def _rows(matcher: View, holder: str) -> Words:
    """Return the pseudonyms of the rows of `holder`."""
    return _from(matcher, "pseudonyms of rows", holder).values()


def _from(view: View, step: str, sender: str) -> Message:
    """Return the message of `step` that `sender` sent."""
    return next(message for message in view.find(step) if message.sender == sender)
