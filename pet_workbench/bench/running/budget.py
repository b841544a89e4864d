"""How much time and memory a cell may take, and whether a size can be foreseen to take more."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from pet_workbench.bench.cell import Cell
from pet_workbench.bench.grid import LeftOut
from pet_workbench.bench.record import Record, Stopped
from pet_workbench.core.validation import check_range

Reason = Literal["time", "memory"]


@dataclass(frozen=True)
class Budget:
    """What one run of a cell may take, with making its data and with the exact answer beside it.

    Attributes
    ----------
    seconds : float
        On the clock.
    memory_mb : float
        Resident memory, in MB of 10**6 bytes, of the run and, on a network, of its parties.  Only
        where the operating system tells it of another process (Linux).

    Raises
    ------
    ParameterError
        If one is not above zero.
    """

    seconds: float = 600.0
    memory_mb: float = 2000.0

    def __post_init__(self) -> None:
        check_range("seconds", self.seconds, 0.001, 1e7)
        check_range("memory_mb", self.memory_mb, 1, 1e8)

    def limit(self, reason: Reason) -> float:
        """Return the limit in seconds or MB."""
        return self.seconds if reason == "time" else self.memory_mb


def foreseen(cell: Cell, known: Iterable[Record | Stopped], budget: Budget) -> LeftOut | None:
    """Return why `cell` would go over its budget, where smaller sizes already make it certain.

    They do if the next smaller one went over a budget at least as large, or if the straight line
    through the two largest smaller ones, through their fastest repeats, ends above the budget.  A
    technique that grows faster than with its size is above such a line.  One smaller size says too
    little: part of what it took may be needed once, whatever the size.

    Parameters
    ----------
    cell : Cell
    known : iterable of Record or Stopped
        Of this machine and of what the technique is now; others say nothing about it.
    budget : Budget
    """
    smaller = sorted((line for line in known if _is_smaller(line.cell, cell)), key=lambda x: x.n)
    records = [line for line in smaller if isinstance(line, Record)]
    reasons: tuple[Reason, ...] = ("time", "memory")
    for reason in reasons:
        limit = budget.limit(reason)
        for line in smaller:
            if isinstance(line, Stopped) and line.reason == reason and (line.limit or 0) >= limit:
                values = {"n": line.n, "what": reason, "limit": limit, "expected": None}
                return LeftOut(cell, "foreseen", values)
        expected = _straight_on(records, reason, cell.n)
        if expected is not None and expected > limit:
            values = {"n": records[-1].n, "what": reason, "limit": limit, "expected": expected}
            return LeftOut(cell, "foreseen", values)
    return None


def _is_smaller(one: Cell, cell: Cell) -> bool:
    """Tell whether `one` is the same at a smaller size."""
    return one.n < cell.n and (one.technique, one.group[2:], one.case) == (
        cell.technique,
        cell.group[2:],
        cell.case,
    )


def _straight_on(records: list[Record], reason: Reason, n: int) -> float | None:
    """Draw the line through the last two sizes on to `n`; None where there are no two."""
    least: dict[int, float] = {}
    for record in records:
        value = min(record.seconds) if reason == "time" else _least_memory(record)
        if value is not None:
            least[record.n] = min(value, least.get(record.n, value))
    if len(least) < 2:
        return None
    (n1, first), (n2, second) = sorted(least.items())[-2:]
    return second + max(0.0, (second - first) / (n2 - n1)) * (n - n2)


def _least_memory(record: Record) -> float | None:
    return min((peak for peak in record.peak_mb if peak is not None), default=None)
