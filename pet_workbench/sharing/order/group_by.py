"""Totals per group of secret numbers, in three ways, by who may know the groups.

* `sums_by_known_group`: one computing party knows the group of every row.  It shares, group by
  group, a 1 for the rows in it and a 0 for others; the total is an inner product.  Nothing is
  opened.
* `sums_by_opened_group`: groups are secret.  The rows are shuffled [1]_, the groups of shuffled
  rows opened, and every party adds up its own parts.  All three learn how large each group is.
* `sums_by_secret_group`: groups are secret and nothing is opened.  For every limit d it is computed
  in secret which rows have a group below d; totals below d and below d + 1 differ by group d.

Protects: the numbers, and which row is in which group, against each computing party alone (but the
one that knows the groups).
Does not protect: group sizes in `sums_by_opened_group`.  A party that shares something else than a
1 per row, or a group that does not exist, spoils the totals; only the second way notices it.

References
----------
.. [1] S. Laur, J. Willemson, B. Zhang, "Round-efficient oblivious database manipulation",
   ISC 2011, doi:10.1007/978-3-642-24861-0_18.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import ParameterError, ProtocolError
from pet_workbench.core.validation import check_range
from pet_workbench.sharing.comparison import less_than_public
from pet_workbench.sharing.conversion import bits_to_numbers
from pet_workbench.sharing.opening import open_to_all
from pet_workbench.sharing.order.shuffle import check_columns, shuffle
from pet_workbench.sharing.replicated import (
    Computer,
    Share,
    add_public,
    inner_product,
    input_by_computer,
    subtract,
)
from pet_workbench.sharing.ring import BITS, Words, ring_bits, ring_dtype

MAX_OPENED_GROUPS = 1 << 16
MAX_SECRET_GROUPS = 127
"""So that a group and its limits fit in a ring of 8 bits."""

Totals = tuple[list[Share], Share]
"""Per column of numbers its total per group, and the number of rows per group."""


async def sums_by_known_group(
    computer: Computer,
    values: Sequence[Share],
    *,
    owner: int,
    n_groups: int,
    groups: NDArray[np.integer[Any]] | None,
) -> Totals:
    """Add up secret numbers per group, where one computing party knows the groups.

    Two rounds.  One word per row and group, whatever the number of columns, and three words per
    group and column.

    Parameters
    ----------
    computer : Computer
        This party.
    values : sequence of Share
        One or more columns of n numbers, all in the same ring.
    owner : int
        Number of the party that knows the groups.
    n_groups : int
        How many groups there are; everybody knows that.
    groups : ndarray of int, shape (n,), or None
        The group of every row, below `n_groups`, at the owner; a row with -1 is in none.  None at
        the others.

    Returns
    -------
    totals : list of Share
        Per column `n_groups` totals.
    counts : Share
        Of `n_groups` numbers of rows, in the same ring.

    Raises
    ------
    ParameterError
        If columns differ in length, or a group lies outside.
    """
    n, dtype = check_columns(values), values[0].own.dtype
    if groups is not None:
        _check_groups(groups, n_groups)
    lanes = computer.lanes(n_groups)

    async def one_group(lane: Computer, group: int) -> list[Share]:
        """Share who is in a group, and add up their numbers."""
        member = await input_by_computer(
            lane,
            "row is in group",
            owner=owner,
            n=n,
            dtype=dtype,
            values=None if groups is None else (groups == group).astype(dtype),
        )
        return [*await _products(lane, member, values), _sum(member)]

    found = await computer.side_by_side([one_group(lane, at) for at, lane in enumerate(lanes)])
    computer.join(lanes)
    *totals, counts = map(_join, zip(*found, strict=True))
    return totals, counts


async def sums_by_opened_group(
    computer: Computer, groups: Share, values: Sequence[Share], *, n_groups: int
) -> tuple[list[Share], NDArray[np.int64]]:
    """Add up secret numbers per secret group; all three parties learn the sizes of the groups.

    Three rounds; per row four words of every column and of the group, and three of the group to
    open it.

    Parameters
    ----------
    computer : Computer
        This party.
    groups : Share
        Of n groups, each below `n_groups`.
    values : sequence of Share
        Columns of n numbers, in rings of their own.
    n_groups : int
        At most 2**16.

    Returns
    -------
    totals : list of Share
        Per column `n_groups` totals.
    sizes : ndarray of int64, shape (n_groups,)
        Number of rows in every group, known to all three.

    Raises
    ------
    ParameterError
        If columns differ in length, or there are too many groups.
    ProtocolError
        If there is a row whose group does not exist.
    """
    check_range("n_groups", n_groups, 1, MAX_OPENED_GROUPS)
    narrow = _narrow(groups, n_groups)
    shuffled, *columns = await shuffle(computer, [narrow, *values])
    opened = await open_to_all(computer, shuffled, step="groups of shuffled rows")
    if opened.size and int(opened.max()) >= n_groups:
        raise ProtocolError(
            "errors.group_unknown",
            "need groups below {n_groups}, got {group} among the shuffled rows: whoever shared the "
            "groups made a mistake",
            n_groups=n_groups,
            group=int(opened.max()),
        )
    sizes = np.bincount(opened, minlength=n_groups)
    order = np.argsort(opened, kind="stable")
    totals = [Share(*(_sums_of_runs(part[order], sizes) for part in column)) for column in columns]
    return totals, sizes


async def sums_by_secret_group(
    computer: Computer, groups: Share, values: Sequence[Share], *, n_groups: int
) -> Totals:
    """Add up secret numbers per secret group, and open nothing.

    Per row and limit (one fewer than there are groups) a comparison of 8 bits and three words for
    the answer as a number: for up to some twenty groups.

    Parameters
    ----------
    computer : Computer
        This party.
    groups : Share
        Of n groups, each below `n_groups`.
    values : sequence of Share
        One or more columns of n numbers, all in the same ring.
    n_groups : int
        At most 127.

    Returns
    -------
    totals : list of Share
        Per column `n_groups` totals.
    counts : Share
        Of `n_groups` numbers of rows, in the ring of the values.

    Raises
    ------
    ParameterError
        If columns differ in length, or there are too many groups.
    """
    check_range("n_groups", n_groups, 1, MAX_SECRET_GROUPS)
    n, dtype = check_columns([groups, *values]), values[0].own.dtype
    narrow = _narrow(groups, n_groups)
    lanes = computer.lanes(n_groups - 1)

    async def below_limit(lane: Computer, limit: int) -> list[Share]:
        """Find who is in a group below `limit`, and add up their numbers."""
        bits = await less_than_public(lane, narrow, limit, declared_bits=7)
        member = await bits_to_numbers(lane, bits, dtype=dtype)
        return [*await _products(lane, member, values), _sum(member)]

    below = await computer.side_by_side(
        [below_limit(lane, limit) for limit, lane in enumerate(lanes, start=1)]
    )
    computer.join(lanes)
    everybody = [*map(_sum, values), _constant(computer, n, dtype)]
    columns = [_join(column) for column in zip(*below, everybody, strict=True)]
    *totals, counts = map(_differences, columns)
    return totals, counts


async def _products(computer: Computer, member: Share, values: Sequence[Share]) -> list[Share]:
    """Return the inner product of a column of zeros and ones with every column of numbers."""
    lanes = computer.lanes(len(values))
    products = await computer.side_by_side(
        [inner_product(lane, member, column) for lane, column in zip(lanes, values, strict=True)]
    )
    computer.join(lanes)
    return products


def _check_groups(groups: NDArray[np.integer[Any]], n_groups: int) -> None:
    """Refuse groups that do not exist."""
    bad = np.flatnonzero((groups < -1) | (groups >= n_groups))
    if bad.size:
        raise ParameterError(
            "errors.group_outside",
            "need groups from 0 to {last}, or -1 for none, got {group} at position {position}",
            last=n_groups - 1,
            group=int(groups[bad[0]]),
            position=int(bad[0]),
        )


def _narrow(groups: Share, n_groups: int) -> Share:
    """Return the groups in the smallest ring that has room for them and for their number."""
    bits = next(bits for bits in BITS if n_groups < 1 << bits - 1 or bits == BITS[-1])
    dtype = ring_dtype(min(bits, ring_bits(groups.own.dtype)))
    return Share(*(part.astype(dtype) for part in groups))


def _sums_of_runs(sorted_part: Words, sizes: NDArray[np.int64]) -> Words:
    """Add up each run of so many neighbouring numbers, in their ring."""
    ends = np.concatenate(([0], np.cumsum(sizes)))
    totals = np.concatenate((sorted_part[:1] * 0, np.cumsum(sorted_part, dtype=sorted_part.dtype)))
    return np.diff(totals[ends]) if sorted_part.size else np.zeros(sizes.size, sorted_part.dtype)


def _sum(column: Share) -> Share:
    """Add up a column; nothing is sent."""
    return Share(*(part.sum(dtype=part.dtype, keepdims=True) for part in column))


def _join(parts: Sequence[Share]) -> Share:
    """Put shared vectors one after the other."""
    return Share(*map(np.concatenate, zip(*parts, strict=True)))


def _differences(below: Share) -> Share:
    """Return the total of each group from the totals below each limit."""
    return subtract(below, Share(*(np.concatenate((part[:1] * 0, part[:-1])) for part in below)))


def _constant(computer: Computer, number: int, dtype: np.dtype[Any]) -> Share:
    """Return a share of one number that everybody knows."""
    zero = np.zeros(1, dtype)
    return add_public(computer, Share(zero, zero), np.array([number], dtype))
