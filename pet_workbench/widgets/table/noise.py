"""Noise against the differencing attack: it stops it, and costs a small table its answer."""

import pandas as pd

from pet_workbench.core import Outcome
from pet_workbench.i18n import Language, number, shortest, text
from pet_workbench.usecases.joint_noise import joint_noise
from pet_workbench.usecases.table import CASE, MAX_AGE, NOISY, tables_of
from pet_workbench.widgets.controls import Button, Slider, row
from pet_workbench.widgets.data_table import DataTable
from pet_workbench.widgets.page import Sentence
from pet_workbench.widgets.table.ages import Ages, Follower, unfilled

EPSILONS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
GROUPS = (100, 1_000, 10_000, 100_000)
CONFIDENCE = 0.95


class NoisyAverage(Follower):
    """Let somebody leave while the first two people add noise; and see what larger groups lose.

    Attributes
    ----------
    found : int or None
        The age that subtracting gives; None before anybody left.
    """

    def __init__(self, ages: Ages, *, lang: Language) -> None:
        self.found: int | None = None
        self.epsilon = Slider(
            text("table.noise.epsilon", lang),
            EPSILONS,
            value=1.0,
            lang=lang,
            written=lambda epsilon: shortest(epsilon, lang),
        )
        self.button = Button(text("table.noise.leave", lang), self.leave, primary=True)
        self.sentence, self.meaning = Sentence(), Sentence()
        self.frame = DataTable(
            unfilled("people", "margin"),
            lang=lang,
            caption=text("table.noise.caption", lang),
            headers={name: text(f"table.noise.{name}", lang) for name in ("people", "margin")},
            written={"margin": str},
        )
        super().__init__(
            ages,
            [self.epsilon, row([self.button]), self.sentence, self.frame, self.meaning],
            lang=lang,
            name="noise",
        )
        self.epsilon.observe(lambda _: self.restart(), "value")

    @property
    def leaver(self) -> str:
        """Who leaves: the third, who draws no noise."""
        return self.people[2]

    def margin(self, people: int) -> float:
        """Return how far the average of so many is off at most, in 95 of 100 cases; years."""
        noise = joint_noise(self.epsilon.value, sensitivity=MAX_AGE)
        return noise.quantile(CONFIDENCE) / people

    def restart(self) -> None:
        """Forget the attack, and say what this epsilon does to groups of all sizes."""
        self.found = None
        self.sentence.say("")
        sizes = (len(self.people), *GROUPS)
        rows = [(self.number(size), self._years(self.margin(size))) for size in sizes]
        self.frame.show(pd.DataFrame(rows, columns=["people", "margin"]))
        useful = next((size for size in sizes if self.margin(size) <= 1), sizes[-1])
        key = "table.noise.meaning" if self.margin(sizes[-1]) <= 1 else "table.noise.never"
        self.meaning.say(f"<p>{self.text(key, people=self.number(useful))}</p>")

    def leave(self) -> None:
        """Ask for both averages with noise, and subtract."""
        rest = {person: age for person, age in self.ages.chosen.items() if person != self.leaver}
        whole, stayed = self._ask(self.ages.chosen), self._ask(rest)
        self.found = whole.answer.total - stayed.answer.total
        told = self.text(
            "table.noise.found",
            person=self.leaver,
            before=self.years(whole.answer),
            after=self.years(stayed.answer),
            exact=self.years(whole.exact),
            age=self.number(self.found),
            truth=self.number(self.ages.chosen[self.leaver]),
        )
        self.sentence.say(f"<p>{told}</p>")

    def _ask(self, ages: dict[str, int]) -> Outcome:
        """Return the average of these people, with noise."""
        return CASE.run(NOISY, tables_of(ages), epsilon=self.epsilon.value)

    def _years(self, margin: float) -> str:
        """Write a margin."""
        digits = 0 if margin >= 10 else 1 if margin >= 1 else 2
        return self.text("table.noise.years", margin=number(margin, self.lang, digits=digits))
