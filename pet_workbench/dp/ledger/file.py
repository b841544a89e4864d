"""A file that only grows, line by line, and is whole after every crash.

Whoever reads takes all finished lines; a last line without its end was being written when somebody
died, or is being written now.  Whoever writes has the lock, first puts such a leftover in order,
then appends, and goes on when the disk says that it has it (`os.fsync`).

Protects: against losing a line that was acknowledged, at any moment a process or machine may stop.
Does not protect: against a disk that says it has written and has not.
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from pet_workbench.dp.errors import LedgerError
from pet_workbench.dp.ledger.lock import locked

BINARY = getattr(os, "O_BINARY", 0)


def make_file(path: Path, first_line: bytes) -> None:
    """Write a new file with one line, for its owner only; it is there whole, or not at all.

    Raises
    ------
    LedgerError
        If there is one already, or the folder cannot be written.
    """
    fresh = None
    try:
        descriptor, fresh = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            _write(descriptor, first_line)
        finally:
            os.close(descriptor)
        _name(fresh, path, first_line)
    except FileExistsError as error:
        raise LedgerError(
            "errors.dp_ledger_exists",
            "need a new name for a ledger, got {path}, which exists: open that one, for a second "
            "ledger would spend the same budget again",
            path=path,
        ) from error
    except OSError as error:
        raise _unusable(path, error) from error
    finally:
        if fresh is not None:
            with suppress(OSError):
                os.unlink(fresh)


@dataclass
class Reader:
    """What was read of a file so far.

    Attributes
    ----------
    path : Path
    position : int
        Bytes that were read: whole lines only.
    last : bytes
        The last of those lines, to notice when another file lies there.
    leftover : bytes
        What follows them without the end of a line.
    """

    path: Path
    position: int = 0
    last: bytes = b""
    leftover: bytes = field(default=b"", repr=False)

    def more(self) -> list[bytes]:
        """Return the lines that were added since what was accepted.

        Raises
        ------
        LedgerError
            If the file cannot be read, or lost what was read before.
        """
        try:
            with self.path.open("rb") as file:
                file.seek(self.position - len(self.last))
                found = file.read()
        except OSError as error:
            raise _unusable(self.path, error) from error
        if not found.startswith(self.last):
            raise put_back(self.path)
        lines = found[len(self.last) :].splitlines(keepends=True)
        self.leftover = lines.pop() if lines and not lines[-1].endswith(b"\n") else b""
        return lines

    def accept(self, lines: list[bytes]) -> None:
        """Count lines as read: they are what they should be."""
        if lines:
            self.position += sum(map(len, lines))
            self.last = lines[-1]


@contextmanager
def appending(path: Path) -> Iterator[Callable[[int, bytes], None]]:
    """Hold the lock, and give a function that writes bytes at the end of the whole lines.

    It takes the position where the end is, and drops what is beyond.

    Raises
    ------
    LedgerError
        If the file cannot be written, or others keep the lock.
    """
    try:
        descriptor = os.open(path, os.O_RDWR | BINARY)
    except OSError as error:
        raise _unusable(path, error) from error

    def append(position: int, line: bytes) -> None:
        try:
            os.ftruncate(descriptor, position)
            os.lseek(descriptor, position, os.SEEK_SET)
            _write(descriptor, line)
        except OSError as error:
            with suppress(OSError):
                os.ftruncate(descriptor, position)
            raise _unusable(path, error) from error

    try:
        with locked(descriptor, path):
            yield append
    finally:
        os.close(descriptor)


def put_back(path: Path) -> LedgerError:
    """Return the error of a file that lacks what was in it before."""
    return LedgerError(
        "errors.dp_ledger_put_back",
        "need the ledger {path} to grow only, got one that lost lines: another file was put in its "
        "place; what it lacks was spent all the same",
        path=path,
    )


def _write(descriptor: int, line: bytes) -> None:
    """Write all of a line, and wait until the disk has it."""
    while line:
        line = line[os.write(descriptor, line) :]
    os.fsync(descriptor)


def _name(fresh: str, path: Path, first_line: bytes) -> None:
    """Give a finished file its name, unless there is one of that name.

    Raises
    ------
    FileExistsError
        If there is.
    """
    try:
        os.link(fresh, path)
    except FileExistsError:
        raise
    except OSError:  # a file system where a file has one name only
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY, 0o600)
        try:
            _write(descriptor, first_line)
        finally:
            os.close(descriptor)
    if hasattr(os, "O_DIRECTORY"):  # so that the name survives a power cut as well
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _unusable(path: Path, error: OSError) -> LedgerError:
    return LedgerError(
        "errors.dp_ledger_file",
        "need a ledger file at {path} that can be read and written, got: {reason}; nothing was "
        "asked of the data",
        path=path,
        reason=error.strerror or type(error).__name__,
    )
