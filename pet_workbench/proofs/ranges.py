"""Proof that a committed value is at least, or at most, a public bound: without telling the value.

The prover commits to each binary digit of the value and proves of each that it is 0 or 1; the
digits' commitments add up, with their weights, to the commitment itself.  So the value lies between
0 and 2**bits - 1.  A bound is taken out of the value first.  Shorter proofs exist for long ranges
[1]_; this one shows every step, and takes 160 bytes per binary digit.

Protects: everything about the value but that it is in the range.
Does not protect: a range so narrow that it says the value.

References
----------
.. [1] B. Bunz, J. Bootle, D. Boneh, A. Poelstra, P. Wuille, G. Maxwell, "Bulletproofs: short proofs
   for confidential transactions and more", IEEE Symposium on Security and Privacy 2018, 315-334,
   doi:10.1109/SP.2018.00020.
"""

import hashlib

from pet_workbench.core import Entropy
from pet_workbench.core.group import NEUTRAL, ORDER, POINT_BYTES, is_point
from pet_workbench.core.validation import check_whole
from pet_workbench.proofs import one_of
from pet_workbench.proofs.commitments import Commitment, Opening
from pet_workbench.proofs.errors import refuse_false
from pet_workbench.proofs.group import (
    SecretNumbers,
    blind,
    minus,
    pieces,
    plus,
    value_point,
    valued,
    write,
)

KIND = "range"
MOST_BITS = 64
DIGIT_BYTES = POINT_BYTES + 2 * one_of.BRANCH_BYTES


def proof_bytes(bits: int) -> int:
    """Return how long a proof for `bits` binary digits is.

    Examples
    --------
    >>> proof_bytes(10)
    1600
    """
    return DIGIT_BYTES * bits


def prove(opening: Opening, bits: int, *, context: bytes, entropy: Entropy | None = None) -> bytes:
    """Prove that the committed value is at least 0 and below ``2**bits``.

    Parameters
    ----------
    opening : Opening
    bits : int
        1 to 64.
    context : bytes
        What the proof is about; the verifier needs the same.
    entropy : Entropy, optional
        The operating system by default.

    Returns
    -------
    bytes
        160 per binary digit.

    Raises
    ------
    ParameterError
        If the value is not in the range.
    """
    check_whole("bits", bits, 1, MOST_BITS)
    if not 0 <= opening.value < 2**bits:
        refuse_false(KIND)
    numbers = SecretNumbers(entropy)
    blindings = [0, *(numbers.draw() for _ in range(bits - 1))]
    blindings[0] = (opening.blinding - sum(one << i for i, one in enumerate(blindings))) % ORDER
    digits = [opening.value >> i & 1 for i in range(bits)]
    sealed = [
        plus(valued(digit), blind(one)) if digit else blind(one)
        for digit, one in zip(digits, blindings, strict=True)
    ]
    statement = _statement(opening.commitment, bits, sealed)
    shown = [
        one_of.prove(
            _branches(sealed[i]),
            digits[i],
            blindings[i],
            kind=KIND,
            context=context,
            statement=[*statement, write(i)],
            numbers=numbers,
        )
        for i in range(bits)
    ]
    return b"".join(sealed + shown)


def verify(commitment: Commitment, bits: int, proof: bytes, *, context: bytes) -> bool:
    """Tell whether `proof` shows that `commitment` holds at least 0 and less than ``2**bits``.

    Parameters
    ----------
    commitment : Commitment
    bits : int
    proof : bytes
        Anything that was received.
    context : bytes

    Raises
    ------
    ParameterError
        If `bits` is out of range.
    """
    check_whole("bits", bits, 1, MOST_BITS)
    if len(proof) != proof_bytes(bits):
        return False
    sealed = pieces(proof[: POINT_BYTES * bits])
    if not all(map(is_point, sealed)) or _together(sealed) != commitment.point:
        return False
    statement = _statement(commitment, bits, sealed)
    shown = pieces(proof[POINT_BYTES * bits :], 2 * one_of.BRANCH_BYTES)
    return all(
        one_of.verify(
            _branches(sealed[i]),
            shown[i],
            kind=KIND,
            context=context,
            statement=[*statement, write(i)],
        )
        for i in range(bits)
    )


def prove_at_least(
    opening: Opening, bound: int, bits: int, *, context: bytes, entropy: Entropy | None = None
) -> bytes:
    """Prove that the committed value is at least `bound`, and below ``bound + 2**bits``.

    Parameters
    ----------
    opening : Opening
    bound : int
        Public.
    bits : int
        1 to 64: how far above the bound the value may be.
    context : bytes
    entropy : Entropy, optional
        The operating system by default.

    Raises
    ------
    ParameterError
        If it is not.

    Examples
    --------
    >>> from pet_workbench.proofs.commitments import commit
    >>> recycled = commit(372)  # per mille
    >>> proof = prove_at_least(recycled, 300, 10, context=b"suitcase 4711")
    >>> verify_at_least(recycled.commitment, 300, 10, proof, context=b"suitcase 4711")
    True
    >>> verify_at_least(recycled.commitment, 400, 10, proof, context=b"suitcase 4711")
    False
    """
    return prove(opening.shifted(-bound), bits, context=context, entropy=entropy)


def verify_at_least(
    commitment: Commitment, bound: int, bits: int, proof: bytes, *, context: bytes
) -> bool:
    """Tell whether `proof` shows that `commitment` holds `bound` or more.

    Parameters
    ----------
    commitment : Commitment
    bound, bits : int
    proof : bytes
    context : bytes
    """
    return verify(commitment.shifted(-bound), bits, proof, context=context)


def prove_at_most(
    opening: Opening, bound: int, bits: int, *, context: bytes, entropy: Entropy | None = None
) -> bytes:
    """Prove that the committed value is at most `bound`, and above ``bound - 2**bits``.

    Parameters
    ----------
    opening : Opening
    bound, bits : int
    context : bytes
    entropy : Entropy, optional
        The operating system by default.

    Raises
    ------
    ParameterError
        If it is not.

    Examples
    --------
    >>> from pet_workbench.proofs.commitments import commit
    >>> weight = commit(900)
    >>> proof = prove_at_most(weight, 1_000, 10, context=b"suitcase 4711")
    >>> verify_at_most(weight.commitment, 1_000, 10, proof, context=b"suitcase 4711")
    True
    """
    return prove((-1 * opening).shifted(bound), bits, context=context, entropy=entropy)


def verify_at_most(
    commitment: Commitment, bound: int, bits: int, proof: bytes, *, context: bytes
) -> bool:
    """Tell whether `proof` shows that `commitment` holds `bound` or less.

    Parameters
    ----------
    commitment : Commitment
    bound, bits : int
    proof : bytes
    context : bytes
    """
    return verify((-1 * commitment).shifted(bound), bits, proof, context=context)


def _branches(sealed: bytes) -> list[bytes]:
    """Return what is a multiple of the generator of secret numbers: for 0 one, for 1 the other."""
    return [sealed, minus(sealed, value_point())]


def _together(sealed: list[bytes]) -> bytes:
    """Add up the digits with their weights, the highest first."""
    whole = NEUTRAL
    for one in reversed(sealed):
        whole = plus(plus(whole, whole), one)
    return whole


def _statement(commitment: Commitment, bits: int, sealed: list[bytes]) -> list[bytes]:
    """Sum up everything that each digit's proof is bound to."""
    return [hashlib.sha512(b"".join([commitment.point, write(bits), *sealed])).digest()]
