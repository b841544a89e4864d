"""From concentrated differential privacy to epsilon and delta, and back.

Noise from a Gaussian distribution is accounted for by one number, rho: the number of zero-
concentrated differential privacy (zCDP) [1]_.  The rhos of several releases simply add up.  What a
total rho means in epsilon and delta follows from the tightest known formula for it [2]_: for every
order ``alpha > 1``, a mechanism that is rho-zCDP is (epsilon, delta)-differentially private with ::

    delta = exp((alpha - 1) * (alpha * rho - epsilon)) / (alpha - 1) * (1 - 1 / alpha) ** alpha

The smallest over all orders counts.  As *every* order gives a true statement, a search that stops
early is never wrong, only a little less sharp; and what floating-point numbers may be off is added.

Protects: nothing by itself; every number is rounded so that less is promised than was proved.
Does not protect: against a rho that does not belong to the noise that was really added.

References
----------
.. [1] M. Bun and T. Steinke, "Concentrated Differential Privacy: Simplifications, Extensions, and
   Lower Bounds", TCC 2016, doi:10.1007/978-3-662-53641-4_24.
.. [2] C. Canonne, G. Kamath and T. Steinke, "The Discrete Gaussian for Differential Privacy",
   NeurIPS 2020, Proposition 12 and Corollary 13, doi:10.48550/arXiv.2004.00010.
"""

import math
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache

from pet_workbench.core import ParameterError

BITS = 24
"""A rho has this many binary digits, so that noise is drawn with small whole numbers."""
EPSILON_BITS = 40
"""An epsilon has this many, for it is only compared and shown."""
SMALLEST, LARGEST = Fraction(1, 10**24), 10**9
"""Between these, epsilon and rho are numbers for which the search below was tested."""
FLOAT_ERROR = 2.0**-44
"""The part of each term that its floating-point value may be off: 2**8 times the true bound."""


@lru_cache(maxsize=1024)
def rho_for(epsilon: Fraction, delta: Fraction) -> Fraction:
    """Return the largest rho that still promises (epsilon, delta)-differential privacy.

    Parameters
    ----------
    epsilon : Fraction
        Above 0.
    delta : Fraction
        Between 0 and 1, both excluded.

    Returns
    -------
    Fraction
        Rounded downwards, to the safe side.

    Raises
    ------
    ParameterError
        If epsilon or delta is outside its range.

    Examples
    --------
    >>> float(rho_for(Fraction(1), Fraction(1, 10**6)))
    0.024355...
    """
    _check("epsilon", epsilon)
    _check_delta(delta)
    log_delta = _log_below(delta)
    return _largest(lambda rho: _log_delta(rho, epsilon) <= log_delta, BITS)


@lru_cache(maxsize=1024)
def epsilon_for_rho(rho: Fraction, delta: Fraction) -> Fraction:
    """Return the smallest epsilon that rho promises together with this delta.

    Parameters
    ----------
    rho : Fraction
        0 or above.
    delta : Fraction
        Between 0 and 1, both excluded.

    Returns
    -------
    Fraction
        Rounded upwards, to the safe side; 0 for ``rho = 0``.

    Raises
    ------
    ParameterError
        If rho or delta is outside its range.

    Examples
    --------
    Ten releases with Gaussian noise, each with a standard deviation of 9.86 times what one person
    can change:

    >>> rho = 10 / (2 * Fraction("9.86") ** 2)
    >>> round(float(epsilon_for_rho(rho, Fraction(1, 10**6))), 2)
    1.49
    """
    _check_delta(delta)
    if rho == 0:
        return Fraction(0)
    _check("rho", rho)
    log_delta = _log_below(delta)
    below = _largest(
        lambda epsilon: epsilon < SMALLEST or _log_delta(rho, epsilon) > log_delta, EPSILON_BITS
    )
    return below + Fraction(2) ** (_exponent(below) - EPSILON_BITS + 1)


def delta_for(rho: Fraction, epsilon: Fraction) -> Fraction:
    """Return the smallest delta that rho promises together with this epsilon.

    Parameters
    ----------
    rho : Fraction
        0 or above.
    epsilon : Fraction
        Above 0.

    Returns
    -------
    Fraction
        Rounded upwards, to the safe side; at most 1, and 0 only for ``rho = 0``.

    Raises
    ------
    ParameterError
        If rho or epsilon is outside its range.

    Examples
    --------
    >>> float(delta_for(Fraction(1, 40), Fraction(1)))
    1.33...e-06
    """
    _check("epsilon", epsilon)
    if rho == 0:
        return Fraction(0)
    _check("rho", rho)
    exponent = min(0.0, _log_delta(rho, epsilon))
    smallest = Fraction(math.ulp(0.0))
    return min(Fraction(1), max(smallest, Fraction(math.exp(exponent) * (1 + FLOAT_ERROR))))


def _log_delta(rho: Fraction, epsilon: Fraction) -> float:
    """Return the logarithm of delta at the best order, rounded upwards.

    With ``a = alpha - 1`` it is ``a * (1 + a) * rho - a * epsilon + a * log(a) - (1 + a) *
    log(1 + a)``.  That is convex, so its slope is searched for a zero.
    """
    per_rho, per_epsilon = float(rho), float(epsilon)
    low, high = -60.0, 60.0
    for _ in range(60):
        middle = (low + high) / 2
        a = math.exp(middle)
        slope = (1 + 2 * a) * per_rho - per_epsilon + middle - math.log1p(a)
        low, high = (middle, high) if slope < 0 else (low, middle)
    a = math.exp(low)
    terms = (
        a * (1 + a) * per_rho,
        -a * per_epsilon,
        a * math.log(a),
        -(1 + a) * math.log1p(a),
    )
    return math.fsum(terms) + FLOAT_ERROR * (1 + math.fsum(map(abs, terms)))


def _largest(holds: Callable[[Fraction], bool], bits: int) -> Fraction:
    """Return the largest number of `bits` binary digits for which `holds`, true of small ones."""
    power = Fraction(1)
    while holds(power):
        power *= 2
    while not holds(power):
        power /= 2
    found, step = power, power
    for _ in range(bits - 1):
        step /= 2
        if holds(found + step):
            found += step
    return found


def _exponent(number: Fraction) -> int:
    """Return k for which ``2**k <= number < 2**(k + 1)``."""
    k = number.numerator.bit_length() - number.denominator.bit_length()
    return k if Fraction(2) ** k <= number else k - 1


def _log_below(delta: Fraction) -> float:
    """Return the logarithm of `delta`, rounded downwards, also where a float would be 0."""
    logs = math.log(delta.numerator), math.log(delta.denominator)
    return logs[0] - logs[1] - FLOAT_ERROR * (1 + sum(logs))


def _check(name: str, number: Fraction) -> None:
    if not SMALLEST <= number <= LARGEST:
        raise ParameterError(
            "errors.dp_conversion_range",
            "need {name} from 1e-24 to 1e9, got {number}",
            name=name,
            number=float(number),
        )


def _check_delta(delta: Fraction) -> None:
    if not 0 < delta < 1:
        raise ParameterError(
            "errors.dp_conversion_delta",
            "need delta between 0 and 1, got {delta}; with delta 0 only pure noise can be promised",
            delta=float(delta),
        )
