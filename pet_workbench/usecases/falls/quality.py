"""How good predicted risks are: do they tell people apart, are they right, do they find the few.

*AUC*: how often somebody to whom it happened had the higher risk than somebody to whom it did not.
*Calibration*: whether of everybody with a risk of 5 % one in twenty is hurt; as a line (intercept 0
and slope 1 are perfect; a slope below 1 means that risks are too extreme) and as a table.
*Precision at the top*: which part of those with the highest risks was hurt [1]_.

Arithmetic only: nothing here protects anything.  With real people the outcome is at the hospital;
here the people are invented and it is known.

References
----------
.. [1] B. Van Calster, D. J. McLernon, M. van Smeden, L. Wynants, E. W. Steyerberg, "Calibration:
   the Achilles heel of predictive analytics", BMC Medicine 17, 2019, 230,
   doi:10.1186/s12916-019-1466-7.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pet_workbench.core import ParameterError
from pet_workbench.core.validation import check_range
from pet_workbench.usecases.falls.model import risks_of

_MOST_STEPS = 100
_CLOSE = 1e-12


@dataclass(frozen=True, slots=True)
class Bin:
    """People with about the same risk.

    Attributes
    ----------
    mean_risk, observed : float
        What was predicted for them on average, and the share to whom it happened.
    people : int
    """

    mean_risk: float
    observed: float
    people: int


@dataclass(frozen=True, slots=True)
class Quality:
    """How good scores are.

    Attributes
    ----------
    auc : float
        0.5 is chance, 1 is perfect.
    intercept, slope : float
        Of the calibration line; 0 and 1 are perfect.
    precision : float
        Share to whom it happened, among the part `share` of all with the highest scores.
    base_rate : float
        Share to whom it happened, among all.
    share : float
    """

    auc: float
    intercept: float
    slope: float
    precision: float
    base_rate: float
    share: float


def quality(scores: ArrayLike, outcome: ArrayLike, *, share: float = 0.1) -> Quality:
    """Return how good `scores` are.

    Parameters
    ----------
    scores : array_like of float, shape (n,)
        Log-odds.
    outcome : array_like of bool, shape (n,)
        Whether it happened; to some it did, to others not.
    share : float, default: 0.1
        Part of all with the highest scores, for the precision.

    Examples
    --------
    >>> found = quality([-3, -2, -1, 0], [False, False, True, False], share=0.25)
    >>> round(found.auc, 3), found.precision, found.base_rate
    (0.667, 0.0, 0.25)
    """
    values, happened = _checked(scores, outcome)
    intercept, slope = calibration_line(values, happened)
    return Quality(
        auc(values, happened),
        intercept,
        slope,
        precision_at(values, happened, share),
        float(happened.mean()),
        share,
    )


def auc(risks: ArrayLike, outcome: ArrayLike) -> float:
    """Return how often whoever it happened to had the higher risk; equal risks count half.

    Parameters
    ----------
    risks : array_like of float, shape (n,)
        Risks, or scores: only their order counts.
    outcome : array_like of bool, shape (n,)

    Examples
    --------
    >>> auc([0.1, 0.2, 0.2, 0.9], [False, True, False, True])
    0.875
    """
    values, happened = _checked(risks, outcome)
    _, which, counts = np.unique(values, return_inverse=True, return_counts=True)
    middle = np.cumsum(counts) - (counts - 1) / 2  # the mean rank of equals
    hurt = int(happened.sum())
    above = middle[which][happened].sum() - hurt * (hurt + 1) / 2
    return float(above / (hurt * (happened.size - hurt)))


def calibration_line(scores: ArrayLike, outcome: ArrayLike) -> tuple[float, float]:
    """Return intercept and slope of the logistic regression of `outcome` on the scores.

    Parameters
    ----------
    scores : array_like of float, shape (n,)
        Log-odds.
    outcome : array_like of bool, shape (n,)

    Returns
    -------
    intercept, slope : float
        NaN where scores part the outcomes without a mistake: then there is no such line.
    """
    values, happened = _checked(scores, outcome)
    if _parts(values, happened):
        return float("nan"), float("nan")
    x = np.column_stack((np.ones(values.size), values))
    line = np.array([0.0, 1.0])
    for _ in range(_MOST_STEPS):
        risks = risks_of(x @ line)
        bend = (x * (risks * (1 - risks))[:, None]).T @ x
        step = np.linalg.lstsq(bend, x.T @ (happened - risks), rcond=None)[0]
        line += step * min(1.0, 2.0 / max(float(np.abs(step).max()), 1e-300))
        if np.abs(step).max() < _CLOSE:
            break
    return float(line[0]), float(line[1])


def calibration_table(risks: ArrayLike, outcome: ArrayLike, *, groups: int = 10) -> tuple[Bin, ...]:
    """Put people in groups of about equal size by risk, and compare what was predicted and seen.

    Parameters
    ----------
    risks : array_like of float, shape (n,)
        Probabilities.
    outcome : array_like of bool, shape (n,)
    groups : int, default: 10
        How many groups, from 1; people with the same risk may stand in two.

    Returns
    -------
    tuple of Bin
        Ascending; without empty groups.

    Examples
    --------
    >>> for one in calibration_table([0.1, 0.3, 0.4, 0.8], [0, 0, 1, 1], groups=2):
    ...     print(round(one.mean_risk, 2), one.observed, one.people)
    0.2 0.0 2
    0.6 1.0 2
    """
    check_range("groups", groups, 1, 1_000)
    values, happened = _checked(risks, outcome)
    order = np.argsort(values, kind="stable")
    parts = [part for part in np.array_split(order, groups) if part.size]
    return tuple(
        Bin(float(values[part].mean()), float(happened[part].mean()), part.size) for part in parts
    )


def precision_at(risks: ArrayLike, outcome: ArrayLike, share: float) -> float:
    """Return which part of those with the highest risks it happened to.

    Parameters
    ----------
    risks : array_like of float, shape (n,)
        Risks, or scores: only their order counts.
    outcome : array_like of bool, shape (n,)
    share : float
        Part of all people, above 0 to 1; at least one person.  Who has the same risk as the last
        of them counts in proportion, so that the order of the rows does not matter.

    Examples
    --------
    >>> precision_at([0.9, 0.5, 0.5, 0.1], [True, False, True, False], 0.5)
    0.75
    """
    check_range("share", share, 1e-9, 1)
    values, happened = _checked(risks, outcome)
    count = max(1, int(share * values.size))
    last = np.partition(values, values.size - count)[values.size - count]
    above, level = values > last, values == last
    places = count - int(above.sum())
    return float((happened[above].sum() + places * happened[level].mean()) / count)


def _checked(risks: ArrayLike, outcome: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return both as vectors of one length, with people of both kinds."""
    values = np.asarray(risks, np.float64).reshape(-1)
    happened = np.asarray(outcome, np.bool_).reshape(-1)
    if values.size != happened.size or not 0 < happened.sum() < happened.size:
        raise ParameterError(
            "errors.falls_quality",
            "need as many outcomes as risks, some yes and some no, got {risks} risks and {yes} of "
            "{outcomes} yes",
            risks=values.size,
            outcomes=happened.size,
            yes=int(happened.sum()),
        )
    return values, happened


def _parts(values: NDArray[np.float64], happened: NDArray[np.bool_]) -> bool:
    """Tell whether a limit parts those to whom it happened from the others, or nothing varies."""
    hurt, others = values[happened], values[~happened]
    return bool(
        hurt.min() >= others.max() or hurt.max() <= others.min() or values.min() == values.max()
    )
