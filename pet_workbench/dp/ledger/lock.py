"""One writer of a ledger at a time, also between processes; see `pet_workbench.core.file_lock`.

Protects: against two processes, or two threads, that both spend what is left.
Does not protect: on file systems that lie about locks, such as some network drives; keep a ledger
on a disk of the machine that answers.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from pet_workbench.core import file_lock
from pet_workbench.dp.errors import LedgerError


@contextmanager
def locked(descriptor: int, path: Path, *, patience: float = file_lock.PATIENCE) -> Iterator[None]:
    """Be the only one who charges, for as long as the block takes.

    Parameters
    ----------
    descriptor : int
        Of the ledger's file, opened by whoever asks.
    path : Path
        Of that file.
    patience : float
        Seconds to wait.

    Raises
    ------
    LedgerError
        If others keep the lock for longer, or the file system has no locks.
    """
    with ExitStack() as lock:
        try:
            lock.enter_context(file_lock.locked(descriptor, path, patience=patience))
        except file_lock.LockError as error:
            raise _of_ledger(error, path) from error
        yield


def _of_ledger(error: file_lock.LockError, path: Path) -> LedgerError:
    """Say the same about a ledger."""
    if error.id == "errors.file_busy":
        return LedgerError(
            "errors.dp_ledger_busy",
            "need the ledger {path} for a moment, got no turn in {patience:.0f} seconds: "
            "another process writes; without one, remove {path}.lock if that exists",
            path=path,
            patience=error.parameters["patience"],
        )
    return LedgerError(
        "errors.dp_ledger_no_lock",
        "need a file system with locks for the ledger {path}, got: {reason}; keep it on a disk "
        "of this machine",
        path=path,
        reason=error.parameters["reason"],
    )
