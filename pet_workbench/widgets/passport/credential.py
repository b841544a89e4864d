"""The same claim with AnonCreds, run here if it is installed."""

from typing import TYPE_CHECKING

import pandas as pd

from pet_workbench.core import PetError
from pet_workbench.proofs.credentials import Issuer, Shown, show
from pet_workbench.widgets import Button, Choice, Sentence, html, row, table_html
from pet_workbench.widgets.case import Busy, Section
from pet_workbench.widgets.page import errors_html

if TYPE_CHECKING:
    from pet_workbench.widgets.passport.page import PassportPage

RECYCLED = 372
"""Per mille of the material that the credential is about; invented."""
BOUNDS = (300, 400)
ATTRIBUTES = {"supplier": "Leverancier A", "material": "rPET", "origin": "NL", "lot": "4813"}


class Credential(Section):
    """A bound, a button, and what AnonCreds makes of it.

    Parameters
    ----------
    page : PassportPage

    Attributes
    ----------
    bound : Choice
    button : Button
    sentence : Sentence
    table : HTML
    """

    def __init__(self, page: "PassportPage") -> None:
        words = page.words
        bounds = {one: words("credential_bound", share=words.percent(one / 10)) for one in BOUNDS}
        self._issuer: Issuer | None = None
        self.bound = Choice(words("credential_ask"), bounds)
        self.button = Button(words("credential_button"), self.show, primary=True)
        self.busy, self.sentence, self.table = Busy(words), Sentence(), html("")
        super().__init__(
            page,
            [self.bound, row([self.button]), self.busy, self.sentence, self.table],
            label=words("credential_label"),
        )
        self.bound.observe(self.refresh, "value")

    def redraw(self) -> None:
        """Take the last result away: it was about another bound."""
        self.table.value = ""
        self.sentence.say(self.words("credential_ready"))

    def show(self) -> None:
        """Issue a credential and show it, or say why that is impossible."""
        self.redraw()
        try:
            with self.busy.while_working():
                self._issuer = self._issuer or Issuer()
                shown = show(self._issuer, ATTRIBUTES, RECYCLED, int(self.bound.value))
        except PetError as error:
            self.sentence.say(errors_html([error], self.words.lang))
            return
        self._tell(shown, self._issuer)

    def _tell(self, shown: Shown, issuer: Issuer) -> None:
        """Say what came of it, and what it took."""
        words = self.words
        is_hidden = f'"{RECYCLED}"' not in shown.text and ATTRIBUTES["supplier"] not in shown.text
        right = shown.accepted and not shown.replayed and is_hidden
        told = {"share": words.percent(self.bound.value / 10), "recycled": words.percent(37.2)}
        self.sentence.say(words("credential_right" if right else "credential_wrong", **told))
        rows = {
            "setup": words.duration(issuer.setup_seconds),
            "issue": words.duration(shown.issue_seconds),
            "prove": words.duration(shown.prove_seconds),
            "verify": words.duration(shown.verify_seconds),
            "bytes": words.size(shown.size_bytes),
        }
        frame = pd.DataFrame(
            {"step": [words(f"credential_{one}") for one in rows], "takes": list(rows.values())}
        )
        self.table.value = table_html(
            frame,
            lang=words.lang,
            caption=words("credential_caption"),
            headers={name: words(f"column_{name}") for name in frame.columns},
        )
