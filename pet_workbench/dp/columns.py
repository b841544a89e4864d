"""Columns of a private table: numbers, or labels as small whole numbers.

What a column holds is decided once, in `loading`; later questions cannot fail on a value, for such
an error would tell about a row.  A column in which every value is missing can be either, unless its
kind is declared.

Protects: values from showing in errors of questions.
Does not protect: values against whoever holds the columns.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Category = str | int
_BLOCK = 1 << 18
_WIDEST_LOOKUP = 1 << 20
WHOLE = "iub"
"""Kinds of numpy's whole numbers."""


@dataclass(frozen=True, eq=False, repr=False, slots=True)
class Numbers:
    """A column of numbers; missing ones are NaN.

    Attributes
    ----------
    values : ndarray of bool, int or float, shape (n_rows,)
    is_declared : bool
        Whether it is of numbers even without any value.
    """

    values: NDArray[Any]
    is_declared: bool = False

    def __len__(self) -> int:
        return len(self.values)

    def as_numbers(self) -> "Numbers":
        """Return the column itself."""
        return self

    def as_text(self) -> "Labels | None":
        """Return a column of text if no value says that it is none."""
        if self.is_declared or not self.missing().all():
            return None
        return Labels(np.full(len(self), -1), np.empty(0, object))

    def missing(self) -> NDArray[np.bool_]:
        """Return which rows have no value."""
        missing: NDArray[np.bool_] = np.isnan(self.values)
        return missing

    def take(self, stays: NDArray[np.bool_] | None) -> "Numbers":
        """Return the rows that stay."""
        return self if stays is None else Numbers(self.values[stays], self.is_declared)

    def positions(self, categories: Sequence[Category]) -> NDArray[np.uint16]:
        """Return each row's place among `categories`, or their number if it is none of them."""
        order = np.argsort(np.asarray(categories))
        known = np.asarray(categories)[order]
        span = int(known[-1]) - int(known[0]) + 1
        where = np.empty(len(self.values), np.uint16)
        if self.values.dtype.kind in WHOLE and span <= _WIDEST_LOOKUP:
            lookup = np.full(span + 1, len(categories), np.uint16)
            lookup[known - known[0]] = order
            in_order = bool(np.array_equal(lookup, range(span + 1)))
            for part in blocks(len(where)):
                near = _signed(self.values[part])
                near -= known[0]
                # without a sign, what lies below is far above
                inside = np.minimum(near.view(np.uint64), np.uint64(span))
                where[part] = inside if in_order else lookup[inside]
            return where
        for part in blocks(len(where)):
            values = self.values[part]
            place = np.minimum(np.searchsorted(known, values), len(known) - 1)
            where[part] = np.where(known[place] == values, order[place], len(categories))
        return where

    def matches(self, category: Category) -> int:
        """Return how many rows have this value."""
        return _equal(self.values, category)

    def numbered(self) -> tuple[NDArray[Any], int]:
        """Return a number from 0 for each value, -1 where it is missing, and how many at most."""
        values = self.values
        if not len(values):
            return np.empty(0, np.int64), 0
        if values.dtype.kind in WHOLE:
            span = int(values.max()) - int(values.min()) + 1
            if span <= 2 * len(values) + 1024:
                wide = values if values.dtype == np.uint64 else values.astype(np.int64)
                return (wide - wide.min()).astype(np.int64), span
        codes, labels = factorized(values)
        return codes, len(labels)

    def labelled(self) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return a number for each row, -1 where it is missing, and what each number stands for."""
        return factorized(self.values)


@dataclass(frozen=True, eq=False, repr=False, slots=True)
class Labels:
    """A column of text, each different label once.

    Attributes
    ----------
    codes : ndarray of int, shape (n_rows,)
        Place in `labels`, -1 where missing.
    labels : ndarray of object
    is_declared : bool
        Whether it is of text even without any value.
    """

    codes: NDArray[Any]
    labels: NDArray[Any]
    is_declared: bool = False

    def __len__(self) -> int:
        return len(self.codes)

    def as_numbers(self) -> "Numbers | None":
        """Return a column of numbers if no value says that it is none."""
        if self.is_declared or not self.missing().all():
            return None
        return Numbers(np.full(len(self), np.nan))

    def as_text(self) -> "Labels":
        """Return the column itself."""
        return self

    def missing(self) -> NDArray[np.bool_]:
        """Return which rows have no value."""
        missing: NDArray[np.bool_] = self.codes < 0
        return missing

    def take(self, stays: NDArray[np.bool_] | None) -> "Labels":
        """Return the rows that stay."""
        return self if stays is None else Labels(self.codes[stays], self.labels, self.is_declared)

    def positions(self, categories: Sequence[Category]) -> NDArray[np.uint16]:
        """Return each row's place among `categories`, or their number if it is none of them."""
        place = {category: number for number, category in enumerate(categories)}
        lookup = np.array(
            [place.get(label, len(categories)) for label in self.labels] + [len(categories)],
            np.uint16,
        )
        where: NDArray[np.uint16] = lookup[self.codes]  # -1, missing, is the last one
        return where

    def matches(self, category: Category) -> int:
        """Return how many rows have this value."""
        places = np.flatnonzero(self.labels == category)
        return _equal(self.codes, int(places[0])) if len(places) else 0

    def numbered(self) -> tuple[NDArray[Any], int]:
        """Return a number from 0 for each value, -1 where it is missing, and how many at most."""
        return self.codes, len(self.labels)

    def labelled(self) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return a number for each row, -1 where it is missing, and what each number stands for."""
        return self.codes, self.labels


Column = Numbers | Labels


def blocks(n: int) -> list[slice]:
    """Return slices that are small enough to stay near the processor."""
    return [slice(start, min(start + _BLOCK, n)) for start in range(0, n, _BLOCK)]


def _equal(values: NDArray[Any], wanted: Category) -> int:
    """Count one value, block by block."""
    return sum(int(np.count_nonzero(values[part] == wanted)) for part in blocks(len(values)))


def factorized(values: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return a number for each row, -1 where missing, and the different values."""
    import pandas as pd

    codes, labels = pd.factorize(values)
    return codes.astype(np.int32) if len(labels) < 1 << 31 else codes, np.asarray(labels)


def _signed(values: NDArray[Any]) -> NDArray[np.int64]:
    """Return whole numbers with a sign; those beyond count as the largest there is."""
    if values.dtype == np.uint64:
        values = np.minimum(values, np.uint64(np.iinfo(np.int64).max))
    return values.astype(np.int64)
