"""The outcome of the scores, and what to talk about first."""

from html import escape

from pet_workbench.decide.weighing import (
    Findings,
    Found,
    find,
    framework,
    item_text,
    outcome_text,
    person_text,
)
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.decide.weighing.state import WeighingState
from pet_workbench.widgets.page import Kind, Panel, Sentence, note_html

LOOKS: dict[str, Kind] = {"open": "note", "talk": "note", "clear": "fact"}
"""How an outcome looks; a 0 that blocks has a look of its own."""


class Agenda(Panel):
    """Says the outcome, then what to talk about in order, with the reasons that people gave.

    Parameters
    ----------
    state : WeighingState

    Attributes
    ----------
    outcome, items : Sentence
    """

    def __init__(self, state: WeighingState) -> None:
        words = state.words
        self._state, self._words = state, words
        self.outcome, self.items = Sentence(), Sentence()
        super().__init__([self.outcome, self.items], lang=words.lang, label=words("agenda_label"))
        state.observe(lambda _: self._show(), "weighing")
        self._show()

    def _show(self) -> None:
        """Follow the scores."""
        findings, words = find(self._state.weighing), self._words
        self.outcome.say(outcome_html(findings, words))
        self.items.say("" if findings.is_empty else agenda_html(findings, words))


def outcome_html(findings: Findings, words: Words) -> str:
    """Return what the scores come to, as a call-out."""
    told = f"<p><strong>{escape(outcome_text(findings, words.lang))}</strong></p>"
    if findings.outcome == "zero":
        title = escape(words("agenda_outcome"))
        return f'<div class="pet-error"><p class="pet-callout-title">{title}</p>{told}</div>'
    look = LOOKS["open" if findings.is_empty else findings.outcome]
    return note_html(told, lang=words.lang, kind=look, title=words("agenda_outcome"))


def agenda_html(findings: Findings, words: Words) -> str:
    """Return what to talk about in order, what is open, and what people agree on."""
    urgent = [one for one in findings.agenda if one.kind != "open"]
    waiting = [one for one in findings.agenda if one.kind == "open"]
    agreed = [one.question.name.of(words.lang) for one in findings.questions if _is_agreed(one)]
    parts = [f"<h3>{escape(words('agenda_title'))}</h3>"]
    if urgent:
        items = (_item(one, words, is_first=one is findings.agenda[0]) for one in urgent)
        parts.append(f'<ol class="pet-agenda">{"".join(items)}</ol>')
    if waiting:
        items = (f"<li>{escape(item_text(one, words.lang))}</li>" for one in waiting)
        title = escape(words("agenda_open", n=len(waiting)))
        parts.append(f"<h4>{title}</h4><ul>{''.join(items)}</ul>")
    if not findings.agenda:
        parts.append(f"<p>{escape(words('agenda_none'))}</p>")
    if agreed:
        enough = framework().rules.enough
        told = words("agenda_agreed", questions=words.join(agreed), enough=enough)
        parts.append(f"<p>{escape(told)}</p>")
    return "".join(parts)


def _is_agreed(found: Found) -> bool:
    """Tell whether several people gave a score and nothing is left to talk about."""
    return found.kind == "agreed" and len(found.given) > 1


def _item(found: Found, words: Words, *, is_first: bool) -> str:
    """Return one thing to talk about, with what people wrote about it."""
    told = f"<p><strong>{escape(item_text(found, words.lang, is_first=is_first))}</strong></p>"
    id = found.question.id
    reasons = [
        escape(
            words(
                "agenda_reasons",
                who=f"{person_text(person, words.lang)} ({score})",
                reason=person.reasons[id],
            )
        )
        for person, score in sorted(found.given, key=lambda one: one[1])
        if person.reasons.get(id)
    ]
    listed = "".join(f"<li>{reason}</li>" for reason in reasons)
    return f"<li>{told}{f'<ul>{listed}</ul>' if listed else ''}</li>"
