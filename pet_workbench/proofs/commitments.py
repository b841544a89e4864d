"""Pedersen commitments: a sealed envelope with a number in it, that can be added to others.

A commitment to a value is *value* times one point plus *secret number* times another [1]_.  It
hides the value completely, and cannot be opened to another value unless somebody finds the
logarithm between the two points.  Sums of commitments are commitments to sums: that is what mass
balances are proven with.

Protects: the value, whatever the computing power of who looks at the commitment.
Does not protect: against a false value that was committed to.  A commitment, and every proof about
it, says nothing about the truth of what was filled in; see `pet_workbench.proofs.auditor`.

References
----------
.. [1] T. P. Pedersen, "Non-interactive and information-theoretic secure verifiable secret sharing",
   Advances in Cryptology - CRYPTO '91, 1992, 129-140, doi:10.1007/3-540-46766-1_9.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NoReturn

from pet_workbench.core import DataError, Entropy, PrivacyError
from pet_workbench.core.group import NEUTRAL, ORDER, is_point
from pet_workbench.core.validation import check_whole
from pet_workbench.proofs.group import SecretNumbers, blind, minus, plus, times, valued

LARGEST = 2**64 - 1
"""The largest value that is committed to; sums of 2**100 of them do not wrap around the group."""


@dataclass(frozen=True)
class Commitment:
    """What may be published.

    Attributes
    ----------
    point : bytes
        32 bytes.

    Raises
    ------
    DataError
        If the bytes are no point.
    """

    point: bytes

    def __post_init__(self) -> None:
        if not is_point(self.point):
            raise DataError(
                "errors.proof_point",
                "need a commitment of 32 bytes that is a point of ristretto255, got {got}",
                got=self.point[:8].hex(),
            )

    def __add__(self, other: "Commitment") -> "Commitment":
        return Commitment(plus(self.point, other.point))

    def __sub__(self, other: "Commitment") -> "Commitment":
        return Commitment(minus(self.point, other.point))

    def __mul__(self, factor: int) -> "Commitment":
        return Commitment(times(factor, self.point))

    __rmul__ = __mul__

    def shifted(self, by: int) -> "Commitment":
        """Return the commitment to the value plus a public number."""
        return Commitment(plus(self.point, valued(by)))


@dataclass(frozen=True)
class Opening:
    """What its maker keeps: the value and the secret number.  It cannot be pickled or written.

    Attributes
    ----------
    value : int
    blinding : int
        The secret number; not shown.
    """

    value: int
    blinding: int = field(repr=False)

    @property
    def commitment(self) -> Commitment:
        """The commitment that this opens."""
        return Commitment(plus(valued(self.value), blind(self.blinding)))

    def __add__(self, other: "Opening") -> "Opening":
        return Opening(self.value + other.value, (self.blinding + other.blinding) % ORDER)

    def __sub__(self, other: "Opening") -> "Opening":
        return Opening(self.value - other.value, (self.blinding - other.blinding) % ORDER)

    def __mul__(self, factor: int) -> "Opening":
        return Opening(self.value * factor, self.blinding * factor % ORDER)

    __rmul__ = __mul__

    def shifted(self, by: int) -> "Opening":
        """Return the opening of the value plus a public number."""
        return Opening(self.value + by, self.blinding)

    def __getstate__(self) -> NoReturn:
        raise PrivacyError(
            "errors.proof_opening_sent",
            "need a commitment or a proof to send or store, got an opening, which holds the secret",
        )


def commit(value: int, *, entropy: Entropy | None = None) -> Opening:
    """Commit to a whole number.

    Parameters
    ----------
    value : int
        0 to 2**64 - 1.
    entropy : Entropy, optional
        Where the secret number comes from; the operating system by default.

    Returns
    -------
    Opening
        Keep it; publish its `commitment`.

    Raises
    ------
    ParameterError
        If the value is out of range.

    Examples
    --------
    >>> two, three = commit(2), commit(3)
    >>> (two + three).commitment == two.commitment + three.commitment
    True
    """
    check_whole("value", value, 0, LARGEST)
    return Opening(value, SecretNumbers(entropy).draw())


def total(commitments: Sequence[Commitment]) -> Commitment:
    """Return the commitment to the sum of what all of them hold.

    Parameters
    ----------
    commitments : sequence of Commitment
    """
    return sum(commitments, start=Commitment(NEUTRAL))


def total_opening(openings: Sequence[Opening]) -> Opening:
    """Return the opening of the sum.

    Parameters
    ----------
    openings : sequence of Opening
    """
    return sum(openings, start=Opening(0, 0))
