"""The seam to diffprivlib: for comparison and for attacks, never for a release.

Differential privacy here has mechanisms of its own, because those of diffprivlib 0.6.6 add noise in
floating point, take what is missing from the data, and keep a budget that can be copied.  Pages and
tests show that on the library itself; this module is the only one that imports it.

Protects: nothing; the names say whose answer it is.
Does not protect: what is drawn here must not be released about people.

References
----------
.. [1] N. Holohan, S. Braghin, P. Mac Aonghusa and K. Levacher, "Diffprivlib: The IBM Differential
   Privacy Library", 2019, doi:10.48550/arXiv.1907.02444.
"""

import math
import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pet_workbench.core.validation import check_choice

STATISTICS = ("count", "mean", "variance", "sum", "median")


def library_laplace(value: float, *, epsilon: float, count: int) -> NDArray[np.float64]:
    """Return `count` answers with the library's Laplace noise, for a sensitivity of 1.

    Parameters
    ----------
    value : float
        The true answer.
    epsilon : float
    count : int

    Returns
    -------
    ndarray of float64, shape (count,)
    """
    from diffprivlib.mechanisms import Laplace

    mechanism = Laplace(epsilon=epsilon, sensitivity=1)
    return np.array([mechanism.randomise(value) for _ in range(count)])


def library_gaussian(
    value: float, *, epsilon: float, delta: float, count: int
) -> NDArray[np.float64]:
    """Return `count` answers with the library's analytic Gaussian noise, for a sensitivity of 1.

    Parameters
    ----------
    value : float
        The true answer.
    epsilon, delta : float
    count : int

    Returns
    -------
    ndarray of float64, shape (count,)
    """
    from diffprivlib.mechanisms import GaussianAnalytic

    mechanism = GaussianAnalytic(epsilon=epsilon, delta=delta, sensitivity=1)
    return np.array([mechanism.randomise(value) for _ in range(count)])


def library_total(losses: Sequence[tuple[float, float]], *, slack: float) -> tuple[float, float]:
    """Return what the library's accountant says that losses cost together.

    Parameters
    ----------
    losses : sequence of (float, float)
        Epsilon and delta of each release.
    slack : float
        The delta that adding up may cost on top.

    Returns
    -------
    epsilon, delta : float
        In all; the delta has the slack in it.

    Examples
    --------
    >>> epsilon, delta = library_total([(0.1, 0)] * 100, slack=1e-6)
    >>> round(epsilon, 2)
    5.76
    """
    from diffprivlib import BudgetAccountant

    accountant = BudgetAccountant(slack=slack)
    for epsilon, delta in losses:
        accountant.spend(epsilon, delta)
    epsilon, delta = accountant.total()
    return float(epsilon), float(delta)


def library_answer(
    kind: str,
    values: ArrayLike,
    *,
    epsilon: float,
    bounds: tuple[float, float] | None,
    seed: int | None = None,
) -> float:
    """Return the library's answer about a column.

    Parameters
    ----------
    kind : {"count", "mean", "variance", "sum", "median"}
    values : array_like of float, shape (n,)
        Synthetic: the answer is no release.
    epsilon : float
    bounds : (float, float) or None
        Without bounds the library takes them from the data, and warns.
    seed : int, optional
        Its ``random_state``: the same noise every time.

    Raises
    ------
    ParameterError
        If it is another kind.

    Examples
    --------
    >>> incomes = np.full(100_000, 2000.0)
    >>> 1990 < library_answer("mean", incomes, epsilon=1, bounds=(0, 10_000)) < 2010
    True
    """
    check_choice("kind", kind, STATISTICS)
    from diffprivlib import BudgetAccountant, tools

    column = np.asarray(values, np.float64)
    common: dict[str, Any] = {
        "epsilon": epsilon,
        "random_state": seed,
        "accountant": BudgetAccountant(),
    }
    if kind == "count":
        return float(tools.count_nonzero(column, **common))
    ask = {
        "mean": tools.mean,
        "variance": tools.var,
        "sum": tools.sum,
        "median": tools.median,
    }[kind]
    with warnings.catch_warnings():
        # that bounds come from the data is what the caller shows
        warnings.simplefilter("ignore")
        return float(ask(column, bounds=bounds, **common))


def library_histogram(
    values: ArrayLike, edges: Sequence[float], *, epsilon: float
) -> NDArray[np.float64]:
    """Return the library's histogram of a column; numbers below 0 become 0.

    Parameters
    ----------
    values : array_like of float, shape (n,)
        Synthetic.
    edges : sequence of float, length k + 1
    epsilon : float

    Returns
    -------
    ndarray of float64, shape (k,)
    """
    from diffprivlib import BudgetAccountant, tools

    cells, _ = tools.histogram(
        np.asarray(values, np.float64),
        bins=list(edges),
        range=(edges[0], edges[-1]),
        epsilon=epsilon,
        accountant=BudgetAccountant(),
    )
    return np.asarray(cells, np.float64)


def library_gaussian_deviation(*, epsilon: float, delta: float) -> float:
    """Return the standard deviation of the library's analytic Gaussian noise, sensitivity 1."""
    from diffprivlib.mechanisms import GaussianAnalytic

    variance = GaussianAnalytic(epsilon=epsilon, delta=delta, sensitivity=1).variance(0)
    return math.sqrt(float(variance))
