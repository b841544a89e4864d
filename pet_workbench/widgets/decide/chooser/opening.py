"""Where a reader begins: with an example whose advice is shown at once, or with nothing."""

from collections.abc import Iterator, Sequence
from html import escape

import traitlets

from pet_workbench.decide import chooser
from pet_workbench.i18n import Language
from pet_workbench.widgets.case import Words, tie
from pet_workbench.widgets.decide.board import Board, button
from pet_workbench.widgets.decide.chooser.state import ChooserState
from pet_workbench.widgets.decide.chooser.told import name
from pet_workbench.widgets.decide.sourced import sources_html
from pet_workbench.widgets.evidence.address import Address
from pet_workbench.widgets.evidence.choosing import Pick
from pet_workbench.widgets.evidence.exhibits import unfolding
from pet_workbench.widgets.page import Panel, Sentence

PLACE = "case-"
"""A link to ``#case-aio`` chooses that example."""
SHOWN = 3


class Opening(Panel):
    """Choose an example, read its advice, and fill it in or begin with nothing.

    Attributes
    ----------
    pick : Pick
    said : Sentence
        The advice for the example.
    board : Board
        What can be done with it.
    address : Address
    asks : bool
        Whether the reader is asked if answers that are there may be replaced.
    """

    def __init__(self, state: ChooserState) -> None:
        words = state.words
        self._state, self.asks = state, False
        names = {entry.key: entry.name.of(words.lang) for entry in chooser.cases()}
        self.pick = Pick(words("start_pick"), names, value=state.example)
        tie(self.pick, state, "example")
        self.said, self.address = Sentence(), Address()
        self.board = Board(
            {
                "fill": lambda _, __: self.fill(),
                "replace": lambda _, __: self.replace(),
                "keep": lambda _, __: self.keep(),
            }
        )
        super().__init__(
            [self.pick, self.said, self.board, self.address],
            lang=words.lang,
            label=words("start_label"),
        )
        self.address.observe(self._go, "fragment")
        state.observe(lambda _: self.keep(), "example")
        state.desk.observe(lambda _: self.keep(), "opened")
        state.desk.observe(lambda _: self.show(), "dossier")
        self.show()

    def fill(self) -> None:
        """Fill the example in; ask first where that would replace answers."""
        entry, dossier = chooser.case(self._state.example), self._state.dossier
        is_there = (dict(dossier.gate), dict(dossier.needs)) == (
            dict(entry.gate),
            dict(entry.needs),
        )
        self.asks = self._state.has_answers and not is_there
        if self.asks:
            self.show()
            self.board.focus_on("start-replace")
        else:
            self.replace()

    def replace(self) -> None:
        """Fill the example in, whatever is there."""
        self.asks = False
        self._state.fill(self._state.example)
        self.show()

    def keep(self) -> None:
        """Leave the answers as they are."""
        self.asks = False
        self.show()

    def show(self) -> None:
        """Show the advice for the example, and what can be done."""
        self.said.say(example_html(self._state))
        self.board.show(self._acts())

    def _acts(self) -> str:
        """Return the buttons, or the question whether to replace answers."""
        words, state = self._state.words, self._state
        if self.asks:
            return (
                f'<div class="pet-warning"><p class="pet-callout-title" tabindex="-1"'
                f' data-key="start-replace">{escape(words("start_replace"))}</p><p>'
                f"{button(words('start_yes'), 'replace', is_primary=True)} "
                f"{button(words('start_no'), 'keep')}</p></div>"
            )
        is_filled = state.has_answers and state.dossier.case == state.example
        said = words("start_filled") if is_filled else words("start_empty")
        act = button(words("start_fill"), "fill", is_primary=not is_filled, key="start-fill")
        return f"<p>{act}</p><p>{escape(said)}</p>"

    def _go(self, change: traitlets.Bunch) -> None:
        """Choose the example that a link points at; fill it in where nothing is lost by that."""
        key = change.new.removeprefix(PLACE)
        if not change.new.startswith(PLACE) or key not in {one.key for one in chooser.cases()}:
            return

        def go() -> None:
            self._state.example = key
            self.fill()

        # a dossier of another page comes first, and keeps its answers
        self._state.desk.when_settled(go)


def example_html(state: ChooserState) -> str:
    """Return what the example is about, and its advice: the first suggestions with a reason."""
    words, entry = state.words, chooser.case(state.example)
    advice, lang = state.advice_for(entry.key), words.lang
    outcome = words(f"gate_{advice.verdict.outcome}")
    verdict = words("start_gate", outcome=outcome, says=advice.verdict.says.of(lang))
    items = "".join(_suggestions(advice.ranked[:SHOWN], lang))
    is_simple = advice.outcome != "advice"
    first = f"<p><strong>{escape(name(advice.first, words))}</strong></p>" if is_simple else ""
    return (
        f'<div class="pet-fact"><p class="pet-callout-title">'
        f"{escape(words('start_example', name=entry.name.of(lang)))}</p>"
        f"<p>{escape(verdict)}</p>{first}<ol>{items}</ol>"
        f'<p class="pet-small">{escape(entry.why.of(lang))}</p>{_rests_on(entry, words)}</div>'
    )


def _rests_on(entry: chooser.CaseEntry, words: Words) -> str:
    """Return what the answers of an example rest on, folded."""
    told = f"<p>{escape(entry.gate_why.of(words.lang))}</p>{sources_html(entry.sources, words)}"
    return unfolding(words("start_rests"), told)


def _suggestions(ranked: Sequence[chooser.Ranked], lang: Language) -> Iterator[str]:
    """Return each suggestion with its strongest reason that was not said before."""
    said: set[str] = set()
    for one in ranked:
        reasons = sorted(one.reasons, key=lambda fired: -fired.rule.strength)
        new = next((fired.rule for fired in reasons if fired.rule.id not in said), None)
        why = f": {escape(new.reason.of(lang))}" if new else ""
        said.update([new.id] if new else [])
        yield f"<li><strong>{escape(one.arrangement.name.of(lang))}</strong>{why}</li>"
