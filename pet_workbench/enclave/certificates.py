"""Chains of certificates, from the chip's to a root.

A chain has as many certificates as its kind always has: a longer one would let the holder of one
chip's key vouch for keys that no chip has.

Arithmetic only: that a chain holds says nothing until the policy knows its root.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding

from pet_workbench.core import ProtocolError


def fingerprint(certificate: x509.Certificate) -> bytes:
    """Return the SHA-256 of a certificate as it is written (DER)."""
    return hashlib.sha256(certificate.public_bytes(Encoding.DER)).digest()


def check_chain(chain: Sequence[x509.Certificate], *, length: int, at: datetime) -> None:
    """Refuse a chain of another length, or in which a certificate is not signed by the next.

    The last has to be signed by itself.

    Parameters
    ----------
    chain : sequence of Certificate
        The chip's first, the root last.
    length : int
        How many there have to be.
    at : datetime
        With a time zone: when all must be valid.

    Raises
    ------
    ProtocolError
        If there are more or fewer, a signature is wrong, or a certificate not valid at that time;
        which one is in the parameters.
    """
    if len(chain) != length:
        raise ProtocolError(
            "errors.enclave_chain_length",
            "need a chain of {length} certificates, from the chip to the root, got {got}",
            length=length,
            got=len(chain),
        )
    for certificate, issuer in zip(chain, [*chain[1:], chain[-1]], strict=True):
        name = certificate.subject.rfc4514_string()[:80]
        try:
            certificate.verify_directly_issued_by(issuer)
        except (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError):
            raise ProtocolError(
                "errors.enclave_chain",
                "need certificates that sign each other up to a root, got {name} without a valid "
                "signature of {issuer}",
                name=name,
                issuer=issuer.subject.rfc4514_string()[:80],
            ) from None
        if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
            raise ProtocolError(
                "errors.enclave_expired",
                "need certificates that are valid on {at}, got {name}, which is not",
                at=at.date().isoformat(),
                name=name,
            )
