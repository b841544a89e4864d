"""Attack 6: a computing party sends a wrong number, while multiplying or at opening."""

import numpy as np
import pandas as pd

from pet_workbench.core import ProtocolError
from pet_workbench.widgets import html, table_html
from pet_workbench.widgets.attacks.part import Part
from pet_workbench.widgets.attacks.runs import OPENING, PRODUCT, product_with_cheater
from pet_workbench.widgets.case import Words

NUMBERS = np.array([3, 4, 12])
"""Of which the bodies compute the sum of squares."""
PLACES = {"honest": "", "product": PRODUCT, "opening": OPENING}


class Cheating(Part):
    """One button, three runs: honest, cheating while multiplying, cheating at opening.

    Attributes
    ----------
    answers : dict of str to int or None
        By run; None where the cheat was noticed.
    """

    def __init__(self, words: Words) -> None:
        self.answers: dict[str, int | None] = {}
        self.table = html("")
        super().__init__(
            words,
            label=words("cheating_label"),
            button=words("cheating_button"),
            ready=words("cheating_ready"),
            controls=(),
            results=[self.table],
        )

    def clear(self) -> None:
        """Forget the last runs."""
        self.answers, self.table.value = {}, ""
        super().clear()

    def cheat(self) -> None:
        """Press the button."""
        self._press()

    def attack(self) -> None:
        """Run three times, and show what was read."""
        for name, where in PLACES.items():
            try:
                self.answers[name] = product_with_cheater(NUMBERS, where=where)
            except ProtocolError:
                self.answers[name] = None
        truth, product = int((NUMBERS**2).sum()), self.answers["product"]
        self.table.value = self._table(truth)
        noticed = self.answers["opening"] is None and product != truth
        key = "cheating_result" if noticed else "cheating_unexpected"
        self.say(key, truth=truth, wrong=0 if product is None else product)

    def _table(self, truth: int) -> str:
        """Show the three runs."""
        words = self.words
        rows = [
            (
                words(f"cheating_run_{name}"),
                words("cheating_nothing") if answer is None else words.number(answer),
                words(f"cheating_{_verdict(answer, truth)}"),
            )
            for name, answer in self.answers.items()
        ]
        frame = pd.DataFrame(rows, columns=["run", "answer", "verdict"])
        return table_html(
            frame,
            lang=words.lang,
            caption=words("cheating_caption"),
            headers={name: words(f"cheating_{name}") for name in frame.columns},
        )


def _verdict(answer: int | None, truth: int) -> str:
    """Return the id of what became of a run."""
    if answer is None:
        return "noticed"
    return "right" if answer == truth else "unnoticed"
