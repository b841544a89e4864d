"""The worker: a process that makes the tables of one case and size once, and runs on them.

It is told what to do over a pipe and replies over another, see `pipes`; `host` is the runner's end.
Every run has a forked child of its own, in which all libraries are loaded and the tables are there
and nothing else was done before, see `child`.
"""

import importlib
import os
import sys
from dataclasses import asdict, replace
from functools import partial
from time import perf_counter
from typing import Any

from pet_workbench.bench.cell import IN_PROCESS, Cell
from pet_workbench.bench.running.child import can_fork, do, do_in_child
from pet_workbench.bench.running.pipes import Orders, Replies, take_pipes
from pet_workbench.bench.running.single import run_once
from pet_workbench.usecases import Tables, UseCase, get


class Worker:
    """What a worker has: its pipes, and the tables once they are made."""

    def __init__(self, orders: Orders, replies: Replies) -> None:
        self._orders, self._replies = orders, replies
        self._case: UseCase | None = None
        self._tables: Tables = {}

    def serve(self) -> None:
        """Carry out orders until the runner is gone."""
        while True:
            order = self._orders.next()
            what = order["do"]
            if what == "stop":  # it crossed the reply to the run it was meant for
                continue
            cell = Cell(**order["cell"])
            if what == "load":
                self._replies.tell(self._load(cell))
            elif what == "warm":
                self._replies.tell(self._warm(cell))
            else:
                job = {"run": self._run, "attack": self._attack}[what]
                self._replies.tell(self._apart(partial(job, cell)))

    def _load(self, cell: Cell) -> dict[str, Any]:
        """Make the tables; what came before, starting Python, is not in the budget."""
        self._began(os.getpid())

        def job() -> float:
            start = perf_counter()
            self._case = get(cell.case)
            self._tables = self._case.load(n=cell.n, seed=cell.seed)
            return perf_counter() - start

        with self._orders.watched():
            return do(job)

    def _warm(self, cell: Cell) -> dict[str, Any]:
        """Run once at the case's smallest size, and load here what that run loaded.

        Techniques import their libraries when they first run; that is no part of what they take.
        """
        reply = self._apart(partial(_libraries, self._case, self._tables, cell))
        for name in reply.get("gave", ()):
            try:
                importlib.import_module(name)
            except Exception:  # noqa: S112 - some libraries invent names that cannot be imported
                continue
        return {"gave": None}

    def _run(self, cell: Cell) -> dict[str, Any]:
        assert self._case is not None
        return run_once(self._case, self._tables, cell).to_plain()

    def _attack(self, cell: Cell) -> dict[str, Any] | None:
        """Let the case's attack loose on the technique; None where there is none."""
        from pet_workbench.bench.attempts import attempt

        assert self._case is not None
        parameters = self._case.complete(cell.parameters)
        found = attempt(self._case, cell.technique, self._tables, parameters, n=cell.n)
        return None if found is None else asdict(found)

    def _apart(self, job: "partial[Any]") -> dict[str, Any]:
        """Do a job in a child, or here where there can be none."""
        if can_fork():
            return do_in_child(job, orders=self._orders, on_begin=self._began)
        self._began(os.getpid())
        with self._orders.watched():
            return do(job)

    def _began(self, process: int) -> None:
        self._replies.tell({"began": process})


def _libraries(case: UseCase | None, tables: Tables, cell: Cell) -> list[str]:
    """Run once, and return the modules that were loaded for it."""
    assert case is not None
    before = set(sys.modules)
    small = min(cell.n, case.sizes[0])
    if small < cell.n:
        tables = case.load(n=small, seed=cell.seed)
    do(partial(run_once, case, tables, replace(cell, n=small, network=IN_PROCESS)))
    return sorted(set(sys.modules) - before)


def main() -> None:
    """Serve the process that started this one."""
    Worker(*take_pipes()).serve()
