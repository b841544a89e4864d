"""The beginning and the end of a memo: all in short, and what it rests on."""

from collections.abc import Mapping

from pet_workbench.bench.matrix import case_name
from pet_workbench.decide import Answers, Question, chooser, gate, questions
from pet_workbench.i18n import day, listing, number
from pet_workbench.reports.memo.draft import BRIEF, LONG, MIDDLE, Draft
from pet_workbench.reports.memo.shorten import legible, sentences
from pet_workbench.reports.memo.weighed import weighing_of
from pet_workbench.reports.paper.blocks import (
    Block,
    Items,
    Paragraph,
    Part,
    Strong,
    Table,
    facts,
)

_MOST_PARTIES, _MOST_POINTS, _MOST_VERSIONS = 10, 6, 8
_SIGN = ("memo.sign_author", "memo.sign_officer", "memo.sign_decision")


def title_of(draft: Draft) -> str:
    """Return the title of the memo.

    Parameters
    ----------
    draft : Draft
    """
    given = draft.dossier.title or draft.dossier.question
    run = draft.dossier.run
    if not legible(given) and run is not None:
        return draft.say("memo.title_run", case=case_name(str(run.get("case")), draft.lang))
    if not legible(given):
        return draft.say("memo.title_bare")
    return draft.say("memo.title", title=draft.short(given, BRIEF))


def opening(draft: Draft) -> tuple[Block, ...]:
    """Return what stands under the title: what kind of document this is, and when it was kept.

    Parameters
    ----------
    draft : Draft
    """
    saved = draft.dossier.saved
    when = draft.say("memo.saved", date=_day(draft, saved)) if saved else draft.say("memo.unsaved")
    return (Paragraph((when, " ", draft.say("memo.what_it_is")), "small"),)


def _day(draft: Draft, written: str) -> str:
    """Write a date; one that is none as it was written."""
    try:
        return day(written, draft.lang)
    except ValueError:
        return draft.short(written, BRIEF)


def short_part(draft: Draft) -> Part | None:
    """Return everything in short; None where only a run was kept.

    Parameters
    ----------
    draft : Draft
    """
    say, dossier, weighed = draft.say, draft.dossier, weighing_of(draft)
    parties = draft.some([draft.short(one, BRIEF) for one in dossier.parties], _MOST_PARTIES)
    gate_says = draft.say(f"memo.gate_outcome_{draft.verdict.outcome}") if draft.verdict else ""
    judged = "" if weighed is None else sentences(weighed.outcome, weighed.judgement)
    goal = "" if weighed is None else weighed.goal
    to_do = len(_points(draft))
    told = {
        say("memo.question"): draft.short(dossier.question or goal, LONG),
        say("memo.parties"): listing(parties, draft.lang),
        say("memo.gate"): gate_says,
        say("memo.short_choice" if draft.is_chosen else "memo.short_advised"): _named(draft),
        say("memo.short_weighing"): draft.short(judged, LONG),
        say("memo.open"): say("memo.short_open", n=number(to_do, draft.lang)) if to_do else "",
    }
    listed = facts(told)
    if listed.rows:
        return Part("short", say("memo.short"), (listed, *_contradiction(draft)))
    empty = Part("short", say("memo.short"), (Paragraph((say("memo.empty"),)),))
    return empty if dossier.run is None else None


def _named(draft: Draft) -> str:
    """Name what was chosen or is advised; of advice on part of the answers, that it is."""
    if draft.arrangement is None:
        return ""
    name = draft.of(draft.arrangement.name)
    if draft.is_chosen or not draft.unanswered:
        return name
    return draft.say("memo.short_so_far", name=name, n=number(draft.unanswered, draft.lang))


def _contradiction(draft: Draft) -> tuple[Block, ...]:
    """Return a warning where the gate lets pass what somebody who weighed it does not allow."""
    weighed, verdict = weighing_of(draft), draft.verdict
    lets_pass = verdict is not None and verdict.outcome in ("open", "not-needed")
    if weighed is None or not weighed.is_blocked or not lets_pass:
        return ()
    return (Paragraph((draft.say("memo.contradiction"),), "note"),)


def _points(draft: Draft) -> tuple[str, ...]:
    """Return what is still open: as people wrote it, then what the legal gate left open."""
    asked = () if draft.verdict is None else draft.verdict.to_ask
    typed = tuple(draft.short(one, MIDDLE) for one in draft.dossier.open_points if legible(one))
    return (*typed, *(draft.say("memo.for_lawyer", asks=draft.of(one.asks)) for one in asked))


def open_part(draft: Draft) -> Part | None:
    """Return what is still open; None where nothing is.

    Parameters
    ----------
    draft : Draft
    """
    points = draft.some(_points(draft), _MOST_POINTS)
    if not points:
        return None
    return Part("open", draft.say("memo.open"), (Items(tuple((one,) for one in points)),))


def account_part(draft: Draft, missing: tuple[str, ...], *, kind: str) -> Part:
    """Return what the memo rests on, and who agreed.

    Parameters
    ----------
    draft : Draft
    missing : tuple of str
        What was not filled in.
    kind : {"html", "docx"}
    """
    say, dossier = draft.say, draft.dossier
    versions = tuple(draft.short(f"{name} {one}", BRIEF) for name, one in dossier.versions.items())
    told = {
        say("memo.answers_gate"): _answers(draft, gate.questions(), dossier.gate),
        say("memo.answers_needs"): _answers(draft, chooser.questions(), dossier.needs),
        say("memo.missing"): listing(missing, draft.lang),
        say("memo.versions"): "; ".join(draft.some(versions, _MOST_VERSIONS)),
        say("memo.reopen"): say(f"memo.reopen_{kind}"),
    }
    blocks: list[Block] = [facts(told, is_small=True)]
    if draft.arrangement is not None:
        blocks.append(_signatures(draft))
    return Part("account", say("memo.account"), tuple(blocks))


def _answers(draft: Draft, known: tuple[Question, ...], given: Answers) -> str:
    """Return the answers that count, each behind its question."""
    counted: Mapping[str, tuple[str, ...]] = questions.relevant(known, given)
    told = []
    for question in known:
        chosen = counted.get(question.id, ())
        says = [draft.of(one.says) for one in question.options if one.id in chosen]
        if says:
            told.append(f"{draft.of(question.asks)} {listing(says, draft.lang)}".rstrip("."))
    return " | ".join(told)


def _signatures(draft: Draft) -> Table:
    """Return a table to sign."""
    head = tuple(
        draft.say(key)
        for key in ("memo.sign_role", "memo.sign_name", "memo.sign_date", "memo.sign_signature")
    )
    rows = tuple((draft.say(key), "", "", "") for key in _SIGN)
    return Table(draft.say("memo.sign"), head, rows, (3, 3, 2, 3), is_form=True)


def closing(draft: Draft) -> tuple[Block, ...]:
    """Return what stands at the foot.

    Parameters
    ----------
    draft : Draft
    """
    return (Paragraph((Strong(draft.say("memo.advice_not")),), "small"),)
