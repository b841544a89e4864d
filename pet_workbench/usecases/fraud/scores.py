"""The scores of the case `fraud`, how they are weighed, and the answer on pooled tables.

All scores are whole numbers from 0 to 100.  Insurer and bank make their own; that of the trade
register (KVK) follows from two facts about a company.  The weighted score is an average with
`WEIGHTS`; to keep it whole, it is compared ten times as large.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

INSURER, BANK, KVK = "Insurer", "Bank", "KVK"
WEIGHTS: Mapping[str, int] = {INSURER: 4, BANK: 4, KVK: 2}
"""Tenths of the weighted score."""
TOTAL_WEIGHT = 10
HIGHEST = 100
YOUNG_YEARS = 2
"""A company is young in its first two years."""
POINTS_YOUNG, POINTS_PER_CHANGE, MOST_CHANGES = 40, 20, 3


@dataclass(frozen=True)
class Suspects:
    """The providers that the insurer reads, ascending; None when fewer than `minimum`."""

    providers: NDArray[np.int64] | None
    minimum: int = 0


def company_score(years: NDArray[np.int64], changes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the score that the trade register gives companies.

    Parameters
    ----------
    years : ndarray of int64, shape (n,)
        Full years since the company was founded.
    changes : ndarray of int64, shape (n,)
        Changes of directors in the last two years.

    Examples
    --------
    >>> company_score(np.array([0, 1, 2, 30]), np.array([0, 5, 1, 0])).tolist()
    [40, 100, 20, 0]
    """
    young = np.where(years < YOUNG_YEARS, POINTS_YOUNG, 0)
    score: NDArray[np.int64] = young + POINTS_PER_CHANGE * np.minimum(changes, MOST_CHANGES)
    return score


def pooled_scores(tables: Mapping[str, "pd.DataFrame"]) -> "pd.DataFrame":
    """Return every provider on the insurer's list with all three scores; unknown counts as 0.

    It pools the tables, which no party of the case can do, and shares no code with the techniques,
    whose answers it checks.

    Returns
    -------
    DataFrame
        Index: provider.  Columns ``insurer``, ``bank``, ``kvk`` and ``weighted``, the last with one
        decimal.
    """
    scores = tables[INSURER].set_index("provider")[["score"]]
    scores = scores.rename(columns={"score": "insurer"})
    # a column set on a frame without rows would bring its own rows along
    scores["bank"] = tables[BANK].set_index("provider")["score"].reindex(scores.index)
    facts = tables[KVK].set_index("provider").reindex(scores.index)
    points = (facts["years"] < YOUNG_YEARS) * POINTS_YOUNG
    scores["kvk"] = points + facts["changes"].clip(upper=MOST_CHANGES) * POINTS_PER_CHANGE
    scores = scores.fillna(0).astype(int)
    scores["weighted"] = (
        WEIGHTS[INSURER] * scores["insurer"]
        + WEIGHTS[BANK] * scores["bank"]
        + WEIGHTS[KVK] * scores["kvk"]
    ) / TOTAL_WEIGHT
    return scores


def pooled_answer(
    tables: Mapping[str, "pd.DataFrame"], parameters: Mapping[str, Any]
) -> NDArray[np.int64]:
    """Answer the question by joining the tables: high at both, and high enough together."""
    scores = pooled_scores(tables)
    high = scores[
        (scores["insurer"] >= parameters["insurer_threshold"])
        & (scores["bank"] >= parameters["bank_threshold"])
        & (scores["weighted"] >= parameters["weighted_threshold"])
    ]
    return np.sort(high.index.to_numpy(np.int64))
