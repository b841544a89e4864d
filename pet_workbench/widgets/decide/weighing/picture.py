"""The picture: a numbered circle per person on each question, with the same as a table."""

import ipywidgets as w

from pet_workbench.decide.weighing import find, outcome_text
from pet_workbench.viz.decide_weighing import weighing_exhibit
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.decide.weighing.state import WeighingState
from pet_workbench.widgets.evidence.exhibits import Showing
from pet_workbench.widgets.page import Panel, Sentence


class Picture(Panel):
    """Shows who stands where, as soon as somebody scored.

    Parameters
    ----------
    state : WeighingState

    Attributes
    ----------
    showing : Showing
    none : Sentence
        That there is nothing to show yet.
    """

    def __init__(self, state: WeighingState) -> None:
        words: Words = state.words
        self._state, self._lang = state, words.lang
        self.showing, self.none = Showing(words), Sentence()
        self._box = w.VBox()
        super().__init__([self.none, self._box], lang=words.lang, label=words("figure_caption"))
        state.observe(lambda _: self._show(), "weighing")
        self._show()

    def _show(self) -> None:
        """Draw the scores, or say that there are none."""
        weighing = self._state.weighing
        findings = find(weighing)
        if findings.is_empty:
            self._box.children = ()
            self.none.say(f"<p>{outcome_text(findings, self._lang)}</p>")
            return
        self.none.say("")
        self.showing.show(lambda: weighing_exhibit(weighing, lang=self._lang))
        self._box.children = (self.showing,)
