"""Newton's method over totals: few rounds, and the same answer as on pooled tables.

A step that would lower the likelihood is halved until it does not, so that small or separated data
end in an error and not in nonsense.

Arithmetic only: who adds up the sums, and what they see, is for the caller.
"""

from collections.abc import Callable, Generator

import numpy as np

from pet_workbench.core import DataError
from pet_workbench.federated.model import Fit, Floats, Model, Slope

MOST_ROUNDS = 40
_SMALL = 1e-9
_SLACK = 1e-9
"""Share of the likelihood by which rounding may seem to lower it."""
_FLAT = 1e-13
"""Ratio of the flattest to the steepest direction below which there is no one answer."""


def newton(
    model: Model,
    total: Callable[[Floats], Floats],
    *,
    small: float = _SMALL,
    most_rounds: int = MOST_ROUNDS,
) -> Fit:
    """Fit a model.

    Parameters
    ----------
    model : Model
    total : callable
        Returns the total of the sums over all sites at given coefficients, as exact as they are
        read: with fixed point the answer is as good as that.
    small : float, default: 1e-9
        Stop when the largest step is below this many standard errors.
    most_rounds : int, default: 40

    Returns
    -------
    Fit

    Raises
    ------
    DataError
        If the features do not determine the coefficients, or no steps lead to an answer: one
        feature tells the outcome without fail, say.

    Examples
    --------
    >>> from pet_workbench.federated import Logistic, Site
    >>> a = Site("a", np.array([[0.0], [0.0], [1.0]]), np.array([0.0, 1.0, 1.0]))
    >>> b = Site("b", np.array([[0.0], [1.0], [1.0]]), np.array([0.0, 0.0, 1.0]))
    >>> model = Logistic(1)
    >>> fit = newton(model, lambda beta: sum(model.sums(site, beta) for site in (a, b)))
    >>> fit.coefficients.round(4).tolist()
    [-0.6931, 1.3863]
    """
    steps = ascent(model, small=small, most_rounds=most_rounds)
    at = next(steps)
    while True:
        try:
            at = steps.send(total(at))
        except StopIteration as end:
            fit: Fit = end.value
            return fit


def ascent(
    model: Model, *, small: float = _SMALL, most_rounds: int = MOST_ROUNDS
) -> Generator[Floats, Floats, Fit]:
    """Fit as `newton` does, for a caller that has to wait for totals.

    It yields coefficients, is sent the total there, and returns the fit.

    Parameters
    ----------
    model : Model
    small : float, default: 1e-9
        As for `newton`.
    most_rounds : int, default: 40

    Raises
    ------
    DataError
        As `newton`.

    Examples
    --------
    >>> from pet_workbench.federated import Logistic
    >>> steps = ascent(Logistic(1))
    >>> next(steps).tolist()
    [0.0, 0.0]
    """
    at, share = np.zeros(model.size), 1.0
    slope = model.slope((yield at), at)
    for rounds in range(1, most_rounds):
        fit = _stepped(slope, at, rounds)
        step = fit.coefficients - at
        if np.abs(step / fit.errors).max() < small:
            return fit
        there = at + share * step
        ahead = model.slope((yield there), there)
        if ahead.likelihood < slope.likelihood - _SLACK * abs(slope.likelihood):
            share /= 2
        else:
            at, slope, share = there, ahead, 1.0
    raise DataError(
        "errors.federated_no_answer",
        "need data from which steps lead to an answer within {rounds} rounds, got none: does one "
        "feature tell the outcome without fail?",
        rounds=most_rounds,
    )


def one_step(model: Model, total: Floats, at: Floats, *, rounds: int) -> Fit:
    """Return where one step leads from a total, for a fit that cannot go on.

    Parameters
    ----------
    model : Model
    total : ndarray of float64
        Sum of what sites gave at `at`.
    at : ndarray of float64, shape (k,)
    rounds : int
        How many totals were made.

    Raises
    ------
    DataError
        If the features do not determine the coefficients.
    """
    return _stepped(model.slope(total, at), at, rounds)


def _stepped(slope: Slope, at: Floats, rounds: int) -> Fit:
    """Return the fit after one whole step."""
    inverse = _inverse(slope.curvature)
    errors = np.sqrt(np.diag(inverse))
    return Fit(at + inverse @ slope.gradient, errors, slope.likelihood, rounds)


def _inverse(curvature: Floats) -> Floats:
    """Invert the curvature.

    Raises
    ------
    DataError
        If some features can stand for others, or too few rows are left.
    """
    values = np.linalg.eigvalsh(curvature) if np.isfinite(curvature).all() else np.zeros(1)
    if values[0] <= _FLAT * max(values[-1], 0):
        raise DataError(
            "errors.federated_flat",
            "need features that each say something of their own, got some that follow from others, "
            "or do not vary where it matters; leave one out",
        )
    return np.asarray(np.linalg.inv(curvature), np.float64)
