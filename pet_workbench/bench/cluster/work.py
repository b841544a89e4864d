"""A group of cells on a seat: what of it is open, and what its worker says."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pet_workbench.bench.cell import Cell
from pet_workbench.bench.cluster.seats import Seat
from pet_workbench.bench.record import Stopped
from pet_workbench.bench.running import NoAttack, Ran, Started
from pet_workbench.bench.stamp import stamp
from pet_workbench.usecases import get

_EVENTS: Mapping[str, type[Started] | type[Ran] | type[NoAttack]] = {
    "started": Started,
    "ran": Ran,
    "noattack": NoAttack,
}


@dataclass(eq=False)
class Work:
    """What a seat is at.

    Attributes
    ----------
    seat : Seat
    open : dict of str to Cell
        By key: cells without a line.
    future : Future
        Of Dask; its worker is at it as long as somebody holds this.
    now : Cell or None
        Which of them was started last.
    """

    seat: Seat
    open: dict[str, Cell]
    future: Any = None
    now: Cell | None = None

    @property
    def suspect(self) -> Cell:
        """The open cell during which the worker ended, if it ended now."""
        first = next(iter(self.open.values()))
        return self.now if self.now is not None and self.now.key in self.open else first

    def event(self, said: Mapping[str, Any]) -> Started | Ran | NoAttack:
        """Return what happened, by what the worker said."""
        kind = _EVENTS[said["kind"]]
        cell = self.open[said["key"]]
        if kind is Started:
            self.now = cell
        values = {name: value for name, value in said.items() if name not in ("kind", "key")}
        return kind(cell, **values)

    def stopped(self, cell: Cell, message: str) -> Stopped:
        """Return the line of a cell that a worker could not finish."""
        return Stopped.of(
            cell,
            machine=self.seat.machine,
            versions=self.seat.versions,
            commit=self.seat.commit,
            stamp=stamp(get(cell.case), cell.technique),
            date=datetime.now(UTC).isoformat(timespec="seconds"),
            reason="error",
            limit=None,
            message=message,
        )


def parsed(said: str) -> dict[str, Any]:
    """Read what a worker said."""
    values: dict[str, Any] = json.loads(said)
    return values
