"""Data on their way into an enclave: encrypted to the key that its evidence vouches for.

The encryption is the standard for this, HPKE [1]_ (X25519, HKDF-SHA256, AES-256-GCM), from the
package cryptography; the sender's name is bound in.  `deliver` cannot be called without evidence
and a policy: it judges before it encrypts.

Protects: the data, against everybody between the owner and the holder of the enclave's key.
Does not protect: against the simulated enclave's host, who holds that key as well; nor does it show
who the sender is, since anybody may encrypt under any name.

References
----------
.. [1] R. Barnes, K. Bhargavan, B. Lipp, C. Wood, "Hybrid public key encryption", RFC 9180, 2022,
   doi:10.17487/RFC9180.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from pet_workbench.core import ProtocolError, import_extra
from pet_workbench.enclave.chip import Quote
from pet_workbench.enclave.evidence import binding
from pet_workbench.enclave.policy import Policy

_DOMAIN = b"PET workbench delivery, version 1, from "


@dataclass(frozen=True)
class Delivery:
    """Encrypted data of one owner.

    Attributes
    ----------
    sender : str
    sealed : bytes
        The sender's public key for this delivery only, and the ciphertext.
    """

    sender: str
    sealed: bytes

    @property
    def bytes(self) -> int:
        """What travels."""
        return len(self.sealed)


def deliver(
    data: bytes, quote: Quote, *, policy: Policy, key: bytes, nonce: bytes, sender: str
) -> Delivery:
    """Judge the evidence and only then encrypt `data` to the enclave's key.

    Parameters
    ----------
    data : bytes
    quote : Quote
    policy : Policy
    key : bytes
        The enclave's public key, 32 bytes, as received beside the quote.
    nonce : bytes
        What this sender asked to have signed along.
    sender : str

    Raises
    ------
    ProtocolError
        If a signature does not hold.
    PrivacyError
        If the policy refuses: nothing was encrypted or sent.
    """
    policy.check(quote.evidence(), binding=binding(key, nonce))
    public = X25519PublicKey.from_public_bytes(key)
    return Delivery(sender, _suite().encrypt(data, public, _DOMAIN + sender.encode()))


def receive(delivery: Delivery, own: X25519PrivateKey) -> bytes:
    """Decrypt a delivery with the enclave's private key.

    Parameters
    ----------
    delivery : Delivery
    own : X25519PrivateKey

    Raises
    ------
    ProtocolError
        If it was changed on its way, comes under another name, or is for another enclave.
    """
    try:
        opened: bytes = _suite().decrypt(delivery.sealed, own, _DOMAIN + delivery.sender.encode())
    except (InvalidTag, ValueError):
        raise ProtocolError(
            "errors.enclave_delivery",
            "need a delivery for this enclave as {sender} sent it, got another, or a changed one",
            sender=delivery.sender[:60],
        ) from None
    return opened


@cache
def _suite() -> Any:
    """Return the cipher suite; older releases of cryptography, as in Binder, have none.

    Raises
    ------
    MissingExtraError
        If cryptography is older than 47.
    """
    hpke = import_extra("cryptography.hazmat.primitives.hpke", package="pet-workbench[enclave]")
    return hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
