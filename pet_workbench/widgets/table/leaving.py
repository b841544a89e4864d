"""The differencing attack: somebody leaves the room, and the others ask once more."""

from fractions import Fraction

import pandas as pd

from pet_workbench.attacks.differencing import possible_values
from pet_workbench.i18n import Language, number, text
from pet_workbench.usecases.table import CASE, EXACT, MAX_AGE, Average, tables_of
from pet_workbench.widgets.controls import Button, Choice, row
from pet_workbench.widgets.data_table import DataTable
from pet_workbench.widgets.page import Columns, Sentence
from pet_workbench.widgets.table.ages import Ages, Follower, offer, technique_name, unfilled

ROUNDING = {"hundredths": Fraction(1, 100), "decimal": Fraction(1, 10), "years": Fraction(1)}
_DIGITS = {"hundredths": 2, "decimal": 1, "years": 0}


class Leaving(Follower):
    """Run every technique with and without one person, and subtract.

    Attributes
    ----------
    found : range or None
        The ages that the one who left can have; None before anybody did.
    """

    def __init__(self, ages: Ages, *, lang: Language) -> None:
        self.found: range | None = None
        self.who = Choice(text("table.leaving.who", lang), {"-": "-"})
        self.rounding = Choice(
            text("table.leaving.rounding", lang),
            {key: text(f"table.leaving.rounding_{key}", lang) for key in ROUNDING},
        )
        self.button = Button(text("table.leaving.leave", lang), self.leave, primary=True)
        self.sentence = Sentence()
        self.frame = DataTable(
            unfilled("technique"),
            lang=lang,
            caption=text("table.leaving.caption", lang),
            headers={
                name: text(f"table.leaving.{name}", lang)
                for name in ("technique", "before", "after", "age")
            },
            written=dict.fromkeys(("before", "after", "age"), str),
        )
        super().__init__(
            ages,
            [Columns([self.who, self.rounding]), row([self.button]), self.sentence, self.frame],
            lang=lang,
            name="leaving",
        )
        for control in (self.who, self.rounding):
            control.observe(lambda _: self.clear(), "value")

    def restart(self) -> None:
        """Offer everybody who may leave."""
        kept = self.who.value if self.who.value in self.people else self.people[2]
        offer(self.who, {person: person for person in self.people}, kept)
        self.clear()

    def clear(self) -> None:
        """Forget the result: it belongs to another choice."""
        self.found = None
        self.frame.layout.display = "none"
        self.sentence.say("")

    def leave(self) -> None:
        """Let the chosen person leave, and compute with every technique what they hid."""
        leaver, n = self.who.value, len(self.people)
        stayed = {person: age for person, age in self.ages.chosen.items() if person != leaver}
        step, rows = ROUNDING[self.rounding.value], []
        for technique in EXACT:
            whole = self.run(technique).answer
            rest = CASE.run(technique, tables_of(stayed)).answer
            said = [_rounded(average.years, step) for average in (whole, rest)]
            fits = possible_values(said[0], said[1], n_before=n, step=step)
            self.found = range(max(fits[0], 0), min(fits[-1], MAX_AGE) + 1)
            rows.append(
                (technique_name(technique, self.lang), *map(self._said, said), self._ages())
            )
        self.frame.show(pd.DataFrame(rows, columns=["technique", "before", "after", "age"]))
        self.frame.layout.display = ""
        self.sentence.say(f"<p>{self._tell(leaver, whole, rest)}</p>")

    def _tell(self, leaver: str, whole: Average, rest: Average) -> str:
        """Say what came out."""
        found = self.found or range(0)
        key = "table.leaving.found" if len(found) == 1 else "table.leaving.range"
        return self.text(
            key,
            person=leaver,
            n=len(whole.people),
            rest=len(rest.people),
            total=self.number(whole.total),
            total_rest=self.number(rest.total),
            age=self._ages(),
            count=self.number(len(found)),
        )

    def _said(self, average: Fraction) -> str:
        """Write an average as it was said aloud."""
        return number(float(average), self.lang, digits=_DIGITS[self.rounding.value])

    def _ages(self) -> str:
        """Write the ages that were found."""
        found = self.found or range(0)
        if len(found) == 1:
            return self.number(found[0])
        return self.text("table.leaving.between", low=found[0], high=found[-1])


def _rounded(value: Fraction, step: Fraction) -> Fraction:
    """Round to the nearest multiple of `step`."""
    return round(value / step) * step
