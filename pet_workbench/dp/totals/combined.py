"""How large a weighted sum of independent noises can be; intervals of ratios rest on it.

For bell curves the weights add up in squares.  For Laplace noises of different scales the chance of
a large sum is a weighted sum of the chances of each [1]_; scales that nearly coincide are moved
apart, upwards.  Both hold for continuous noise: half a step for each weight makes up for the
difference with whole numbers.

Protects: nothing; it is about accuracy.
Does not protect: it costs no privacy either.

References
----------
.. [1] S. Nadarajah and S. Kotz, "On the linear combination of Laplace random variables",
   Probability in the Engineering and Informational Sciences 19(4), 2005,
   doi:10.1017/S0269964805050266.
"""

import math
from collections.abc import Sequence
from statistics import NormalDist

from pet_workbench.core.validation import check_range
from pet_workbench.dp.noise import GAUSSIAN, Noise

_APART = 1.004
_HALVINGS = 40


def combined_quantile(noise: Noise, weights: Sequence[float], confidence: float) -> float:
    """Return a limit within which a weighted sum stays with chance `confidence` at least.

    Parameters
    ----------
    noise : Noise
        Of each term, independent.
    weights : sequence of float
    confidence : float

    Raises
    ------
    ParameterError
        If the confidence is not from 0.5 to 1 - 1e-12.

    Examples
    --------
    >>> from fractions import Fraction
    >>> noise = Noise("laplace", Fraction(1000))
    >>> round(combined_quantile(noise, [1.0], 0.95)), noise.quantile(0.95)
    (2996, 2996)
    """
    check_range("confidence", confidence, 0.5, 1 - 1e-12)
    sizes = [abs(weight) for weight in weights if weight]
    slack = sum(sizes) / 2
    if noise.kind == GAUSSIAN:
        spread = math.sqrt(float(noise.spread) * sum(size**2 for size in sizes))
        return NormalDist().inv_cdf(1 - (1 - confidence) / 2) * spread + slack
    scales = _apart([size * float(noise.spread) for size in sizes])
    low, high = 0.0, 50 * sum(scales)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if _tail(scales, middle) > 1 - confidence:
            low = middle
        else:
            high = middle
    return high + slack


def _apart(scales: list[float]) -> list[float]:
    """Return scales that differ enough to compute with, none smaller than it was."""
    apart: list[float] = []
    for scale in sorted(scales):
        apart.append(max(scale, apart[-1] * _APART) if apart else scale)
    return apart


def _tail(scales: list[float], limit: float) -> float:
    """Return the chance that a sum of Laplace noises is further from 0 than `limit`."""
    total = 0.0
    for scale in scales:
        weight = math.prod(scale**2 / (scale**2 - other**2) for other in scales if other != scale)
        total += weight * math.exp(-limit / scale)
    return total
