"""Generated people for the case `fugitives`: a bank's customers, and persons sought.

Nobody in here exists: every number fails the eleven-test in the same way, see
`datasets.citizen_numbers`.  The sources give one figure, about 10,000 persons sought; the rest is
assumed, and listed with a reason under ``[assumptions.fugitives]`` in ``data/figures.toml``.

With ten million customers ten thousand persons are sought.  A smaller bank has relatively more, so
that there is something to see.

Not modelled: a person with accounts at several banks, and that sought persons pay elsewhere than
others.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core.validation import check_whole
from pet_workbench.datasets import assumptions
from pet_workbench.datasets.citizen_numbers import invent
from pet_workbench.usecases.fugitives.techniques import BANK, JUSTICE

if TYPE_CHECKING:
    import pandas as pd

MIN_N, MAX_N = 2, 12_000_000
PROVINCES = (
    "groningen",
    "friesland",
    "drenthe",
    "overijssel",
    "flevoland",
    "gelderland",
    "utrecht",
    "noord-holland",
    "zuid-holland",
    "zeeland",
    "noord-brabant",
    "limburg",
)
"""The regions; a region's number is its place here."""
_LONGEST_DAYS = 730


def generate(n: int, *, seed: int) -> dict[str, "pd.DataFrame"]:
    """Generate a bank with `n` customers and a list of persons sought.

    Parameters
    ----------
    n : int
        2 to 12 million.
    seed : int
        Any number from 0; the same seed gives the same people.

    Returns
    -------
    dict of str to DataFrame
        ``"Justice"``: column ``person``.  ``"Bank"``: ``person``, ``region`` (0 to 11, see
        `PROVINCES`) and ``days_ago`` (of the last payment).  All int64, rows in random order.

    Raises
    ------
    ParameterError
        If `n` or `seed` lies outside.

    Examples
    --------
    >>> tables = generate(2_000, seed=1)
    >>> len(tables["Justice"]), tables["Bank"].shape
    (200, (2000, 3))
    """
    import pandas as pd  # late: the package loads without it

    check_whole("n", n, MIN_N, MAX_N)
    check_whole("seed", seed, 0, 2**63 - 1)
    assumed = {id: assumption.value for id, assumption in assumptions("fugitives").items()}
    rng = np.random.default_rng(seed)
    n_sought = n_sought_for(n)
    n_both = max(1, round(n_sought * assumed["customer_share"]))
    persons = invent(rng, n + n_sought - n_both)
    customers, sought = persons[:n], persons[n - n_both :]
    is_sought = np.arange(n) >= n - n_both
    usual = np.where(is_sought, assumed["usual_payer_sought"], assumed["usual_payer_others"])
    bank = {
        "person": customers,
        "region": _regions(rng, n),
        "days_ago": _days(rng, usual, assumed["days_between_payments"]),
    }
    order = rng.permutation(n)
    return {
        JUSTICE: pd.DataFrame({"person": rng.permutation(sought)}),
        BANK: pd.DataFrame({name: values[order] for name, values in bank.items()}, copy=False),
    }


def n_sought_for(n: int) -> int:
    """Return how many persons are sought where a bank has `n` customers.

    Examples
    --------
    >>> n_sought_for(10_000_000), n_sought_for(10_000), n_sought_for(500)
    (10000, 200, 50)
    """
    per_thousand = assumptions("fugitives")["sought_per_thousand"].value
    return max(round(n * per_thousand / 1000), min(200, n // 10), 1)


def _regions(rng: np.random.Generator, n: int) -> NDArray[np.int64]:
    """Draw the province of every last payment."""
    shares = [assumptions("fugitives")[f"payments_{name}"].value for name in PROVINCES]
    limits = np.cumsum(shares) / sum(shares)
    regions: NDArray[np.int64] = np.searchsorted(limits, rng.random(n), side="right")
    return np.minimum(regions, len(PROVINCES) - 1)


def _days(
    rng: np.random.Generator, usual: NDArray[np.float64], between: float
) -> NDArray[np.int64]:
    """Draw how long ago everybody paid: usual payers every few days, others any time."""
    pays = rng.random(usual.size) < usual
    recent = rng.exponential(between, usual.size)
    ever = rng.random(usual.size) * _LONGEST_DAYS
    days: NDArray[np.int64] = np.minimum(np.where(pays, recent, ever), _LONGEST_DAYS).astype(
        np.int64
    )
    return days
