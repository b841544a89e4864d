"""The model after every round: a slider, the picture as it was then, and what travelled."""

from typing import TYPE_CHECKING

import numpy as np

from pet_workbench.core import Outcome
from pet_workbench.usecases.train import COORDINATOR, Fitted, asked_at, bytes_by_round
from pet_workbench.widgets import Chart, Sentence, Slider, html, table_html
from pet_workbench.widgets.case import Section, view_of
from pet_workbench.widgets.data_table import ABSENT
from pet_workbench.widgets.train.beside import beside
from pet_workbench.widgets.train.state import SECRET, distance

if TYPE_CHECKING:
    from pet_workbench.widgets.train.page import TrainPage


class Rounds(Section):
    """What all read after a round, beside the pooled model.

    Parameters
    ----------
    page : TrainPage

    Attributes
    ----------
    slider : Slider
        Which round; 0 is before the first.
    chart : Chart
    sentence : Sentence
    table : HTML
        Bytes of every round.
    """

    def __init__(self, page: "TrainPage") -> None:
        words = page.words
        self._page = page
        most = page.state.outcome(SECRET).answer.rounds
        self.slider = Slider(words("rounds_slider"), list(range(most + 1)), value=0, lang=page.lang)
        self.chart, self.sentence, self.table = Chart(), Sentence(), html("")
        super().__init__(
            page,
            [self.slider, self.chart, self.sentence, self.table],
            label=words("rounds_label"),
            follows=page.state.data,
        )
        self.slider.observe(self._draw, "value")

    def redraw(self) -> None:
        """Offer the rounds that there are now, and draw the one that is chosen."""
        most = self._page.state.outcome(SECRET).answer.rounds
        offered = [str(one) for one in range(most + 1)]
        if [label for label, _ in self.slider.options] != offered:
            chosen = min(self.slider.value, most)
            self.slider.options = [(str(one), one) for one in range(most + 1)]
            self.slider.value = chosen
        self._draw()

    def _draw(self, _: object = None) -> None:
        """Draw the model after the chosen round."""
        words, state = self.words, self._page.state
        outcome, number = state.outcome(SECRET), self.slider.value
        then = after(outcome, number)
        title = words("rounds_now" if number else "rounds_at_start", number=words.number(number))
        self.chart.draw(beside(state.pooled, then, title, words=words))
        off = distance(then.coefficients, state.pooled)
        key = "rounds_start" if not number else "rounds_there" if off < 0.05 else "rounds_found"
        facts = {"number": number, "off": words.number(off, 1), "rounds": outcome.answer.rounds}
        self.sentence.say(words(key, **words.written(facts)))
        self.table.value = self._bytes(outcome)

    def _bytes(self, outcome: Outcome) -> str:
        """Return what travelled in every round, and what of it reached the coordinator."""
        words = self.words
        by_round = bytes_by_round(outcome.transcript)
        received = view_of(outcome, COORDINATOR).received
        opened = [
            sum(one.size_bytes for one in received if one.step.endswith(f", round {number}"))
            for number in range(1, len(by_round))
        ]
        rounds = len(by_round) - 1
        columns = {
            "round": [
                words("rounds_beside"),
                *(words.number(number) for number in range(1, rounds)),
                words("rounds_goodbye"),
            ],
            "bytes": [words.size(one) for one in by_round],
            "at_coordinator": [ABSENT, *(words.size(one) for one in opened)],
        }
        return table_html(
            columns,
            lang=words.lang,
            caption=words("rounds_caption"),
            headers={name: words(f"column_{name}") for name in columns},
            max_rows=20,
        )


def after(outcome: Outcome, number: int) -> Fitted:
    """Return the model as everybody had it after a round; with intervals at the end only.

    Parameters
    ----------
    outcome : Outcome
    number : int
        Of the round; 0 is before the first.
    """
    answer: Fitted = outcome.answer
    if number >= answer.rounds:
        return answer
    at = asked_at(outcome.transcript, number + 1)
    if at is None:
        at = np.zeros(len(answer.names))
    return Fitted(answer.names, at, np.full(at.shape, np.nan), rounds=number)
