"""Proof that a committed value is on a public list, without telling which one it is.

Taking each value of the list out of the commitment leaves, for the true one only, a multiple of the
generator of secret numbers; `one_of` proves that there is such a one.

Protects: which value of the list it is.
Does not protect: a list with one value, or one of which only one can be meant.
"""

from collections.abc import Sequence

from pet_workbench.core import Entropy
from pet_workbench.core.validation import check_whole
from pet_workbench.proofs import one_of
from pet_workbench.proofs.commitments import Commitment, Opening
from pet_workbench.proofs.errors import refuse_false
from pet_workbench.proofs.group import SecretNumbers, write

KIND = "membership"
LONGEST = 1_000
"""Values on a list; proof and time grow with it."""


def prove(
    opening: Opening, values: Sequence[int], *, context: bytes, entropy: Entropy | None = None
) -> bytes:
    """Prove that the committed value is one of `values`.

    Parameters
    ----------
    opening : Opening
    values : sequence of int
        Public; 2 to 1,000, each once.
    context : bytes
        What the proof is about; the verifier needs the same.
    entropy : Entropy, optional
        The operating system by default.

    Returns
    -------
    bytes
        64 per value of the list.

    Raises
    ------
    ParameterError
        If the list has no such value, too few or too many, or one twice.

    Examples
    --------
    >>> from pet_workbench.proofs.commitments import commit
    >>> origin = commit(528)
    >>> proof = prove(origin, [56, 276, 528], context=b"suitcase 4711")
    >>> verify(origin.commitment, [56, 276, 528], proof, context=b"suitcase 4711")
    True
    >>> verify(origin.commitment, [56, 276, 840], proof, context=b"suitcase 4711")
    False
    """
    _check(values)
    if opening.value not in values:
        refuse_false(KIND)
    return one_of.prove(
        _points(opening.commitment, values),
        values.index(opening.value),
        opening.blinding,
        kind=KIND,
        context=context,
        statement=_statement(opening.commitment, values),
        numbers=SecretNumbers(entropy),
    )


def verify(commitment: Commitment, values: Sequence[int], proof: bytes, *, context: bytes) -> bool:
    """Tell whether `proof` shows that `commitment` holds one of `values`.

    Parameters
    ----------
    commitment : Commitment
    values : sequence of int
    proof : bytes
        Anything that was received.
    context : bytes

    Raises
    ------
    ParameterError
        If the list has too few values or too many, or one twice.
    """
    _check(values)
    return one_of.verify(
        _points(commitment, values),
        proof,
        kind=KIND,
        context=context,
        statement=_statement(commitment, values),
    )


def _check(values: Sequence[int]) -> None:
    check_whole("values on the list", len(set(values)), max(2, len(values)), LONGEST)


def _points(commitment: Commitment, values: Sequence[int]) -> list[bytes]:
    return [commitment.shifted(-value).point for value in values]


def _statement(commitment: Commitment, values: Sequence[int]) -> list[bytes]:
    return [commitment.point, *map(write, values)]
