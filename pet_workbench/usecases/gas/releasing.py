"""Publishing with noise: the ledger first, then the connections, then the table."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Channel
from pet_workbench.dp import Grid, Ledger, PrivateTable, Session, Terms
from pet_workbench.dp.query import Totals
from pet_workbench.usecases.gas.publication import Publication
from pet_workbench.usecases.gas.query import AreaUse

if TYPE_CHECKING:
    import pandas as pd

TERMS = Terms(unit="connection", neighbours="add-remove")
"""Whose privacy: a connection, which is a household or a firm; each row is one."""
PURPOSE = "gas use per area, for plans to heat homes without gas"


def area_query(
    areas: NDArray[np.int64], *, level: str, high: int, epsilon: Any, terms: Terms = TERMS
) -> AreaUse:
    """Return the question about all `areas` of a level.

    Parameters
    ----------
    areas : ndarray of int64
        Public.
    level : str
    high : int
        What a connection counts for at most, in m3.
    epsilon : number
    terms : Terms, optional
    """
    return AreaUse(
        level=level,
        areas=tuple(areas.tolist()),
        grid=Grid(0, high, 1),
        epsilon=epsilon,
        terms=terms,
    )


def new_ledger(dataset: str, *, epsilon: Any) -> Ledger:
    """Return a ledger for one lesson: what a publisher would keep for years."""
    return Ledger.temporary(
        dataset=dataset, unit=TERMS.unit, neighbours=TERMS.neighbours, epsilon=epsilon
    )


def publish(channel: Channel, table: "pd.DataFrame", query: AreaUse, ledger: Ledger) -> Publication:
    """Charge the ledger, and publish with noise from this party's own key of the run.

    Parameters
    ----------
    channel : Channel
        Of the party that publishes.
    table : DataFrame
        Columns ``area`` (of the query's level) and ``use``.
    query : AreaUse
    ledger : Ledger

    Raises
    ------
    BudgetError
        If too little is left; nothing was read.
    """
    session = Session(
        PrivateTable(table, dataset=ledger.head.dataset),
        ledger,
        asker=channel.party,
        channel=channel,
    )
    return published(query, session.ask(query, purpose=PURPOSE).noisy)


def published(query: AreaUse, noisy: Totals) -> Publication:
    """Return released numbers as a table: one row per area.

    Parameters
    ----------
    query : AreaUse
        What was declared.
    noisy : mapping of str to ndarray of int64
        What came out.
    """
    areas = np.asarray(query.areas, np.int64)
    return Publication(
        query.level, areas, np.arange(len(areas)), noisy["connections"], noisy["use"], (query,)
    )
