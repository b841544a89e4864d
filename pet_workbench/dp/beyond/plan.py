"""How a query is told to another engine: what to read, what to add up, and the limits.

Protects: the meaning of a query: what cannot be told one to one is refused.
Does not protect: by itself.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from math import prod
from typing import Any, Literal

from pet_workbench.dp.beyond.reading import ALL, Reader
from pet_workbench.dp.choosing.groups import GroupCount
from pet_workbench.dp.errors import PromiseError
from pet_workbench.dp.exactly import exact_delta, exact_epsilon
from pet_workbench.dp.loss import Loss, approximate_loss, pure_loss
from pet_workbench.dp.query import Query
from pet_workbench.dp.totals.contingency import Contingency
from pet_workbench.dp.totals.count import Count
from pet_workbench.dp.totals.mean import Mean
from pet_workbench.dp.totals.sum import Sum


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What another engine has to do.

    Attributes
    ----------
    metric : {"count", "sum", "mean"}
    reader : Reader
    groups : tuple or None
        The groups that are declared; None if which ones show is to be private.
    bounds : tuple of int, or None
        Of one row, in steps.
    most_rows : int
        Rows of one unit, at most: in all, or in each of `most_groups` groups.
    most_groups : int or None
        None if `most_rows` is for all groups together.
    """

    metric: Literal["count", "sum", "mean"]
    reader: Reader
    groups: tuple[Hashable, ...] | None = (ALL,)
    bounds: tuple[int, int] | None = None
    most_rows: int = 1
    most_groups: int | None = 1


def planned(query: Query) -> Plan:
    """Return how another engine can answer a query.

    Raises
    ------
    PromiseError
        If this kind of query, or these neighbours, cannot be told to it.

    Examples
    --------
    >>> from pet_workbench.dp.terms import Terms
    >>> terms = Terms(unit="person", neighbours="add-remove")
    >>> planned(Count(epsilon=1, terms=terms)).metric
    'count'
    """
    plan = _PLANS.get(type(query))
    if plan is None:
        raise PromiseError(
            "errors.dp_beyond_query",
            "need one of {kinds} for an answer beyond one machine, got {kind}: ask it of a Session",
            kinds=", ".join(kind.kind for kind in _PLANS),
            kind=query.kind,
        )
    if query.terms.changes_one:
        raise PromiseError(
            "errors.dp_beyond_neighbours",
            "need terms with neighbours 'add-remove' beyond one machine, got {neighbours}",
            neighbours=query.terms.neighbours,
        )
    return plan(query)


def loss_beyond(query: Query) -> Loss:
    """Return what an answer by another engine costs.

    That engine keeps to epsilon and delta.  Its Gaussian noise is smaller than ours for the same
    two numbers, so the rho of our noise does not hold for it; what holds for anything with this
    epsilon and delta does.
    """
    epsilon, delta = exact_epsilon(query.epsilon), exact_delta(query.delta)
    return approximate_loss(epsilon, delta) if delta else pure_loss(epsilon)


def _count(query: Any) -> Plan:
    wanted = () if query.column is None else ((query.column, {query.equal_to: ALL}),)
    reader = Reader(unit=query.terms.column, cells=wanted)
    return Plan(metric="count", reader=reader, most_rows=query.terms.rows_per_group)


def _added(metric: Literal["sum", "mean"]) -> Callable[[Any], Plan]:
    """Return how a column is added up."""

    def plan(query: Any) -> Plan:
        return Plan(
            metric=metric,
            reader=Reader(unit=query.terms.column, value=query.column, grid=query.grid),
            bounds=(query.grid.low_steps, query.grid.high_steps),
            most_rows=query.terms.rows_per_group,
        )

    return plan


def _contingency(query: Any) -> Plan:
    further = prod(query.shape)
    cells = []
    for name, categories in query.categories.items():
        further //= len(categories)
        cells.append((name, {one: further * place for place, one in enumerate(categories)}))
    return Plan(
        metric="count",
        reader=Reader(unit=query.terms.column, cells=tuple(cells)),
        groups=tuple(range(prod(query.shape))),
        most_rows=query.terms.rows_per_group,
        most_groups=None,
    )


def _group_count(query: Any) -> Plan:
    return Plan(
        metric="count",
        reader=Reader(unit=query.terms.column, group=query.column),
        groups=None,
        most_rows=query.terms.rows_per_group,
        most_groups=query.terms.groups,
    )


_PLANS: dict[type[Query], Callable[[Any], Plan]] = {
    Count: _count,
    Sum: _added("sum"),
    Mean: _added("mean"),
    Contingency: _contingency,
    GroupCount: _group_count,
}
