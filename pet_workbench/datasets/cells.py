r"""From cells to numbers: a quick way for columns without problems, a careful one for the rest.

Amounts never pass through a floating-point number: ``"0.29"`` becomes 29 cents because its digits
say so.

A separator with exactly three digits behind it, as in ``1.234``, is refused: in the Netherlands it
is one thousand two hundred and thirty-four, elsewhere it is a little more than one.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pet_workbench.datasets.problems import MOST
from pet_workbench.datasets.schema import Column

FLAGS = dict.fromkeys(("1", "ja", "yes", "true", "waar"), True) | dict.fromkeys(
    ("0", "nee", "no", "false", "onwaar"), False
)
_WHOLE = re.compile(r"[0-9]+")
_AMOUNT = re.compile(r"[0-9]+(?:[.,][0-9]{1,2})?")
_AMOUNT_POINT = re.compile(r"[0-9]+(?:\.[0-9]{1,2})?")
_MINUS = ("-", "\u2212")
_NO_NUMBER = tuple(
    (re.compile(pattern, re.IGNORECASE), id)
    for pattern, id in (
        (r"", "errors.data_empty_cell"),
        (
            r"[-+]?(nan|inf|infinity)|n/?a|nvt|n\.v\.t\.|null|none|nil|-|#.*",
            "errors.data_not_finite",
        ),
        (r"[-\u2212][0-9]+([.,][0-9]*)*", "errors.data_negative"),
        (r"[-+]?[0-9]+([.,][0-9]*)?E[-+]?[0-9]+", "errors.data_scientific"),
        (
            r"[1-9][0-9]{0,2}(?:([.,'\u00a0\u202f ])[0-9]{3})+(?:(?!\1)[.,][0-9]{0,2})?",
            "errors.data_thousands",
        ),
    )
)
_NO_AMOUNT = (
    *_NO_NUMBER,
    (_AMOUNT, "errors.data_decimal_comma"),
    (re.compile(r"[0-9]+[.,][0-9]{3,}"), "errors.data_decimals"),
)
_SAFE_DIGITS = 16

Problem = tuple[int, str, str]
"""Position of a cell, id of its problem, and what was found."""


def parse(
    cells: Sequence[str], column: Column, *, decimal_comma: bool
) -> tuple[NDArray[np.int64] | NDArray[np.bool_], list[Problem]]:
    """Turn the cells of one column into numbers.

    Parameters
    ----------
    cells : sequence of str
    column : Column
    decimal_comma : bool
        Whether amounts may have a decimal comma as well as a decimal point.

    Returns
    -------
    values : ndarray of int64 or bool, shape (n_cells,)
        Amounts in cents; 0 where there was a problem.
    problems : list of Problem
        Up to `MOST` of them.
    """
    if column.kind == "flag":
        return _flags(cells)
    if column.kind == "choice":
        return _choices(cells, column)
    pattern = _WHOLE
    if column.kind == "euros":
        pattern = _AMOUNT if decimal_comma else _AMOUNT_POINT
    quick = _quick(cells, column, pattern)
    return (quick, []) if quick is not None else _careful(cells, column, pattern)


def _flags(cells: Sequence[str]) -> tuple[NDArray[np.bool_], list[Problem]]:
    """Read yes and no in any of their spellings."""
    meaning = {cell: FLAGS.get(cell.strip().casefold()) for cell in set(cells)}
    problems: list[Problem] = []
    if None in meaning.values():
        wrong = [at for at, cell in enumerate(cells) if meaning[cell] is None]
        problems = [(at, _no_flag(cells[at].strip()), cells[at].strip()) for at in wrong[:MOST]]
    return np.fromiter(map(meaning.get, cells), np.bool_, len(cells)), problems


def _choices(cells: Sequence[str], column: Column) -> tuple[NDArray[np.int64], list[Problem]]:
    """Read words, each as its place among the column's choices."""
    places = {word: at for at, words in enumerate(column.choices) for word in words}
    meaning = {cell: places.get(cell.strip().casefold(), -1) for cell in set(cells)}
    values = np.fromiter(map(meaning.__getitem__, cells), np.int64, len(cells))
    wrong = np.flatnonzero(values < 0)[:MOST].tolist()
    found = [(at, cells[at].strip()) for at in wrong]
    ids = ("errors.data_empty_cell", "errors.data_choice")
    return values, [(at, ids[bool(cell)], cell) for at, cell in found]


def _no_flag(cell: str) -> str:
    """Return the id of what is wrong with a cell that says neither yes nor no."""
    return "errors.data_flag" if cell else "errors.data_empty_cell"


def _quick(
    cells: Sequence[str], column: Column, pattern: re.Pattern[str]
) -> NDArray[np.int64] | None:
    """Read a column in which all is well, or return None."""
    lines = "\n".join((*cells, ""))
    if lines.count("\n") != len(cells) or not _all_lines(pattern).fullmatch(lines):
        return None
    convert: Callable[[str], int] = _cents if column.kind == "euros" else int
    values = np.fromiter(map(convert, cells), np.int64, len(cells))
    low, high = _ends(column)
    return values if not len(values) or low <= values.min() <= values.max() <= high else None


@cache
def _all_lines(pattern: re.Pattern[str]) -> re.Pattern[str]:
    """Return the pattern of many lines that each fit `pattern` and fit in 64 bits, in cents too."""
    return re.compile(rf"(?:(?![0-9]{{{_SAFE_DIGITS + 1}}}){pattern.pattern}\n)*+")


def _cents(amount: str) -> int:
    """Return an amount with at most two decimals in cents."""
    whole, _, decimals = amount.replace(",", ".").partition(".")
    return int(whole) * 100 + int((decimals + "00")[:2])


def _ends(column: Column) -> tuple[int, int]:
    """Return the range of a column in the unit in which it is stored."""
    unit = 100 if column.kind == "euros" else 1
    return column.minimum * unit, min(column.maximum * unit, 2**63 - 1)


def _careful(
    cells: Sequence[str], column: Column, pattern: re.Pattern[str]
) -> tuple[NDArray[np.int64], list[Problem]]:
    """Read a column cell by cell, until there are enough problems."""
    values = np.zeros(len(cells), np.int64)
    problems: list[Problem] = []
    for at, raw in enumerate(cells):
        cell = raw.strip()
        value, wrong = _number(cell, column, pattern)
        values[at] = value
        if wrong:
            problems.append((at, wrong, cell))
            if len(problems) == MOST:
                break
    return values, problems


def _number(cell: str, column: Column, pattern: re.Pattern[str]) -> tuple[int, str]:
    """Return the value of a cell and no problem, or 0 and the id of its problem."""
    sign, digits = 1, cell
    if column.minimum < 0 and cell.startswith(_MINUS):
        sign, digits = -1, cell[1:]
    if not pattern.fullmatch(digits):
        return 0, _diagnose(cell, column)
    if len(digits.lstrip("0")) > _SAFE_DIGITS + 4:
        return 0, "errors.data_range"
    value = sign * (_cents(digits) if column.kind == "euros" else int(digits))
    low, high = _ends(column)
    return (value, "") if low <= value <= high else (0, "errors.data_range")


def _diagnose(cell: str, column: Column) -> str:
    """Return the id of what is wrong with a cell that is no proper number."""
    if column.minimum < 0 and cell.startswith(_MINUS):
        cell = cell[1:]
    known, otherwise = _NO_NUMBER, "errors.data_whole_number"
    if column.kind == "euros":
        known, otherwise = _NO_AMOUNT, "errors.data_amount"
    return next((id for pattern, id in known if pattern.fullmatch(cell)), otherwise)
