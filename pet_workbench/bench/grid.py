"""Cases by techniques by sizes by networks: the cells to measure, and those left out, with why."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pet_workbench.bench.cell import IN_PROCESS, Cell
from pet_workbench.core import PROFILES
from pet_workbench.core.validation import check_choice, check_range
from pet_workbench.usecases import UseCase, get, names

NETWORKS = (IN_PROCESS, *(profile.id for profile in PROFILES))


@dataclass(frozen=True)
class LeftOut:
    """A cell that is not measured.

    Attributes
    ----------
    cell : Cell
    reason : str
        Id: ``"measured_to"``, the technique is not worth measuring beyond a size; ``"foreseen"``,
        a smaller size already shows that it would go over its budget.
    values : mapping of str to value
        What the sentence about it needs.
    """

    cell: Cell
    reason: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """What to measure, smallest sizes first, and what to leave out.

    Attributes
    ----------
    cells : tuple of Cell
    left_out : tuple of LeftOut
    """

    cells: tuple[Cell, ...]
    left_out: tuple[LeftOut, ...]


def plan(
    cases: Sequence[str] | None = None,
    *,
    techniques: Sequence[str] | None = None,
    sizes: Sequence[int] | None = None,
    networks: Sequence[str] = (IN_PROCESS,),
    seed: int = 1,
    parameters: Mapping[str, Any] | None = None,
) -> Plan:
    """Lay out a grid of cells.

    Parameters
    ----------
    cases : sequence of str, optional
        Keys; all by default.
    techniques : sequence of str, optional
        Ids, with or without variant.  With one case it must have each of them; with several a case
        takes part with those it has.  By default all that are worth measuring at a size.
    sizes : sequence of int, optional
        By default those of each case.
    networks : sequence of str
        ``"in-process"`` or ids of network profiles.
    seed : int, default: 1
    parameters : mapping, optional
        Of the runs.

    Raises
    ------
    ParameterError
        If a case, technique, size, network or parameter is impossible; nothing has run then.

    Examples
    --------
    >>> [cell.technique for cell in plan(["logistics"], sizes=[1000]).cells]
    ['secret-sharing', 'trusted-third-party', 'plain-exchange']
    """
    for network in networks:
        check_choice("network", network, NETWORKS)
    for n in sizes or ():
        check_range("n", n, 1, 10**10)
    chosen = [get(case) for case in (names() if cases is None else cases)]
    for case in chosen:
        case.complete(dict(parameters or {}))
    cells: list[Cell] = []
    left_out: list[LeftOut] = []
    for case in chosen:
        for cell, limit in _cells(case, techniques, is_only=len(chosen) == 1, sizes=sizes):
            for network in networks:
                full = Cell(cell.case, cell.technique, cell.n, seed, parameters or {}, network)
                if limit is not None and techniques is None and full.n > limit:
                    left_out.append(LeftOut(full, "measured_to", {"limit": limit}))
                else:
                    cells.append(full)
    return Plan(tuple(cells), tuple(left_out))


def _cells(
    case: UseCase, techniques: Sequence[str] | None, *, is_only: bool, sizes: Iterable[int] | None
) -> Iterator[tuple[Cell, int | None]]:
    """Yield the cells of one case, each with the size up to which its technique is measured."""
    ids = list(case.techniques) if techniques is None else _known(case, techniques, is_only)
    for n in sorted(set(sizes or case.sizes)):
        for id in ids:
            yield Cell(case.key, id, n), case.techniques[id].measured_to


def _known(case: UseCase, techniques: Sequence[str], is_only: bool) -> list[str]:
    """Return the full ids of the techniques that the case has; with one case it must have all."""
    kinds = {part for id in case.techniques for part in (id, id.split(":")[0])}
    return [case.technique(id).id for id in techniques if is_only or id in kinds]
