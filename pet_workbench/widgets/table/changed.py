"""Somebody changes one message on its way, and perhaps nobody notices."""

from typing import Any

from numpy.typing import NDArray

from pet_workbench.core import Message, ProtocolError
from pet_workbench.core.network import Interference
from pet_workbench.i18n import Language, text
from pet_workbench.sharing import additive, masked_ring
from pet_workbench.usecases.table import TELL
from pet_workbench.widgets.controls import Choice, Slider
from pet_workbench.widgets.page import Sentence, error_sentence
from pet_workbench.widgets.table.ages import Ages, Follower

TECHNIQUES = {
    "ring": "masked-ring",
    "additive": "secret-sharing:additive",
    "shamir_all": "secret-sharing:shamir",
    "shamir_spare": "secret-sharing:shamir",
    "trusted": "trusted-third-party",
}
_STEPS = (masked_ring.WHISPER, additive.DEAL, TELL)


class ChangedMessage(Follower):
    """Add a number to the first message that the second person sends, and see what comes out.

    Attributes
    ----------
    noticed : bool
        Whether somebody noticed.
    """

    def __init__(self, ages: Ages, *, lang: Language) -> None:
        self.noticed = False
        names = {key: text(f"table.changed.{key}", lang) for key in TECHNIQUES}
        self.technique = Choice(text("table.technique", lang), names)
        self.added = Slider(
            text("table.changed.added", lang), list(range(1, 41)), value=20, lang=lang
        )
        self.sentence = Sentence()
        super().__init__(
            ages, [self.technique, self.added, self.sentence], lang=lang, name="changed"
        )
        for control in (self.technique, self.added):
            control.observe(lambda _: self.restart(), "value")

    def restart(self) -> None:
        """Run with the change and say what happened."""
        key, cheated = self.technique.value, self.people[1]
        needed = {"shamir_all": len(self.people), "shamir_spare": len(self.people) - 1}
        options = {"threshold": needed[key]} if key in needed else {}
        try:
            outcome = self.run(
                TECHNIQUES[key], interfere=adding(self.added.value, sender=cheated), **options
            )
        except ProtocolError as error:
            self.noticed = True
            told = self.text("table.changed.noticed", error=error_sentence(error, self.lang))
        else:
            self.noticed = False
            told = self.text(
                "table.changed.silent",
                person=cheated,
                added=self.added.value,
                right=self.years(outcome.exact),
                wrong=self.years(outcome.answer),
            )
        kind = "pet-right" if self.noticed else "pet-wrong"
        self.sentence.say(f'<p class="{kind}">{told}</p>')


def adding(amount: int, *, sender: str) -> Interference:
    """Return an interference that adds `amount` to the first input message of `sender`."""
    changed: list[Message] = []

    def interfere(message: Message, payload: NDArray[Any]) -> NDArray[Any]:
        if message.sender != sender or message.step not in _STEPS or changed:
            return payload.copy()
        changed.append(message)
        added: NDArray[Any] = payload + payload.dtype.type(amount)
        return added

    return interfere
