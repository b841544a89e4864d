"""Proof that a commitment holds a value that everybody may know, without giving its secret number.

Schnorr's proof of knowledge [1]_: what is left when the public value is taken out is the secret
number times one point, and the prover shows to know that number.  With sums of commitments it
proves a mass balance: hidden amounts that add up to a public total.

Protects: the secret number, and with it every other commitment that shares it.  Its transcript can
be imitated by who knows nothing.
Does not protect: the value, which is public here.

References
----------
.. [1] C. P. Schnorr, "Efficient signature generation by smart cards", Journal of Cryptology 4,
   1991, 161-174, doi:10.1007/BF00196725.
"""

from pet_workbench.core import Entropy
from pet_workbench.core.group import ORDER
from pet_workbench.proofs.challenge import challenge
from pet_workbench.proofs.commitments import Commitment, Opening
from pet_workbench.proofs.errors import refuse_false
from pet_workbench.proofs.group import SecretNumbers, blind, minus, pieces, read, times, write

KIND = "known"
PROOF_BYTES = 64


def prove(opening: Opening, value: int, *, context: bytes, entropy: Entropy | None = None) -> bytes:
    """Prove that the commitment of `opening` holds `value`.

    Parameters
    ----------
    opening : Opening
    value : int
        Public.
    context : bytes
        What the proof is about; the verifier needs the same.
    entropy : Entropy, optional
        The operating system by default.

    Returns
    -------
    bytes
        64 of them.

    Raises
    ------
    ParameterError
        If it holds another value.

    Examples
    --------
    >>> from pet_workbench.proofs.commitments import commit
    >>> amounts = [commit(3), commit(4)]
    >>> whole = amounts[0] + amounts[1]
    >>> proof = prove(whole, 7, context=b"batch 1")
    >>> verify(whole.commitment, 7, proof, context=b"batch 1")
    True
    >>> verify(whole.commitment, 8, proof, context=b"batch 1")
    False
    """
    if opening.value != value:
        refuse_false(KIND)
    secret = SecretNumbers(entropy).draw()
    asked = challenge(KIND, context, _statement(opening.commitment, value), [blind(secret)])
    return write(asked) + write(secret + asked * opening.blinding)


def verify(commitment: Commitment, value: int, proof: bytes, *, context: bytes) -> bool:
    """Tell whether `proof` shows that `commitment` holds `value`.

    Parameters
    ----------
    commitment : Commitment
    value : int
    proof : bytes
        Anything that was received.
    context : bytes
    """
    if len(proof) != PROOF_BYTES:
        return False
    asked, answer = map(read, pieces(proof))
    if asked is None or answer is None:
        return False
    rest = commitment.shifted(-value).point
    first = minus(blind(answer), times(asked, rest))
    return asked == challenge(KIND, context, _statement(commitment, value), [first])


def _statement(commitment: Commitment, value: int) -> list[bytes]:
    return [commitment.point, write(value % ORDER)]
