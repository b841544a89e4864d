"""A party's key to sign with: Ed25519, kept in a file under a password.

Everybody knows everybody's *public* key, told once over another road, such as a meeting: an
agreement that brings its own keys proves nothing.

Protects: against approvals and checkpoints in somebody else's name.
Does not protect: a party whose private key and password were taken, nor one that signs what it has
not read.

References
----------
.. [1] S. Josefsson, I. Liusvaara, "Edwards-curve digital signature algorithm (EdDSA)", RFC 8032,
   2017, doi:10.17487/RFC8032.
"""

from pathlib import Path
from typing import NoReturn

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from pet_workbench.core import DataError, PrivacyError, secret_file

MAGIC = b"PETSIGN1"
"""How a file with a private key to sign with begins."""


class SigningKey:
    """The private key of one party.

    Parameters
    ----------
    party : str

    Attributes
    ----------
    party : str
    public : str
        The public key, 64 hexadecimal digits.

    Examples
    --------
    >>> key = SigningKey("SVB")
    >>> signature = key.sign(b"yes")
    >>> is_signed(b"yes", signature, key.public), is_signed(b"no", signature, key.public)
    (True, False)
    """

    def __init__(self, party: str) -> None:
        self._hold(party, Ed25519PrivateKey.generate())

    def _hold(self, party: str, private: Ed25519PrivateKey) -> None:
        self.party, self._private = party, private
        self.public = private.public_key().public_bytes_raw().hex()

    def __reduce__(self) -> NoReturn:
        raise PrivacyError(
            "errors.signing_key_copied",
            "need a key that stays with {party}, got a request to copy or send it; send `public`, "
            "or keep it in a file with `save`",
            party=self.party,
        )

    def sign(self, message: bytes) -> str:
        """Return the signature, 128 hexadecimal digits."""
        return self._private.sign(message).hex()

    def save(self, path: str | Path, *, password: str) -> None:
        """Write the key to a new file that only its owner may read; see `core.secret_file`.

        Raises
        ------
        ParameterError
            If the name does not end in ``.secret-key``, or the password is short.
        DataError
            If there is such a file already, or it cannot be written.
        """
        content = self._private.private_bytes_raw() + self.party.encode()
        secret_file.save(path, content, magic=MAGIC, password=password)

    @classmethod
    def load(cls, path: str | Path, *, password: str) -> "SigningKey":
        """Read a key from its file.

        Raises
        ------
        DataError
            If the file cannot be read, is of another kind or damaged, or others may read it.
        PasswordError
            If the password is wrong.
        """
        content = secret_file.load(path, magic=MAGIC, password=password)
        key = cls.__new__(cls)
        key._hold(content[32:].decode(), Ed25519PrivateKey.from_private_bytes(content[:32]))
        return key


def is_signed(message: bytes, signature: str, public: str) -> bool:
    """Tell whether the owner of a public key signed a message.

    Parameters
    ----------
    message : bytes
    signature : str
        Anything that was received.
    public : str
        From a list that the reader trusts, not from who shows the signature.

    Raises
    ------
    DataError
        If the public key is none.
    """
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
    except ValueError:
        raise DataError(
            "errors.signing_public_key",
            "need a public key of 64 hexadecimal digits, got {got}",
            got=public[:70],
        ) from None
    try:
        key.verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True
