"""Invented tables for the case `fall-injuries`: the clients of `falls`, and a hospital's patients.

The hospital's list has the clients who were injured, and patients who are no clients: everybody
else who falls.  How many of those there are for each client is an assumption, see
``[assumptions.falls]`` in ``data/figures.toml``.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pet_workbench.datasets import assumptions
from pet_workbench.datasets.citizen_numbers import invent
from pet_workbench.usecases.falls.clients import CARE, HOSPITAL
from pet_workbench.usecases.falls.population import people

if TYPE_CHECKING:
    import pandas as pd

_OTHERS = 7
"""Tells the generator of other patients from that of the clients of the same seed."""


def generate(n: int, *, seed: int) -> dict[str, "pd.DataFrame"]:
    """Generate `n` clients and a hospital's patients with an injury by a fall.

    Parameters
    ----------
    n : int
        20 to a million.
    seed : int
        Any number from 0; the same seed gives the same people, and the same clients as in `falls`.

    Returns
    -------
    dict of str to DataFrame
        ``"Care"``: the columns of `falls.clients.COLUMNS`.  ``"Hospital"``: column ``person``, in
        random order.

    Raises
    ------
    ParameterError
        If a value lies outside.

    Examples
    --------
    >>> {party: len(table) for party, table in generate(10_000, seed=1).items()}
    {'Care': 10000, 'Hospital': 1137}
    """
    import pandas as pd  # late: the package loads without it

    clients = people(n, seed=seed)
    hurt = clients["person"].to_numpy(np.int64)[clients["injured"].to_numpy(np.bool_)]
    rng = np.random.default_rng([seed, _OTHERS])
    wanted = round(hurt.size * assumptions("falls")["other_patients"].value)
    others = _not_in(rng, clients["person"].to_numpy(np.int64), wanted)
    patients = rng.permutation(np.concatenate((hurt, others)))
    return {
        CARE: clients.drop(columns="injured"),
        HOSPITAL: pd.DataFrame({"person": patients}),
    }


def _not_in(rng: np.random.Generator, clients: NDArray[np.int64], wanted: int) -> NDArray[np.int64]:
    """Draw numbers of people who are no clients."""
    others = np.empty(0, np.int64)
    while others.size < wanted:
        drawn = invent(rng, 2 * wanted + 16)
        others = drawn[~np.isin(drawn, clients)]
    return others[:wanted]
