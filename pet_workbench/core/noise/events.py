"""Events that happen with an exact chance: a fraction, or ``exp(-x)``.

A floating-point number is nowhere near any of them.  An event of chance ``n / d`` compares uniform
words with the digits of ``n / d``, as many as it takes.  An event of chance ``exp(-x)`` lets events
of chance ``x / 1``, ``x / 2``, ``x / 3`` ... follow each other until one does not happen [1]_ [2]_.
All is done for many at once; what may still happen is a list of places that becomes shorter.

Protects: by itself nothing; noise is made of it.
Does not protect: when the stream is known.

References
----------
.. [1] C. F. F. Karney, "Sampling Exactly from the Normal Distribution", ACM Transactions on
   Mathematical Software 42(1), 2016, doi:10.1145/2710016.
.. [2] C. Canonne, G. Kamath and T. Steinke, "The Discrete Gaussian for Differential Privacy",
   NeurIPS 2020, doi:10.48550/arXiv.2004.00010.
"""

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any, Protocol

import numpy as np
from numpy.typing import DTypeLike, NDArray

from pet_workbench.core.errors import ParameterError

Numbers = NDArray[np.int64]
Events = NDArray[np.bool_]
Happens = Callable[[Numbers], Events]
"""Says at each of some places whether an event happens there."""
_WORD = 1 << 64


class Stream(Protocol):
    """What random numbers need of a `Keystream`; a test may script it."""

    def integers(self, shape: int, dtype: DTypeLike) -> NDArray[Any]:
        """Return uniform numbers over the whole range of the unsigned `dtype`."""


def gathered(count: int, candidates: Callable[[int], Numbers]) -> Numbers:
    """Return `count` numbers, drawn in batches of which some are not kept.

    Parameters
    ----------
    count : int
    candidates : callable
        Gets how many are still wanted, and returns some, in about that number.
    """
    drawn = np.empty(0, np.int64)
    while len(drawn) < count:
        drawn = np.concatenate((drawn, candidates(count - len(drawn))))
    return drawn[:count]


def coins(stream: Stream, count: int) -> Events:
    """Return fair coins."""
    heads: Events = (stream.integers(count, np.uint8) & 1).astype(np.bool_)
    return heads


def below(stream: Stream, count: int, limit: int) -> Numbers:
    """Return uniform numbers from 0 to ``limit - 1``, by rejection.

    Parameters
    ----------
    stream : Keystream
    count : int
    limit : int
        1 to 2**63.
    """
    if limit == 1:
        return np.zeros(count, np.int64)
    bits = (limit - 1).bit_length()
    word = np.uint8 if bits <= 8 else np.uint32 if bits <= 32 else np.uint64
    mask = word((1 << bits) - 1)
    drawn: Numbers = (stream.integers(count, word) & mask).astype(np.int64)
    if limit == 1 << bits:
        return drawn
    again = np.flatnonzero(drawn >= limit)
    while len(again):
        drawn[again] = stream.integers(len(again), word) & mask
        again = again[drawn[again] >= limit]
    return drawn


def bernoulli(stream: Stream, count: int, *, chance: Fraction) -> Events:
    """Return events that each happen with exactly this chance.

    Parameters
    ----------
    stream : Keystream
    count : int
    chance : Fraction
        0 to 1, of any size of numerator and denominator.

    Raises
    ------
    ParameterError
        If it is no fraction from 0 to 1.

    Examples
    --------
    >>> from pet_workbench.core import Keystream
    >>> happened = bernoulli(Keystream(bytes(32)), 9000, chance=Fraction(1, 3))
    >>> 2800 < happened.sum() < 3200
    np.True_
    """
    if not isinstance(chance, Fraction | int) or not 0 <= chance <= 1:
        raise ParameterError(
            "errors.noise_chance",
            "need a fraction from 0 to 1 as chance, got {chance}",
            chance=str(chance),
        )
    did = np.full(count, chance == 1)
    undecided, left = np.arange(count), chance.numerator % chance.denominator
    while left and len(undecided):
        digit, left = divmod(left * _WORD, chance.denominator)
        words = stream.integers(len(undecided), np.uint64)
        did[undecided] = words < np.uint64(digit)
        undecided = undecided[words == np.uint64(digit)]
    return did


