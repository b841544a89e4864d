"""Who takes part in the case `debts`, what is asked, and what an answer looks like.

A citizen number's last digit is a check digit: it follows from the others.  So a citizen's *place*
is the number without it, and a country whose numbers have d + 1 digits has 10**d places.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import ParameterError
from pet_workbench.usecases.base import Parameters, Tables

if TYPE_CHECKING:
    import pandas as pd

AGENCIES = ("Belastingdienst", "UWV", "CAK", "CJIB")
"""Who holds the lists.  The source speaks of four organisations and names these besides others."""
MUNICIPALITY = "Gemeente"
BODIES = ("CBS", "Inlichtingenbureau", "RINIS")
"""Three independent bodies that compute: examples, none of which has agreed to anything."""
THIRD_PARTY = "Derde partij"
"""Stands for whichever party everybody would trust; the source names none."""
CITIZEN, RESIDENTS, TOTAL = QUESTIONS = ("citizen", "residents", "total")
"""At how many agencies is one citizen, which residents are at k or more, how many of them."""
MIN_DIGITS, MAX_DIGITS = 1, 8
"""Digits without the check digit; a real citizen service number has eight."""


@dataclass(frozen=True)
class Found:
    """What the municipality reads.

    Attributes
    ----------
    number : int or None
        At how many agencies the citizen is, or how many residents are at `at_least` of them; None
        if fewer than `minimum` residents are, and nothing was opened.
    persons : ndarray of int64, shape (n,), or None
        Those residents, ascending; None where they were not asked for, or not opened.
    minimum : int
        Below it, nothing is opened; 0 where the question is about one citizen.
    """

    number: int | None
    persons: NDArray[np.int64] | None = None
    minimum: int = 0


def count_digits(tables: Tables) -> int:
    """Return how many digits, but for the check digit, the longest number in any table has.

    How long citizen numbers are is no secret of anybody.
    """
    longest = max(
        (int(table["person"].max()) for table in tables.values() if len(table)), default=0
    )
    return max(MIN_DIGITS, len(str(longest)) - 1)


def places(persons: NDArray[np.int64], digits: int) -> NDArray[np.int64]:
    """Return the places of citizen numbers.

    Raises
    ------
    ParameterError
        If one is too long, or two have the same place: then a check digit is wrong.

    Examples
    --------
    >>> places(np.array([123456782, 111222333]), 8).tolist()
    [12345678, 11122233]
    """
    found = persons // 10
    beyond = found >= 10**digits
    if beyond.any():
        raise ParameterError(
            "errors.citizen_too_long",
            "need citizen numbers of at most {digits} digits, got {person}",
            digits=digits + 1,
            person=int(persons[beyond][0]),
        )
    ascending = np.sort(found)
    twice = ascending[1:][ascending[1:] == ascending[:-1]]
    if twice.size:
        same = persons[found == twice[0]]
        raise ParameterError(
            "errors.citizens_alike",
            "need numbers that differ in more than the check digit, got {first} and {second}",
            first=int(same[0]),
            second=int(same[1]),
        )
    return found


def listed(table: "pd.DataFrame", parameters: Parameters) -> NDArray[np.int64]:
    """Return the persons on an agency's list who owe at least the agreed amount."""
    cents = table["amount_cents"].to_numpy(np.int64)
    enough: NDArray[np.int64] = table["person"].to_numpy(np.int64)[cents >= least_cents(parameters)]
    return enough


def least_cents(parameters: Parameters) -> int:
    """Return from which debt on somebody counts."""
    cents: int = round(100 * parameters["minimum_euros"])
    return cents


def asked_about(table: "pd.DataFrame", parameters: Parameters) -> NDArray[np.int64]:
    """Return whom the municipality asks about: all its residents, or the one citizen.

    Raises
    ------
    ParameterError
        If the citizen is not a resident, or there are no residents.
    """
    persons = table["person"].to_numpy(np.int64)
    citizen = parameters["citizen"]
    if parameters["question"] == CITIZEN:
        found = persons[:1] if citizen is None else persons[persons == citizen]
    else:
        found = persons
    if not found.size:
        raise ParameterError(
            "errors.not_a_resident",
            "need citizens on the municipality's own list to ask about, got {citizen}",
            citizen=citizen,
        )
    return found


def public(parameters: Parameters) -> dict[str, object]:
    """Return what everybody may know about a run: not whom it is about."""
    return {name: value for name, value in parameters.items() if name != "citizen"}


def pooled_answer(
    lists: "Iterable[pd.DataFrame]", asked: NDArray[np.int64], parameters: Parameters
) -> int | NDArray[np.int64]:
    """Answer the question on the pooled lists.

    Returns
    -------
    int, or ndarray of int64, shape (n,)
        Persons ascending when residents are asked for.
    """
    import pandas as pd

    rows = pd.concat(list(lists), ignore_index=True)
    rows = rows[rows["amount_cents"] >= least_cents(parameters)]
    counts = rows.groupby("person").size().reindex(asked, fill_value=0)
    if parameters["question"] == CITIZEN:
        return int(counts.iloc[0])
    found = np.sort(counts[counts >= parameters["at_least"]].index.to_numpy(np.int64))
    return found if parameters["question"] == RESIDENTS else len(found)
