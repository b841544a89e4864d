"""From a secret point: a tag to compare, and a key under which something travels along.

Protects: the payload, which opens for whoever has the point, and shows if it was changed.
Does not protect: a tag, which is meant to be seen: equal points have equal tags.

References
----------
.. [1] M. J. Freedman, K. Nissim, B. Pinkas, "Efficient private matching and set intersection",
   EUROCRYPT 2004, doi:10.1007/978-3-540-24676-3_1, section 4 (payload under a key that only an
   element of both lists gives); NIST SP 800-38D, doi:10.6028/NIST.SP.800-38D (AES-GCM).
"""

import hashlib

import numpy as np
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from numpy.typing import NDArray

from pet_workbench.core import ParameterError, ProtocolError

TAG_BYTES = 16
SEAL_BYTES = 16
"""By how much encryption lengthens a payload."""
_LABEL = b"pet-workbench private set intersection"
_KEY_FROM = 32
_NONCE = bytes(12)


def digests_of(points: NDArray[np.uint8]) -> list[bytes]:
    """Return 64 bytes for each of `points`: a tag, and a key that does not follow from the tag."""
    return [hashlib.sha512(_LABEL + row.tobytes()).digest() for row in points]


def check_different(digests: list[bytes]) -> list[bytes]:
    """Return the `digests` of one list, refused if two are equal.

    Equal tags would show that somebody is listed twice, and two payloads encrypted under one key
    give away how they differ, to whoever sees them.

    Raises
    ------
    ParameterError
        If two are equal.
    """
    if len(set(digests)) < len(digests):
        raise ParameterError(
            "errors.listed_twice", "need every person once on the own list, got one twice"
        )
    return digests


def tag_of(digest: bytes) -> bytes:
    """Return the public part of `digest`."""
    return digest[:TAG_BYTES]


def seal(digest: bytes, payload: bytes) -> bytes:
    """Encrypt the one `payload` that goes with `digest`; its key must not serve twice.

    Examples
    --------
    >>> digest = digests_of(np.zeros((1, 32), np.uint8))[0]
    >>> open_seal(digest, seal(digest, b"region 7"))
    b'region 7'
    """
    return AESGCM(digest[_KEY_FROM:]).encrypt(_NONCE, payload, tag_of(digest))


def open_seal(digest: bytes, sealed: bytes) -> bytes:
    """Decrypt one `sealed` payload under its `digest`.

    Raises
    ------
    ProtocolError
        If it was changed.
    """
    try:
        return AESGCM(digest[_KEY_FROM:]).decrypt(_NONCE, sealed, tag_of(digest))
    except InvalidTag as error:
        raise ProtocolError(
            "errors.payload_changed",
            "need a payload as its holder encrypted it, got one that was changed on its way",
        ) from error
