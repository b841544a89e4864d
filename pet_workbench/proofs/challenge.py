"""The challenge of a proof that needs no conversation: a hash of all that the proof is about.

A verifier would draw a challenge at random; hashing the whole statement, its context and the
prover's first message gives one that the prover cannot choose [1]_.  All of the statement has to go
in: where only the first message is hashed, false statements can be proven [2]_.

Protects: against a prover who picks the statement after the challenge, and against using a proof
for another product, list or day than it was made for, since the context is in the hash.
Does not protect: against showing the same proof twice in the same context; where that matters, the
verifier puts a number of its own into the context.

References
----------
.. [1] A. Fiat, A. Shamir, "How to prove yourself", Advances in Cryptology - CRYPTO '86, 1987,
   186-194, doi:10.1007/3-540-47721-7_12.
.. [2] D. Bernhard, O. Pereira, B. Warinschi, "How not to prove yourself", ASIACRYPT 2012, 626-643,
   doi:10.1007/978-3-642-34961-4_38.
"""

import hashlib
from collections.abc import Iterable

from pet_workbench.core.group import ORDER

_DOMAIN = b"PET workbench proof, version 1"


def challenge(kind: str, context: bytes, statement: Iterable[bytes], first: Iterable[bytes]) -> int:
    """Return the challenge of a proof.

    Every part is preceded by its length and every list by how many parts it has, so that no two
    statements are written alike.

    Parameters
    ----------
    kind : str
        Which proof it is.
    context : bytes
        What it is about: a product, a batch, a verifier's own number.
    statement : iterable of bytes
        Everything public that is claimed.
    first : iterable of bytes
        The prover's first message.

    Returns
    -------
    int
        Below the order of the group.
    """
    digest = hashlib.sha512(_DOMAIN)
    for part in (kind.encode(), context):
        digest.update(len(part).to_bytes(8, "little") + part)
    for parts in (list(statement), list(first)):
        digest.update(len(parts).to_bytes(8, "little"))
        for part in parts:
            digest.update(len(part).to_bytes(8, "little") + part)
    return int.from_bytes(digest.digest(), "little") % ORDER
