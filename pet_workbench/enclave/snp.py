"""Check a report that an AMD SEV-SNP processor signed, offline, and read its claims.

The report's first 672 bytes are signed by a key of that chip at that firmware version (VCEK), whose
certificate AMD's intermediate key (ASK) signed, which AMD's root key (ARK) signed, which signed
itself [1]_ [2]_.  The chip's number and the versions in its certificate must be the report's own.
`genuine` returns a report from a rented machine that comes with the package omne-attest: everything
about it is genuine, and it had debugging switched on, so no sound policy accepts it.

Protects: against a report that no AMD processor signed, or another one than it says.
Does not protect: against AMD, nor against what was found to break the hardware; that the
certificates were not revoked is not looked up, as this works without a network.

References
----------
.. [1] AMD, "SEV Secure Nested Paging Firmware ABI Specification", publication 56860, table
   ATTESTATION_REPORT.
.. [2] AMD, "Versioned Chip Endorsement Key (VCEK) Certificate and KDS Interface Specification",
   publication 57230.
"""

import struct
import warnings
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from importlib import resources

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.utils import CryptographyDeprecationWarning

from pet_workbench.core import ProtocolError, import_extra
from pet_workbench.enclave.certificates import check_chain, fingerprint
from pet_workbench.enclave.evidence import Evidence

REPORT_BYTES = 1184
SIGNED_BYTES = 672
MILAN_ROOT = bytes.fromhex("69d063b45344d26a2e94e1f4210de49ef555308287d4c174445c95639a540bcd")
"""SHA-256 of AMD's root certificate for the processors of the third generation (Milan)."""
_VERSIONS = range(2, 6)
_DEBUG = 1 << 19
_ECDSA_P384_SHA384 = 1
_SCALAR_BYTES = 72
_CHAIN = 3
_HARDWARE_ID = x509.ObjectIdentifier("1.3.6.1.4.1.3704.1.4")
_FIRMWARE = {
    0: x509.ObjectIdentifier("1.3.6.1.4.1.3704.1.3.1"),  # boot loader
    1: x509.ObjectIdentifier("1.3.6.1.4.1.3704.1.3.2"),  # operating system of the security chip
    6: x509.ObjectIdentifier("1.3.6.1.4.1.3704.1.3.3"),  # SNP firmware
    7: x509.ObjectIdentifier("1.3.6.1.4.1.3704.1.3.8"),  # microcode
}
"""Place of each part's version among the report's eight, and its name in the certificate."""


@dataclass(frozen=True)
class Report:
    """A report with the certificates that lead to a root.

    Attributes
    ----------
    written : bytes
        1,184 bytes.
    chain : tuple of Certificate
        VCEK, ASK, ARK.
    """

    written: bytes
    chain: tuple[x509.Certificate, ...]

    @property
    def bytes(self) -> int:
        """How long it is, without the chain."""
        return len(self.written)

    def evidence(self, *, at: datetime) -> Evidence:
        """Check all signatures and return the claims.

        Parameters
        ----------
        at : datetime
            With a time zone: when the certificates must be valid.

        Raises
        ------
        ProtocolError
            If the report has another length, version or kind of signature, a signature or the chain
            is wrong, or the certificate is of another chip or another version of the firmware.
        """
        _check_form(self.written)
        check_chain(self.chain, length=_CHAIN, at=at)
        _check_signature(self.written, self.chain[0])
        _check_chip(self.written, self.chain[0])
        return Evidence(
            maker="amd-sev-snp",
            root=fingerprint(self.chain[-1]),
            chip=self.written[0x1A0:0x1E0],
            measurement=self.written[0x90:0xC0],
            debug=bool(_number(self.written, 0x08, "<Q") & _DEBUG),
            security_version=self.written[0x180 + 6],
            binding=self.written[0x50:0x90],
        )


