"""The legal gate in a memo: what follows from the answers, and what a lawyer is to be asked."""

from pet_workbench.decide import gate
from pet_workbench.decide.gate import Law, Verdict
from pet_workbench.reports.memo.blocks import Block, Items, Line, Paragraph, Part, Strong
from pet_workbench.reports.memo.draft import Draft
from pet_workbench.reports.memo.shorten import some

_MOST_REASONS, _MOST_WAYS, _MOST_LAWS = 4, 3, 6


def legal_part(draft: Draft) -> Part | None:
    """Return the part on the legal gate; None while nothing was answered.

    Parameters
    ----------
    draft : Draft
    """
    verdict = draft.verdict
    if verdict is None:
        return None
    ways = [(f"{draft.of(one.says)} {draft.of(one.explains)}",) for one in verdict.ways]
    blocks: list[Block] = [
        Paragraph((Strong(draft.of(verdict.says)),)),
        Items(draft.list_of((one.says for one in verdict.reasons), _MOST_REASONS)),
        Items(tuple(ways[:_MOST_WAYS]), draft.say("memo.gate_ways")),
    ]
    if verdict.laws:
        blocks.append(Items(_laws(draft, verdict), draft.say("memo.gate_laws")))
    blocks.append(Paragraph((draft.of(gate.notice()),), "small"))
    return Part("gate", draft.say("memo.gate"), tuple(blocks))


def _laws(draft: Draft, verdict: Verdict) -> tuple[Line, ...]:
    """Return a question per law, those that were not checked marked as such."""
    lines = [_law(draft, law) for law in verdict.laws[:_MOST_LAWS]]
    left = some([law.id for law in verdict.laws], _MOST_LAWS, draft.lang)[_MOST_LAWS:]
    return (*lines, *((one,) for one in left))


def _law(draft: Draft, law: Law) -> Line:
    mark = "" if law.checked else f" {draft.say('memo.gate_unchecked')}"
    reference = f" ({draft.of(law.reference)})"
    return (Strong(draft.of(law.name)), f"{reference}: {draft.of(law.asks)}{mark}")
