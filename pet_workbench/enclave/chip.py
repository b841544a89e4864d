"""A simulated chip: it measures, signs quotes, derives sealing keys and counts. No hardware.

In a real processor the keys below are burnt in or derived inside, and no software can read them.
Here they are attributes of an object.  Its maker's certificate says *simulated* in its name.

Protects: nothing; whoever runs this program holds every key.
Does not protect: anything.
"""

import os
import struct
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from pet_workbench.core import ProtocolError
from pet_workbench.enclave.certificates import check_chain, fingerprint
from pet_workbench.enclave.evidence import BINDING_BYTES, Evidence
from pet_workbench.enclave.maker import CHIP_BYTES, SimulatedMaker, request_of

MEASUREMENT_BYTES = 48
_HEAD = struct.Struct("<II?")
_FORMAT = 1
_CHAIN = 2
_BODY_BYTES = _HEAD.size + CHIP_BYTES + MEASUREMENT_BYTES + BINDING_BYTES
_SIGNED_WITH = ec.ECDSA(hashes.SHA384())


@dataclass(frozen=True)
class Quote:
    """What a simulated chip says about an enclave, signed.

    Attributes
    ----------
    written : bytes
        Format, security version, debug, chip, measurement, binding, signature.
    chain : tuple of Certificate
        The chip's and the root's.
    """

    written: bytes
    chain: tuple[x509.Certificate, ...]

    @property
    def bytes(self) -> int:
        """How long it is, without the chain."""
        return len(self.written)

    def evidence(self, *, at: datetime | None = None) -> Evidence:
        """Check the signatures and return the claims.

        Parameters
        ----------
        at : datetime, optional
            When the certificates must be valid; now by default.

        Raises
        ------
        ProtocolError
            If the quote is too short, of another format, or its signature or its chain is wrong.
        """
        check_chain(self.chain, length=_CHAIN, at=at or datetime.now(UTC))
        body = _signed_body(self)
        form, version, debug = _HEAD.unpack_from(body)
        if form != _FORMAT:
            raise ProtocolError(
                "errors.enclave_format", "need a quote of format 1, got format {form}", form=form
            )
        chip, rest = body[_HEAD.size :][:CHIP_BYTES], body[_HEAD.size + CHIP_BYTES :]
        return Evidence(
            maker="simulated",
            root=fingerprint(self.chain[-1]),
            chip=chip,
            measurement=rest[:MEASUREMENT_BYTES],
            debug=debug,
            security_version=version,
            binding=rest[MEASUREMENT_BYTES:],
        )


class SimulatedChip:
    """A chip, its maker's root, and one counter per program that only goes up.

    Parameters
    ----------
    security_version : int, default: 3
        Of its firmware.
    maker : SimulatedMaker, optional
        Who signs for it; by default a maker of its own.

    Attributes
    ----------
    chain : tuple of Certificate
    request : bytes
        Its number and public key, for its maker.
    """

    def __init__(self, *, security_version: int = 3, maker: SimulatedMaker | None = None) -> None:
        self.security_version = security_version
        self.id = os.urandom(CHIP_BYTES)
        self._fuse = os.urandom(32)
        self._counters: dict[bytes, int] = {}
        self._key = ec.generate_private_key(ec.SECP384R1())
        self.request = request_of(self.id, self._key.public_key())
        self.chain: tuple[x509.Certificate, ...] = (maker or SimulatedMaker()).certify(self.request)

    @property
    def root(self) -> bytes:
        """SHA-256 of the root's certificate, to be put into a policy."""
        return fingerprint(self.chain[-1])

    def install(self, chain: tuple[x509.Certificate, ...]) -> None:
        """Take up the certificates that a maker elsewhere signed.

        Parameters
        ----------
        chain : tuple of Certificate
            The chip's own and the root's.

        Raises
        ------
        ProtocolError
            If the first is not about this chip's key.
        """
        if chain[0].public_key() != self._key.public_key():
            raise ProtocolError(
                "errors.enclave_other_chip",
                "need the certificate of this chip, got {name}",
                name=chain[0].subject.rfc4514_string()[:80],
            )
        self.chain = chain

    def quote(self, measurement: bytes, binding: bytes, *, debug: bool) -> Quote:
        """Sign what runs.

        Parameters
        ----------
        measurement : bytes
            48 bytes.
        binding : bytes
            64 bytes.
        debug : bool
        """
        head = _HEAD.pack(_FORMAT, self.security_version, debug)
        body = head + self.id + measurement + binding
        return Quote(body + self._key.sign(body, _SIGNED_WITH), self.chain)

    def sealing_key(self, measurement: bytes) -> bytes:
        """Return the key for what one program keeps on one chip; 32 bytes."""
        derive = HKDF(hashes.SHA256(), 32, salt=measurement, info=b"PET workbench sealing")
        return derive.derive(self._fuse)

    def count(self, measurement: bytes) -> int:
        """Raise the counter of a program and return it."""
        self._counters[measurement] = self.counted(measurement) + 1
        return self._counters[measurement]

    def counted(self, measurement: bytes) -> int:
        """Return the counter of a program."""
        return self._counters.get(measurement, 0)


def _signed_body(quote: Quote) -> bytes:
    """Return everything but the signature, once that holds.

    Raises
    ------
    ProtocolError
        If it does not.
    """
    body, signature = quote.written[:_BODY_BYTES], quote.written[_BODY_BYTES:]
    key = quote.chain[0].public_key()
    if isinstance(key, ec.EllipticCurvePublicKey) and len(body) == _BODY_BYTES:
        with suppress(InvalidSignature):
            key.verify(signature, body, _SIGNED_WITH)
            return body
    raise ProtocolError(
        "errors.enclave_signature",
        "need a quote that its chip signed, got one of {n_bytes} bytes without a valid signature",
        n_bytes=len(quote.written),
    )
