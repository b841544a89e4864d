"""The evidence in a memo: what was measured on the nearest case, with its record, and one run."""

from collections.abc import Mapping
from typing import Any

from pet_workbench.bench.matrix import case_name, technique_name
from pet_workbench.bench.matrix.names import error_words, leak_words, people
from pet_workbench.core import PetError
from pet_workbench.decide import sections
from pet_workbench.i18n import catalogue, day, duration, number, shortest, size
from pet_workbench.reports.memo.draft import BRIEF, MIDDLE, Draft
from pet_workbench.reports.memo.evidence import NearestEvidence, measured_cases
from pet_workbench.reports.memo.run import FEW
from pet_workbench.reports.memo.shorten import legible
from pet_workbench.reports.paper.blocks import (
    Line,
    Paragraph,
    Part,
    Saved,
    Table,
    facts,
)

_MOST_RECEIVERS, _MOST_LINES = 6, 5
RECORD_NAME = "record.json"
_LABELS = {"enclave": "memo.label_enclave", "zero-knowledge": "memo.label_proofs"}


def evidence_part(draft: Draft) -> Part | None:
    """Return the part on what was measured; None where there is nothing to measure.

    Parameters
    ----------
    draft : Draft
    """
    found = draft.evidence
    if found is None:
        return None
    say = draft.say
    told = {
        say("memo.evidence_what"): " ".join(found.about),
        say("memo.evidence_answer"): " ".join(filter(None, (found.answers, found.accuracy))),
        say("memo.evidence_cost"): " ".join(filter(None, (found.teaching, found.national))),
        say("memo.evidence_sees"): _sees(draft, found),
        say("memo.evidence_attack"): found.attack,
    }
    listed = facts({**told, say("memo.evidence_record"): (_record(draft, found),)})
    label = _label(draft, found.technique) if draft.dossier.run is None else ()
    note = Paragraph((say("memo.evidence_note"), *label), "small")
    return Part("evidence", say("memo.evidence"), (listed, note))


def _label(draft: Draft, technique: str | None) -> tuple[str, ...]:
    """Say of a technique that is simulated, or made to learn with, that it is."""
    parts = (technique or "").split("+")
    return tuple(f" {draft.say(key)}" for part, key in _LABELS.items() if part in parts)


def _sees(draft: Draft, found: NearestEvidence) -> str:
    """Say who learns what, unless the memo is about a run, and says it there."""
    if draft.is_about_run:
        return ""
    return " ".join(filter(None, (found.released, *found.leaks)))


def _record(draft: Draft, found: NearestEvidence) -> Line:
    """Name the record, and where the workbench tells all of it."""
    place = draft.say("memo.evidence_place", link=found.link)
    record = found.record
    if record is None:
        return (draft.say("memo.evidence_no_record"), " ", place)
    named = draft.say(
        "memo.evidence_record_is",
        key=record.key,
        commit=record.commit,
        machine=record.machine,
        date=day(record.date, draft.lang),
    )
    take = Saved(draft.say("memo.evidence_take"), RECORD_NAME, record.line.encode())
    return (named, " ", place, " ", take)


def run_part(draft: Draft) -> Part | None:
    """Return the part on one run of a case; None where none was kept.

    Parameters
    ----------
    draft : Draft

    Raises
    ------
    DataError
        If what was kept is no summary of a run.
    """
    run = draft.dossier.run
    if run is None:
        return None
    sections.check("run", run)
    say = draft.say
    learned = (
        *(_released(draft, run["case"], one) for one in run["released"]),
        *(_leak(draft, run["case"], one) for one in run["leaks"]),
    )
    label = _label(draft, run["technique"])
    note = Paragraph((say(f"memo.run_data_{run['data']}"), *label), "note")
    about = _about(draft, run)
    if draft.is_about_run or not _is_told(draft, run):
        about[say("memo.run_learns")] = draft.lines(learned, _MOST_LINES)
    received = (_received(draft, run),) if draft.is_about_run else ()
    return Part("run", say("memo.run"), (note, facts(about), *received))


def _is_told(draft: Draft, run: Mapping[str, Any]) -> bool:
    """Tell whether the evidence says who learns what, being of the same technique."""
    found = draft.evidence
    same = (run["case"], run["technique"])
    return found is not None and (found.case, found.technique) == same


