"""Generated incident reports for the case `securened`.

No organisation in here exists, and no incident happened.  How often organisations are attacked, and
in what way, is not published in a form that may be passed on, so the rates are assumptions of ours:
those in ``data/figures.toml`` and the kinds' shares below.  One kind comes in a wave, so that there
is a trend to see, and two are so rare that a week has them at one organisation or none.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core.validation import check_whole
from pet_workbench.datasets import assumptions
from pet_workbench.usecases.securened.reports import KINDS, SECTORS, WEEKS

if TYPE_CHECKING:
    import pandas as pd

MIN_N, MAX_N = 1, 2_000
SHARES = (30, 16, 9, 12, 5, 9, 6, 5, 3, 1.2, 0.5, 3.3)
"""How the kinds compare in an ordinary week, per cent: invented."""
WAVE = "ransomware"
_PEAK_WEEK, _WAVE_WIDTH = 15, 3


def generate(n: int, *, seed: int) -> dict[str, "pd.DataFrame"]:
    """Generate the reports of `n` organisations over half a year.

    Parameters
    ----------
    n : int
        1 to 2,000.
    seed : int
        Any number from 0; the same seed gives the same reports.

    Returns
    -------
    dict of str to DataFrame
        Per organisation the columns ``sector`` (place in `SECTORS`, always the same), ``kind``
        (place in `KINDS`), ``week`` (from 1) and ``count``, int64; an organisation that saw nothing
        has one row with count 0.

    Raises
    ------
    ParameterError
        If `n` or `seed` lies outside.

    Examples
    --------
    >>> list(generate(2, seed=1))
    ['Org 001', 'Org 002']
    """
    import pandas as pd

    check_whole("n", n, MIN_N, MAX_N)
    check_whole("seed", seed, 0, 2**63 - 1)
    rng = np.random.default_rng(seed)
    assumed = assumptions("securened")
    spread = assumed["spread_of_organisations"].value
    busy = np.exp(rng.normal(-(spread**2) / 2, spread, n))
    sectors = rng.integers(0, len(SECTORS), n)
    counts = rng.poisson(busy[:, None, None] * _rates())
    tables = {}
    for number, (sector, own) in enumerate(zip(sectors, counts, strict=True), start=1):
        kind, week = np.nonzero(own)
        rows = {"kind": kind, "week": week + 1, "count": own[kind, week]}
        if not kind.size:
            rows = {"kind": [0], "week": [1], "count": [0]}
        tables[organisation_name(number)] = pd.DataFrame({"sector": int(sector), **rows})
    return tables


def organisation_name(number: int) -> str:
    """Return the name by which an organisation takes part.

    Examples
    --------
    >>> organisation_name(7)
    'Org 007'
    """
    return f"Org {number:03d}"


def _rates() -> NDArray[np.float64]:
    """Return the expected incidents of an average organisation, by kind and week."""
    assumed = assumptions("securened")
    shares = np.array(SHARES) / sum(SHARES)
    rates = np.repeat(assumed["incidents_per_week"].value * shares[:, None], WEEKS, axis=1)
    distance = (np.arange(1, WEEKS + 1) - _PEAK_WEEK) / _WAVE_WIDTH
    higher = assumed["wave_factor"].value - 1
    rates[KINDS.index(WAVE)] *= 1 + higher * np.exp(-(distance**2) / 2)
    return rates
