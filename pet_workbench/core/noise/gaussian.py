"""Gaussian noise on whole numbers, from a keystream, with exact probabilities.

A number x comes out with probability proportional to ``exp(-x**2 / (2 * variance))``.  Noise of
floating-point numbers would have gaps that tell what it was added to; here no floating-point number
is used at all.  A number is drawn with odds ``exp(-|x| / t)``, where t is about the standard
deviation, and kept with chance ``exp(-(|x| - variance / t)**2 / (2 * variance))`` [1]_.  It
is a product of events that compare uniform whole numbers with whole numbers, and with digits of
two fractions that do not depend on x, so that any fraction will do as the variance.

For deviations above 2**52, a multiple of one such number is added to another.  The sum is again a
discrete Gaussian, but for less than 2**-100 [2]_.

Protects: with variance ``l2**2 / (2 * rho)`` a total has rho-concentrated differential privacy.
Does not protect: by itself; who adds it must know how much one person can change.

References
----------
.. [1] C. Canonne, G. Kamath and T. Steinke, "The Discrete Gaussian for Differential Privacy",
   NeurIPS 2020, doi:10.48550/arXiv.2004.00010.
.. [2] D. Micciancio and M. Walter, "Gaussian Sampling over the Integers: Efficient, Generic,
   Constant-Time", CRYPTO 2017, doi:10.1007/978-3-319-63715-0_16.
"""

import math
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core.errors import ParameterError
from pet_workbench.core.noise.events import (
    Events,
    Numbers,
    Stream,
    below,
    bernoulli,
    coins,
    gathered,
    happens_exp,
    happens_often,
)
from pet_workbench.core.noise.laplace import MOST_NUMBERS, discrete_laplace
from pet_workbench.core.validation import check_whole

WIDEST_BITS = 52
"""Up to this many bits, a deviation is drawn in one go."""
SMOOTHING_BITS = 4
"""The lower of two numbers has a deviation of 16 steps of the higher one."""
NARROWEST = Fraction(1, 2**20)
"""Least variance; with this one, anything but 0 has a chance below exp(-500,000)."""


