"""What parties read of each other's lists of people when they put their views together.

The attacks take views: what each colluding party received, and the keys it drew.

- Bits over all numbers (`pet_workbench.sharing.joins.bitmap`): an owner's list is the exclusive or
  of three parts, of which each computing party has two.  One party has nothing, any two have all.
- Keyed pseudonyms (`pet_workbench.sharing.joins.pseudonyms`): who has the key computes the
  pseudonym of every number there is, and looks up what a computing party received.  One owner and
  one computing party are enough.
- Lists sent in the clear: their receiver needs no attack.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from pet_workbench.attacks.pooled_computers import read_dealt
from pet_workbench.core import View
from pet_workbench.sharing.joins.bitmap import WORD, places_of
from pet_workbench.sharing.joins.pseudonyms import pseudonyms

Lists = dict[str, NDArray[np.int64]]
"""Numbers by the owner of the list."""


def pooled_bits(
    views: Mapping[str, View],
    names: Sequence[str],
    step: str,
    *,
    owners: Sequence[str],
    n_places: int,
) -> Lists:
    """Put together the parts of lists dealt as bits, as far as all three are in the views.

    Parameters
    ----------
    views : mapping of str to View
        Of the colluding parties, by name.
    names : sequence of str
        The three computing parties, in the order of their numbers.
    step : str
        For what the bits were dealt.
    owners : sequence of str
        Who dealt them.
    n_places : int
        How many places a list has.

    Returns
    -------
    dict of str to ndarray of int64
        The places on each owner's list that can be read.

    Raises
    ------
    ProtocolError
        If the payloads of the run were not kept.
    """
    read = {
        owner: read_dealt(views, names, step, owner=owner, dtype=WORD, bits=True)
        for owner in owners
    }
    return {owner: places_of(words, n_places) for owner, words in read.items() if words is not None}


def named_pseudonyms(
    views: Mapping[str, View], step: str, *, key_step: str, numbers: NDArray[np.int64]
) -> Lists:
    """Look up lists of pseudonyms with a key that one of the views has.

    Parameters
    ----------
    views : mapping of str to View
        Of the colluding parties, by name.
    step : str
        For what the pseudonyms were sent.
    key_step : str
        What the key is called, where it was drawn and where it was received.
    numbers : ndarray of int64, shape (n,)
        All numbers to try; citizen numbers are few enough to try them all.

    Returns
    -------
    dict of str to ndarray of int64
        The numbers on each owner's list, ascending; empty if nobody has the key or no lists.
    """
    seen = views.values()
    keys = [view.keys[key_step] for view in seen if key_step in view.keys]
    keys += [message.values().tobytes() for view in seen for message in view.find(key_step)]
    received = {m.sender: m.values() for view in seen for m in view.find(step)}
    if not keys or not received:
        return {}
    labels = pseudonyms(keys[0], numbers)
    return {owner: np.sort(numbers[np.isin(labels, rows)]) for owner, rows in received.items()}


def sent_in_clear(views: Mapping[str, View], step: str) -> Lists:
    """Read lists that were sent as they are.

    Parameters
    ----------
    views : mapping of str to View
        Of the colluding parties, by name.
    step : str
        For what the numbers were sent.

    Returns
    -------
    dict of str to ndarray of int64
        The numbers on each list, ascending, by who sent it.
    """
    return {
        message.sender: np.sort(message.values().astype(np.int64))
        for view in views.values()
        for message in view.find(step)
    }
