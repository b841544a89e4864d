"""What is left of a quote or a report once its signatures hold: claims about what runs, and where.

Arithmetic only: a policy decides whether the claims are good enough.
"""

import hashlib
from dataclasses import dataclass
from typing import Literal

Maker = Literal["simulated", "amd-sev-snp"]
BINDING_BYTES = 64


@dataclass(frozen=True)
class Evidence:
    """Claims that a chip signed, and that a chain of certificates leads to a root for.

    Attributes
    ----------
    maker : {"simulated", "amd-sev-snp"}
    root : bytes
        SHA-256 of the certificate that the chain ends with.
    chip : bytes
        Which chip it is.
    measurement : bytes
        SHA-384 of what was loaded at the start.
    debug : bool
        Whether the host may look inside.
    security_version : int
        Of the firmware; higher is newer.
    binding : bytes
        64 bytes that the program inside had signed along: of its key and the verifier's number.
    """

    maker: Maker
    root: bytes
    chip: bytes
    measurement: bytes
    debug: bool
    security_version: int
    binding: bytes

    @property
    def is_simulated(self) -> bool:
        """Whether no hardware stands behind it."""
        return self.maker == "simulated"


def binding(key: bytes, nonce: bytes) -> bytes:
    """Return what ties a quote to the key inside and to one verifier's question.

    Parameters
    ----------
    key : bytes
        Public, 32 bytes.
    nonce : bytes
        Drawn by the verifier, for this quote only.

    Examples
    --------
    >>> len(binding(bytes(32), b"1"))
    64
    """
    written = b"".join(len(part).to_bytes(8, "little") + part for part in (key, nonce))
    return hashlib.sha512(b"PET workbench enclave binding, version 1" + written).digest()


def answer_binding(answer: bytes, nonce: bytes) -> bytes:
    """Return what ties a quote to an answer and to one reader's question.

    Parameters
    ----------
    answer : bytes
        What the program let out.
    nonce : bytes
        Drawn by the reader, for this answer only.

    Examples
    --------
    >>> answer_binding(b"42", b"1") == binding(b"42", b"1")
    False
    """
    written = hashlib.sha512(answer).digest() + nonce
    return hashlib.sha512(b"PET workbench enclave answer, version 1" + written).digest()
