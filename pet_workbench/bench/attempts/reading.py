"""Read everything that a party received, in every simple way, whatever the steps are called.

The reader knows the protocol and keeps to it, and afterwards looks at all it has: every column of
numbers as it came, and with every key it drew or was sent taken off again, by subtraction, addition
and exclusive or.  Persons are also recognised by pseudonyms under any of its keys, and by hashes.
It knows no step by name, so that a technique that begins to send something under another name is
read just the same.

Protects: nothing; it finds what one party should not have.
Does not protect: it does not put views of several parties together
(`pet_workbench.attacks.pooled_computers` and others), does not send other messages than agreed, and
does not add up three columns.  Finding nothing is no proof of security.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.attacks.pooled_lists import read_lists
from pet_workbench.core import Keystream, View
from pet_workbench.datasets.citizen_numbers import INVENTED, PREFIXES, complete
from pet_workbench.sharing.joins.pseudonyms import pseudonyms

KEY_BYTES = 32
MOSTLY = 0.5
"""A column is taken for secrets if at least this part of its large numbers are."""
FEW_VALUES = 50
"""A column with fewer different values is recognised in its own order only."""
SHORTEST = 8
"""Shorter columns are not taken for a list of many."""
SAMPLE = 200
"""A column whose first numbers are no secrets is left at that."""
SMALLEST = 256
"""Smaller numbers are found in any column, and stand for nothing there."""
STRANGERS = 100_000
"""Citizen numbers of nobody in the data that are tried beside those in it."""
_DIGIT = 10

Column = NDArray[Any]


def columns(view: View, sender: str | None = None) -> Iterator[Column]:
    """Yield every column of whole numbers that a party received, or those from one sender."""
    for message in view.received:
        if sender in (None, message.sender) and np.dtype(message.dtype).kind in "iub":
            yield message.values().reshape(-1)


def keys(view: View) -> set[bytes]:
    """Return every key that a party drew, or that came as bytes of the size of one."""
    drawn = {key for key in view.keys.values() if len(key) == KEY_BYTES}
    sent = {
        m.values().tobytes()
        for m in view.received
        if m.size_bytes == KEY_BYTES and np.dtype(m.dtype).itemsize == 1
    }
    return drawn | sent


def opened(view: View, column: Column) -> Iterator[Column]:
    """Yield a column as it came, and with each key of the party taken off it."""
    yield column
    if column.dtype.kind != "u":
        return
    for key in keys(view):
        mask = Keystream(key).integers(column.size, column.dtype)
        yield column + mask
        yield column - mask
        yield column ^ mask


def spotted(view: View, lists: Sequence[Column]) -> list[NDArray[np.bool_]]:
    """Tell which of many large numbers a party reads in a column that is mostly such numbers.

    Parameters
    ----------
    view : View
    lists : sequence of ndarray of int64
        Numbers that are few among all there can be, such as citizen numbers; those below `SMALLEST`
        are never found.

    Returns
    -------
    list of ndarray of bool
    """
    found = [np.zeros(one.size, np.bool_) for one in lists]
    wanted = [np.unique(one[one >= SMALLEST]) for one in lists]
    for column in columns(view):
        if column.dtype.itemsize == 1 or not column.size:
            continue
        for numbers in opened(view, column):
            for at, one in enumerate(wanted):
                known = _known(numbers, one)
                # a handful of numbers can be equal by chance
                if known.size >= max(min(one.size, SHORTEST), 1):
                    found[at] |= np.isin(lists[at], known)
    return found


def copied(view: View, secret: Column, *, sender: str | None = None) -> bool:
    """Tell whether a party received a column as it is: in its order, or if it says enough in any.

    Parameters
    ----------
    view : View
    secret : ndarray, shape (n,)
    sender : str, optional
        Look at what came from here only; for columns so short that others are equal by chance.
    """
    wanted = secret.astype(np.int64)
    in_any_order = np.unique(wanted).size >= FEW_VALUES
    ordered = np.sort(wanted)
    for column in columns(view, sender):
        if not wanted.size or column.size % wanted.size:
            continue
        for numbers in opened(view, column):
            rows = numbers.reshape(-1, wanted.size)
            starts = rows[:, :SAMPLE].astype(np.int64)
            for at in np.flatnonzero(_is_in(starts, ordered).all(axis=1)).tolist():
                row = rows[at].astype(np.int64)
                if (row == wanted).all() or (in_any_order and (np.sort(row) == ordered).all()):
                    return True
    return False


def recognised(view: View, lists: Sequence[Column]) -> list[NDArray[np.bool_]]:
    """Tell whom a party reads on each of several lists of persons.

    It tries everybody on any of the lists, and strangers: what trying all numbers there are comes
    down to.

    Parameters
    ----------
    view : View
    lists : sequence of ndarray of int64
        Persons.

    Returns
    -------
    list of ndarray of bool
        Per list, of whom it knows that they are on it.
    """
    everybody = np.unique(np.concatenate([*lists, strangers()]))
    read = [one.persons.astype(np.int64) for one in read_lists({view.party: view}, everybody)]
    wide = [np.unique(one) for one in columns(view) if one.dtype == np.uint64 and one.size]
    anything = np.unique(np.concatenate([np.zeros(1, np.uint64), *wide]))
    for key in keys(view):
        labels = pseudonyms(key, everybody)
        seen = _is_in(labels, anything)
        read += [everybody[seen][_is_in(labels[seen], column)] for column in wide]
    found = spotted(view, lists)
    for at, persons in enumerate(lists):
        for one in read:
            if one.size and np.isin(one, persons).mean() >= MOSTLY:
                found[at] |= np.isin(persons, one)
    return found


def strangers() -> NDArray[np.int64]:
    """Return citizen numbers that could be anybody's: the first there are."""
    first = PREFIXES // _DIGIT
    return complete(np.arange(first, first + STRANGERS), remainder=INVENTED)


def _known(numbers: Column, wanted: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return which of the `wanted` numbers a column holds, if mostly those and small ones."""
    none = np.zeros(0, np.int64)
    known = none
    for part in (numbers[:SAMPLE], numbers) if wanted.size else ():
        values = part.astype(np.int64)
        # zeros often fill up a column
        large = values[values >= SMALLEST]
        known = large[_is_in(large, wanted)]
        if known.size < MOSTLY * large.size:
            return none
    return known


def _is_in(values: Column, wanted: Column) -> NDArray[np.bool_]:
    """Tell which values are among the `wanted`, which ascend: quicker than np.isin on many."""
    at = np.minimum(np.searchsorted(wanted, values), wanted.size - 1)
    found: NDArray[np.bool_] = wanted[at] == values
    return found
