"""Go through the groups of cells on all machines at once, into one store.

A case stays on machines of one kind, so that its sizes and techniques can be compared.  When a
worker dies, what it finished counts, and the rest of its group is measured anew; the cell during
which a second worker dies is given up.
"""

import queue
from collections import Counter
from collections.abc import Generator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from threading import Event as Flag
from time import monotonic
from typing import Any
from uuid import uuid4

from pet_workbench.bench.cell import Cell
from pet_workbench.bench.cluster import remote
from pet_workbench.bench.cluster.errors import ClusterError
from pet_workbench.bench.cluster.progress import Progress
from pet_workbench.bench.cluster.seats import Seat, Seats
from pet_workbench.bench.cluster.work import Work, parsed
from pet_workbench.bench.record import Record, Stopped, read_line
from pet_workbench.bench.running.single import Single

LOOK_SECONDS = 1.0
"""How often to look which workers are there."""
RENEW_SECONDS = 15.0
"""How often to tell workers that the sweep is still there."""
PATIENCE_SECONDS = 60.0
"""How long to wait for a worker when none is left."""
_EAR_SECONDS = 0.1
_DEATHS = 2

Line = Record | Stopped


class Sweep:
    """Groups that wait, groups that are being measured, and the machines for them.

    Parameters
    ----------
    client : Client
        Of Dask.
    seats : Seats
    progress : Progress
    """

    def __init__(self, client: Any, seats: Seats, progress: Progress) -> None:
        self._client, self._seats, self._progress = client, seats, progress
        self._topic = f"pet-workbench-{uuid4().hex}"
        self._heard: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._waiting: list[list[Cell]] = []
        self._working: dict[Seat, Work] = {}
        self._home: dict[str, tuple[str, ...]] = {}
        self._deaths: Counter[str] = Counter()
        self._looked = self._renewed = self._seen = monotonic()
        client.subscribe_topic(self._topic, lambda event: self._heard.put(parsed(event[1])))

    def measure(
        self, all_groups: Sequence[Sequence[Cell]], cancel: Flag | None
    ) -> Generator[Line, None, None]:
        """Yield lines as they come, until nothing is left or somebody cancels.

        Raises
        ------
        ClusterError
            If all workers, or the scheduler, are gone.
        """
        self._waiting = [list(group) for group in all_groups]
        while self._waiting or self._working:
            if cancel is not None and cancel.is_set():
                return
            for seat in self._seats.seats:
                self._seat(seat)
            with suppress(queue.Empty):
                yield from self._hear(self._heard.get(timeout=_EAR_SECONDS))
            if monotonic() - self._looked > LOOK_SECONDS:
                yield from self._look()

    def stop(self) -> None:
        """Have workers stop what they do for this sweep."""
        with suppress(OSError, RuntimeError):
            self._client.run(remote.stop, self._topic, on_error="ignore")

    def _seat(self, seat: Seat) -> None:
        """Give a seat that is free the next group that has something left to run."""
        while seat not in self._working:
            group = self._next(seat)
            if group is None:
                return
            cells = self._progress.to_run(group, self._seats.seats)
            if cells:
                self._home[group[0].case] = seat.identity
                self._working[seat] = self._begun(seat, cells)

    def _next(self, seat: Seat) -> list[Cell] | None:
        """Take a group that may run on a seat, rather of a case that nobody is at."""
        here = {one.identity for one in self._seats.seats}
        homes = {case: home for case, home in self._home.items() if home in here}
        fitting = [
            group
            for group in self._waiting
            if homes.get(group[0].case, seat.identity) == seat.identity
        ]
        busy = {work.suspect.case for work in self._working.values() if work.open}
        fitting.sort(key=lambda group: group[0].case in busy)
        if not fitting:
            return None
        self._waiting.remove(fitting[0])
        return fitting[0]

    def _begun(self, seat: Seat, cells: list[Cell]) -> Work:
        """Have a seat measure cells."""
        earlier = {cell.key: self._progress.earlier(cell, seat) for cell in cells}
        future = self._client.submit(
            remote.measure,
            self._topic,
            [asdict(cell) for cell in cells],
            self._progress.repeats,
            self._progress.budget,
            {key: [run.to_plain() for run in runs] for key, runs in earlier.items()},
            workers=[seat.address],
            pure=False,
        )
        future.add_done_callback(lambda done: self._heard.put({"kind": "done", "future": done.key}))
        return Work(seat, {cell.key: cell for cell in cells}, future)

    def _hear(self, said: Mapping[str, Any]) -> Generator[Line, None, None]:
        """Do what follows from what a worker said; what it says twice or too late is not heard."""
        for work in tuple(self._working.values()):
            if said["kind"] == "done" and said["future"] == work.future.key:
                yield from self._ended(work)
            elif said.get("key") in work.open:
                yield from self._told(work, said)

    def _told(self, work: Work, said: Mapping[str, Any]) -> Generator[Line, None, None]:
        """Take in a finished cell or repeat, or pass on an event."""
        cell = work.open[said["key"]]
        if said["kind"] == "line":
            yield self._finish(work, read_line(said["line"]))
        elif said["kind"] == "single":
            self._progress.keep(cell, Single.from_plain(said["run"]), work.seat)
        else:
            self._progress.happened(work.event(said), len(self._seats.seats))

    def _ended(self, work: Work) -> Generator[Line, None, None]:
        """Free a seat whose worker has come to an end of its group, good or bad."""
        if work.future.status == "finished":
            for line in map(read_line, work.future.result()):
                if line.cell.key in work.open:
                    yield self._finish(work, line)
            del self._working[work.seat]
        elif work.future.status == "error":
            yield from self._lost(work, repr(work.future.exception())[:500])
        else:
            yield from self._lost(work, "the worker that measured it ended")

    def _lost(self, work: Work, message: str) -> Generator[Line, None, None]:
        """Put what a worker left open back in the queue, or give up the cell that ended two."""
        del self._working[work.seat]
        work.future.cancel()
        if not work.open:
            return
        suspect = work.suspect
        self._deaths[suspect.key] += 1
        if self._deaths[suspect.key] >= _DEATHS:
            yield self._finish(work, work.stopped(suspect, f"{message}, {_DEATHS} times"))
        if work.open:
            self._waiting.insert(0, list(work.open.values()))

    def _finish(self, work: Work, line: Line) -> Line:
        """Store a line."""
        self._progress.finish(line, work.seat)
        del work.open[line.cell.key]
        return line

    def _look(self) -> Generator[Line, None, None]:
        """Look whether all seats are still there, and tell workers that this sweep is.

        Raises
        ------
        ClusterError
            If nobody is there any more.
        """
        now = self._looked = monotonic()
        try:
            gone = self._seats.look()
            if now - self._renewed > RENEW_SECONDS:
                self._renewed = now
                self._client.run(remote.renew, self._topic, wait=False, on_error="ignore")
        except OSError as error:
            raise _nobody_left() from error
        if gone:
            yield from self._hear_all()
        for seat in gone:
            if seat in self._working:
                yield from self._lost(self._working[seat], "the worker that measured it ended")
        if self._seats.seats:
            self._seen = now
        elif now - self._seen > PATIENCE_SECONDS:
            raise _nobody_left()

    def _hear_all(self) -> Generator[Line, None, None]:
        """Take in what workers said before they went."""
        with suppress(queue.Empty):
            while True:
                yield from self._hear(self._heard.get(timeout=_EAR_SECONDS))


def _nobody_left() -> ClusterError:
    """Return the error of a sweep that cannot go on."""
    return ClusterError(
        "errors.bench_cluster_gone",
        "need a scheduler and a worker to go on with, got none any more: start them again, and "
        "give the same command; what was finished stands in the store",
    )
