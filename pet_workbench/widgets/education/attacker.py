"""What somebody who reads a table guesses about its small counts, and how often that is right."""

import numpy as np
from numpy.typing import NDArray

from pet_workbench.attacks.suppressed_cells import Worked, best_guess, recover_counts
from pet_workbench.usecases.education import HIDDEN, Publication


def work_out(table: Publication, minimum: int) -> Worked | None:
    """Return what follows about counts left out; None if also larger ones were.

    With counts of which only totals are left, there are too many ways to try; tests try them for
    small groups, and no count follows exactly.
    """
    if (table.percentages == HIDDEN).any():
        return None
    return recover_counts(table.counts, table.percentages, minimum=minimum)


def guesses(table: Publication, minimum: int) -> NDArray[np.int64]:
    """Return the best guess at every count of a group.

    A number that is given is believed.  One that was left out is what follows, else the middle of
    what it can be; a split into men and women of which the total is known, is guessed to be half.
    """
    found = work_out(table, minimum)
    if found is not None:
        return np.where(table.hidden, best_guess(found), table.counts)
    middle = (minimum - 1) // 2
    totals = np.where(table.hidden[:, :, 2], middle, table.counts[:, :, 2])
    halves = np.stack([(totals + 1) // 2, totals // 2, totals], axis=2)
    return np.where(table.hidden, halves, table.counts)


def share_right(guessed: NDArray[np.int64], exact: Publication, minimum: int) -> float:
    """Return the share of small counts that are guessed exactly."""
    small = exact.counts < minimum
    return float((guessed == exact.counts)[small].mean())


def share_without_table(exact: Publication, minimum: int) -> float:
    """Return the share that is right for whoever always says the most frequent small count."""
    small = exact.counts[exact.counts < minimum]
    return float(np.bincount(small).max() / small.size)
