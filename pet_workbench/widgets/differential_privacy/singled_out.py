"""Attack 1: two questions that differ in one person, exactly and from a ledger."""

import math
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pet_workbench import dp
from pet_workbench.attacks.subset_queries import read_one, share_right
from pet_workbench.core import PetError
from pet_workbench.datasets.municipality import DOCTOR
from pet_workbench.dp.query import NoisyTotals
from pet_workbench.dp.risk import best_guess
from pet_workbench.widgets.attacks.part import Part
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.controls import Choice, Slider
from pet_workbench.widgets.data_table import table_html
from pet_workbench.widgets.differential_privacy.town import (
    INCOMES,
    PERSON,
    ask,
    new_ledger,
    noise_of,
    town,
)
from pet_workbench.widgets.differential_privacy.written import amount
from pet_workbench.widgets.page import Columns, error_sentence, html

RESIDENTS = 20_000
SUBJECTS = {"debts": "debts", "incomes": "income"}
HOWS = ("exact", "ledger")
EPSILONS = (0.1, 0.5, 1, 2, 5)
TRIES = 1_000
CLOSE = 5_000
"""An attacker who knows an income to within this is content, in euros a year."""


class SingledOut(Part):
    """Read the doctor's data off two totals.

    Attributes
    ----------
    subject, how : Choice
    epsilon : Slider
        The budget for both questions together.
    answers : list of float
        To the two questions.
    rate : float
        Which share of many attacks is right.
    refused : PetError or None
        What the ledger said to a third question.
    """

    def __init__(self, words: Words) -> None:
        self.answers: list[float] = []
        self.rate = math.nan
        self.refused: PetError | None = None
        self.subject = Choice(
            words("single_subject"), {one: words(f"single_{one}") for one in SUBJECTS}
        )
        self.how = Choice(words("single_how"), {one: words(f"single_how_{one}") for one in HOWS})
        self.epsilon = Slider(
            words("single_epsilon"),
            EPSILONS,
            value=1,
            lang=words.lang,
            written=words.epsilon,
        )
        self.table = html("")
        super().__init__(
            words,
            label=words("single_label"),
            button=words("single_button"),
            ready=words("single_ready"),
            controls=(self.subject, self.how, self.epsilon),
            layout=[Columns([self.subject, self.how, self.epsilon])],
            results=[self.table],
        )

    def clear(self) -> None:
        """Forget the last attack."""
        self.answers, self.table.value = [], ""
        super().clear()

    def attack(self) -> None:
        """Ask about everyone, and about everyone but the doctor."""
        column, is_exact = SUBJECTS[self.subject.value], self.how.value == "exact"
        numbers = town(RESIDENTS)[column].to_numpy()
        answers, ledger = self.answers, new_ledger(self.epsilon.value)

        def total(who: NDArray[np.bool_]) -> float:
            data = {column: numbers[who]}
            answers.append(
                float(numbers[who].sum())
                if is_exact
                else float(ask(self._query(column), ledger, purpose="lesson", data=data).value)
            )
            return answers[-1]

        guess = read_one(total, np.ones(len(numbers), np.bool_), DOCTOR)
        self.rate = 1.0 if is_exact else measured_rate(self._query(column))
        self.refused = None if is_exact else self._third(column, ledger)
        self._show(guess, float(numbers[DOCTOR]))

    def _query(self, column: str) -> NoisyTotals:
        """Return one of the two questions; it takes half of the budget."""
        half = Fraction(str(self.epsilon.value)) / 2
        if column == "debts":
            return dp.Count(column=column, equal_to=1, epsilon=half, terms=PERSON)
        return dp.Sum(column=column, grid=INCOMES, epsilon=half, terms=PERSON)

    def _third(self, column: str, ledger: dp.Ledger) -> PetError | None:
        """Return what the ledger says to one question more."""
        try:
            ask(self._query(column), ledger, purpose="lesson", n=RESIDENTS)
        except PetError as error:
            return error
        return None

    def _show(self, guess: float, truth: float) -> None:
        """Show the two answers, their difference, and how often that is right."""
        words, is_debts = self.words, self.subject.value == "debts"
        write = amount(words, is_euros=not is_debts)
        self.table.value = self._table([*self.answers, guess, truth])
        most = best_guess(self.epsilon.value)
        key = "read" if self.how.value == "exact" else "hidden"
        said = "" if self.refused is None else error_sentence(self.refused, words.lang)
        self.say(
            f"single_{key}_{self.subject.value}",
            guess=write(guess),
            truth=write(truth),
            tries=TRIES,
            rate=f"{words.number(100 * self.rate)}%",
            most=f"{words.number(100 * most)}%",
            close=words.euro(100 * CLOSE, 0),
            refused=said,
        )

    def _table(self, numbers: list[float]) -> str:
        """Return both answers, their difference and the truth."""
        words = self.words
        write = amount(words, is_euros=self.subject.value != "debts")
        rows = ("everyone", "others", "difference", "truth")
        frame = pd.DataFrame(
            {
                "row": [words(f"single_row_{row}") for row in rows],
                "answer": numbers,
            }
        )
        return table_html(
            frame,
            lang=words.lang,
            caption=words("single_caption"),
            headers={name: words(f"single_head_{name}") for name in frame.columns},
            written={"answer": write},
        )


def measured_rate(query: NoisyTotals) -> float:
    """Return how often the attack is right, over many draws of noise.

    For yes or no, half of the tries are about somebody with yes and half about somebody with no; an
    income counts as read when the guess is near enough.
    """
    part = query.parts[0].name
    noise: NDArray[Any] = noise_of(query, part, 2 * TRIES)
    off = noise[:TRIES] - noise[TRIES:]
    if isinstance(query, dp.Sum):
        return share_right(off * float(query.grid.step), 0.0, tolerance=CLOSE)
    has = np.arange(TRIES) % 2
    return float(np.mean((has + off >= 1) == has))
