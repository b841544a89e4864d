"""Quotes and certificates as they travel: in boxes of one size.

A signature in DER is now a byte longer, now shorter; boxes of one size make runs comparable.

Arithmetic only.
"""

import struct
from collections.abc import Sequence

import numpy as np
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from numpy.typing import NDArray

from pet_workbench.core import ProtocolError
from pet_workbench.enclave import Quote

QUOTE_BYTES, CHAIN_BYTES = 256, 2_048
_LENGTH = struct.Struct("<I")
_CHAIN = 2


def boxed(content: bytes, size: int) -> NDArray[np.uint8]:
    """Return bytes in a box: their number, themselves, and zeros.

    Parameters
    ----------
    content : bytes
    size : int
        Of the box.

    Raises
    ------
    ProtocolError
        If they do not fit.

    Examples
    --------
    >>> unboxed(boxed(b"quote", 16))
    b'quote'
    """
    if len(content) + _LENGTH.size > size:
        raise ProtocolError(
            "errors.mobility_box",
            "need at most {most} bytes for a box of evidence, got {n_bytes}",
            most=size - _LENGTH.size,
            n_bytes=len(content),
        )
    return np.frombuffer((_LENGTH.pack(len(content)) + content).ljust(size, b"\0"), np.uint8)


def unboxed(box: NDArray[np.uint8]) -> bytes:
    """Return what is in a box; never more than there is."""
    written = box.tobytes()
    return written[_LENGTH.size :][: _LENGTH.unpack_from(written)[0]]


def written_chain(chain: Sequence[x509.Certificate]) -> bytes:
    """Return certificates in DER, each with its length in front."""
    written = [certificate.public_bytes(Encoding.DER) for certificate in chain]
    return b"".join(_LENGTH.pack(len(one)) + one for one in written)


def chain_of(box: NDArray[np.uint8]) -> tuple[x509.Certificate, ...]:
    """Return the two certificates in a box.

    Raises
    ------
    ProtocolError
        If there are not two.
    """
    content, found = unboxed(box), []
    try:
        while content:
            length = _LENGTH.unpack_from(content)[0]
            one, content = content[_LENGTH.size :][:length], content[_LENGTH.size + length :]
            found.append(x509.load_der_x509_certificate(one))
    except (ValueError, struct.error):
        found = []
    if len(found) != _CHAIN:
        raise ProtocolError(
            "errors.mobility_chain",
            "need the certificates of a chip and its maker, got something else",
        )
    return tuple(found)


def quote_of(written: NDArray[np.uint8], chain: NDArray[np.uint8]) -> Quote:
    """Return the quote that came in two boxes; `Quote.evidence` checks it.

    Parameters
    ----------
    written : ndarray of uint8, shape (256,)
    chain : ndarray of uint8, shape (2048,)
    """
    return Quote(unboxed(written), chain_of(chain))
