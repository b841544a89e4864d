"""Recover a secret linear model from the scores that it gives.

A score is the intercept plus a weight for each feature.  Whoever knows the features of as many
clients as there are weights, and reads their scores, has that many equations with that many
unknowns, and solves them [1]_.  No way of *computing* the scores hinders that, encrypted or shared,
because the attack uses nothing but the scores themselves.

With fewer scores some weights cannot be told: those in which two models can differ and still give
every score.  The attack says which are known, so that it never shows a guess as a weight.

Protects: nothing; it shows what scores give away.
Does not protect: what helps is agreement: fewer scores in all than there are weights, which makes a
model of little use; classes such as "high risk" in the place of scores, which slows the attack down
[1]_; or saying that the model is no secret.

References
----------
.. [1] F. Tramèr, F. Zhang, A. Juels, M. K. Reiter, T. Ristenpart, "Stealing machine learning models
   via prediction APIs", USENIX Security 2016, doi:10.48550/arXiv.1609.02943.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pet_workbench.core import ParameterError

_NOTHING = 1e-9
"""Below this share of the largest one, a singular value counts as zero."""


@dataclass(frozen=True, eq=False)
class Recovered:
    """What is known of a model.

    Attributes
    ----------
    weights : ndarray of float64, shape (k + 1,)
        The intercept and the weight of each feature; NaN where it cannot be told.
    known : ndarray of bool, shape (k + 1,)
    """

    weights: NDArray[np.float64]
    known: NDArray[np.bool_]

    @property
    def is_complete(self) -> bool:
        """Whether every weight is known."""
        return bool(self.known.all())


def recover(features: ArrayLike, scores: ArrayLike) -> Recovered:
    """Solve for the weights that give these scores.

    Parameters
    ----------
    features : array_like of float, shape (n, k)
        Of those whose scores were read.
    scores : array_like of float, shape (n,)
        Before any curve is laid over them: the logarithms of the odds, in a logistic model.

    Returns
    -------
    Recovered

    Raises
    ------
    ParameterError
        If there are no scores, or not as many as rows of features.

    Examples
    --------
    Three scores give away an intercept of -3 and weights 0.5 and 2:

    >>> found = recover([[0, 0], [1, 0], [0, 1]], [-3, -2.5, -1])
    >>> found.weights.round(6).tolist(), found.is_complete
    ([-3.0, 0.5, 2.0], True)

    Two do not, but the intercept and the first weight are known already:

    >>> recover([[0, 0], [1, 0]], [-3, -2.5]).known.tolist()
    [True, True, False]
    """
    rows = np.asarray(features, np.float64)
    values = np.asarray(scores, np.float64).reshape(-1)
    if rows.ndim != 2 or not 0 < len(rows) == values.size:
        raise ParameterError(
            "errors.attack_scores",
            "need a row of features for each score and at least one, got {rows} rows and {scores} "
            "scores",
            rows=len(rows),
            scores=values.size,
        )
    x = np.column_stack((np.ones(len(rows)), rows))
    size = np.linalg.norm(x, axis=0)
    scaled = x / np.where(size > 0, size, 1.0)
    _, found, directions = np.linalg.svd(_small(scaled), full_matrices=True)
    seen = np.zeros(x.shape[1], np.bool_)
    seen[: found.size] = found > _NOTHING * found.max(initial=0)
    free = directions[~seen]
    known = (np.abs(free) < np.sqrt(_NOTHING)).all(axis=0)
    solved = np.linalg.lstsq(scaled, values, rcond=_NOTHING)[0] / np.where(size > 0, size, 1.0)
    return Recovered(np.where(known, solved, np.nan), known)


def _small(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a matrix with at most as many rows as columns, and the same inner products."""
    if len(x) <= x.shape[1]:
        return x
    return np.asarray(np.linalg.qr(x, mode="r"), np.float64)
