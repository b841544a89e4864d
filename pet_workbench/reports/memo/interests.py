"""Costs and benefits per party, and the weakest link of adoption, in a memo."""

from pet_workbench.decide import adoption, balance
from pet_workbench.reports.memo.draft import BRIEF, LONG, Draft
from pet_workbench.reports.paper.blocks import Block, Items, Paragraph, Part, Strong, Table, facts

_MOST_PARTIES, _MOST_LINKS, _MOST_MEASURES, _MOST_TRANSFERS = 8, 3, 2, 3
_COLUMNS = 5
"""Party, sign, likely, range and chance of a loss; what else is asked of a party is in the file."""


def balance_part(draft: Draft) -> Part | None:
    """Return the part on costs and benefits; None where there is no balance.

    Parameters
    ----------
    draft : Draft
    """
    state = draft.dossier.balance
    if state is None:
        return None
    found = balance.summary(state, draft.lang)
    told, *method = found.sentences
    rows = tuple(
        tuple(draft.short(cell, BRIEF // 2) for cell in row[:_COLUMNS]) for row in _most(found.rows)
    )
    caption = draft.say(
        "memo.balance_caption", title=draft.short(found.title, BRIEF), years=found.years
    )
    blocks: list[Block] = [
        Paragraph((Strong(draft.short(told, LONG)),)),
        Table(caption, found.head[:_COLUMNS], rows, (4, 2, 3, 4, 3)),
        Items(draft.lines(found.transfer, _MOST_TRANSFERS, LONG)),
        Paragraph((" ".join(draft.short(one, LONG) for one in method),), "small"),
    ]
    return Part("balance", draft.say("memo.balance"), tuple(blocks))


def _most(rows: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """Return as many rows as fit, and always the last, which is of all together."""
    return rows if len(rows) <= _MOST_PARTIES else (*rows[: _MOST_PARTIES - 1], rows[-1])


def adoption_part(draft: Draft) -> Part | None:
    """Return the part on adoption; None where nothing was scored.

    Parameters
    ----------
    draft : Draft
    """
    state = draft.dossier.adoption
    if state is None:
        return None
    found = adoption.summary(state, draft.lang)
    sentence = found.sentence
    links = dict.fromkeys((*found.stops, *found.weakest))
    others = tuple(link for link in links if link not in sentence)
    told = {
        draft.say("memo.adoption_weakest"): draft.lines(others, _MOST_LINKS),
        draft.say("memo.adoption_measures"): draft.lines(found.measures, _MOST_MEASURES, LONG),
    }
    blocks = (Paragraph((Strong(draft.short(sentence, LONG)),)), facts(told))
    return Part("adoption", draft.say("memo.adoption"), blocks)
