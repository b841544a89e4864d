"""Randomness for secrets: keys from the operating system, stretched by AES-256 in counter mode.

Two parties that hold the same key read the same keystream without sending a word; that is what
makes secret sharing cheap.  A keystream is indistinguishable from random numbers for whoever lacks
its key, as long as no part of it serves twice: every operation has a lane of its own [1]_.

Protects: nothing by itself; it is what shares and masks are made of.
Does not protect: when a *teaching seed* is given.  Then every key follows from the seed, so that a
lesson can be repeated, and whoever knows the seed knows every secret.

References
----------
.. [1] NIST SP 800-38A, "Recommendation for Block Cipher Modes of Operation", 2001,
   doi:10.6028/NIST.SP.800-38A.
"""

import hashlib
import secrets
from typing import Any

import numpy as np
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from numpy.typing import DTypeLike, NDArray

from pet_workbench.core.validation import check_range

KEY_BYTES = 32
_ZEROS = bytes(1 << 20)


class Entropy:
    """Where fresh keys come from: the operating system, or a seed for teaching and tests.

    Parameters
    ----------
    teaching_seed : int, optional
        Makes every key predictable.  For lessons and tests only; the outcome is then marked.

    Examples
    --------
    >>> Entropy().key() == Entropy().key()
    False
    >>> Entropy(teaching_seed=1).key() == Entropy(teaching_seed=1).key()
    True
    """

    def __init__(self, *, teaching_seed: int | None = None) -> None:
        self.teaching_seed = teaching_seed
        self._drawn = 0

    @property
    def is_secure(self) -> bool:
        """Whether keys come from the operating system."""
        return self.teaching_seed is None

    def key(self) -> bytes:
        """Return a fresh key of 32 bytes."""
        if self.teaching_seed is None:
            return secrets.token_bytes(KEY_BYTES)
        self._drawn += 1
        label = f"pet-workbench teaching seed {self.teaching_seed} key {self._drawn}"
        return hashlib.sha256(label.encode()).digest()


class Keystream:
    """The keystream of one key in one lane; both holders of the key read it in the same order.

    Parameters
    ----------
    key : bytes
        32 bytes.
    lane : int, default: 0
        Number below 2**64 of the operation.  Never use a lane twice under one key.

    Examples
    --------
    >>> key = bytes(32)
    >>> a, b = Keystream(key, lane=3), Keystream(key, lane=3)
    >>> bool((a.integers(5, np.uint64) == b.integers(5, np.uint64)).all())
    True
    """

    __slots__ = ("_cipher",)

    def __init__(self, key: bytes, *, lane: int = 0) -> None:
        counter = lane.to_bytes(8, "big") + bytes(8)
        self._cipher = Cipher(algorithms.AES256(key), modes.CTR(counter)).encryptor()

    def fill(self, out: NDArray[Any]) -> NDArray[Any]:
        """Overwrite the contiguous array `out` with keystream and return it."""
        view = out.reshape(-1).data.cast("B")
        for start in range(0, len(view), len(_ZEROS)):
            part = view[start : start + len(_ZEROS)]
            self._cipher.update_into(_ZEROS[: len(part)], part)
        return out

    def integers(self, shape: int | tuple[int, ...], dtype: DTypeLike) -> NDArray[Any]:
        """Return an array of uniform numbers over the whole range of the unsigned `dtype`."""
        return self.fill(np.empty(shape, dtype))

    def xor_into(self, values: NDArray[Any]) -> NDArray[Any]:
        """Mask the contiguous array `values` in place, in one pass, and return it."""
        view = values.reshape(-1).data.cast("B")
        self._cipher.update_into(view, view)
        return values


def random_permutation(stream: Keystream, n: int) -> NDArray[np.int64]:
    """Return a uniform permutation of ``0 .. n - 1``, read from `stream`.

    Every item gets a random 64-bit sort key, whose low bits are replaced by the item's number so
    that one plain sort yields the order.  Items whose remaining random bits are equal would come
    out in their old order; they are sorted again on fresh keys, so the order stays uniform.

    Parameters
    ----------
    stream : Keystream
        Both holders of its key get the same permutation.
    n : int
        Number of items, at most 2**32.

    Returns
    -------
    ndarray of int64, shape (n,)

    Examples
    --------
    >>> sorted(random_permutation(Keystream(bytes(32)), 5).tolist())
    [0, 1, 2, 3, 4]
    """
    index_bits = max(n - 1, 1).bit_length()
    low = np.uint64((1 << index_bits) - 1)
    keys: NDArray[np.uint64] = stream.integers(n, np.uint64)
    np.bitwise_and(keys, ~low, out=keys)
    np.bitwise_or(keys, np.arange(n, dtype=np.uint64), out=keys)
    keys.sort()
    order = (keys & low).view(np.int64)
    np.bitwise_and(keys, ~low, out=keys)
    _reorder_ties(order, keys[1:] == keys[:-1], stream)
    return order


def random_selection(stream: Keystream, n: int, count: int) -> NDArray[np.int64]:
    """Return `count` different numbers below `n`, every ordered choice equally likely.

    Parameters
    ----------
    stream : Keystream
        Where the choice is read from.
    n : int
        How many numbers there are, at most 2**32.
    count : int
        How many to choose, at most `n`.

    Returns
    -------
    ndarray of int64, shape (count,)

    Raises
    ------
    ParameterError
        If there are not so many to choose from.

    Examples
    --------
    >>> len(set(random_selection(Keystream(bytes(32)), 1000, 10).tolist()))
    10
    """
    check_range("count", count, 0, n)
    if 4 * count >= n:
        return random_permutation(stream, n)[:count]
    mask = np.uint64((1 << (n - 1).bit_length()) - 1)
    drawn = np.empty(0, np.int64)
    while drawn.size < count:
        more = (stream.integers(3 * count, np.uint64) & mask).view(np.int64)
        drawn = np.concatenate((drawn, more[more < n]))
        first = np.unique(drawn, return_index=True)[1]
        drawn = drawn[np.sort(first)]
    return drawn[:count]


def _reorder_ties(order: NDArray[np.int64], tied: NDArray[np.bool_], stream: Keystream) -> None:
    """Put every run of items with equal sort keys in a fresh random order, in place."""
    starts = np.flatnonzero(tied & ~np.concatenate(([False], tied[:-1])))
    for start in starts:
        end = start + 1
        while end <= len(tied) and tied[end - 1]:
            end += 1
        order[start:end] = order[start:end][_small_permutation(stream, int(end - start))]


def _small_permutation(stream: Keystream, n: int) -> NDArray[np.int64]:
    """Return a uniform permutation of few items: draw full 64-bit keys until they all differ."""
    while True:
        keys = stream.integers(n, np.uint64)
        if len(np.unique(keys)) == n:
            return np.argsort(keys)
