"""How far a sweep is: what is left, what stands in the store, and who is told."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from pet_workbench.bench.cell import Cell
from pet_workbench.bench.cluster.seats import Seat
from pet_workbench.bench.record import Record, Stopped
from pet_workbench.bench.running import (
    Budget,
    Event,
    Finished,
    NoAttack,
    Ran,
    Remaining,
    Skipped,
    Started,
    unfinished,
)
from pet_workbench.bench.running.group import OnEvent
from pet_workbench.bench.running.journal import Journal
from pet_workbench.bench.running.pace import Pace
from pet_workbench.bench.running.single import Single
from pet_workbench.bench.store import Store


class Progress:
    """The bookkeeping of one sweep.

    Parameters
    ----------
    cells : sequence of Cell
    store : Store, or mapping of str to Store
        One for all, or one for each case.
    repeats : int
    budget : Budget
    on_event : callable or None
        Called with an `events.Event`.
    again : bool
        Whether cells are run whatever the store says.
    """

    def __init__(
        self,
        cells: Sequence[Cell],
        store: Store | Mapping[str, Store],
        repeats: int,
        budget: Budget,
        on_event: OnEvent | None,
        *,
        again: bool,
    ) -> None:
        self.repeats, self.budget = repeats, budget
        self._again, self._on_event = again, on_event
        self._stores = {
            cell.case: store if isinstance(store, Store) else store[cell.case] for cell in cells
        }
        self._journals = {case: Journal(one.path) for case, one in self._stores.items()}
        known = chain.from_iterable(one.lines() for one in set(self._stores.values()))
        self._pace = Pace(known, budget)
        self._left = {cell.key: (cell, repeats) for cell in cells}
        self._total, self._done = repeats * len(self._left), 0

    def to_run(self, group: Sequence[Cell], seats: Iterable[Seat]) -> list[Cell]:
        """Return the cells of a group that no machine of the cluster has finished.

        Parameters
        ----------
        group : sequence of Cell
        seats : iterable of Seat
            All there are.
        """
        cells, left_out = unfinished(
            group,
            self._stores[group[0].case],
            repeats=self.repeats,
            budget=self.budget,
            again=self._again,
            machines=[seat.machine for seat in seats],
        )
        for why in left_out:
            self._drop(why.cell)
            self.tell(Skipped(why))
        return list(cells)

    def earlier(self, cell: Cell, seat: Seat) -> list[Single]:
        """Return the repeats of an unfinished cell that count on a seat."""
        runs = [] if self._again else self._journals[cell.case].runs(cell, machine=seat.machine)
        self._left[cell.key] = cell, max(0, self.repeats - len(runs))
        self._total = self._done + sum(left for _, left in self._left.values())
        return runs

    def keep(self, cell: Cell, run: Single, seat: Seat) -> None:
        """Write down a finished repeat."""
        self._journals[cell.case].add(cell, run, machine=seat.machine)

    def finish(self, line: Record | Stopped, seat: Seat) -> None:
        """Store a line, after which its repeats are not needed any more."""
        self._stores[line.case].append(line)
        self._journals[line.case].forget(line.cell, machine=seat.machine)
        self._drop(line.cell)
        self.tell(Finished(line))

    def happened(self, event: Started | Ran | NoAttack, n_seats: int) -> None:
        """Pass on what happened on a worker, and tell how far the whole is.

        Parameters
        ----------
        event : Started, Ran or NoAttack
        n_seats : int
            Over how many machines the rest is divided.
        """
        self.tell(event)
        if not isinstance(event, Ran):
            return
        self._pace.note(event.cell, event.elapsed)
        cell, left = self._left.get(event.cell.key, (event.cell, 0))
        if left > 0:
            self._left[cell.key] = cell, left - 1
            self._done += 1
        coming = [cell for cell, left in self._left.values() for _ in range(left)]
        seconds = self._pace.total(coming)
        rest = None if seconds is None else seconds / max(n_seats, 1)
        self.tell(Remaining(self._done, self._total, rest))

    def tell(self, event: Event) -> None:
        """Tell whoever listens."""
        if self._on_event is not None:
            self._on_event(event)

    def tidy(self) -> None:
        """Remove scratch files in which nothing is under way."""
        for journal in self._journals.values():
            journal.tidy()

    def _drop(self, cell: Cell) -> None:
        """Count the runs of a cell that will not come any more."""
        _, left = self._left.pop(cell.key, (cell, 0))
        self._total -= left
