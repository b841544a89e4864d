"""Which groups may be asked about, what is asked, and what of the answers is opened.

A client's injury is one bit, and everything asked is a sum of such bits: how many clients of a
group were injured.  Three rules keep a sum from being about few people:

1. The care organisation leaves out a *line* (say, Parkinson's disease: no, yes) if one of its
   groups has fewer clients than the minimum.
2. It also leaves out a line that nearly repeats an earlier one: if fewer clients than the minimum
   are in one of two groups and not in the other, the difference of two large totals would be about
   those few (`attacks.differencing`).  Groups here are any levels of a line together.
3. A line is opened whole, or not at all: with the total known, one withheld number would follow
   from the others.  It is opened if every group in it has the minimum of *injured* clients.

What is left says nothing about fewer clients than the minimum, by itself or by the difference of
two groups.  Three or more lines together are not looked at; nor is what somebody knows already.

Arithmetic only: who does it, and on what, decides what is protected.

References
----------
.. [1] D. E. Denning, P. J. Denning, M. D. Schwartz, "The tracker: a threat to statistical database
   security", ACM Transactions on Database Systems 4(1), 1979, 76-96, doi:10.1145/320064.320069.
"""

from collections.abc import Iterator
from itertools import combinations, product
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pet_workbench.usecases.fall_injuries.totals import WITHHELD, Numbers, Totals
from pet_workbench.usecases.falls.clients import FIRST_OF, GROUPS, LINE_OF, LINES, levels_of

if TYPE_CHECKING:
    import pandas as pd

SIZES = tuple(len(levels) for levels in LINES.values())
"""Groups per line."""
_CHUNK = 1 << 16

Levels = NDArray[np.int8]


def clients_per_group(levels: Levels, lines: NDArray[np.bool_]) -> Numbers:
    """Count the clients of each group in the `lines` that are asked about.

    Parameters
    ----------
    levels : ndarray of int8, shape (n, 16)
    lines : ndarray of bool, shape (16,)

    Returns
    -------
    ndarray of int64, shape (37,)
        `WITHHELD` in the other lines.
    """
    counts = [
        np.bincount(levels[:, line], minlength=size)
        if lines[line]
        else np.full(size, WITHHELD, np.int64)
        for line, size in enumerate(SIZES)
    ]
    return np.concatenate(counts).astype(np.int64)


def lines_to_ask(levels: Levels, minimum: int) -> NDArray[np.bool_]:
    """Return which lines may be asked about: rules 1 and 2.

    Parameters
    ----------
    levels : ndarray of int8, shape (n, 16)
        Level of every client in each line.
    minimum : int
        Fewest clients that a sum, or a difference of two, may be about.

    Returns
    -------
    ndarray of bool, shape (16,)

    Examples
    --------
    >>> levels = np.zeros((40, 16), np.int8)
    >>> levels[:20, 1] = 1  # half of the clients are women
    >>> levels[:19, 4] = 1  # of whom all but one have trouble walking
    >>> np.flatnonzero(lines_to_ask(levels, 10)).tolist()
    [1]
    """
    both = _in_both(levels)
    asked = np.array([bool((_between(both, at, at).diagonal() >= minimum).all()) for at in _LINES])
    for first, second in combinations(_LINES, 2):
        if asked[first] and asked[second]:
            asked[second] = not _nearly_repeats(_between(both, first, second), minimum)
    return asked


def asked_columns(
    table: "pd.DataFrame", levels: Levels, lines: NDArray[np.bool_]
) -> Iterator[NDArray[np.int64]]:
    """Yield the columns of numbers whose sums over injured clients are asked for.

    The last group of a line is what is left of the total, so that it need not be asked for.

    Parameters
    ----------
    table : DataFrame
        Of the care organisation.
    levels : ndarray of int8, shape (n, 16)
        Of the same clients, in the same order.
    lines : ndarray of bool, shape (16,)

    Yields
    ------
    ndarray of int64, shape (n,)
        0 or 1 per client for each group but the last of each line, then ages, then medicines.
    """
    for line in np.flatnonzero(lines).tolist():
        for level in range(SIZES[line] - 1):
            yield (levels[:, line] == level).astype(np.int64)
    for name in ("age", "medicines"):
        yield table[name].to_numpy(np.int64)


def number_of_columns(lines: NDArray[np.bool_]) -> int:
    """Return how many columns `asked_columns` yields for these `lines`."""
    return 2 + sum(size - 1 for size, is_asked in zip(SIZES, lines, strict=True) if is_asked)


