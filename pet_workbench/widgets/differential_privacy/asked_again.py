"""Attack 2: the same question again and again, without a ledger and with one."""

import numpy as np

from pet_workbench import dp
from pet_workbench.attacks.averaging import Asked, ask_again
from pet_workbench.viz.differential_privacy import averages_figure
from pet_workbench.widgets.attacks.part import Part
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.chart import Chart
from pet_workbench.widgets.controls import Slider
from pet_workbench.widgets.differential_privacy.town import (
    PERSON,
    ask,
    new_ledger,
    noise_of,
    town,
)
from pet_workbench.widgets.page import Columns, error_sentence

RESIDENTS, DISTRICT = 20_000, 5
"""The smallest district."""
TIMES = (10, 100, 1_000, 10_000)
EPSILONS = (0.05, 0.1, 0.2, 0.5)
BUDGET = 1
MOST_DRAWN = 1_000
"""Points in a chart."""


class AskedAgain(Part):
    """Average the noise away.

    Attributes
    ----------
    times, epsilon : Slider
        How often is asked, and epsilon of each answer.
    free, charged : Asked or None
        What came of it without a ledger, and with one.
    """

    def __init__(self, words: Words) -> None:
        self.free: Asked | None = None
        self.charged: Asked | None = None
        self.times = Slider(words("again_times"), TIMES, value=1_000, lang=words.lang)
        self.epsilon = Slider(
            words("again_epsilon"),
            EPSILONS,
            value=0.1,
            lang=words.lang,
            written=words.epsilon,
        )
        self.chart = Chart()
        super().__init__(
            words,
            label=words("again_label"),
            button=words("again_button"),
            ready=words("again_ready"),
            controls=(self.times, self.epsilon),
            layout=[Columns([self.times, self.epsilon])],
            results=[self.chart],
        )

    def clear(self) -> None:
        """Forget the last attack."""
        self.free, self.charged = None, None
        self.chart.layout.display = "none"
        super().clear()

    def attack(self) -> None:
        """Ask as often as was chosen, twice."""
        words, times = self.words, self.times.value
        frame = town(RESIDENTS)
        data = {"debts": frame["debts"].to_numpy()[frame["district"] == DISTRICT]}
        query = dp.Count(column="debts", equal_to=1, epsilon=self.epsilon.value, terms=PERSON)
        truth, ledger = int(data["debts"].sum()), new_ledger(BUDGET)
        noisy = iter(truth + noise_of(query, "rows", times))
        self.free = ask_again(lambda: float(next(noisy)), times=times)
        self.charged = ask_again(
            lambda: float(ask(query, ledger, purpose="lesson", data=data).value), times=times
        )
        self._draw(truth)
        refusal = self.charged.refusal
        self.say(
            "again_told" if refusal else "again_within",
            truth=truth,
            times=times,
            first=float(self.free.answers[0]),
            average=float(self.free.averages[-1]),
            given=len(self.charged.answers),
            kept=float(np.round(self.charged.averages[-1], 1)),
            refused="" if refusal is None else error_sentence(refusal, words.lang),
        )

    def _draw(self, truth: int) -> None:
        """Draw both averages."""
        words, series = self.words, {"again_free": self.free, "again_charged": self.charged}
        self.chart.layout.display = ""
        self.chart.draw(
            averages_figure(
                {
                    words(name): asked.averages[:MOST_DRAWN].tolist()
                    for name, asked in series.items()
                    if asked is not None
                },
                truth,
                lang=words.lang,
            )
        )