def happens_exp(stream: Stream, at: Numbers, happens: Happens) -> Events:
    """Return, for each of the places `at`, whether an event of chance ``exp(-x)`` happens.

    Parameters
    ----------
    stream : Keystream
    at : ndarray of int64
    happens : callable
        Says whether an event of chance x happens, at most 1.  The chance that the first of the
        events ``x / 1``, ``x / 2`` ... not to happen is the first, the third or the fifth is
        ``1 - x + x**2 / 2 - ...``.
    """
    did = np.zeros(len(at), np.bool_)
    going, turn = np.arange(len(at)), 1
    while len(going):
        goes_on = happens(at[going])
        if turn > 1:
            goes_on &= below(stream, len(going), turn) == 0
        if turn % 2:
            did[going[~goes_on]] = True
        going = going[goes_on]
        turn += 1
    return did


def happens_often(times: Numbers, happens: Happens) -> Events:
    """Return where an event happens as often in a row as `times` says.

    Parameters
    ----------
    times : ndarray of int64
        One for each place.
    happens : callable
    """
    did = np.ones(len(times), np.bool_)
    going, turn = np.flatnonzero(times > 0), 0
    while len(going):
        happened = happens(going)
        did[going[~happened]] = False
        turn += 1
        going = going[happened]
        going = going[times[going] > turn]
    return did


def exp_event(stream: Stream, rate: Fraction) -> Happens:
    """Return an event of chance ``exp(-rate)`` at every place, for any rate from 0."""
    parts = max(1, math.ceil(rate))
    part = rate / parts

    def happens(at: Numbers) -> Events:
        return happens_exp(stream, at, lambda some: bernoulli(stream, len(some), chance=part))

    if parts == 1:
        return happens
    return lambda at: happens_often(np.full(len(at), parts), lambda some: happens(at[some]))


def bernoulli_exp(stream: Stream, steps: Numbers, *, scale: Fraction) -> Events:
    """Return events, each of which happens with chance ``exp(-steps / scale)``.

    Parameters
    ----------
    stream : Keystream
    steps : ndarray of int64, shape (n,)
        From 0.
    scale : Fraction
        Above 0, of any size of numerator and denominator.

    Returns
    -------
    ndarray of bool, shape (n,)

    Raises
    ------
    ParameterError
        If the scale is no fraction above 0, or steps lie below 0.

    Examples
    --------
    >>> from pet_workbench.core import Keystream
    >>> steps = np.full(9000, 7)
    >>> happened = bernoulli_exp(Keystream(bytes(32)), steps, scale=Fraction(7, 2))
    >>> abs(happened.mean() - math.exp(-2)) < 0.02
    np.True_
    """
    if not isinstance(scale, Fraction | int) or scale <= 0:
        raise ParameterError(
            "errors.noise_scale",
            "need a fraction above 0 as scale, got {scale}",
            scale=str(scale),
        )
    if len(steps) and steps.min() < 0:
        raise ParameterError(
            "errors.noise_steps", "need steps from 0, got {steps}", steps=int(steps.min())
        )
    wide = whole_part(Fraction(scale))
    rate = wide / Fraction(scale)
    often, rest = np.divmod(steps, wide)
    did = happens_often(often, exp_event(stream, rate))
    at = np.flatnonzero(did & (rest > 0))
    did[at] = happens_exp(stream, at, share_event(stream, rest, wide, rate))
    return did


def whole_part(scale: Fraction) -> int:
    """Return the whole part of a scale, at least 1 and within 62 bits."""
    return min(max(1, math.floor(scale)), 1 << 62)


def share_event(stream: Stream, parts: Numbers, whole: int, chance: Fraction) -> Happens:
    """Return an event of chance ``parts / whole * chance``, where `parts` differ by place."""

    def happens(at: Numbers) -> Events:
        did = below(stream, len(at), whole) < parts[at]
        if chance < 1:
            did &= bernoulli(stream, len(at), chance=chance)
        return did

    return happens
