"""Federated averaging: each site learns for a while on its own, then coefficients are averaged.

It is the best known way [1]_, made for models with millions of coefficients.  For small models it
needs more rounds than `newton`, and where sites differ it ends up somewhere else than the pooled
fit: how far depends on how long sites learn on their own.

Protects: the rows, which do not travel.
Does not protect: a site whose own coefficients are read: they are made of its rows alone.

References
----------
.. [1] B. McMahan, E. Moore, D. Ramage, S. Hampson, B. Aguera y Arcas, "Communication-efficient
   learning of deep networks from decentralized data", AISTATS 2017, PMLR 54, 1273-1282.
"""

from collections.abc import Callable, Sequence

import numpy as np

from pet_workbench.core.validation import check_range, check_whole
from pet_workbench.federated.logistic import Logistic
from pet_workbench.federated.model import Floats, Site


def learn_alone(model: Logistic, site: Site, start: Floats, *, steps: int, rate: float) -> Floats:
    """Let one site go uphill on its own rows.

    Parameters
    ----------
    model : Logistic
    site : Site
        With a row at least.
    start : ndarray of float64, shape (size,)
    steps : int
    rate : float
        How far a step goes along the mean gradient.

    Returns
    -------
    ndarray of float64, shape (size,)
    """
    at = start
    for _ in range(steps):
        gradient = model.slope(model.sums(site, at), at).gradient
        at = at + rate * gradient / site.n
    return at


def average(
    model: Logistic,
    sites: Sequence[Site],
    *,
    rounds: int,
    steps: int,
    rate: float = 1.0,
    total: Callable[[Sequence[Floats]], Floats] | None = None,
) -> Floats:
    """Fit a model by averaging, each site weighted by its rows.

    Parameters
    ----------
    model : Logistic
    sites : sequence of Site
        Those without rows do not count.
    rounds : int
        1 to 10,000.
    steps : int
        Per round, at each site; 1 to 10,000.
    rate : float, default: 1.0
        Above 0, at most 100.
    total : callable, optional
        How weighted coefficients of the sites are added up; plainly by default.

    Returns
    -------
    ndarray of float64, shape (size,)

    Raises
    ------
    ParameterError
        If a number is out of range.

    Examples
    --------
    >>> site = Site("a", np.array([[0.0], [0.0], [1.0], [1.0]]), np.array([0.0, 1.0, 1.0, 1.0]))
    >>> average(Logistic(1), [site], rounds=1, steps=1).tolist()
    [0.25, 0.25]
    """
    check_whole("rounds", rounds, 1, 10_000)
    check_whole("steps", steps, 1, 10_000)
    check_range("rate", rate, 1e-9, 100)
    filled = [site for site in sites if site.n]
    rows = sum(site.n for site in filled)
    add = total or (lambda parts: np.sum(parts, axis=0))
    at = np.zeros(model.size)
    for _ in range(rounds):
        at = add(
            [
                site.n / rows * learn_alone(model, site, at, steps=steps, rate=rate)
                for site in filled
            ]
        )
    return at
