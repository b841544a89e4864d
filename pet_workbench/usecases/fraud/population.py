"""Generated providers of care for the case `fraud`, and what three organisations know of them.

No provider in here exists, and their numbers have nine digits, where a number of the trade register
has eight.  Nobody publishes how signals of fraud are spread: everything below is an assumption,
listed with its reason under ``[assumptions.fraud]`` in ``data/figures.toml``, and shows how the
techniques behave, not how much fraud there is.

A small share of the providers is *troubled*.  Those have higher scores at insurer and bank and more
often a young company with changing directors; the others sometimes have a signal too.  Which ones
are troubled is in none of the tables.

Not modelled: several banks, providers with more than one company, signals that depend on each
other in another way.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core.validation import check_whole
from pet_workbench.datasets import assumptions
from pet_workbench.usecases.aio.population import person_numbers
from pet_workbench.usecases.fraud.scores import BANK, HIGHEST, INSURER, KVK

if TYPE_CHECKING:
    import pandas as pd

MIN_N, MAX_N = 20, 2_000_000
_MOST_YEARS = 80


def generate(n: int, *, seed: int) -> dict[str, "pd.DataFrame"]:
    """Generate `n` providers of care, all of them in the trade register.

    Parameters
    ----------
    n : int
        20 to 2 million.
    seed : int
        Any number from 0; the same seed gives the same providers.

    Returns
    -------
    dict of str to DataFrame
        ``"Insurer"`` and ``"Bank"``: columns ``provider`` and ``score`` (0 to 100), only those
        with a signal, and only the bank's customers.  ``"KVK"``: ``provider``, ``years`` (since
        the company was founded) and ``changes`` (of directors in the last two years).  All int64,
        rows in random order.

    Raises
    ------
    ParameterError
        If `n` or `seed` lies outside.

    Examples
    --------
    >>> tables = generate(1_000, seed=1)
    >>> tables["KVK"].shape, list(tables["Insurer"].columns)
    ((1000, 3), ['provider', 'score'])
    """
    check_whole("n", n, MIN_N, MAX_N)
    check_whole("seed", seed, 0, 2**63 - 1)
    assumed = {id: assumption.value for id, assumption in assumptions("fraud").items()}
    rng = np.random.default_rng(seed)
    providers = person_numbers(rng, n)
    troubled = rng.random(n) < assumed["troubled_share"]
    signal = np.where(troubled, assumed["signal_share_troubled"], assumed["signal_share_others"])
    listed = rng.random(n) < signal
    listed[0] = True
    customer = rng.random(n) < assumed["bank_share"]
    customer[0] = True
    young = np.where(troubled, assumed["median_years_troubled"], assumed["median_years_others"])
    changes = np.where(troubled, assumed["changes_troubled"], assumed["changes_others"])
    # exponential: half of the companies is younger than the median
    years = np.minimum(rng.exponential(young / np.log(2)), _MOST_YEARS).astype(np.int64)
    return {
        INSURER: _table(rng, listed, provider=providers, score=_scores(rng, troubled, "insurer")),
        BANK: _table(rng, customer, provider=providers, score=_scores(rng, troubled, "bank")),
        KVK: _table(
            rng, np.full(n, True), provider=providers, years=years, changes=rng.poisson(changes)
        ),
    }


def _scores(rng: np.random.Generator, troubled: NDArray[np.bool_], party: str) -> NDArray[np.int64]:
    """Draw the scores that one party would give; Kumaraswamy's distribution, scaled to 100."""
    assumed = assumptions("fraud")
    median = np.where(
        troubled,
        assumed[f"median_score_troubled_{party}"].value,
        assumed[f"median_score_others_{party}"].value,
    )
    shape = assumed["score_shape"].value
    # with this second parameter, half of the draws is under the median
    other = np.log(0.5) / np.log(1 - (median / HIGHEST) ** shape)
    draw: NDArray[np.float64] = (1 - (1 - rng.random(troubled.size)) ** (1 / other)) ** (1 / shape)
    scores: NDArray[np.int64] = np.rint(HIGHEST * draw).astype(np.int64)
    return scores


def _table(
    rng: np.random.Generator, rows: NDArray[np.bool_], **columns: NDArray[np.int64]
) -> "pd.DataFrame":
    """Lay out the chosen rows in random order."""
    import pandas as pd  # late: the package loads without it

    order = rng.permutation(np.flatnonzero(rows))
    return pd.DataFrame({name: values[order].astype(np.int64) for name, values in columns.items()})
