"""Work in the group ristretto255: put a name on a point, and multiply points by a secret number.

A point multiplied by a secret number is, for whoever lacks the number, as good as a random point;
and multiplying by a and then by b gives the same as by b and then by a.  That commuting lock is all
that `pet_workbench.sharing.joins.intersection` needs [1]_ [2]_.  Names become points as in the
standard on oblivious pseudorandom functions [3]_ [4]_, so that its test vectors hold here.  The
arithmetic is libsodium's, through the package rbcl.

Protects: a name, against whoever sees only its point times a number that they do not know.
Does not protect: the point without a secret number, which is a hash: whoever can guess the name can
check the guess.  Nor against a party that multiplies by another number than it should.

References
----------
.. [1] C. Meadows, "A more efficient cryptographic matchmaking protocol for use in the absence of a
   continuously available third party", IEEE Symposium on Security and Privacy 1986,
   doi:10.1109/SP.1986.10022.
.. [2] B. A. Huberman, M. Franklin, T. Hogg, "Enhancing privacy and trust in electronic
   communities", ACM Conference on Electronic Commerce 1999, doi:10.1145/336992.337012.
.. [3] A. Davidson, A. Faz-Hernandez, N. Sullivan, C. A. Wood, "Oblivious pseudorandom functions
   (OPRFs) using prime-order groups", RFC 9497, 2023, doi:10.17487/RFC9497, section 4.1.
.. [4] A. Faz-Hernandez, S. Scott, N. Sullivan, R. S. Wahby, C. A. Wood, "Hashing to elliptic
   curves", RFC 9380, 2023, doi:10.17487/RFC9380, section 5.3.1; the group itself: RFC 9496,
   doi:10.17487/RFC9496.
"""

import hashlib
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Keystream, ProtocolError
from pet_workbench.core.group import NEUTRAL, POINT_BYTES, is_point, library

SUITE = b"HashToGroup-OPRFV1-\x00-ristretto255-SHA512"
"""Keeps these points apart from those of every other use of the group."""
_BLOCK = 512
"""Points that one thread works on before it looks for more."""

Points = NDArray[np.uint8]
"""Encoded points, shape (n, 32)."""


def secret_number(key: bytes) -> bytes:
    """Return a uniform secret multiplier of the group, read from the keystream of `key`."""
    wide = Keystream(key).integers(64, np.uint8).tobytes()
    number: bytes = library().crypto_core_ristretto255_scalar_reduce(wide)
    return number


def inverse(number: bytes) -> bytes:
    """Return the multiplier that undoes `number`."""
    undone: bytes = library().crypto_core_ristretto255_scalar_invert(number)
    return undone


def hash_to_point(name: bytes) -> bytes:
    """Return the point of `name`, for which nobody knows a multiplier.

    Examples
    --------
    >>> hash_to_point(b"111222333") == hash_to_point(b"111222333")
    True
    """
    point: bytes = library().crypto_core_ristretto255_from_hash(_expand(name))
    return point


def name_points(numbers: NDArray[np.int64], multiplier: bytes) -> Points:
    """Return the points of person numbers, multiplied.

    Parameters
    ----------
    numbers : ndarray of int64, shape (n,)
        Written out in decimals, they are the names.
    multiplier : bytes
        32 bytes.

    Returns
    -------
    ndarray of uint8, shape (n, 32)
    """
    multiply = library().crypto_scalarmult_ristretto255
    return _each(
        lambda number: multiply(multiplier, hash_to_point(b"%d" % number)), numbers.tolist()
    )


def multiply_points(points: Points, multiplier: bytes) -> Points:
    """Multiply points that were checked, or come from a computation of ours.

    Parameters
    ----------
    points : ndarray of uint8, shape (n, 32)
    multiplier : bytes
        32 bytes.

    Returns
    -------
    ndarray of uint8, shape (n, 32)
    """
    multiply = library().crypto_scalarmult_ristretto255
    return _each(lambda point: multiply(multiplier, point), _split(points))


def check_points(points: Points, *, step: str) -> Points:
    """Refuse what is not a point, and the neutral point, which would give a secret away.

    Parameters
    ----------
    points : ndarray of uint8, shape (n, 32)
        As received.
    step : str
        What they were sent as.

    Returns
    -------
    ndarray of uint8, shape (n, 32)
        The same points.

    Raises
    ------
    ProtocolError
        If one is no valid encoding, or the neutral point.
    """
    for position, point in enumerate(_split(points)):
        if point == NEUTRAL or not is_point(point):
            raise ProtocolError(
                "errors.no_point",
                "need '{step}' to hold points of ristretto255, got something else at position "
                "{position}: a party made it up, or it was changed on its way",
                step=step,
                position=position,
            )
    return points


def _expand(name: bytes) -> bytes:
    """Stretch `name` to 64 uniform bytes: expand_message_xmd of RFC 9380 with SHA-512."""
    suite = SUITE + bytes([len(SUITE)])
    first = hashlib.sha512(bytes(128) + name + b"\x00\x40\x00" + suite).digest()
    return hashlib.sha512(first + b"\x01" + suite).digest()


def _split(points: Points) -> list[bytes]:
    """Return every point as bytes."""
    return [row.tobytes() for row in np.ascontiguousarray(points).reshape(-1, POINT_BYTES)]


def _each(step: Callable[..., bytes], items: list[bytes] | list[int]) -> Points:
    """Do `step` for all items, on all cores: libsodium works outside Python's lock."""

    def block(start: int) -> bytes:
        part: Iterable[bytes | int] = items[start : start + _BLOCK]
        return b"".join(map(step, part))

    with ThreadPoolExecutor() as threads:
        done = b"".join(threads.map(block, range(0, len(items), _BLOCK)))
    return np.frombuffer(done, np.uint8).reshape(-1, POINT_BYTES)
