"""The invented municipality of this page: its data, and a way to ask about them from a ledger."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pet_workbench import dp
from pet_workbench.core import Entropy, Keystream
from pet_workbench.datasets.municipality import residents
from pet_workbench.dp.exactly import Number
from pet_workbench.dp.query import NoisyTotals

DATASET = "residents"
SEED = 5
ASKER = "reader"
ADD_REMOVE, CHANGE_ONE = "add-remove", "change-one"
MOST_INCOME = 200_000
PERSON = dp.Terms(unit="person", neighbours=ADD_REMOVE)
INCOMES = dp.Grid(0, MOST_INCOME, 100)


@lru_cache(maxsize=8)
def town(n: int) -> pd.DataFrame:
    """Return the residents, always the same for the same number."""
    frame = residents(n, seed=SEED)
    return frame.assign(debts=frame["debts"].astype(np.int64))


@lru_cache(maxsize=8)
def private_town(n: int) -> dp.PrivateTable:
    """Return them behind a door."""
    columns = ["household", "district", "age", "income", "debts"]
    return dp.PrivateTable(town(n)[columns], dataset=DATASET)


def new_ledger(
    epsilon: Number,
    *,
    delta: Number = 0,
    terms: dp.Terms = PERSON,
    accounting: str = "basic",
) -> dp.Ledger:
    """Return a ledger for a lesson, which is gone with the page."""
    return dp.Ledger.temporary(
        dataset=DATASET,
        unit=terms.unit,
        neighbours=terms.neighbours,
        epsilon=epsilon,
        delta=delta,
        accounting=accounting,
    )


def ask(
    query: dp.Query, ledger: dp.Ledger, *, purpose: str, n: int = 0, data: Any = None
) -> dp.Release:
    """Ask one question from a ledger.

    Parameters
    ----------
    query : Query
    ledger : Ledger
    purpose : str
    n : int
        Of which municipality, unless `data` are given.
    data : mapping of str to ndarray, optional
        The part of the municipality that the question is about.
    """
    return dp.Session(table_of(n, data), ledger, asker=ASKER).ask(query, purpose=purpose)


def table_of(n: int, data: Mapping[str, NDArray[Any]] | None) -> dp.PrivateTable:
    """Return a part of the municipality, or all of it, behind a door."""
    return private_town(n) if data is None else dp.PrivateTable(data, dataset=DATASET)


def noise_of(query: NoisyTotals, part: str, count: int) -> NDArray[np.int64]:
    """Return fresh noise as a query adds it, to see how an attack fares many times over."""
    return query.part(part).noise.draw(Keystream(Entropy().key()), count)
