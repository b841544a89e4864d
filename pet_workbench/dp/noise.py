"""The noise a release needs, and how large it can be.

Discrete Laplace noise of scale ``l1 / epsilon`` gives epsilon-differential privacy to whole numbers
that one unit changes by `l1` in all [1]_.  Discrete Gaussian noise of variance ``l2**2 / (2 rho)``
gives rho-zCDP, where `l2` is the length of that change [2]_.

Protects: whole numbers, with exactly the probabilities the promise is about; see `core.noise`.
Does not protect: when the same noise is drawn again: a keystream serves once.

References
----------
.. [1] A. Ghosh, T. Roughgarden and M. Sundararajan, "Universally Utility-Maximizing Privacy
   Mechanisms", SIAM Journal on Computing 41(6), 2012, doi:10.1137/09076828X.
.. [2] C. Canonne, G. Kamath and T. Steinke, "The Discrete Gaussian for Differential Privacy",
   NeurIPS 2020, doi:10.48550/arXiv.2004.00010.
"""

import math
import sys
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Keystream
from pet_workbench.core.noise import discrete_gaussian, discrete_laplace
from pet_workbench.core.noise.gaussian import check_variance
from pet_workbench.core.noise.laplace import check_scale
from pet_workbench.core.validation import check_range
from pet_workbench.dp.conversion import rho_for

LAPLACE: Final = "laplace"
GAUSSIAN: Final = "gaussian"
_NARROW = 64
"""Up to this deviation the chances of a bell curve are added up; beyond, areas bound them."""
_SAFE = 1 + 2.0**-40
"""More than floating point loses in the few steps below."""


@dataclass(frozen=True)
class Noise:
    """A distribution of whole numbers around 0.

    Attributes
    ----------
    kind : {"laplace", "gaussian"}
    spread : Fraction
        Of Laplace noise the scale: odds fall by a factor e every `spread`.  Of Gaussian noise the
        variance of the bell curve.

    Raises
    ------
    ParameterError
        If numbers of this spread need not fit in 64 bits.

    Examples
    --------
    >>> noise = noise_for(Fraction(1, 2), Fraction(0), l1=1, l2_squared=1)
    >>> noise.kind, noise.spread, noise.quantile(0.95)
    ('laplace', Fraction(2, 1), 6)
    """

    kind: Literal["laplace", "gaussian"]
    spread: Fraction

    def __post_init__(self) -> None:
        if self.kind == GAUSSIAN:
            check_variance(self.spread)
        else:
            check_scale(self.spread)

    @property
    def deviation(self) -> float:
        """Return the standard deviation; of Gaussian noise, one that it does not exceed."""
        if self.kind == GAUSSIAN:
            return math.sqrt(self.spread)
        fall = math.exp(-1 / self.spread)
        return math.sqrt(2 * fall) / -math.expm1(-1 / self.spread)

    def draw(self, stream: Keystream, count: int) -> NDArray[np.int64]:
        """Return `count` independent numbers."""
        if self.kind == GAUSSIAN:
            return discrete_gaussian(stream, count, variance=self.spread)
        return discrete_laplace(stream, count, scale=self.spread)

    def tail(self, limit: int) -> float:
        """Return the chance that a number is further from 0 than `limit`, never less than it is.

        It is exact but for a part in 10**12, or in 10**3 for Gaussian noise wider than 64.
        """
        if limit < 0:
            return 1.0
        chance = (_bell_tail if self.kind == GAUSSIAN else _laplace_tail)(self.spread, limit)
        return min(1.0, max(chance * _SAFE, sys.float_info.min))

    def quantile(self, confidence: float) -> int:
        """Return the smallest limit within which a number stays with chance `confidence`.

        Raises
        ------
        ParameterError
            If the confidence is not from 0.5 to 1 - 1e-12.
        """
        check_range("confidence", confidence, 0.5, 1 - 1e-12)
        return _quantile(self, confidence)

    def describe(self) -> dict[str, str]:
        """Return the distribution for a statement or a ledger."""
        return {"distribution": f"discrete {self.kind}", "spread": str(self.spread)}


def noise_for(epsilon: Fraction, delta: Fraction, *, l1: int, l2_squared: int) -> Noise:
    """Return the noise for whole numbers that one unit can change so much.

    Parameters
    ----------
    epsilon, delta : Fraction
        With a delta of 0 the noise is Laplace, otherwise Gaussian.
    l1 : int
        Sum of the sizes of the changes one unit can make.
    l2_squared : int
        Sum of their squares.
    """
    if delta:
        return Noise(GAUSSIAN, Fraction(l2_squared) / (2 * rho_for(epsilon, delta)))
    return Noise(LAPLACE, Fraction(l1) / epsilon)


def _laplace_tail(scale: Fraction, limit: int) -> float:
    """Return twice the sum of a geometric series, over that of all numbers."""
    # the exponent is rounded once, and so is off by 2**-43 at most where it matters
    return 2 * math.exp(-Fraction(limit + 1) / scale) / (1 + math.exp(-1 / scale))


def _bell_tail(variance: Fraction, limit: int) -> float:
    """Return the chance of a discrete Gaussian beyond `limit`, or a bound just above it."""
    spread = float(variance)
    if spread <= _NARROW**2 and limit < 40 * _NARROW:
        # from the far end, so that small numbers add up before they meet large ones
        numbers = np.arange(limit + math.ceil(40 * math.sqrt(spread)) + 2, -1, -1.0)
        odds = np.exp(-(numbers**2) / (2 * spread))
        return float(2 * odds[: -limit - 1].sum() / (2 * odds[:-1].sum() + 1))
    # beyond the deviation each odd lies below the area around it, within it above; what all odds
    # differ from the whole area by is less than exp(-2 * (pi * 64)**2), and so nothing
    return math.erfc((limit + 0.5) / math.sqrt(2 * spread))


@lru_cache(maxsize=4096)
def _quantile(noise: Noise, confidence: float) -> int:
    """Return the smallest limit with few enough numbers beyond it."""
    return smallest_limit(noise.tail, confidence, first=max(1, math.ceil(noise.deviation)))


def smallest_limit(tail: Callable[[int], float], confidence: float, *, first: int = 1) -> int:
    """Return the smallest limit that noise stays within with chance `confidence`, by bisection.

    Parameters
    ----------
    tail : callable
        From a limit to the chance that the noise is further from 0; never rises.
    confidence : float
    first : int
        Where to begin; the nearer to the outcome the sooner it is found.

    Examples
    --------
    >>> smallest_limit(lambda limit: 0.5 ** (limit + 1), 0.95)
    4
    """
    low, high = 0, first
    while tail(high) > 1 - confidence:
        low, high = high + 1, 2 * high
    while low < high:
        middle = (low + high) // 2
        if tail(middle) > 1 - confidence:
            low = middle + 1
        else:
            high = middle
    return low
