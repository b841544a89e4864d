"""The survival model: the same computation over sums, in periods that are long enough."""

from typing import TYPE_CHECKING

from pet_workbench.core import PetError
from pet_workbench.usecases.train import CASE, PERIODS, UNTIL
from pet_workbench.widgets import Chart, Choice, Columns, Sentence
from pet_workbench.widgets.case import Busy, Section
from pet_workbench.widgets.page import errors_html
from pet_workbench.widgets.train.beside import beside
from pet_workbench.widgets.train.state import SECRET, effects_of

if TYPE_CHECKING:
    from pet_workbench.widgets.train.page import TrainPage


class Survival(Section):
    """How long a period is, until when patients count, and the effects on the rate of dying.

    Parameters
    ----------
    page : TrainPage

    Attributes
    ----------
    period, until : Choice
        In months.
    chart : Chart
    sentence : Sentence
    """

    is_patient = True

    def __init__(self, page: "TrainPage") -> None:
        words = page.words
        self._page = page
        self.period = Choice(
            words("survival_period"),
            {one: words(f"months_{one}") for one in PERIODS},
            value=CASE.parameters["period"],
        )
        self.until = Choice(
            words("survival_until"),
            {one: words(f"years_{one // 12}") for one in UNTIL},
            value=CASE.parameters["until"],
        )
        self.chart, self.sentence, self.busy = Chart(), Sentence(), Busy(words)
        super().__init__(
            page,
            [Columns([self.period, self.until]), self.busy, self.chart, self.sentence],
            label=words("survival_label"),
            follows=page.state.data,
        )
        for control in (self.period, self.until):
            control.observe(self.refresh, "value")

    def redraw(self) -> None:
        """Fit in shares, and draw; where groups are too small, say what was refused."""
        words, state, lang = self.words, self._page.state, self.words.lang
        chosen = {"model": "cox", "period": self.period.value, "until": self.until.value}
        self.chart.layout.display = "none"
        try:
            with self.busy.while_working():
                outcome = state.keep(
                    (state.key("cox", *state.data), *chosen.values()),
                    lambda: state.run(SECRET, **chosen),
                )
        except PetError as error:
            self.sentence.say(errors_html([error], lang))
            return
        self.chart.layout.display = ""
        way = words.technique(SECRET)
        self.chart.draw(beside(outcome.exact, outcome.answer, way, words=words, rates=True))
        features, together = effects_of(outcome.answer)
        at = features.index("stage_4")
        facts = {
            "moments": self.until.value // self.period.value,
            "rounds": outcome.answer.rounds,
            "travelled": words.size(outcome.transcript.bytes),
            "ratio": words.number(together[at, 0], 2),
        }
        self.sentence.say(words("survival_found", **words.written(facts)))
