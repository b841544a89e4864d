"""What can go wrong with encrypted numbers, one type for each reason.

TenSEAL and SEAL give a wrong answer without a word in most of these cases.  Here the meter refuses
before anything is computed, or decryption does before a number is returned.

Protects: against numbers that look right and are not.
Does not protect: against a reader who tells the sender *why* a decryption failed.  Keep a
`DecryptionError` to yourself: repeated answers "valid" and "not valid" can give away a secret key.
"""

from typing import TypeVar

from pet_workbench.core import PetError

Refusal = TypeVar("Refusal", bound=PetError)


class HomomorphicError(PetError):
    """Base class of what encrypted numbers can refuse."""


class WrongKeyError(HomomorphicError):
    """Two things belong to different keys."""


class MissingKeyError(HomomorphicError):
    """An operation needs a public key that was not made: for products, or for sums."""


class DepthError(HomomorphicError):
    """No multiplication is left: every level has been used."""


class RangeError(HomomorphicError):
    """The values can become larger than the modulus holds, and would wrap around."""


class PrecisionError(HomomorphicError):
    """The error would be larger than the answer, or larger than was asked for."""


class NoiseError(HomomorphicError):
    """The noise budget would be used up, and decryption would give random numbers."""


class DecryptionError(HomomorphicError):
    """What was decrypted cannot be the result of the computation: wrong key or damaged."""


class TamperedError(HomomorphicError):
    """Bytes are not what their sender sealed."""


def kept(refusal: Refusal) -> Refusal:
    """Return an error that is fit to be kept: without its traceback.

    A traceback holds every variable of everybody who called, secret keys among them.
    """
    refusal.__cause__ = refusal.__context__ = None
    return refusal.with_traceback(None)
