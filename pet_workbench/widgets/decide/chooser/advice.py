"""The advice: ranked suggestions with reasons, what is left out, and what would change it."""

from html import escape

from pet_workbench.core import DataError
from pet_workbench.decide import chooser
from pet_workbench.decide.chooser import Advice, LeftOut
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.decide.board import Board, button
from pet_workbench.widgets.decide.chooser.card import card_html
from pet_workbench.widgets.decide.chooser.state import ChooserState
from pet_workbench.widgets.decide.chooser.told import because_html, listed, name, texts_of
from pet_workbench.widgets.decide.chooser.verdict import not_yet_html, outcome_html
from pet_workbench.widgets.decide.sourced import sources_html
from pet_workbench.widgets.evidence.exhibits import unfolding
from pet_workbench.widgets.page import Panel, html

OPEN = 3
"""So many suggestions are shown in full."""


class AdvicePart(Panel):
    """The advice for the answers on the page.

    Attributes
    ----------
    board : Board
    said : HTML
        The advice in one sentence.  It stands below the questions as well, where screen readers say
        each change; twice would be once too many.
    """

    def __init__(self, state: ChooserState) -> None:
        self._state, words = state, state.words
        self.said = html("")
        self.board = Board(
            {
                "choose": lambda id, _: self.choose(id),
                "unchoose": lambda _, __: state.desk.change(chosen=None),
                "all-on": lambda _, __: state.desk.change(rules_off=()),
            }
        )
        super().__init__([self.said, self.board], lang=words.lang, label=words("advice_label"))
        state.desk.observe(lambda _: self.show(), "dossier")
        state.observe(lambda _: self.show(), "example")
        self.show()

    def choose(self, arrangement: str) -> None:
        """Choose an arrangement for the memo; the example becomes the reader's own by it."""
        self._state.keep_example()
        self._state.desk.change(chosen=arrangement)

    def show(self) -> None:
        """Show the advice as it is now."""
        self.said.value = in_short_html(self._state, "pet-message")
        self.board.write(lambda: advice_html(self._state), self._state.words.lang)


def in_short(state: ChooserState) -> str:
    """Return the advice in one sentence."""
    words, advice = state.words, state.advice
    return words(f"short_{slug(advice)}", first=name(advice.first, words), about=about(state))


def in_short_html(state: ChooserState, kind: str) -> str:
    """Return the advice in one sentence, as a paragraph; nothing where it cannot be given."""
    try:
        return f'<p class="{kind}">{escape(in_short(state))}</p>'
    except DataError:
        return ""  # the part itself says what is wrong


def about(state: ChooserState) -> str:
    """Return whose answers the advice is for: the reader's own or an example's."""
    words = state.words
    if state.basis.example:
        return words("about_example", name=state.example_name)
    return words("about_own")


def slug(advice: Advice) -> str:
    """Return how the advice came about, as part of a key."""
    return advice.why.replace("-", "_")


def advice_html(state: ChooserState) -> str:
    """Return all of the advice."""
    words, advice = state.words, state.advice
    parts = [
        f"<p>{escape(words('advice_honest'))}</p>",
        _switched_off(state),
        _missing(state),
        _passed_over(advice, state),
    ]
    if advice.why in {"stop", "not-needed"}:
        parts.append(outcome_html(advice.verdict, words))
    elif advice.verdict.outcome == "first":
        parts.append(not_yet_html(words))
    if advice.outcome != "advice" and advice.why != "stop":
        parts.append(_outcome(advice, state))
    if advice.ranked:
        parts.append(_ranked(advice, state))
    if advice.left_out and advice.why != "stop":
        parts.append(_left_out(advice.left_out, words))
    return "".join(parts)


def _switched_off(state: ChooserState) -> str:
    """Say which rules are off, and what the advice is with all of them on."""
    words, off = state.words, state.off
    if not off:
        return ""
    rules = {rule.id: rule for rule in chooser.rules()}
    texts = [rules[id].reason.of(words.lang) for id in off if id in rules]
    first = name(state.advice_without(()).first, words)
    said = escape(words("off_said", first=first))
    return (
        f'<div class="pet-warning"><p class="pet-callout-title">{escape(words("off_title"))}</p>'
        f"{listed(texts)}<p>{said}</p><p>{button(words('off_undo'), 'all-on', key='all-on')}</p>"
        "</div>"
    )


