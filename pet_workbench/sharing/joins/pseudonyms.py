"""Keyed pseudonyms: numbers that only holders of a key can connect with persons.

A pseudonym is the first half of an AES-256 block: for whoever lacks the key it is a random number,
the same for the same person, so that lists can be matched on it.

Protects: who is meant, against a party that does not have the key.
Does not protect: the pattern of matches, which is what pseudonyms are for; nor anything against a
party that has the key, which can compute the pseudonym of everybody and look it up.  Use a fresh
key for every run, or runs can be connected with each other.  A hash without key is no pseudonym at
all: citizen numbers are few enough to try them all.

References
----------
.. [1] NIST FIPS 197, "Advanced Encryption Standard", doi:10.6028/NIST.FIPS.197-upd1; a block
   cipher as a keyed permutation: J. Katz, Y. Lindell, "Introduction to Modern Cryptography",
   3rd ed., CRC Press, 2020, section 3.5.
"""

import numpy as np
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from numpy.typing import NDArray

PERSON, SPARE = 0, 1
"""Two kinds of number with pseudonyms of their own: persons, and places left empty."""


def pseudonyms(key: bytes, numbers: NDArray[np.int64], *, kind: int = PERSON) -> NDArray[np.uint64]:
    """Return the pseudonyms of `numbers` under `key`.

    Parameters
    ----------
    key : bytes
        32 bytes.
    numbers : ndarray of int64, shape (n,)
        Identifying numbers, not negative.
    kind : int, default: PERSON
        Number space, so that person 5 and empty place 5 differ.

    Returns
    -------
    ndarray of uint64, shape (n,)
        Never 0.  Two of n persons share a pseudonym with probability below ``n**2 / 2**65``.

    Examples
    --------
    >>> a = pseudonyms(bytes(32), np.array([1, 2, 1]))
    >>> bool(a[0] == a[2]), bool(a[0] == a[1])
    (True, False)
    """
    blocks = np.empty((numbers.size, 2), np.uint64)
    blocks[:, 0] = numbers
    blocks[:, 1] = kind
    # One block each and all blocks differ: the cipher serves as a permutation, not to hide a text.
    permutation = Cipher(algorithms.AES256(key), modes.ECB()).encryptor()  # noqa: S305
    encrypted = np.frombuffer(permutation.update(blocks.reshape(-1).data.cast("B")), np.uint64)
    return np.maximum(encrypted[::2], 1)
