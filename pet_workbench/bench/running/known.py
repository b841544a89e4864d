"""What is known already, so that nothing is measured twice and nothing hopeless is begun."""

from collections.abc import Iterable, Mapping, Sequence

from pet_workbench.bench.cell import Cell
from pet_workbench.bench.grid import LeftOut
from pet_workbench.bench.machine import IDENTITY, machine
from pet_workbench.bench.record import Record, Stopped
from pet_workbench.bench.running.budget import Budget, foreseen
from pet_workbench.bench.stamp import is_outdated
from pet_workbench.bench.store import Store

Line = Record | Stopped


def identity(machine: Mapping[str, str]) -> tuple[str | None, ...]:
    """Return what tells one machine from another; its load comes and goes.

    Parameters
    ----------
    machine : mapping of str to str
        As `pet_workbench.bench.machine.machine` describes it.
    """
    return tuple(machine.get(name) for name in IDENTITY)


class Known:
    """Lines of this machine about techniques as they are now; others say nothing here.

    Parameters
    ----------
    lines : iterable of Record or Stopped
    machines : sequence of mapping, optional
        Those that count, instead of this one.
    """

    def __init__(
        self, lines: Iterable[Line], *, machines: Sequence[Mapping[str, str]] | None = None
    ) -> None:
        these = [identity(one) for one in ([machine()] if machines is None else machines)]
        self.lines = tuple(
            line for line in lines if identity(line.machine) in these and not is_outdated(line)
        )

    def why_not(self, cell: Cell, *, repeats: int, budget: Budget) -> LeftOut | None:
        """Return why `cell` need not be run, None when it must.

        The reason is ``"done"``, ``"stopped"`` before at a budget at least as large,
        ``"failed"`` before, or ``"foreseen"``.

        Parameters
        ----------
        cell : Cell
        repeats : int
            A record of fewer does not count.
        budget : Budget
        """
        of_cell = [line for line in self.lines if line.cell.key == cell.key]
        for line in of_cell:
            if isinstance(line, Record) and len(line.seconds) >= repeats:
                return LeftOut(cell, "done", {"date": line.date})
        for line in of_cell:
            if not isinstance(line, Stopped):
                continue
            if line.reason == "error":
                return LeftOut(cell, "failed", {"message": line.message})
            if (line.limit or 0.0) >= budget.limit(line.reason):
                return LeftOut(cell, "stopped", {"what": line.reason, "limit": line.limit})
        return foreseen(cell, self.lines, budget)


def unfinished(
    cells: Sequence[Cell],
    store: Store,
    *,
    repeats: int = 3,
    budget: Budget | None = None,
    again: bool = False,
    machines: Sequence[Mapping[str, str]] | None = None,
) -> tuple[tuple[Cell, ...], tuple[LeftOut, ...]]:
    """Split cells in those to run and those that need not be.

    Parameters
    ----------
    cells : sequence of Cell
    store : Store
    repeats : int, default: 3
    budget : Budget, optional
    again : bool, default: False
        Run all, whatever is known.
    machines : sequence of mapping, optional
        Whose lines count, instead of those of this machine.

    Raises
    ------
    DataError
        If the store holds a line that is no measurement.
    """
    if again:
        return tuple(cells), ()
    known, limits = Known(store.lines(), machines=machines), budget or Budget()
    found = [(cell, known.why_not(cell, repeats=repeats, budget=limits)) for cell in cells]
    left_out = tuple(why for _, why in found if why is not None)
    return tuple(cell for cell, why in found if why is None), left_out


def groups(cells: Iterable[Cell]) -> tuple[tuple[Cell, ...], ...]:
    """Put together the cells that are run in turns on the same tables, the smallest first.

    Cases come in the order in which they were given.

    Examples
    --------
    >>> cells = [Cell("table", "a", 9), Cell("table", "a", 3), Cell("table", "b", 9)]
    >>> [[cell.technique for cell in group] for group in groups(cells)]
    [['a'], ['a', 'b']]
    """
    together: dict[tuple[str, int, int, str, str], list[Cell]] = {}
    order: dict[str, int] = {}
    for cell in cells:
        order.setdefault(cell.case, len(order))
        together.setdefault(cell.group, []).append(cell)
    sizes = sorted(together.values(), key=lambda group: (order[group[0].case], group[0].n))
    return tuple(map(tuple, sizes))
