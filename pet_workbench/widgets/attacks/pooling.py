"""Attack 1: two of the three computing parties put together what they were dealt."""

from typing import Any

import ipywidgets as w
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pet_workbench.attacks.pooled_computers import read_dealt
from pet_workbench.core import Keystream, Transcript
from pet_workbench.widgets import html, table_html
from pet_workbench.widgets.attacks.part import Part
from pet_workbench.widgets.attacks.runs import BODIES, OWNER, RING, share_only
from pet_workbench.widgets.case import Words

Words64 = NDArray[np.unsignedinteger[Any]]
DEBTS = np.array([1_250, 430, 8_900, 75, 2_315])
"""What five invented people owe, in euros."""


class Pooling(Part):
    """Three check boxes, and what those who are ticked read.

    Attributes
    ----------
    boxes : dict of str to Checkbox
        By body.
    read : list of int or None
        The debts as the coalition reads them; None when it lacks a part.
    """

    def __init__(self, words: Words) -> None:
        self.read: list[int] | None = None
        self.boxes = {
            body: w.Checkbox(value=body == BODIES[0], description=body, indent=False)
            for body in BODIES
        }
        self.table = html("")
        who = html(f"<p><strong>{words('pooling_who')}</strong></p>")
        super().__init__(
            words,
            label=words("pooling_label"),
            button=words("pooling_button"),
            ready=words("pooling_ready"),
            controls=tuple(self.boxes.values()),
            layout=[who, *self.boxes.values()],
            results=[self.table],
        )

    def clear(self) -> None:
        """Forget the last coalition."""
        self.read, self.table.value = None, ""
        super().clear()

    def attack(self) -> None:
        """Deal the debts anew, and let the coalition put its parts together."""
        coalition = [body for body, box in self.boxes.items() if box.value]
        if not coalition:
            self.say("pooling_nobody")
            return
        transcript = share_only(DEBTS)
        views = {body: transcript.view(body) for body in coalition}
        found = read_dealt(views, BODIES, "amounts", owner=OWNER, dtype=RING)
        self.read = None if found is None else found.astype(np.int64).tolist()
        self.say(
            "pooling_failed" if self.read is None else "pooling_worked",
            who=self.words.all(coalition),
            people=DEBTS.size,
        )
        self.table.value = self._table(own_part(transcript, coalition[0]))

    def _table(self, part: Words64) -> str:
        """Show who owes what, next to what the coalition reads."""
        words = self.words
        unknown = words("pooling_unknown")
        frame = pd.DataFrame(
            {
                "person": [words("pooling_nth", n=n + 1) for n in range(DEBTS.size)],
                "part": [str(number) for number in part.tolist()],
                "read": [words.euro(100 * debt, 0) for debt in self.read]
                if self.read
                else [unknown] * DEBTS.size,
                "truth": [words.euro(100 * debt, 0) for debt in DEBTS.tolist()],
            }
        )
        return table_html(
            frame,
            lang=words.lang,
            caption=words("pooling_caption"),
            headers={name: words(f"pooling_{name}") for name in frame.columns},
        )


def own_part(transcript: Transcript, body: str) -> Words64:
    """Return the first of the two parts that a body was dealt: of two of the three, a key."""
    number = BODIES.index(body) + 1
    (message,) = transcript.view(body).find(f"amounts part {number}")
    if number == len(BODIES):
        return message.values()
    return Keystream(message.values().tobytes()).integers(DEBTS.size, RING)