def genuine() -> Report:
    """Return a report that a real processor signed, with its certificates.

    Raises
    ------
    MissingExtraError
        If the package omne-attest, which holds them, is not installed.
    """
    package = import_extra("omne_attest", package="pet-workbench[enclave]")
    folder = resources.files(package) / "vectors"
    names = ("kds_vcek.der", "milan_ask.der", "milan_ark.der")
    return read(
        (folder / "attestation.bin").read_bytes(), [(folder / name).read_bytes() for name in names]
    )


def read(written: bytes, certificates: Sequence[bytes]) -> Report:
    """Return a report of one's own.

    Parameters
    ----------
    written : bytes
        1,184 bytes.
    certificates : sequence of bytes
        VCEK, ASK and ARK, in DER.

    Raises
    ------
    ProtocolError
        If there are not three, or one is no certificate.
    """
    chain: tuple[x509.Certificate, ...] = ()
    with warnings.catch_warnings(), suppress(ValueError):
        # AMD gives the certificates of its chips the serial number 0, against RFC 5280
        warnings.simplefilter("ignore", CryptographyDeprecationWarning)
        chain = tuple(map(x509.load_der_x509_certificate, certificates))
    if len(chain) != _CHAIN:
        raise ProtocolError(
            "errors.enclave_certificate", "need three certificates in DER, got something else"
        )
    return Report(written, chain)


def _check_form(written: bytes) -> None:
    """Refuse what is not laid out as we read it."""
    if len(written) != REPORT_BYTES:
        _refuse("bytes", len(written))
    if _number(written, 0x00, "<I") not in _VERSIONS:
        _refuse("version", _number(written, 0x00, "<I"))
    if _number(written, 0x34, "<I") != _ECDSA_P384_SHA384:
        _refuse("signature", _number(written, 0x34, "<I"))


def _check_signature(written: bytes, chip: x509.Certificate) -> None:
    """Refuse a report that the chip's key did not sign."""
    start = SIGNED_BYTES
    r = int.from_bytes(written[start : start + _SCALAR_BYTES], "little")
    s = int.from_bytes(written[start + _SCALAR_BYTES : start + 2 * _SCALAR_BYTES], "little")
    key = chip.public_key()
    try:
        if not isinstance(key, ec.EllipticCurvePublicKey):
            raise InvalidSignature
        signature = encode_dss_signature(r, s)
        key.verify(signature, written[:SIGNED_BYTES], ec.ECDSA(hashes.SHA384()))
    except InvalidSignature:
        raise ProtocolError(
            "errors.enclave_signature",
            "need a report that its chip signed, got one of {n_bytes} bytes without a valid "
            "signature",
            n_bytes=len(written),
        ) from None


def _check_chip(written: bytes, chip: x509.Certificate) -> None:
    """Refuse a certificate of another chip, or of other firmware than the report names."""
    if _extension(chip, _HARDWARE_ID)[-64:] != written[0x1A0:0x1E0]:
        _refuse("chip", written[0x1A0:0x1A8].hex())
    for place, name in _FIRMWARE.items():
        version = written[0x180 + place]
        if int.from_bytes(_extension(chip, name)[2:], "big") != version:
            _refuse("firmware", version)


def _extension(certificate: x509.Certificate, name: x509.ObjectIdentifier) -> bytes:
    """Return the bytes of an extension; none if there is no such one."""
    try:
        value = certificate.extensions.get_extension_for_oid(name).value
    except x509.ExtensionNotFound:
        return b""
    return value.value if isinstance(value, x509.UnrecognizedExtension) else b""


def _number(written: bytes, place: int, form: str) -> int:
    found: int = struct.unpack_from(form, written, place)[0]
    return found


def _refuse(part: str, got: object) -> None:
    """Refuse a report.

    Raises
    ------
    ProtocolError
        Always.
    """
    raise ProtocolError(
        "errors.enclave_report",
        "need an SEV-SNP report of 1184 bytes, version 2 to 5, with the certificate of its own "
        "chip and firmware, got another {part}: {got}",
        part=part,
        got=got,
    )
