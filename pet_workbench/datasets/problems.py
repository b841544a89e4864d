"""What can be wrong with somebody's file: one text per problem, and one error for all of them.

A reader who gets one problem at a time gives up, so up to `MOST` of them come in one error.  Its id
and message are those of the first; all of them, each a `DataError` with an id and a text of its
own, are in ``error.parameters["problems"]``.
"""

from collections.abc import Sequence
from typing import Final, NoReturn

from pet_workbench.core import DataError

MOST = 20
"""Most problems in one error."""
WIDEST = 40
"""Most characters of a reader's cell that a message repeats."""
_READERS_WORDS = ("file", "other_file", "column", "other_column", "found")

_AT: Final = "{file}, row {row}, column {column}: "

TEMPLATES: Final = {
    "errors.data_unreadable": "{file}: need a file that can be read, got none; choose it again",
    "errors.data_too_large": (
        "{file}: need at most {limit_mb} MB, got {found_mb} MB; leave out rows, or split the file"
    ),
    "errors.data_too_many_rows": (
        "{file}: need at most {limit} rows below the header, got more; leave out rows, or split "
        "the file"
    ),
    "errors.data_workbook": (
        "{file}: need a CSV file, got a workbook of Excel or LibreOffice; open it there and save "
        "it as CSV"
    ),
    "errors.data_binary": (
        "{file}: need a CSV file, got something that is not text; export the table as CSV"
    ),
    "errors.data_encoding": (
        "{file}, row {row}: need text in UTF-8, got bytes that mean nothing in it; save the file "
        "as 'CSV UTF-8'"
    ),
    "errors.data_quotes": (
        "{file}, row {row}: need quotation marks in pairs around a cell, got a loose one or a cell "
        "without end; take the quotation marks out"
    ),
    "errors.data_empty_file": (
        "{file}: need a header and at least one row, got an empty file; export it again"
    ),
    "errors.data_header_only": (
        "{file}: need at least one row below the header, got none; export it again"
    ),
    "errors.data_separator": (
        "{file}, row 1: need columns separated by a comma, a semicolon or a tab, got '{found}'; "
        "export with a semicolon"
    ),
    "errors.data_no_header": (
        "{file}, row 1: need column names ({names}), got numbers; put a row with the names on top"
    ),
    "errors.data_missing_column": (
        "{file}, row 1: need a column {column} (also accepted: {names}), got {found}; add it or "
        "rename one"
    ),
    "errors.data_unknown_column": (
        "{file}, row 1: need only {names}, got a column '{column}' as well; delete it, for what is "
        "not needed should not be handed over"
    ),
    "errors.data_duplicate_column": (
        "{file}, row 1: need each column once, got {column} as '{found}'; keep one of them"
    ),
    "errors.data_ragged_row": (
        "{file}, row {row}: need {need} cells, as in the header, got {found}; look for a missing "
        "cell, or for a separator within an amount"
    ),
    "errors.data_empty_cell": _AT + "need a value, got an empty cell; fill it in or delete the row",
    "errors.data_not_finite": (
        _AT + "need a number, got '{found}', which says that there is none; fill it in or delete "
        "the row"
    ),
    "errors.data_whole_number": (
        _AT + "need a whole number, got '{found}'; write it with digits only"
    ),
    "errors.data_scientific": (
        _AT + "need all digits, got the shortened '{found}'; give the column the format Number "
        "without decimals and export again"
    ),
    "errors.data_amount": (
        _AT + "need an amount in euros, got '{found}'; write 1234.56 or 1234,56, without sign or "
        "space"
    ),
    "errors.data_thousands": (
        _AT + "need a number without separators for thousands, got '{found}'; write 1234 or 1234.56"
    ),
    "errors.data_decimal_comma": (
        _AT + "need a decimal point, because commas separate the columns, got '{found}'; write "
        "1234.56, or export with a semicolon"
    ),
    "errors.data_decimals": _AT + "need at most two decimals, got '{found}'; round it to cents",
    "errors.data_negative": _AT + "need 0 or more, got {found}; correct it or delete the row",
    "errors.data_range": (
        _AT + "need a value from {minimum} to {maximum}, got {found}; check the unit and the digits"
    ),
    "errors.data_flag": (
        _AT + "need 0 or 1, yes or no, got '{found}'; write one of these in the whole column"
    ),
    "errors.data_choice": (
        _AT + "need one of {choices}, got '{found}'; write one of these in the whole column"
    ),
    "errors.data_duplicate_key": (
        _AT + "need every number once, got {found} here and in row {first_row}; keep one of the "
        "two rows"
    ),
    "errors.data_crowded_household": (
        _AT + "need at most two people in a household, got {members} in number {found} (rows "
        "{rows}); give those who do not live together a number of their own"
    ),
    "errors.data_two_sectors": (
        _AT + "need one sector for organisation {organisation}, got {found} after {sector}; make "
        "all its rows the same"
    ),
    "errors.data_two_regions": (
        _AT + "need one region for school {school}, got {found} after {region}; make all its rows "
        "the same"
    ),
    "errors.data_patient_twice": (
        _AT + "need every patient in one file, got {found}, who is also in {other_file} and would "
        "count twice; keep one of the two rows"
    ),
    "errors.data_report_twice": (
        _AT + "need one row per technique and week, got {found} of week {week} twice for "
        "organisation {organisation}; add the two counts up"
    ),
    "errors.data_many_organisations": (
        "{file}: need at most {limit} organisations, got {found}; leave some out"
    ),
    "errors.data_swapped": (
        "{file}: need SVB's file here and UWV's file there, got them the other way round "
        "({other_file}); swap the two files"
    ),
    "errors.data_nobody_in_both": (
        "{file}: need people who are in {other_file} too, got nobody; use the same number for a "
        "person in '{column}' here and in '{other_column}' there"
    ),
}