def _about(draft: Draft, run: Mapping[str, Any]) -> dict[str, str | tuple[Line, ...]]:
    """Return what the run was, and what it took."""
    lang, say, case = draft.lang, draft.say, run["case"]
    chosen = "; ".join(f"{name} = {_value(one, draft)}" for name, one in run["parameters"].items())
    size_words = "" if run["n"] is None else people(case, run["n"], lang)
    what = (case_name(case, lang), technique_name(case, run["technique"], lang), size_words)
    told = {
        say("memo.run_what"): "; ".join(draft.short(one, BRIEF) for one in what if one),
        say("memo.run_took"): say(
            "memo.run_took_is",
            seconds=duration(run["seconds"], lang),
            bytes=size(run["bytes"], lang),
            rounds=number(run["rounds"], lang),
        ),
        say("memo.run_error"): _error(draft, run),
        say("memo.run_parameters"): chosen if draft.is_about_run else "",
    }
    if not run["secure_randomness"]:
        told[say("memo.run_randomness")] = say("memo.run_predictable")
    return {name: draft.short(one, MIDDLE) for name, one in told.items()}


def _value(value: object, draft: Draft) -> str:
    if isinstance(value, bool):
        return draft.say("memo.yes") if value else draft.say("memo.no")
    return shortest(value, draft.lang) if isinstance(value, int | float) else str(value)


def _error(draft: Draft, run: Mapping[str, Any]) -> str:
    """Say how far the answer was from that of pooled tables."""
    error = run["error"]
    if error is None:
        return draft.say("memo.run_error_unknown")
    if not error:
        return draft.say("memo.run_error_none")
    if run["case"] not in measured_cases():
        return draft.say("memo.run_error_is", error=shortest(error, draft.lang))
    try:
        return error_words(run["case"], run["technique"], error, draft.lang)
    except PetError:  # a technique of another version
        return draft.say("memo.run_error_is", error=shortest(error, draft.lang))


def _word(draft: Draft, keys: tuple[str, ...], otherwise: str) -> str:
    """Return the first of the texts that there is, else what was kept."""
    known = catalogue(draft.lang)
    return next((known[key] for key in keys if key in known), legible(otherwise)[:BRIEF])


def _released(draft: Draft, case: str, one: Mapping[str, Any]) -> str:
    """Say what somebody read, with its guarantee; few values are not counted."""
    lang, items = draft.lang, one["items"]
    several = draft.say("memo.run_parties", n=number(one["receivers"], lang))
    name = one["receiver"].lower().replace(" ", "_")
    keys = (f"{case}.the_{name}", f"case.the_{name}", f"matrix.the_{name}")
    counted = draft.say("memo.run_few", n=number(FEW, lang))
    return draft.say(
        "matrix.released",
        who=_word(draft, keys, one["receiver"]) if one["receiver"] else several,
        what=_word(draft, (f"matrix.what_{one['what']}",), one["what"]),
        items=counted if items is None else number(items, lang),
        guarantee=_word(draft, (f"matrix.guarantee_{one['guarantee']}",), one["guarantee"]),
    )


def _leak(draft: Draft, case: str, leak: str) -> str:
    try:
        return leak_words(case, leak, draft.lang)
    except PetError:  # of a case or version that has no words here
        return legible(leak)


def _received(draft: Draft, run: Mapping[str, Any]) -> Table:
    """Return what each party received in that run, in counts."""
    lang, say, case = draft.lang, draft.say, run["case"]
    rows = []
    for one in run["received"][:_MOST_RECEIVERS]:
        keys = (f"{case}.role_{one['role']}", f"case.role_{one['role']}")
        role = _word(draft, keys, one["role"])
        several = say("memo.run_several", role=role, n=number(one["parties"], lang))
        name = legible(one["party"])[:BRIEF] if one["party"] else several
        rows.append((name, number(one["messages"], lang), size(one["bytes"], lang)))
    head = (say("memo.run_party"), say("memo.run_messages"), say("memo.run_bytes"))
    return Table(say("memo.run_received"), head, tuple(rows), (3, 1, 1))
