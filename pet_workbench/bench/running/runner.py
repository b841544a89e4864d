"""Measure cells one group after the other, into a store, from where an earlier run stopped."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from threading import Event as Flag

from pet_workbench.bench.cell import Cell
from pet_workbench.bench.record import Record, Stopped
from pet_workbench.bench.running.budget import Budget
from pet_workbench.bench.running.events import Event, Finished, Ran, Remaining, Skipped
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
    store: Store,
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
    store : Store
        Where the lines go; other runners may write to it at the same time.
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
    work = _Work(cells, store, repeats, budget or Budget(), on_event, again=again)
    try:
        for group in groups(cells):
            yield from work.measure(group, cancel)
    except Cancelled:
        return
    work.journal.tidy()


class _Work:
    """What is to be done, what was done, and who is told."""

    def __init__(
        self,
        cells: Sequence[Cell],
        store: Store,
        repeats: int,
        budget: Budget,
        on_event: OnEvent | None,
        *,
        again: bool,
    ) -> None:
        self.journal = Journal(store.path)
        self._store, self._repeats, self._budget, self._again = store, repeats, budget, again
        self._on_event = on_event
        self._pace = Pace(store.lines(), budget)
        self._left: dict[str, tuple[Cell, int]] = {}
        to_run, _ = unfinished(cells, store, repeats=repeats, budget=budget, again=again)
        for cell in to_run:
            earlier = self.journal.runs(cell)
            if again and earlier:
                self.journal.forget(cell)
                earlier = []
            self._left[cell.key] = cell, max(0, repeats - len(earlier))
        self._total, self._done = sum(left for _, left in self._left.values()), 0

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
        to_run, left_out = unfinished(
            group, self._store, repeats=self._repeats, budget=self._budget, again=self._again
        )
        for why in left_out:
            self._drop(why.cell)
            self._tell(Skipped(why))
        if not to_run:
            return
        earlier = {cell.key: self.journal.runs(cell) for cell in to_run}
        listeners = Listeners(self._listen, self.journal.add)
        work = Group(
            to_run, self._repeats, self._budget, earlier=earlier, listeners=listeners, cancel=cancel
        )
        with closing(work.measure()) as lines:
            for line in lines:
                self._finish(line)
                yield line

    def _finish(self, line: Record | Stopped) -> None:
        """Store a line, after which its repeats are not needed any more."""
        self._store.append(line)
        self.journal.forget(line.cell)
        self._drop(line.cell)
        self._tell(Finished(line))

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
