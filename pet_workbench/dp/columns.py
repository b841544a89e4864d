"""Columns of a private table: numbers, or labels as small whole numbers.

Loading decides once what a column holds.  What does not fit is told to the data holder then, with
the row; later questions cannot fail on a value, for such an error would tell about a row.  A column
in which every value is missing can be either.

Protects: values from showing in errors of questions.
Does not protect: the errors of loading, which are for the data holder only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import DataError

Category = str | int
_BLOCK = 1 << 18
_WIDEST_LOOKUP = 1 << 20
_EXACT_IN_FLOATS = 1 << 53
_WIDEST = 8
"""Bytes; a wider number has digits that ours have not."""
_WHOLE, _REAL, _TEXT = "iub", "f", "OTUS"


@dataclass(frozen=True, eq=False, repr=False, slots=True)
class Numbers:
    """A column of numbers; missing ones are NaN.

    Attributes
    ----------
    values : ndarray of bool, int or float, shape (n_rows,)
    """

    values: NDArray[Any]

    def __len__(self) -> int:
        return len(self.values)

    def as_numbers(self) -> "Numbers":
        """Return the column itself."""
        return self

    def as_text(self) -> "Labels | None":
        """Return a column of text if no value says that it is none."""
        if len(self) and not (self.values.dtype.kind == _REAL and np.isnan(self.values).all()):
            return None
        return Labels(np.full(len(self), -1), np.empty(0, object))

    def take(self, stays: NDArray[np.bool_] | None) -> "Numbers":
        """Return the rows that stay."""
        return self if stays is None else Numbers(self.values[stays])

    def positions(self, categories: Sequence[Category]) -> NDArray[np.uint16]:
        """Return each row's place among `categories`, or their number if it is none of them."""
        order = np.argsort(np.asarray(categories))
        known = np.asarray(categories)[order]
        span = int(known[-1]) - int(known[0]) + 1
        where = np.empty(len(self.values), np.uint16)
        if self.values.dtype.kind in _WHOLE and span <= _WIDEST_LOOKUP:
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
        if values.dtype.kind in _WHOLE:
            span = int(values.max()) - int(values.min()) + 1
            if span <= 2 * len(values) + 1024:
                wide = values if values.dtype == np.uint64 else values.astype(np.int64)
                return (wide - wide.min()).astype(np.int64), span
        codes, labels = _factorized(values)
        return codes, len(labels)

    def labelled(self) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return a number for each row, -1 where it is missing, and what each number stands for."""
        return _factorized(self.values)


@dataclass(frozen=True, eq=False, repr=False, slots=True)
class Labels:
    """A column of text, each different label once.

    Attributes
    ----------
    codes : ndarray of int, shape (n_rows,)
        Place in `labels`, -1 where missing.
    labels : ndarray of object
    """

    codes: NDArray[Any]
    labels: NDArray[Any]

    def __len__(self) -> int:
        return len(self.codes)

    def as_numbers(self) -> "Numbers | None":
        """Return a column of numbers if no value says that it is none."""
        return None if len(self.labels) else Numbers(np.full(len(self), np.nan))

    def as_text(self) -> "Labels":
        """Return the column itself."""
        return self

    def take(self, stays: NDArray[np.bool_] | None) -> "Labels":
        """Return the rows that stay."""
        return self if stays is None else Labels(self.codes[stays], self.labels)

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


def loaded(name: str, values: Any) -> Column:
    """Return a column of numbers or of labels.

    Parameters
    ----------
    name : str
        For errors.
    values : array, Series or sequence
        Not copied where that can be helped: change nothing in it afterwards.

    Raises
    ------
    DataError
        If it holds numbers and text together, or something else; the row is told.
    """
    import pandas as pd

    if isinstance(getattr(values, "dtype", None), pd.CategoricalDtype):
        categorical = pd.Categorical(values)
        if pd.api.types.infer_dtype(categorical.categories) in {"string", "empty"}:
            labels = np.asarray(categorical.categories, object)
            return Labels(categorical.codes, labels)
        values = np.asarray(pd.Series(values).astype(object))
    if pd.api.types.is_extension_array_dtype(values):
        values = _plain(pd.Series(values))
    array = np.asarray(values)
    if array.dtype.kind == "U" and not isinstance(values, np.ndarray):
        array = np.asarray(values, object)  # or numpy writes numbers among them as text
    if array.ndim != 1:
        raise _unfit(name, 1)
    if array.dtype.kind in _WHOLE + _REAL and array.dtype.itemsize <= _WIDEST:
        return Numbers(_unwritable(array))
    if array.dtype.kind in _TEXT:
        return _from_objects(name, array.astype(object, copy=False))
    raise _unfit(name, 1)


def _from_objects(name: str, values: NDArray[Any]) -> Column:
    """Return a column of Python's own objects as numbers or labels."""
    import pandas as pd

    found = pd.api.types.infer_dtype(values, skipna=True)
    if found in {"string", "empty"}:
        codes, labels = _factorized(values)
        return Labels(codes, labels)
    if found in {"integer", "floating", "mixed-integer-float", "decimal", "boolean"}:
        return _from_numbers(name, values, np.asarray(pd.isna(values)), whole=found == "integer")
    row = next(
        (
            number
            for number, value in enumerate(values, start=1)
            if not (isinstance(value, str) or pd.isna(value))
        ),
        1,
    )
    raise _unfit(name, row)


