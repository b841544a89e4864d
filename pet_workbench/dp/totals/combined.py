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

from pet_workbench.core.validation import check_range
from pet_workbench.dp.noise import GAUSSIAN, Noise

_APART = 1.004
_HALVINGS = 50


def combined_tail(noise: Noise, weights: Sequence[float], limit: float) -> float:
    """Return the chance that a weighted sum is further from 0 than `limit`, no less than it is.

    Parameters
    ----------
    noise : Noise
        Of each term, independent.
    weights : sequence of float
    limit : float

    Examples
    --------
    >>> from fractions import Fraction
    >>> noise = Noise("laplace", Fraction(1000))
    >>> round(combined_tail(noise, [0.5, 0.5], 2000), 3)
    0.055
    """
    sizes = [abs(weight) for weight in weights if weight]
    past = limit - sum(sizes) / 2
    if past <= 0:
        return 1.0
    if noise.kind == GAUSSIAN:
        return math.erfc(past / math.sqrt(2 * float(noise.spread) * sum(s**2 for s in sizes)))
    scales = _apart([size * float(noise.spread) for size in sizes])
    total = 0.0
    for scale in scales:
        ratios = (1 / (1 - (other / scale) ** 2) for other in scales if other != scale)
        total += math.prod(ratios) * math.exp(-past / scale)
    return min(total, 1.0)


def combined_quantile(noise: Noise, weights: Sequence[float], confidence: float) -> float:
    """Return a limit within which a weighted sum stays with chance `confidence` at least.

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
    low, high = 0.0, 1.0
    while combined_tail(noise, weights, high) > 1 - confidence:
        low, high = high, 2 * high
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if combined_tail(noise, weights, middle) > 1 - confidence:
            low = middle
        else:
            high = middle
    return high


def _apart(scales: list[float]) -> list[float]:
    """Return scales that differ enough to compute with, none smaller than it was."""
    apart: list[float] = []
    for scale in sorted(scales):
        apart.append(max(scale, apart[-1] * _APART) if apart else scale)
    return apart
