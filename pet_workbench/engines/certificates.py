"""Certificates that say which party somebody is: a private authority, keys, and signing requests.

A certificate of ours has the party's name as its common name.  Connections compare that name with
the party they expect (`pet_workbench.engines.identity`).

Protects: against anybody without a certificate of the authority, and against one party that plays
another.
Does not protect: against whoever holds the authority's key, who can play everybody; against a
party's key that leaks.  With a fingerprint per party in the list of parties the first is seen too.

References
----------
.. [1] D. Cooper et al., "Internet X.509 Public Key Infrastructure Certificate and CRL Profile",
   RFC 5280, 2008, doi:10.17487/RFC5280.
.. [2] E. Rescorla, "The Transport Layer Security (TLS) Protocol Version 1.3", RFC 8446, 2018,
   doi:10.17487/RFC8446.
"""

import hashlib
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from pet_workbench.core import DataError, ParameterError

VALID_DAYS = 90
CLOCK_SKEW = timedelta(hours=1)
"""Certificates start so much earlier, for clocks that are slow."""
NAME_LENGTH = 64
"""Longest party name: the longest common name X.509 allows."""


class Authority(NamedTuple):
    """A certificate authority: whoever has its key decides who is a party."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


def new_key() -> ec.EllipticCurvePrivateKey:
    """Return a fresh private key on the curve P-256."""
    return ec.generate_private_key(ec.SECP256R1())


def new_authority(*, days: int = VALID_DAYS) -> Authority:
    """Return a fresh authority of our own, which signs for parties and nothing else."""
    key = new_key()
    name = _name("PET workbench parties")
    usage = x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    builder = (
        _builder(name, name, key.public_key(), key.public_key(), days)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
    )
    return Authority(builder.sign(key, hashes.SHA256()), key)


def new_request(party: str, key: ec.EllipticCurvePrivateKey) -> x509.CertificateSigningRequest:
    """Return a signing request: what a party sends to the authority instead of its key."""
    builder = x509.CertificateSigningRequestBuilder().subject_name(_name(party))
    return builder.sign(key, hashes.SHA256())


def sign(
    authority: Authority,
    request: x509.CertificateSigningRequest,
    *,
    party: str,
    days: float = VALID_DAYS,
) -> x509.Certificate:
    """Return the certificate for `request`, after checking that it is `party`'s and unharmed.

    Only the name and the public key of the request are used; whatever else it asks is left out.

    Parameters
    ----------
    authority : Authority
        Who signs.
    request : CertificateSigningRequest
        Of the party.
    party : str
        Whose request it is known to be: the signer checks that by telephone, not from the file.
    days : float
        How long the certificate holds; a negative number makes one that has expired, for tests.

    Raises
    ------
    ParameterError
        If the request is for another name or not signed with its own key.
    """
    found = common_name(request.subject)
    if found != party or not _is_signed_by_itself(request):
        raise ParameterError(
            "errors.request_of_other",
            "need a signing request of {party}, signed with its own key, got one of {found}",
            party=party,
            found=found,
        )
    usages = [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]
    builder = (
        _builder(
            request.subject,
            authority.certificate.subject,
            request.public_key(),
            authority.key.public_key(),
            days,
        )
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage(usages), critical=False)
    )
    return builder.sign(authority.key, hashes.SHA256())


def issue(
    authority: Authority, party: str, *, days: float = VALID_DAYS
) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    """Return a certificate and its key, both made here: for parties on one machine only."""
    key = new_key()
    return sign(authority, new_request(party, key), party=party, days=days), key


def common_name(name: x509.Name) -> str:
    """Return the one common name in `name`, or nothing when there is none or more than one."""
    found = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if len(found) == 1 else ""


def fingerprint(certificate: x509.Certificate) -> str:
    """Return the SHA-256 of a certificate in hexadecimal, by which people compare it."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def public_fingerprint(key: CertificatePublicKeyTypes) -> str:
    """Return the SHA-256 of a public key in hexadecimal: the same in request and certificate."""
    encoded = key.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return hashlib.sha256(encoded).hexdigest()


def file_stem(party: str) -> str:
    """Return how a party's files are called: its name, with anything unusual replaced.

    Examples
    --------
    >>> file_stem("Gemeente Sint-Anna")
    'Gemeente_Sint-Anna'
    """
    return "".join(c if c.isalnum() or c in "-_" else "_" for c in party)


def read_authority(folder: Path) -> Authority:
    """Read an authority's certificate and key.

    Raises
    ------
    DataError
        If they are not there.
    """
    try:
        certificate = x509.load_pem_x509_certificate((folder / "authority.crt").read_bytes())
        key = serialization.load_pem_private_key((folder / "authority.key").read_bytes(), None)
    except (OSError, ValueError, TypeError) as error:
        raise _unreadable(folder / "authority.key", error) from error
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise _unreadable(folder / "authority.key", "another kind of key")
    return Authority(certificate, key)


def read_request(path: Path) -> x509.CertificateSigningRequest:
    """Read a signing request.

    Raises
    ------
    DataError
        If it is none.
    """
    try:
        return x509.load_pem_x509_csr(path.read_bytes())
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error


def certificate_pem(certificate: x509.Certificate) -> bytes:
    """Return a certificate as text."""
    return certificate.public_bytes(serialization.Encoding.PEM)


def key_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    """Return a private key as text, not encrypted: the file's mode protects it."""
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def write_private(path: Path, content: bytes) -> None:
    """Write a new file that only its owner may read: mode 600 from the first byte.

    Raises
    ------
    DataError
        If the file exists already, or cannot be written.
    """
    try:
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(opened, "wb") as file:
            file.write(content)
    except OSError as error:
        raise DataError(
            "errors.key_file_exists",
            "need to write a new file {path}: {reason}",
            path=path,
            reason=error.strerror or "",
        ) from error


def _unreadable(path: Path, reason: object) -> DataError:
    return DataError(
        "errors.certificate_file",
        "need a certificate or key in {path}: {reason}",
        path=path,
        reason=reason,
    )


def _name(common: str) -> x509.Name:
    if not 0 < len(common) <= NAME_LENGTH or not common.isprintable():
        raise ParameterError(
            "errors.party_name",
            "need a party name of 1 to {limit} printable characters, got {name!r}",
            limit=NAME_LENGTH,
            name=common,
        )
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    public_key: object,
    issuer_key: ec.EllipticCurvePublicKey,
    days: float,
) -> x509.CertificateBuilder:
    """Return what certificates of the authority and of parties have in common."""
    if not isinstance(public_key, ec.EllipticCurvePublicKey):
        raise ParameterError(
            "errors.request_key", "need a key on an elliptic curve, got another kind"
        )
    now = datetime.now(UTC)
    start = min(now, now + timedelta(days=days)) - CLOCK_SKEW
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key), critical=False
        )
    )


def _is_signed_by_itself(request: x509.CertificateSigningRequest) -> bool:
    """Return whether whoever made the request has the private key."""
    try:
        return bool(request.is_signature_valid)
    except InvalidSignature:
        return False
