"""An auditor's signature on commitments: whoever saw the goods, or the books, vouches for them.

A proof shows that a statement follows from what was committed to; that the commitment holds what
is in the product, no mathematics can show.  An auditor who looks into the envelope at the supplier,
and signs the *closed* envelope with Ed25519 [1]_, vouches for it.  The signature is about named
quantities of one named thing, so that it cannot be moved to another.

Protects: against commitments that no auditor has seen, and against moving one to another product.
Does not protect: against an auditor who lies or was misled, nor against using one twice where that
matters.

References
----------
.. [1] S. Josefsson, I. Liusvaara, "Edwards-curve digital signature algorithm (EdDSA)", RFC 8032,
   2017, doi:10.17487/RFC8032.
"""

from collections.abc import Mapping

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from pet_workbench.core import DataError
from pet_workbench.proofs.commitments import Commitment, Opening

_DOMAIN = b"PET workbench auditor, version 1"
KEY_BYTES = 32


class Auditor:
    """Signs commitments after looking into them.

    Parameters
    ----------
    name : str

    Attributes
    ----------
    name : str
    key : bytes
        The public key, 32 bytes.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._secret = Ed25519PrivateKey.generate()
        self.key = self._secret.public_key().public_bytes_raw()

    def sign(
        self, openings: Mapping[str, Opening], seen: Mapping[str, int], *, subject: str
    ) -> bytes:
        """Compare what was committed to with what was seen, and sign the commitments.

        Parameters
        ----------
        openings : mapping of str to Opening
            By name of a quantity, what the supplier opens to the auditor only.
        seen : mapping of str to int
            By the same names, what the auditor found.
        subject : str
            Which product or delivery it is about.

        Returns
        -------
        bytes
            64 of them; they hold nothing of the values.

        Raises
        ------
        DataError
            If a value is not what was seen: nothing is signed.

        Examples
        --------
        >>> from pet_workbench.proofs.commitments import commit
        >>> auditor, recycled = Auditor("TUV"), commit(372)
        >>> signed = auditor.sign({"recycled": recycled}, {"recycled": 372}, subject="lot 8")
        >>> is_signed({"recycled": recycled.commitment}, signed, auditor.key, subject="lot 8")
        True
        >>> is_signed({"recycled": recycled.commitment}, signed, auditor.key, subject="lot 9")
        False
        """
        names = sorted(
            name
            for name in {*openings, *seen}
            if name not in openings or openings[name].value != seen.get(name)
        )
        if names:
            raise DataError(
                "errors.proof_not_as_seen",
                "need commitments to what {auditor} found, got another value for {names}; nothing "
                "was signed",
                auditor=self.name,
                names=", ".join(names),
            )
        closed = {name: opening.commitment for name, opening in openings.items()}
        return self._secret.sign(_message(closed, subject))


def is_signed(
    commitments: Mapping[str, Commitment], signature: bytes, key: bytes, *, subject: str
) -> bool:
    """Tell whether the auditor with public key `key` signed these commitments about `subject`.

    Parameters
    ----------
    commitments : mapping of str to Commitment
        All that were signed together, by the same names.
    signature : bytes
        Anything that was received.
    key : bytes
        From a list of auditors that the verifier trusts, not from who shows the proof.
    subject : str

    Raises
    ------
    DataError
        If the key is none.
    """
    if len(key) != KEY_BYTES:
        raise DataError(
            "errors.proof_auditor_key",
            "need the public key of an auditor, 32 bytes, got {got} bytes",
            got=len(key),
        )
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, _message(commitments, subject))
    except InvalidSignature:
        return False
    return True


def _message(commitments: Mapping[str, Commitment], subject: str) -> bytes:
    """Write what is signed, each part preceded by its length."""
    parts = [_DOMAIN, subject.encode()]
    for name, commitment in sorted(commitments.items()):
        parts += [name.encode(), commitment.point]
    return b"".join(len(part).to_bytes(8, "little") + part for part in parts)
