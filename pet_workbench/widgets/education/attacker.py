"""What somebody who reads a table makes of its small counts, and how often that is right.

The attacker knows the rules, works out what follows, and also knows which true count is the most
frequent among cells that look alike in the table.  Nobody who looks at one cell at a time can do
better, so no technique profits from an attacker who is not clever.
"""

import numpy as np
from numpy.typing import NDArray

from pet_workbench.attacks.suppressed_cells import Worked, recover_counts
from pet_workbench.usecases.education import HIDDEN, Publication

LARGE = 15
"""Totals from here on look alike, or every group would be one of its kind."""
Whole = NDArray[np.int64]


def work_out(table: Publication, minimum: int) -> Worked | None:
    """Return what follows about counts left out; None if also larger ones were.

    With counts of which only totals are left, there are too many ways to try; tests try them for
    small groups, and no count follows exactly.
    """
    if (table.percentages == HIDDEN).any():
        return None
    return recover_counts(table.counts, table.percentages, minimum=minimum)


def looks(table: Publication, minimum: int) -> Whole:
    """Return a number per count; counts with the same number look alike to a reader.

    Parameters
    ----------
    table : Publication
    minimum : int
        Smallest count that was not left out.

    Returns
    -------
    ndarray of int64, shape (n_groups, 2, 3)
    """
    found = work_out(table, minimum)
    if found is not None:
        return found.low * 10**6 + found.high
    place = np.arange(6).reshape(2, 3)
    total = np.minimum(table.counts[:, :, 2:], LARGE)
    hidden = -1 - (place + 6 * (total + 1))
    return np.where(table.hidden, hidden, table.counts)


def share_right(looks_like: Whole, exact: Publication, minimum: int) -> float:
    """Return the share of small counts that the attacker names exactly.

    Parameters
    ----------
    looks_like : ndarray of int64, shape (n_groups, 2, 3)
        From `looks`.
    exact : Publication
    minimum : int
        Below it a count is small.
    """
    small = exact.counts < minimum
    kinds, kind = np.unique(looks_like[small], return_inverse=True)
    frequency = np.zeros((len(kinds), minimum), np.int64)
    np.add.at(frequency, (kind.ravel(), exact.counts[small]), 1)
    return float(frequency.max(axis=1).sum() / small.sum())


def share_without_table(exact: Publication, minimum: int) -> float:
    """Return the share that is right for whoever always says the most frequent small count."""
    small = exact.counts[exact.counts < minimum]
    return float(np.bincount(small).max() / small.size)
