"""Attack 5: somebody lies about their own number, and nobody can see it."""

import numpy as np

from pet_workbench.widgets import Choice, Slider
from pet_workbench.widgets.attacks.part import Part
from pet_workbench.widgets.attacks.runs import sum_in_range
from pet_workbench.widgets.case import Words

WAITING = (41, 28, 35, 52, 30)
"""Waiting times of five clinics, in days; the last one may lie."""
CLAIMS = (0, 5, 10, 20, 30, 60, 90, 365, 3_650)
CHECKS = {"none": 2**40, "year": 365, "quarter": 90}
"""What is checked inside the protocol: the largest number of days that passes."""


class Lying(Part):
    """A claim, a check, and what the average becomes.

    Attributes
    ----------
    claim : Slider
    check : Choice
    average : float or None
        What everybody reads; None when nothing is opened.
    """

    def __init__(self, words: Words) -> None:
        self.average: float | None = None
        self.claim = Slider(words("lying_claim"), CLAIMS, value=365, lang=words.lang)
        self.check = Choice(words("lying_check"), {name: words(f"lying_{name}") for name in CHECKS})
        super().__init__(
            words,
            label=words("lying_label"),
            button=words("lying_button"),
            ready=words("lying_ready"),
            controls=(self.claim, self.check),
            layout=[self.claim, self.check],
        )

    def clear(self) -> None:
        """Forget the last run."""
        self.average = None
        super().clear()

    def attack(self) -> None:
        """Compute the average with the claim instead of the truth."""
        claimed = np.array([*WAITING[:-1], self.claim.value])
        is_fine, total = sum_in_range(claimed, most=CHECKS[self.check.value])
        said = {"claim": self.claim.value, "truth": WAITING[-1], "honest": np.mean(WAITING)}
        if total is None:
            self.say("lying_stopped", **said, clinics=int((~is_fine).sum()))
            return
        self.average = total / len(WAITING)
        honest = self.claim.value == WAITING[-1]
        self.say("lying_honest" if honest else "lying_worked", **said, average=self.average)
