"""The benchmark lab: its parts, each made when the notebook first shows it."""

from collections.abc import Sequence
from functools import cached_property

from pet_workbench.bench import Record, Stopped
from pet_workbench.i18n import Language
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.evidence.beside import Beside
from pet_workbench.widgets.evidence.depth import Depth
from pet_workbench.widgets.evidence.exercises import Exercises
from pet_workbench.widgets.evidence.files import Loaded
from pet_workbench.widgets.evidence.grid import MatrixSection
from pet_workbench.widgets.evidence.money import Money
from pet_workbench.widgets.evidence.opening import Opening
from pet_workbench.widgets.evidence.report import Report
from pet_workbench.widgets.evidence.state import PART, LabState
from pet_workbench.widgets.evidence.trial import Trial
from pet_workbench.widgets.evidence.trust import Trust


class BenchmarkLab:
    """Every technique measured on every case, and explained.

    Parameters
    ----------
    lang : {"nl", "en"}
    records : sequence of Record, optional
        By default those that come with the workbench.
    stopped : sequence of Stopped, optional
        The same, of what was given up.

    Attributes
    ----------
    state : LabState
        The measurements, and which cell is looked at.
    """

    def __init__(
        self,
        *,
        lang: Language,
        records: Sequence[Record] | None = None,
        stopped: Sequence[Stopped] | None = None,
    ) -> None:
        self.state = LabState(Words(lang, PART), records=records, stopped=stopped)

    @cached_property
    def opening(self) -> Opening:
        """How much was measured, and what stands out."""
        return Opening(self.state)

    @cached_property
    def matrix(self) -> MatrixSection:
        """Cases beside kinds of technique."""
        return MatrixSection(self.state)

    @cached_property
    def depth(self) -> Depth:
        """One case in depth."""
        return Depth(self.state)

    @cached_property
    def money(self) -> Money:
        """Networks, euros and energy."""
        return Money(self.state)

    @cached_property
    def beside(self) -> Beside:
        """Other engines."""
        return Beside(self.state.words)

    @cached_property
    def trial(self) -> Trial:
        """Measure here and now."""
        return Trial(self.state)

    @cached_property
    def loaded(self) -> Loaded:
        """Records of another machine."""
        return Loaded(self.state)

    @cached_property
    def report(self) -> Report:
        """Everything as one page to keep."""
        return Report(self.state)

    @cached_property
    def trust(self) -> Trust:
        """How far to trust the figures."""
        return Trust(self.state)

    @cached_property
    def exercises(self) -> Exercises:
        """Four questions that check their own answers."""
        return Exercises(self.state)
