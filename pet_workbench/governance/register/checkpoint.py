"""A signed word on how far a register has come, which other parties keep.

After every run the parties send each other the number and mark of their last entry, signed.  A
party that later changes, removes or rewrites anything before it no longer has that mark at that
number, and cannot deny its own signature.

Protects: against a party that rewrites its own history, as long as one other party keeps a
checkpoint and shows it; against a party that shows an old checkpoint again, to leave room for that.
Does not protect: against all parties that keep checkpoints together, nor against what was never
written down: a checkpoint shows how far a register came, and not what stands in it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pet_workbench.core import PrivacyError, json_schema
from pet_workbench.governance.canonical import message
from pet_workbench.governance.keys import SigningKey, is_signed
from pet_workbench.governance.register.entry import Entry

_FIELDS: dict[str, Any] = {
    "party": {"type": "string", "maxLength": 80},
    "number": {"type": "integer", "minimum": 1, "maximum": 1_000_000_000},
    "mark": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    "at": {"type": "string", "maxLength": 40},
    "signature": {"type": "string", "pattern": "^[0-9a-f]{128}$"},
}
_SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": list(_FIELDS),
    "properties": _FIELDS,
}


@dataclass(frozen=True)
class Checkpoint:
    """How far a register had come.

    Attributes
    ----------
    party : str
        Whose register.
    number, mark : int, str
        Of the last entry.
    at : str
        Moment of that entry.
    signature : str
        Of the party.
    """

    party: str
    number: int
    mark: str
    at: str
    signature: str

    def is_genuine(self, public: str) -> bool:
        """Tell whether the owner of a public key signed it.

        Raises
        ------
        DataError
            If the public key is none.
        """
        return is_signed(_message(asdict(self)), self.signature, public)

    def to_plain(self) -> dict[str, Any]:
        """Return it as values of JSON."""
        return asdict(self)

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "Checkpoint":
        """Return what was written.

        Raises
        ------
        DataError
            If it is none.
        """
        json_schema.check(dict(plain), _SCHEMA)
        return cls(**plain)


def checkpoint(last: Entry, key: SigningKey) -> Checkpoint:
    """Sign how far a register has come."""
    unsigned: dict[str, Any] = {
        "party": key.party,
        "number": last.number,
        "mark": last.mark,
        "at": last.at,
    }
    return Checkpoint(**unsigned, signature=key.sign(_message(unsigned)))


def check_genuine(one: Checkpoint, public: str) -> None:
    """Refuse a checkpoint that its party did not sign.

    Raises
    ------
    PrivacyError
        If it did not.
    DataError
        If the public key is none.
    """
    if not one.is_genuine(public):
        raise PrivacyError(
            "errors.register_checkpoint",
            "need a checkpoint that {party} signed, got another signature",
            party=one.party,
        )


def check_newer(one: Checkpoint, entries: Iterable[Entry]) -> None:
    """Refuse a checkpoint that is no further than one that was received before.

    Parameters
    ----------
    one : Checkpoint
    entries : iterable of Entry
        Of the register of who receives it.

    Raises
    ------
    PrivacyError
        If it is not.
    """
    kept = [entry.says for entry in entries if entry.event == "received"]
    numbers = [says.get("number") for says in kept if says.get("party") == one.party]
    last = max((number for number in numbers if isinstance(number, int)), default=0)
    if one.number <= last:
        raise PrivacyError(
            "errors.register_checkpoint_old",
            "need a checkpoint of {party} after entry {last}, got one of entry {number}: an old "
            "one, or a register that was put back",
            party=one.party,
            last=last,
            number=one.number,
        )


def _message(plain: Mapping[str, Any]) -> bytes:
    return message("checkpoint 1", {k: v for k, v in plain.items() if k != "signature"})
