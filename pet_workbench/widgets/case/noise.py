"""Noise instead of leaving small numbers out: both side by side, and what somebody can still guess.

For cases with the technique ``secret-sharing+differential-privacy``: two computing parties each add
noise before anything is opened.
"""

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from pet_workbench.core import PetError
from pet_workbench.dp import Ledger
from pet_workbench.i18n import percent
from pet_workbench.usecases.joint_noise import JointNoise
from pet_workbench.widgets.case.declared import Facts
from pet_workbench.widgets.case.section import Busy, Section, small, tie
from pet_workbench.widgets.chart import Chart
from pet_workbench.widgets.controls import Button, Slider, row
from pet_workbench.widgets.page import Sentence, errors_html, html

if TYPE_CHECKING:
    from pet_workbench.widgets.case.page import CasePage

NOISY = "secret-sharing+differential-privacy"
EPSILONS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
CONFIDENCE = 0.95
BUDGET = 2
"""How many answers the ledger of the button pays for."""


class NoiseSection(Section):
    """Two pictures, a slider for epsilon, what can be guessed, and a budget that runs out.

    A subclass says what to draw.  Words: ``noise_label``, ``noise_left``, ``noise_right``,
    ``noise_found``, and shared ones.

    Parameters
    ----------
    page : CasePage
        Whose state has a trait ``epsilon``.

    Attributes
    ----------
    epsilon : Slider
    left, right : Chart
        Without and with noise.
    sentence, guess : Sentence
    again : Button
        Asks until the ledger refuses.
    asked : int or None
        How many answers there were, for tests.
    """

    unit = "organisation"
    """Whose privacy epsilon is about; a subclass may say another."""
    asked: int | None = None

    def __init__(self, page: "CasePage[Any]") -> None:
        words = self.words = page.words
        self.epsilon = Slider(
            words("noise_epsilon"), EPSILONS, value=1.0, lang=page.lang, written=words.epsilon
        )
        tie(self.epsilon, page.state, "epsilon")
        self.left, self.right = Chart(), Chart()
        self.sentence, self.guess, self.refused = Sentence(), Sentence(), Sentence()
        self.busy = Busy(words)
        self.again = Button(words("noise_again"), self.ask_again)
        heading = "<p><strong>{}</strong></p>"
        super().__init__(
            page,
            [
                self.epsilon,
                html(heading.format(words("noise_left"))),
                self.left,
                html(heading.format(words("noise_right"))),
                self.right,
                self.sentence,
                self.guess,
                row([self.again]),
                self.busy,
                self.refused,
                html(small(words("noise_note"))),
            ],
            label=words("noise_label"),
            follows=page.state.decisive,
        )

    def pictures(self, answer: Any, noisy: Any) -> tuple[go.Figure, go.Figure]:
        """Draw the answer without noise and the one with noise."""
        raise NotImplementedError

    def told(self, answer: Any, noisy: Any) -> Facts:
        """Return what ``noise_found`` asks for, besides the margin."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Draw both, and say what the noise costs and what it protects."""
        state, words, lang = self.page.state, self.words, self.words.lang
        answer, noisy = state.outcome().answer, state.outcome(NOISY).answer
        if state.technique == NOISY:
            answer = state.outcome(next(iter(self.page.case.techniques))).answer
        for chart, figure in zip(
            (self.left, self.right), self.pictures(answer, noisy), strict=True
        ):
            chart.draw(figure)
        noise: JointNoise = noisy.noise
        facts = {"margin": noise.quantile(CONFIDENCE), "epsilon": words.epsilon(state.epsilon)}
        self.sentence.say(
            words("noise_found", **words.written({**facts, **self.told(answer, noisy)}))
        )
        alone, pair = noise.guessed, noise.guessed_with_one
        self.guess.say(words("noise_guess", alone=percent(alone, lang), pair=percent(pair, lang)))
        self.asked = None
        self.refused.say("")

    def ask_again(self) -> None:
        """Ask the same question until the ledger has nothing left."""
        state, words = self.page.state, self.words
        about = {"unit": self.unit, "neighbours": "change-one"}
        self.asked = 0
        budget = BUDGET * Fraction(str(state.epsilon))
        ledger = Ledger.temporary(dataset=self.page.case.key, epsilon=budget, **about)
        with self.busy.while_working():
            try:
                while True:
                    state.run(NOISY, ledger=ledger, keep_payload_bytes=0)
                    self.asked += 1
            except PetError as error:
                told = words("noise_refused", asked=words.number(self.asked))
                self.refused.say(told + errors_html([error], words.lang))
