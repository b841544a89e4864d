"""Invented offers and loads for the case `logistics`.

All of it is invented: carriers, prices, capacities and loads.  No figure is taken from a source; it
only has to be a market with something to find.  A carrier serves some lines and not others, has
room for up to a lorry's load, and asks a price per pallet that grows with the distance.
"""

from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np

from pet_workbench.core.validation import check_range
from pet_workbench.usecases.logistics.offers import CARRIERS, CITIES, DAYS, SHIPPER

if TYPE_CHECKING:
    import pandas as pd

MIN_N, MAX_N = 1, 200_000
LORRY = 33
"""Most pallets that a carrier offers or a load has, in invented data."""
SERVED = 0.6
"""Share of lines on which a carrier offers something."""
BASE_CENTS, CENTS_PER_STEP, SPREAD = 1_800, 450, 0.15
"""Price of a pallet: a base, an amount per step on the list of cities, and how much it varies."""


def generate(n: int, *, seed: int) -> dict[str, "pd.DataFrame"]:
    """Generate offers of six carriers and `n` loads of one shipper.

    Parameters
    ----------
    n : int
        Number of loads, 1 to 200,000.
    seed : int
        The same seed gives the same generated population.

    Returns
    -------
    dict of str to DataFrame
        Per carrier a row per line it serves: ``origin``, ``destination`` (places in `CITIES`),
        ``day`` (place in `DAYS`), ``pallets`` and ``price_cents`` (per pallet).  For ``"Verlader"``
        a row per load, without price.

    Raises
    ------
    ParameterError
        If `n` lies outside.

    Examples
    --------
    >>> tables = generate(3, seed=1)
    >>> list(tables)[-1], len(tables["Verlader"])
    ('Verlader', 3)
    """
    import pandas as pd

    check_range("n", n, MIN_N, MAX_N)
    rng = np.random.default_rng(seed)
    pairs = np.array(list(permutations(range(len(CITIES)), 2)))
    all_lines = pd.DataFrame(
        {
            "origin": np.repeat(pairs[:, 0], len(DAYS)),
            "destination": np.repeat(pairs[:, 1], len(DAYS)),
            "day": np.tile(np.arange(len(DAYS)), len(pairs)),
        }
    )
    tables = {carrier: _offers(rng, all_lines) for carrier in CARRIERS}
    loads = all_lines.iloc[rng.integers(0, len(all_lines), n)].reset_index(drop=True)
    tables[SHIPPER] = loads.assign(pallets=rng.integers(1, LORRY + 1, n))
    return tables


def _offers(rng: np.random.Generator, all_lines: "pd.DataFrame") -> "pd.DataFrame":
    """Draw one carrier's offers."""
    served = all_lines[rng.random(len(all_lines)) < SERVED].reset_index(drop=True)
    steps = (served["origin"] - served["destination"]).abs().to_numpy()
    level = rng.normal(1, SPREAD / 2)
    factor = np.clip(level + SPREAD * rng.standard_normal(len(served)), 0.5, 1.5)
    cents = np.round((BASE_CENTS + CENTS_PER_STEP * steps) * factor, -1).astype(np.int64)
    return served.assign(pallets=rng.integers(1, LORRY + 1, len(served)), price_cents=cents)
