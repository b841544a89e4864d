"""A logistic model of the risk of an injury: weights as whole numbers, risks, and how it is fitted.

A score is the logarithm of the odds: the intercept plus a weight for each feature.  Weights are
whole numbers of 1/10,000, so that every technique can compute the same score, to the last digit.
Arithmetic only: nothing here protects anything.

References
----------
.. [1] D. W. Hosmer, S. Lemeshow, R. X. Sturdivant, "Applied Logistic Regression", 3rd ed., Wiley,
   2013, doi:10.1002/9781118548387, section 1.2 (the likelihood and its equations).
"""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pet_workbench.core import DataError
from pet_workbench.usecases.falls.clients import BOUNDS, FEATURES, features

if TYPE_CHECKING:
    import pandas as pd

INTERCEPT = "intercept"
WEIGHTS = (INTERCEPT, *FEATURES)
WEIGHT_UNIT = 10_000
MOST_WEIGHT = 10 * WEIGHT_UNIT
"""Largest weight, in units: odds 22,000 times as high are a mistake."""
MOST_SCORE = MOST_WEIGHT * (1 + sum(BOUNDS.values()))
"""Largest score that there can be, in units; public."""
RIDGE = 1.0
"""How much a fit holds weights back, so that a feature that nobody has gets none."""
_TRAINED_ON, _TRAINING_SEED = 50_000, 20_241_122
_MOST_STEPS = 50
_CLOSE = 1e-10


@dataclass(frozen=True, eq=False)
class Model:
    """Weights of a logistic model.

    Attributes
    ----------
    weights : ndarray of int64, shape (17,)
        In units of 1/10,000, in the order of `WEIGHTS`.

    Examples
    --------
    >>> model = Model.rounded([-3.0, 0.05, *[0.0] * 15])
    >>> model.units(np.eye(16, dtype=np.int64)[:2]).tolist()
    [-29500, -30000]
    """

    weights: NDArray[np.int64]

    @classmethod
    def rounded(cls, weights: ArrayLike) -> "Model":
        """Return the model whose weights are nearest to these real numbers."""
        return cls(np.rint(np.asarray(weights, np.float64) * WEIGHT_UNIT).astype(np.int64))

    @classmethod
    def of(cls, table: "pd.DataFrame") -> "Model":
        """Return the model in a hospital's `table`.

        Raises
        ------
        DataError
            If there is not just one weight for the intercept and for every feature, or one is
            larger than `MOST_WEIGHT`.
        """
        places = table["feature"].to_numpy(np.int64)
        if not np.array_equal(np.sort(places), np.arange(len(WEIGHTS))):
            raise DataError(
                "errors.falls_weights",
                "need one weight for the intercept and one for each of {count} features, got "
                "{found} rows",
                count=len(FEATURES),
                found=places.size,
            )
        weights = np.empty(len(WEIGHTS), np.int64)
        weights[places] = table["weight"].to_numpy(np.int64)
        largest = int(np.abs(weights).argmax())
        if abs(int(weights[largest])) > MOST_WEIGHT:
            raise DataError(
                "errors.falls_weight",
                "need weights of at most {most} units, got {value} for {name}",
                most=MOST_WEIGHT,
                value=int(weights[largest]),
                name=WEIGHTS[largest],
            )
        return cls(weights)

    @property
    def table(self) -> "pd.DataFrame":
        """The model as a hospital's table: columns ``feature`` and ``weight``."""
        import pandas as pd

        return pd.DataFrame({"feature": np.arange(len(WEIGHTS)), "weight": self.weights})

    def units(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the score of every row of features, in units of 1/10,000."""
        scores: NDArray[np.int64] = rows @ self.weights[1:] + self.weights[0]
        return scores


def risks_of(scores: ArrayLike) -> NDArray[np.float64]:
    """Return the probabilities that belong to `scores`.

    Examples
    --------
    >>> risks_of([0.0, -800.0]).tolist()
    [0.5, 0.0]
    """
    half = np.asarray(scores, np.float64) / 2
    risks: NDArray[np.float64] = (1 + np.tanh(half)) / 2
    return risks


def fit_logistic(rows: NDArray[np.int64], outcome: ArrayLike) -> NDArray[np.float64]:
    """Fit a logistic model with a little ridge, by Newton's method.

    Parameters
    ----------
    rows : ndarray of int64, shape (n, k)
        Features.
    outcome : array_like of bool, shape (n,)

    Returns
    -------
    ndarray of float64, shape (k + 1,)
        Intercept and weights.
    """
    happened = np.asarray(outcome, np.float64)
    return fit_to_totals(rows, np.append(happened.sum(), happened @ rows))


def fit_to_totals(
    rows: NDArray[np.int64], totals: ArrayLike, *, used: NDArray[np.bool_] | None = None
) -> NDArray[np.float64]:
    """Fit the same, knowing of the outcome only its totals: everything, and per feature.

    The equations of a logistic regression contain the outcome y as X'y and in no other way [1]_.

    Parameters
    ----------
    rows : ndarray of int64, shape (n, k)
        Features.
    totals : array_like, shape (k + 1,)
        How often the outcome happened, and the sum of each feature over those to whom it did.
    used : ndarray of bool, shape (k,), optional
        Features to use; the others get weight 0 and their totals are not read.

    Returns
    -------
    ndarray of float64, shape (k + 1,)
        Intercept and weights.
    """
    kept = np.append(True, np.ones(rows.shape[1], np.bool_) if used is None else used)
    x = np.column_stack((np.ones(len(rows)), rows))[:, kept]
    wanted = np.asarray(totals, np.float64)[kept]
    held = np.append(0.0, np.full(x.shape[1] - 1, RIDGE))
    weights = np.zeros(x.shape[1])
    for _ in range(_MOST_STEPS):
        risks = risks_of(x @ weights)
        slope = wanted - x.T @ risks - held * weights
        bend = (x * (risks * (1 - risks))[:, None]).T @ x + np.diag(held)
        step = np.asarray(np.linalg.lstsq(bend, slope, rcond=None)[0], np.float64)
        weights += step * min(1.0, 4.0 / max(float(np.abs(step).max()), 1e-300))
        if np.abs(step).max() < _CLOSE:
            break
    made = np.zeros(kept.size)
    made[kept] = weights
    return made


@cache
def hospital_model() -> Model:
    """Return the model that the hospital of the generated population has.

    It was fitted on other invented people than any visitor gets, as a hospital would use patients
    of earlier years.
    """
    from pet_workbench.usecases.falls.population import people

    earlier = people(_TRAINED_ON, seed=_TRAINING_SEED)
    return Model.rounded(fit_logistic(features(earlier), earlier["injured"]))
