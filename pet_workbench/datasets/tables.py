"""Read a table that somebody brings, all or nothing, and say everything that is wrong at once.

Rows are counted as a spreadsheet does: the header is row 1, and a row left blank counts although it
is passed over.  A file is read in pieces, so that memory holds the finished columns and one piece.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import DataError
from pet_workbench.datasets import delimited, parquet
from pet_workbench.datasets.cells import parse
from pet_workbench.datasets.delimited import Piece
from pet_workbench.datasets.encoding import is_parquet, open_bytes
from pet_workbench.datasets.header import match_header
from pet_workbench.datasets.problems import MOST, problem, refuse
from pet_workbench.datasets.schema import Column, Schema

if TYPE_CHECKING:
    import pandas as pd

MAX_ROWS = 4_000_000

Values = NDArray[np.int64] | NDArray[np.bool_]


@dataclass(frozen=True)
class ReadTable:
    """A table that is as its schema says.

    Attributes
    ----------
    frame : pandas.DataFrame
        The schema's columns in its order: int64, amounts in cents, flags as bool.
    rows : ndarray of int64, shape (n_rows,)
        Where each row stands in the file; the header is row 1.
    file : str
        Name of the file, for messages.
    headers : dict of str to str
        By our name of a column, what the file calls it.
    """

    frame: "pd.DataFrame"
    rows: NDArray[np.int64]
    file: str
    headers: dict[str, str]


def read_table(
    source: Path | bytes, schema: Schema, *, file: str, max_rows: int = MAX_ROWS
) -> ReadTable:
    r"""Read a CSV or Parquet file.

    CSV may be separated by commas, semicolons or tabs, have Dutch or English column names in any
    order, decimal points or (not between commas) decimal commas, and be written in UTF-8, UTF-16 or
    Windows-1252.  A first line ``sep=;``, which Excel understands, is passed over.

    Parameters
    ----------
    source : Path or bytes
    schema : Schema
    file : str
        What to call the file in messages.
    max_rows : int, default: 4 million
        Most rows below the header.

    Returns
    -------
    ReadTable

    Raises
    ------
    DataError
        If anything is not as the schema says; ``parameters["problems"]`` has up to 20 errors, one
        per problem.
    MissingExtraError
        If it is a Parquet file and pyarrow is not installed.

    Examples
    --------
    >>> schema = Schema((Column("person", "person"), Column("income", "euros")), key="person")
    >>> table = read_table(b"person;income\n7;1200,50\n", schema, file="example.csv")
    >>> table.frame.to_dict("records")
    [{'person': 7, 'income_cents': 120050}]
    """
    with open_bytes(source, file=file) as stream:
        read = _read_parquet if is_parquet(stream) else _read_csv
        return read(stream, schema, file, max_rows)


def _read_csv(stream: BinaryIO, schema: Schema, file: str, max_rows: int) -> ReadTable:
    """Read comma-separated values and their kin."""
    with delimited.lines(stream, schema, file=file) as (header, separator, pieces):
        order = match_header(header, schema, file=file)
        collected = _Collector(schema, file, header, order, max_rows=max_rows)
        return collected.table(pieces, decimal_comma=separator != ",")


def _read_parquet(stream: BinaryIO, schema: Schema, file: str, max_rows: int) -> ReadTable:
    """Read a Parquet file through the same checks, cell by cell as text."""
    header, pieces = parquet.pieces(stream, file=file)
    order = match_header(header, schema, file=file)
    collected = _Collector(schema, file, header, order, max_rows=max_rows)
    return collected.table(pieces, decimal_comma=False)


class _Collector:
    """Gathers a table piece by piece, with all that is wrong with it."""

    def __init__(
        self, schema: Schema, file: str, header: Sequence[str], order: list[int], *, max_rows: int
    ) -> None:
        self._schema, self._file, self._max_rows = schema, file, max_rows
        self._order = order
        names = (header[at].strip() for at in order)
        self._headers = {c.name: name for c, name in zip(schema.columns, names, strict=True)}
        self._values: dict[str, list[Values]] = {c.name: [] for c in schema.columns}
        self._rows: list[NDArray[np.int64]] = []
        self._usable_keys: list[NDArray[np.bool_]] = []
        self._problems: list[tuple[int, DataError]] = []
        self._n_rows = 0

    def table(self, pieces: Iterator[Piece], *, decimal_comma: bool) -> ReadTable:
        """Read all `pieces`; raise what is wrong, or return the table."""
        import pandas as pd  # late: the package loads without it

        for piece in pieces:
            self._add(piece, decimal_comma=decimal_comma)
            if len(self._problems) >= MOST:
                self._refuse()
        if not self._n_rows and not self._problems:
            refuse([problem("errors.data_header_only", file=self._file)])
        columns = {c.target: np.concatenate(self._values.pop(c.name)) for c in self._schema.columns}
        rows = np.concatenate(self._rows)
        if self._schema.key:
            self._find_duplicates(columns[self._key.target], rows)
        if self._problems:
            self._refuse()
        return ReadTable(pd.DataFrame(columns, copy=False), rows, self._file, self._headers)

    @property
    def _key(self) -> Column:
        """The column in which every value may stand only once."""
        return next(column for column in self._schema.columns if column.name == self._schema.key)

    def _refuse(self) -> None:
        """Raise all problems, from the top of the file down."""
        refuse([error for _, error in sorted(self._problems, key=lambda found: found[0])])

    def _add(self, piece: Piece, *, decimal_comma: bool) -> None:
        """Read one piece of the file."""
        self._n_rows += len(piece.rows)
        if self._n_rows > self._max_rows:
            refuse([problem("errors.data_too_many_rows", file=self._file, limit=self._max_rows)])
        self._rows.append(piece.rows)
        for row, found in piece.ragged:
            self._report(row, "errors.data_ragged_row", need=piece.width, found=str(found))
        for column, at in zip(self._schema.columns, self._order, strict=True):
            values, wrong = parse(piece.columns[at], column, decimal_comma=decimal_comma)
            self._values[column.name].append(values)
            for position, id, cell in wrong:
                self._report_cell(int(piece.rows[position]), id, column, cell)
            if column.name == self._schema.key:
                usable = np.ones(len(values), np.bool_)
                usable[[position for position, *_ in wrong]] = False
                self._usable_keys.append(usable)

    def _report(self, row: int, id: str, **parameters: object) -> None:
        """Remember one problem."""
        self._problems.append((row, problem(id, file=self._file, row=row, **parameters)))

    def _report_cell(self, row: int, id: str, column: Column, cell: str) -> None:
        """Remember a problem with one cell."""
        more: dict[str, object] = {}
        if id == "errors.data_range":
            more = {"minimum": column.minimum, "maximum": column.maximum}
        elif id == "errors.data_choice":
            more = {"choices": ", ".join(words[0] for words in column.choices)}
        self._report(row, id, column=self._headers[column.name], found=cell, **more)

    def _find_duplicates(self, keys: NDArray[Any], rows: NDArray[np.int64]) -> None:
        """Report every key that stood there before, with the row where it stood first."""
        usable = np.concatenate(self._usable_keys)
        keys, rows = keys[usable], rows[usable]
        order = np.argsort(keys, kind="stable")
        ordered = keys[order]
        again = order[1:][ordered[1:] == ordered[:-1]]
        for at in np.sort(again)[:MOST]:
            first = order[np.searchsorted(ordered, keys[at])]
            self._report(
                int(rows[at]),
                "errors.data_duplicate_key",
                column=self._headers[self._schema.key],
                found=str(keys[at]),
                first_row=int(rows[first]),
            )
