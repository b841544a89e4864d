"""Loading a private table: what a column holds is decided here, once.

What does not fit is told to the data holder, with the row, so that no later question can fail on a
value.  Whether a question fits the *kind* of a column must not follow from one unit either: without
any value a column can be either kind, and where one unit alone has a value in it, loading refuses
until the data holder declares the kind.

Protects: one unit's value from showing in which questions are refused.
Does not protect: the errors of loading, which are for the data holder only.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import DataError
from pet_workbench.core.validation import check_choice
from pet_workbench.dp.columns import WHOLE, Column, Labels, Numbers, factorized

if TYPE_CHECKING:
    import pandas as pd

NUMBERS, TEXT = "numbers", "text"
MOST_ROWS = 1 << 28
"""So that totals of whole steps fit in 64 bits."""
_EXACT_IN_FLOATS = 1 << 53
_WIDEST = 8
"""Bytes; a wider number has digits that ours have not."""
_REAL, _OBJECTS = "f", "OTUS"


def loaded_table(
    data: "pd.DataFrame | Mapping[str, Any]", *, kinds: Mapping[str, str]
) -> dict[str, Column]:
    """Return the columns by name, all of one length.

    Parameters
    ----------
    data : DataFrame, or mapping of str to arrays
    kinds : mapping of str to {"numbers", "text"}
        Declared, by column.

    Raises
    ------
    DataError
        If names are missing or twice there, lengths differ, or a column is not as declared.
    ParameterError
        If another kind is declared.
    """
    names = list(data)
    if not names or len(set(names)) < len(names) or not all(isinstance(one, str) for one in names):
        raise DataError(
            "errors.dp_column_names",
            "need at least one column, each with a name of its own that is text, got {columns} "
            "columns: for the data holder only",
            columns=len(names),
        )
    columns = {str(name): loaded(name, data[name], kinds.get(name)) for name in map(str, names)}
    lengths = sorted({len(column) for column in columns.values()})
    if len(lengths) > 1 or lengths[-1] > MOST_ROWS:
        raise DataError(
            "errors.dp_lengths",
            "need columns of one length, at most {most}, got {shortest} to {longest} rows: for the "
            "data holder only",
            most=MOST_ROWS,
            shortest=lengths[0],
            longest=lengths[-1],
        )
    return columns


def check_kinds(columns: Mapping[str, Column], unit_column: str | None) -> None:
    """Refuse a column that is empty but for one unit, unless its kind is declared.

    Its kind would follow from that unit: without it another question would be refused.

    Parameters
    ----------
    columns : mapping of str to Column
    unit_column : str or None
        Says whose a row is; without it each row is a unit of its own.

    Raises
    ------
    DataError
        For the data holder.
    """
    for name, column in columns.items():
        rows = np.flatnonzero(~column.missing())
        if column.is_declared or not 0 < len(rows) < len(column):
            continue
        if len(rows) == 1 or (unit_column and _units(columns[unit_column], rows) < 2):
            raise DataError(
                "errors.dp_kind_unclear",
                "need the kind of column {column} declared (kinds: numbers or text) or the column "
                "left out, got one unit that alone has a value in it: for the data holder only",
                column=name,
            )


def _units(whose: Column, rows: NDArray[np.int64]) -> int:
    """Return how many units have one of the rows, or 2 as soon as that many are seen."""
    found = 0
    for part in (rows[:1000], rows):
        chosen = np.zeros(len(whose), bool)
        chosen[part] = True
        found = len(whose.take(chosen).labelled()[1])
        if found > 1:
            break
    return found


def loaded(name: str, values: Any, kind: str | None = None) -> Column:
    """Return a column of numbers or of labels.

    Parameters
    ----------
    name : str
        For errors.
    values : array, Series or sequence
        Not copied where that can be helped: change nothing in it afterwards.
    kind : {"numbers", "text"}, optional
        What it is declared to hold.

    Raises
    ------
    DataError
        If it holds numbers and text together, or something else; the row is told.
    """
    column = _found(name, values)
    if kind is None:
        return column
    check_choice("kind", kind, (NUMBERS, TEXT))
    declared = column.as_numbers() if kind == NUMBERS else column.as_text()
    if declared is None:
        raise _unfit(name, int(np.argmin(column.missing())) + 1)
    return replace(declared, is_declared=True)


def _found(name: str, values: Any) -> Column:
    """Return a column of the kind that its values are of."""
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
    if array.dtype.kind in WHOLE + _REAL and array.dtype.itemsize <= _WIDEST:
        return Numbers(_unwritable(array))
    if array.dtype.kind in _OBJECTS:
        return _from_objects(name, array.astype(object, copy=False))
    raise _unfit(name, 1)


def _from_objects(name: str, values: NDArray[Any]) -> Column:
    """Return a column of Python's own objects as numbers or labels."""
    import pandas as pd

    found = pd.api.types.infer_dtype(values, skipna=True)
    if found in {"string", "empty"}:
        codes, labels = factorized(values)
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
        codes, labels = factorized(values)
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
