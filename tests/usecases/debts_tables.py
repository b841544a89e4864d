"""Small lists for the case `debts`, written by hand, and a plain oracle."""

from typing import Any

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from pet_workbench.usecases.debts import AGENCIES, MUNICIPALITY

DIGITS = 3
"""Numbers have three digits and a check digit."""


def number(place: int) -> int:
    """Return the citizen number of a place, from 0 to 999."""
    return 10 * place + place % 7


def tables(lists: Any, residents: Any, *, euros: float = 100) -> dict[str, pd.DataFrame]:
    """Return the five tables.

    Parameters
    ----------
    lists : sequence of four iterables of int, or of mappings of int to float
        Places of the people on each agency's list; with euros where debts differ.
    residents : iterable of int
        Places of the people in the municipality.
    euros : float
        What everybody owes, unless said.
    """
    made = {}
    for agency, given in zip(AGENCIES, lists, strict=True):
        debts = given if isinstance(given, dict) else dict.fromkeys(given, euros)
        persons = [number(place) for place in debts]
        cents = [round(100 * amount) for amount in debts.values()]
        made[agency] = pd.DataFrame({"person": persons, "amount_cents": cents}, dtype=np.int64)
    numbers = [number(place) for place in residents]
    made[MUNICIPALITY] = pd.DataFrame({"person": numbers}, dtype=np.int64)
    return made


def agencies_of(place: int, lists: Any) -> int:
    """Return on how many of the lists a place is."""
    return sum(place in one for one in lists)


def expected(lists: Any, residents: Any, at_least: int) -> list[int]:
    """Return the numbers of the residents on at least so many lists."""
    return sorted(number(p) for p in residents if agencies_of(p, lists) >= at_least)


some_places = st.lists(st.integers(0, 40), unique=True, max_size=15)
four_lists = st.tuples(*[some_places] * 4)
some_residents = st.lists(st.integers(0, 40), unique=True, min_size=1, max_size=20)
