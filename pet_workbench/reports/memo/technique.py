"""The technique in a memo: what was chosen, why, and what it does not solve."""

from collections.abc import Sequence

from pet_workbench.decide import chooser
from pet_workbench.decide.chooser import Arrangement, Change, Fired
from pet_workbench.i18n import number
from pet_workbench.reports.memo.draft import Draft
from pet_workbench.reports.paper.blocks import Block, Line, Paragraph, Part, Strong, facts

_MOST_REASONS, _MOST_LIMITS, _MOST_CHANGES, _MOST_OFF = 4, 3, 2, 3


def technique_part(draft: Draft) -> Part | None:
    """Return the part on the technique; None where nothing was chosen and nothing is advised.

    Parameters
    ----------
    draft : Draft
    """
    chosen = draft.arrangement
    if chosen is None:
        return None
    heading = "memo.technique" if chosen.parts else "memo.no_technique"
    if not draft.is_chosen:
        heading = "memo.technique_advised"
    name = Strong(draft.of(chosen.name))
    told = f". {draft.of(chosen.does)} {_standing(draft, chosen)}"
    blocks: tuple[Block, ...] = (Paragraph((name, told)), facts(_lists(draft, chosen)))
    return Part("technique", draft.say(heading), (*_so_far(draft), *blocks))


def _so_far(draft: Draft) -> tuple[Block, ...]:
    """Warn that the advice rests on part of the answers."""
    left = draft.unanswered
    if draft.advice is None or not left:
        return ()
    key = "memo.technique_so_far_one" if left == 1 else "memo.technique_so_far"
    return (Paragraph((draft.say(key, n=number(left, draft.lang)),), "note"),)


def _standing(draft: Draft, chosen: Arrangement) -> str:
    """Say where the choice stands in the advice; also when the advice is against it."""
    advice = draft.advice
    if advice is None:
        return draft.say("memo.standing_none")
    ids = [one.arrangement.id for one in advice.ranked]
    if advice.first == chosen.id:
        return draft.say("memo.standing_first")
    first = draft.of(chooser.arrangement(advice.first).name)
    if chosen.id in ids:
        place = number(ids.index(chosen.id) + 1, draft.lang)
        return draft.say(
            "memo.standing_place", place=place, n=number(len(ids), draft.lang), first=first
        )
    return draft.say("memo.standing_left_out", first=first)


def _lists(draft: Draft, chosen: Arrangement) -> dict[str, str | tuple[Line, ...]]:
    """Return what is listed, by its title."""
    advice, say = draft.advice, draft.say
    reasons: tuple[Fired, ...] = ()
    against: tuple[Fired, ...] = ()
    because: tuple[Fired, ...] = ()
    if advice is not None:
        mine = [one for one in advice.ranked if one.arrangement.id == chosen.id]
        left = [one for one in advice.left_out if one.arrangement.id == chosen.id]
        reasons = tuple(fired for one in mine for fired in one.reasons)
        against = tuple(fired for one in mine for fired in (*one.against, *one.warnings))
        because = tuple(fired for one in left for fired in one.because)
        led = [fired for fired in advice.fired if fired.rule.outcome == chosen.id]
        reasons = (*reasons, *led)
    return {
        say("memo.technique_reasons"): _reasons(draft, reasons, _MOST_REASONS),
        say("memo.technique_left_out"): _reasons(draft, because, _MOST_REASONS),
        say("memo.technique_against"): _reasons(draft, against, _MOST_LIMITS),
        say("memo.technique_not_solved"): draft.list_of(chosen.not_solves, _MOST_LIMITS),
        say("memo.technique_changes"): _changes(draft, chosen),
        say("memo.rules_off"): _rules_off(draft),
    }


def _reasons(draft: Draft, fired: Sequence[Fired], most: int) -> tuple[Line, ...]:
    """Return what rules say."""
    return draft.list_of((one.rule.reason for one in fired), most)


def _changes(draft: Draft, chosen: Arrangement) -> tuple[Line, ...]:
    """Return which other answers would put something else first, or this one."""
    advice = draft.advice
    if advice is None:
        return ()
    mine = [one for one in advice.ranked if one.arrangement.id == chosen.id]
    found = advice.changes if advice.first == chosen.id else [c for m in mine for c in m.changes]
    return draft.lines(tuple(_change(draft, one) for one in found), _MOST_CHANGES)


def _change(draft: Draft, change: Change) -> str:
    question = next(one for one in chooser.questions() if one.id == change.question)
    option = next(one for one in question.options if one.id == change.option)
    return draft.say(
        "memo.change",
        question=draft.of(question.asks),
        answer=draft.of(option.says),
        becomes=draft.of(chooser.arrangement(change.becomes).name),
    )


def _rules_off(draft: Draft) -> tuple[Line, ...]:
    """Return what the rules say that were switched off; of one that is gone, its id."""
    known = {rule.id: rule.reason.of(draft.lang) for rule in chooser.rules()}
    return draft.lines(tuple(known.get(id, id) for id in draft.dossier.rules_off), _MOST_OFF)
