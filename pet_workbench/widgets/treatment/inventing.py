"""A hospital that lies: how many invented patients turn the conclusion around."""

from typing import TYPE_CHECKING

import pandas as pd

from pet_workbench.attacks.invented_rows import fewest_rows
from pet_workbench.core import PetError
from pet_workbench.usecases.treatment import HIGHEST, HOSPITALS, Conclusion
from pet_workbench.widgets import Button, Choice, Columns, Sentence, html, note, row
from pet_workbench.widgets.case import Busy, Section, figures_html
from pet_workbench.widgets.page import errors_html
from pet_workbench.widgets.treatment.state import SECRET

if TYPE_CHECKING:
    from pet_workbench.widgets.treatment.page import TreatmentPage

WANTED = {"a": Conclusion.FIRST_HIGHER, "b": Conclusion.SECOND_HIGHER}
_FIRST_NUMBER = 9_000_000


class Inventing(Section):
    """Who lies, what they want to hear, and a button.

    Parameters
    ----------
    page : TreatmentPage

    Attributes
    ----------
    who, wanted : Choice
    button : Button
    sentence : Sentence
    fewest : int or None
        How many invented patients it took, for tests.
    """

    def __init__(self, page: "TreatmentPage") -> None:
        words = page.words
        self.words = words
        self.fewest: int | None = None
        names = {name: words.heading(name) for name in HOSPITALS}
        self.who = Choice(words("inventing_who"), names, value=HOSPITALS[-1])
        wanted = {one: words(f"answer_{WANTED[one].name.lower()}") for one in WANTED}
        self.wanted = Choice(words("inventing_wanted"), wanted, value="b")
        self.button = Button(words("inventing_button"), self.attack, primary=True)
        self.busy, self.sentence, self.figures = Busy(words), Sentence(), html("")
        super().__init__(
            page,
            [
                Columns([self.who, self.wanted]),
                row([self.button]),
                self.busy,
                self.figures,
                self.sentence,
                note(words("inventing_why"), lang=page.lang, kind="fact"),
            ],
            label=words("inventing_label"),
            follows=page.state.decisive,
        )
        for choice in (self.who, self.wanted):
            choice.observe(self.refresh, "value")

    def redraw(self) -> None:
        """Take the last result away: it was about other settings."""
        self.fewest = None
        self.figures.value = ""
        self.sentence.say(self.words("inventing_ready"))

    def attack(self) -> None:
        """Add invented patients until the conclusion is the wanted one."""
        self.redraw()
        words, state = self.words, self.page.state
        most = 20 * state.n
        try:
            with self.busy.while_working():
                if self._turns(0):
                    self.sentence.say(words("inventing_needless"))
                    return
                self.fewest = fewest_rows(self._turns, most=most)
        except PetError as error:
            self.alert.value = errors_html([error], self.page.lang)
            return
        if self.fewest is None:
            self.sentence.say(words("inventing_failed", most=words.number(most)))
            return
        self._show(self.fewest)

    def _turns(self, invented: int) -> bool:
        """Run the case with so many invented patients, and tell whether the liar has its way."""
        state, liar = self.page.state, self.who.value
        own = state.tables[liar]
        tables = {**state.tables, liar: pd.concat([own, self._invented(invented)])}
        outcome = self.page.case.run(SECRET, tables, keep_payload_bytes=0, **state.run_arguments())
        return bool(outcome.answer.conclusion == WANTED[self.wanted.value])

    def _invented(self, count: int) -> pd.DataFrame:
        """Return patients who all did very well on the one treatment, and badly on the other."""
        is_b = [at % 2 for at in range(count)]
        good = 1 if self.wanted.value == "b" else 0
        return pd.DataFrame(
            {
                "patient": range(_FIRST_NUMBER, _FIRST_NUMBER + count),
                "treatment": is_b,
                "score": [HIGHEST if treatment == good else 0 for treatment in is_b],
            },
            dtype="int64",
        )

    def _show(self, fewest: int) -> None:
        """Say how many it took."""
        words, state = self.words, self.page.state
        said = {
            "who": words.party(self.who.value),
            "fewest": words.number(fewest),
            "share": words.percent(max(1, round(100 * fewest / state.n))),
            "wanted": words(f"answer_{WANTED[self.wanted.value].name.lower()}"),
        }
        self.figures.value = figures_html([(words("inventing_figure"), said["fewest"])])
        self.sentence.say(words("inventing_found", **said))
