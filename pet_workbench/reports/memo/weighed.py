"""The weighing in a memo: who scored what, where they differ, and what was judged."""

from pet_workbench.decide import weighing
from pet_workbench.reports.memo.draft import BRIEF, LONG, MIDDLE, Draft
from pet_workbench.reports.memo.shorten import legible, sentences
from pet_workbench.reports.paper.blocks import (
    Block,
    Items,
    Paragraph,
    Part,
    Strong,
    Table,
    Told,
    facts,
)

_MOST_PEOPLE, _MOST_ITEMS = 6, 4


def weighing_of(draft: Draft) -> weighing.Summary | None:
    """Return what the weighing comes to; None where there is none.

    Parameters
    ----------
    draft : Draft
    """
    state = draft.dossier.weighing
    if state is None:
        return None
    outcome = draft.verdict.outcome if draft.verdict is not None else ""
    return weighing.summary(state, draft.lang, gate=outcome)


def weighed_part(draft: Draft) -> Part | None:
    """Return the part on the weighing; None where nobody weighed anything.

    Parameters
    ----------
    draft : Draft
    """
    found = weighing_of(draft)
    if found is None:
        return None
    say = draft.say
    blocks: list[Block] = [
        Paragraph((Strong(draft.short(found.outcome, LONG)),)),
        Items(draft.lines(found.warnings, _MOST_ITEMS), say("memo.weighing_warnings")),
    ]
    if found.rows:
        blocks.append(_scores(draft, found))
    told: Told = {
        say("memo.weighing_differ"): draft.lines(found.agenda, _MOST_ITEMS),
        say("memo.weighing_conditions"): draft.lines(found.conditions, _MOST_ITEMS, BRIEF),
        say("memo.weighing_judgement"): draft.short(
            sentences(found.judgement, found.reason), MIDDLE
        ),
    }
    blocks += [facts(told), Paragraph((legible(found.note),), "small")]
    return Part("weighing", say("memo.weighing"), tuple(blocks))


def _scores(draft: Draft, found: weighing.Summary) -> Table:
    """Return who scored what; of more people than fit, the lowest and highest score only."""
    head = tuple(draft.short(one, BRIEF // 4) for one in found.head)
    kept = list(range(len(head)))
    if len(head) - 2 > _MOST_PEOPLE:
        kept = [0, len(head) - 1]
    rows = tuple(tuple(draft.short(row[place], BRIEF // 2) for place in kept) for row in found.rows)
    widths = (5, *(2 for _ in kept[1:]))
    return Table(draft.say("memo.weighing_scores"), tuple(head[i] for i in kept), rows, widths)
