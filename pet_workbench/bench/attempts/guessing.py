"""Guess small numbers from how they look in a published table, having learned from the other ones.

The attacker names a number for every secret: the one that is most frequent among all *other*
secrets that look the same to a reader.  It may know how numbers are spread, as from an earlier
year, and never uses the secret it is guessing.  What it would have named without the table is the
chance it has to beat.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]


def right(looks: Sequence[Whole], truth: Whole) -> int:
    """Return how many secrets are named exactly.

    Parameters
    ----------
    looks : sequence of ndarray of int64, shape (n,)
        What a reader sees of each secret, the finest look first; where no other looks the same, the
        next one decides.
    truth : ndarray of int64, shape (n,)
        The secrets, from 0.

    Examples
    --------
    >>> table = np.array([1, 1, 1, 2, 2, 7])
    >>> nothing = np.zeros(6, np.int64)
    >>> right([table, nothing], np.array([4, 4, 4, 0, 0, 4]))
    6
    >>> right([nothing], np.array([4, 4, 4, 0, 0, 4]))
    4
    """
    guess = np.full(truth.size, -1)
    for look in looks:
        frequency, kind = _frequencies(look, truth)
        frequency = frequency[kind]
        frequency[np.arange(truth.size), truth] -= 1
        named = np.where(frequency.any(axis=1), frequency.argmax(axis=1), -1)
        guess = np.where(guess < 0, named, guess)
    return int((guess == truth).sum())


def _frequencies(look: Whole, truth: Whole) -> tuple[Whole, Whole]:
    """Return how often each number occurs per look, and the look of each secret."""
    kinds, kind = np.unique(look, return_inverse=True)
    frequency = np.zeros((len(kinds), int(truth.max(initial=0)) + 1), np.int64)
    np.add.at(frequency, (kind.ravel(), truth), 1)
    return frequency, kind.ravel()
