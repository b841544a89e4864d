"""One passport as bytes: what a supplier hands in, and what the producer adds.

A *part* is one supplier's: three commitments (mass, recycled mass, origin), proofs that
0 <= recycled <= mass and that the origin is on the approved list, and the auditor's signature.  The
producer adds two proofs about the sums: that the masses add up to the weight, and that enough of
the whole is recycled.  A sum of commitments is a commitment to the sum, so nobody needs to know
the numbers of one supplier for that; that no part is negative or too large keeps sums from wrapping
around.  Parts stand in the order of their bytes, which says nothing about who made them.

Every proof is bound to the product, the date and what it is for; see `pet_workbench.proofs`.
`judging` has what a verifier does with it.  Made to learn with, not audited.

Protects: masses, recycled masses, origins and who supplied what, against everybody who reads a
passport.
Does not protect: against a supplier that commits to something untrue; that takes the auditor.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pet_workbench.core import DataError, Entropy
from pet_workbench.proofs import Commitment, Opening, known, membership, ranges
from pet_workbench.proofs.auditor import Auditor
from pet_workbench.usecases.passport.claims import BITS, SUPPLIERS, Rules

BLEND_BITS = 24
"""100 times the mass of six of the heaviest materials takes so many binary digits."""
SIGNATURE_BYTES = 64
UNSIGNED = bytes(SIGNATURE_BYTES)
POINT = 32
_NAMES = ("mass", "recycled", "origin")


@dataclass(frozen=True)
class Subject:
    """What a passport is about, as far as everybody may know.

    Attributes
    ----------
    product : int
    rules : Rules
    """

    product: int
    rules: Rules

    @property
    def name(self) -> str:
        """What the auditor signs for: product and date; other rules need no new signature."""
        return f"product passport 1, product {self.product}, issued {self.rules.issued}"

    def context(self, purpose: str) -> bytes:
        """Return what a proof for `purpose` is bound to."""
        return f"{self.name}, {purpose}".encode()


@dataclass(frozen=True)
class Statement:
    """One supplier's openings: what it keeps, and shows to the auditor.

    Attributes
    ----------
    mass, recycled, origin : Opening
    """

    mass: Opening
    recycled: Opening
    origin: Opening

    @property
    def named(self) -> dict[str, Opening]:
        """The openings by name, as the auditor signs them."""
        return {name: getattr(self, name) for name in _NAMES}


def part_bytes(rules: Rules) -> int:
    """Return how long the part of one supplier is."""
    proofs = 2 * ranges.proof_bytes(BITS) + 64 * rules.approved
    return 3 * POINT + proofs + SIGNATURE_BYTES


def passport_bytes(rules: Rules, n_suppliers: int = len(SUPPLIERS)) -> int:
    """Return how long a passport is.

    Examples
    --------
    >>> passport_bytes(Rules(30, 27, "2026-11-02"))
    42112
    """
    return n_suppliers * part_bytes(rules) + known.PROOF_BYTES + ranges.proof_bytes(BLEND_BITS)


def make_part(
    statement: Statement, signature: bytes, subject: Subject, *, entropy: Entropy | None = None
) -> bytes:
    """Prove what can be proven of one supplier alone, as the supplier.

    Parameters
    ----------
    statement : Statement
    signature : bytes
        The auditor's, or `UNSIGNED`.
    subject : Subject
    entropy : Entropy, optional
        The operating system by default.

    Raises
    ------
    ParameterError
        If the origin is not approved, or more is recycled than there is.
    """
    closed = [one.commitment.point for one in statement.named.values()]
    proofs = [
        ranges.prove(statement.recycled, BITS, context=subject.context("low"), entropy=entropy),
        ranges.prove(
            statement.mass - statement.recycled,
            BITS,
            context=subject.context("high"),
            entropy=entropy,
        ),
        membership.prove(
            statement.origin,
            range(subject.rules.approved),
            context=subject.context("origin"),
            entropy=entropy,
        ),
    ]
    return b"".join([*closed, *proofs, signature])


def make_passport(
    parts: Sequence[bytes],
    mass: Opening,
    recycled: Opening,
    weight: int,
    subject: Subject,
    *,
    entropy: Entropy | None = None,
) -> bytes:
    """Add the proofs about the sums to the parts, as the producer.

    Parameters
    ----------
    parts : sequence of bytes
        Of all suppliers, in any order.
    mass, recycled : Opening
        Of the sums over all suppliers.
    weight : int
        Of the product, in grams; public.
    subject : Subject
    entropy : Entropy, optional
        The operating system by default.

    Raises
    ------
    ParameterError
        If the masses do not add up to the weight, or too little is recycled.
    """
    blend = 100 * recycled - subject.rules.minimum_share * mass
    proofs = [
        known.prove(mass, weight, context=subject.context("weight"), entropy=entropy),
        ranges.prove(blend, BLEND_BITS, context=blend_context(subject), entropy=entropy),
    ]
    return b"".join([*sorted(parts), *proofs])


def sealed(part: bytes) -> dict[str, Commitment] | None:
    """Return the commitments of a part by name; None if they are no points."""
    try:
        return {
            name: Commitment(part[at * POINT : (at + 1) * POINT]) for at, name in enumerate(_NAMES)
        }
    except DataError:
        return None


def signed_by(
    auditor: Auditor, statement: Statement, seen: dict[str, int], about: Subject
) -> bytes:
    """Return the auditor's signature, or `UNSIGNED` if it found something else in the books."""
    try:
        return auditor.sign(statement.named, seen, subject=about.name)
    except DataError:
        return UNSIGNED


def blend_context(subject: Subject) -> bytes:
    """Return what the proof of the share is bound to; the minimum is in the sum itself as well."""
    return subject.context(f"at least {subject.rules.minimum_share} per cent")
