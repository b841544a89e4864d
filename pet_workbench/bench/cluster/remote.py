"""What runs on a worker's machine: saying what is there, and measuring one group.

Everything a worker tells goes to the scheduler as a line of JSON under the sweep's topic, while it
measures: a worker that dies takes nothing with it but the run that was under way.
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from threading import Event as Flag
from time import monotonic
from typing import Any

from pet_workbench.bench.cell import Cell
from pet_workbench.bench.machine import commit, machine, versions
from pet_workbench.bench.running import Budget, Event, NoAttack, Ran, Started
from pet_workbench.bench.running.group import Group, Listeners
from pet_workbench.bench.running.host import Cancelled
from pet_workbench.bench.running.single import Single
from pet_workbench.bench.stamp import stamp
from pet_workbench.core.optional import import_extra
from pet_workbench.usecases import get

LEASE_SECONDS = 60.0
"""A worker that hears nothing from the sweep for so long stops measuring for it."""
_BOOT = Path("/proc/sys/kernel/random/boot_id")
_leases: dict[str, "_Lease"] = {}


class _Lease(Flag):
    """Set when somebody says so, or when nobody has asked for the work for a while."""

    def __init__(self) -> None:
        super().__init__()
        self.renew()

    def renew(self) -> None:
        """Wait another while."""
        self._until = monotonic() + LEASE_SECONDS

    def is_set(self) -> bool:
        """Tell whether to stop."""
        return super().is_set() or monotonic() > self._until


def about(techniques: Sequence[tuple[str, str]], dask_worker: Any = None) -> dict[str, Any]:
    """Return what decides whether this worker may measure, and beside whom.

    Parameters
    ----------
    techniques : sequence of (case, technique)
        What is to be measured.
    dask_worker : Worker, optional
        Given by Dask when it runs this on a worker.

    Returns
    -------
    dict
        ``place``, the same for workers on one machine; ``threads``; ``machine``, ``versions`` and
        ``commit`` as in a record; ``stamps``, one per technique.
    """
    return {
        "place": _place(dask_worker),
        "threads": 1 if dask_worker is None else dask_worker.state.nthreads,
        "machine": machine(),
        "versions": versions(),
        "commit": commit(),
        "stamps": [stamp(get(case), technique) for case, technique in techniques],
    }


def _place(dask_worker: Any) -> str:
    """Name the machine: containers on one machine have one kernel, so one start of it."""
    try:
        return _BOOT.read_text().strip()
    except OSError:
        return str(dask_worker and dask_worker.ip)


def measure(
    topic: str,
    cells: Sequence[Mapping[str, Any]],
    repeats: int,
    budget: Budget,
    earlier: Mapping[str, Sequence[Mapping[str, Any]]],
) -> list[str]:
    """Measure a group in processes of its own, and tell the sweep at every step.

    Parameters
    ----------
    topic : str
        Of the sweep.
    cells : sequence of dict
        Of one group.
    repeats : int
    budget : Budget
    earlier : mapping of str to sequence of dict
        By cell key: repeats that were finished on this machine before.

    Returns
    -------
    list of str
        The lines once more, of all cells that were not stopped: what was told may come late.
    """
    worker = import_extra("distributed", package="pet-workbench[cluster]").get_worker()

    def tell(kind: str, **values: Any) -> None:
        worker.log_event(topic, json.dumps({"kind": kind, **values}))

    lease = _leases.setdefault(topic, _Lease())
    lease.renew()
    group = Group(
        [Cell(**cell) for cell in cells],
        repeats,
        budget,
        earlier={key: [Single.from_plain(run) for run in runs] for key, runs in earlier.items()},
        listeners=Listeners(
            lambda event: tell(**_told(event)),
            lambda cell, run: tell("single", key=cell.key, run=run.to_plain()),
        ),
        cancel=lease,
    )
    lines: list[str] = []
    with suppress(Cancelled):
        for line in group.measure():
            lines.append(line.to_json())
            tell("line", key=line.cell.key, line=lines[-1])
    return lines


def _told(event: Event) -> dict[str, Any]:
    """Return an event as what JSON can hold."""
    if not isinstance(event, Started | Ran | NoAttack):
        return {"kind": "other"}
    values = {name: value for name, value in asdict(event).items() if name != "cell"}
    return {"kind": type(event).__name__.lower(), "key": event.cell.key, **values}


async def renew(topic: str) -> None:
    """Say that the sweep is still there; a coroutine, for whose end Dask does not wait."""
    if topic in _leases:
        _leases[topic].renew()


def stop(topic: str) -> None:
    """Stop measuring for a sweep, now and from now on."""
    _leases.setdefault(topic, _Lease()).set()
