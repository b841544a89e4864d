"""Run cells: a worker process per case and size, and a child of it for each run.

`runner` goes through all groups of cells and keeps a store; `group` lets the techniques of one
case and size take turns; `host` and `worker` are the two ends of the pipes between processes;
`child` and `single` are one run.  `budget` says what a run may take, `known` what need not be run,
`journal` keeps finished repeats of unfinished cells, and `pace` estimates the rest.
"""

from pet_workbench.bench.running.budget import Budget
from pet_workbench.bench.running.events import (
    Event,
    Finished,
    NoAttack,
    Ran,
    Refusal,
    Remaining,
    Skipped,
    Started,
)
from pet_workbench.bench.running.group import measure_group
from pet_workbench.bench.running.known import groups, unfinished
from pet_workbench.bench.running.pace import estimate
from pet_workbench.bench.running.runner import run

__all__ = [
    "Budget",
    "Event",
    "Finished",
    "NoAttack",
    "Ran",
    "Refusal",
    "Remaining",
    "Skipped",
    "Started",
    "estimate",
    "groups",
    "measure_group",
    "run",
    "unfinished",
]
