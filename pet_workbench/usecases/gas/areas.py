"""Areas of three sizes, each inside the next, and who reads about them.

An area's code says where it lies: the last two digits are the street within a neighbourhood, the
digit before them the neighbourhood within a district, all before that the district.  A street is as
large as a full Dutch postcode (PC6), a neighbourhood as one without its last letter (PC5), a
district as its four digits (PC4).  The codes are ours, and no postcode looks like them.

Which areas there are, and in which municipality and province, is public: a postcode is no secret.
"""

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pet_workbench.usecases.provinces import PROVINCES

if TYPE_CHECKING:
    import pandas as pd

    from pet_workbench.usecases.base import Tables

LEVELS = ("small", "middle", "large")
"""As a full postcode, without its last letter, and its four digits."""
DIVISORS = {"small": 1, "middle": 100, "large": 1_000}
MIDDLE_PER_LARGE, SMALL_PER_MIDDLE = 8, 14
"""450,000 postcodes in 4,061 districts make 111 in each; eight times fourteen is 112."""
OPERATORS = ("Liander", "Stedin", "Enexis")
_OPERATOR_OF = {
    "Liander": ("Friesland", "Flevoland", "Gelderland", "Noord-Holland"),
    "Stedin": ("Utrecht", "Zuid-Holland", "Zeeland"),
    "Enexis": ("Groningen", "Drenthe", "Overijssel", "Noord-Brabant", "Limburg"),
}
PUBLISHER = "CBS"
"""An example of a body that publishes for the whole country; it has agreed to nothing."""

Codes = NDArray[np.int64]


def area_of(codes: NDArray[np.integer], level: str) -> Codes:
    """Return the area of a level in which each street lies.

    Examples
    --------
    >>> area_of(np.array([12_304, 12_311, 12_401]), "middle").tolist()
    [123, 123, 124]
    """
    divided: Codes = np.asarray(codes, np.int64) // DIVISORS[level]
    return divided


def parent_of(areas: NDArray[np.integer], level: str) -> Codes:
    """Return for areas of a level the larger one around each; a district has itself."""
    if level == "large":
        return np.asarray(areas, np.int64)
    around = {"small": "middle", "middle": "large"}[level]
    parents: Codes = np.asarray(areas, np.int64) // (DIVISORS[around] // DIVISORS[level])
    return parents


def areas_in(register: "pd.DataFrame", level: str) -> Codes:
    """Return all areas of a level, ascending.

    Parameters
    ----------
    register : DataFrame
        As `register_of` returns it.
    level : str
    """
    return np.unique(area_of(register["area"].to_numpy(), level))


def places(register: "pd.DataFrame", level: str, *, column: str) -> Codes:
    """Return the municipality or province of every area of `areas_in`, in that order."""
    codes = area_of(register["area"].to_numpy(), level)
    _, first = np.unique(codes, return_index=True)
    return register[column].to_numpy(np.int64)[first]


def streets_of(district: int) -> Codes:
    """Return the codes of all streets in a district, ascending.

    Examples
    --------
    >>> streets = streets_of(12)
    >>> len(streets), int(streets[0]), int(streets[-1])
    (112, 12101, 12814)
    """
    middle = np.arange(1, MIDDLE_PER_LARGE + 1)[:, None] * DIVISORS["middle"]
    streets = np.arange(1, SMALL_PER_MIDDLE + 1)[None, :]
    return (district * DIVISORS["large"] + middle + streets).reshape(-1)


def municipality_name(number: int) -> str:
    """Return the name under which a municipality takes part; an invented one.

    Examples
    --------
    >>> municipality_name(7)
    'Gemeente 007'
    """
    return f"Gemeente {number:03d}"


def operators(tables: Collection[str]) -> tuple[str, ...]:
    """Return the parties that have connections, by the names of all that bring a table."""
    return tuple(name for name in tables if name in OPERATORS)


def municipalities(tables: Collection[str]) -> tuple[str, ...]:
    """Return the parties that bring the list of their areas: all others."""
    return tuple(name for name in tables if name not in OPERATORS)


def register_of(tables: "Tables") -> "pd.DataFrame":
    """Return the public list of all streets, ascending.

    Returns
    -------
    DataFrame
        Columns ``area``, ``province``, and ``municipality`` (place among `municipalities`).
    """
    import pandas as pd

    lists = [tables[name].assign(municipality=at) for at, name in enumerate(municipalities(tables))]
    return pd.concat(lists, ignore_index=True).sort_values("area", ignore_index=True)


def operator_of(province: int) -> str:
    """Return who is the network operator in a province: simplified, really regions differ.

    Examples
    --------
    >>> operator_of(PROVINCES.index("Zeeland"))
    'Stedin'
    """
    name = PROVINCES[province]
    return next(one for one, provinces in _OPERATOR_OF.items() if name in provinces)
