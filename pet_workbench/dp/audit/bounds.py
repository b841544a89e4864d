"""From how often an event was seen to what its chance, and so epsilon, is at least.

Clopper and Pearson's interval of a chance holds with the confidence that is stated, whatever the
chance is and however few runs there were [1]_.  Differential privacy says that an event has chance
``p <= exp(epsilon) * q + delta``, where p and q are its chances on two neighbouring tables; so a p
that is surely high and a q that is surely low bound epsilon from below [2]_.

Protects: nobody.
Does not protect: by being small: too few runs bound nothing.

References
----------
.. [1] C. J. Clopper and E. S. Pearson, "The Use of Confidence or Fiducial Limits Illustrated in the
   Case of the Binomial", Biometrika 26(4), 1934, doi:10.1093/biomet/26.4.404.
.. [2] Z. Ding, Y. Wang, G. Wang, D. Zhang and D. Kifer, "Detecting Violations of Differential
   Privacy", CCS 2018, doi:10.1145/3243734.3243818.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.float64]


def epsilon_at_least(
    seen: ArrayLike, seen_in_other: ArrayLike, *, runs: int, delta: float, confidence: float
) -> Numbers:
    """Return what epsilon is at least, with chance `confidence`; 0 if nothing is known.

    Parameters
    ----------
    seen, seen_in_other : array_like of int, shape (n,)
        In how many of the runs events happened, on one table and on its neighbour.
    runs : int
        On each table.
    delta : float
    confidence : float
        For each event by itself.

    Returns
    -------
    ndarray of float64, shape (n,)

    Examples
    --------
    >>> found = epsilon_at_least([730], [270], runs=1000, delta=0, confidence=0.99)
    >>> found.round(2).tolist()
    [0.81]
    """
    wrong = (1 - confidence) / 2
    low = chance_at_least(seen, runs=runs, confidence=1 - wrong)
    high = chance_at_most(seen_in_other, runs=runs, confidence=1 - wrong)
    ratio: Numbers = np.maximum(low - delta, high) / high
    return np.log(ratio)


def chance_at_least(seen: ArrayLike, *, runs: int, confidence: float) -> Numbers:
    """Return what the chance of an event is at least, one-sided.

    Examples
    --------
    >>> chance_at_least([0, 1000], runs=1000, confidence=0.99).round(4).tolist()
    [0.0, 0.9954]
    """
    return 1 - chance_at_most(runs - np.asarray(seen), runs=runs, confidence=confidence)


def chance_at_most(seen: ArrayLike, *, runs: int, confidence: float) -> Numbers:
    """Return what the chance of an event is at most, one-sided.

    Examples
    --------
    >>> chance_at_most([0, 1000], runs=1000, confidence=0.99).round(4).tolist()
    [0.0046, 1.0]
    """
    from scipy.special import betaincinv

    times = np.asarray(seen, np.float64)
    fewer = np.maximum(runs - times, 0.5)
    inverse: Numbers = betaincinv(times + 1, fewer, confidence)
    return np.where(times >= runs, 1.0, inverse)