def problem(id: str, **parameters: object) -> DataError:
    """Return one problem with its English text; what a reader wrote is clipped.

    Parameters
    ----------
    id : str
        Key of `TEMPLATES` and of the catalogues.
    **parameters
        Values of the text's placeholders.

    Examples
    --------
    >>> str(problem("errors.data_too_many_rows", file="uwv.csv", limit=9))
    'uwv.csv: need at most 9 rows below the header, got more; leave out rows, or split the file'
    """
    shown = {
        name: clip(value)
        if isinstance(value, str) and name in ("file", "column", "found")
        else value
        for name, value in parameters.items()
    }
    return DataError(id, TEMPLATES[id], **shown)


def refuse(problems: Sequence[DataError]) -> NoReturn:
    """Raise the first of `problems`, with the first `MOST` of them in its parameters.

    Raises
    ------
    DataError
        Always.
    """
    first = problems[0]
    template = str(first).replace("{", "{{").replace("}", "}}")
    raise DataError(first.id, template, **first.parameters, problems=tuple(problems[:MOST]))


def each_problem(error: DataError) -> tuple[DataError, ...]:
    """Return the problems for which `error` was raised, one error each.

    Examples
    --------
    >>> try:
    ...     refuse([problem("errors.data_header_only", file=file) for file in ("a", "b")])
    ... except DataError as error:
    ...     [each.parameters["file"] for each in each_problem(error)]
    ['a', 'b']
    """
    problems = error.parameters.get("problems")
    return problems if isinstance(problems, tuple) else (error,)


def clip(cell: str) -> str:
    """Return `cell` as it may stand in a message: short, on one line, nothing invisible.

    Examples
    --------
    >>> clip("12" * 40)
    '121212121212121212121212121212121212121…'
    """
    visible = "".join(
        sign if sign.isprintable() else " " if sign.isspace() else "\ufffd"
        for sign in cell[: WIDEST + 1]
    )
    return visible if len(visible) <= WIDEST else visible[: WIDEST - 1] + "…"
