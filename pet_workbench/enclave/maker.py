"""A simulated maker of chips: a root of its own, and a certificate for every chip it is shown.

A real maker burns a key into each chip and signs for it in the factory; whoever trusts the root
then trusts what such chips say.  Here the maker is an object, and its root says *simulated*.

Protects: nothing; whoever runs this program holds the maker's key.
Does not protect: anything.
"""

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID

from pet_workbench.core import ProtocolError
from pet_workbench.enclave.certificates import fingerprint

ROOT_NAME = "PET workbench SIMULATED root, no hardware"
CHIP_BYTES = 16
REQUEST_BYTES = CHIP_BYTES + 97
"""A chip's number and its public key, an uncompressed point of P-384."""
_CURVE = ec.SECP384R1()
_YEARS = timedelta(days=3650)


class SimulatedMaker:
    """Signs for chips.

    Attributes
    ----------
    certificate : Certificate
        Of its root, signed by itself.
    root : bytes
        SHA-256 of that certificate, to be put into a policy.
    """

    def __init__(self) -> None:
        self._key = ec.generate_private_key(_CURVE)
        self.certificate = _certificate(ROOT_NAME, self._key.public_key(), self._key)
        self.root = fingerprint(self.certificate)

    def certify(self, request: bytes) -> tuple[x509.Certificate, x509.Certificate]:
        """Return the certificates of a chip and of the root.

        Parameters
        ----------
        request : bytes
            The chip's number and public key, see `request_of`.

        Raises
        ------
        ProtocolError
            If it is not laid out as that.
        """
        number, point = request[:CHIP_BYTES], request[CHIP_BYTES:]
        try:
            key = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, point)
        except ValueError:
            raise ProtocolError(
                "errors.enclave_request",
                "need the number and the public key of a chip, got {n_bytes} bytes of something "
                "else",
                n_bytes=len(request),
            ) from None
        return _certificate(f"SIMULATED chip {number.hex()[:8]}", key, self._key), self.certificate


def request_of(number: bytes, key: ec.EllipticCurvePublicKey) -> bytes:
    """Return what a chip shows to its maker.

    Parameters
    ----------
    number : bytes
        16 bytes.
    key : EllipticCurvePublicKey
        On P-384.
    """
    return number + key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _certificate(
    subject: str, key: ec.EllipticCurvePublicKey, signer: ec.EllipticCurvePrivateKey
) -> x509.Certificate:
    """Sign a certificate in the name of the simulated root."""
    start = datetime.now(UTC) - timedelta(days=1)
    return (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(ROOT_NAME))
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + _YEARS)
        .sign(signer, hashes.SHA384())
    )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])
