"""Lines of measurements, made by hand."""

from typing import Any

from pet_workbench.bench import Attempt, Cell, Link, Record, Stopped
from pet_workbench.bench.machine import machine, versions
from pet_workbench.bench.stamp import stamp
from pet_workbench.usecases import get

TABLE = Cell("table", "trusted-third-party", 5)


def about(cell: Cell) -> dict[str, Any]:
    """Return what a line made here and now says besides the cell."""
    return {
        "machine": machine(),
        "versions": versions(),
        "commit": "unknown",
        "stamp": stamp(get(cell.case), cell.technique),
        "date": "2026-11-22T10:00:00+00:00",
    }


def record(cell: Cell = TABLE, **changed: Any) -> Record:
    """Return a record of `cell`, with some fields changed."""
    values: dict[str, Any] = {
        **about(cell),
        "seconds": (1.0, 1.2, 1.1),
        "cpu_seconds": (0.9, 1.0, 0.9),
        "peak_mb": (50.0, None, 60.0),
        "load_seconds": 0.1,
        "rounds": 2,
        "chain_bytes": 12,
        "links": (Link("Anna", "Bas", 1, 12, 1),),
        "answer": {"total": 3},
        "exact": {"total": 3},
        "error": 0.0,
        "released": ({"what": "total", "receiver": "Bas", "guarantee": "exact", "items": 1},),
        "leaks": ("small_group",),
        "attack": Attempt("pooled", "partly", 1, 3, 5),
    }
    return Record.of(cell, **(values | changed))


def stopped(cell: Cell = TABLE, **changed: Any) -> Stopped:
    """Return a line about `cell` given up for lack of time, with some fields changed."""
    values = {**about(cell), "reason": "time", "limit": 60.0, "message": None}
    return Stopped.of(cell, **(values | changed))
