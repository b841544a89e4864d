"""How long the rest will take, from what was measured so far, scaled to the size."""

from collections.abc import Iterable, Sequence
from statistics import median

from pet_workbench.bench.cell import Cell
from pet_workbench.bench.record import Record, Stopped
from pet_workbench.bench.running.budget import Budget

START_SECONDS = 1.0
"""For a worker to start and to load libraries: a round figure of ours."""
FIXED_SECONDS = 0.05
"""Of a run, whatever its size: a new process, and checking the answer; a round figure of ours."""
_Family = tuple[str, str, str]


class Pace:
    """What runs took, by technique and size.

    Parameters
    ----------
    lines : iterable of Record or Stopped
        Of runs before this one, also of other machines: better a rough estimate than none.
    budget : Budget
        No run takes longer.
    """

    def __init__(self, lines: Iterable[Record | Stopped], budget: Budget) -> None:
        self._budget = budget
        self._took: dict[_Family, dict[int, float]] = {}
        for line in lines:
            if isinstance(line, Record):
                self.note(line.cell, line.seconds_median)

    def note(self, cell: Cell, seconds: float) -> None:
        """Learn what a run of `cell` took on the clock."""
        self._took.setdefault(_family(cell), {})[cell.n] = seconds

    def seconds(self, cell: Cell) -> float | None:
        """Estimate one run of `cell`; None where no run of the technique is known.

        Between two known sizes and beyond them on a straight line; from one size in proportion,
        but for `FIXED_SECONDS`, which do not grow.
        """
        took = sorted(self._took.get(_family(cell), {}).items())
        if not took:
            return None
        if len(took) == 1:
            [(n, seconds)] = took
            estimate = seconds + max(0.0, seconds - FIXED_SECONDS) * (cell.n / n - 1)
        else:
            near = sorted(took, key=lambda known: abs(known[0] - cell.n))[:2]
            (n1, first), (n2, second) = sorted(near)
            estimate = second + (second - first) / (n2 - n1) * (cell.n - n2)
            estimate = max(estimate, min(first, second) if cell.n >= n1 else 0.0)
        return min(estimate, self._budget.seconds)

    def total(self, cells: Sequence[Cell]) -> float | None:
        """Estimate the runs of `cells`, one each; unknown ones as the median of the known.

        None where none is known.
        """
        known = [self.seconds(cell) for cell in cells]
        found = [seconds for seconds in known if seconds is not None]
        if cells and not found:
            return None
        usual = median(found) if found else 0.0
        return sum(usual if seconds is None else seconds for seconds in known)


def estimate(
    cells: Sequence[Cell],
    known: Iterable[Record | Stopped],
    *,
    repeats: int = 3,
    budget: Budget | None = None,
) -> float | None:
    """Estimate how long it takes to measure `cells`, in seconds; None where nothing is known.

    It leaves out making the tables and checking the answers.

    Parameters
    ----------
    cells : sequence of Cell
    known : iterable of Record or Stopped
    repeats : int, default: 3
    budget : Budget, optional
    """
    runs = Pace(known, budget or Budget()).total(cells)
    if runs is None:
        return None
    workers = len({cell.group for cell in cells})
    return runs * repeats + START_SECONDS * workers


def _family(cell: Cell) -> _Family:
    return cell.case, cell.technique, cell.network
