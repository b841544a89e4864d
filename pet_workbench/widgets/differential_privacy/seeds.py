"""Attack 5: a fixed seed draws the same noise for both questions, and the difference is exact."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pet_workbench import dp
from pet_workbench.attacks.subset_queries import read_one
from pet_workbench.datasets.municipality import DOCTOR
from pet_workbench.dp.library import library_answer
from pet_workbench.widgets.attacks.part import Part
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.data_table import table_html
from pet_workbench.widgets.differential_privacy.town import (
    ASKER,
    DATASET,
    INCOMES,
    MOST_INCOME,
    PERSON,
    new_ledger,
    town,
)
from pet_workbench.widgets.page import html

RESIDENTS = 20_000
SEED = 2024
EPSILON = 1
"""Of each question."""


@dataclass(frozen=True)
class Attempt:
    """One way of answering, and what the attacker makes of it.

    Attributes
    ----------
    name : {"library-fixed", "library-fresh", "own-fixed", "own-fresh"}
    read : float
        The doctor's income as the attacker reads it.
    is_marked : bool or None
        Whether the answer says by itself that its noise is predictable; None if it cannot.
    """

    name: str
    read: float
    is_marked: bool | None


class Seeds(Part):
    """Read the doctor's income off noisy totals, with and without a fixed seed.

    Attributes
    ----------
    attempts : list of Attempt
    """

    def __init__(self, words: Words) -> None:
        self.attempts: list[Attempt] = []
        self.table = html("")
        super().__init__(
            words,
            label=words("seed_label"),
            button=words("seed_button"),
            ready=words("seed_ready"),
            controls=(),
            results=[self.table],
        )

    def clear(self) -> None:
        """Forget the last attack."""
        self.attempts, self.table.value = [], ""
        super().clear()

    def attack(self) -> None:
        """Ask four times two questions."""
        numbers = town(RESIDENTS)["income"].to_numpy()
        for source in ("library", "own"):
            for kind, seed in (("fixed", SEED), ("fresh", None)):
                self.attempts.append(_attempt(f"{source}-{kind}", numbers, seed))
        self.table.value = self._table()
        exact = [one for one in self.attempts if abs(one.read - numbers[DOCTOR]) < 1]
        self.say(
            "seed_told" if len(exact) == 2 else "seed_unexpected",
            truth=self.words.euro(100 * float(numbers[DOCTOR]), 0),
            exact=len(exact),
        )

    def _table(self) -> str:
        """Return the four attempts."""
        words = self.words
        marks = {None: "seed_mark_none", True: "seed_mark_insecure", False: "seed_mark_secure"}
        frame = pd.DataFrame(
            {
                "way": [words(f"seed_{one.name}") for one in self.attempts],
                "read": [one.read for one in self.attempts],
                "mark": [words(marks[one.is_marked]) for one in self.attempts],
            }
        )
        return table_html(
            frame,
            lang=words.lang,
            caption=words("seed_caption"),
            headers={name: words(f"seed_head_{name}") for name in frame.columns},
            written={"read": lambda euros: words.euro(100 * euros, 0)},
        )


def _attempt(name: str, numbers: NDArray[Any], seed: int | None) -> Attempt:
    """Answer two questions in one of the four ways, and take the difference."""
    marks: list[bool] = []

    def by_library(who: NDArray[np.bool_]) -> float:
        bounds = (0.0, float(MOST_INCOME))
        return library_answer("sum", numbers[who], epsilon=EPSILON, bounds=bounds, seed=seed)

    def by_us(who: NDArray[np.bool_]) -> float:
        table = dp.PrivateTable({"income": numbers[who]}, dataset=DATASET)
        session = dp.Session(table, new_ledger(EPSILON), asker=ASKER, teaching_seed=seed)
        query = dp.Sum(column="income", grid=INCOMES, epsilon=EPSILON, terms=PERSON)
        release = session.ask(query, purpose="lesson")
        marks.append(not release.is_secure_randomness)
        return float(release.value)

    ask = by_library if name.startswith("library") else by_us
    read = read_one(ask, np.ones(len(numbers), np.bool_), DOCTOR)
    return Attempt(name, read, any(marks) if marks else None)
