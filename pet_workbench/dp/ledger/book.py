"""What the lines of a ledger say together, kept up to date with the file.

Protects: against lines that were changed and against sums that do not add up, each of which stops
the ledger with the reason.
Does not protect: by itself against two writers; `Ledger.charge` holds the lock.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pet_workbench.dp.errors import LedgerError
from pet_workbench.dp.ledger.chain import START, is_sealed, unseal
from pet_workbench.dp.ledger.entry import Entry, read_entry
from pet_workbench.dp.ledger.file import Reader
from pet_workbench.dp.ledger.head import Head, read_head
from pet_workbench.dp.loss import Loss


class Book:
    """The lines of one ledger file, as far as they were read.

    Attributes
    ----------
    entries : list of Entry
    spent : Loss
        The plain sums of all losses.
    mark : str
        The hash of the last line.
    reader : Reader
    """

    def __init__(self, path: Path) -> None:
        self.reader = Reader(path)
        self.entries: list[Entry] = []
        self.spent, self.mark = Loss(), START
        self._head: Head | None = None

    @property
    def head(self) -> Head:
        """Return what the ledger is about.

        Raises
        ------
        LedgerError
            If there is no first line.
        """
        if self._head is None:
            raise LedgerError(
                "errors.dp_ledger_no_head",
                "need a budget ledger at {path}, got a file without a first line; if it was never "
                "used, remove it and create a new one",
                path=self.reader.path,
            )
        return self._head

    def refresh(self) -> None:
        """Read the lines that were added; nothing is taken over if one is refused.

        Raises
        ------
        LedgerError
            If a line is not what was once written, or does not add up.
        """
        lines = self.reader.more()
        head, mark, spent, entries = self._head, self.mark, self.spent, list[Entry]()
        for line in lines:
            number = len(self.entries) + len(entries) + 1
            with _readable(self.reader.path):
                body, mark = unseal(line, mark, number + 1 if head else 1)
                if head is None:
                    head = read_head(body)
                    continue
                entry = read_entry(body)
                spent += entry.loss
                _check_sums(entry, number, head, spent)
                entries.append(entry)
        self.reader.accept(lines)
        self._head, self.mark, self.spent = head, mark, spent
        self.entries += entries

    def finish(self, append: Callable[[int, bytes], None]) -> None:
        """Read on, and count a last line that only lacks its end; whoever `append`s has the lock.

        A line of which more is missing was never acknowledged, so no data were read for it: it is
        written over.
        """
        self.refresh()
        if is_sealed(self.reader.leftover, self.mark):
            append(self.reader.position, self.reader.leftover + b"\n")
            self.refresh()


def _check_sums(entry: Entry, number: int, head: Head, spent: Loss) -> None:
    """Refuse an entry whose numbers do not add up.

    Raises
    ------
    ValueError
        If they do not.
    """
    left = head.filter.left(spent)
    if (entry.number, entry.left) != (number, left) or min(vars(left).values()) < 0:
        raise ValueError(f"entry {number} does not add up")


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Turn what cannot be read as a line into a refusal."""
    try:
        yield
    except LedgerError:
        raise
    except (KeyError, TypeError, ValueError) as error:
        raise LedgerError(
            "errors.dp_ledger_unreadable",
            "need a budget ledger at {path}, got lines that do not add up: {reason}",
            path=path,
            reason=f"{type(error).__name__} {error}",
        ) from error
