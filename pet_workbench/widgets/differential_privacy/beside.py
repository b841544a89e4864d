"""The exact answer beside noisy ones: choose a question, epsilon and whose privacy; draw again."""

from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from pet_workbench.datasets.municipality import DISTRICTS
from pet_workbench.viz.differential_privacy import answers_figure, bars_figure
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.case.live import Live, no_alert
from pet_workbench.widgets.chart import Chart
from pet_workbench.widgets.controls import Button, Choice, Slider, row
from pet_workbench.widgets.data_table import table_html
from pet_workbench.widgets.differential_privacy.questions import (
    AGES,
    HIDDEN,
    HOUSEHOLD_ROWS,
    QUESTIONS,
    UNITS,
    Question,
    terms_of,
)
from pet_workbench.widgets.differential_privacy.town import ask, new_ledger, town
from pet_workbench.widgets.differential_privacy.written import amount, risk_html
from pet_workbench.widgets.page import Columns, Sentence, html

SIZES = (200, 2_000, 20_000, 100_000)
EPSILONS = (0.01, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)
MOST_KEPT = 8
CONFIDENCE = 0.95


class Beside(Live):
    """One question, its exact answer and noisy ones.

    Attributes
    ----------
    question, unit, hidden : Choice
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
        self.answers: list[tuple[float, float, float]] = []
        controls = self._controls(words)
        self.again_button = Button(words("beside_again"), self.again, primary=True)
        self.told, self.chart, self.table = Sentence(), Chart(), html("")
        self.risk, self.alert = Sentence(), no_alert()
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

    def _controls(self, words: Words) -> tuple[Choice | Slider, ...]:
        """Make the three choices and the two sliders."""
        asked = {name: words(f"question_{name}") for name in QUESTIONS}
        self.question = Choice(words("beside_question"), asked)
        self.unit = Choice(words("beside_unit"), {one: words(f"unit_{one}") for one in UNITS})
        hidden = {one: words(f"hidden_{one}") for one in HIDDEN}
        self.hidden = Choice(words("beside_hidden"), hidden)
        self.size = Slider(words("beside_size"), SIZES, value=20_000, lang=words.lang)
        self.epsilon = Slider(
            words("beside_epsilon"),
            EPSILONS,
            value=0.5,
            lang=words.lang,
            written=words.epsilon,
        )
        return self.question, self.unit, self.hidden, self.size, self.epsilon

    def redraw(self) -> None:
        """Start over with the present choices."""
        self.answers.clear()
        terms = terms_of(self.unit.value, self.hidden.value)
        self.risk.say(
            risk_html(self.epsilon.value, terms, self.words) + self._unit_note(terms.unit)
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
        epsilon, terms = self.epsilon.value, terms_of(self.unit.value, self.hidden.value)
        query = question.query(epsilon, terms)
        release = ask(query, new_ledger(epsilon, terms=terms), purpose="lesson", n=n)
        self.exact, self.noisy = question.exact(town(n)), release.value
        if self.noisy is None:
            self._show_nothing()
            return
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

    def _show_nothing(self) -> None:
        """Say that the noise leaves nothing to say."""
        self.chart.layout.display, self.table.value = "none", ""
        self.told.say(f"<p>{self.words('beside_nothing')}</p>")

    def _show_number(self, question: Question, low: float, high: float) -> None:
        """Show one number with its interval, and those before it."""
        words, write = self.words, amount(self.words, is_euros=question.is_euros)
        value = float(np.ravel(self.noisy)[0])
        ends = (value, value) if question.in_ranks else (low, high)
        self.answers.insert(0, (ends[0], value, ends[1]))
        del self.answers[MOST_KEPT:]
        said = [words("beside_told", exact=write(self.exact), noisy=write(value))]
        if question.in_ranks:
            said.append(words("beside_ranks", low=self._percent(low), high=self._percent(high)))
        else:
            said += [words("beside_margin", low=write(low), high=write(high)), self._held()]
        self.told.say(f"<p>{' '.join(said)}</p>")
        self.chart.draw(
            answers_figure(
                self.answers,
                self.exact,
                unit=words("axis_euros" if question.is_euros else "axis_people"),
                lang=words.lang,
            )
        )

    def _held(self) -> str:
        """Say how many margins hold the exact answer."""
        if self.unit.value == "household":
            return self.words("beside_missing")
        held = sum(low <= self.exact <= high for low, _, high in self.answers)
        return self.words("beside_held", held=held, drawn=len(self.answers))

    def _percent(self, share: float) -> str:
        """Write a share with one decimal."""
        return f"{self.words.number(100 * share, 1)}%"

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
        names = [words("ages", low=a, high=b - 1) for a, b in pairwise(AGES)]
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
