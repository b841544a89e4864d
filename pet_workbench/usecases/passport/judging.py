"""What a verifier does with a passport: every check, and the first that fails.

Protects: against passports that are forged, changed, put together from others, or made for another
product or date; against parts that no trusted auditor signed.
Does not protect: without an auditor, against statements that were never true.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pet_workbench.proofs import Commitment, is_signed, known, membership, ranges, total
from pet_workbench.usecases.passport.claims import BITS
from pet_workbench.usecases.passport.document import (
    BLEND_BITS,
    POINT,
    SIGNATURE_BYTES,
    Subject,
    blend_context,
    part_bytes,
    sealed,
)

CHECKS = ("no_passport", "form", "repeated", "unsigned", "weight", "share", "amounts", "origin")
"""Why a passport is refused, in the order in which it is looked at."""
SUM_BYTES = known.PROOF_BYTES + ranges.proof_bytes(BLEND_BITS)


@dataclass(frozen=True)
class Opened:
    """A passport taken apart.

    Attributes
    ----------
    parts : tuple of bytes
        Of the suppliers.
    closed : tuple of dict of str to Commitment
        What each part commits to, by name.
    sums : bytes
        The proofs about the sums.
    """

    parts: tuple[bytes, ...]
    closed: tuple[dict[str, Commitment], ...]
    sums: bytes

    def total(self, name: str) -> Commitment:
        """Return the commitment to the sum of one quantity."""
        return total([one[name] for one in self.closed])


def take_apart(passport: bytes, subject: Subject) -> Opened | None:
    """Return the parts of a passport; None if it has another form.

    Parameters
    ----------
    passport : bytes
        Anything that was received.
    subject : Subject
    """
    size = part_bytes(subject.rules)
    n_parts, rest = divmod(len(passport) - SUM_BYTES, size)
    if n_parts < 1 or rest:
        return None
    parts = tuple(passport[at * size : (at + 1) * size] for at in range(n_parts))
    closed = tuple(one for one in map(sealed, parts) if one is not None)
    return Opened(parts, closed, passport[n_parts * size :]) if len(closed) == n_parts else None


def judge(passport: bytes, weight: int, subject: Subject, *, auditor: bytes | None) -> str:
    """Return why a passport is refused, as the verifier; empty if it is accepted.

    Parameters
    ----------
    passport : bytes
        Anything that was received.
    weight : int
        Of the product, in grams.
    subject : Subject
    auditor : bytes or None
        Public key of an auditor whom the verifier trusts; None to accept unsigned parts, and not
        to look at signatures: whatever stands in their place.

    Returns
    -------
    str
        One of `CHECKS`, or empty.
    """
    if not passport:
        return "no_passport"
    opened = take_apart(passport, subject)
    if opened is None:
        return "form"
    checks: dict[str, Callable[[], bool]] = {
        "repeated": lambda: _all_different(opened),
        "unsigned": lambda: auditor is None or _is_signed(opened, subject, auditor),
        "weight": lambda: _is_in_balance(opened, weight, subject),
        "share": lambda: _is_recycled(opened, subject),
    }
    failed = (id for id, holds in checks.items() if not holds())
    return next(failed, "") or next(_failing_parts(opened, subject), "")


def _all_different(opened: Opened) -> bool:
    """Tell whether no part is there twice, to make up the weight with the best material."""
    return len({one["mass"].point for one in opened.closed}) == len(opened.closed)


def _is_signed(opened: Opened, subject: Subject, auditor: bytes) -> bool:
    """Tell whether the auditor signed every part, for this product and date."""
    return all(
        is_signed(closed, part[-SIGNATURE_BYTES:], auditor, subject=subject.name)
        for closed, part in zip(opened.closed, opened.parts, strict=True)
    )


def _is_in_balance(opened: Opened, weight: int, subject: Subject) -> bool:
    """Tell whether the masses add up to the weight."""
    proof = opened.sums[: known.PROOF_BYTES]
    return known.verify(opened.total("mass"), weight, proof, context=subject.context("weight"))


def _is_recycled(opened: Opened, subject: Subject) -> bool:
    """Tell whether enough of the whole is recycled."""
    share = subject.rules.minimum_share
    blend = 100 * opened.total("recycled") - share * opened.total("mass")
    proof = opened.sums[known.PROOF_BYTES :]
    return ranges.verify(blend, BLEND_BITS, proof, context=blend_context(subject))


def _failing_parts(opened: Opened, subject: Subject) -> Iterator[str]:
    """Yield which check fails, for every part of which one does."""
    size, approved = ranges.proof_bytes(BITS), range(subject.rules.approved)
    for closed, part in zip(opened.closed, opened.parts, strict=True):
        proofs = part[3 * POINT : -SIGNATURE_BYTES]
        low, high, origin = proofs[:size], proofs[size : 2 * size], proofs[2 * size :]
        rest = closed["mass"] - closed["recycled"]
        if not (
            ranges.verify(closed["recycled"], BITS, low, context=subject.context("low"))
            and ranges.verify(rest, BITS, high, context=subject.context("high"))
        ):
            yield "amounts"
        if not membership.verify(
            closed["origin"], approved, origin, context=subject.context("origin")
        ):
            yield "origin"
