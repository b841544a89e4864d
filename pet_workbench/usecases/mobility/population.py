"""Generated location rows for the case `mobility`: nobody in them exists.

How many people live in each province follows Statistics Netherlands (CBS).  The rest is ours, in
``data/figures.toml`` as assumptions: which part of people goes to another province on a day, how
quickly that falls with distance, when they leave and return, and how many rows a telephone leaves.
Every operator has the same number of rows, and pseudonyms of its own.

Not modelled: days of the week, going on to a third province, people from abroad, two telephones,
and telephones that change networks.  Movements within a province are not seen at this scale.
"""

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core.validation import check_whole
from pet_workbench.datasets import assumptions, figures
from pet_workbench.usecases.mobility.inside import HOURS
from pet_workbench.usecases.mobility.table import OPERATORS
from pet_workbench.usecases.provinces import PROVINCES

if TYPE_CHECKING:
    import pandas as pd

MIN_N, MAX_N = 8, 2_000_000
_CENTRES = (
    (53.2, 6.7),
    (53.1, 5.8),
    (52.9, 6.6),
    (52.4, 6.4),
    (52.5, 5.6),
    (52.1, 5.9),
    (52.1, 5.1),
    (52.5, 4.8),
    (52.0, 4.4),
    (51.5, 3.8),
    (51.6, 5.2),
    (51.2, 5.9),
)
"""About where the middle of each province is: latitude and longitude in degrees."""
_KM = (111.0, 68.0)
"""Kilometres in a degree of latitude and, at 52 degrees north, of longitude."""
_LOWEST, _HIGHEST = 10**9, 10**12


def generate(n: int, *, seed: int) -> dict[str, "pd.DataFrame"]:
    """Generate `n` location rows for each of four operators.

    Parameters
    ----------
    n : int
        Rows per operator, 8 to 2 million.
    seed : int
        Any number from 0; the same seed gives the same tables.

    Returns
    -------
    dict of str to DataFrame
        Per operator, in random order: ``person`` (int64, a pseudonym), ``area`` (int64, place in
        `provinces.PROVINCES`) and ``hour`` (int64, 0 to 23).

    Raises
    ------
    ParameterError
        If `n` or `seed` lies outside.

    Examples
    --------
    >>> tables = generate(100, seed=1)
    >>> list(tables), {len(table) for table in tables.values()}
    (['Aanbieder A', 'Aanbieder B', 'Aanbieder C', 'Aanbieder D'], {100})
    """
    check_whole("n", n, MIN_N, MAX_N)
    check_whole("seed", seed, 0, 2**63 - 1)
    streams = np.random.default_rng(seed).spawn(len(OPERATORS))
    return {operator: _rows(rng, n) for operator, rng in zip(OPERATORS, streams, strict=True)}


def _rows(rng: np.random.Generator, n: int) -> "pd.DataFrame":
    """Draw the rows of one operator."""
    import pandas as pd

    assumed = {id: one.value for id, one in assumptions("mobility").items()}
    sightings = int(assumed["rows_per_person"])
    persons = -(-n // sightings)
    home, work, leaves, returns = _days(rng, persons, assumed)
    hour = np.sort(_different_hours(rng, persons, sightings), axis=1)
    is_away = (hour >= leaves[:, None]) & (hour < returns[:, None])
    area = np.where(is_away, work[:, None], home[:, None])
    person = np.repeat(_different_numbers(rng, persons), sightings)
    order = rng.permutation(person.size)[:n]
    return pd.DataFrame(
        {
            "person": person[order],
            "area": area.reshape(-1)[order].astype(np.int64),
            "hour": hour.reshape(-1)[order].astype(np.int64),
        }
    )


def _days(
    rng: np.random.Generator, persons: int, assumed: dict[str, float]
) -> tuple[NDArray[np.int64], ...]:
    """Return where persons live, where they go, and between which hours they are there."""
    home = rng.choice(len(PROVINCES), persons, p=home_shares())
    cumulative = destination_shares().cumsum(axis=1)
    there = (rng.random(persons)[:, None] > cumulative[home]).sum(axis=1)
    goes = rng.random(persons) < assumed["share_crossing"]
    spread = assumed["spread_hours"]
    leaves = np.clip(np.round(rng.normal(assumed["leaves_at"], spread, persons)), 1, HOURS - 2)
    stays = np.clip(np.round(rng.normal(assumed["stays_hours"], spread, persons)), 1, HOURS)
    return (
        home,
        np.where(goes, np.minimum(there, len(PROVINCES) - 1), home),
        leaves.astype(np.int64),
        (leaves + stays).astype(np.int64),
    )


def _different_hours(rng: np.random.Generator, persons: int, each: int) -> NDArray[np.int64]:
    """Return hours at which each person is seen, all different."""
    hours: NDArray[np.int64] = rng.random((persons, HOURS), np.float32).argpartition(each, axis=1)
    return hours[:, :each]


def _different_numbers(rng: np.random.Generator, count: int) -> NDArray[np.int64]:
    """Return pseudonyms, all different, in random order."""
    found = np.unique(rng.integers(_LOWEST, _HIGHEST, 2 * count))
    return rng.permutation(found)[:count]


@cache
def home_shares() -> NDArray[np.float64]:
    """Return the share of people who live in each province, as published.

    Examples
    --------
    >>> round(float(home_shares()[PROVINCES.index("Zuid-Holland")]), 3)
    0.214
    """
    published = figures("mobility")
    people = [published[f"people_{name.lower().replace('-', '_')}"].value for name in PROVINCES]
    return np.array(people) / sum(people)


@cache
def destination_shares() -> NDArray[np.float64]:
    """Return where people go who leave their province, by home: near and large provinces most.

    Returns
    -------
    ndarray of float64, shape (12, 12)
        Rows add up to 1; 0 on the diagonal.
    """
    places = np.array(_CENTRES) * np.array(_KM)
    apart = np.hypot(*(places[:, None] - places[None, :]).transpose(2, 0, 1))
    pull = home_shares()[None, :] * np.exp(-apart / assumptions("mobility")["reach_km"].value)
    np.fill_diagonal(pull, 0)
    shares: NDArray[np.float64] = pull / pull.sum(axis=1, keepdims=True)
    return shares
