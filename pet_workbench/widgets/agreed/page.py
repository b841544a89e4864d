"""Page 40: the whole story of one agreement, in parts that the notebook shows one by one."""

from functools import cached_property

from pet_workbench.i18n import Language
from pet_workbench.widgets.agreed.attempts import Attempts
from pet_workbench.widgets.agreed.board import Board
from pet_workbench.widgets.agreed.drafting import Drafting
from pet_workbench.widgets.agreed.exercises import TASKS
from pet_workbench.widgets.agreed.story import Story
from pet_workbench.widgets.agreed.watching import Watching
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.case.exercises import Exercises


class AgreementPage:
    """Everything that moves on page 40.

    Parameters
    ----------
    lang : {"nl", "en"}
    """

    def __init__(self, *, lang: Language) -> None:
        self.words = Words(lang, "agreed")
        self.story = Story(self.words)

    @cached_property
    def drafting(self) -> Drafting:
        """The agreement: thresholds, columns, digest."""
        return Drafting(self.story, self.words)

    @cached_property
    def board(self) -> Board:
        """Three roles on one screen, and the runs."""
        return Board(self.story, self.words)

    @cached_property
    def attempts(self) -> Attempts:
        """Ways to run what was not agreed."""
        return Attempts(self.story, self.words)

    @cached_property
    def watching(self) -> Watching:
        """The registers as a supervisor sees them."""
        return Watching(self.story, self.words)

    @cached_property
    def exercises(self) -> Exercises:
        """Three questions that check their own answers."""
        return Exercises(TASKS, self.words)