def discrete_gaussian(stream: Stream, count: int, *, variance: Fraction) -> Numbers:
    """Return whole numbers x with probability proportional to ``exp(-x**2 / (2 * variance))``.

    Parameters
    ----------
    stream : Keystream
        Where they are read from.
    count : int
        How many.
    variance : Fraction
        2**-20 to 2**104.

    Returns
    -------
    ndarray of int64, shape (count,)

    Raises
    ------
    ParameterError
        If the variance or the count is out of range.

    Examples
    --------
    >>> from pet_workbench.core import Keystream
    >>> drawn = discrete_gaussian(Keystream(bytes(32)), 10_000, variance=Fraction(201, 2))
    >>> 9.8 < drawn.std() < 10.3
    np.True_
    """
    check_variance(variance)
    check_whole("count", count, 0, MOST_NUMBERS)
    # three quarters of the candidates are kept
    return gathered(count, lambda more: _kept(stream, 4 * more // 3 + 3, Fraction(variance)))


def wide_gaussian(stream: Stream, count: int, *, deviation: int) -> NDArray[np.object_]:
    """Return whole numbers of any size with a Gaussian distribution around 0.

    Parameters
    ----------
    stream : Keystream
        Where they are read from.
    count : int
        How many.
    deviation : int
        Standard deviation, at least 1; above 2**52 it comes out larger by a part in 2**40 at most.

    Returns
    -------
    ndarray of int of any size, shape (count,)

    Raises
    ------
    ParameterError
        If the deviation is below 1.

    Examples
    --------
    >>> from pet_workbench.core import Keystream
    >>> drawn = wide_gaussian(Keystream(bytes(32)), 10_000, deviation=2**100)
    >>> 0.97 < math.sqrt(sum(drawn**2) / 10_000) / 2**100 < 1.03
    True
    """
    if deviation < 1:
        raise ParameterError(
            "errors.noise_deviation",
            "need a standard deviation of at least 1, got {deviation}",
            deviation=deviation,
        )
    excess = deviation.bit_length() - WIDEST_BITS
    if excess <= 0:
        drawn = discrete_gaussian(stream, count, variance=Fraction(deviation**2))
        return drawn.astype(object)
    step = 1 << excess
    low = step << SMOOTHING_BITS
    high = math.isqrt(deviation**2 - low**2) // step + 1
    above = discrete_gaussian(stream, count, variance=Fraction(high**2)).astype(object)
    wide: NDArray[np.object_] = step * above + wide_gaussian(stream, count, deviation=low)
    return wide


def check_variance(variance: Fraction) -> None:
    """Refuse a variance that is not a fraction from 2**-20 to 2**104.

    Raises
    ------
    ParameterError
        If it is not; a float is refused too, for its value is seldom what was meant.
    """
    largest = 1 << 2 * WIDEST_BITS
    if not isinstance(variance, Fraction | int) or not NARROWEST <= variance <= largest:
        raise ParameterError(
            "errors.noise_variance",
            "need a fraction from 2**-20 to 2**104 as variance, got {variance}; take larger "
            "steps, or a smaller limit on what one person contributes",
            variance=str(variance),
        )


def _kept(stream: Stream, tries: int, variance: Fraction) -> Numbers:
    """Return what is kept of `tries` candidates.

    The scale of the candidates is ``t = p / q``, at most the deviation s.  The exponent is a half
    times ``(t / s)**2``, which is the same for all, times ``(d / p)**2``, with
    ``d = abs(|x| * q - variance * q / t)``.  As d may be larger than p, it takes ``m**2`` events of
    ``(d / (m * p))**2``.
    """
    p, q = _narrower(variance)
    drawn = discrete_laplace(stream, tries, scale=Fraction(p, q))
    middle = variance * q * q / p
    whole, fraction = divmod(middle, 1)
    ahead = np.abs(drawn) * q - int(whole)
    above = ahead > 0
    # d is a whole number and a fraction that is one of two
    size = np.where(above, ahead - 1, -ahead)
    often = size // p + 1
    ratio = Fraction(p * p, q * q) / variance

    def part(at: Numbers) -> Events:
        """Happens with chance ``d / (m * p)``."""
        first, rest = below(stream, len(at), p), below_each(stream, often[at])
        return _less(stream, rest * p + first, size[at], above[at], fraction)

    def half_square(at: Numbers) -> Events:
        did = bernoulli(stream, len(at), chance=ratio) & coins(stream, len(at))
        going = np.flatnonzero(did)
        for _ in range(2):
            did[going] = part(at[going])
            going = going[did[going]]
        return did

    kept = happens_often(often**2, lambda at: happens_exp(stream, at, half_square))
    return drawn[kept]


def below_each(stream: Stream, limits: Numbers) -> Numbers:
    """Return uniform numbers from 0 to one less than each of the small `limits`, by rejection."""
    drawn = np.zeros(len(limits), np.int64)
    going = np.flatnonzero(limits > 1)
    while len(going):
        bits = int(limits[going].max() - 1).bit_length()
        drawn[going] = below(stream, len(going), 1 << bits)
        going = going[drawn[going] >= limits[going]]
    return drawn


def _less(
    stream: Stream, drawn: Numbers, size: Numbers, above: Events, fraction: Fraction
) -> Events:
    """Return where a uniform number, of which `drawn` is the whole part, is less than d."""
    did: Events = drawn < size
    tied = np.flatnonzero(drawn == size)
    for side, chance in ((True, 1 - fraction), (False, fraction)):
        some = tied[above[tied] == side]
        if len(some):
            did[some] = bernoulli(stream, len(some), chance=chance)
    return did


def _narrower(variance: Fraction) -> tuple[int, int]:
    """Return a fraction p / q just below the standard deviation, with p at least 32."""
    q = 1
    while variance * q * q < 1 << 10:
        q *= 2
    return math.isqrt(math.floor(variance * q * q)), q
