"""One line of a processing register, chained to the line before it.

An entry says who did what, when and why, on which rows, and what came out: never the data.  Its
mark is the SHA-256 hash of all it says and of the mark before it.

Protects: against an entry that was changed, removed or moved afterwards, for anybody who has a
later mark.
Does not protect: against a party that writes its whole register anew; see `checkpoint`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pet_workbench.core import DataError, json_schema
from pet_workbench.governance.canonical import Json, canonical, digest

START = "0" * 64
"""What the first entry is chained to."""
LONGEST = 20_000
"""Characters of one entry."""
EVENTS = (
    "opened",
    "approved",
    "withdrawn",
    "refused",
    "started",
    "finished",
    "stopped",
    "cancelled",
    "checkpoint",
    "received",
)
_FIELDS: dict[str, Any] = {
    "number": {"type": "integer", "minimum": 1, "maximum": 1_000_000_000},
    "at": {"type": "string", "pattern": "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$"},
    "event": {"enum": list(EVENTS)},
    "who": {"type": "string", "maxLength": 200},
    "agreement": {"type": "string", "pattern": "^([0-9a-f]{64})?$"},
    "says": {"type": "object", "maxProperties": 30},
    "previous": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    "mark": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
}
_SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": list(_FIELDS),
    "properties": _FIELDS,
}


@dataclass(frozen=True)
class Entry:
    """A line of a register.

    Attributes
    ----------
    number : int
        From 1.
    at : str
        Moment in UTC, as the party's clock had it.
    event : str
        Of `EVENTS`.
    who : str
        The person or programme that acted for the party.
    agreement : str
        Digest of the agreement it is about; empty where it is about none.
    says : mapping of str to value of JSON
        What is known about the event, such as purpose, stage, rows and what was released.
    previous, mark : str
        The chain.
    """

    number: int
    at: str
    event: str
    who: str
    agreement: str
    says: Mapping[str, Json]
    previous: str
    mark: str

    @property
    def is_sound(self) -> bool:
        """Tell whether it has the mark of what it says; never if that cannot be signed."""
        try:
            return self.mark == _mark(self.to_plain())
        except DataError:
            return False

    def to_plain(self) -> dict[str, Any]:
        """Return it as values of JSON."""
        return {**vars(self), "says": dict(self.says)}

    def to_line(self) -> str:
        """Write it on one line."""
        return canonical(self.to_plain()).decode()


def entry(previous: "Entry | None", **said: Any) -> Entry:
    """Return the entry that follows `previous`, and says `said`.

    Raises
    ------
    DataError
        If it is not as the schema says, or too long.
    """
    number, mark = (previous.number + 1, previous.mark) if previous else (1, START)
    plain = {"number": number, "previous": mark, **said}
    plain["mark"] = _mark(plain)
    written = Entry(**plain)
    read(written.to_line())
    return written


def read(line: str) -> Entry:
    """Read a line.

    Raises
    ------
    DataError
        If it is no entry; whether the mark is right is not checked.
    """
    plain = json_schema.parse(line, longest=LONGEST)
    json_schema.check(plain, _SCHEMA)
    return Entry(**plain)


def is_whole(line: bytes) -> bool:
    """Tell whether a last line lacks nothing but its end."""
    try:
        return read(line.decode()).is_sound
    except (DataError, UnicodeDecodeError, json.JSONDecodeError):
        return False


def _mark(plain: Mapping[str, Any]) -> str:
    return digest("register 1", {k: v for k, v in plain.items() if k != "mark"})
