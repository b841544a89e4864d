"""Noise on the totals: what it promises to one patient, and what it costs in accuracy."""

from typing import TYPE_CHECKING

import ipywidgets as w
import numpy as np

from pet_workbench.core import Outcome
from pet_workbench.dp.loss import gaussian_loss
from pet_workbench.dp.risk import risk_sentence
from pet_workbench.usecases.train import CASE, Fitted
from pet_workbench.usecases.train.noisy_model import TERMS
from pet_workbench.viz.train import price_figure
from pet_workbench.widgets import Button, Chart, Sentence, Slider, note, row
from pet_workbench.widgets.case import Busy, Section, Words, tie
from pet_workbench.widgets.train.beside import beside
from pet_workbench.widgets.train.state import EPSILONS, NOISE, distance

if TYPE_CHECKING:
    from pet_workbench.widgets.train.page import TrainPage


class Noise(Section):
    """A slider for epsilon, both pictures in one, and a button that measures the price.

    Parameters
    ----------
    page : TrainPage

    Attributes
    ----------
    epsilon : Slider
    chart, price : Chart
    sentence, promise : Sentence
    measure : Button
    off, widths : list of float
        What was measured at every epsilon, for tests.
    """

    is_patient = True

    def __init__(self, page: "TrainPage") -> None:
        words = page.words
        self._page = page
        self.off: list[float] = []
        self.widths: list[float] = []
        self.epsilon = Slider(
            words("noise_epsilon"),
            EPSILONS,
            value=page.state.epsilon,
            lang=page.lang,
            written=words.epsilon,
            live=False,
        )
        tie(self.epsilon, page.state, "epsilon")
        self.chart, self.price = Chart(), Chart()
        self.price.layout.display = "none"
        self.sentence, self.promise, self.told = Sentence(), Sentence(), Sentence()
        self.busy = Busy(words)
        self.measure = Button(words("noise_measure"), self.measure_all)
        super().__init__(page, self._layout(), label=words("noise_label"), follows=("n", "epsilon"))

    def _layout(self) -> list[w.Widget]:
        """Return the parts from top to bottom."""
        words = self._page.words
        return [
            self.epsilon,
            self.chart,
            self.sentence,
            self.promise,
            row([self.measure]),
            self.busy,
            self.price,
            self.told,
            note(words("noise_why"), lang=words.lang, kind="fact"),
        ]

    def redraw(self) -> None:
        """Draw the fit with noise beside the pooled one; the measured prices stay at their size."""
        words, state = self.words, self._page.state
        with self.busy.while_working():
            noisy = state.outcome(NOISE).answer
        self.chart.draw(beside(state.pooled, noisy, words.technique(NOISE), words=words))
        width = widened(noisy, state.pooled)
        key = "noise_found" if np.isfinite(width) else "noise_hidden"
        facts = {
            "epsilon": words.epsilon(state.epsilon),
            "off": words.number(distance(noisy.coefficients, state.pooled), 1),
            "width": words.number(width, 1) if np.isfinite(width) else "",
            "patients": state.n,
        }
        self.sentence.say(words(key, **words.written(facts)))
        self.promise.say(promised(state.epsilon, words))

    def measure_all(self) -> None:
        """Fit with every epsilon, and draw what it costs."""
        words, state = self.words, self._page.state
        self.off, self.widths = [], []
        with self.busy.while_working():
            for epsilon in EPSILONS:
                answer = self._at(epsilon).answer
                self.off.append(distance(answer.coefficients, state.pooled))
                self.widths.append(widened(answer, state.pooled))
        self.price.layout.display = ""
        self.price.draw(price_figure(EPSILONS, self.off, self.widths, lang=words.lang))
        self.told.say(words("price_found", patients=words.number(state.n)))

    def _at(self, epsilon: float) -> Outcome:
        """Return the run with an epsilon, with the present patients."""
        state = self._page.state
        if epsilon == state.epsilon:
            return state.outcome(NOISE)
        return state.run(NOISE, epsilon=epsilon, keep_payload_bytes=0)


def widened(noisy: Fitted, pooled: Fitted) -> float:
    """Return how many times as wide intervals are, for the middle one of the features."""
    return float(np.median(noisy.errors / pooled.errors))


def promised(epsilon: float, words: Words) -> str:
    """Say what an epsilon promises to one patient."""
    return risk_sentence(gaussian_loss(epsilon, CASE.parameters["delta"]), TERMS, words.lang)
