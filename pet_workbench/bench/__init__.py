"""Measure techniques on use cases: one frozen record per cell, as a line of JSON.

Bytes and rounds are exact and the same on every machine; seconds and memory belong to the machine
that a record names.  Compare techniques from one run, as ratios.

`cell` is what is to be measured and `grid` lays cells out; `running` measures them, `store` keeps
what came of it, and `stamp` tells when that is out of date.
"""

from pet_workbench.bench.cell import IN_PROCESS, Cell
from pet_workbench.bench.grid import LeftOut, Plan, plan
from pet_workbench.bench.record import Attempt, Link, Record, Stopped
from pet_workbench.bench.reference import records, stored
from pet_workbench.bench.running import Budget, run
from pet_workbench.bench.store import Store, load

__all__ = [
    "IN_PROCESS",
    "Attempt",
    "Budget",
    "Cell",
    "LeftOut",
    "Link",
    "Plan",
    "Record",
    "Stopped",
    "Store",
    "load",
    "plan",
    "records",
    "run",
    "stored",
]
