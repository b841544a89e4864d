"""The balance page: its parts, each made when the notebook first shows it."""

from functools import cached_property

from pet_workbench.i18n import Language
from pet_workbench.widgets.decide.balance.computing import Computing
from pet_workbench.widgets.decide.balance.depth import PaidBack, Tornado
from pet_workbench.widgets.decide.balance.exercises import Exercises
from pet_workbench.widgets.decide.balance.gains import Gains
from pet_workbench.widgets.decide.balance.opening import Opening
from pet_workbench.widgets.decide.balance.settling import Settling
from pet_workbench.widgets.decide.balance.state import PART, BalanceState
from pet_workbench.widgets.decide.balance.table import AmountsTable
from pet_workbench.widgets.decide.balance.terms import Filling, Terms
from pet_workbench.widgets.decide.bar import DossierBar
from pet_workbench.widgets.decide.desk import Desk
from pet_workbench.widgets.page import Panel


class StakeholderBalance:
    """Who gains, who loses, and what makes it fair.

    Parameters
    ----------
    lang : {"nl", "en"}
    desk : Desk, optional
        With the dossier; a new one if absent.

    Attributes
    ----------
    desk : Desk
    state : BalanceState
    """

    def __init__(self, *, lang: Language, desk: Desk | None = None) -> None:
        self.desk = desk or Desk(lang=lang, part=PART)
        self.state = BalanceState(self.desk)

    @cached_property
    def bar(self) -> DossierBar:
        """The dossier: save, open, memo, large type."""
        return DossierBar(self.desk, here="balance")

    @cached_property
    def opening(self) -> Opening:
        """An example and what it comes to."""
        return Opening(self.state)

    @cached_property
    def editor(self) -> AmountsTable:
        """The table to fill in."""
        return AmountsTable(self.state)

    @cached_property
    def terms(self) -> Terms:
        """Years and discount rate."""
        return Terms(self.state)

    @cached_property
    def table(self) -> Filling:
        """The table, and over which years."""
        return Filling(self.state, self.editor, self.terms)

    @cached_property
    def gains(self) -> Gains:
        """Who gains and who loses."""
        return Gains(self.state)

    @cached_property
    def paid_back(self) -> PaidBack:
        """When the costs have been earned back."""
        return PaidBack(self.state)

    @cached_property
    def transfer(self) -> Settling:
        """Who pays whom."""
        return Settling(self.state)

    @cached_property
    def tornado(self) -> Tornado:
        """What matters most."""
        return Tornado(self.state)

    @cached_property
    def computing(self) -> Computing:
        """What the computers cost."""
        return Computing(self.state)

    @cached_property
    def adoption(self) -> Panel:
        """The adoption scan."""
        from pet_workbench.widgets.decide.adoption import AdoptionPart

        return AdoptionPart(self.desk)

    @cached_property
    def exercises(self) -> Exercises:
        """Three questions that check their own answers."""
        return Exercises(self.state)
