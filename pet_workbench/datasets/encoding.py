"""From bytes to text: refuse what is no text, and find out in which encoding it is written."""

import codecs
import io
from pathlib import Path
from typing import BinaryIO

from pet_workbench.datasets.problems import problem, refuse

MAX_BYTES = 250 * 10**6
"""Largest file that is opened."""
_PIECE = 2**20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WORKBOOKS = (b"\xd0\xcf\x11\xe0", b"[Content_Types].xml", b"opendocument.spreadsheet", b"xl/")


def open_bytes(source: Path | bytes, *, file: str) -> BinaryIO:
    """Open `source` for reading; bytes are not copied.

    Raises
    ------
    DataError
        If there is no such file, or it is empty or larger than `MAX_BYTES`.
    """
    try:
        stream: BinaryIO = io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")
    except OSError:
        refuse([problem("errors.data_unreadable", file=file)])
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    if 0 < size <= MAX_BYTES:
        return stream
    stream.close()
    if size == 0:
        refuse([problem("errors.data_empty_file", file=file)])
    limit_mb, found_mb = MAX_BYTES // 10**6, -(-size // 10**6)
    refuse([problem("errors.data_too_large", file=file, limit_mb=limit_mb, found_mb=found_mb)])


def is_parquet(stream: BinaryIO) -> bool:
    """Say whether a Parquet file is in `stream`, and go back to its beginning."""
    return _head(stream).startswith(b"PAR1")


def as_text(stream: BinaryIO, *, file: str) -> io.TextIOWrapper:
    """Return `stream` as text with its line ends as they are.

    UTF-8 with or without a mark at the beginning, UTF-16 with one or with an unmistakable pattern
    of zeros, and else Windows-1252, which holds Latin-1 and what Excel saves as plain CSV.

    Raises
    ------
    DataError
        If it is a workbook, is no text, or fits none of these.
    """
    encoding = _guess(stream, file=file)
    failed_in_row = _undecodable_row(stream, encoding)
    if failed_in_row and encoding == "utf-8":
        encoding = "cp1252"
        failed_in_row = _undecodable_row(stream, encoding)
    if failed_in_row:
        refuse([problem("errors.data_encoding", file=file, row=failed_in_row)])
    return io.TextIOWrapper(stream, encoding=encoding, newline="")


def _head(stream: BinaryIO, size: int = 4096) -> bytes:
    """Return the first bytes, and go back to the beginning."""
    head = stream.read(size)
    stream.seek(0)
    return head


def _guess(stream: BinaryIO, *, file: str) -> str:
    """Return the encoding to try, from the first bytes."""
    head = _head(stream)
    for mark, encoding in _MARKS:
        if head.startswith(mark) and not head.startswith(codecs.BOM_UTF32_LE):
            return encoding
    if head.startswith((b"PK", _WORKBOOKS[0])):
        is_workbook = any(sign in head for sign in _WORKBOOKS)
        refuse(
            [problem("errors.data_workbook" if is_workbook else "errors.data_binary", file=file)]
        )
    even, odd = head[::2].count(0), head[1::2].count(0)
    most = 0.9 * (len(head) // 2)
    if odd > most and even == 0:
        return "utf-16-le"
    if even > most and odd == 0:
        return "utf-16-be"
    if even or odd:
        refuse([problem("errors.data_binary", file=file)])
    return "utf-8"


def _undecodable_row(stream: BinaryIO, encoding: str) -> int | None:
    """Return the row of the first byte that `encoding` cannot read, None when it reads all."""
    decoder = codecs.getincrementaldecoder(encoding)()
    row = 1
    try:
        while piece := stream.read(_PIECE):
            try:
                row += decoder.decode(piece).count("\n")
            except UnicodeDecodeError as error:
                return row + error.object[: error.start].count(b"\n")
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return row
    finally:
        stream.seek(0)
    return None
