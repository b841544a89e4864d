"""Two questions too many: the same comparison with and without one hospital, means opened."""

from fractions import Fraction
from typing import TYPE_CHECKING

import pandas as pd

from pet_workbench.attacks.left_out import mean_of_those_who_left
from pet_workbench.core import Outcome, PetError
from pet_workbench.usecases.base import Tables
from pet_workbench.usecases.treatment import HIGHEST, HOSPITALS, Totals, totals_of
from pet_workbench.usecases.treatment.case import STEPS
from pet_workbench.usecases.treatment.totals import pooled
from pet_workbench.widgets import Button, Choice, Columns, Sentence, Slider, html, row, table_html
from pet_workbench.widgets.case import Busy, Section
from pet_workbench.widgets.page import errors_html
from pet_workbench.widgets.treatment.state import SECRET

if TYPE_CHECKING:
    from pet_workbench.widgets.treatment.page import TreatmentPage

Range = tuple[float, float]


class Leaving(Section):
    """Who leaves, how means are rounded, and a button.

    Parameters
    ----------
    page : TreatmentPage

    Attributes
    ----------
    step : Slider
    who : Choice
    button : Button
    sentence : Sentence
    found : list of tuple of float
        Between what the means of A and B of the one who left lie, for tests.
    """

    def __init__(self, page: "TreatmentPage") -> None:
        words, lang = page.words, page.lang
        self.words = words
        self.found: list[Range] = []
        self.step = Slider(words("leaving_step"), STEPS, value=1, lang=lang, written=self._written)
        names = {name: words.heading(name) for name in HOSPITALS}
        self.who = Choice(words("leaving_who"), names, value=HOSPITALS[-1])
        self.button = Button(words("leaving_button"), self.attack, primary=True)
        self.busy, self.sentence, self.table = Busy(words), Sentence(), html("")
        super().__init__(
            page,
            [
                Columns([self.step, self.who]),
                row([self.button]),
                self.busy,
                self.sentence,
                self.table,
            ],
            label=words("leaving_label"),
            follows=page.state.decisive,
        )
        for control in (self.step, self.who):
            control.observe(self.refresh, "value")

    def redraw(self) -> None:
        """Take the last result away: it was about other settings."""
        self.found = []
        self.table.value = ""
        self.sentence.say(self.words("leaving_ready"))

    def attack(self) -> None:
        """Ask with all three, ask again without one, and lay the answers side by side."""
        self.redraw()
        tables = self.page.state.tables
        try:
            with self.busy.while_working():
                before = self._ask(tables)
                after = self._ask({**tables, self.who.value: tables[self.who.value].iloc[:0]})
        except PetError as error:
            self.alert.value = errors_html([error], self.page.lang)
            return
        if before.answer.means is None or after.answer.means is None:
            self.sentence.say(self.words("leaving_closed"))
            return
        self._show(before, after)

    def _ask(self, tables: Tables) -> Outcome:
        """Run the comparison over everybody, with means opened as chosen."""
        chosen = {**self.page.state.run_arguments(), "within_hospitals": False}
        return self.page.case.run(
            SECRET, tables, keep_payload_bytes=0, means_step=self.step.value, **chosen
        )

    def _show(self, before: Outcome, after: Outcome) -> None:
        """Say what follows about the hospital that left, and what is true."""
        words, tables = self.words, self.page.state.tables
        stayed = pooled([totals_of(tables[name]) for name in HOSPITALS if name != self.who.value])
        left = totals_of(tables[self.who.value])
        sizes = ((stayed.n_a, left.n_a), (stayed.n_b, left.n_b))
        self.found = [
            self._range(first, second, *size)
            for first, second, size in zip(
                before.answer.means, after.answer.means, sizes, strict=True
            )
            if size[1]
        ]
        if len(self.found) < 2:
            self.sentence.say(words("leaving_nobody"))
            return
        width = max(high - low for low, high in self.found)
        said = {"who": words.party(self.who.value), "width": words.number(width, 1)}
        self.sentence.say(words("leaving_found", **said))
        self.table.value = self._table(before, after, left)

    def _range(self, before: int, after: int, n_stayed: int, n_left: int) -> Range:
        """Return between what a mean of the one who left lies, within the range of scores."""
        low, high = mean_of_those_who_left(
            Fraction(before),
            Fraction(after),
            n_before=n_stayed + n_left,
            n_after=n_stayed,
            step=Fraction(self.step.value),
        )
        return max(float(low), 0.0), min(float(high), float(HIGHEST))

    def _table(self, before: Outcome, after: Outcome, left: Totals) -> str:
        """Show both answers, what follows, and the truth."""
        words = self.words
        truth = (left.sum_a / left.n_a, left.sum_b / left.n_b)
        frame = pd.DataFrame(
            {
                "treatment": ["A", "B"],
                "before": [words.number(mean) for mean in before.answer.means],
                "after": [words.number(mean) for mean in after.answer.means],
                "follows": [
                    words("range", low=words.number(low, 1), high=words.number(high, 1))
                    for low, high in self.found
                ],
                "truth": [words.number(mean, 1) for mean in truth],
            }
        )
        return table_html(
            frame,
            lang=words.lang,
            caption=words("leaving_caption", who=words.party(self.who.value)),
            headers={name: words(f"column_{name}") for name in frame.columns},
        )

    def _written(self, step: int) -> str:
        """Write to what means are rounded."""
        return self.words("leaving_step_value", n=step) if step else self.words("leaving_step_none")
