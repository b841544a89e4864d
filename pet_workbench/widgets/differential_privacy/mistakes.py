"""Noise made in the wrong way: two attacks below each other."""

from pet_workbench.widgets.case import Words
from pet_workbench.widgets.differential_privacy.last_digits import LastDigits
from pet_workbench.widgets.differential_privacy.seeds import Seeds
from pet_workbench.widgets.page import Panel, card


class Mistakes(Panel):
    """What last digits and fixed seeds give away.

    Attributes
    ----------
    last_digits : LastDigits
    seeds : Seeds
    """

    def __init__(self, words: Words) -> None:
        self.last_digits, self.seeds = LastDigits(words), Seeds(words)
        parts = {"digits_label": self.last_digits, "seed_label": self.seeds}
        super().__init__(
            [card(words(label), [part]) for label, part in parts.items()], lang=words.lang
        )
