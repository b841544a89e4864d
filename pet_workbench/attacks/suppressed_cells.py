"""Counts replaced by "<5", and the totals and percentages beside them that give them back.

A publisher replaces every count under a minimum, but goes on giving totals of men and women, and
the percentage that passed in one decimal.  There are at most a few hundred ways to fill in a group
that was treated like that: try them all, and keep those that fit what was published.  Where all of
them agree on a number, that number is known.  No key is broken and nothing is guessed; statistical
offices call it the audit of a suppressed table [1]_.

Protects: nothing; it shows what leaving out small counts does not protect.
Does not protect: `nothing_new` is no protection either: a table in which no number follows exactly
can still say much, and a second edition says more.  See `pet_workbench.attacks.withheld_cells` for
totals over many groups, and `pet_workbench.dp` for what holds against both.

References
----------
.. [1] A. Hundepool and others, "Statistical Disclosure Control", Wiley, 2012,
   doi:10.1002/9781118348239, chapter 4.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import DataError
from pet_workbench.core.validation import check_whole

HIDDEN = -1
"""Stands for a count that was replaced, and for a percentage that was not given."""
NONE_TO_DIVIDE = -2
"""Stands for the percentage of a group without candidates."""
MAX_MINIMUM = 10
Whole = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Worked:
    """What every count can still be.

    Attributes
    ----------
    low, high : ndarray of int64, shape (n_groups, 2, 3)
        Smallest and largest that fits; equal where the count is known.
    ways : ndarray of int64, shape (n_groups,)
        In how many ways a group can be filled in.
    hidden : ndarray of bool, shape (n_groups, 2, 3)
        Which counts were replaced.
    """

    low: Whole
    high: Whole
    ways: Whole
    hidden: NDArray[np.bool_]

    @property
    def recovered(self) -> NDArray[np.bool_]:
        """Which replaced counts are known exactly after all."""
        found: NDArray[np.bool_] = self.hidden & (self.low == self.high)
        return found

    @property
    def complete(self) -> NDArray[np.bool_]:
        """Which groups had replaced counts and have all of them back."""
        any_hidden = self.hidden.any(axis=(1, 2))
        found: NDArray[np.bool_] = any_hidden & (self.ways == 1)
        return found


def recover_counts(counts: Whole, percentages: Whole, *, minimum: int) -> Worked:
    """Return what every replaced count can be, given the rest of its group.

    Parameters
    ----------
    counts : ndarray of int64, shape (n_groups, 2, 3)
        First all and then those who passed; of men, of women, and of both.  `HIDDEN` where a
        count is replaced because it is under the minimum.
    percentages : ndarray of int64, shape (n_groups, 3)
        That passed of men, of women and of both, in tenths of a per cent; `HIDDEN` where it is not
        given, and `NONE_TO_DIVIDE` where there is nobody.
    minimum : int
        Smallest count that is not replaced, at most 10.

    Returns
    -------
    Worked

    Raises
    ------
    ParameterError
        If the minimum is not from 1 to 10.
    DataError
        If no counts fit what was published of a group.

    Examples
    --------
    Of 12 candidates 11 passed.  The numbers of men are replaced, but 75.0% of them passed:

    >>> counts = np.array([[[HIDDEN, 8, 12], [HIDDEN, 8, 11]]])
    >>> found = recover_counts(counts, np.array([[750, 1000, 917]]), minimum=5)
    >>> found.low[0, :, 0].tolist(), found.recovered.sum()
    ([4, 3], np.int64(2))
    """
    check_whole("minimum", minimum, 1, MAX_MINIMUM)
    rows = np.concatenate([counts.reshape(-1, 6), percentages], axis=1)
    kinds, kind_of = np.unique(rows, axis=0, return_inverse=True)
    published, given = kinds[:, :6].reshape(-1, 2, 3), kinds[:, 6:]
    low = np.full(published.shape, np.iinfo(np.int64).max)
    high, ways = np.full(published.shape, -1), np.zeros(len(kinds), np.int64)
    for filled in product(range(minimum), repeat=4):
        tried = _fill(published, filled)
        fits = _fits(tried, published, given, filled, minimum)
        low[fits] = np.minimum(low[fits], tried[fits])
        high[fits] = np.maximum(high[fits], tried[fits])
        ways += fits
    if not ways.all():
        raise DataError(
            "errors.no_such_groups",
            "need counts that fit the totals and percentages beside them, got {groups} groups that "
            "no counts fit; check the minimum and the rounding",
            groups=int((ways[kind_of.ravel()] == 0).sum()),
        )
    at = kind_of.ravel()
    return Worked(low[at], high[at], ways[at], counts == HIDDEN)


def best_guess(found: Worked) -> Whole:
    """Return one number per replaced count: the middle of what it can be, rounded down.

    Parameters
    ----------
    found : Worked

    Returns
    -------
    ndarray of int64, shape (n_groups, 2, 3)
    """
    return (found.low + found.high) // 2


def _fill(published: Whole, filled: tuple[int, ...]) -> Whole:
    """Return the groups with replaced counts of men and women filled in, and totals that follow."""
    tried = published.copy()
    for (row, column), value in zip(product((0, 1), (0, 1)), filled, strict=True):
        tried[:, row, column] = np.where(
            published[:, row, column] == HIDDEN, value, published[:, row, column]
        )
    tried[:, :, 2] = tried[:, :, 0] + tried[:, :, 1]
    return tried


def _fits(
    tried: Whole, published: Whole, given: Whole, filled: tuple[int, ...], minimum: int
) -> NDArray[np.bool_]:
    """Tell for which groups these numbers agree with all that was published."""
    is_hidden = published == HIDDEN
    total = published[:, :, 2]
    agrees = np.where(is_hidden[:, :, 2], tried[:, :, 2] < minimum, tried[:, :, 2] == total)
    # a count that is given needs filling in once only
    once = is_hidden[:, :, :2] | (np.array(filled).reshape(2, 2) == 0)
    passed = tried[:, 1] <= tried[:, 0]
    fits: NDArray[np.bool_] = agrees.all(axis=1) & once.all(axis=(1, 2)) & passed.all(axis=1)
    candidates = tried[:, 0]
    # a percentage is rounded to tenths; a half may have gone either way
    near = np.abs(2 * (1000 * tried[:, 1] - given * candidates)) <= candidates
    right = np.where(given == NONE_TO_DIVIDE, candidates == 0, near & (candidates > 0))
    return np.asarray(fits & (right | (given == HIDDEN)).all(axis=1))
