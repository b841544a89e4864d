"""The chooser page: its parts, each made when the notebook first shows it."""

from functools import cached_property

from pet_workbench.decide import chooser, gate
from pet_workbench.i18n import Language
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.decide.bar import DossierBar
from pet_workbench.widgets.decide.chooser.advice import AdvicePart, in_short_html
from pet_workbench.widgets.decide.chooser.exercises import Exercises
from pet_workbench.widgets.decide.chooser.opening import Opening
from pet_workbench.widgets.decide.chooser.questionnaire import Questionnaire
from pet_workbench.widgets.decide.chooser.rules import RulesPart
from pet_workbench.widgets.decide.chooser.state import ChooserState
from pet_workbench.widgets.decide.chooser.uk import UkPart
from pet_workbench.widgets.decide.chooser.verdict import VerdictPart, in_one_line
from pet_workbench.widgets.decide.desk import Desk

PART = "chooser"


class PetChooser:
    """From what you need and may do, to techniques that are worth discussing.

    Parameters
    ----------
    lang : {"nl", "en"}

    Attributes
    ----------
    desk : Desk
        With the dossier that all parts share.
    state : ChooserState
    """

    def __init__(self, *, lang: Language) -> None:
        self.desk = Desk(lang=lang, part=PART)
        self.state = ChooserState(self.desk, Words(lang, PART))

    @cached_property
    def bar(self) -> DossierBar:
        """The dossier: save, open, memo, large type."""
        return DossierBar(self.desk, here="chooser")

    @cached_property
    def opening(self) -> Opening:
        """An example with its advice."""
        return Opening(self.state)

    @cached_property
    def gate(self) -> Questionnaire:
        """The questions of the legal gate."""
        return Questionnaire(self.state, "gate", gate.questions(), lambda: in_one_line(self.state))

    @cached_property
    def verdict(self) -> VerdictPart:
        """What the gate says, and what to ask a lawyer."""
        return VerdictPart(self.state)

    @cached_property
    def needs(self) -> Questionnaire:
        """The questions about need and constraints."""
        return Questionnaire(
            self.state, "needs", chooser.questions(), lambda: advice_line(self.state)
        )

    @cached_property
    def advice(self) -> AdvicePart:
        """Ranked suggestions with reasons."""
        return AdvicePart(self.state)

    @cached_property
    def rules(self) -> RulesPart:
        """Every rule, to switch off."""
        return RulesPart(self.state)

    @cached_property
    def uk(self) -> UkPart:
        """The same answers through the British guide."""
        return UkPart(self.state)

    @cached_property
    def exercises(self) -> Exercises:
        """Three questions that check their own answers."""
        return Exercises(self.state)


def advice_line(state: ChooserState) -> str:
    """Return what the answers come to so far, for below the questions."""
    return in_short_html(state, "pet-so-far") if state.dossier.needs else ""
