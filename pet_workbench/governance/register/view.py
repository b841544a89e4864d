"""What a supervisor sees: the entries of one or more registers, filtered, and as a file.

Protects: the data, which are in no register.
Does not protect: names that people type into a register as a purpose or as who acted.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pet_workbench.datasets.export import harmless
from pet_workbench.governance.register.entry import Entry

HEADERS = ("party", "number", "at", "event", "who", "agreement", "says", "mark")


@dataclass(frozen=True)
class Filter:
    """Which entries to show; what is empty allows all.

    Attributes
    ----------
    events : frozenset of str
    agreement : str
        Beginning of a digest.
    since, until : str
        Moments in UTC, both included.
    text : str
        Found anywhere in the entry, whatever its case.
    """

    events: frozenset[str] = frozenset()
    agreement: str = ""
    since: str = ""
    until: str = ""
    text: str = ""

    def allows(self, one: Entry) -> bool:
        """Tell whether an entry is to be shown."""
        return (
            (not self.events or one.event in self.events)
            and one.agreement.startswith(self.agreement)
            and one.at >= self.since
            and (not self.until or one.at <= self.until)
            and self.text.casefold() in json.dumps(one.to_plain(), ensure_ascii=False).casefold()
        )


def view(
    registers: Mapping[str, Iterable[Entry]], chosen: Filter | None = None
) -> list[tuple[str, Entry]]:
    """Return the entries of all registers in order of time, with whose register each is in.

    Parameters
    ----------
    registers : mapping of str to iterable of Entry
        By party.
    chosen : Filter, optional
        All entries by default.
    """
    wanted = chosen or Filter()
    found = [
        (party, one)
        for party, entries in registers.items()
        for one in entries
        if wanted.allows(one)
    ]
    return sorted(found, key=lambda pair: (pair[1].at, pair[0], pair[1].number))


def to_csv(shown: Iterable[tuple[str, Entry]], *, separator: str = ",") -> str:
    r"""Write entries as CSV, in which no cell is a formula for a spreadsheet.

    Examples
    --------
    >>> one = Entry(1, "2026-01-01T00:00:00Z", "opened", "=1+1", "", {}, "0" * 64, "f" * 64)
    >>> to_csv([("SVB", one)]).splitlines()[1][:46]
    "SVB,1,2026-01-01T00:00:00Z,opened,'=1+1,,{},ff"
    """
    written = io.StringIO()
    writer = csv.writer(written, delimiter=separator, lineterminator="\r\n")
    writer.writerow(HEADERS)
    for party, one in shown:
        plain = _plain(party, one)
        plain["says"] = json.dumps(plain["says"], ensure_ascii=False, sort_keys=True)
        writer.writerow([harmless(plain[name]) for name in HEADERS])
    return written.getvalue()


def to_json(shown: Iterable[tuple[str, Entry]]) -> str:
    """Write entries as a list in JSON."""
    return json.dumps([_plain(party, one) for party, one in shown], ensure_ascii=False, indent=1)


def _plain(party: str, one: Entry) -> dict[str, Any]:
    return {"party": party, **one.to_plain()}
