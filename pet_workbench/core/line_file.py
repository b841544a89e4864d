"""A text file that grows by whole lines, from several processes, and survives a crash.

Whoever writes has the lock, first puts a half-written last line in order, then appends, and goes on
when the disk says that it has it (`os.fsync`).  Whoever reads needs no lock: a last line without
its end was being written when somebody died, or is being written now.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pet_workbench.core.errors import DataError
from pet_workbench.core.file_lock import locked

_BINARY = getattr(os, "O_BINARY", 0)
IsWhole = Callable[[bytes], bool]


class LineFile:
    """Lines of text at a path; the file appears with the first line.

    Parameters
    ----------
    path : Path
    is_whole : callable
        Tells whether a last line without its end lacks nothing else, as after an editor that
        leaves it out.  Otherwise it is half a line, which nobody was told was written.
    """

    def __init__(self, path: Path, *, is_whole: IsWhole) -> None:
        self.path = path
        self._is_whole = is_whole

    def lines(self) -> Iterator[tuple[int, bytes]]:
        """Yield the number of each line, from 1, and the line without its end; no empty ones.

        Raises
        ------
        DataError
            If the file is there and cannot be read.
        """
        try:
            found = self.path.read_bytes()
        except FileNotFoundError:
            return
        except OSError as error:
            raise _unusable(self.path, error) from error
        *whole, last = found.split(b"\n")
        if self._is_whole(last):
            whole.append(last)
        yield from ((number, line) for number, line in enumerate(whole, start=1) if line.strip())

    def append(self, line: str) -> None:
        """Add one line, and return when the disk has it.

        Raises
        ------
        DataError
            If the file cannot be written.
        LockError
            If others keep it.
        """
        self.append_after(lambda _: line)

    def append_after(self, write: Callable[[list[bytes]], str]) -> None:
        """Add a line that follows from those before it, which nobody else can add to meanwhile.

        Parameters
        ----------
        write : callable
            Gets all whole lines; what it raises stops the addition.

        Raises
        ------
        DataError
            If the file cannot be written.
        LockError
            If others keep it.
        """
        with self._open() as descriptor:
            self._put_in_order(descriptor)
            line = write([one for _, one in self.lines()])
            _write(descriptor, line.encode() + b"\n")

    def remove_if(self, is_over: Callable[[list[bytes]], bool]) -> None:
        """Remove the file if its lines are not needed any more.

        Parameters
        ----------
        is_over : callable
            Gets all lines, while nobody else can write.

        Raises
        ------
        DataError
            If the file cannot be written.
        LockError
            If others keep it.
        """
        if not self.path.exists():
            return
        with self._open() as descriptor:
            if is_over([line for _, line in self.lines()]):
                os.ftruncate(descriptor, 0)
                with suppress(PermissionError):  # Windows keeps a file that is open
                    self.path.unlink()

    @contextmanager
    def _open(self) -> Iterator[int]:
        """Open the file for appending and hold its lock.

        Raises
        ------
        DataError
            If it cannot be written.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            while True:
                descriptor = os.open(
                    self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND | _BINARY, 0o666
                )
                try:
                    with locked(descriptor, self.path):
                        if not self._was_replaced(descriptor):
                            yield descriptor
                            return
                finally:
                    os.close(descriptor)
        except OSError as error:
            raise _unusable(self.path, error) from error

    def _was_replaced(self, descriptor: int) -> bool:
        """Tell whether another process put a new file there while we waited for the old one."""
        try:
            there = self.path.stat()
        except FileNotFoundError:
            return True
        mine = os.fstat(descriptor)
        return (mine.st_dev, mine.st_ino) != (there.st_dev, there.st_ino)

    def _put_in_order(self, descriptor: int) -> None:
        """End a last line that lacks only its end, and cut off half a line."""
        size = os.fstat(descriptor).st_size
        last = _last_line(descriptor, size)
        if not last:
            return
        if self._is_whole(last):
            _write(descriptor, b"\n")
        else:
            os.ftruncate(descriptor, size - len(last))


def _last_line(descriptor: int, size: int) -> bytes:
    """Return what follows the last end of a line."""
    piece, found = 1 << 16, b""
    start = size
    while start > 0 and b"\n" not in found:
        start = max(0, start - piece)
        os.lseek(descriptor, start, os.SEEK_SET)
        found = os.read(descriptor, min(piece, size - start)) + found
    return found.rpartition(b"\n")[2]


def _write(descriptor: int, line: bytes) -> None:
    while line:
        line = line[os.write(descriptor, line) :]
    os.fsync(descriptor)


def _unusable(path: Path, error: OSError) -> DataError:
    return DataError(
        "errors.file_unusable",
        "need to read and write the file {path}, got: {reason}; choose another file",
        path=path,
        reason=error.strerror or type(error).__name__,
    )
