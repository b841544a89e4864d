"""Singling out: a description taken from a synthetic row that fits exactly one real person.

The attacker looks for combinations of a few columns that only one synthetic row has, such as a
certain sex with a score at least so high, and bets that just one person fits it too [1]_.

Protects: nobody; it is an attack.
Does not protect: see above.

References
----------
.. [1] A. Cohen, K. Nissim, "Towards formalizing the GDPR's notion of singling out", PNAS 117(15),
   2020, doi:10.1073/pnas.1914598117.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pet_workbench.synthetic.chance import Rng
from pet_workbench.synthetic.description import Categories, Description
from pet_workbench.synthetic.risk.distance import Columns

TRIES = 40
"""How many descriptions are tried for every one that is wanted."""


@dataclass(frozen=True)
class Bet:
    """A description of a person.

    Attributes
    ----------
    exactly : mapping of str to float
        What some columns are; NaN for missing.
    at_least, at_most : mapping of str to float
        Bounds of others.
    """

    exactly: Mapping[str, float]
    at_least: Mapping[str, float]
    at_most: Mapping[str, float]

    def fits(self, columns: Columns) -> int:
        """Return how many rows it fits."""
        found: NDArray[np.bool_] = np.ones(len(next(iter(columns.values()))), np.bool_)
        for name, value in self.exactly.items():
            found &= np.isnan(columns[name]) if np.isnan(value) else columns[name] == value
        for name, value in self.at_least.items():
            found &= columns[name] >= value
        for name, value in self.at_most.items():
            found &= columns[name] <= value
        return int(np.count_nonzero(found))


def bets(
    synthetic: Columns, description: Description, *, count: int, columns: int, rng: Rng
) -> list[Bet]:
    """Return different descriptions that fit one synthetic row each; some less if none are left.

    Parameters
    ----------
    synthetic : mapping of str to ndarray of float32
        Made comparable.
    description : Description
    count : int
        How many are wanted.
    columns : int
        How many columns each is made of.
    rng : numpy.random.Generator
    """
    names = list(description)
    middle = {name: float(np.nanmedian(synthetic[name])) for name in _with_numbers(synthetic)}
    n = len(synthetic[names[0]])
    found: dict[tuple[tuple[str, str], ...], Bet] = {}
    for _ in range(TRIES * count):
        if len(found) == count:
            break
        row = int(rng.integers(n))
        chosen = sorted(rng.permutation(len(names))[:columns].tolist())
        values = {names[at]: float(synthetic[names[at]][row]) for at in chosen}
        key = tuple((name, str(value)) for name, value in values.items())
        bet = _bet(values, middle, description)
        if key not in found and bet.fits(synthetic) == 1:
            found[key] = bet
    return list(found.values())


def _with_numbers(columns: Columns) -> list[str]:
    """Return the columns that have a value at all."""
    return [name for name, column in columns.items() if not np.isnan(column).all()]


def _bet(values: Mapping[str, float], middle: Mapping[str, float], description: Description) -> Bet:
    """Return a description of a row: its categories, and numbers outwards from the middle."""
    exactly = {
        name: value
        for name, value in values.items()
        if isinstance(description[name], Categories) or np.isnan(value)
    }
    rest = {name: value for name, value in values.items() if name not in exactly}
    above = {name: value for name, value in rest.items() if value >= middle[name]}
    return Bet(exactly, above, {name: rest[name] for name in rest if name not in above})