def _missing(state: ChooserState) -> str:
    """Say how many questions are left; the advice is only as good as the answers."""
    words, left = state.words, state.unanswered
    if not left:
        return ""
    key = "missing_one" if left == 1 else "missing"
    return f'<div class="pet-note"><p>{escape(words(key, n=words.number(left)))}</p></div>'


def _passed_over(advice: Advice, state: ChooserState) -> str:
    """Say so where the arrangement that was chosen is no longer among the suggestions."""
    words, chosen = state.words, state.dossier.chosen
    offered = {advice.outcome, *(one.arrangement.id for one in advice.ranked)}
    if not chosen or chosen in offered:
        return ""
    said = escape(words("chosen_passed", name=name(chosen, words)))
    return f'<div class="pet-warning"><p>{said}</p></div>'


def _outcome(advice: Advice, state: ChooserState) -> str:
    """Return an outcome that is no technique: what to do, why, and what that does not solve."""
    words, one = state.words, chooser.arrangement(advice.outcome)
    lang = words.lang
    rules = [
        fired for fired in advice.fired if fired.rule.effect == "outcome" and one.id in fired.hits
    ]
    reasons = "".join(
        f"<li>{escape(fired.rule.reason.of(lang))}{because_html(fired.answers, words)}"
        f"{sources_html(fired.rule.sources, words)}</li>"
        for fired in rules
    )
    why = f'<ul class="pet-reasons">{reasons}</ul>' if reasons else ""
    chosen = state.dossier.chosen == one.id
    act = button(
        words("card_unchoose" if chosen else "card_choose"),
        "unchoose" if chosen else "choose",
        one.id,
        is_primary=not chosen,
        about=one.name.of(lang),
        key=f"choose-{one.id}",
    )
    return (
        f'<div class="pet-verdict pet-verdict-open"><h3>{escape(one.name.of(lang))}</h3>'
        f"<p>{escape(one.does.of(lang))}</p>{why}"
        f"<h4>{escape(words('card_unsolved'))}</h4>{listed(texts_of(one.not_solves, words))}"
        f"<p>{act}</p></div>"
    )


def _ranked(advice: Advice, state: ChooserState) -> str:
    """Return the suggestions: the first ones in full, the others folded."""
    words = state.words
    cards = [
        card_html(one, place, state, is_folded=place > OPEN)
        for place, one in enumerate(advice.ranked, start=1)
    ]
    top, rest = "".join(cards[:OPEN]), "".join(cards[OPEN:])
    title = "advice_title" if advice.outcome == "advice" else "advice_if_not"
    others = words("advice_others", n=words.number(len(cards) - OPEN))
    folded = unfolding(others, f'<ul class="pet-rest">{rest}</ul>')
    more = f'<div class="pet-fold">{folded}</div>' if rest else ""
    return (
        f"<h3>{escape(words(title))}</h3>{_needed(advice, words)}"
        f'<ol class="pet-advised">{top}</ol>{more}'
    )


def _needed(advice: Advice, words: Words) -> str:
    """Say which protection the answers ask for at least; nothing if they ask for none."""
    scale, needed = chooser.scale(), advice.needed
    items = "".join(
        f"<li><strong>{escape(words(f'needed_{side}'))}</strong> "
        f"{escape(steps[step].of(words.lang))}</li>"
        for side, steps, step in (
            ("input", scale.input, needed.input),
            ("output", scale.output, needed.output),
        )
        if step
    )
    return f"<p>{escape(words('needed_title'))}</p><ul>{items}</ul>" if items else ""


def _left_out(left_out: tuple[LeftOut, ...], words: Words) -> str:
    """Return what is not suggested, each with the reason."""
    items = "".join(
        f'<li data-key="out-{escape(one.arrangement.id)}">'
        f"<strong>{escape(one.arrangement.name.of(words.lang))}</strong>{_why_not(one, words)}</li>"
        for one in left_out
    )
    title = words("left_out", n=words.number(len(left_out)))
    return f'<div class="pet-fold">{unfolding(title, f"<ul>{items}</ul>")}</div>'


def _why_not(one: LeftOut, words: Words) -> str:
    """Say why one arrangement is left out."""
    if one.floor:
        key = f"floor_{one.floor.replace('-', '_')}"
        return f"<br>{escape(words(key))}"
    return "".join(
        f"<br>{escape(fired.rule.reason.of(words.lang))}{because_html(fired.answers, words)}"
        for fired in one.because
    )
