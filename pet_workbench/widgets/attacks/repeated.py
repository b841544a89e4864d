"""Attack 2: ask about a group, and again about nearly the same group."""

from collections.abc import Mapping
from fractions import Fraction

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from pet_workbench.attacks.differencing import possible_values
from pet_workbench.usecases.run_limit import RunLimit
from pet_workbench.viz.attacks import possibilities_figure
from pet_workbench.widgets import Chart, Choice, Columns
from pet_workbench.widgets.attacks.desk import Desk
from pet_workbench.widgets.attacks.part import Part
from pet_workbench.widgets.case import Words

PEOPLE, MINIMUM, LEAST, TARGET = 50, 10, 5, 17
ROUNDING: Mapping[str, int] = {"exact": 0, "tens": 10, "hundreds": 100, "thousands": 1_000}
RULES = ("none", "minimum", "alike", "once")


def incomes() -> NDArray[np.int64]:
    """Return the yearly incomes of invented people, in euros."""
    drawn = np.random.default_rng(9).lognormal(np.log(36_000), 0.4, PEOPLE)
    return np.rint(drawn).astype(np.int64)


def rounded(value: Fraction, step: int) -> Fraction:
    """Round to a multiple of `step`; 0 leaves the value as it is."""
    return Fraction(round(value / step) * step) if step else value


class Repeated(Part):
    """A rule and a rounding, two questions, and the income of one person.

    Attributes
    ----------
    rule, rounding : Choice
    chart : Chart
    found : range or None
        What the income can be.
    """

    def __init__(self, words: Words) -> None:
        self.found: range | None = None
        self.rule = Choice(
            words("repeated_rule"), {rule: words(f"repeated_rule_{rule}") for rule in RULES}
        )
        self.rounding = Choice(
            words("repeated_rounding"),
            {name: words(f"repeated_rounding_{name}") for name in ROUNDING},
        )
        self.chart = Chart()
        super().__init__(
            words,
            label=words("repeated_label"),
            button=words("repeated_button"),
            ready=words("repeated_ready"),
            controls=(self.rule, self.rounding),
            layout=[Columns([self.rule, self.rounding])],
            results=[self.chart],
        )
        self.chart.draw(self._figure())

    def clear(self) -> None:
        """Forget the last answers."""
        self.found = None
        super().clear()

    def attack(self) -> None:
        """Ask for everybody and for everybody but one, and subtract."""
        rule = self.rule.value
        desk = Desk(
            incomes(),
            minimum=MINIMUM if rule == "minimum" else 1,
            least_difference=LEAST if rule == "alike" else 0,
            run_limit=RunLimit(1) if rule == "once" else None,
        )
        everybody = np.full(PEOPLE, True)
        but_one = everybody.copy()
        but_one[TARGET] = False
        step = ROUNDING[self.rounding.value]
        try:
            before, after = (rounded(desk.average(group), step) for group in (everybody, but_one))
        finally:
            self.say("repeated_stopped", asked=len(desk.asked))
        self.found = possible_values(before, after, n_before=PEOPLE, step=Fraction(step))
        key = "repeated_worked" if len(self.found) == 1 else "repeated_range"
        self.say(
            key,
            people=PEOPLE,
            others=PEOPLE - 1,
            low=self.words.euro(100 * max(self.found[0], 0), 0),
            high=self.words.euro(100 * self.found[-1], 0),
            truth=self.words.euro(100 * int(incomes()[TARGET]), 0),
            before=self.words.euro(100 * float(before)),
            after=self.words.euro(100 * float(after)),
        )

    def _figure(self) -> go.Figure:
        """Draw what rounding does to the attack, computed on the same people."""
        amounts, n = incomes(), PEOPLE
        total = int(amounts.sum())
        before, after = Fraction(total, n), Fraction(total - int(amounts[TARGET]), n - 1)
        counts = {
            self.words(f"repeated_rounding_{name}"): len(
                possible_values(
                    rounded(before, step), rounded(after, step), n_before=n, step=Fraction(step)
                )
            )
            for name, step in ROUNDING.items()
        }
        return possibilities_figure(counts, lang=self.words.lang)
