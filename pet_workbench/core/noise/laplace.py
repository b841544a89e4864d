"""Two-sided geometric noise: the Laplace distribution on whole numbers, with exact chances.

A number x comes out with probability proportional to ``exp(-|x| / scale)``.  Write its size as
``i * w + j``, with w the whole part of the scale: i is how often in a row an event of chance
``exp(-w / scale)`` happens, and j is uniform below w, kept with chance ``exp(-j / scale)`` [1]_.
Whatever fraction the scale is, all numbers that are computed with fit in 64 bits.

Protects: with scale sensitivity / epsilon a total has epsilon-differential privacy [2]_.
Does not protect: by itself; who adds it must know how much one person can change.

References
----------
.. [1] C. Canonne, G. Kamath and T. Steinke, "The Discrete Gaussian for Differential Privacy",
   NeurIPS 2020, doi:10.48550/arXiv.2004.00010.
.. [2] A. Ghosh, T. Roughgarden and M. Sundararajan, "Universally Utility-maximizing Privacy
   Mechanisms", SIAM Journal on Computing 41(6), 2012, doi:10.1137/09076828X.
"""

from fractions import Fraction

import numpy as np

from pet_workbench.core.errors import ParameterError
from pet_workbench.core.noise.events import (
    Numbers,
    Stream,
    below,
    bernoulli_exp,
    coins,
    exp_event,
    gathered,
    happens_exp,
    share_event,
    whole_part,
)
from pet_workbench.core.validation import check_whole

WIDEST_SCALE = 2**52
"""With a larger scale a number might not fit in 64 bits; here the chance is below exp(-2000)."""
MOST_NUMBERS = 2**31


def discrete_laplace(stream: Stream, count: int, *, scale: Fraction) -> Numbers:
    """Return whole numbers x with probability proportional to ``exp(-|x| / scale)``.

    Parameters
    ----------
    stream : Keystream
        Where they are read from.
    count : int
        How many.
    scale : Fraction
        Above 0, at most 2**52; the standard deviation is about 1.41 times as much.

    Returns
    -------
    ndarray of int64, shape (count,)

    Raises
    ------
    ParameterError
        If the scale or the count is out of range.

    Examples
    --------
    >>> from pet_workbench.core import Keystream
    >>> drawn = discrete_laplace(Keystream(bytes(32)), 10_000, scale=Fraction(10))
    >>> 13.5 < drawn.std() < 14.8
    np.True_
    """
    check_scale(scale)
    check_whole("count", count, 0, MOST_NUMBERS)
    # about 0.6 of the candidates are kept; one for zero less when the scale is small
    return gathered(count, lambda more: signed(stream, _sizes(stream, 5 * more // 3 + 3, scale)))


def truncated_laplace(stream: Stream, count: int, *, scale: Fraction, limit: int) -> Numbers:
    """Return whole numbers as `discrete_laplace` does, on condition that ``|x| <= limit``.

    Parameters
    ----------
    stream : Keystream
        Where they are read from.
    count : int
        How many.
    scale : Fraction
        Above 0, at most 2**52.
    limit : int
        From 0 to 2**62.

    Returns
    -------
    ndarray of int64, shape (count,)

    Raises
    ------
    ParameterError
        If the scale, the limit or the count is out of range.

    Examples
    --------
    >>> from pet_workbench.core import Keystream
    >>> drawn = truncated_laplace(Keystream(bytes(32)), 10_000, scale=Fraction(10), limit=12)
    >>> int(drawn.min()), int(drawn.max())
    (-12, 12)
    """
    check_scale(scale)
    check_whole("limit", limit, 0, 2**62)
    check_whole("count", count, 0, MOST_NUMBERS)

    def candidates(more: int) -> Numbers:
        tries = 2 * more + 16
        if limit < scale:
            found = below(stream, tries, 2 * limit + 1) - limit
            return found[bernoulli_exp(stream, np.abs(found), scale=scale)]
        found = discrete_laplace(stream, tries, scale=scale)
        return found[np.abs(found) <= limit]

    return gathered(count, candidates)


def check_scale(scale: Fraction) -> None:
    """Refuse a scale that is not above 0 and at most 2**52.

    Raises
    ------
    ParameterError
        If it is; a float is refused too, for its value is seldom what was meant.
    """
    if not isinstance(scale, Fraction | int) or not 0 < scale <= WIDEST_SCALE:
        raise ParameterError(
            "errors.noise_scale_range",
            "need a fraction above 0 and at most 2**52 as scale, got {scale}; take larger steps, "
            "or a smaller limit on what one person contributes",
            scale=str(scale),
        )


def signed(stream: Stream, sizes: Numbers) -> Numbers:
    """Return numbers with a sign; zero would come out twice, so it counts with one sign only."""
    negative = coins(stream, len(sizes))
    kept: Numbers = np.where(negative, -sizes, sizes)[~(negative & (sizes == 0))]
    return kept


def _sizes(stream: Stream, tries: int, scale: Fraction) -> Numbers:
    """Return what is kept of `tries` sizes, with odds ``exp(-size / scale)``."""
    wide = whole_part(Fraction(scale))
    rate = wide / Fraction(scale)
    rest = below(stream, tries, wide)
    if wide > 1:
        kept = happens_exp(stream, np.arange(tries), share_event(stream, rest, wide, rate))
        rest = rest[kept]
    turns, again = np.zeros(len(rest), np.int64), exp_event(stream, rate)
    going = np.arange(len(rest))
    while len(going):
        going = going[again(going)]
        turns[going] += 1
    return turns * wide + rest
