r"""A table of one's own, with the codebook that says what may be in it.

The codebook is read first: the table has to be as it says, so bounds and categories come from
somebody who wrote them down, and not from the rows.

Here one process reads both.  With real data the keeper reads its own table on its own machine.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import DataError, ParameterError
from pet_workbench.datasets import Column, Schema, delimited, problem, refuse
from pet_workbench.datasets.encoding import open_bytes
from pet_workbench.datasets.header import match_header
from pet_workbench.datasets.problems import MOST
from pet_workbench.datasets.schema import plain
from pet_workbench.synthetic import Description
from pet_workbench.usecases.synthetic_rows import cells
from pet_workbench.usecases.synthetic_rows.cells import At
from pet_workbench.usecases.synthetic_rows.codebook import (
    CATEGORIES,
    NUMBERS,
    Kind,
    codebook_frame,
    kind_of,
)

if TYPE_CHECKING:
    import pandas as pd

MOST_ROWS = 200_000
HEADERS: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "column": "kolom",
        "kind": "soort",
        "values": "waarden",
        "step": "stap",
        "may_miss": "mag_ontbreken",
    },
    "en": {},
}
"""What `datasets.write_csv` is to call the columns of a codebook, by language."""
CODEBOOK = Schema(
    (
        Column("column", "choice", ("kolom",)),
        Column("kind", "choice", ("soort",)),
        Column("values", "choice", ("waarden",)),
        Column("step", "choice", ("stap",)),
        Column("may_miss", "choice", ("mag_ontbreken",)),
    ),
    key="column",
)
_KINDS = {
    **dict.fromkeys(
        ("categories", "category", "categorieën", "categorieen", "categorie"), CATEGORIES
    ),
    **dict.fromkeys(("numbers", "number", "getallen", "getal"), NUMBERS),
}
_YES, _NO = ("yes", "ja", "1", "true", "waar"), ("no", "nee", "0", "false", "onwaar", "")
Columns = dict[str, list[str]]
Rows = NDArray[np.int64]


def read(
    files: Mapping[str, Path | bytes],
    *,
    keeper: str,
    reader: str,
    names: Mapping[str, str] | None = None,
) -> "dict[str, pd.DataFrame]":
    r"""Read a codebook and the table that it describes, all or nothing.

    Parameters
    ----------
    files : mapping of str to Path or bytes
        The keeper's rows and the reader's codebook, as CSV.
    keeper, reader : str
    names : mapping of str to str, optional
        What to call the files in messages.

    Raises
    ------
    DataError
        If a file is not as it should be; all problems are in ``parameters["problems"]``.

    Examples
    --------
    >>> rows = b"sex;age\nf;30\nm;\n"
    >>> book = b"column;kind;values;step;may_miss\n"
    >>> book += b"sex;categories;f|m;0;no\nage;numbers;0|50|99;1;yes\n"
    >>> tables = read({"K": rows, "R": book}, keeper="K", reader="R")
    >>> tables["K"]["sex"].tolist(), tables["R"]["values"].tolist()
    (['f', 'm'], ['f|m', '0|50|99'])
    """
    called = names or {}
    description = read_codebook(files[reader], file=called.get(reader, reader))
    frame = read_rows(files[keeper], description, file=called.get(keeper, keeper))
    return {keeper: frame, reader: codebook_frame(description)}


def read_codebook(source: Path | bytes, *, file: str) -> Description:
    """Read a codebook.

    Raises
    ------
    DataError
        If it is not as it should be.
    """
    columns, rows = _cells(source, CODEBOOK, file=file)
    kinds: dict[str, Kind] = {}
    problems: list[DataError] = []
    for row, values in zip(rows.tolist(), zip(*columns.values(), strict=True), strict=True):
        name = values[0].strip()
        try:
            kinds[_new(name, kinds)] = _declared(*map(_plain, values[1:]))
        except ParameterError as error:
            problems.append(_line(error, file=file, row=row, column=name))
    if problems:
        refuse(problems)
    return Description(kinds)


def _new(name: str, known: Iterable[str]) -> str:
    """Return the name of a column, which has to be a name and another than those before."""
    if not name or plain(name) in map(plain, known):
        raise ParameterError(
            "errors.synthetic_rows_name",
            "need a name for each column that no other has, got '{name}'",
            name=name[:40],
        )
    return name


def _plain(cell: str) -> str:
    """Return a cell without spaces, and without what `datasets.write_csv` puts before a minus."""
    return cell.strip().removeprefix("'")


def _declared(kind: str, values: str, step: str, may_miss: str) -> Kind:
    """Return what a line of a codebook declares."""
    for cell, known in ((kind, _KINDS), (may_miss, (*_YES, *_NO))):
        if cell.casefold() not in known:
            raise ParameterError(
                "errors.synthetic_rows_word",
                "need one of {known}, got '{found}'",
                known=", ".join(one for one in known if one),
                found=cell[:40],
            )
    try:
        width = float(step.replace(",", ".") or 0)
    except ValueError as error:
        raise ParameterError(
            "errors.synthetic_rows_step",
            "need a step as a number, 0 if numbers can be anything, got '{found}'",
            found=step[:40],
        ) from error
    return kind_of(_KINDS[kind.casefold()], values, width, may_miss.casefold() in _YES)


def _line(error: ParameterError, *, file: str, row: int, column: str) -> DataError:
    """Say in which line of a codebook something is wrong."""
    return DataError(
        "errors.synthetic_rows_line",
        "{file}, row {row}, column {column}: {reason}",
        file=file,
        row=row,
        column=column[:40],
        reason=error,
    )


def read_rows(source: Path | bytes, description: Description, *, file: str) -> "pd.DataFrame":
    """Read a table that is as a description says.

    Raises
    ------
    DataError
        If it is not.
    """
    import pandas as pd

    schema = Schema(tuple(Column(plain(name), "choice") for name in description), key="")
    columns, rows = _cells(source, schema, file=file)
    found: dict[str, NDArray[Any]] = {}
    problems: list[DataError] = []
    for name, texts in zip(description, columns.values(), strict=True):
        found[name], wrong = cells.parse(texts, description[name], At(file, name, rows))
        problems += wrong
    if problems:
        refuse(sorted(problems, key=lambda one: int(str(one.parameters["row"])))[:MOST])
    return pd.DataFrame(
        {
            name: pd.Series(values, dtype=object) if values.dtype == object else values
            for name, values in found.items()
        }
    )


def _cells(source: Path | bytes, schema: Schema, *, file: str) -> tuple[Columns, Rows]:
    """Return the cells of a file, column by column in the schema's order, and their rows."""
    columns: Columns = {column.name: [] for column in schema.columns}
    rows: list[Rows] = [np.empty(0, np.int64)]
    with (
        open_bytes(source, file=file) as stream,
        delimited.lines(stream, schema, file=file) as (header, _, pieces),
    ):
        order = match_header(header, schema, file=file)
        for piece in pieces:
            _refuse_ragged(piece, file=file)
            rows.append(piece.rows)
            if sum(map(len, rows)) > MOST_ROWS:
                refuse([problem("errors.data_too_many_rows", file=file, limit=MOST_ROWS)])
            for name, at in zip(columns, order, strict=True):
                columns[name] += piece.columns[at]
    where = np.concatenate(rows)
    if not len(where):
        refuse([problem("errors.data_header_only", file=file)])
    return columns, where


def _refuse_ragged(piece: delimited.Piece, *, file: str) -> None:
    """Refuse rows with too few or too many cells."""
    if piece.ragged:
        refuse(
            [
                problem("errors.data_ragged_row", file=file, row=row, need=piece.width, found=found)
                for row, found in piece.ragged[:MOST]
            ]
        )
