"""Attack 4: the last digits of a noisy answer, which floating-point noise leaves behind."""

from collections.abc import Callable
from typing import Any

import pandas as pd
from numpy.typing import NDArray

from pet_workbench import dp
from pet_workbench.attacks.floating_point import Betrayal, numpy_laplace, read_last_digits
from pet_workbench.dp.library import library_laplace
from pet_workbench.widgets.attacks.part import Part
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.data_table import ABSENT, table_html
from pet_workbench.widgets.differential_privacy.town import PERSON, noise_of
from pet_workbench.widgets.page import html

EPSILON = 0.5
ANSWERS = 10_000
TRUTH = 0
"""The count that is asked for: nobody."""
_DECIMALS = 20


def _own(count: int) -> NDArray[Any]:
    """Return answers of this workbench."""
    query = dp.Count(epsilon=EPSILON, terms=PERSON)
    return TRUTH + noise_of(query, "rows", count)


MAKERS: dict[str, Callable[[int], NDArray[Any]]] = {
    "textbook": lambda count: numpy_laplace(TRUTH, epsilon=EPSILON, count=count),
    "library": lambda count: library_laplace(TRUTH, epsilon=EPSILON, count=count),
    "own": _own,
}


class LastDigits(Part):
    """Ask the same count in three ways, and read what the last digits say.

    Attributes
    ----------
    found : dict of str to Betrayal
        By who made the noise.
    """

    def __init__(self, words: Words) -> None:
        self.found: dict[str, Betrayal] = {}
        self.table = html("")
        super().__init__(
            words,
            label=words("digits_label"),
            button=words("digits_button"),
            ready=words("digits_ready"),
            controls=(),
            results=[self.table],
        )

    def clear(self) -> None:
        """Forget the last attack."""
        self.found, self.table.value = {}, ""
        super().clear()

    def attack(self) -> None:
        """Draw many answers in each way, and look at their last digits."""
        words = self.words
        self.found = {name: read_last_digits(make(ANSWERS)) for name, make in MAKERS.items()}
        self.table.value = self._table()
        own, library = self.found["own"], self.found["library"]
        key = "digits_unexpected" if own.betrayed.any() else "digits_told"
        self.say(
            key,
            answers=ANSWERS,
            share=f"{words.number(100 * library.share, 1)}%",
            textbook=f"{words.number(100 * self.found['textbook'].share)}%",
        )

    def _table(self) -> str:
        """Return a row per way."""
        words = self.words
        frame = pd.DataFrame(
            {
                "way": [words(f"digits_{name}") for name in self.found],
                "proof": [int(one.betrayed.sum()) for one in self.found.values()],
                "example": [
                    ABSENT if one.example is None else words.number(one.example, _DECIMALS)
                    for one in self.found.values()
                ],
            }
        )
        return table_html(
            frame,
            lang=words.lang,
            caption=words("digits_caption", answers=words.number(ANSWERS)),
            headers={name: words(f"digits_head_{name}") for name in frame.columns},
        )
