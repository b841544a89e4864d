"""Draft the agreement that a run would need, with what a machine can fill in.

Protects: nothing; nobody has signed a draft.
Does not protect: against taking it for more than that.  Legal bases and meanings of columns stand
open in it, for people to fill in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from pet_workbench.core import Outcome
from pet_workbench.governance import (
    Agreement,
    Column,
    Computation,
    Definition,
    Party,
    SigningKey,
    software,
)
from pet_workbench.governance.canonical import Json
from pet_workbench.governance.register import Entry
from pet_workbench.governance.register.entry import entry
from pet_workbench.i18n import Language, text
from pet_workbench.usecases.agreed import computation_of

_MOST_COLUMNS = 12
"""Of a party; of a wider table the first ones."""


def draft_agreement(
    outcome: Outcome, tables: Mapping[str, Any], *, purpose: str, title: str, lang: Language
) -> Agreement:
    """Return the agreement that would allow this run once, this year.

    Parameters
    ----------
    outcome : Outcome
        Of a run on invented data.
    tables : mapping of str to DataFrame
        Of the parties that bring data.
    purpose, title : str
    lang : {"nl", "en"}
        Of the texts that say what people have to fill in.
    """
    parties = outcome.transcript.parties
    owners = [party for party in parties if party in tables]
    computation = _computation(outcome)
    columns = [one for owner in owners for one in _columns(owner, tables[owner], lang)]
    year = datetime.now(UTC).year
    return Agreement(
        title=title,
        purpose=purpose,
        parties=tuple(_party(name, outcome, owners, lang) for name in parties),
        definitions=(
            Definition(
                "open", text("agreement.draft_means", lang), text("agreement.draft_source", lang)
            ),
        ),
        columns=tuple(columns),
        decisions=(),
        computation=computation,
        runs=1,
        epsilon=computation.epsilon,
        since=f"{year}-01-01T00:00:00Z",
        until=f"{year}-12-31T23:59:59Z",
    )


def draft_entries(
    outcome: Outcome, tables: Mapping[str, Any], agreement: Agreement, *, who: str
) -> dict[str, Sequence[Entry]]:
    """Return what each party's register would say of the run, by party.

    Parameters
    ----------
    outcome : Outcome
    tables : mapping of str to DataFrame
    agreement : Agreement
        Its draft.
    who : str
        Who acts for the parties.
    """
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    found: dict[str, Sequence[Entry]] = {}
    for party in outcome.transcript.parties:
        rows = len(tables[party]) if party in tables else 0
        about = {"at": at, "who": who, "agreement": agreement.digest}
        released: list[Json] = [
            {"what": one.what, "receiver": one.receiver, "items": int(one.items)}
            for one in outcome.released
        ]
        started = entry(None, event="started", says={"case": outcome.case}, **about)
        says: dict[str, Json] = {"rows": rows, "released": released}
        found[party] = (started, entry(started, event="finished", says=says, **about))
    return found


def _party(name: str, outcome: Outcome, owners: Sequence[str], lang: Language) -> Party:
    """Return a party with what it does; its key is a fresh one that nobody keeps."""
    roles = ["owner"] if name in owners else []
    sends = any(message.sender == name for message in outcome.transcript.messages)
    if sends or not roles:
        roles.append("computer")
    if any(one.receiver == name for one in outcome.released):
        roles.append("receiver")
    basis = text("agreement.draft_basis", lang) if name in owners else ""
    reference = text("agreement.draft_reference", lang) if name in owners else ""
    return Party(name, SigningKey(name).public, tuple(roles), basis, reference)


def _columns(owner: str, table: Any, lang: Language) -> list[Column]:
    """Return a party's columns; what they mean stands open."""
    names = [str(name) for name in getattr(table, "columns", ())][:_MOST_COLUMNS]
    register = text("agreement.draft_register", lang)
    return [Column(owner, name, "open", "", register, f"{owner} {name}"[:80]) for name in names]


def _computation(outcome: Outcome) -> Computation:
    """Describe the run; a receiver that stands for several parties is written out."""
    parties = outcome.transcript.parties
    released = tuple(
        replace(one, receiver=receiver)
        for one in outcome.released
        for receiver in ([one.receiver] if one.receiver in parties else parties)
    )
    plain = {name: _plain(value) for name, value in outcome.parameters.items()}
    described = replace(outcome, parameters=plain, released=released)
    return computation_of(described, software=software())


def _plain(value: Any) -> Json:
    """Return a parameter as JSON can hold it; a counter of runs as how many it allows."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, Fraction) else getattr(value, "maximum", None)
