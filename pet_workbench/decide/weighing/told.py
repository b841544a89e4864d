"""A weighing in the reader's words: outcome, agenda, judgement and warnings, as plain text.

What people typed is in these texts as they typed it; whoever puts them on a page escapes them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pet_workbench.decide.weighing.findings import Findings, Found, find, warnings
from pet_workbench.decide.weighing.framework import framework
from pet_workbench.decide.weighing.model import NAMED, Person, Weighing
from pet_workbench.i18n import Language, listing, number, text

NO_SCORE = "\N{EN DASH}"
"""Stands where there is no score."""


@dataclass(frozen=True)
class Summary:
    """A weighing as a memo tells it; all plain text in one language.

    Attributes
    ----------
    goal, involved, data : str
        As typed; may be empty.
    people : tuple of str
    outcome : str
    is_blocked : bool
        Whether somebody's lowest score is the outcome.
    zeros : tuple of str
        A sentence for each question on which that is so.
    head : tuple of str
        Headings of `rows`: question, each person, lowest and highest.
    rows : tuple of tuple of str
    groups : tuple of str
        The main question to which each row belongs.
    agenda : tuple of str
        What to talk about, in order.
    conditions : tuple of str
    judgement, reason : str
    warnings : tuple of str
        Where the judgement contradicts the scores.
    note : str
        How to read it, and where the framework comes from.
    """

    goal: str
    involved: str
    data: str
    people: tuple[str, ...]
    outcome: str
    is_blocked: bool
    zeros: tuple[str, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    groups: tuple[str, ...]
    agenda: tuple[str, ...]
    conditions: tuple[str, ...]
    judgement: str
    reason: str
    warnings: tuple[str, ...]
    note: str


def summary(state: Mapping[str, Any], lang: Language, *, gate: str = "") -> Summary:
    """Tell what a dossier holds of a weighing.

    Parameters
    ----------
    state : mapping
        Of the dossier.
    lang : {"nl", "en"}
    gate : str
        Outcome of the legal gate, if that was passed through.

    Raises
    ------
    DataError
        If `state` is no weighing.

    Examples
    --------
    >>> summary(Weighing.empty().to_mapping(), "en").outcome
    'Nothing has been scored yet.'
    """
    weighing = Weighing.from_mapping(state)
    findings, project = find(weighing), weighing.project
    head, rows, groups = score_table(weighing, lang)
    return Summary(
        goal=project.goal.strip(),
        involved=project.involved.strip(),
        data=project.data.strip(),
        people=tuple(person_text(person, lang) for person in weighing.people),
        outcome=outcome_text(findings, lang),
        is_blocked=findings.outcome == "zero",
        zeros=tuple(f"{_base(one, lang)}." for one in findings.zeros),
        head=head,
        rows=rows,
        groups=groups,
        agenda=agenda_texts(findings, lang),
        conditions=tuple(one.strip() for one in weighing.conditions if one.strip()),
        judgement=judgement_text(weighing, lang),
        reason=weighing.judgement.reason.strip(),
        warnings=tuple(warning_text(id, lang) for id in warnings(weighing, gate=gate)),
        note=f"{text('weighing.note', lang)} {framework().says.of(lang)}",
    )


def person_text(person: Person, lang: Language, *, within: bool = False) -> str:
    """Name a person: by name and role, or by role alone.

    Parameters
    ----------
    person : Person
    lang : {"nl", "en"}
    within : bool, default: False
        Whether the name stands inside a sentence.

    Examples
    --------
    >>> person_text(Person("manager", "Noor"), "en"), person_text(Person("citizen"), "nl")
    ('Noor (Accountable manager)', 'Blik van de burger')
    """
    role, name = framework().roles[person.role], person.name.strip()
    if not name:
        return (role.within if within else role.name).of(lang)
    return name if person.role == NAMED else f"{name} ({role.name.of(lang)})"


def score_table(
    weighing: Weighing, lang: Language
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...], tuple[str, ...]]:
    """Return all scores as a table: its headings, its rows, and the main question of each row."""
    names = [person_text(person, lang) for person in weighing.people]
    head = (text("weighing.head_question", lang), *names, text("weighing.head_range", lang))
    found = find(weighing).questions
    rows = tuple(
        (
            one.question.name.of(lang),
            *(_score(person.scores.get(one.question.id)) for person in weighing.people),
            range_text(one, lang),
        )
        for one in found
    )
    mains = {main.id: main.asks.of(lang) for main in framework().mains}
    return head, rows, tuple(mains[one.question.main] for one in found)


def range_text(found: Found, lang: Language) -> str:
    """Return lowest and highest score of a question, or that there is none."""
    if found.lowest is None:
        return NO_SCORE
    if not found.spread:
        return str(found.lowest)
    return text("weighing.range", lang, low=found.lowest, high=found.highest)


def outcome_text(findings: Findings, lang: Language) -> str:
    """Say what the scores come to, in one or two sentences; a 0 that blocks comes first."""
    if findings.is_empty:
        return text("weighing.outcome_empty", lang)
    unfinished = sum(one.is_open for one in findings.questions)
    low = sum(one.is_low for one in findings.questions)
    return text(
        f"weighing.outcome_{findings.outcome}",
        lang,
        zeros=_quoted([one.question.name.of(lang) for one in findings.zeros], lang),
        open=number(unfinished, lang),
        low=number(low, lang),
        total=number(len(findings.questions), lang),
        enough=framework().rules.enough,
    )


def agenda_texts(findings: Findings, lang: Language) -> tuple[str, ...]:
    """Return what to talk about, a sentence or two each, in order."""
    return tuple(
        item_text(found, lang, is_first=not place) for place, found in enumerate(findings.agenda)
    )


def item_text(found: Found, lang: Language, *, is_first: bool = False) -> str:
    """Say what to talk about on one question, and who stands where.

    Parameters
    ----------
    found : Found
    lang : {"nl", "en"}
    is_first : bool, default: False
        Whether it is the first thing to talk about.
    """
    base = _base(found, lang)
    if found.kind in {"zero", "differ", "low"}:
        base += text("weighing.talk_first" if is_first else "weighing.talk", lang)
    if found.kind == "zero" and found.spread:
        base += " " + text("weighing.also_higher", lang, **_ends(found, lang))
    if found.kind not in {"open", "agreed"} and found.missing:
        base += " " + _open(found, lang)
    return base


def _base(found: Found, lang: Language) -> str:
    """Say in one sentence how it stands on one question; what follows has a colon before it."""
    if found.kind == "open":
        return _open(found, lang)
    return _capital(text(f"weighing.item_{found.kind}", lang, **_ends(found, lang)))


def _ends(found: Found, lang: Language) -> dict[str, object]:
    """Return who gave the lowest and the highest score, and how far that is apart."""
    return {
        "question": found.question.name.of(lang),
        "low": _names(found.who(found.lowest), lang),
        "high": _names(found.who(found.highest), lang),
        "lowest": found.lowest,
        "highest": found.highest,
        "spread": found.spread,
    }


def _open(found: Found, lang: Language) -> str:
    """Say whose score is missing."""
    question = found.question.name.of(lang)
    if found.missing:
        who = _names(found.missing, lang)
        return text("weighing.item_missing", lang, question=question, who=who)
    roles = [framework().roles[role].within.of(lang) for role in found.absent]
    asked = text("weighing.or", lang).join(roles)
    return text("weighing.item_absent", lang, question=question, roles=asked)


def judgement_text(weighing: Weighing, lang: Language) -> str:
    """Name the judgement, or say that there is none yet."""
    verdict = weighing.judgement.verdict
    return framework().verdicts[verdict].of(lang) if verdict else text("weighing.no_verdict", lang)


def warning_text(id: str, lang: Language) -> str:
    """Return a warning in words.

    Parameters
    ----------
    id : str
        One of those that `warnings` returns.
    lang : {"nl", "en"}
    """
    return text(f"weighing.warns_{id}", lang)


def _names(people: Iterable[Person], lang: Language) -> str:
    return listing([person_text(person, lang, within=True) for person in people], lang)


def _quoted(names: Sequence[str], lang: Language) -> str:
    return listing([text("weighing.quoted", lang, name=name) for name in names], lang)


def _score(score: int | None) -> str:
    return NO_SCORE if score is None else str(score)


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
