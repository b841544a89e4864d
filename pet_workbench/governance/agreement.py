"""What several parties agree to compute together, in one file that all of them sign.

An agreement says who takes part, what for, on which legal basis *as each owner states it*, with
which columns and what they mean, the exact computation, how often, and until when.  Its digest
covers every letter of it: change one threshold and every signature is void.

Protects: against a computation that differs from what was agreed, as far as every party checks it
(`gate`).
Does not protect: against an agreement that should not have been made.  No machine checks a legal
basis or whether a definition is right; people do, before they sign.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from typing import Any

from pet_workbench.core import DataError, json_schema
from pet_workbench.governance.canonical import digest
from pet_workbench.governance.columns import Column, Conflict, Definition, conflicts
from pet_workbench.governance.computation import Computation

OWNER, COMPUTER, RECEIVER, SUPERVISOR = ROLES = ("owner", "computer", "receiver", "supervisor")
VERSION = 1
SHORT_DIGITS = 16
LONGEST = 1_000_000
"""Characters of a file."""
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
"""Control characters but tab and new line, and those that hide or turn around what people read."""


@dataclass(frozen=True)
class Party:
    """Somebody who takes part.

    Attributes
    ----------
    name : str
    key : str
        Public key, 64 hexadecimal digits.
    roles : tuple of str
        Of `ROLES`.
    basis, reference : str
        The legal basis as an owner states it, and where it can be read; no machine checks it.
    """

    name: str
    key: str
    roles: tuple[str, ...]
    basis: str = ""
    reference: str = ""


@dataclass(frozen=True)
class Decision:
    """Why columns that do not mean the same are used as one all the same.

    Attributes
    ----------
    conflict : str
        Id of a `Conflict`.
    says : str
    """

    conflict: str
    says: str


@dataclass(frozen=True)
class Agreement:
    """What is agreed; made and changed by people, before anybody signs.

    Attributes
    ----------
    title, purpose : str
    parties : tuple of Party
    definitions : tuple of Definition
    columns : tuple of Column
    decisions : tuple of Decision
        One for each of the `conflicts`.
    computation : Computation
    runs : int
        How often it may be run on real data.
    epsilon : float
        Privacy budget of all runs together; 0 without noise.
    since, until : str
        Moments in UTC, such as ``"2026-12-31T23:59:59Z"``.

    Raises
    ------
    DataError
        If something is missing or contradicts something else; nothing can be signed then.
    """

    title: str
    purpose: str
    parties: tuple[Party, ...]
    definitions: tuple[Definition, ...]
    columns: tuple[Column, ...]
    decisions: tuple[Decision, ...]
    computation: Computation
    runs: int
    epsilon: float
    since: str
    until: str

    def __post_init__(self) -> None:
        json_schema.check(self.to_plain(), _schema())
        _readable("", self.to_plain())
        names = [party.name for party in self.parties]
        _same("parties", sorted(names), sorted(set(names)))
        _same("parties.key", len({party.key for party in self.parties}), len(names))
        owners = {party.name for party in self.parties if OWNER in party.roles}
        for party in self.parties:
            if OWNER in party.roles and not (party.basis.strip() and party.reference.strip()):
                raise _incomplete(f"parties.{party.name}.basis")
        known = {definition.id for definition in self.definitions}
        for column in self.columns:
            _among(f"columns.{column.place}.party", column.party, owners)
            _among(f"columns.{column.place}.definition", column.definition, known)
        for output in self.computation.outputs:
            _among(f"outputs.{output.what}.receiver", output.receiver, set(names))
        if moment(self.since) >= moment(self.until):
            raise _incomplete("until")
        if self.computation.epsilon * self.runs > self.epsilon * (1 + 1e-9):
            raise _incomplete("epsilon")

    @property
    def digest(self) -> str:
        """The hash of all of it, 64 hexadecimal digits; made anew, as parameters can be changed."""
        return digest("agreement 1", self.to_plain())

    @property
    def short(self) -> str:
        """Return the beginning of the digest in groups of four, to compare by telephone."""
        return " ".join(self.digest[at : at + 4] for at in range(0, SHORT_DIGITS, 4))

    @property
    def owners(self) -> tuple[str, ...]:
        """Return who bring data, and have to approve."""
        return tuple(party.name for party in self.parties if OWNER in party.roles)

    @property
    def undecided(self) -> tuple[Conflict, ...]:
        """Return where columns do not mean the same and nobody said why that is right."""
        decided = {decision.conflict for decision in self.decisions if decision.says.strip()}
        return tuple(one for one in conflicts(self.columns) if one.id not in decided)

    def party(self, name: str) -> Party:
        """Return a party by name.

        Raises
        ------
        DataError
            If it takes no part.
        """
        for party in self.parties:
            if party.name == name:
                return party
        raise DataError(
            "errors.agreement_party",
            "need one of the parties of this agreement ({parties}), got {party}",
            parties=", ".join(party.name for party in self.parties),
            party=name,
        )

    def but(self, **fields: Any) -> "Agreement":
        """Return another agreement, which differs in `fields`; nobody has signed that one."""
        return replace(self, **fields)

    def to_plain(self) -> dict[str, Any]:
        """Return it as values of JSON."""
        plain = asdict(self)
        for name in ("parties", "definitions", "columns", "decisions"):
            plain[name] = list(plain[name])
        for party in plain["parties"]:
            party["roles"] = list(party["roles"])
        return {**plain, "version": VERSION, "computation": self.computation.to_plain()}

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "Agreement":
        """Return what was written.

        Raises
        ------
        DataError
            If it is not as it should be; the field is in the parameters.
        """
        json_schema.check(plain, _schema())
        values = {name: value for name, value in plain.items() if name != "version"}
        values["parties"] = tuple(
            Party(**{**one, "roles": tuple(one["roles"])}) for one in plain["parties"]
        )
        for name, kind in (
            ("definitions", Definition),
            ("columns", Column),
            ("decisions", Decision),
        ):
            values[name] = tuple(kind(**one) for one in plain[name])
        values["computation"] = Computation.from_plain(plain["computation"])
        return cls(**values)


def moment(written: str) -> datetime:
    """Read a moment in UTC.

    Raises
    ------
    DataError
        If it is none.
    """
    try:
        return datetime.strptime(written, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        raise DataError(
            "errors.agreement_moment",
            "need a moment such as 2026-12-31T23:59:59Z, got {got}",
            got=written[:40],
        ) from None


@cache
def _schema() -> dict[str, Any]:
    """Return the schema of an agreement, which ships with this module."""
    text = resources.files(__package__).joinpath("agreement.schema.json").read_text("utf-8")
    return json_schema.parse(text, longest=LONGEST)


def _incomplete(field: str) -> DataError:
    """Return the refusal of an agreement in which a field is missing or contradicts another."""
    return DataError(
        "errors.agreement_incomplete",
        "need an agreement in which {field} is filled in and fits the rest",
        field=field,
    )


def _readable(field: str, value: Any) -> None:
    """Refuse texts with characters that nobody sees, or that turn the order of others around.

    Raises
    ------
    DataError
        If there is one.
    """
    if isinstance(value, str) and _UNSEEN.search(value):
        raise _incomplete(field)
    named = value.items() if isinstance(value, Mapping) else ()
    listed = enumerate(value) if isinstance(value, list | tuple) else ()
    for name, one in (*named, *listed):
        _readable(f"{field}.{name}" if field else str(name), one)


def _same(field: str, one: object, other: object) -> None:
    """Refuse what comes twice.

    Raises
    ------
    DataError
        If the two differ.
    """
    if one != other:
        raise _incomplete(field)


def _among(field: str, value: str, allowed: set[str]) -> None:
    """Refuse a name that is not among those allowed.

    Raises
    ------
    DataError
        If it is not.
    """
    if value not in allowed:
        raise _incomplete(field)
