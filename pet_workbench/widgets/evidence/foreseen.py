"""What a plan will take, judged by what is known of the same techniques."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pet_workbench.bench import IN_PROCESS, Cell, Record
from pet_workbench.bench.costs import waiting_seconds
from pet_workbench.core import PROFILES

START_SECONDS = 3.0
"""To start a process of its own for a case and size; our estimate."""


@dataclass(frozen=True)
class Foreseen:
    """How long a plan will take, and of how many cells nothing is known.

    Attributes
    ----------
    seconds : float
        Of those of which something is known, with starting up.
    unknown : int
        Cells of which nothing is known.
    """

    seconds: float
    unknown: int


def foresee(
    cells: Sequence[Cell], records: Iterable[Record], *, repeats: int, limit: float
) -> Foreseen:
    """Estimate the time on a machine such as the one in `records`.

    Parameters
    ----------
    cells : sequence of Cell
    records : iterable of Record
    repeats : int
    limit : float
        Seconds after which a cell is given up.

    Examples
    --------
    >>> foresee([Cell("aio", "plain-exchange", 10)], [], repeats=2, limit=60)
    Foreseen(seconds=3.0, unknown=1)
    """
    known: dict[tuple[str, str], list[Record]] = {}
    for record in records:
        if record.network == IN_PROCESS:
            known.setdefault((record.case, record.technique), []).append(record)
    seconds, unknown = START_SECONDS * len({cell.group for cell in cells}), 0
    for cell in cells:
        near = known.get((cell.case, cell.technique))
        if near is None:
            unknown += 1
        else:
            seconds += min(repeats * _seconds(cell, near), limit)
    return Foreseen(seconds, unknown)


def _seconds(cell: Cell, near: Sequence[Record]) -> float:
    """Estimate one run from the record nearest in size, as if time were in proportion to it."""
    record = min(near, key=lambda one: abs(one.n - cell.n))
    scale = cell.n / record.n
    waiting = sum(waiting_seconds(record, one) for one in PROFILES if one.id == cell.network)
    return record.seconds_median * scale + waiting * max(scale, 1)
