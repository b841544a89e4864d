"""Generated gas connections for the case `gas`, calibrated on published figures.

No connection in here exists, and no street.  How many connections a street has, and how much they
use on average, follows the table that a network operator published for 2010; how connections in one
street differ, and how many large users there are, nobody published in a form that may be passed on,
so that is assumed.  All of it stands in ``data/figures.toml``.

Not modelled: dwellings, years, weather, houses without gas, and anything over time.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core.validation import check_whole
from pet_workbench.datasets import assumptions, figures
from pet_workbench.usecases.apportionment import round_to_total
from pet_workbench.usecases.gas.areas import (
    MIDDLE_PER_LARGE,
    OPERATORS,
    SMALL_PER_MIDDLE,
    municipality_name,
    operator_of,
    streets_of,
)
from pet_workbench.usecases.provinces import PROVINCES

if TYPE_CHECKING:
    import pandas as pd

MIN_N, MAX_N = 500, 10_000_000
MOST_M3 = 100_000
_FIRST_CONNECTION = 100_000_001
_STREETS = MIDDLE_PER_LARGE * SMALL_PER_MIDDLE


def generate(n: int, *, seed: int) -> "dict[str, pd.DataFrame]":
    """Generate `n` connections, with the operator of each, and public lists of streets.

    Parameters
    ----------
    n : int
        500 to 10 million; about 8.3 million households live in the Netherlands.
    seed : int
        Any number from 0; the same seed gives the same tables.

    Returns
    -------
    dict of str to DataFrame
        Per network operator the columns ``connection``, ``area`` (a street's code) and ``use`` (m3
        of gas in a year), int64.  Per municipality its public list of streets, with ``area`` and
        ``province`` (place in `PROVINCES`), int64; also of those without a connection.

    Raises
    ------
    ParameterError
        If `n` or `seed` lies outside.

    Examples
    --------
    >>> tables = generate(5_000, seed=1)
    >>> list(tables), list(tables["Stedin"].columns)
    (['Liander', 'Stedin', 'Enexis', 'Gemeente 001', 'Gemeente 002'], ['connection', 'area', 'use'])
    """
    import pandas as pd

    check_whole("n", n, MIN_N, MAX_N)
    check_whole("seed", seed, 0, 2**63 - 1)
    rng = np.random.default_rng(seed)
    register = _register(n)
    street = _streets_of_connections(rng, n, len(register))
    use = _uses(rng, street, len(register))
    numbers = _FIRST_CONNECTION + np.arange(n)
    columns = {
        "connection": numbers,
        "area": register["area"].to_numpy()[street],
        "use": use,
    }
    connections = pd.DataFrame(columns)
    operators = np.array([operator_of(one) for one in range(len(PROVINCES))])
    whose = operators[register["province"].to_numpy()][street]
    tables = {name: connections[whose == name].reset_index(drop=True) for name in OPERATORS}
    whole = register["municipality"].to_numpy()
    lists = {
        municipality_name(number): register.loc[whole == number, ["area", "province"]].reset_index(
            drop=True
        )
        for number in np.unique(whole).tolist()
    }
    return {**tables, **lists}


def _register(n: int) -> "pd.DataFrame":
    """Return all streets, with municipality and province; districts of one province in a row."""
    import pandas as pd

    published = figures("gas")
    per_district = published["households"].value / published["districts"].value
    districts = max(1, round(n / per_district))
    per_municipality = published["districts"].value / published["municipalities"].value
    shares = province_shares()
    province = np.repeat(np.arange(len(PROVINCES)), round_to_total(shares, districts))
    municipality = np.zeros(districts, np.int64)
    last = 0
    for one in np.unique(province):
        inside = np.flatnonzero(province == one)
        count = max(1, round(len(inside) / per_municipality))
        municipality[inside] = last + 1 + np.arange(len(inside)) * count // len(inside)
        last += count
    return pd.DataFrame(
        {
            "area": np.concatenate([streets_of(one) for one in range(1, districts + 1)]),
            "municipality": np.repeat(municipality, _STREETS),
            "province": np.repeat(province, _STREETS),
        }
    )


def province_shares() -> NDArray[np.float64]:
    """Return the share of connections in each province: rough ones of ours."""
    assumed = assumptions("gas")
    keys = [f"share_{name.lower().replace('-', '_')}" for name in PROVINCES]
    shares = np.array([assumed[key].value for key in keys])
    whole: NDArray[np.float64] = shares / shares.sum()
    return whole


def _streets_of_connections(rng: np.random.Generator, n: int, streets: int) -> NDArray[np.int64]:
    """Draw in which street each connection lies: streets differ in size."""
    evenness = assumptions("gas")["evenness_of_streets"].value
    weights = rng.gamma(evenness, 1 / evenness, streets)
    sizes = rng.multinomial(n, weights / weights.sum())
    return np.repeat(np.arange(streets), sizes)


def _uses(rng: np.random.Generator, street: NDArray[np.int64], streets: int) -> NDArray[np.int64]:
    """Draw what each connection uses: by district, neighbourhood, street and its own."""
    assumed = {id: one.value for id, one in assumptions("gas").items()}
    typical = np.zeros(streets)
    for name, repeated in (("district", _STREETS), ("neighbourhood", SMALL_PER_MIDDLE)):
        drawn = rng.normal(0, assumed[f"spread_of_{name}"], -(-streets // repeated))
        typical += np.repeat(drawn, repeated)[:streets]
    typical += rng.normal(0, assumed["spread_of_street"], streets)
    log_use = np.log(assumed["typical_use"]) + typical[street]
    log_use += rng.normal(0, assumed["spread_within_street"], street.size)
    shopping = rng.random(streets) < assumed["share_of_shopping_streets"]
    share = np.where(shopping, assumed["large_in_shopping_streets"], assumed["large_elsewhere"])
    large = rng.random(street.size) < share[street]
    drawn = rng.normal(
        np.log(assumed["typical_large_use"]), assumed["spread_of_large"], large.sum()
    )
    log_use[large] = drawn
    whole: NDArray[np.int64] = np.clip(np.rint(np.exp(log_use)), 1, MOST_M3).astype(np.int64)
    return whole
