"""One bit of one message is changed on its way: who notices, and who is told why."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Message, PetError
from pet_workbench.core.network import Interference
from pet_workbench.usecases.falls.by_encryption import ENCRYPTED, SCORES
from pet_workbench.widgets import Button, Choice, Sentence, html, note, row
from pet_workbench.widgets.case import Busy, Section
from pet_workbench.widgets.page import error_sentence

if TYPE_CHECKING:
    from pet_workbench.widgets.falls.page import FallsPage

CHANGES = {
    "there": ("homomorphic", ENCRYPTED),
    "back": ("homomorphic", SCORES),
    "shares": ("secret-sharing", "features"),
    "plain": ("plain-exchange", "age"),
}
"""By the choice: which technique, and of which step the first message is changed."""


def change_one_bit(step: str) -> Interference:
    """Return an interference that turns one bit round in the middle of a message.

    Parameters
    ----------
    step : str
        Of the message; only the first one of it is changed.
    """
    done: list[Message] = []

    def interfere(message: Message, payload: NDArray[Any]) -> NDArray[Any]:
        delivered = payload.copy()
        if message.step == step and not done:
            done.append(message)
            flat = delivered.reshape(-1)
            flat[flat.size // 2] ^= flat.dtype.type(1)
        return delivered

    return interfere


class Changed(Section):
    """What to change, a button, and what came of it.

    Parameters
    ----------
    page : FallsPage

    Attributes
    ----------
    what : Choice
    button : Button
    sentence : Sentence
    noticed : bool or None
        Whether somebody noticed, for tests; None before the first time.
    """

    def __init__(self, page: "FallsPage") -> None:
        words = page.words
        self._page = page
        self.noticed: bool | None = None
        self.what = Choice(words("change_what"), {one: words(f"change_{one}") for one in CHANGES})
        self.button = Button(words("change_button"), self.change, primary=True)
        self.busy, self.sentence = Busy(words), Sentence()
        super().__init__(
            page,
            [
                html(f"<h3>{words('change_title')}</h3>"),
                self.what,
                row([self.button]),
                self.busy,
                self.sentence,
                note(words("change_why"), lang=page.lang, kind="fact"),
            ],
            label=words("change_label"),
            follows=page.state.decisive,
        )
        self.what.observe(self.refresh, "value")

    def redraw(self) -> None:
        """Take the last result away."""
        self.noticed = None
        self.sentence.say(self.words("change_ready"))

    def change(self) -> None:
        """Run with one bit changed, and say what happened."""
        words, page = self.words, self._page
        technique, step = CHANGES[self.what.value]
        try:
            with self.busy.while_working():
                outcome = page.state.run(technique, interfere=change_one_bit(step))
        except PetError as error:
            self.noticed = True
            reason = error_sentence(error, words.lang)
            self.sentence.say(words(f"change_refused_{self.what.value}", reason=reason))
            return
        self.noticed = False
        wrong = int((outcome.answer.units != outcome.exact.units).sum())
        apart = float(np.abs(outcome.answer.risks - outcome.exact.risks).max())
        said = {"wrong": words.number(wrong), "apart": words.number(100 * apart, 2)}
        self.sentence.say(words("change_silent", **said))
