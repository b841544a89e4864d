"""Chains of certificates, from the chip's to a root.

Arithmetic only: that a chain holds says nothing until the policy knows its root.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding

from pet_workbench.core import ProtocolError


def fingerprint(certificate: x509.Certificate) -> bytes:
    """Return the SHA-256 of a certificate as it is written (DER)."""
    return hashlib.sha256(certificate.public_bytes(Encoding.DER)).digest()


def check_chain(chain: Sequence[x509.Certificate], *, at: datetime) -> None:
    """Refuse a chain in which a certificate is not signed by the next, or the last by itself.

    Parameters
    ----------
    chain : sequence of Certificate
        The chip's first, the root last.
    at : datetime
        With a time zone: when all must be valid.

    Raises
    ------
    ProtocolError
        If a signature is wrong, or a certificate not valid at that time; which one is in the
        parameters.
    """
    for certificate, issuer in zip(chain, [*chain[1:], chain[-1]], strict=True):
        name = certificate.subject.rfc4514_string()[:80]
        try:
            certificate.verify_directly_issued_by(issuer)
        except (InvalidSignature, ValueError, TypeError):
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
