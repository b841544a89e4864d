"""Weigh all candidate laws against a few measured sizes, by Bayes' rule on a grid.

The logarithm of a measured figure is that of a candidate law, plus a deviation of its size, plus
the noise of its repeats.  With three to five sizes no single law can be picked with confidence, so
none is: every candidate keeps its share of belief, and predictions are mixtures of all.  The size
of a law is integrated out exactly (a flat belief about its logarithm), the rest is a grid.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist

import numpy as np

from pet_workbench.bench.costs.quantities import Quantity
from pet_workbench.bench.costs.shapes import FIXED, SHAPES, Floats, grown_at

COVERAGE = 0.9
"""Share of true figures that lie within an interval, checked by simulation in the tests."""
_NODES = np.array([NormalDist().inv_cdf((k + 0.5) / 64) for k in range(64)])
_FORGET = 1e-6


@dataclass(frozen=True)
class Candidates:
    """Candidate laws with their share of belief, one per row of the arrays.

    Attributes
    ----------
    shape : ndarray of int
        Index in `SHAPES`.
    fixed : ndarray of float
        See `FIXED`, times g at the smallest size: so the law is ``exp(scale) * (fixed + g(n))``.
    deviation : ndarray of float
        Of a size from the law.
    belief : ndarray of float
        Adds up to 1.
    scale, scale_variance : ndarray of float
        Mean and variance of the logarithm of the law's size.
    """

    shape: np.ndarray
    fixed: Floats
    deviation: Floats
    belief: Floats
    scale: Floats
    scale_variance: Floats

    def logs(self, n: float) -> Floats:
        """Return the logarithm of each law at `n`."""
        return np.asarray(self.scale + np.log(self.fixed + grown_at(n)[self.shape]))

    def fixed_shares(self, n: float) -> Floats:
        """Return the share of each law's fixed part at `n`."""
        return np.asarray(self.fixed / (self.fixed + grown_at(n)[self.shape]))

    def quantiles(self, n: float, *, more_variance: float, shares: Sequence[float]) -> Floats:
        """Return quantiles of the mixture of all predictions at `n`.

        Parameters
        ----------
        n : float
        more_variance : float
            Of the logarithm, beyond that of the law and of the size's deviation.
        shares : sequence of float
        """
        spread = np.sqrt(self.scale_variance + self.deviation**2 + more_variance)
        points = (self.logs(n)[:, None] + spread[:, None] * _NODES).ravel()
        beliefs = np.repeat(self.belief / len(_NODES), len(_NODES))
        return np.exp(weighted_quantiles(points, beliefs, shares))


def weighted_quantiles(points: Floats, weights: Floats, shares: Sequence[float]) -> Floats:
    """Return the points below which each of `shares` of the weight lies."""
    order = np.argsort(points)
    below = np.cumsum(weights[order])
    found = np.searchsorted(below, np.asarray(shares) * below[-1])
    return np.asarray(points[order][np.minimum(found, len(points) - 1)])


def weigh(sizes: Floats, logs: Floats, noise: Floats, quantity: Quantity) -> Candidates:
    """Return the candidates with their belief after looking.

    Parameters
    ----------
    sizes : ndarray of float, shape (k,)
        Ascending.
    logs : ndarray of float, shape (k,)
        Logarithm of what was measured there.
    noise : ndarray of float, shape (k,)
        Variance of these because of their repeats.
    quantity : Quantity
    """
    shape, share, deviation, prior = grid(quantity)
    grown = np.array([one.grows(sizes) for one in SHAPES])
    fixed = share * grown[shape, 0]
    away = logs - np.log(fixed[:, None] + grown[shape])
    firmness = 1 / (deviation[:, None] ** 2 + noise)
    total = firmness.sum(axis=1)
    scale = (firmness * away).sum(axis=1) / total
    misfit = (firmness * (away - scale[:, None]) ** 2).sum(axis=1)
    log_belief = np.log(prior) + 0.5 * (np.log(firmness).sum(axis=1) - np.log(total) - misfit)
    belief = np.exp(log_belief - log_belief.max())
    belief /= belief.sum()
    kept = belief > _FORGET
    return Candidates(
        shape[kept],
        fixed[kept],
        deviation[kept],
        belief[kept] / belief[kept].sum(),
        scale[kept],
        1 / total[kept],
    )


@cache
def grid(quantity: Quantity) -> tuple[np.ndarray, Floats, Floats, Floats]:
    """Return shape, fixed part, deviation and belief before looking of all candidates."""
    rows = [
        (index, share, deviation, shape.likely)
        for index, shape in enumerate(SHAPES)
        for share in FIXED
        for deviation in quantity.deviations
    ]
    shape, share, deviation, likely = (np.array(column) for column in zip(*rows, strict=True))
    return shape, share, deviation, likely / math.fsum(likely)
