"""The exact answer beside the noisy one: choose a question, epsilon and whose privacy; draw again."""

from typing import Any

import numpy as np
import pandas as pd

from pet_workbench.datasets.municipality import DISTRICTS
from pet_workbench.viz.differential_privacy import answers_figure, bars_figure
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.chart import Chart
from pet_workbench.widgets.controls import Button, Choice, Slider, row
from pet_workbench.widgets.data_table import table_html
from pet_workbench.widgets.differential_privacy.questions import (
    AGES,
    HOUSEHOLD_ROWS,
    QUESTIONS,
    TERMS,
    Question,
)
from pet_workbench.widgets.differential_privacy.town import ask, new_ledger, town
from pet_workbench.widgets.differential_privacy.written import amount, epsilon_written, risk_html
from pet_workbench.widgets.homomorphic.live import Live, no_alert
from pet_workbench.widgets.page import Columns, Sentence, html

SIZES = (200, 2_000, 20_000, 100_000)
EPSILONS = (0.01, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)
MOST_KEPT = 8
CONFIDENCE = 0.95


class Beside(Live):
    """One question, its exact answer and noisy ones.

    Attributes
    ----------
    question, unit : Choice
    size, epsilon : Slider
    again_button : Button
    answers : list of (low, answer, high)
        Of a question with a number as its answer, the newest first.
    exact, noisy : float or ndarray
        The exact answer and the newest noisy one.
    chart : Chart
    """

    exact: Any
    noisy: Any

    def __init__(self, words: Words) -> None:
        lang = words.lang
        self.answers: list[tuple[float, float, float]] = []
        self.question = Choice(
            words("beside_question"), {name: words(f"question_{name}") for name in QUESTIONS}
        )
        self.unit = Choice(words("beside_unit"), {one: words(f"unit_{one}") for one in TERMS})
        self.size = Slider(words("beside_size"), SIZES, value=20_000, lang=lang)
        self.epsilon = Slider(
            words("beside_epsilon"),
            EPSILONS,
            value=0.5,
            lang=lang,
            written=epsilon_written(words),
        )
        self.again_button = Button(words("beside_again"), self.again, primary=True)
        self.told, self.chart, self.table = Sentence(), Chart(), html("")
        self.risk, self.alert = Sentence(), no_alert()
        controls = (self.question, self.unit, self.size, self.epsilon)
        super().__init__(
            words,
            [
                Columns(controls),
                self.risk,
                row([self.again_button]),
                self.alert,
                self.told,
                self.chart,
                self.table,
            ],
            label=words("beside_label"),
            controls=controls,
        )

    def redraw(self) -> None:
        """Start over with the present choices."""
        self.answers.clear()
        self.risk.say(
            risk_html(self.epsilon.value, self.words, unit=self.unit.value)
            + self._unit_note(self.unit.value)
        )
        self._draw()

    def again(self) -> None:
        """Ask once more: the same truth, other noise."""
        self._draw()

    def _unit_note(self, unit: str) -> str:
        """Say what it takes to protect a household."""
        if unit == "person":
            return ""
        return f"<p>{self.words('beside_household', rows=HOUSEHOLD_ROWS)}</p>"

    def _draw(self) -> None:
        """Ask from a ledger of its own, and show what came."""
        question, n = QUESTIONS[self.question.value], self.size.value
        epsilon, unit = self.epsilon.value, self.unit.value
        query = question.query(epsilon, TERMS[unit])
        release = ask(query, new_ledger(epsilon, unit=unit), purpose="lesson", n=n)
        self.exact, self.noisy = question.exact(town(n)), release.value
        low, high = release.interval(CONFIDENCE)
        is_number = question.shape == "number"
        self.chart.layout.display = "none" if question.shape == "table" else ""
        self.table.value = ""
        if is_number:
            self._show_number(question, float(np.ravel(low)[0]), float(np.ravel(high)[0]))
        elif question.shape == "bars":
            self._show_bars(np.asarray(low), np.asarray(high))
        else:
            self._show_table(np.asarray(low), np.asarray(high))

    def _show_number(self, question: Question, low: float, high: float) -> None:
        """Show one number with its interval, and those before it."""
        words, write = self.words, amount(self.words, is_euros=question.is_euros)
        value = float(np.ravel(self.noisy)[0])
        self.answers.insert(0, (low, value, high))
        del self.answers[MOST_KEPT:]
        held = sum(low <= self.exact <= high for low, _, high in self.answers)
        self.told.say(
            words(
                "beside_told",
                exact=write(self.exact),
                noisy=write(value),
                low=write(low),
                high=write(high),
                held=held,
                drawn=len(self.answers),
            )
        )
        self.chart.draw(
            answers_figure(
                self.answers,
                self.exact,
                unit=words("axis_euros" if question.is_euros else "axis_people"),
                lang=words.lang,
            )
        )

    def _show_bars(self, low: Any, high: Any) -> None:
        """Show a bar per age group."""
        words, values = self.words, np.ravel(self.noisy).astype(float)
        margin = float(np.max(high - low)) / 2
        self.told.say(
            words(
                "beside_told_many",
                numbers=len(values),
                margin=words.number(margin),
                off=words.number(float(np.abs(values - self.exact).max())),
            )
        )
        names = [words("ages", low=a, high=b - 1) for a, b in zip(AGES, AGES[1:], strict=False)]
        self.chart.draw(
            bars_figure(
                names,
                [float(one) for one in self.exact],
                values.tolist(),
                margin=margin,
                unit=words("axis_people"),
                lang=words.lang,
            )
        )

    def _show_table(self, low: Any, high: Any) -> None:
        """Show a table of noisy counts, each beside the exact one."""
        words = self.words
        noisy = np.asarray(self.noisy, np.int64).reshape(self.exact.shape)
        margin = float(np.max(high - low)) / 2
        self.told.say(
            words(
                "beside_told_many",
                numbers=noisy.size,
                margin=words.number(margin),
                off=words.number(float(np.abs(noisy - self.exact).max())),
            )
        )
        frame = pd.DataFrame(
            {
                "district": [words(f"district_{name}") for name in DISTRICTS],
                "exact": self.exact[:, 1],
                "noisy": noisy[:, 1],
                "exact_others": self.exact[:, 0],
                "noisy_others": noisy[:, 0],
            }
        )
        self.table.value = table_html(
            frame,
            lang=words.lang,
            caption=words("beside_caption"),
            headers={name: words(f"beside_head_{name}") for name in frame.columns},
        )
