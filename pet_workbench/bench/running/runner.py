"""Measure cells one group after the other, into a store, from where an earlier run stopped."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from threading import Event as Flag

from pet_workbench.bench.cell import Cell
from pet_workbench.bench.grid import LeftOut
from pet_workbench.bench.record import Record, Stopped
from pet_workbench.bench.running.budget import Budget
from pet_workbench.bench.running.events import (
    Event,
    Finished,
    Ran,
    Refusal,
    Remaining,
    Skipped,
)
from pet_workbench.bench.running.group import Group, Listeners, OnEvent
from pet_workbench.bench.running.host import Cancelled
from pet_workbench.bench.running.journal import Journal
from pet_workbench.bench.running.known import groups, unfinished
from pet_workbench.bench.running.pace import Pace
from pet_workbench.bench.store import Store
from pet_workbench.core.validation import check_whole


def run(
    cells: Sequence[Cell],
    *,
    store: Store | Mapping[str, Store],
    repeats: int = 3,
    budget: Budget | None = None,
    on_event: OnEvent | None = None,
    cancel: Flag | None = None,
    again: bool = False,
) -> Iterator[Record | Stopped]:
    """Measure `cells`, case by case and the smallest sizes first.

    What is finished is not run again, and finished repeats of a cell that was interrupted count.
    Stop at any moment: at most the run that was under way is lost.

    Parameters
    ----------
    cells : sequence of Cell
    store : Store, or mapping of str to Store
        Where the lines go, one for all or one for each case; other runners may write to it at the
        same time.
    repeats : int, default: 3
    budget : Budget, optional
        Of one run; a cell that goes over it is given up.
    on_event : callable, optional
        Called with an `events.Event`, in the thread that iterates.
    cancel : threading.Event, optional
        When it is set the iteration ends, within half a second.
    again : bool, default: False
        Run all cells, whatever the store says of them, and those that would be foreseen to go over
        the budget.

    Yields
    ------
    Record or Stopped
        As soon as it stands in the store.

    Raises
    ------
    ParameterError
        If `repeats` is no number from 1 to 1,000.
    DataError
        If the store holds a line that is no measurement; nothing has run then.
    """
    check_whole("repeats", repeats, 1, 1000)
    stores = store if isinstance(store, Mapping) else {cell.case: store for cell in cells}
    work = _Work(cells, stores, repeats, budget or Budget(), on_event, again=again)
    try:
        for group in groups(cells):
            yield from work.measure(group, cancel)
    except Cancelled:
        return
    work.tidy()


class _Work:
    """What is to be done, what was done, and who is told."""

    def __init__(
        self,
        cells: Sequence[Cell],
        stores: Mapping[str, Store],
        repeats: int,
        budget: Budget,
        on_event: OnEvent | None,
        *,
        again: bool,
    ) -> None:
        self._stores, self._on_event = stores, on_event
        self._journals = {case: Journal(store.path) for case, store in stores.items()}
        self._repeats, self._budget, self._again = repeats, budget, again
        paths = {store.path: store for store in stores.values()}
        known = [line for store in paths.values() for line in store.lines()]
        self._pace = Pace(known, budget)
        self._left: dict[str, tuple[Cell, int]] = {}
        for group in groups(cells):
            for cell in self._split(group)[0]:
                self._left[cell.key] = cell, self._begin(cell)
        self._total, self._done = sum(left for _, left in self._left.values()), 0

    def _split(self, group: Sequence[Cell]) -> tuple[tuple[Cell, ...], tuple[LeftOut, ...]]:
        """Split the cells of one case in those to run and those that need not be."""
        return unfinished(
            group,
            self._stores[group[0].case],
            repeats=self._repeats,
            budget=self._budget,
            again=self._again,
        )

    def _begin(self, cell: Cell) -> int:
        """Return how many repeats of a cell are to be run."""
        journal = self._journals[cell.case]
        earlier = len(journal.runs(cell))
        if self._again and earlier:
            journal.forget(cell)
            earlier = 0
        return max(0, self._repeats - earlier)

    def tidy(self) -> None:
        """Remove journals in which nothing is under way any more."""
        for journal in self._journals.values():
            journal.tidy()

    def measure(
        self, group: Sequence[Cell], cancel: Flag | None
    ) -> Generator[Record | Stopped, None, None]:
        """Measure a group, as far as nobody else has done so since.

        Raises
        ------
        Cancelled
            If the event was set.
        """
        if cancel is not None and cancel.is_set():
            raise Cancelled
        to_run, left_out = self._split(group)
        for why in left_out:
            self._drop(why.cell)
            self._tell(Skipped(why))
        if not to_run:
            return
        journal = self._journals[group[0].case]
        earlier = {cell.key: journal.runs(cell) for cell in to_run}
        listeners = Listeners(self._listen, journal.add)
        work = Group(
            to_run, self._repeats, self._budget, earlier=earlier, listeners=listeners, cancel=cancel
        )
        with closing(work.measure()) as lines:
            for line in lines:
                self._finish(line, work.refusals.get(line.cell.key))
                yield line

    def _finish(self, line: Record | Stopped, refusal: Refusal | None) -> None:
        """Store a line, after which its repeats are not needed any more."""
        self._stores[line.case].append(line)
        self._journals[line.case].forget(line.cell)
        self._drop(line.cell)
        self._tell(Finished(line, refusal))

    def _drop(self, cell: Cell) -> None:
        """Count the runs of a cell that will not come any more."""
        _, left = self._left.pop(cell.key, (cell, 0))
        self._total -= left

    def _listen(self, event: Event) -> None:
        """Pass an event on, and tell how far the whole is."""
        self._tell(event)
        if not isinstance(event, Ran):
            return
        self._pace.note(event.cell, event.elapsed)
        cell, left = self._left.get(event.cell.key, (event.cell, 0))
        if left > 0:
            self._left[cell.key] = cell, left - 1
            self._done += 1
        self._tell(Remaining(self._done, self._total, self._seconds_left()))

    def _seconds_left(self) -> float | None:
        """Estimate how long the rest takes."""
        coming = [cell for cell, left in self._left.values() for _ in range(left)]
        return self._pace.total(coming)

    def _tell(self, event: Event) -> None:
        if self._on_event is not None:
            self._on_event(event)
