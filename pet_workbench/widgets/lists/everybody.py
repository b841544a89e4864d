"""Justice puts all customers on its list: what it reads then, and what a limit does about it."""

from html import escape
from typing import TYPE_CHECKING

import pandas as pd

from pet_workbench.core import PrivacyError
from pet_workbench.usecases.fugitives import BANK, CASE, JUSTICE
from pet_workbench.widgets import Button, Sentence, Slider, html, note, row
from pet_workbench.widgets.case import Busy, Section

if TYPE_CHECKING:
    from pet_workbench.widgets.lists.fugitives import FugitivesPage

LIMITS = (100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000)


class Everybody(Section):
    """A slider for the bank's limit and a button for the false list.

    Parameters
    ----------
    page : FugitivesPage

    Attributes
    ----------
    limit : Slider
    button : Button
    sentence : Sentence
        What Justice reads.
    refusal : HTML
        What the third body answers to a list that is too long.
    """

    def __init__(self, page: "FugitivesPage") -> None:
        words = page.words
        self.limit = Slider(words("everybody_limit"), LIMITS, value=LIMITS[-1], lang=page.lang)
        self.button = Button(words("everybody_button"), self.attack, primary=True)
        self.busy, self.sentence, self.refusal = Busy(words), Sentence(), html("")
        super().__init__(
            page,
            [
                self.limit,
                row([self.button]),
                self.busy,
                self.refusal,
                self.sentence,
                note(words("everybody_why"), lang=page.lang, kind="fact"),
            ],
            label=words("everybody_label"),
            follows=page.state.decisive,
        )
        self.limit.observe(self.refresh, "value")

    def redraw(self) -> None:
        """Take the last attack away: it was about other settings."""
        self.refusal.value = ""
        self.sentence.say(self.words("everybody_ready"))

    def attack(self) -> None:
        """Ask about every customer there is."""
        self.redraw()
        words, state = self.words, self.page.state
        persons = state.tables[BANK]["person"]
        lie = {**state.tables, JUSTICE: pd.DataFrame({"person": persons})}
        try:
            with self.busy.while_working():
                outcome = CASE.run(
                    "secret-sharing",
                    lie,
                    keep_payload_bytes=0,
                    list_limit=self.limit.value,
                    **state.run_arguments(),
                )
        except PrivacyError as error:
            said = words.written({name: error.parameters[name] for name in ("length", "limit")})
            refused = escape(words("everybody_refused", **said))
            self.refusal.value = f'<div class="pet-error" role="alert"><p>{refused}</p></div>'
            self.sentence.say(words("everybody_stopped", limit=words.number(self.limit.value)))
            return
        found = outcome.answer.persons
        innocent = int((~pd.Series(found).isin(state.tables[JUSTICE]["person"])).sum())
        read = {"found": found.size, "customers": len(persons), "innocent": innocent}
        self.sentence.say(words("everybody_read", **words.written(read)))