def _from_numbers(
    name: str, values: NDArray[Any], missing: NDArray[np.bool_], *, whole: bool
) -> Column:
    """Return Python's own numbers as numpy's, if these tell them apart.

    Two units whose numbers become the same would share a limit.
    """
    values, there = values.copy(), values[~missing]
    if whole and len(there) == len(values) and -(2**63) <= min(there) <= max(there) < 2**63:
        return Numbers(_unwritable(there.astype(np.int64)))
    numbers = np.full(len(values), np.nan)
    numbers[~missing] = there.astype(float)
    if len(set(there)) > len(np.unique(numbers[~missing])):
        if not whole:
            raise _unfit(name, 1)
        values[~missing] = there.astype(str)
        codes, labels = _factorized(values)
        return Labels(codes, labels)
    return Numbers(_unwritable(numbers))


def _plain(series: Any) -> NDArray[Any]:
    """Return pandas' own kinds of column as numpy's."""
    import pandas as pd

    kind = series.dtype
    if not (pd.api.types.is_numeric_dtype(kind) or pd.api.types.is_bool_dtype(kind)):
        return np.asarray(series.astype(object) if pd.api.types.is_string_dtype(kind) else series)
    missing = series.isna()
    whole = pd.api.types.is_integer_dtype(kind) or pd.api.types.is_bool_dtype(kind)
    if whole and not missing.any():
        return np.asarray(series.to_numpy(np.int64))
    if whole and int(series.abs().max()) >= _EXACT_IN_FLOATS:
        return np.asarray(series.astype("string").astype(object))
    return np.asarray(series.to_numpy(np.float64, na_value=np.nan))


def _factorized(values: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return a number for each row, -1 where missing, and the different values."""
    import pandas as pd

    codes, labels = pd.factorize(values)
    return codes.astype(np.int32) if len(labels) < 1 << 31 else codes, np.asarray(labels)


def _signed(values: NDArray[Any]) -> NDArray[np.int64]:
    """Return whole numbers with a sign; those beyond count as the largest there is."""
    if values.dtype == np.uint64:
        values = np.minimum(values, np.uint64(np.iinfo(np.int64).max))
    return values.astype(np.int64)


def _unwritable(array: NDArray[Any]) -> NDArray[Any]:
    """Return the same values in an array that nobody changes by accident."""
    view = array.view()
    view.flags.writeable = False
    return view


def _unfit(name: str, row: int) -> DataError:
    """Return the error of a column that is neither numbers nor text."""
    return DataError(
        "errors.dp_column_kind",
        "need numbers of at most 64 bits only, or text only, in column {column}, got something "
        "else (see row {row}): for the data holder only",
        column=name,
        row=row,
    )
