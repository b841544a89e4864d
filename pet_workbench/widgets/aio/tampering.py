"""A message changed on its way: unnoticed during a multiplication, detected at the opening.

The protocol is for parties that follow it, curious as they may be (semi-honest).
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Message, Outcome, ProtocolError
from pet_workbench.core.network import Interference
from pet_workbench.i18n import Language
from pet_workbench.usecases.aio.households import SVB
from pet_workbench.widgets import Button, Columns, Sentence, card, row
from pet_workbench.widgets.aio.section import RUN, Section, Words
from pet_workbench.widgets.aio.state import SECRET, AioState


def change_one_word(place: int) -> Interference:
    """Return an interference that flips all bits of the first word of message number `place`.

    Parameters
    ----------
    place : int
        Counted from 0, in the order in which messages are sent.
    """
    seen = 0

    def interfere(message: Message, payload: NDArray[Any]) -> NDArray[Any]:  # noqa: ARG001 - the interface
        nonlocal seen
        delivered = payload.copy()
        if seen == place:
            first = delivered.reshape(-1)[:1]
            np.invert(first, out=first)
        seen += 1
        return delivered

    return interfere


def last_multiplication(outcome: Outcome) -> int:
    """Return the place of the last message to SVB in the multiplications that compare incomes."""
    messages = outcome.transcript.messages
    compared = [message.step for message in messages].index("masked bits")
    received = [(message.step, message.receiver) for message in messages[:compared]]
    return len(received) - 1 - received[::-1].index(("carry", SVB))


def opening(outcome: Outcome) -> int:
    """Return the place of the message that opens the result to SVB, or says that it is withheld."""
    steps = [(message.step, message.receiver) for message in outcome.transcript.messages]
    result = ("households found", SVB)
    return steps.index(result if result in steps else ("too few", SVB))


class Tampering(Section):
    """One button, two runs, two endings.

    Parameters
    ----------
    state : AioState
    lang : {"nl", "en"}

    Attributes
    ----------
    button : Button
    multiplied, opened : Sentence
        What came of a change during the computation, and at the opening.
    """

    def __init__(self, state: AioState, *, lang: Language) -> None:
        self._state, self._words = state, Words(lang)
        words = self._words
        self.button = Button(words("aio.tamper"), self.tamper, primary=True)
        self.multiplied, self.opened = Sentence(), Sentence()
        self.ready = Sentence(words("aio.tamper_ready"))
        self._cards = Columns(
            [
                card(words("aio.tamper_multiply_title"), [self.multiplied]),
                card(words("aio.tamper_open_title"), [self.opened]),
            ]
        )
        super().__init__(
            state,
            [self.ready, row([self.button]), self._cards],
            lang=lang,
            label=words("aio.tampering_label"),
            follows=RUN,
        )

    def redraw(self) -> None:
        """Take the last result away: it was about another run."""
        self._cards.layout.display = "none"
        self.multiplied.say("")
        self.opened.say("")

    def tamper(self) -> None:
        """Run twice, with one number changed each time."""
        honest = self._state.outcome(SECRET)
        self._cards.layout.display = ""
        self.multiplied.say(self._multiplied(honest))
        self.opened.say(self._opened(honest))

    def _multiplied(self, honest: Outcome) -> str:
        """Change a number in a multiplication, and say what SVB reads now."""
        words = self._words
        changed = self._run(honest, last_multiplication(honest))
        return words(
            "aio.tamper_multiply_result",
            before=self._households(honest),
            after=self._households(changed),
            wrong=words.number(changed.error),
        )

    def _opened(self, honest: Outcome) -> str:
        """Change a number in the opening, and say that it was detected."""
        try:
            self._run(honest, opening(honest))
        except ProtocolError:
            return self._words("aio.tamper_open_result")
        return self._words("aio.tamper_open_unnoticed")

    def _run(self, honest: Outcome, place: int) -> Outcome:
        """Repeat a run with the message at `place` changed."""
        limit = honest.parameters["threshold_percent"]
        return self._state.run(SECRET, threshold_percent=limit, interfere=change_one_word(place))

    def _households(self, outcome: Outcome) -> str:
        """Write how many households SVB reads."""
        found = outcome.answer.households
        if found is None:
            return self._words("aio.tamper_no_list")
        return self._words("aio.tamper_households", found=self._words.number(found.size))
