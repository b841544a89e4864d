"""Cells of a table of one's own, read as its codebook declares them.

Arithmetic only.  A number outside the public bounds is no mistake: whoever makes rows counts it at
the bound, and says so.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import DataError
from pet_workbench.datasets import problem
from pet_workbench.synthetic import Categories, Numbers

MISSING = ("", "na", "n/a", "nan", "null", ".", "-")
"""How a cell says that a value is missing, in small letters."""
_SHOWN = 12


@dataclass(frozen=True)
class At:
    """Where a cell stands, for messages.

    Attributes
    ----------
    file, column : str
    rows : ndarray of int64
        The row of each cell in the file.
    """

    file: str
    column: str
    rows: NDArray[np.int64]


Parsed = tuple[NDArray[Any], list[DataError]]


def parse(cells: Sequence[str], kind: Categories | Numbers, at: At) -> Parsed:
    """Return the values of a column, and what is wrong with its cells.

    Parameters
    ----------
    cells : sequence of str
    kind : Categories or Numbers
    at : At

    Returns
    -------
    values : ndarray
        Text as objects, numbers as float64; None or NaN where a value is missing.
    problems : list of DataError

    Examples
    --------
    >>> at = At("file.csv", "sex", np.array([2, 3]))
    >>> values, problems = parse(["1", "3"], Categories((0, 1)), at)
    >>> str(problems[0])
    "file.csv, row 3, column sex: need one of 0, 1, got '3'; write one of these in the whole column"
    """
    read = _category(kind) if isinstance(kind, Categories) else _number
    absent = None if isinstance(kind, Categories) and isinstance(kind.values[0], str) else np.nan
    values: list[Any] = []
    problems: list[DataError] = []
    for row, cell in zip(at.rows.tolist(), cells, strict=True):
        plain, value = cell.strip(), absent
        if plain.casefold() in MISSING:
            if not kind.may_miss:
                problems.append(_said("errors.synthetic_rows_missing", at, row, plain))
        else:
            found = read(plain)
            value = absent if found is None else found
            if found is None:
                problems.append(_wrong(kind, at, row, plain))
        values.append(value)
    return np.array(values, object if absent is None else np.float64), problems


def _category(kind: Categories) -> Callable[[str], Any]:
    """Return what reads a category, whatever its capitals; a whole number may end in .0."""
    if isinstance(kind.values[0], int):
        known = set(kind.values)

        def whole(cell: str) -> float | None:
            number = _number(cell)
            return number if number in known else None

        return whole
    texts = {str(value): value for value in kind.values}
    folded = {text.casefold(): value for text, value in texts.items()}
    return lambda cell: texts.get(cell, folded.get(cell.casefold()))


def _number(cell: str) -> float | None:
    """Return a number, with a point or a comma; None if it is none."""
    try:
        found = float(cell.replace(",", "."))
    except ValueError:
        return None
    return found if np.isfinite(found) else None


def _wrong(kind: Categories | Numbers, at: At, row: int, found: str) -> DataError:
    """Say what was needed of a cell."""
    if isinstance(kind, Numbers):
        return _said("errors.synthetic_rows_number", at, row, found)
    shown = ", ".join(map(str, kind.values[:_SHOWN]))
    more = "" if kind.size <= _SHOWN else ", …"
    return problem(
        "errors.data_choice",
        file=at.file,
        row=row,
        column=at.column,
        choices=f"{shown}{more}",
        found=found,
    )


_TEMPLATES = {
    "errors.synthetic_rows_missing": (
        "{file}, row {row}, column {column}: need a value, as the codebook says that none may "
        "miss, got none; fill it in, or write yes under may_miss"
    ),
    "errors.synthetic_rows_number": (
        "{file}, row {row}, column {column}: need a number, got '{found}'; write digits only"
    ),
}


def _said(id: str, at: At, row: int, found: str) -> DataError:
    """Return one of our own problems."""
    return DataError(id, _TEMPLATES[id], file=at.file, row=row, column=at.column, found=found[:40])
