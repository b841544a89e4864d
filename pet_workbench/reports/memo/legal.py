"""The legal gate in a memo: what follows from the answers, and what a lawyer is to be asked."""

from pet_workbench.decide import gate
from pet_workbench.decide.gate import Law, Verdict
from pet_workbench.i18n import listing
from pet_workbench.reports.memo.draft import Draft
from pet_workbench.reports.memo.shorten import sentences
from pet_workbench.reports.paper.blocks import Block, Items, Line, Paragraph, Part, Strong

_MOST_REASONS, _MOST_WAYS, _MOST_LAWS = 3, 3, 4


def legal_part(draft: Draft) -> Part | None:
    """Return the part on the legal gate; None while nothing was answered.

    Parameters
    ----------
    draft : Draft
    """
    verdict = draft.verdict
    if verdict is None:
        return None
    ways = [(sentences(draft.of(one.says), draft.of(one.explains)),) for one in verdict.ways]
    blocks: list[Block] = [
        Paragraph((Strong(draft.of(verdict.says)),)),
        Items(draft.list_of((one.says for one in verdict.reasons), _MOST_REASONS)),
        Items(tuple(ways[:_MOST_WAYS]), draft.say("memo.gate_ways")),
        Items(_laws(draft, verdict), draft.say("memo.gate_laws")),
        Paragraph((draft.of(gate.notice()),), "small"),
    ]
    return Part("gate", draft.say("memo.gate"), tuple(blocks))


def _laws(draft: Draft, verdict: Verdict) -> tuple[Line, ...]:
    """Return a question per law, and the names of those for which there is no room."""
    lines = [_law(draft, law) for law in verdict.laws[:_MOST_LAWS]]
    left = [draft.of(law.name) for law in verdict.laws[_MOST_LAWS:]]
    if left:
        lines.append((draft.say("memo.gate_more_laws", names=listing(left, draft.lang)),))
    return tuple(lines)


def _law(draft: Draft, law: Law) -> Line:
    """Return the question about one law; of one that was checked, that it was."""
    mark = f" {draft.say('memo.gate_checked')}" if law.checked else ""
    reference = f" ({draft.of(law.reference)})"
    return (Strong(draft.of(law.name)), f"{reference}: {draft.of(law.asks)}{mark}")
