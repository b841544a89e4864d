"""Generated businesses for the case `entrepreneurs`, calibrated on published figures.

No business in here exists: their numbers have nine digits, and numbers of the trade register eight.
How many there are per section of the standard classification (SBI) follows CBS, how many in the two
Holland provinces follows KVK, the rest of the regions rough weights of ours.  Whether a business
has a signal is drawn at random with a rate that follows the 91,000 entrepreneurs behind with the
instalments of their corona tax debt in September 2023.  How sections differ follows the
bankruptcies of 2023 where CBS names the section; how regions differ nobody publishes, so that is
drawn.  All of it stands in ``data/figures.toml``.

Not modelled: branches of one business, legal forms, sizes, and anything over time.  KVK and CBS
count businesses differently, and both figures are used.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core.validation import check_whole
from pet_workbench.datasets import assumptions, figures
from pet_workbench.usecases.entrepreneurs.grid import AREAS, PROVINCES, SECTORS
from pet_workbench.usecases.entrepreneurs.trouble import HOLDER, KVK

if TYPE_CHECKING:
    import pandas as pd

MIN_N, MAX_N = 1, 2_500_000
_LOWEST_NUMBER = 100_000_000


def generate(n: int, *, seed: int) -> dict[str, "pd.DataFrame"]:
    """Generate `n` registered businesses, and what the holder of signals knows.

    Parameters
    ----------
    n : int
        1 to 2.5 million; the real number was over 2.3 million at the end of 2022.
    seed : int
        Any number from 0; the same seed gives the same tables.

    Returns
    -------
    dict of str to DataFrame
        ``"KVK"``: columns ``business``, ``area`` (place in `grid.AREAS`) and ``sector`` (place in
        `grid.SECTORS`), int64.  ``"Belastingdienst"``: ``business`` (int64) and ``in_arrears``
        (bool).  Both in random row order.

    Raises
    ------
    ParameterError
        If `n` or `seed` lies outside.

    Examples
    --------
    >>> tables = generate(1_000, seed=1)
    >>> {party: list(table.columns) for party, table in tables.items()}
    {'KVK': ['business', 'area', 'sector'], 'Belastingdienst': ['business', 'in_arrears']}
    """
    import pandas as pd

    check_whole("n", n, MIN_N, MAX_N)
    check_whole("seed", seed, 0, 2**63 - 1)
    rng = np.random.default_rng(seed)
    rates = _rates(rng)
    assumed = assumptions("entrepreneurs")
    strangers = round(n * assumed["strangers"].value)
    numbers = _different_numbers(rng, n + strangers)
    area = rng.choice(len(AREAS), n, p=area_shares())
    sector = rng.choice(len(SECTORS), n, p=sector_shares())
    signal = rng.random(n) < rates[area, sector]
    known = np.flatnonzero(rng.random(n) < assumed["known_to_holder"].value)
    rows = np.concatenate([known, np.arange(n, n + strangers)])
    elsewhere = rng.random(strangers) < assumed["signal_rate"].value
    order = rng.permutation(rows.size)
    signals = np.concatenate([signal[known], elsewhere])
    return {
        KVK: pd.DataFrame({"business": numbers[:n], "area": area, "sector": sector}),
        HOLDER: pd.DataFrame({"business": numbers[rows][order], "in_arrears": signals[order]}),
    }


def sector_shares() -> NDArray[np.float64]:
    """Return the share of businesses in each section, A to U."""
    published, assumed = figures("entrepreneurs"), assumptions("entrepreneurs")
    counts = {letter: published[f"businesses_{letter}"].value for letter in "abcdefghijklmno"}
    together = published["businesses_o_to_q"].value - counts["o"]
    counts["p"] = together * assumed["share_p_of_p_and_q"].value
    counts["q"] = together - counts["p"]
    left = published["businesses"].value - sum(counts.values())
    for letter in "rtu":
        counts[letter] = left * assumed[f"share_{letter}"].value
    counts["s"] = left - sum(counts[letter] for letter in "rtu")
    shares = np.array([counts[letter.lower()] for letter in SECTORS])
    whole: NDArray[np.float64] = shares / shares.sum()
    return whole


def area_shares() -> NDArray[np.float64]:
    """Return the share of businesses in each COROP area."""
    by_province = _province_shares()
    shares = np.array([by_province[province] * weight for province, weight in AREAS.values()])
    whole = {
        province: sum(weight for one, weight in AREAS.values() if one == province)
        for province in PROVINCES
    }
    shares /= np.array([whole[province] for province, _ in AREAS.values()])
    whole_share: NDArray[np.float64] = shares / shares.sum()
    return whole_share


def _province_shares() -> dict[str, float]:
    """Return the share of businesses in each province: two published, ten of ours."""
    published, assumed = figures("entrepreneurs"), assumptions("entrepreneurs")
    shares = {
        province: published[f"registered_{_slug(province)}"].value / published["registered"].value
        for province in ("Zuid-Holland", "Noord-Holland")
    }
    weights = {
        province: assumed[f"weight_{_slug(province)}"].value
        for province in PROVINCES
        if province not in shares
    }
    left = 1 - sum(shares.values())
    total = sum(weights.values())
    return shares | {province: left * weight / total for province, weight in weights.items()}


def sector_rates() -> NDArray[np.float64]:
    """Return how much more often than on average a business in each section has a signal.

    The ratio of bankruptcies to businesses, where CBS names the section; else that of all others.
    """
    published, shares = figures("entrepreneurs"), sector_shares()
    named = [letter for letter in SECTORS if f"bankruptcies_{letter.lower()}" in published]
    total = published["bankruptcies"].value
    failed = {one: published[f"bankruptcies_{one.lower()}"].value / total for one in named}
    others = [at for at, letter in enumerate(SECTORS) if letter not in named]
    rates = np.full(len(SECTORS), (1 - sum(failed.values())) / shares[others].sum())
    for letter, share in failed.items():
        rates[SECTORS.index(letter)] = share / shares[SECTORS.index(letter)]
    return rates


def _rates(rng: np.random.Generator) -> NDArray[np.float64]:
    """Draw the rate of signals in each area and section; areas of a province have the same."""
    assumed = assumptions("entrepreneurs")
    spread = assumed["spread_of_cells"].value
    drawn = np.exp(rng.normal(-(spread**2) / 2, spread, (len(PROVINCES), len(SECTORS))))
    province = [list(PROVINCES).index(one) for one, _ in AREAS.values()]
    rates = assumed["signal_rate"].value * sector_rates() * drawn[province]
    return np.minimum(rates, 1)


def _different_numbers(rng: np.random.Generator, count: int) -> NDArray[np.int64]:
    """Draw `count` different nine-digit numbers, in random order."""
    steps = rng.integers(1, 300, count)
    return rng.permutation(_LOWEST_NUMBER + np.cumsum(steps))


def _slug(province: str) -> str:
    """Return a province's name as it stands in the figures."""
    return province.lower().replace("-", "_")
