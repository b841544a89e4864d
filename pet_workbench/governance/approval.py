"""An owner's signature on one agreement, for one stage of it.

There are two stages.  The *design* runs on invented data, so that everybody has seen the
computation at work; only then does an owner approve the *real* run, and its approval names the
design run that it has seen.  An approval for one stage is none for the other.

Protects: against runs that an owner did not approve, and against an approval that is used for
another agreement or stage.
Does not protect: against an owner that signs without reading.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pet_workbench.core import PrivacyError, json_schema
from pet_workbench.governance.agreement import LONGEST, Agreement
from pet_workbench.governance.canonical import canonical, message
from pet_workbench.governance.keys import SigningKey, is_signed

DESIGN, REAL = STAGES = ("design", "real")
_FIELDS: dict[str, Any] = {
    "party": {"type": "string", "maxLength": 80},
    "stage": {"enum": list(STAGES)},
    "digest": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    "seen": {"type": "string", "pattern": "^([0-9a-f]{64})?$"},
    "at": {"type": "string", "maxLength": 40},
    "signature": {"type": "string", "pattern": "^[0-9a-f]{128}$"},
}
_APPROVAL = {
    "type": "object",
    "additionalProperties": False,
    "required": list(_FIELDS),
    "properties": _FIELDS,
}
_SIGNED = {
    "type": "object",
    "additionalProperties": False,
    "required": ["agreement", "approvals"],
    "properties": {
        "approvals": {"type": "array", "maxItems": 200, "items": _APPROVAL},
        "agreement": {},
    },
}


@dataclass(frozen=True)
class Approval:
    """A signature.

    Attributes
    ----------
    party : str
        Who approves.
    stage : str
        ``"design"`` or ``"real"``.
    digest : str
        Of the agreement.
    seen : str
        For the real stage: the mark of the design run in the party's own register.
    at : str
        Moment in UTC, as the signer's clock had it.
    signature : str
    """

    party: str
    stage: str
    digest: str
    seen: str
    at: str
    signature: str

    def holds(self, agreement: Agreement, public: str) -> bool:
        """Tell whether the owner of a public key signed this agreement.

        Raises
        ------
        DataError
            If the public key is none.
        """
        same = self.digest == agreement.digest
        return same and is_signed(_message(asdict(self)), self.signature, public)


def approve(
    agreement: Agreement, key: SigningKey, *, stage: str, at: str, seen: str = ""
) -> Approval:
    """Sign an agreement.

    Parameters
    ----------
    agreement : Agreement
    key : SigningKey
        Of one of its parties.
    stage : {"design", "real"}
    at : str
        Moment in UTC.
    seen : str
        For the real stage, which cannot do without: the mark of a finished design run.

    Raises
    ------
    DataError
        If the party takes no part.
    PrivacyError
        If the key is not the one in the agreement, columns do not mean the same and nobody said
        why that is right, or a real run is approved that nobody has seen at work.
    """
    _check_signer(agreement, key)
    if stage == REAL and not seen:
        raise PrivacyError(
            "errors.agreement_untried",
            "need a finished design run that {party} has seen, got none: run it on invented data "
            "first",
            party=key.party,
        )
    unsigned = {
        "party": key.party,
        "stage": stage,
        "digest": agreement.digest,
        "seen": seen,
        "at": at,
    }
    return Approval(**unsigned, signature=key.sign(_message(unsigned)))


@dataclass(frozen=True)
class SignedAgreement:
    """An agreement with the approvals so far: the one file that travels.

    Attributes
    ----------
    agreement : Agreement
    approvals : tuple of Approval
    """

    agreement: Agreement
    approvals: tuple[Approval, ...] = ()

    def with_(self, *approvals: Approval) -> "SignedAgreement":
        """Return it with more approvals."""
        return SignedAgreement(self.agreement, (*self.approvals, *approvals))

    def of(self, party: str, stage: str) -> Sequence[Approval]:
        """Return what a party signed for a stage, whatever it is worth."""
        return [one for one in self.approvals if (one.party, one.stage) == (party, stage)]

    def to_json(self) -> str:
        """Write the file."""
        plain: dict[str, Any] = {
            "agreement": self.agreement.to_plain(),
            "approvals": [asdict(approval) for approval in self.approvals],
        }
        return canonical(plain).decode()

    @classmethod
    def from_json(cls, text: str) -> "SignedAgreement":
        """Read a file.

        Raises
        ------
        DataError
            If it is not as it should be; the field is in the parameters.
        """
        plain = json_schema.parse(text, longest=LONGEST)
        json_schema.check(plain, _SIGNED)
        approvals = tuple(Approval(**one) for one in plain["approvals"])
        return cls(Agreement.from_plain(plain["agreement"]), approvals)


def _message(approval: Mapping[str, Any]) -> bytes:
    """Return what is signed: all of an approval but its signature."""
    return message("approval 1", {k: v for k, v in approval.items() if k != "signature"})


def _check_signer(agreement: Agreement, key: SigningKey) -> None:
    """Refuse another key than the party's, and columns about which nothing was decided.

    Raises
    ------
    DataError
        If the party takes no part.
    PrivacyError
        If it may not sign.
    """
    if agreement.party(key.party).key != key.public:
        raise PrivacyError(
            "errors.agreement_key",
            "need the key of {party} that the agreement names, got another one",
            party=key.party,
        )
    if agreement.undecided:
        raise PrivacyError(
            "errors.agreement_undecided",
            "need a decision on columns that do not mean the same, got none on {columns}",
            columns=", ".join(conflict.shown for conflict in agreement.undecided),
        )
