"""Federated averaging beside sums: how far from the pooled model, after how many rounds."""

from typing import TYPE_CHECKING

from pet_workbench.viz.train import course_figure
from pet_workbench.widgets import Chart, Sentence, Slider, note
from pet_workbench.widgets.case import Section, tie
from pet_workbench.widgets.train.state import AVERAGING, SECRET, STEPS, course_of, distance

if TYPE_CHECKING:
    from pet_workbench.widgets.train.page import TrainPage


class Averaging(Section):
    """A slider for how long hospitals learn alone, and both courses.

    Parameters
    ----------
    page : TrainPage

    Attributes
    ----------
    steps : Slider
    chart : Chart
    sentence : Sentence
    """

    def __init__(self, page: "TrainPage") -> None:
        words = page.words
        self._page = page
        self.steps = Slider(
            words("averaging_steps"), STEPS, value=page.state.steps, lang=page.lang, live=False
        )
        tie(self.steps, page.state, "steps")
        self.chart, self.sentence = Chart(), Sentence()
        super().__init__(
            page,
            [
                self.steps,
                self.chart,
                self.sentence,
                note(words("averaging_why"), lang=page.lang, kind="fact"),
            ],
            label=words("averaging_label"),
            follows=("n", "steps"),
        )

    def redraw(self) -> None:
        """Run both, and draw how they went."""
        words, state = self.words, self._page.state
        courses, x, facts = {}, {}, {}
        for id, key in ((SECRET, "sums"), (AVERAGING, "averaging")):
            outcome = state.outcome(id)
            name = words(f"course_{key}")
            courses[name] = course_of(outcome, state.pooled)
            x[name] = list(range(1, len(courses[name]) + 1))
            facts[f"{key}_off"] = words.number(
                distance(outcome.answer.coefficients, state.pooled), 1
            )
            facts[f"{key}_rounds"] = words.number(outcome.answer.rounds)
        self.chart.draw(course_figure(courses, x=x, lang=words.lang))
        self.sentence.say(words("averaging_found", steps=words.number(state.steps), **facts))
