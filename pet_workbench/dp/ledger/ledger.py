"""`Ledger`: the budget of a data set, that every release is paid from.

Protects: see the package.  The object holds no budget: the file does, so a second object for the
same file, in this process or in another, spends the same budget.
Does not protect: what the package says, such as a file that is copied.
"""

import os
import shutil
import tempfile
import threading
import weakref
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from pet_workbench.core import Entropy
from pet_workbench.dp.errors import LedgerError, PromiseError
from pet_workbench.dp.exactly import Number
from pet_workbench.dp.ledger.book import Book
from pet_workbench.dp.ledger.chain import START, seal
from pet_workbench.dp.ledger.entry import Entry
from pet_workbench.dp.ledger.file import appending, make_file, put_back
from pet_workbench.dp.ledger.filters import check_loss, make_filter
from pet_workbench.dp.ledger.head import Head, make_head, moment, plain
from pet_workbench.dp.ledger.single import Single
from pet_workbench.dp.loss import Loss
from pet_workbench.dp.terms import Terms

if TYPE_CHECKING:
    import pandas as pd


class Ledger(Single):
    """The ledger in the file `path`, which exists; `Ledger.open` says the same.

    Raises
    ------
    LedgerError
        If there is none, or it is damaged.

    Examples
    --------
    >>> from pet_workbench.dp.loss import pure_loss
    >>> ledger = Ledger.temporary(
    ...     dataset="lesson", unit="person", neighbours="add-remove", epsilon=1)
    >>> terms = Terms(unit="person", neighbours="add-remove")
    >>> entry = ledger.charge(pure_loss(0.7), dataset="lesson", terms=terms, purpose="a lesson",
    ...     asker="trainer", query={"kind": "count"})
    >>> entry.number, ledger.remaining.epsilon
    (1, Fraction(3, 10))
    >>> ledger.can_afford(pure_loss(0.4))
    False
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self._turn = threading.RLock()
        self._book = Book(self.path)
        _ = self._now().head  # refuses a file without one

    @classmethod
    def create(
        cls,
        path: str | Path,
        *,
        dataset: str,
        unit: str,
        neighbours: str,
        epsilon: Number,
        delta: Number = 0,
        accounting: str = "basic",
        delta_apart: Number = 0,
    ) -> Self:
        """Make a new ledger; there is no budget without an end.

        Parameters
        ----------
        path : str or Path
            A file that does not exist, on a disk of this machine.
        dataset : str
            Id of the data.
        unit, neighbours : str
            Whose privacy, and against what, as in `Terms`.
        epsilon, delta : number
            What all releases together may promise at most.
        accounting : {"basic", "concentrated"}
            How costs add up; `filters` says what each proves.
        delta_apart : number
            With "concentrated": the part of delta for releases that may fail by themselves, such as
            the choice of groups.

        Raises
        ------
        LedgerError
            If the file exists, or cannot be written.
        PromiseError
            If the budget makes no promise.
        ParameterError
            If a choice is unknown.
        """
        rule = make_filter(
            epsilon=epsilon, delta=delta, accounting=accounting, delta_apart=delta_apart
        )
        head = make_head(
            id=Entropy().key()[:8].hex(),
            dataset=dataset,
            unit=unit,
            neighbours=neighbours,
            filter=rule,
        )
        make_file(Path(path), seal(head.body(), START)[0])
        return cls(path)

    @classmethod
    def open(cls, path: str | Path) -> Self:
        """Open the ledger at `path`; nothing is made if there is none."""
        return cls(path)

    @classmethod
    def temporary(cls, **budget: Any) -> Self:
        """Make a ledger for a lesson, with the `budget` of `create`: it is gone with the object.

        A ledger that can be thrown away protects nobody: the next one starts full.
        """
        folder = tempfile.mkdtemp(prefix="pet-ledger-")
        try:
            ledger = cls.create(Path(folder) / "lesson.ledger", **budget)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        weakref.finalize(ledger, _remove, folder, os.getpid())
        return ledger

    @property
    def head(self) -> Head:
        """Return what the ledger is about, and its budget."""
        return self._book.head

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Return all releases so far, also by other processes."""
        return tuple(self._now().entries)

    @property
    def spent(self) -> Loss:
        """Return what all releases so far come to together: epsilon and delta.

        With "concentrated" accounting, that is a promise by itself only if it had been the budget
        from the start; what is proved for questions that follow from answers is the whole budget.
        """
        return self.head.filter.promised(self._now().spent)

    @property
    def remaining(self) -> Loss:
        """Return what is left of the budget.

        With "concentrated" accounting, rho and rho_delta decide; epsilon and delta are the budget
        minus `spent`, to show, and a small release lowers them by less than its own epsilon.
        """
        return self.head.filter.remaining(self._now().spent)

    @property
    def unfinished(self) -> bool:
        """Whether a last line was not finished: by a crash, and then no data were read for it."""
        return bool(self._now().reader.leftover)

    def can_afford(self, loss: Loss) -> bool:
        """Tell whether a release still fits; another asker may be first."""
        return self.head.filter.fits(self._now().spent, check_loss(loss))

    def check_dataset(self, dataset: str) -> None:
        """Refuse other data than those of this ledger.

        Raises
        ------
        LedgerError
            If `dataset` is another id.
        """
        if dataset != self.head.dataset:
            raise LedgerError(
                "errors.dp_ledger_dataset",
                "need the data set {expected}, which this ledger is about, got {found}: each data "
                "set has a budget of its own",
                expected=self.head.dataset,
                found=dataset,
            )

    def check_terms(self, terms: Terms) -> None:
        """Refuse another promise than that of this ledger.

        Raises
        ------
        LedgerError
            If the unit or the neighbours of `terms` are others.
        """
        expected, found = (self.head.unit, self.head.neighbours), (terms.unit, terms.neighbours)
        if expected != found:
            raise LedgerError(
                "errors.dp_ledger_terms",
                "need {unit} and {neighbours}, which this ledger promises, got {other_unit} and "
                "{other_neighbours}: promises about different things do not add up",
                unit=expected[0],
                neighbours=expected[1],
                other_unit=found[0],
                other_neighbours=found[1],
            )

    def charge(
        self,
        loss: Loss,
        *,
        dataset: str,
        terms: Terms,
        purpose: str,
        asker: str,
        query: dict[str, Any],
    ) -> Entry:
        """Write a release down as spent; only after this may data be read.

        Parameters
        ----------
        loss : Loss
        dataset : str
        terms : Terms
        purpose, asker : str
            What for and by whom: one line of plain text each.
        query : dict
            The declaration, as plain values.

        Raises
        ------
        BudgetError
            If it does not fit in what is left.
        LedgerError
            If the ledger is about something else, is damaged, or cannot be written.
        PromiseError
            If the loss or a text is none.
        """
        check_loss(loss)
        self.check_dataset(dataset)
        self.check_terms(terms)
        texts = {"asker": plain("asker", asker), "purpose": plain("purpose", purpose)}
        with self._turn, appending(self.path) as append:
            book = self._book
            book.finish(append)
            self.head.filter.check(book.spent, loss)
            entry = Entry(
                number=len(book.entries) + 1,
                at=moment(),
                loss=loss,
                left=self.head.filter.left(book.spent + loss),
                query=query,
                **texts,
            )
            append(book.reader.position, _line(entry, book.mark))
            book.refresh()
        if entry not in book.entries[-1:]:
            raise put_back(self.path)
        return entry

    def table(self) -> "pd.DataFrame":
        """Return all releases as a table for an auditor: one row each."""
        import pandas as pd

        return pd.DataFrame([entry.row(self.head.filter.counted) for entry in self.entries])

    def __repr__(self) -> str:
        return f"<Ledger of {self.head.dataset}: {len(self.entries)} releases, {self.path}>"

    def _now(self) -> Book:
        """Return the book, up to date."""
        with self._turn:
            self._book.refresh()
        return self._book


def _line(entry: Entry, mark: str) -> bytes:
    """Return the line for an entry.

    Raises
    ------
    PromiseError
        If the query's declaration is not plain values.
    """
    try:
        line, _ = seal(entry.body(), mark)
    except (TypeError, ValueError) as error:
        raise PromiseError(
            "errors.dp_ledger_query",
            "need a query's declaration as texts, finite numbers, lists and dicts, got {reason}",
            reason=str(error),
        ) from error
    return line


def _remove(folder: str, maker: int) -> None:
    """Remove a lesson's ledger, but not in a process that was forked."""
    if os.getpid() == maker:
        shutil.rmtree(folder, ignore_errors=True)
