"""Parquet files, for researchers; needs pyarrow, which the workbench itself does without."""

from collections.abc import Iterator
from typing import Any, BinaryIO

import numpy as np

from pet_workbench.core import import_extra
from pet_workbench.datasets.delimited import PIECE_ROWS, Piece
from pet_workbench.datasets.problems import problem, refuse


def pieces(stream: BinaryIO, *, file: str) -> tuple[list[str], Iterator[Piece]]:
    """Give the column names of a Parquet file, and its rows in pieces.

    Rows are counted as if the column names stood in row 1.

    Raises
    ------
    MissingExtraError
        If pyarrow is not installed.
    DataError
        If the file is damaged.
    """
    arrow = import_extra("pyarrow", package="pyarrow")
    parquet = import_extra("pyarrow.parquet", package="pyarrow")
    try:
        opened = parquet.ParquetFile(stream)
    except (arrow.ArrowException, OSError):
        refuse([problem("errors.data_unreadable", file=file)])
    return list(opened.schema_arrow.names), _pieces(opened, file, arrow.ArrowException)


def _pieces(opened: Any, file: str, damaged: type[Exception]) -> Iterator[Piece]:
    """Give the rows, every cell as the text that a CSV file would hold."""
    row = 2
    batches = opened.iter_batches(batch_size=PIECE_ROWS)
    while True:
        try:
            batch = next(batches, None)
        except (damaged, OSError):
            refuse([problem("errors.data_unreadable", file=file)])
        if batch is None:
            return
        columns = [["" if cell is None else str(cell) for cell in c.to_pylist()] for c in batch]
        rows = np.arange(row, row + batch.num_rows)
        yield Piece(rows, columns, [], len(columns))
        row += batch.num_rows
