"""Invented products for the case `passport`: suitcases of six materials.

All of it is invented: suppliers, materials, amounts and origins.  No figure is taken from a source;
it only has to be a series in which most products meet the rule and some do not.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core.validation import check_range
from pet_workbench.usecases.passport.claims import (
    AUDITOR,
    ORIGINS,
    PRODUCER,
    STATEMENT,
    SUPPLIERS,
    UNKNOWN,
)

if TYPE_CHECKING:
    import pandas as pd

MIN_N, MAX_N = 1, 10_000
FIRST_PRODUCT = 4813
LIGHTEST, HEAVIEST = 2_200, 4_800
"""Grams of a suitcase."""
SHARES = (0.44, 0.18, 0.14, 0.11, 0.08, 0.05)
"""Of shell, frame, lining, wheels, handles and zips in the mass."""
RECYCLED = (0.42, 0.38, 0.6, 0.15, 0.1, 0.3)
"""How much of each is recycled in an average product, and by how much products differ."""
SPREAD = 0.25
ELSEWHERE, UNKNOWN_SHARE = 0.02, 0.005
"""Share of materials from outside the European Union, and of unknown origin."""
_UNION = 27


def generate(n: int, *, seed: int) -> dict[str, "pd.DataFrame"]:
    """Generate `n` products of six suppliers' materials.

    Parameters
    ----------
    n : int
        1 to 10,000.
    seed : int
        The same seed gives the same products, however many.

    Returns
    -------
    dict of str to DataFrame
        Per supplier a row per product: ``product``, ``mass``, ``recycled`` (grams) and ``origin``
        (place in `ORIGINS`).  For the producer ``product`` and ``weight``, and for the auditor the
        books of all suppliers, with ``supplier`` (place in `SUPPLIERS`).

    Raises
    ------
    ParameterError
        If `n` lies outside.

    Examples
    --------
    >>> tables = generate(3, seed=1)
    >>> list(tables)[-2:], tables["Producent"]["product"].tolist()
    (['Producent', 'Controleur'], [4813, 4814, 4815])
    """
    import pandas as pd

    check_range("n", n, MIN_N, MAX_N)
    products = range(FIRST_PRODUCT, FIRST_PRODUCT + n)
    made = np.array([_materials(np.random.default_rng([seed, one])) for one in products])
    tables = {
        supplier: pd.DataFrame(made[:, place], columns=list(STATEMENT)).assign(product=products)
        for place, supplier in enumerate(SUPPLIERS)
    }
    books = [table.assign(supplier=place) for place, table in enumerate(tables.values())]
    weight = made[:, :, 0].sum(axis=1)
    tables[PRODUCER] = pd.DataFrame({"product": products, "weight": weight})
    tables[AUDITOR] = pd.concat(books, ignore_index=True)
    return tables


def _materials(rng: np.random.Generator) -> NDArray[np.int64]:
    """Draw one product: per supplier the mass, how much is recycled and the origin."""
    n = len(SUPPLIERS)
    size, level = rng.integers(LIGHTEST, HEAVIEST), rng.normal(1, SPREAD)
    mass = np.round(size * np.array(SHARES) * rng.uniform(0.9, 1.1, n)).astype(np.int64)
    part = np.clip(np.array(RECYCLED) * level * rng.uniform(0.8, 1.2, n), 0, 1)
    where = rng.random(n)
    origin = rng.integers(0, _UNION, n)
    far = rng.integers(_UNION, len(ORIGINS) - 1, n)
    origin = np.where(where < ELSEWHERE, far, origin)
    origin[where > 1 - UNKNOWN_SHARE] = ORIGINS.index(UNKNOWN)
    return np.stack([mass, np.round(mass * part).astype(np.int64), origin], axis=1)
