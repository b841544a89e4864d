"""Critical values of Student's t, without a statistics library.

Arithmetic only: nothing here is secret.

References
----------
.. [1] Student, "The probable error of a mean", Biometrika 6(1), 1908, 1-25,
   doi:10.1093/biomet/6.1.1.
"""

from math import exp, lgamma, log, pi, sqrt

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import ParameterError

Reals = NDArray[np.float64]


def critical_value(confidence: float, *, degrees: int) -> float:
    """Return the value that Student's t stays within with probability `confidence`.

    Parameters
    ----------
    confidence : float
        Between 0 and 1.
    degrees : int
        Degrees of freedom, at least 1.

    Raises
    ------
    ParameterError
        If they are out of range.

    Examples
    --------
    >>> round(critical_value(0.95, degrees=9), 3)
    2.262
    """
    if not (0 < confidence < 1 and degrees >= 1):
        raise ParameterError(
            "errors.confidence_range",
            "need a confidence between 0 and 1 and at least 1 degree of freedom, got {confidence} "
            "and {degrees}",
            confidence=confidence,
            degrees=degrees,
        )
    nodes, weights = np.polynomial.legendre.leggauss(200)
    low, high = 0.0, pi / 2
    while high - low > 1e-13:
        middle = (low + high) / 2
        low, high = (
            (middle, high)
            if _within(middle, degrees, nodes, weights) < confidence
            else (low, middle)
        )
    return sqrt(degrees) * float(np.tan(low))


def _within(angle: float, degrees: int, nodes: Reals, weights: Reals) -> float:
    """Return the probability that t lies within ``sqrt(degrees) * tan(angle)`` of 0.

    Substituting that tangent makes the density a constant times a power of a cosine, which
    Gauss-Legendre integrates.
    """
    constant = 2 * exp(lgamma((degrees + 1) / 2) - lgamma(degrees / 2) - log(pi) / 2)
    cosines = np.cos(angle * (nodes + 1) / 2) ** (degrees - 1)
    return float(constant * angle / 2 * (weights * cosines).sum())
