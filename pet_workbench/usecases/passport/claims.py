"""Suppliers' statements, the rules of a passport, and which products meet them.

A *statement* says of one supplier's material in one product: its mass, how much of that is
recycled (both in whole grams), and its origin.  A product may be called recycled if the statements
add up to its weight, no material is more recycled than it weighs, enough of the whole is recycled,
and every origin is on the approved list.  The passport is right if the statements are true as well.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

SUPPLIERS = tuple(f"Leverancier {letter}" for letter in "ABCDEF")
PRODUCER, AUDITOR = "Producent", "Controleur"
VERIFIER, PLATFORM = "Toezichthouder", "Platform"
OTHERS = (PRODUCER, AUDITOR, VERIFIER, PLATFORM)

BITS = 14
MOST_GRAMS = 2**BITS - 1
"""Heaviest material of one supplier in one product."""

_NEAR = "NL BE LU DE FR"
_UNION = "AT BG CY CZ DK EE ES FI GR HR HU IE IT LT LV MT PL PT RO SE SI SK"
_FURTHER = "GB NO CH IS US CA JP KR AU NZ TR IN ID MY TH VN BR MX ZA MA TN CL UY"
UNKNOWN = "XX"
"""What a supplier writes that does not know where its material comes from."""
ORIGINS = (*f"{_NEAR} {_UNION} {_FURTHER}".split(), UNKNOWN)
"""Countries by their ISO code; a statement holds the place on this list."""
APPROVED = (5, 27, 50)
"""Lengths of the approved list: five neighbours, the European Union, fifty countries."""

LIES = ("none", "recycled", "origin", "mass")
"""What a lying supplier changes in its statements."""
EXTRA_PERCENT = 20
"""By so much a supplier that lies about its mass overstates it."""
STATEMENT = ("mass", "recycled", "origin")


@dataclass(frozen=True)
class Verdicts:
    """The answer: which passports are accepted.

    Attributes
    ----------
    products : ndarray of int64, shape (n,)
    accepted : ndarray of bool, shape (n,)
    reasons : tuple of str
        Why not, as far as the verifier can tell: an id per product, empty where it is accepted.
    """

    products: NDArray[np.int64]
    accepted: NDArray[np.bool_]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Rules:
    """What is asked of a product; public.

    Attributes
    ----------
    minimum_share : int
        Per cent of the whole that is recycled.
    approved : int
        How many of `ORIGINS`, from the first on, are approved.
    issued : str
        Date of the passports, as in ``"2026-11-02"``.
    """

    minimum_share: int
    approved: int
    issued: str

    @classmethod
    def of(cls, parameters: Mapping[str, Any]) -> "Rules":
        """Return the rules among the parameters of a run."""
        return cls(parameters["minimum_share"], parameters["approved"], parameters["issued"])


def suppliers_of(tables: Mapping[str, object]) -> tuple[str, ...]:
    """Return the suppliers in order: all who bring a table but the producer and the auditor."""
    return tuple(party for party in tables if party not in (PRODUCER, AUDITOR))


def in_order(table: "pd.DataFrame") -> "pd.DataFrame":
    """Return a table sorted by product, so that all parties mean the same row."""
    return table.sort_values("product").reset_index(drop=True)


def books_of(supplier: str, books: "pd.DataFrame") -> "pd.DataFrame":
    """Return what the auditor found at one supplier, in order of products."""
    return in_order(books[books["supplier"] == SUPPLIERS.index(supplier)])


def stated(table: "pd.DataFrame", lie: str) -> "pd.DataFrame":
    """Return what a supplier states: its books, or a lie about them.

    Parameters
    ----------
    table : DataFrame
        Columns ``product``, ``mass``, ``recycled`` (grams) and ``origin`` (place in `ORIGINS`).
    lie : {"none", "recycled", "origin", "mass"}
        All of it is recycled, all of it comes from the first approved country, or there is more of
        it.

    Examples
    --------
    >>> import pandas as pd
    >>> books = pd.DataFrame({"product": [7], "mass": [900], "recycled": [90], "origin": [50]})
    >>> stated(books, "recycled").to_dict("records")
    [{'product': 7, 'mass': 900, 'recycled': 900, 'origin': 50}]
    """
    if lie == "recycled":
        return table.assign(recycled=table["mass"])
    if lie == "origin":
        return table.assign(origin=0)
    if lie == "mass":
        more = table["mass"] * (100 + EXTRA_PERCENT) // 100
        return table.assign(mass=np.minimum(more, MOST_GRAMS))
    return table


def met(
    statements: Sequence["pd.DataFrame"], weights: NDArray[np.int64], rules: Rules
) -> NDArray[np.bool_]:
    """Tell which products meet the rules, by what was stated.

    Parameters
    ----------
    statements : sequence of DataFrame
        Of each supplier, all in the same order of products.
    weights : ndarray of int64, shape (n,)
        Of the products, in grams.
    rules : Rules
    """
    mass, recycled, origin = (
        np.array([table[name].to_numpy(np.int64) for table in statements]) for name in STATEMENT
    )
    enough = 100 * recycled.sum(axis=0) >= rules.minimum_share * mass.sum(axis=0)
    possible = ((recycled >= 0) & (recycled <= mass)).all(axis=0)
    known = ((origin >= 0) & (origin < rules.approved)).all(axis=0)
    found: NDArray[np.bool_] = (mass.sum(axis=0) == weights) & enough & possible & known
    return found


def true_of(statements: Mapping[str, "pd.DataFrame"], books: "pd.DataFrame") -> NDArray[np.bool_]:
    """Tell of which products all statements are what the auditor found.

    Parameters
    ----------
    statements : mapping of str to DataFrame
        By supplier, in order of products.
    books : DataFrame
        Columns ``supplier`` (place in `SUPPLIERS`), ``product`` and those of a statement.
    """
    true = np.ones(len(next(iter(statements.values()))), np.bool_)
    for supplier, table in statements.items():
        seen = books_of(supplier, books)
        for name in STATEMENT:
            true &= table[name].to_numpy(np.int64) == seen[name].to_numpy(np.int64)
    return true


def lie_of(supplier: str, parameters: Mapping[str, Any]) -> str:
    """Return what a supplier lies about."""
    return str(parameters["lie"]) if supplier == parameters["liar"] else "none"
