"""Invented clients of care organisations, and who of them fell and was admitted with an injury.

Nobody in here exists: every number fails the eleven-test in the same way, see
`datasets.citizen_numbers`.  No data about falls of existing people in the Netherlands may be used
freely, so the clients are generated, and calibrated on published figures: how many fall in a year,
at home and in a nursing home; how much each characteristic raises the odds of a fall (Deandrea et
al. [1]_ and Moon et al. [2]_); and how many falls lead to a serious injury, more often over 85 and
among women.  Figures and assumptions stand under ``falls`` in ``data/figures.toml``.

Frail people have more of everything: every characteristic is drawn from its share among clients,
shifted by age and by a frailty that nobody sees.  Then whoever has the highest risk plus chance
falls, as many as published; that is a logistic model with the published odds ratios as its weights.
Odds ratios were published mostly for one characteristic at a time; here they hold with the others
equal, so that somebody with several of them falls more often than the studies say.

Not modelled: that somebody falls more than once in the year, dies or moves, and differences between
organisations.

References
----------
.. [1] S. Deandrea, E. Lucenteforte, F. Bravi, R. Foschi, C. La Vecchia, E. Negri, "Risk factors for
   falls in community-dwelling older people: a systematic review and meta-analysis", Epidemiology
   21(5), 2010, 658-668, doi:10.1097/EDE.0b013e3181e89905.
.. [2] S. Moon, H. S. Chung, Y. J. Kim et al., "The impact of urinary incontinence on falls: a
   systematic review and meta-analysis", PLoS ONE 16(5), 2021, doi:10.1371/journal.pone.0251711.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core.validation import check_whole
from pet_workbench.datasets import assumptions, figures
from pet_workbench.datasets.citizen_numbers import invent
from pet_workbench.usecases.falls.clients import (
    CENTRE_AGE,
    COLUMNS,
    FLAGS,
    MOST_FALLS,
    MOST_MEDICINES,
    YOUNGEST,
)

if TYPE_CHECKING:
    import pandas as pd

MIN_N, MAX_N = 20, 1_000_000
NATIONAL = 600_000
"""Clients over 65 in the country, rounded; see `national_clients`."""
_OLDEST_GENERATED = 105
_FROM_FIGURES = (
    "fell_once",
    "gait",
    "walking_aid",
    "dizziness",
    "parkinson",
    "antiepileptics",
    "incontinence",
)
_FROM_ASSUMPTIONS = ("female", "fell_often", "memory", "stroke", "fear", "vision")

Columns = dict[str, NDArray[Any]]


def people(n: int, *, seed: int) -> "pd.DataFrame":
    """Generate `n` clients, with what happened to them.

    Parameters
    ----------
    n : int
        20 to a million.
    seed : int
        Any number from 0; the same seed gives the same people.

    Returns
    -------
    DataFrame
        The care organisation's columns (`clients.COLUMNS`), and ``injured``: whether the client was
        admitted to a hospital within 24 hours with an injury by a fall.

    Raises
    ------
    ParameterError
        If `n` or `seed` lies outside.

    Examples
    --------
    >>> clients = people(10_000, seed=1)
    >>> clients.shape, int(clients["injured"].sum())
    ((10000, 18), 379)
    """
    import pandas as pd  # late: the package loads without it

    check_whole("n", n, MIN_N, MAX_N)
    check_whole("seed", seed, 0, 2**63 - 1)
    rng = np.random.default_rng(seed)
    columns = _characteristics(rng, n)
    fell = _fell(rng, columns)
    recorded = assumptions("falls")["recorded_share"].value
    columns["fallen"] = fell & (rng.random(n) < recorded)
    columns["injured"] = _injured(rng, columns, fell)
    columns["person"] = invent(rng, n)
    return pd.DataFrame({name: columns[name] for name in (*COLUMNS, "injured")}, copy=False)


def national_clients() -> float:
    """Return how many clients over 65 there are in the country, as far as figures tell.

    Examples
    --------
    >>> round(national_clients())
    595844
    """
    known = {id: figure.value for id, figure in figures("falls").items()}
    at_home = known["home_nursing_clients"] * known["home_nursing_over_67"]
    return at_home + known["nursing_care_clients"]


def log_odds_ratios() -> Mapping[str, float]:
    """Return by how much each feature raises the log-odds of a fall, but for where people live.

    ``age`` is per year and ``medicines`` per medicine; the others are for having it.
    """
    published = {id: figure.value for id, figure in figures("falls").items()}
    assumed = {id: assumption.value for id, assumption in assumptions("falls").items()}
    ratios = {name: published[f"odds_{name}"] for name in _FROM_FIGURES}
    ratios |= {name: assumed[f"odds_{name}"] for name in _FROM_ASSUMPTIONS}
    per_item = {"age": assumed["odds_age_five_years"] ** 0.2, "medicines": assumed["odds_medicine"]}
    return {name: float(np.log(ratio)) for name, ratio in (ratios | per_item).items()}


def _characteristics(rng: np.random.Generator, n: int) -> Columns:
    """Draw what a care organisation knows about `n` clients."""
    known = {id: figure.value for id, figure in figures("falls").items()}
    assumed = {id: assumption.value for id, assumption in assumptions("falls").items()}
    age = _ages(rng, n, peak=known["age_peak"], spread=assumed["age_spread"])
    frailty = (age - CENTRE_AGE) / 10 + rng.normal(size=n)
    at_home = known["home_nursing_clients"] * known["home_nursing_over_67"]
    nursing = known["nursing_care_clients"] / (at_home + known["nursing_care_clients"])
    shares = {name: assumed[f"share_{name}"] for name in FLAGS[:-1]} | {"nursing_home": nursing}
    columns: Columns = {
        "age": age,
        "female": rng.random(n) < known["women_share"],
        "earlier_falls": _earlier_falls(
            rng, frailty, known["falls_home_share"], known["recurrent"]
        ),
        "medicines": _medicines(rng, frailty, mean=assumed["medicines_mean"]),
    }
    for name, share in shares.items():
        columns[name] = _highest(rng, assumed["frailty_effect"] * frailty, share)
    return columns


def _ages(rng: np.random.Generator, n: int, *, peak: float, spread: float) -> NDArray[np.int64]:
    """Draw ages around the most frequent one; who falls outside the range is drawn evenly."""
    age = np.rint(rng.normal(peak, spread, n)).astype(np.int64)
    outside = (age < YOUNGEST) | (age > _OLDEST_GENERATED)
    age[outside] = rng.integers(YOUNGEST, int(peak), int(outside.sum()))
    return age


def _earlier_falls(
    rng: np.random.Generator, frailty: NDArray[np.float64], share: float, recurrent: float
) -> NDArray[np.int64]:
    """Draw how often each client fell in the year before."""
    often = rng.random(frailty.size) < recurrent
    more = np.minimum(rng.geometric(0.5, frailty.size), MOST_FALLS - 1)
    times = np.where(often, 1 + more, 1)
    fell: NDArray[np.int64] = times * _highest(rng, frailty, share)
    return fell


def _medicines(
    rng: np.random.Generator, frailty: NDArray[np.float64], *, mean: float
) -> NDArray[np.int64]:
    """Draw how many medicines each client uses."""
    usual = np.exp(0.25 * (frailty - frailty.mean()))
    drawn = rng.poisson(mean * usual / usual.mean())
    taken: NDArray[np.int64] = np.minimum(drawn, MOST_MEDICINES).astype(np.int64)
    return taken


def _highest(
    rng: np.random.Generator, log_odds: NDArray[np.float64], share: float
) -> NDArray[np.bool_]:
    """Return who has the highest log-odds plus chance: precisely this share, rounded up.

    With logistic chance that is a logistic model whose intercept is set by the share.
    """
    n = log_odds.size
    chosen = np.zeros(n, np.bool_)
    count = min(n, int(np.ceil(share * n)))
    if count:
        drawn = log_odds + rng.logistic(size=n)
        chosen[np.argpartition(drawn, n - count)[n - count :]] = True
    return chosen


def _fell(rng: np.random.Generator, columns: Columns) -> NDArray[np.bool_]:
    """Draw who falls this year: the published shares, at home and in a nursing home."""
    known = figures("falls")
    earlier = columns["earlier_falls"]
    known_as = columns | {"fell_once": earlier == 1, "fell_often": np.greater_equal(earlier, 2)}
    log_odds = np.zeros(earlier.size)
    for name, weight in log_odds_ratios().items():
        log_odds += weight * known_as[name].astype(np.float64)
    fell = np.zeros(earlier.size, np.bool_)
    nursing = columns["nursing_home"].astype(np.bool_)
    for place, id in ((~nursing, "falls_home_share"), (nursing, "falls_nursing_share")):
        fell[place] = _highest(rng, log_odds[place], known[id].value)
    return fell


def _injured(
    rng: np.random.Generator, columns: Columns, fell: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Draw who of those that fell is admitted with an injury."""
    known = figures("falls")
    log_odds = np.log(known["injury_odds_85"].value) * np.greater_equal(columns["age"], 85)
    log_odds += np.log(known["injury_odds_female"].value) * columns["female"].astype(np.float64)
    injured = np.zeros(fell.size, np.bool_)
    injured[fell] = _highest(rng, log_odds[fell], known["injury_share"].value)
    return injured
