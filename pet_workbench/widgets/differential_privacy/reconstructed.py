"""Attack 3: a whole column from the answers to many questions about groups."""

from fractions import Fraction
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from pet_workbench import dp
from pet_workbench.attacks.reconstruction import random_groups, reconstruct
from pet_workbench.core import Entropy, Keystream
from pet_workbench.viz.people import people_svg
from pet_workbench.widgets.attacks.part import Part
from pet_workbench.widgets.case import Words, small
from pet_workbench.widgets.controls import Choice, Slider
from pet_workbench.widgets.differential_privacy.town import PERSON, ask, new_ledger, noise_of
from pet_workbench.widgets.page import Columns, html

PEOPLE = (40, 60, 80, 100)
PER_PERSON = (1, 2, 4, 6)
HOWS = ("exact", "each", "ledger")
EACH_EPSILON, BUDGET = 1, 1
COLUMN = "yes"


class Reconstructed(Part):
    """Ask about random groups of members, and solve for everybody's vote.

    Attributes
    ----------
    people, questions : Slider
        How many members, and how many questions for each of them.
    how : Choice
        Exact answers, noise for each answer without a ledger, or one ledger for all.
    right : ndarray of bool or None
        About whom the attacker is right.
    answered : int
        Questions that were answered.
    """

    def __init__(self, words: Words) -> None:
        self.right: NDArray[np.bool_] | None = None
        self.answered = 0
        self.people = Slider(words("rebuild_people"), PEOPLE, value=60, lang=words.lang)
        self.questions = Slider(words("rebuild_questions"), PER_PERSON, value=4, lang=words.lang)
        self.how = Choice(words("rebuild_how"), {one: words(f"rebuild_how_{one}") for one in HOWS})
        self.picture = html("")
        super().__init__(
            words,
            label=words("rebuild_label"),
            button=words("rebuild_button"),
            ready=words("rebuild_ready"),
            controls=(self.people, self.questions, self.how),
            layout=[Columns([self.how, self.people, self.questions])],
            results=[self.picture],
        )

    def clear(self) -> None:
        """Forget the last attack."""
        self.right, self.picture.value = None, ""
        super().clear()

    def attack(self) -> None:
        """Hold a vote, ask, and solve."""
        words, people = self.words, self.people.value
        stream = Keystream(Entropy().key())
        votes = random_groups(stream, count=1, people=people)[0]
        groups = random_groups(stream, count=self.questions.value * people, people=people)
        answers = self._answers(groups, votes)
        start = perf_counter()
        guessed = reconstruct(groups[: len(answers)], answers)
        seconds = perf_counter() - start
        self.right, self.answered = guessed == votes, len(answers)
        known = int(self.right.sum())
        self.picture.value = people_svg(
            self.right.tolist(),
            votes.tolist(),
            alt=words("rebuild_alt", known=known, people=people),
        ) + small(words("rebuild_legend"))
        self.say(
            f"rebuild_said_{self.how.value}",
            known=known,
            people=people,
            share=f"{words.number(100 * known / people)}%",
            questions=len(answers),
            seconds=words.duration(seconds),
            off=float(self._query(len(groups)).margin(0.95) or 0),
        )

    def _query(self, questions: int) -> dp.Count:
        """Return one of the questions, in the chosen way."""
        epsilon = Fraction(EACH_EPSILON if self.how.value == "each" else BUDGET)
        if self.how.value == "ledger":
            epsilon /= questions
        return dp.Count(column=COLUMN, equal_to=1, epsilon=epsilon, terms=PERSON)

    def _answers(self, groups: NDArray[np.bool_], votes: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Return how many of each group voted yes, as far as the attacker hears it."""
        exact = (groups @ votes.astype(np.int64)).astype(np.float64)
        if self.how.value == "exact":
            return exact
        query = self._query(len(groups))
        if self.how.value == "each":
            return exact + noise_of(query, "rows", len(groups))
        ledger, numbers = new_ledger(BUDGET), votes.astype(np.int64)
        return np.array(
            [
                ask(query, ledger, purpose="lesson", data={COLUMN: numbers[group]}).value
                for group in groups
            ],
            np.float64,
        )
