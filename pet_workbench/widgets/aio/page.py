"""The sections of the page over one state; each is made when the notebook first shows it."""

from functools import cached_property

from pet_workbench.i18n import Language
from pet_workbench.widgets.aio.collusion import Collusion
from pet_workbench.widgets.aio.cost import Cost
from pet_workbench.widgets.aio.estimates import Estimates
from pet_workbench.widgets.aio.exercises import Exercises
from pet_workbench.widgets.aio.limits import Limits
from pet_workbench.widgets.aio.own_data import OwnData
from pet_workbench.widgets.aio.quality import Quality
from pet_workbench.widgets.aio.seen import Seen
from pet_workbench.widgets.aio.state import AioState
from pet_workbench.widgets.aio.tampering import Tampering
from pet_workbench.widgets.aio.try_it import TryIt


class AioPage:
    """Everything that moves on the page: a slider in one section updates the others.

    Parameters
    ----------
    lang : {"nl", "en"}

    Attributes
    ----------
    state : AioState
        The reader's choices.
    """

    def __init__(self, *, lang: Language) -> None:
        self._lang = lang
        self.state = AioState()

    @cached_property
    def estimates(self) -> Estimates:
        """Published figures on non-take-up, with their sources."""
        return Estimates(lang=self._lang)

    @cached_property
    def try_it(self) -> TryIt:
        """The question with its sliders, and the households found."""
        return TryIt(self.state, lang=self._lang)

    @cached_property
    def seen(self) -> Seen:
        """What each party received."""
        return Seen(self.state, lang=self._lang)

    @cached_property
    def quality(self) -> Quality:
        """Whether the answer is right."""
        return Quality(self.state, lang=self._lang)

    @cached_property
    def cost(self) -> Cost:
        """Time, bytes and rounds, here and on slower networks."""
        return Cost(self.state, lang=self._lang)

    @cached_property
    def collusion(self) -> Collusion:
        """What a coalition reads in its views."""
        return Collusion(self.state, lang=self._lang)

    @cached_property
    def limits(self) -> Limits:
        """Small numbers, repeated questions, and counting them."""
        return Limits(self.state, lang=self._lang)

    @cached_property
    def tampering(self) -> Tampering:
        """A message that is changed on its way."""
        return Tampering(self.state, lang=self._lang)

    @cached_property
    def own_data(self) -> OwnData:
        """Files of the reader's own."""
        return OwnData(self.state, lang=self._lang)

    @cached_property
    def exercises(self) -> Exercises:
        """Three questions that check their own answers."""
        return Exercises(lang=self._lang)
