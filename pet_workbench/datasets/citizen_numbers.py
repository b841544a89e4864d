"""Which nine-digit numbers a citizen service number (BSN) can be: the eleven-test.

The first eight digits times 9, 8, ..., 2, less the last digit, leave a remainder when divided by
eleven.  For a BSN it is 0.  Numbers in here that stand for people who do not exist leave another,
`INVENTED`: nobody can have one, and there are as many of them as of real ones, so that trying them
all takes as long.
"""

import numpy as np
from numpy.typing import NDArray

REAL, INVENTED = 0, 5
"""Remainders of real numbers and of ours."""
PREFIXES = 10**8
"""How many first eight digits there are; each goes with one last digit, or with none."""


def eleven_test(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the remainder of each nine-digit number at the eleven-test.

    Parameters
    ----------
    numbers : ndarray of int64, shape (n,)

    Returns
    -------
    ndarray of int64, shape (n,)
        0 to 10; 0 for what could be a BSN.

    Examples
    --------
    >>> eleven_test(np.array([111222333, 111222338])).tolist()
    [0, 6]
    """
    prefix, last = np.divmod(numbers, 10)
    remainder: NDArray[np.int64] = (_weighted(prefix) - last) % 11
    return remainder


def complete(prefixes: NDArray[np.int64], *, remainder: int = REAL) -> NDArray[np.int64]:
    """Return the nine-digit numbers that begin with `prefixes` and leave `remainder`.

    Parameters
    ----------
    prefixes : ndarray of int64, shape (n,)
        First eight digits, below `PREFIXES`.
    remainder : int, default: REAL
        0 to 10.

    Returns
    -------
    ndarray of int64, shape (m,)
        In the same order; about one prefix in eleven has none, for its last digit would be 10.

    Examples
    --------
    >>> complete(np.array([11122233, 11122234])).tolist()
    [111222333, 111222345]
    """
    last = (_weighted(prefixes) - remainder) % 11
    fits = last < 10
    numbers: NDArray[np.int64] = 10 * prefixes[fits] + last[fits]
    return numbers


def invent(rng: np.random.Generator, count: int) -> NDArray[np.int64]:
    """Draw `count` different numbers that stand for people who do not exist.

    Returns
    -------
    ndarray of int64, shape (count,)
        In random order, from 100,000,000 up, each leaving `INVENTED`.
    """
    found = np.empty(0, np.int64)
    while found.size < count:
        drawn = rng.integers(PREFIXES // 10, PREFIXES, (count - found.size) * 5 // 4 + 16)
        found = np.sort(np.concatenate((found, complete(drawn, remainder=INVENTED))))
        found = found[np.append(True, found[1:] != found[:-1])]
    return rng.permutation(found)[:count]


def _weighted(prefixes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the first eight digits times 9, 8, ..., 2, added up."""
    total = np.zeros(prefixes.shape, np.int64)
    rest = prefixes
    for weight in range(2, 10):
        rest, digit = np.divmod(rest, 10)
        total += weight * digit
    return total
