"""A query of this room as a mechanism to audit.

Protects: nothing.
Does not protect: a table that is asked here is asked without a ledger: audit on made-up tables.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pet_workbench.core import Keystream
from pet_workbench.dp.private_table import PrivateTable
from pet_workbench.dp.query import Query, Totals

MakeTable = Callable[[], PrivateTable]


def drawn_by(
    query: Query, key: bytes, *, read: Callable[[Totals], ArrayLike] | None = None
) -> Callable[[MakeTable, int], NDArray[Any]]:
    """Return a mechanism that draws a query's outputs again and again.

    Parameters
    ----------
    query : Query
    key : bytes
        32 bytes; a run reads a lane of its own, so an audit can be repeated.
    read : callable, optional
        From what is released to as many numbers for every run; all released numbers by default.

    Returns
    -------
    callable
        From a callable that makes a table, so that a fresh choice is made of which rows of a unit
        count, and a number of runs, to outputs.

    Examples
    --------
    >>> from pet_workbench import dp
    >>> from pet_workbench.dp.audit import audit
    >>> terms = dp.Terms(unit="person", neighbours="add-remove")
    >>> ages = [np.array([40.0] * n) for n in (10, 11)]
    >>> tables = [lambda n=n: dp.PrivateTable({"age": n}, dataset="made up") for n in ages]
    >>> found = audit(drawn_by(dp.Count(epsilon=1, terms=terms), bytes(32)), tables, epsilon=1)
    >>> found.breaks_promise, found.epsilon > 0.5
    (False, True)
    """
    take = read or all_numbers
    lanes = iter(range(2**63))

    def mechanism(make_table: MakeTable, runs: int) -> NDArray[Any]:
        return np.array(
            [take(query.draw(make_table(), Keystream(key, lane=next(lanes)))) for _ in range(runs)]
        )

    return mechanism


def all_numbers(totals: Totals) -> NDArray[np.int64]:
    """Return all released numbers in a row, by name of their part."""
    return np.concatenate([np.ravel(totals[name]) for name in sorted(totals)])
