"""Measurements in a file of JSON Lines: those of this machine, and of others beside them.

Protects: against losing a line that was written, when a process is killed or several write at once.
Does not protect: against a disk that says it has written and has not; nor does a line prove who
measured it.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from pet_workbench.bench.record import Record, Stopped, read_line
from pet_workbench.core import DataError
from pet_workbench.core.line_file import LineFile


class Store:
    """One file of records, which several runners may add to.

    Parameters
    ----------
    path : Path
        Of the file; it appears, with its folder, with the first line.

    Examples
    --------
    >>> Store(Path("nothing-here.jsonl")).lines()
    ()
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = LineFile(path, is_whole=_is_line)

    def append(self, line: Record | Stopped) -> None:
        """Add a line; when this returns, the disk has it.

        Raises
        ------
        DataError
            If the file cannot be written, or the line could not be read back.
        LockError
            If other processes keep it.
        """
        written = line.to_json()
        read_line(written)
        self._file.append(written)

    def lines(self) -> tuple[Record | Stopped, ...]:
        """Return all lines, in the order in which they were written.

        What a crash left of a last line is no line.

        Raises
        ------
        DataError
            If a line is no measurement of this version: the file and the line's number are in it.
        """
        return tuple(self._read(number, line) for number, line in self._file.lines())

    def records(self) -> tuple[Record, ...]:
        """Return what was measured."""
        return tuple(line for line in self.lines() if isinstance(line, Record))

    def stopped(self) -> tuple[Stopped, ...]:
        """Return what was given up."""
        return tuple(line for line in self.lines() if isinstance(line, Stopped))

    def _read(self, number: int, line: bytes) -> Record | Stopped:
        """Read one line.

        Raises
        ------
        DataError
            If it is none of ours.
        """
        try:
            return _read(line)
        except DataError as error:
            raise DataError(
                "errors.bench_line",
                "{path}, line {number}: {reason}; remove the line, or measure again",
                path=self.path,
                number=number,
                reason=error,
            ) from error


def load(paths: Iterable[Path]) -> tuple[Record | Stopped, ...]:
    """Read measurements from several files, such as those of several machines.

    Each says in its ``machine`` on what it was made.

    Parameters
    ----------
    paths : iterable of Path
        Files, and folders of which all files ``*.jsonl`` are read.

    Raises
    ------
    DataError
        If a file is not there, or has a line that is no measurement of this version.
    """
    return tuple(chain.from_iterable(Store(file).lines() for file in _files(paths)))


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files that are meant.

    Raises
    ------
    DataError
        If one is not there.
    """
    for path in paths:
        if path.is_dir():
            yield from sorted(path.glob("*.jsonl"))
        elif path.exists():
            yield path
        else:
            raise DataError(
                "errors.bench_no_file",
                "need a file or folder of records, got {path}, which does not exist",
                path=path,
            )


def _is_line(line: bytes) -> bool:
    """Tell whether a line is whole."""
    try:
        _read(line)
    except DataError:
        return False
    return True


def _read(line: bytes) -> Record | Stopped:
    """Read the bytes of one line.

    Raises
    ------
    DataError
        If they are no text, or no measurement.
    """
    try:
        return read_line(line.decode())
    except UnicodeDecodeError as error:
        raise DataError("errors.bench_text", "need text in UTF-8, got other bytes") from error
