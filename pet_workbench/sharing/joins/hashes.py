"""Hash citizen numbers without a key: what many take for pseudonyms, here as the anti-example.

Protects: nothing.  A hash cannot be undone, but there are so few nine-digit numbers that all of
them can be hashed and looked up, in minutes; see `pet_workbench.attacks.dictionary`.
Does not protect: against anybody who sees a hash.  A salt does not change that if whoever sees the
hashes knows it.

References
----------
.. [1] M. Marx et al., "Hashing of personally identifiable information is not sufficient",
   Sicherheit 2018, doi:10.18420/sicherheit2018_04.
"""

import hashlib

import numpy as np
from numpy.typing import NDArray

HASH_BYTES = 32


def hash_numbers(numbers: NDArray[np.int64], *, salt: bytes = b"") -> NDArray[np.uint8]:
    """Return the SHA-256 of every number, written in nine decimals.

    Parameters
    ----------
    numbers : ndarray of int64, shape (n,)
    salt : bytes, optional
        Put in front of every number.

    Returns
    -------
    ndarray of uint8, shape (n, 32)

    Examples
    --------
    >>> hash_numbers(np.array([111222333]))[0].tobytes().hex()[:16]
    'da5511d2baa83c2e'
    """
    digests = b"".join([hashlib.sha256(salt + name).digest() for name in written(numbers)])
    return np.frombuffer(digests, np.uint8).reshape(-1, HASH_BYTES)


def rows_of(hashes: NDArray[np.uint8]) -> list[bytes]:
    """Return each of `hashes` as bytes."""
    return [row.tobytes() for row in hashes.reshape(-1, HASH_BYTES)]


def written(numbers: NDArray[np.int64]) -> list[bytes]:
    """Write `numbers` out in nine decimals; one by one that would cost as much as hashing.

    Examples
    --------
    >>> written(np.array([12, 111222333]))
    [b'000000012', b'111222333']
    """
    digits = np.empty((numbers.size, 9), np.uint8)
    rest = numbers
    for column in range(8, -1, -1):
        rest, last = np.divmod(rest, 10)
        digits[:, column] = last + ord("0")
    names: list[bytes] = digits.reshape(-1).view("S9").tolist()
    return names
