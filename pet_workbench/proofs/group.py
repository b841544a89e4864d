"""Points and secret numbers of ristretto255, and the two generators of a commitment.

Secret numbers multiply libsodium's own generator, whose multiples are the fastest.  Values multiply
a point that is made by hashing a published sentence, so that nobody knows how many times the first
generator it is: whoever knew could open a commitment to any value.

Arithmetic only.  For teaching; not audited, and Python's whole numbers do not take the same time
for every secret, so whoever can time this machine to the microsecond may learn from it.
"""

import hashlib
from functools import cache

import numpy as np

from pet_workbench.core import Entropy, Keystream
from pet_workbench.core.group import NEUTRAL, ORDER, POINT_BYTES, library

SENTENCE = b"PET workbench: the value generator of Pedersen commitments, version 1"
NUMBER_BYTES = 32
_WIDE = 64


class SecretNumbers:
    """Uniform secret numbers below the order of the group.

    Parameters
    ----------
    entropy : Entropy, optional
        Where the key comes from; the operating system by default.

    Examples
    --------
    >>> numbers = SecretNumbers()
    >>> numbers.draw() != numbers.draw()
    True
    """

    __slots__ = ("_stream",)

    def __init__(self, entropy: Entropy | None = None) -> None:
        self._stream = Keystream((entropy or Entropy()).key())

    def draw(self) -> int:
        """Return the next number; 64 bytes make the remainder uniform to within 2**-252."""
        return int.from_bytes(self._stream.integers(_WIDE, np.uint8).tobytes(), "little") % ORDER


@cache
def value_point() -> bytes:
    """Return the generator that a commitment multiplies by its value."""
    point: bytes = library().crypto_core_ristretto255_from_hash(hashlib.sha512(SENTENCE).digest())
    return point


def blind(number: int) -> bytes:
    """Return `number` times the generator of secret numbers."""
    point: bytes = library().crypto_scalarmult_ristretto255_base_allow_scalar_zero(write(number))
    return point


def times(number: int, point: bytes) -> bytes:
    """Return `number` times `point`."""
    if point == NEUTRAL:
        return NEUTRAL
    found: bytes = library().crypto_scalarmult_ristretto255_allow_scalar_zero(write(number), point)
    return found


def valued(number: int) -> bytes:
    """Return `number` times the generator of values."""
    return times(number, value_point())


def plus(left: bytes, right: bytes) -> bytes:
    """Return the sum of two points."""
    point: bytes = library().crypto_core_ristretto255_add(left, right)
    return point


def minus(left: bytes, right: bytes) -> bytes:
    """Return the difference of two points."""
    point: bytes = library().crypto_core_ristretto255_sub(left, right)
    return point


def write(number: int) -> bytes:
    """Write a number, taken modulo the order, in 32 bytes.

    Examples
    --------
    >>> read(write(-1)) == ORDER - 1
    True
    """
    return (number % ORDER).to_bytes(NUMBER_BYTES, "little")


def read(written: bytes) -> int | None:
    """Read a number; None if it is not the one way to write it, so that a proof has one form."""
    number = int.from_bytes(written, "little")
    return number if len(written) == NUMBER_BYTES and number < ORDER else None


def pieces(written: bytes, size: int = POINT_BYTES) -> list[bytes]:
    """Cut bytes into pieces of one size.

    Examples
    --------
    >>> [len(piece) for piece in pieces(bytes(96))]
    [32, 32, 32]
    """
    return [written[start : start + size] for start in range(0, len(written), size)]
