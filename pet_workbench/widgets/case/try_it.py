"""The question with its controls: what can be chosen, and what the answer becomes."""

from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as w

from pet_workbench.core import Outcome
from pet_workbench.widgets.case.controls import Slide
from pet_workbench.widgets.case.declared import Shown
from pet_workbench.widgets.case.section import Busy, Section, figures_html, small, tie
from pet_workbench.widgets.case.waiting import Waiting
from pet_workbench.widgets.chart import Chart
from pet_workbench.widgets.controls import Choice
from pet_workbench.widgets.page import Columns, Sentence, html, note

if TYPE_CHECKING:
    from pet_workbench.widgets.case.page import CasePage


class TryIt(Section):
    """Controls, the technique, big numbers, a chart and a sentence.

    Parameters
    ----------
    page : CasePage

    Attributes
    ----------
    controls : dict of str to Widget
        By the trait they move.
    technique : Choice
    waiting : Waiting
    chart : Chart
    sentence : Sentence
    """

    def __init__(self, page: "CasePage[Any]") -> None:
        words, state = page.words, page.state
        self.controls = {one.trait: one.widget(words, state) for one in page.controls}
        self.technique = technique_choice(page)
        self.remark, self.figures, self.table = html(""), html(""), html("")
        self.busy, self.chart, self.sentence = Busy(words), Chart(), Sentence()
        self.waiting = Waiting(page)
        super().__init__(
            page,
            self._layout(page),
            label=words("try_label"),
            follows=(*state.decisive, "technique", "asked"),
        )

    def _layout(self, page: "CasePage[Any]") -> list[w.Widget]:
        """Return the parts from top to bottom."""
        slides = [self.controls[one.trait] for one in page.controls if isinstance(one, Slide)]
        others = [one for one in self.controls.values() if one not in slides]
        choices = [self.technique, *others] if len(page.case.techniques) > 1 else others
        notes = {key: page.said(key) for key in ("choices_note", "chart_note", "try_note")}
        return [
            *([Columns(slides)] if slides else []),
            self.remark,
            *([Columns(choices)] if choices else []),
            *([html(small(notes["choices_note"]))] if notes["choices_note"] else []),
            self.busy,
            self.waiting,
            self.figures,
            self.chart,
            self.sentence,
            self.table,
            *([html(small(notes["chart_note"]))] if notes["chart_note"] else []),
            *([note(notes["try_note"], lang=page.lang)] if notes["try_note"] else []),
        ]

    def redraw(self) -> None:
        """Run the technique that was chosen and show the answer, unless it waits."""
        if self.waiting.list_those_of((self.page.state.technique,)):
            self.chart.layout.display = "none"
            self.remark.value = self.figures.value = self.table.value = ""
            self.sentence.say("")
            return
        with self.busy.while_working():
            outcome = self.page.state.outcome()
            shown = self.page.shown(outcome)
        self.remark.value = small(shown.remark) if shown.remark else ""
        self.figures.value = self._figures(shown, outcome)
        self.chart.layout.display = "none" if shown.chart is None else ""
        if shown.chart is not None:
            self.chart.draw(shown.chart)
        self.sentence.say(shown.sentence)
        self.table.value = shown.table

    def _figures(self, shown: Shown, outcome: Outcome) -> str:
        """Return the big numbers, the time last."""
        words = self.words
        written = {**words.written(shown.figures), "seconds": words.duration(outcome.seconds)}
        return figures_html(
            [(escape(words(f"figure_{id}")), value) for id, value in written.items()]
        )


def technique_choice(page: "CasePage[Any]", key: str = "control_technique") -> Choice:
    """Return the choice of a technique, tied to the one of the whole page."""
    words = page.words
    names = {id: words.technique(id) for id in page.case.techniques}
    choice = Choice(words(key), names, value=page.state.technique)
    tie(choice, page.state, "technique")
    return choice
