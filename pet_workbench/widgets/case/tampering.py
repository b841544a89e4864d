"""A message changed on its way: unnoticed during a multiplication, detected at the opening.

The protocols are for parties that follow them, curious as they may be (semi-honest).
"""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Message, Outcome, PetError, ProtocolError
from pet_workbench.core.network import Interference
from pet_workbench.widgets.case.section import Busy, Section
from pet_workbench.widgets.controls import Button, row
from pet_workbench.widgets.page import Columns, Sentence, card

if TYPE_CHECKING:
    from pet_workbench.widgets.case.page import CasePage

_HASH, _KEY = " hash", "computing key"
_TRIES = 12


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


def opened_steps(outcome: Outcome) -> set[str]:
    """Return the steps that open something: they come with a hash."""
    steps = {message.step for message in outcome.transcript.messages}
    return {step.removesuffix(_HASH) for step in steps if step.endswith(_HASH)} & steps


def last_opening(outcome: Outcome) -> int:
    """Return the place of the first message of the last opening.

    Raises
    ------
    ValueError
        If nothing was opened.
    """
    steps = [message.step for message in outcome.transcript.messages]
    opened = [step for step in steps if step in opened_steps(outcome)]
    if not opened:
        raise ValueError("need an opening, which comes with a hash, got none")
    return steps.index(opened[-1])


def last_multiplications(outcome: Outcome) -> tuple[int, ...]:
    """Return the places of messages of the computation before the last opening, last first.

    They are those among the computing parties, without keys and openings; of each step there is the
    last message to each receiver.  A product that is opened at once is checked with the opening; a
    change in an earlier one is not.
    """
    messages = outcome.transcript.messages
    computers = {message.receiver for message in messages if message.step == _KEY}
    opened = opened_steps(outcome)
    places: dict[tuple[str, str], int] = {}
    for at in reversed(range(last_opening(outcome))):
        step, receiver = messages[at].step, messages[at].receiver
        is_open = step in opened or step.endswith(_HASH) or step == _KEY
        if {messages[at].sender, receiver} <= computers and not is_open:
            places.setdefault((step, receiver), at)
    return tuple(places.values())[:_TRIES]


class Tampering(Section):
    """One button, two runs, two endings.

    Parameters
    ----------
    page : CasePage

    Attributes
    ----------
    button : Button
    multiplied, opened : Sentence
        What came of a change during the computation, and at the opening.
    """

    def __init__(self, page: "CasePage[Any]") -> None:
        words = page.words
        self.button = Button(words("tamper"), self.tamper, primary=True)
        self.multiplied, self.opened, self.busy = Sentence(), Sentence(), Busy(words)
        self._cards = Columns(
            [
                card(words("tamper_multiply_title"), [self.multiplied]),
                card(words("tamper_open_title"), [self.opened]),
            ]
        )
        super().__init__(
            page,
            [Sentence(words("tamper_ready")), row([self.button]), self.busy, self._cards],
            label=words("tampering_label"),
            follows=page.state.decisive,
        )

    def redraw(self) -> None:
        """Take the last result away: it was about another run."""
        self._cards.layout.display = "none"
        self.multiplied.say("")
        self.opened.say("")

    def tamper(self) -> None:
        """Run twice, with one number changed each time."""
        with self.busy.while_working():
            honest = self.page.state.outcome(self.page.main)
            said = self._multiplied(honest), self._opened(honest)
        self._cards.layout.display = ""
        self.multiplied.say(said[0])
        self.opened.say(said[1])

    def _multiplied(self, honest: Outcome) -> str:
        """Change a number in a multiplication, and say what is read now."""
        words, page, is_unnoticed = self.words, self.page, False
        for place in page.multiplications(honest):
            try:
                changed = self._run(place)
            except PetError:
                continue
            is_unnoticed = True
            if changed.error:
                return words(
                    "tamper_multiply_result",
                    before=page.brief(honest),
                    after=page.brief(changed),
                    wrong=words.value(changed.error),
                )
        return words("tamper_multiply_same" if is_unnoticed else "tamper_multiply_detected")

    def _opened(self, honest: Outcome) -> str:
        """Change a number in the opening, and say that it was detected."""
        try:
            self._run(self.page.opening(honest))
        except ProtocolError:
            return self.words("tamper_open_result")
        return self.words("tamper_open_unnoticed")

    def _run(self, place: int) -> Outcome:
        """Repeat the run with the message at `place` changed."""
        page = self.page
        changed: Outcome = page.state.run(page.main, interfere=change_one_word(place))
        return changed
