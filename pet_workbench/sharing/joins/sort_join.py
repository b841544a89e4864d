"""Join two shared tables on a secret key without telling anybody anything but their lengths.

Both tables are put under each other and sorted by key, a left row just before the right rows with
the same key [1]_ [2]_.  Whether a right row has a partner then follows from one secret comparison
with the left row before it, and the partner's columns are carried along:

* If all right keys differ too, the partner stands in the row just before.
* If right keys repeat, the left table is first sorted by itself, and every left row gets what its
  columns differ from those of the left row before it.  After the two tables are sorted together the
  running total of these differences is, in every row, the columns of the last left row: a sum,
  which costs no message.

The result has a row for every row of either table, in the order of the keys; nobody knows which
rows match, or which are of which table.

Protects: keys, columns and matches, against each of the three parties alone.
Does not protect: how long the tables are.  Keys that are not all different though they were
declared so (the left ones always, the right ones unless `right_repeats`): then the result is wrong,
and the order in which rows are compared tells which are equal.

References
----------
.. [1] S. Laur, R. Talviste, J. Willemson, "From oblivious AES to efficient and secure database join
   in the multiparty setting", ACNS 2013, doi:10.1007/978-3-642-38980-1_6.
.. [2] D. Bogdanov, L. Kamm, B. Kubo, R. Rebane, V. Sokk, R. Talviste, "Students and taxes: a
   privacy-preserving study using secure computation", PoPETs 2016(3), 117-135,
   doi:10.1515/popets-2016-0019.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from pet_workbench.sharing.comparison import less_than_public
from pet_workbench.sharing.conversion import bits_to_numbers
from pet_workbench.sharing.order.shuffle import check_columns
from pet_workbench.sharing.order.sort import sort_rows
from pet_workbench.sharing.replicated import Computer, Share, add_public, multiply, subtract
from pet_workbench.sharing.ring import BITS, check_declared, ring_bits, ring_dtype


@dataclass(frozen=True, slots=True)
class SharedTable:
    """One party's share of a table.

    Attributes
    ----------
    key : Share
        Of a number per row, by which it is to be joined.
    columns : tuple of Share
        Other numbers, in rings of their own.
    """

    key: Share
    columns: tuple[Share, ...] = ()

    @property
    def n(self) -> int:
        """Number of rows."""
        return self.key.own.size


@dataclass(frozen=True, slots=True)
class Joined:
    """One party's share of two tables joined: a row for every row of either.

    Attributes
    ----------
    matched : Share
        1 for a right row that has a partner on the left, else 0.
    left : tuple of Share
        Columns of the partner.  They mean something only where `matched` is 1: multiply.
    right : tuple of Share
        Columns of the right row, 0 in rows of the left table.
    """

    matched: Share
    left: tuple[Share, ...]
    right: tuple[Share, ...]


async def sort_join(
    computer: Computer,
    left: SharedTable,
    right: SharedTable,
    *,
    key_bits: int,
    dtype: np.dtype[Any],
    right_repeats: bool = False,
) -> Joined:
    """Join two tables on their keys.

    Parameters
    ----------
    computer : Computer
        This party.
    left : SharedTable
        With keys that all differ.
    right : SharedTable
        With keys in the same ring.
    key_bits : int
        Every key is below ``2**key_bits``.
    dtype : numpy.dtype
        Ring of `Joined.matched`, as of the columns that it is to be multiplied with.
    right_repeats : bool, default: False
        Whether keys may repeat on the right.  It takes a sort of the left table more, and larger
        words to compare.

    Returns
    -------
    Joined
        Of ``left.n + right.n`` rows.

    Raises
    ------
    ParameterError
        If columns differ in length, or the ring of the keys is too small: it needs
        ``key_bits + 2`` bits, and as many more as the number of rows has if keys repeat.

    Notes
    -----
    A sort of all rows, and for each row a comparison, and three words for its answer.
    """
    for table in (left, right):
        check_columns([table.key, *table.columns])
    bits = ring_bits(left.key.own.dtype)
    check_declared(key_bits, bits=bits, limit=bits - 2)
    bring = _running_total if right_repeats else _row_before
    left = SharedTable(left.key, (_marked(computer, left.key, key_bits), *left.columns))
    if right_repeats:
        left = await _left_as_differences(computer, left, key_bits)
    own_key, *columns = await _sorted_together(
        computer, left, right, key_bits, unique=not right_repeats
    )
    last_key, *carried = map(bring, columns[: len(left.columns)])
    matched = await _matched(computer, own_key, last_key, key_bits, dtype)
    return Joined(matched, tuple(carried), tuple(columns[len(left.columns) :]))


async def masked(computer: Computer, matched: Share, column: Share) -> Share:
    """Return `column` in matched rows and 0 in others; one word per row and party.

    Parameters
    ----------
    computer : Computer
        This party.
    matched : Share
        As of `Joined`, in the same ring as `column`.
    column : Share
    """
    return await multiply(computer, matched, column, step="column of matched rows")


async def _left_as_differences(computer: Computer, left: SharedTable, key_bits: int) -> SharedTable:
    """Sort the left table, and make each column what it differs from the row before."""
    key, *columns = await sort_rows(
        computer, left.key, [left.key, *left.columns], key_bits=key_bits, unique=True
    )
    return SharedTable(key, tuple(subtract(column, _row_before(column)) for column in columns))


async def _sorted_together(
    computer: Computer, left: SharedTable, right: SharedTable, key_bits: int, *, unique: bool
) -> list[Share]:
    """Sort the rows of both tables by twice the key, plus 1 for right rows.

    Returns
    -------
    list of Share
        In right rows the marked key and in left rows a number above all of those; then the left
        table's columns, 0 in right rows; then the right table's, 0 in left rows.
    """
    dtype = left.key.own.dtype
    keys = _below(left.key, right.key)
    twice = Share(*(part << dtype.type(1) for part in keys))
    is_right = np.repeat(np.array([0, 1], dtype), [left.n, right.n])
    marked = _marked(computer, right.key, key_bits)
    zeros = _zeros(left.n, marked)
    above_all = np.full(left.n, (1 << key_bits) + 1, zeros.own.dtype)
    own_key = _below(add_public(computer, zeros, above_all), marked)
    columns = [_below(column, _zeros(right.n, column)) for column in left.columns]
    columns += [_below(_zeros(left.n, column), column) for column in right.columns]
    return await sort_rows(
        computer,
        add_public(computer, twice, is_right),
        [own_key, *columns],
        key_bits=key_bits + 1,
        unique=unique,
    )


async def _matched(
    computer: Computer, own: Share, last: Share, key_bits: int, dtype: np.dtype[Any]
) -> Share:
    """Return 1 where the right row's own key is that of the last left row.

    In the order of the keys the last left key is never larger, so that "equal" is "less than 1
    apart".  A left row's own number lies above every key.
    """
    bits = await less_than_public(computer, subtract(own, last), 1, declared_bits=key_bits + 1)
    return await bits_to_numbers(computer, bits, dtype=dtype)


def _marked(computer: Computer, key: Share, key_bits: int) -> Share:
    """Return the keys plus 1, in the smallest ring with room: 0 stands for "no left row"."""
    bits = next(bits for bits in BITS if bits > key_bits + 1)
    narrow = Share(*(part.astype(ring_dtype(bits)) for part in key))
    return add_public(computer, narrow, np.ones_like(narrow.own))


def _running_total(column: Share) -> Share:
    """Return in each row the total of the rows up to it; nothing is sent."""
    return Share(*(np.cumsum(part, dtype=part.dtype) for part in column))


def _row_before(column: Share) -> Share:
    """Return in each row what stands in the row before, 0 in the first."""
    return Share(*(np.concatenate((part[:1] * 0, part[:-1])) for part in column))


def _zeros(n: int, like: Share) -> Share:
    """Return a share of `n` zeros in the ring of another column."""
    zeros = np.zeros(n, like.own.dtype)
    return Share(zeros, zeros)


def _below(upper: Share, lower: Share) -> Share:
    """Put one column under another."""
    return Share(*map(np.concatenate, zip(upper, lower, strict=True)))
