"""Gaussian noise on whole numbers, from a keystream, with exact probabilities.

A number comes out with probability proportional to ``exp(-number**2 / (2 * deviation**2))``.  Noise
of floating-point numbers would have gaps that tell what it was added to; here no floating-point
number is used at all.  Write the number as ``k * deviation + j``: that probability is a product of
``exp(-1/2)``, k squared times; of ``exp(-j / deviation)``, k times; and of one more.  Each is the
chance of an event that takes uniform whole numbers only [1]_ [2]_, and candidates for which one of
the events does not happen are forgotten.  All this is done for many numbers at once.

For deviations above 2**52, a multiple of one such number is added to another.  The sum is again a
discrete Gaussian, but for less than 2**-100 [3]_.

Protects: what it is added to, as far as `hiding.flooding` states.
Does not protect: by itself.  The time it takes depends on candidates that are forgotten, not on the
numbers that come out.

References
----------
.. [1] C. F. F. Karney, "Sampling Exactly from the Normal Distribution", ACM Transactions on
   Mathematical Software 42(1), 2016, doi:10.1145/2710016.
.. [2] C. Canonne, G. Kamath and T. Steinke, "The Discrete Gaussian for Differential Privacy",
   NeurIPS 2020, doi:10.48550/arXiv.2004.00010.
.. [3] D. Micciancio and M. Walter, "Gaussian Sampling over the Integers: Efficient, Generic,
   Constant-Time", CRYPTO 2017, doi:10.1007/978-3-319-63715-0_16.
"""

import math
from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
from numpy.typing import DTypeLike, NDArray

from pet_workbench.core import ParameterError

Numbers = NDArray[np.int64]
Events = NDArray[np.bool_]
Happens = Callable[[Numbers], Events]
WIDEST_BITS = 52
"""Up to this many bits, a deviation is drawn in one go."""
SMOOTHING_BITS = 4
"""The lower of two numbers has a deviation of 16 steps of the higher one."""


class Stream(Protocol):
    """What random numbers need of a `Keystream`; a test may script it."""

    def integers(self, shape: int, dtype: DTypeLike) -> NDArray[Any]:
        """Return uniform numbers over the whole range of the unsigned `dtype`."""


def discrete_gaussian(stream: Stream, count: int, *, deviation: int) -> NDArray[np.object_]:
    """Return whole numbers with a Gaussian distribution around 0.

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
    >>> drawn = discrete_gaussian(Keystream(bytes(32)), 10_000, deviation=2**100)
    >>> 0.97 < math.sqrt(sum(drawn**2) / 10_000) / 2**100 < 1.03
    True
    """
    if deviation < 1:
        raise ParameterError(
            "errors.he_deviation",
            "need a standard deviation of at least 1, got {deviation}",
            deviation=deviation,
        )
    excess = deviation.bit_length() - WIDEST_BITS
    if excess <= 0:
        return _in_one_go(stream, count, deviation).astype(object)
    step = 1 << excess
    low = step << SMOOTHING_BITS
    high = math.isqrt(deviation**2 - low**2) // step + 1
    multiples = step * _in_one_go(stream, count, high).astype(object)
    drawn: NDArray[np.object_] = multiples + discrete_gaussian(stream, count, deviation=low)
    return drawn


def _in_one_go(stream: Stream, count: int, deviation: int) -> Numbers:
    """Return numbers of a deviation that fits in 64 bits."""
    accepted = np.empty(0, np.int64)
    while len(accepted) < count:
        more = _kept_candidates(stream, 3 * (count - len(accepted)) + 16, deviation)
        accepted = np.concatenate((accepted, more))
    return accepted[:count]


def _kept_candidates(stream: Stream, tries: int, deviation: int) -> Numbers:
    """Return what is kept of `tries` candidates ``k * deviation + j``, about two fifths."""
    k = _half_gaussian(stream, tries)
    j = _below(stream, len(k), deviation)

    def share(at: Numbers) -> Events:
        """Happens with chance ``j / deviation``."""
        return _below(stream, len(at), deviation) < j[at]

    def half_square(at: Numbers) -> Events:
        """Happens with chance ``(j / deviation)**2 / 2``."""
        return share(at) & share(at) & _coins(stream, len(at))

    kept = _happens_often(stream, k, share)
    kept &= _happens_exp(stream, np.arange(len(k)), half_square)
    size = (k * deviation + j)[kept]
    negative = _coins(stream, len(size))
    # zero would come out twice, so it counts with one sign only
    signed: Numbers = np.where(negative, -size, size)[~(negative & (size == 0))]
    return signed


def _half_gaussian(stream: Stream, tries: int) -> Numbers:
    """Return whole numbers k from 0, with odds ``exp(-k**2 / 2)``, fewer than `tries`.

    First k is drawn with odds ``exp(-k / 2)``; it is kept if ``k * (k - 1)`` events of chance
    ``exp(-1 / 2)`` happen.
    """

    def half(at: Numbers) -> Events:
        return _coins(stream, len(at))

    k = np.zeros(tries, np.int64)
    going = np.arange(tries)
    while len(going):
        going = going[_happens_exp(stream, going, half)]
        k[going] += 1
    return k[_happens_often(stream, k * (k - 1), half)]


def _happens_often(stream: Stream, times: Numbers, happens: Happens) -> Events:
    """Return where an event of chance ``exp(-x)`` happens as often in a row as `times` says."""
    did = np.ones(len(times), np.bool_)
    for turn in range(int(times.max(initial=0))):
        at = np.flatnonzero(did & (times > turn))
        did[at] = _happens_exp(stream, at, happens)
    return did


def _happens_exp(stream: Stream, at: Numbers, happens: Happens) -> Events:
    """Return, for each of the places `at`, whether an event of chance ``exp(-x)`` happens.

    `happens` says whether an event of chance x happens, at most 1.  Let events of chance ``x / 1``,
    ``x / 2``, ``x / 3`` ... follow each other until one does not happen: the chance that it is the
    first, the third or the fifth ... is ``1 - x + x**2 / 2 - ...``.
    """
    did = np.zeros(len(at), np.bool_)
    going, turn = np.arange(len(at)), 1
    while len(going):
        goes_on = happens(at[going]) & (_below(stream, len(going), turn) == 0)
        did[going[~goes_on]] = turn % 2 == 1
        going = going[goes_on]
        turn += 1
    return did


def _below(stream: Stream, count: int, limit: int) -> Numbers:
    """Return uniform numbers from 0 to ``limit - 1``, by rejection."""
    mask = np.uint64((1 << (limit - 1).bit_length()) - 1)
    drawn = np.empty(0, np.int64)
    while len(drawn) < count:
        more = (stream.integers(count - len(drawn), np.uint64) & mask).astype(np.int64)
        drawn = np.concatenate((drawn, more[more < limit]))
    return drawn


def _coins(stream: Stream, count: int) -> Events:
    """Return fair coins."""
    heads: Events = (stream.integers(count, np.uint8) & 1).astype(np.bool_)
    return heads
