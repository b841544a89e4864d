"""Which rows of a table count under given terms: limits per unit, and per unit and group.

Protects: the sensitivity of every total; see `bounding`.
Does not protect: by itself.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Keystream
from pet_workbench.dp.bounding import bounded
from pet_workbench.dp.columns import Column
from pet_workbench.dp.terms import Terms

Which = slice | NDArray[np.int64]
_DENSE = 8
"""Pairs are looked up directly while there could be at most so many times as rows."""


def chosen_rows(
    unit: Column, group: Column | None, terms: Terms, *, stream: Keystream
) -> NDArray[np.bool_] | None:
    """Choose the rows of each unit that count.

    Rows without a unit, or without a group where there are groups, count for nothing.

    Parameters
    ----------
    unit : Column
        Whose each row is.
    group : Column or None
        Which group each row is in.
    terms : Terms
        The limits.
    stream : Keystream
        Where the choice is read from.

    Returns
    -------
    ndarray of bool, shape (n_rows,), or None
        Which rows count; None if all do.
    """
    codes, units = unit.numbered()

    def of_units(part: Which) -> NDArray[np.bool_] | None:
        return bounded(codes[part], units=units, limit=terms.rows_per_group, stream=stream)

    if group is None:
        return _among(codes >= 0, of_units)
    places, groups = group.numbered()

    def of_pairs(part: Which) -> NDArray[np.bool_] | None:
        pairs = codes[part].astype(np.int64) * groups + places[part]
        return _of_pairs(pairs, units, groups, terms, stream)

    return _among((codes >= 0) & (places >= 0), of_pairs)


def _among(
    there: NDArray[np.bool_], choose: Callable[[Which], NDArray[np.bool_] | None]
) -> NDArray[np.bool_] | None:
    """Choose among the rows that are there."""
    if there.all():
        return choose(slice(None))
    stays = there.copy()
    chosen = choose(np.flatnonzero(there))
    if chosen is not None:
        stays[there] = chosen
    return stays


def _of_pairs(
    pairs: NDArray[np.int64], units: int, groups: int, terms: Terms, stream: Keystream
) -> NDArray[np.bool_] | None:
    """Choose groups of each unit, and rows within each pair of unit and group."""
    pairs, found = _renumbered(pairs, units * groups)
    stays = bounded(pairs, units=len(found), limit=terms.rows_per_group, stream=stream)
    kept = bounded(found // groups, units=units, limit=terms.groups, stream=stream)
    if kept is None:
        return stays
    in_group: NDArray[np.bool_] = kept[pairs]
    return in_group if stays is None else in_group & stays


def _renumbered(pairs: NDArray[np.int64], size: int) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """Return numbers without gaps for the pairs there are, and the pair of each number."""
    if size > _DENSE * len(pairs) + 1024:
        import pandas as pd

        return pd.factorize(pairs)
    seen = np.zeros(size, np.bool_)
    seen[pairs] = True
    number = np.cumsum(seen, dtype=np.int32)
    return number[pairs] - 1, np.flatnonzero(seen)
