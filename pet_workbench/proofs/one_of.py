"""Proof that one of several points is a multiple of a known one, without telling which.

The prover answers honestly for the true branch and makes the others up beforehand; all challenges
must add up to the hash, which leaves room for making up all but one [1]_.

Protects: which branch is true.
Does not protect: how many branches there are.

References
----------
.. [1] R. Cramer, I. Damgard, B. Schoenmakers, "Proofs of partial knowledge and simplified design of
   witness hiding protocols", Advances in Cryptology - CRYPTO '94, 1994, 174-187,
   doi:10.1007/3-540-48658-5_19.
"""

from collections.abc import Sequence

from pet_workbench.core.group import ORDER
from pet_workbench.proofs.challenge import challenge
from pet_workbench.proofs.group import SecretNumbers, blind, minus, pieces, read, times, write

BRANCH_BYTES = 64


def prove(
    points: Sequence[bytes],
    true: int,
    blinding: int,
    *,
    kind: str,
    context: bytes,
    statement: Sequence[bytes],
    numbers: SecretNumbers,
) -> bytes:
    """Prove to know the multiplier of one of `points`.

    Parameters
    ----------
    points : sequence of bytes
    true : int
        Position of the point of which `blinding` is the multiplier.
    blinding : int
    kind : str
        Of the proof that this is part of.
    context : bytes
    statement : sequence of bytes
        Everything else that is claimed.
    numbers : SecretNumbers

    Returns
    -------
    bytes
        64 per point.
    """
    asked = [numbers.draw() for _ in points]
    answers = [numbers.draw() for _ in points]
    first = [
        blind(answers[i]) if i == true else minus(blind(answers[i]), times(asked[i], point))
        for i, point in enumerate(points)
    ]
    whole = challenge(kind, context, [*statement, *points], first)
    asked[true] = (whole - sum(asked) + asked[true]) % ORDER
    answers[true] = (answers[true] + asked[true] * blinding) % ORDER
    return b"".join(write(one) + write(two) for one, two in zip(asked, answers, strict=True))


def verify(
    points: Sequence[bytes],
    proof: bytes,
    *,
    kind: str,
    context: bytes,
    statement: Sequence[bytes],
) -> bool:
    """Tell whether `proof` shows that its maker knows the multiplier of one of `points`.

    Parameters
    ----------
    points : sequence of bytes
        Each a valid point.
    proof : bytes
    kind : str
    context : bytes
    statement : sequence of bytes
    """
    if len(proof) != BRANCH_BYTES * len(points):
        return False
    numbers = [read(piece) for piece in pieces(proof)]
    known = [number for number in numbers if number is not None]
    if len(known) != len(numbers):
        return False
    asked, answers = known[::2], known[1::2]
    first = [
        minus(blind(answer), times(one, point))
        for one, answer, point in zip(asked, answers, points, strict=True)
    ]
    return sum(asked) % ORDER == challenge(kind, context, [*statement, *points], first)