def injured_per_group(total: int, sums: Numbers, lines: NDArray[np.bool_]) -> Numbers:
    """Return the injured clients of each group from the sums of `asked_columns`.

    Parameters
    ----------
    total : int
        Injured clients.
    sums : ndarray of int64, shape (m,)
        In the order of `asked_columns`; the two last are not read.
    lines : ndarray of bool, shape (16,)

    Returns
    -------
    ndarray of int64, shape (37,)
        `WITHHELD` in lines that were not asked about.

    Examples
    --------
    >>> lines = np.arange(16) == 1
    >>> injured_per_group(30, np.array([10, 2500, 180]), lines)[5:7].tolist()
    [10, 20]
    """
    injured = np.full(len(GROUPS), WITHHELD, np.int64)
    at = 0
    for line in np.flatnonzero(lines).tolist():
        first, size = int(FIRST_OF[line]), SIZES[line]
        part = sums[at : at + size - 1]
        injured[first : first + size - 1] = part
        injured[first + size - 1] = total - part.sum()
        at += size - 1
    return injured


def lines_to_open(injured: Numbers, lines: NDArray[np.bool_], minimum: int) -> NDArray[np.bool_]:
    """Return which lines are opened: those in which every group has the minimum (rule 3).

    Parameters
    ----------
    injured : ndarray of int64, shape (37,)
        Injured clients per group.
    lines : ndarray of bool, shape (16,)
        Those that were asked about.
    minimum : int
    """
    least = np.minimum.reduceat(injured, FIRST_OF)
    return lines & (least >= minimum)


def opened(
    clients: Numbers, total: int, sums: Numbers, lines: NDArray[np.bool_], *, minimum: int
) -> Totals:
    """Return the answer from all sums, as somebody may who sees all of them.

    Parameters
    ----------
    clients : ndarray of int64, shape (37,)
        As `clients_per_group` counts them.
    total : int
        Injured clients.
    sums : ndarray of int64, shape (m,)
        Over injured clients, in the order of `asked_columns`.
    lines : ndarray of bool, shape (16,)
        Those that were asked about.
    minimum : int
    """
    if total < minimum:
        return Totals.nothing(clients, minimum)
    injured = injured_per_group(total, sums, lines)
    kept = lines_to_open(injured, lines, minimum)[LINE_OF]
    age_years, medicines = map(int, sums[-2:])
    return Totals(clients, np.where(kept, injured, WITHHELD), total, age_years, medicines, minimum)


def from_tables(
    care: "pd.DataFrame", persons_injured: NDArray[np.int64], *, minimum: int
) -> Totals:
    """Return the answer as somebody computes it who has both tables.

    Parameters
    ----------
    care : DataFrame
        Clients.
    persons_injured : ndarray of int64, shape (m,)
        Patients of the hospital.
    minimum : int
    """
    levels = levels_of(care)
    lines = lines_to_ask(levels, minimum)
    flags = np.isin(care["person"].to_numpy(np.int64), persons_injured)
    hurt, hurt_levels = care[flags], levels[flags]
    sums = np.array([column.sum() for column in asked_columns(hurt, hurt_levels, lines)], np.int64)
    clients = clients_per_group(levels, lines)
    return opened(clients, int(flags.sum()), sums, lines, minimum=minimum)


_LINES = range(len(SIZES))


def _in_both(levels: Levels) -> Numbers:
    """Return how many clients are in each two groups, shape (37, 37).

    Counts bits: a matrix product of this size wakes all threads of the library for linear algebra,
    which takes a hundred times as long when another program has the cores.
    """
    found = np.zeros((len(GROUPS), len(GROUPS)), np.int64)
    for start in range(0, len(levels), _CHUNK):
        places = levels[start : start + _CHUNK] + FIRST_OF.astype(np.int8)
        is_in = places[:, LINE_OF] == np.arange(len(GROUPS), dtype=np.int8)
        members = np.packbits(is_in.T, axis=1)
        for group, own in enumerate(members):
            found[group] += np.bitwise_count(own & members).sum(axis=1, dtype=np.int64)
    return found


def _between(both: Numbers, first: int, second: int) -> Numbers:
    """Return the part of the table of two lines: how many clients are in each two levels."""
    rows, columns = (slice(FIRST_OF[at], FIRST_OF[at] + SIZES[at]) for at in (first, second))
    return both[rows, columns]


def _nearly_repeats(table: Numbers, minimum: int) -> bool:
    """Tell whether some levels of one line hold nearly the same clients as some of another."""
    rows, columns = (_all_subsets(size) for size in table.shape)
    only_first = rows @ table @ (1 - columns).T
    only_second = (1 - rows) @ table @ columns.T
    apart = only_first + only_second
    return bool(((apart > 0) & (apart < minimum)).any())


def _all_subsets(size: int) -> Numbers:
    """Return all subsets of some levels, shape (2**size, size): 1 where a level is in it."""
    return np.array(list(product((0, 1), repeat=size)), np.int64)
