"""The page: its parts, each made when the notebook first shows it."""

from functools import cached_property

from pet_workbench.i18n import Language
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.case.exercises import Exercises
from pet_workbench.widgets.education.adding import AddingUp
from pet_workbench.widgets.education.compare import Compare
from pet_workbench.widgets.education.editions import Editions
from pet_workbench.widgets.education.exercises import TASKS
from pet_workbench.widgets.education.leak import Leak
from pet_workbench.widgets.education.needed import Needed
from pet_workbench.widgets.education.own import OwnPupils
from pet_workbench.widgets.education.publish import Publish
from pet_workbench.widgets.education.scores import Scores
from pet_workbench.widgets.education.seen import Seen
from pet_workbench.widgets.education.small_schools import SmallSchools


class Education:
    """Tables about pupils: with small counts left out, with noise, and what is read in both.

    Parameters
    ----------
    lang : {"nl", "en"}
    """

    def __init__(self, *, lang: Language) -> None:
        self.words = Words(lang, "education")

    @cached_property
    def publish(self) -> Publish:
        """One table, published in four ways."""
        return Publish(self.words)

    @cached_property
    def seen(self) -> Seen:
        """What everybody receives, and what it takes."""
        return Seen(self.words)

    @cached_property
    def leak(self) -> Leak:
        """Attack 1: small counts from totals and percentages."""
        return Leak(self.words)

    @cached_property
    def editions(self) -> Editions:
        """Attack 2: two editions."""
        return Editions(self.words)

    @cached_property
    def scores(self) -> Scores:
        """Real pupils, with noise."""
        return Scores(self.words)

    @cached_property
    def adding(self) -> AddingUp:
        """Tables that add up."""
        return AddingUp(self.words)

    @cached_property
    def small_schools(self) -> SmallSchools:
        """What noise does to small schools."""
        return SmallSchools(self.words)

    @cached_property
    def needed(self) -> Needed:
        """How much epsilon a margin takes."""
        return Needed(self.words)

    @cached_property
    def compare(self) -> Compare:
        """Leaving out beside noise."""
        return Compare(self.words)

    @cached_property
    def own(self) -> OwnPupils:
        """A file of the reader's own, and a release to take home."""
        return OwnPupils(self.words)

    @cached_property
    def exercises(self) -> Exercises:
        """Four questions that check their own answers."""
        return Exercises(TASKS, self.words)
