"""Guess a secret from a masked difference: multiplying hides its sign, and not its size.

Two parties want to know whether a number is under a limit.  The cheap way: whoever holds an
encrypted difference multiplies it by a random number, adds a smaller one, turns the sign by the
toss of a coin, and lets the key's owner decrypt.  The sign then tells nothing.  The size does: a
large product comes more often from a large difference.  Whoever has two suspicions ("a couple", "a
person living alone") works out the difference for both, and takes the one that is likelier.

The *advantage* of the best guess says how well that goes: it is right with probability
``(1 + advantage) / 2``.  It follows exactly from how the multiplier is drawn.  Best is to draw few
digits as often as many (log-uniform): with ``bits`` doublings from the smallest multiplier to the
largest, the advantage between a distance and twice that distance is ``1 / bits``.  No multiplier of
that range does better everywhere.  Between a distance and the one after ``bits + 1`` doublings the
products have no value in common, so the advantage there is 1, and it is at most the sum of those
of its steps.

So the leak shrinks with the number of bits only: an advantage of 2**-40 takes multipliers of 2**40
bits.  `pet_workbench.he.comparing.digits` compares digit by digit instead; there the advantage is
0, and `hidden_zeros` finds nothing.

Protects: nothing; it measures what a mask leaves.
Does not protect: the measure is for one look.  Looks at one difference under fresh multipliers add
up.

References
----------
.. [1] I. Damgård, M. Geisler and M. Krøigaard, "Efficient and Secure Comparison for On-Line
   Auctions", ACISP 2007, doi:10.1007/978-3-540-73458-1_30: the comparison digit by digit.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pet_workbench.core.validation import check_range

Numbers = NDArray[np.int64]
MOST_BITS = 62
"""Numbers have to fit in 64 bits with their sign."""


@dataclass(frozen=True, slots=True)
class Multiplier:
    """How a random multiplier is drawn: log-uniform, between two powers of two.

    Attributes
    ----------
    bits : int
        How many doublings there are from the smallest to the largest.
    low_bits : int, default: 8
        The smallest is ``2**low_bits``.  A small one leaves differences of few cents to be read.

    Raises
    ------
    ParameterError
        If a multiplier would not fit in 62 bits.
    """

    bits: int
    low_bits: int = 8

    def __post_init__(self) -> None:
        check_range("low_bits", self.low_bits, 0, MOST_BITS)
        check_range("bits", self.bits, 1, MOST_BITS - self.low_bits)

    def draw(self, rng: np.random.Generator, count: int) -> Numbers:
        """Return `count` multipliers.

        Parameters
        ----------
        rng : numpy.random.Generator
            Of a simulation; in earnest it would have to be a secret source.
        count : int
        """
        exponents = self.low_bits + self.bits * rng.random(count)
        drawn: Numbers = np.floor(np.exp2(exponents)).astype(np.int64)
        return drawn


def distance(differences: ArrayLike) -> Numbers:
    """Return how far differences are from the edge between -1 ("under") and 0 ("not under").

    Parameters
    ----------
    differences : array_like of int, shape (n,)

    Returns
    -------
    ndarray of int64, shape (n,)

    Examples
    --------
    >>> distance([0, -1, 5, -6]).tolist()
    [0, 0, 5, 5]
    """
    values = np.asarray(differences, np.int64)
    return np.where(values < 0, ~values, values)


def masked(differences: ArrayLike, multiplier: Multiplier, rng: np.random.Generator) -> Numbers:
    """Return what the key's owner decrypts of `differences` under the cheap mask.

    Parameters
    ----------
    differences : array_like of int, shape (n,)
        Number minus limit; times the largest multiplier they fit in 62 bits.
    multiplier : Multiplier
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of int64, shape (n,)
        A difference d becomes ``r * d + o`` with ``0 <= o < r``, which is below 0 exactly if d is;
        and x or ``-1 - x`` by the toss of a coin.
    """
    values = np.asarray(differences, np.int64)
    factors = multiplier.draw(rng, values.size)
    plain = factors * values + rng.integers(0, factors)
    turned: Numbers = np.where(rng.integers(0, 2, values.size) == 1, ~plain, plain)
    return turned


def density(observed: ArrayLike, at: int, multiplier: Multiplier) -> NDArray[np.float64]:
    """Return how likely sizes are at a distance, per doubling of the size.

    The multiplier and the offset are taken to be real numbers; what that changes is below
    ``2**-low_bits``.

    Parameters
    ----------
    observed : array_like, shape (n,)
        What was decrypted; its sign does not matter.
    at : int
        Distance.
    multiplier : Multiplier

    Returns
    -------
    ndarray of float, shape (n,)
    """
    size = distance(observed) + 0.5
    smallest = np.clip(size / 2.0**multiplier.low_bits - at, 0, 1)
    largest = np.clip(size / 2.0 ** (multiplier.low_bits + multiplier.bits) - at, 0, 1)
    likely: NDArray[np.float64] = (smallest - largest) / multiplier.bits
    return likely


def guess(
    observed: ArrayLike, first: int, second: int, multiplier: Multiplier, rng: np.random.Generator
) -> NDArray[np.bool_]:
    """Guess which of two distances each number came from; the best guess there is.

    Parameters
    ----------
    observed : array_like of int, shape (n,)
        What was decrypted.
    first, second : int
        Distances that the attacker thinks possible.
    multiplier : Multiplier
    rng : numpy.random.Generator
        For a coin where both are as likely.

    Returns
    -------
    ndarray of bool, shape (n,)
        Whether the second is guessed.
    """
    ahead = density(observed, second, multiplier) - density(observed, first, multiplier)
    coin = rng.integers(0, 2, ahead.size) == 1
    guessed: NDArray[np.bool_] = np.where(np.abs(ahead) < 1e-12, coin, ahead > 0)
    return guessed


def advantage(first: int, second: int, multiplier: Multiplier) -> float:
    """Return the advantage of the best guess between two distances, 0 to 1, from the distribution.

    Between the lowest sizes of the larger distance and the highest of the smaller one, both are as
    likely; what lies outside gives the secret away.  As long as the two overlap, that is
    ``(m(second) - m(first)) / bits``, where m is the mean of the logarithm of a number drawn from
    the distance to the distance plus one.

    Parameters
    ----------
    first, second : int
        Distances.
    multiplier : Multiplier

    Returns
    -------
    float
        The best guess is right with probability ``(1 + advantage) / 2``.

    Examples
    --------
    >>> cheap = Multiplier(bits=30)
    >>> round(advantage(1_000, 2_000, cheap), 4), advantage(7, 7, cheap)
    (0.0333, 0.0)
    >>> round(advantage(0, 50_000, cheap), 2)
    0.57
    """
    near, far = sorted((first, second))
    apart = _mean_log(far) - _mean_log(near)
    if near > 0 and math.log2((far + 1) / near) <= multiplier.bits:
        return apart / multiplier.bits
    return _by_summing(near, far, multiplier)


def measured(
    first: int, second: int, multiplier: Multiplier, *, looks: int, rng: np.random.Generator
) -> float:
    """Return the advantage that the best guess has in an experiment.

    Parameters
    ----------
    first, second : int
        Differences; which of them is real is decided by a coin, once for every look.
    multiplier : Multiplier
    looks : int
        How often to try.
    rng : numpy.random.Generator

    Returns
    -------
    float
        Its standard deviation is at most ``1 / sqrt(looks)``.
    """
    check_range("looks", looks, 1, 10_000_000)
    truth = rng.integers(0, 2, looks) == 1
    seen = masked(np.where(truth, second, first), multiplier, rng)
    ends = distance([first, second]).tolist()
    right = guess(seen, ends[0], ends[1], multiplier, rng) == truth
    return float(2 * right.mean() - 1)


def _mean_log(at: int) -> float:
    """Return the mean of log2 of a number drawn evenly from `at` to ``at + 1``."""
    low = at * math.log2(at) if at else 0.0
    return (at + 1) * math.log2(at + 1) - low - 1 / math.log(2)


def _by_summing(near: int, far: int, multiplier: Multiplier) -> float:
    """Return half the area between both densities, where they do not overlap as they should."""
    exponents = np.linspace(
        -20, multiplier.low_bits + multiplier.bits + math.log2(far + 1), 400_001
    )
    ends = [multiplier.low_bits, multiplier.low_bits + multiplier.bits]

    def spread(at: int) -> NDArray[np.float64]:
        shares = [np.clip(np.exp2(exponents - end) - at, 0, 1) for end in ends]
        spread_out: NDArray[np.float64] = (shares[0] - shares[1]) / multiplier.bits
        return spread_out

    step = exponents[1] - exponents[0]
    return float(np.abs(spread(near) - spread(far)).sum() * step / 2)
