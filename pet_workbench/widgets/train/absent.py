"""A hospital that goes away half-way: stop, or go on, and what a total without it would tell."""

from html import escape
from typing import TYPE_CHECKING

from pet_workbench.core import PetError
from pet_workbench.usecases.train import Fitted, hospitals_of
from pet_workbench.widgets import Chart, Choice, Columns, Sentence, Slider, note
from pet_workbench.widgets.case import Section
from pet_workbench.widgets.page import error_sentence, errors_html, note_html
from pet_workbench.widgets.train.beside import beside
from pet_workbench.widgets.train.refused import as_read
from pet_workbench.widgets.train.state import PLAIN_SUMS, SECRET, distance

if TYPE_CHECKING:
    from pet_workbench.widgets.train.page import TrainPage

AWAY = (0, 3, 7)
"""Places of the hospitals that a reader may take away: a large one, a middle one, the smallest."""


class Absent(Section):
    """Who goes away, in which round, and what was agreed about that.

    Parameters
    ----------
    page : TrainPage

    Attributes
    ----------
    who, agreed, technique : Choice
    when : Slider
    chart : Chart
    sentence : Sentence
    answer : Fitted or None
        What came of it, for tests.
    """

    is_patient = True
    answer: Fitted | None = None

    def __init__(self, page: "TrainPage") -> None:
        words = page.words
        self._page = page
        hospitals = hospitals_of(page.state.tables)
        self.who = Choice(
            words("absent_who"), {hospitals[at]: words.heading(hospitals[at]) for at in AWAY}
        )
        self.agreed = Choice(
            words("absent_agreed"), {one: words(f"absent_{one}") for one in ("stop", "continue")}
        )
        self.technique = Choice(
            words("control_technique"),
            {id: words.technique(id) for id in (SECRET, PLAIN_SUMS)},
        )
        self.when = Slider(words("absent_when"), [1, 2, 3, 4], value=3, lang=page.lang)
        self.chart, self.sentence = Chart(), Sentence()
        super().__init__(
            page,
            [
                Columns([self.who, self.agreed, self.technique], narrowest="14rem"),
                self.when,
                self.sentence,
                self.chart,
                note(words("absent_why"), lang=page.lang, kind="fact"),
            ],
            label=words("absent_label"),
            follows=page.state.data,
        )
        for control in (self.who, self.agreed, self.technique, self.when):
            control.observe(self.refresh, "value")

    def redraw(self) -> None:
        """Run with a hospital that goes away, and show what is left."""
        words, state = self.words, self._page.state
        self.answer, self.chart.layout.display = None, "none"
        try:
            outcome = state.run(
                self.technique.value,
                absent=self.who.value,
                absent_from=self.when.value,
                when_absent=self.agreed.value,
                keep_payload_bytes=0,
            )
        except PetError as error:
            self.sentence.say(self._stopped(error))
            return
        self.answer = answer = outcome.answer
        key = "absent_unfinished" if answer.unfinished else "absent_without"
        if not answer.unfinished and not answer.without:
            key = "absent_late"
        facts = {
            "who": words.party(self.who.value),
            "rounds": answer.rounds,
            "off": words.number(distance(answer.coefficients, state.pooled), 1),
        }
        self.sentence.say(words(key, **words.written(facts)))
        self.chart.layout.display = ""
        self.chart.draw(beside(state.pooled, answer, words("absent_series"), words=words))

    def _stopped(self, error: PetError) -> str:
        """Say why nothing came of it; stopping as agreed is no failure."""
        words, told = self.words, as_read(error, self.words)
        if error.id != "errors.train_absent":
            return errors_html([told], words.lang)
        said = f"<p>{escape(error_sentence(told, words.lang))}</p>"
        return note_html(said, lang=words.lang, title=words("absent_stopped"))
