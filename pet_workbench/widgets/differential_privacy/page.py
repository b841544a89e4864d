"""The page: its parts, each made when the notebook first shows it."""

from fractions import Fraction
from functools import cached_property
from math import exp

from pet_workbench import dp
from pet_workbench.i18n import Language
from pet_workbench.widgets.case import ChoiceTask, NumberTask, Solution, Words
from pet_workbench.widgets.case.exercises import Exercises
from pet_workbench.widgets.differential_privacy.asked_again import AskedAgain
from pet_workbench.widgets.differential_privacy.beside import Beside
from pet_workbench.widgets.differential_privacy.beyond import Beyond
from pet_workbench.widgets.differential_privacy.budget import Budget
from pet_workbench.widgets.differential_privacy.choices import Choices
from pet_workbench.widgets.differential_privacy.counted import Counted
from pet_workbench.widgets.differential_privacy.mistakes import Mistakes
from pet_workbench.widgets.differential_privacy.own import OwnRelease
from pet_workbench.widgets.differential_privacy.quality import Quality
from pet_workbench.widgets.differential_privacy.questions import HOUSEHOLD, HOUSEHOLD_ROWS
from pet_workbench.widgets.differential_privacy.reconstructed import Reconstructed
from pet_workbench.widgets.differential_privacy.singled_out import SingledOut
from pet_workbench.widgets.differential_privacy.town import PERSON

RISK_EPSILON = 2
COUNT_EPSILON = Fraction(1, 2)
CONFIDENCE = 0.95


def _budget() -> Solution:
    """Solve: how many questions fit into a budget."""
    budget, each = Fraction(1), Fraction(1, 5)
    fits = budget // each
    return Solution(
        right=fits,
        wrong={"more": fits + 1},
        values={"budget": float(budget), "each": float(each)},
    )


def _risk() -> Solution:
    """Solve: how sure an attacker can be at most who thought it fifty-fifty."""
    factor = exp(RISK_EPSILON)
    return Solution(
        right=round(100 * factor / (1 + factor)),
        tolerance=1,
        values={"epsilon": RISK_EPSILON, "factor": factor},
    )


def _household() -> Solution:
    """Solve: how large a margin becomes when whole households are protected."""
    person = dp.Count(epsilon=COUNT_EPSILON, terms=PERSON).margin(CONFIDENCE)
    household = dp.Count(epsilon=COUNT_EPSILON, terms=HOUSEHOLD).margin(CONFIDENCE)
    return Solution(
        right=household,
        tolerance=2,
        wrong={"same": person},
        values={"epsilon": float(COUNT_EPSILON), "person": person, "rows": HOUSEHOLD_ROWS},
    )


TASKS = (
    NumberTask("budget", _budget),
    NumberTask("risk", _risk),
    NumberTask("household", _household),
    ChoiceTask("bound", ("data", "none", "public"), right="public"),
    ChoiceTask("words", ("yes", "no", "larger"), right="no"),
    ChoiceTask("anonymous", ("always", "never", "assess"), right="assess"),
)


class DifferentialPrivacy:
    """What differential privacy is, what it costs, and five attacks that it stops.

    Parameters
    ----------
    lang : {"nl", "en"}
    """

    def __init__(self, *, lang: Language) -> None:
        self.words = Words(lang, "differential_privacy")

    @cached_property
    def beside(self) -> Beside:
        """The exact answer beside noisy ones."""
        return Beside(self.words)

    @cached_property
    def budget(self) -> Budget:
        """A ledger that fills up."""
        return Budget(self.words)

    @cached_property
    def counted(self) -> Counted:
        """What many questions cost together."""
        return Counted(self.words)

    @cached_property
    def singled_out(self) -> SingledOut:
        """Attack 1: two questions that differ in one person."""
        return SingledOut(self.words)

    @cached_property
    def asked_again(self) -> AskedAgain:
        """Attack 2: the same question again and again."""
        return AskedAgain(self.words)

    @cached_property
    def reconstructed(self) -> Reconstructed:
        """Attack 3: a whole column from many answers."""
        return Reconstructed(self.words)

    @cached_property
    def mistakes(self) -> Mistakes:
        """Attacks 4 and 5: the last digits, and a fixed seed."""
        return Mistakes(self.words)

    @cached_property
    def quality(self) -> Quality:
        """How good answers are, and how much epsilon that takes."""
        return Quality(self.words)

    @cached_property
    def choices(self) -> Choices:
        """Where incomes are cut off, and how many rows of one person count."""
        return Choices(self.words)

    @cached_property
    def beyond(self) -> Beyond:
        """When one machine is not enough."""
        return Beyond(self.words)

    @cached_property
    def own(self) -> OwnRelease:
        """Ask about a file of one's own."""
        return OwnRelease(self.words)

    @cached_property
    def exercises(self) -> Exercises:
        """Six questions that check their own answers."""
        return Exercises(TASKS, self.words)
