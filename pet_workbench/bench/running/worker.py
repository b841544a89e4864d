"""The worker: a process that makes the tables of one case and size once, and runs on them.

It is told what to do over a pipe and replies over another, see `pipes`; `host` is the runner's end.
Every run has a forked child of its own, see `child`: libraries are loaded and tables are there.  A
technique that is quick at the smallest size first runs there once in the child, untimed; else the
10 milliseconds in which a fresh process warms up would hide what it takes.
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

QUICK_SECONDS = 0.5
"""A run that takes longer does not notice whether its process is warm."""


class Worker:
    """What a worker has: its pipes, the tables once they are made, and those of the smallest size.

    Parameters
    ----------
    orders : Orders
    replies : Replies
    """

    def __init__(self, orders: Orders, replies: Replies) -> None:
        self._orders, self._replies = orders, replies
        self._case: UseCase | None = None
        self._tables: Tables = {}
        self._small: Tables = {}
        self._quick: set[str] = set()

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
            seconds = perf_counter() - start
            small = _smallest(self._case, cell)
            is_same = small == cell.n
            self._small = self._tables if is_same else self._case.load(n=small, seed=cell.seed)
            return seconds

        with self._orders.watched():
            return do(job)

    def _warm(self, cell: Cell) -> dict[str, Any]:
        """Run once at the case's smallest size, and load here what that run loaded.

        Techniques import their libraries when they first run; that is no part of what they take.
        """
        found = self._apart(partial(self._try_out, cell)).get("gave")
        if found is not None:
            _import_all(found["libraries"])
            if found["seconds"] < QUICK_SECONDS:
                self._quick.add(cell.technique)
        return {"gave": None}

    def _try_out(self, cell: Cell) -> dict[str, Any]:
        """Run at the smallest size; return how long it took and what was loaded for it."""
        before = set(sys.modules)
        seconds = self._run_small(cell)
        return {"seconds": seconds, "libraries": sorted(set(sys.modules) - before)}

    def _run_small(self, cell: Cell) -> float:
        """Run at the smallest size, and return how long it took."""
        assert self._case is not None
        small = replace(cell, n=_smallest(self._case, cell), network=IN_PROCESS)
        return run_once(self._case, self._small, small).seconds

    def _run(self, cell: Cell) -> dict[str, Any]:
        """Run at the size asked for."""
        assert self._case is not None
        if cell.technique in self._quick and cell.network == IN_PROCESS:
            self._run_small(cell)
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


def _smallest(case: UseCase, cell: Cell) -> int:
    """Return the size at which to warm up for `cell`."""
    return min(cell.n, case.sizes[0])


def _import_all(names: list[str]) -> None:
    """Import modules by name, as far as they can be."""
    for name in names:
        try:
            importlib.import_module(name)
        except Exception:  # noqa: S112 - some libraries invent names that cannot be imported
            continue


def main() -> None:
    """Serve the process that started this one."""
    Worker(*take_pipes()).serve()
