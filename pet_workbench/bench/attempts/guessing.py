"""Guess small numbers from how they look in a published table, having learned from the other ones.

The attacker names a number for every secret: the one that is most frequent among all *other*
secrets that look the same to a reader, or with noise of a known distribution the likeliest.  It may
know how numbers are spread, as from an earlier year, and never uses the secret it is guessing.
What it would have named without the table is the chance it has to beat.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]


def right(looks: Sequence[Whole], truth: Whole, *, known: Whole | None = None) -> int:
    """Return how many secrets are named exactly.

    Parameters
    ----------
    looks : sequence of ndarray of int64, shape (n,)
        What a reader sees of each secret, the finest look first; where no other looks the same, the
        next one decides.
    truth : ndarray of int64, shape (n,)
        The secrets, from 0.
    known : ndarray of int64, shape (n,), optional
        What follows for certain from the table, -1 where nothing does.

    Examples
    --------
    >>> table = np.array([1, 1, 1, 2, 2, 7])
    >>> nothing = np.zeros(6, np.int64)
    >>> right([table, nothing], np.array([4, 4, 4, 0, 0, 4]))
    6
    >>> right([nothing], np.array([4, 4, 4, 0, 0, 4]))
    4
    """
    guess = np.full(truth.size, -1) if known is None else known
    for look in looks:
        others = _among_others(look, truth)
        named = np.where(others.any(axis=1), others.argmax(axis=1), -1)
        guess = np.where(guess < 0, named, guess)
    return int((guess == truth).sum())


def likeliest(
    noisy: Whole, look: Whole, truth: Whole, chance: Callable[[Whole], NDArray[np.float64]]
) -> int:
    """Return how many secrets are named exactly from noisy numbers.

    Parameters
    ----------
    noisy : ndarray of int64, shape (n,)
        Each secret plus noise.
    look : ndarray of int64, shape (n,)
        What else is known of each, which says how numbers are spread.
    truth : ndarray of int64, shape (n,)
        The secrets, from 0.
    chance : callable
        From noise to how likely it is, up to a constant.

    Examples
    --------
    >>> nothing = np.zeros(4, np.int64)
    >>> likeliest(np.array([0, 5, 1, 4]), nothing, np.array([0, 5, 0, 5]), lambda k: 0.5 ** abs(k))
    4
    """
    spread = _among_others(look, truth) + _among_others(np.zeros_like(look), truth) / max(
        truth.size, 1
    )
    values = np.arange(spread.shape[1])
    odds = spread * chance(noisy[:, None] - values)
    return int((odds.argmax(axis=1) == truth).sum())


def _among_others(look: Whole, truth: Whole) -> Whole:
    """Return per secret how often each number occurs among others that look the same."""
    kinds, kind = np.unique(look, return_inverse=True)
    frequency = np.zeros((len(kinds), int(truth.max(initial=0)) + 1), np.int64)
    np.add.at(frequency, (kind.ravel(), truth), 1)
    others: Whole = frequency[kind.ravel()]
    others[np.arange(truth.size), truth] -= 1
    return others
