"""An invented municipality, to ask questions about.

Nobody in here exists.  The distribution of incomes and the share with debts are those of published
figures; the rest are assumptions of ours.  Both stand in ``data/figures.toml`` under ``residents``.
"""

from math import log, sqrt
from typing import TYPE_CHECKING

import numpy as np

from pet_workbench.core.validation import check_whole
from pet_workbench.datasets.figures import assumptions, figures

if TYPE_CHECKING:
    import pandas as pd

MIN_N, MAX_N = 20, 1_000_000
DISTRICTS = ("centre", "north", "east", "south", "west", "harbour")
DISTRICT_SHARES = (0.30, 0.24, 0.20, 0.15, 0.09, 0.02)
"""How the districts compare: invented, with a small one at the end."""
DOCTOR = 0
"""Place of the one doctor among the residents."""
_MEMBERS = 5


def residents(n: int, *, seed: int) -> "pd.DataFrame":
    """Generate the residents of a municipality.

    Parameters
    ----------
    n : int
        20 to a million.
    seed : int
        Any number from 0; the same seed gives the same residents.

    Returns
    -------
    DataFrame
        A row per resident, with ``person``, ``household``, ``district`` (place in `DISTRICTS`),
        ``age`` in years, ``income`` in euros a year (of the household, standardised), ``debts``
        (whether the household has registered problematic debts) and ``doctor`` (one resident).

    Raises
    ------
    ParameterError
        If `n` or `seed` lies outside.

    Examples
    --------
    >>> town = residents(1_000, seed=1)
    >>> len(town), int(town["doctor"].sum()), int(town["household"].nunique()) < 1_000
    (1000, 1, True)
    """
    import pandas as pd

    check_whole("n", n, MIN_N, MAX_N)
    check_whole("seed", seed, 0, 2**63 - 1)
    rng = np.random.default_rng(seed)
    known = {id: figure.value for id, figure in figures("residents").items()}
    assumed = {id: assumption.value for id, assumption in assumptions("residents").items()}
    shares = [assumed[f"members_{size}"] for size in range(1, _MEMBERS + 1)]
    members = rng.choice(np.arange(1, _MEMBERS + 1), n, p=shares)
    members[0] = 1  # the doctor lives alone
    household = np.repeat(np.arange(n), members)[:n]
    spread = sqrt(2 * log(known["income_mean"] / known["income_median"]))
    incomes = np.round(known["income_median"] * np.exp(rng.normal(0, spread, n)), 0)
    debts = rng.random(n) < known["debts"]
    incomes[0], debts[0] = assumed["doctor_income"], True
    person = np.arange(n)
    return pd.DataFrame(
        {
            "person": person,
            "household": household,
            "district": rng.choice(len(DISTRICTS), n, p=DISTRICT_SHARES)[household],
            "age": rng.integers(0, 96, n),
            "income": incomes[household],
            "debts": debts[household],
            "doctor": person == DOCTOR,
        }
    )


def contacts(n: int, *, seed: int) -> "pd.DataFrame":
    """Generate contacts of residents with the neighbourhood team, of which one has very many.

    Parameters
    ----------
    n : int
        Residents who have any, 20 to a million.
    seed : int
        Any number from 0.

    Returns
    -------
    DataFrame
        A row per contact, with ``person`` and ``minutes``.

    Raises
    ------
    ParameterError
        If `n` or `seed` lies outside.

    Examples
    --------
    >>> rows = contacts(100, seed=1)
    >>> int(rows["person"].value_counts().max())
    400
    """
    import pandas as pd

    check_whole("n", n, MIN_N, MAX_N)
    check_whole("seed", seed, 0, 2**63 - 1)
    rng = np.random.default_rng(seed)
    assumed = assumptions("residents")
    each = 1 + rng.poisson(rng.gamma(0.5, 2 * (assumed["contacts_mean"].value - 1), n))
    each[0] = int(assumed["contacts_most"].value)
    person = np.repeat(np.arange(n), each)
    minutes = 5 * rng.integers(1, 13, len(person))
    return pd.DataFrame({"person": person, "minutes": minutes})
