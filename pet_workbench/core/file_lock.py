"""One writer at a time, also between processes.

On Linux and macOS the operating system locks the file (`fcntl.flock`), and unlocks it when a
process dies.  Where Python has no `fcntl`, as on Windows, a second file ``NAME.lock`` that nobody
can create twice is the lock.  A process that dies leaves it behind; then every write is refused,
with the name of the file to remove.  That is the safe side.

Protects: against two processes, or two threads, that write at the same time.
Does not protect: on file systems that lie about locks, such as some network drives; keep the file
on a disk of the machine that writes.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pet_workbench.core.errors import PetError

PATIENCE = 30.0
"""Seconds to wait for others; a write takes some milliseconds."""
PAUSE = 0.002


class LockError(PetError):
    """A file cannot be locked: others keep it, or the file system has no locks."""


@contextmanager
def locked(descriptor: int, path: Path, *, patience: float = PATIENCE) -> Iterator[None]:
    """Be the only one who writes, for as long as the block takes.

    Parameters
    ----------
    descriptor : int
        Of the file, opened by whoever asks.
    path : Path
        Of the file.
    patience : float
        Seconds to wait.

    Raises
    ------
    LockError
        If others keep the lock for longer, or the file system has no locks; ids
        ``"errors.file_busy"`` and ``"errors.file_no_lock"``.
    """
    take, give_back = _by_system(descriptor) if has_flock() else _by_second_file(path)
    until = time.monotonic() + patience
    while not _tried(take, path):
        if time.monotonic() > until:
            raise LockError(
                "errors.file_busy",
                "need the file {path} for a moment, got no turn in {patience:.0f} seconds: "
                "another process writes; without one, remove {path}.lock if that exists",
                path=path,
                patience=patience,
            )
        time.sleep(PAUSE)
    try:
        yield
    finally:
        give_back()


def has_flock() -> bool:
    """Tell whether the operating system can lock."""
    try:
        import fcntl
    except ImportError:
        return False
    return hasattr(fcntl, "flock")


def _tried(take: Callable[[], bool], path: Path) -> bool:
    """Tell whether the lock was taken.

    Raises
    ------
    LockError
        If it never can be.
    """
    try:
        return take()
    except OSError as error:
        raise LockError(
            "errors.file_no_lock",
            "need a file system with locks for {path}, got: {reason}; keep the file on a disk of "
            "this machine",
            path=path,
            reason=error.strerror or type(error).__name__,
        ) from error


def _by_system(descriptor: int) -> tuple[Callable[[], bool], Callable[[], None]]:
    """Return how to take and give back the lock of the operating system."""
    import fcntl

    def take() -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    # said aloud, for a child that was forked meanwhile holds the same lock
    return take, lambda: fcntl.flock(descriptor, fcntl.LOCK_UN)


def _by_second_file(path: Path) -> tuple[Callable[[], bool], Callable[[], None]]:
    """Return how to take and give back the lock that is a file."""
    second = path.with_name(f"{path.name}.lock")

    def take() -> bool:
        try:
            os.close(os.open(second, os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            return False
        return True

    return take, second.unlink
