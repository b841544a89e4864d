"""The cells of one case and size, measured in turns by one worker."""

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from threading import Event as Flag
from time import perf_counter
from typing import Any, Literal

from pet_workbench.bench.cell import IN_PROCESS, Cell
from pet_workbench.bench.machine import commit, machine, versions
from pet_workbench.bench.record import Attempt, Record, Stopped, read_line
from pet_workbench.bench.running.budget import Budget
from pet_workbench.bench.running.events import Event, NoAttack, Ran, Refusal, Started
from pet_workbench.bench.running.host import Cancelled, Host
from pet_workbench.bench.running.single import Single
from pet_workbench.bench.stamp import stamp
from pet_workbench.core import DataError
from pet_workbench.usecases import get

OnEvent = Callable[[Event], object]
OnRun = Callable[[Cell, Single], object]


def _ignore(*_: object) -> None:
    """Nobody listens."""


@dataclass(frozen=True)
class Listeners:
    """Who is told what, while a group is measured.

    Attributes
    ----------
    on_event : callable
        Gets every event.
    on_run : callable
        Gets the cell and the numbers of every finished repeat.
    """

    on_event: OnEvent = _ignore
    on_run: OnRun = _ignore


def measure_group(
    group: Sequence[Cell], repeats: int, budget: Budget, *, cancel: Flag | None = None
) -> list[Record | Stopped]:
    """Measure the cells of one case and size in processes of their own, and keep no file.

    Parameters
    ----------
    group : sequence of Cell
        As `groups` puts them together.
    repeats : int
    budget : Budget
    cancel : threading.Event, optional
        When it is set, what is finished is returned within half a second.

    Returns
    -------
    list of Record or Stopped
        One for each cell that was not cancelled.
    """
    found: list[Record | Stopped] = []
    try:
        found.extend(Group(group, repeats, budget, cancel=cancel).measure())
    except Cancelled:
        return found
    return found


class Group:
    """Cells that take turns within each repeat, so that what else the machine does hits all alike.

    Parameters
    ----------
    cells : sequence of Cell
    repeats : int
    budget : Budget
    earlier : mapping of Cell key to list of Single, optional
        Repeats that were finished before.
    listeners : Listeners, optional
    cancel : threading.Event, optional

    Attributes
    ----------
    refusals : dict of str to Refusal
        Of cells that their case or technique refused, by the cell's key.
    """

    def __init__(
        self,
        cells: Sequence[Cell],
        repeats: int,
        budget: Budget,
        *,
        earlier: Mapping[str, Sequence[Single]] | None = None,
        listeners: Listeners | None = None,
        cancel: Flag | None = None,
    ) -> None:
        self._cells = list(cells)
        self._repeats, self._budget, self._cancel = repeats, budget, cancel
        self._tell = listeners or Listeners()
        self._runs = {cell.key: list((earlier or {}).get(cell.key, ())) for cell in cells}
        self.refusals: dict[str, Refusal] = {}
        self._load_seconds = 0.0
        self._no_tables: dict[str, Any] | None = None
        self._warm: set[str] = set()
        self._host: Host | None = None

    def measure(self) -> Generator[Record | Stopped, None, None]:
        """Yield the line of each cell as soon as it is finished.

        Raises
        ------
        Cancelled
            If the event was set; no process is left then.
        """
        try:
            for repeat in range(1, self._repeats + 1):
                for cell in tuple(self._cells):
                    stopped = self._turn(cell, repeat)
                    if stopped:
                        self._cells.remove(cell)
                        yield stopped
                    elif repeat == self._repeats:
                        yield self._record(cell)
        finally:
            if self._host is not None:
                self._host.close()

    def _turn(self, cell: Cell, repeat: int) -> Stopped | None:
        """Run one repeat, unless it was run before."""
        runs = self._runs[cell.key]
        if len(runs) >= repeat:
            return None
        self._tell.on_event(Started(cell, repeat))
        unprepared = self._prepare(cell)
        start = perf_counter()
        reply = unprepared or self._ask("run", cell)
        elapsed = perf_counter() - start
        if "gave" not in reply:
            return self._stopped(cell, reply)
        run = Single.from_plain(reply["gave"])
        runs.append(run)
        self._tell.on_run(cell, run)
        self._tell.on_event(Ran(cell, repeat, run.seconds, elapsed))
        return None

    def _prepare(self, cell: Cell) -> dict[str, Any] | None:
        """Have a worker with tables and libraries; return its reply where there can be none."""
        if self._no_tables:
            return self._no_tables
        if self._host is None or not self._host.is_open:
            self._warm.clear()
            self._host = Host(self._budget, cancel=self._cancel)
            reply = self._host.ask("load", cell)
            if "gave" not in reply:
                self._no_tables = reply
                return reply
            self._load_seconds = reply["gave"]
        if cell.technique not in self._warm:
            self._warm.add(cell.technique)
            self._host.ask("warm", cell)
            # on systems without children the worker itself may have been ended
            return None if self._host.is_open else self._prepare(cell)
        return None

    def _ask(self, what: str, cell: Cell) -> dict[str, Any]:
        """Give an order to a worker that is ready for it."""
        reply = self._prepare(cell)
        if reply is None:
            assert self._host is not None
            reply = self._host.ask(what, cell)
        return reply

    def _attack(self, cell: Cell) -> Attempt | None:
        """Let the case's attack loose, untimed but within the budget; no network changes it."""
        if cell.network != IN_PROCESS:
            return None
        reply = self._ask("attack", cell)
        if "gave" not in reply:
            reason = reply.get("over", "error")
            self._tell.on_event(NoAttack(cell, reason, reply.get("failed")))
            return None
        return None if reply["gave"] is None else Attempt(**reply["gave"])

    def _record(self, cell: Cell) -> Record | Stopped:
        """Put the repeats together; what is one value is that of the last.

        What no file of measurements may hold, such as a name of 300 letters, is a failure.
        """
        attack = self._attack(cell)
        runs = self._runs[cell.key]
        several = {
            name: tuple(getattr(run, name) for run in runs)
            for name in ("seconds", "cpu_seconds", "peak_mb")
        }
        last = {one.name: getattr(runs[-1], one.name) for one in fields(Single)}
        record = Record.of(
            cell,
            **{**last, **several},
            **_here(cell),
            load_seconds=self._load_seconds,
            attack=attack,
        )
        try:
            read_line(record.to_json())
        except DataError as error:
            return self._stopped(cell, {"failed": str(error)})
        return record

    def _stopped(self, cell: Cell, reply: Mapping[str, Any]) -> Stopped:
        """Write down why a cell was given up."""
        if "refusal" in reply:
            self.refusals[cell.key] = Refusal(**reply["refusal"])
        reason: Literal["time", "memory", "error"] = reply.get("over", "error")
        limit = None if reason == "error" else self._budget.limit(reason)
        return Stopped.of(
            cell, **_here(cell), reason=reason, limit=limit, message=reply.get("failed")
        )


def _here(cell: Cell) -> dict[str, Any]:
    """Return on what and when a line was made, and of which version of the technique."""
    return {
        "machine": machine(),
        "versions": versions(),
        "commit": commit(),
        "stamp": stamp(get(cell.case), cell.technique),
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
    }
