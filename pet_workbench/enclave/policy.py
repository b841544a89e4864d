"""The policy by which a verifier judges evidence, simulated or genuine: the same object for both.

A valid signature says who made the claims.  Whether the claims are good enough is a decision, and
this is where it is written down: which roots, which programs, no debugging, how old the firmware
may be, and that the quote answers this very question.

Protects: against sending data to a program that was not approved, to one that the host may look
into, to old firmware, and to somebody who shows another's quote.
Does not protect: against an approved program that is wrong.
"""

from dataclasses import dataclass
from typing import Literal

from pet_workbench.core import PrivacyError
from pet_workbench.enclave.evidence import Evidence

Reason = Literal["root", "debug", "version", "measurement", "binding"]
REASONS: tuple[Reason, ...] = ("root", "debug", "version", "measurement", "binding")
"""In the order in which they are looked at."""
_SHOWN = 8


@dataclass(frozen=True)
class Refusal:
    """One reason why evidence is not good enough.

    Attributes
    ----------
    reason : str
        One of `REASONS`.
    got : str
        The claim that is not good enough.
    """

    reason: Reason
    got: str


@dataclass(frozen=True)
class Policy:
    """What a verifier asks for.

    Attributes
    ----------
    roots : frozenset of bytes
        SHA-256 of each certificate that a chain may end with.
    measurements : frozenset of bytes
        Of the programs that were approved.
    security_version : int
        The oldest firmware that will do.
    allow_debug : bool
        For development without real data only.

    Examples
    --------
    >>> policy = Policy(frozenset({b"root"}), frozenset({b"program"}), security_version=3)
    >>> claim = Evidence("simulated", b"root", b"chip", b"program", True, 2, b"key and number")
    >>> [refusal.reason for refusal in policy.refusals(claim, binding=b"key and number")]
    ['debug', 'version']
    """

    roots: frozenset[bytes]
    measurements: frozenset[bytes]
    security_version: int = 0
    allow_debug: bool = False

    def refusals(self, evidence: Evidence, *, binding: bytes) -> tuple[Refusal, ...]:
        """Return every reason to refuse; none means that the evidence is good enough.

        Parameters
        ----------
        evidence : Evidence
        binding : bytes
            What the verifier expects to be signed along.
        """
        holds: dict[Reason, tuple[bool, str]] = {
            "root": (evidence.root in self.roots, evidence.root.hex()[:_SHOWN]),
            "debug": (self.allow_debug or not evidence.debug, "debug"),
            "version": (
                evidence.security_version >= self.security_version,
                str(evidence.security_version),
            ),
            "measurement": (
                evidence.measurement in self.measurements,
                evidence.measurement.hex()[:_SHOWN],
            ),
            "binding": (evidence.binding == binding, evidence.binding.hex()[:_SHOWN]),
        }
        return tuple(Refusal(one, holds[one][1]) for one in REASONS if not holds[one][0])

    def check(self, evidence: Evidence, *, binding: bytes) -> None:
        """Refuse evidence that is not good enough, before anything is sent.

        Raises
        ------
        PrivacyError
            With the first reason.
        """
        for refusal in self.refusals(evidence, binding=binding):
            raise PrivacyError(
                f"errors.enclave_{refusal.reason}",
                "need evidence that this policy accepts, got another {reason}: {got}; nothing was "
                "sent",
                reason=refusal.reason,
                got=refusal.got,
            )
