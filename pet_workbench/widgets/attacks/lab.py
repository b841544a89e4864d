"""The attack lab: its parts, each made when the notebook first shows it."""

from functools import cached_property

from pet_workbench.i18n import Language
from pet_workbench.widgets.attacks.cells import Cells
from pet_workbench.widgets.attacks.cheating import Cheating
from pet_workbench.widgets.attacks.hashes import Hashes
from pet_workbench.widgets.attacks.lying import Lying
from pet_workbench.widgets.attacks.pooling import Pooling
from pet_workbench.widgets.attacks.repeated import Repeated
from pet_workbench.widgets.case import ChoiceTask, NumberTask, Solution, Words
from pet_workbench.widgets.case.exercises import Exercises

PEOPLE, WITH, WITHOUT = 12, 40, 41
TOTAL, SEEN = 23, (12, 8)
TASKS = (
    NumberTask(
        "average",
        lambda: Solution(
            right=PEOPLE * WITH - (PEOPLE - 1) * WITHOUT,
            wrong={"difference": WITHOUT - WITH, "other": PEOPLE * (WITHOUT - WITH)},
            values={"people": PEOPLE, "before": WITH, "others": PEOPLE - 1, "after": WITHOUT},
        ),
    ),
    NumberTask(
        "cell",
        lambda: Solution(
            right=TOTAL - sum(SEEN),
            wrong={"most": 4},
            values={"total": TOTAL, "first": SEEN[0], "second": SEEN[1]},
        ),
    ),
    ChoiceTask("always", ("dictionary", "pooling", "repeated", "cheating"), right="repeated"),
)


class AttackLab:
    """Six attacks and three exercises.

    Parameters
    ----------
    lang : {"nl", "en"}
    """

    def __init__(self, *, lang: Language) -> None:
        self.words = Words(lang, "attacks")

    @cached_property
    def pooling(self) -> Pooling:
        """Two of three computing parties collude."""
        return Pooling(self.words)

    @cached_property
    def repeated(self) -> Repeated:
        """The same question twice, about nearly the same group."""
        return Repeated(self.words)

    @cached_property
    def hashes(self) -> Hashes:
        """Hashed citizen numbers, by trying them all."""
        return Hashes(self.words)

    @cached_property
    def cells(self) -> Cells:
        """Small counts that were left out of a table."""
        return Cells(self.words)

    @cached_property
    def lying(self) -> Lying:
        """A false number, put in by its owner."""
        return Lying(self.words)

    @cached_property
    def cheating(self) -> Cheating:
        """A false number, sent by a computing party."""
        return Cheating(self.words)

    @cached_property
    def exercises(self) -> Exercises:
        """Three questions that check their own answers."""
        return Exercises(TASKS, self.words)
