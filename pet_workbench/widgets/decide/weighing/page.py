"""The page: its parts, each made when the notebook first shows it."""

from functools import cached_property

from pet_workbench.i18n import Language
from pet_workbench.widgets.decide.bar import DossierBar
from pet_workbench.widgets.decide.desk import Desk
from pet_workbench.widgets.decide.weighing.agenda import Agenda
from pet_workbench.widgets.decide.weighing.exercises import Exercises
from pet_workbench.widgets.decide.weighing.judging import Judging
from pet_workbench.widgets.decide.weighing.people import Table
from pet_workbench.widgets.decide.weighing.picture import Picture
from pet_workbench.widgets.decide.weighing.project import ProjectForm
from pet_workbench.widgets.decide.weighing.scoring import Scoring
from pet_workbench.widgets.decide.weighing.start import Start
from pet_workbench.widgets.decide.weighing.state import WeighingState

PART = "weighing"


class WeighingPage:
    """May we, can we, is it desirable: scored by several people, with their reasons.

    Parameters
    ----------
    lang : {"nl", "en"}

    Attributes
    ----------
    desk : Desk
        With the dossier that all decision pages share.
    state : WeighingState
        With the weighing in it.
    """

    def __init__(self, *, lang: Language) -> None:
        self.desk = Desk(lang=lang, part=PART)
        self.state = WeighingState(self.desk)

    @cached_property
    def bar(self) -> DossierBar:
        """What the dossier is, and how to keep it."""
        return DossierBar(self.desk, here="weighing")

    @cached_property
    def start(self) -> Start:
        """The example, or an empty weighing."""
        return Start(self.state)

    @cached_property
    def project(self) -> ProjectForm:
        """Goal, people involved, data."""
        return ProjectForm(self.state)

    @cached_property
    def people(self) -> Table:
        """Who is at the table."""
        return Table(self.state)

    @cached_property
    def scoring(self) -> Scoring:
        """Scores and reasons, person by person."""
        return Scoring(self.state)

    @cached_property
    def picture(self) -> Picture:
        """Who stands where."""
        return Picture(self.state)

    @cached_property
    def agenda(self) -> Agenda:
        """The outcome, and what to talk about."""
        return Agenda(self.state)

    @cached_property
    def judging(self) -> Judging:
        """Conditions and judgement."""
        return Judging(self.state)

    @cached_property
    def exercises(self) -> Exercises:
        """Three questions that check their own answers."""
        return Exercises(self.state)
