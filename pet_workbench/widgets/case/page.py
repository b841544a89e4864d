"""A case page: declarations and a few hooks of one case, and the sections that read them."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property
from importlib import import_module
from typing import Any, ClassVar, Generic, TypeVar

from pet_workbench.core import Outcome
from pet_workbench.i18n import Language
from pet_workbench.usecases.base import Tables, UseCase
from pet_workbench.widgets.case.collusion import Collusion
from pet_workbench.widgets.case.controls import Control
from pet_workbench.widgets.case.cost import Cost
from pet_workbench.widgets.case.declared import Facts, Learned, OwnAnswer, Shown, Task
from pet_workbench.widgets.case.exercises import Exercises
from pet_workbench.widgets.case.facts import Published
from pet_workbench.widgets.case.later import Later
from pet_workbench.widgets.case.own_data import OwnData
from pet_workbench.widgets.case.quality import Quality
from pet_workbench.widgets.case.seen import Seen
from pet_workbench.widgets.case.state import CaseState
from pet_workbench.widgets.case.tampering import Tampering, last_multiplications, last_opening
from pet_workbench.widgets.case.try_it import TryIt
from pet_workbench.widgets.case.words import Words
from pet_workbench.widgets.upload import UploadedFile

State = TypeVar("State", bound=CaseState)


class CasePage(ABC, Generic[State]):
    """Everything that moves on the page of a case; a control in one section updates the others.

    A page is a subclass: class attributes say what there is to choose, to show and to break, and
    methods say what a run means.  Words stand in the part of the catalogue that is called as the
    case; what it lacks comes from the part ``case``.

    Parameters
    ----------
    lang : {"nl", "en"}

    Attributes
    ----------
    state : CaseState
        The reader's choices.
    words : Words
    later : Later
        For what may wait.
    state_class : type of CaseState
    published, published_table : tuple of str
        Figures of ``data/figures.toml`` shown as big numbers, and as rows of a table.
    controls : tuple of Slide, Pick and Tick
    samples : mapping of str to mapping of str to tuple of str
        By technique (with or without variant) and role: steps of which a card shows first values.
    amounts : collection of str
        Steps whose values are cents.
    national_n : int
        From this size on a stored measurement stands for the whole country.
    breaks : mapping of str to tuple of str
        By kind of coalition (roles joined by a plus sign): what it gains, per technique in order.
    agreed : collection of str
        Those gains that are nothing beyond what was agreed.
    files : mapping of str to str
        The files of own data: a slug, and the party whose table it is.
    example_name : str
        How the example files are called.
    tasks : tuple of ChoiceTask and NumberTask
    """

    state_class: type[State]
    published: ClassVar[tuple[str, ...]] = ()
    published_table: ClassVar[tuple[str, ...]] = ()
    controls: ClassVar[tuple[Control, ...]] = ()
    samples: ClassVar[Mapping[str, Mapping[str, tuple[str, ...]]]] = {}
    amounts: ClassVar[Collection[str]] = frozenset()
    national_n: ClassVar[int] = 1_000_000
    breaks: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    agreed: ClassVar[Collection[str]] = frozenset()
    files: ClassVar[Mapping[str, str]] = {}
    example_name: ClassVar[str] = "{case}_{slug}_{word}.csv"
    tasks: ClassVar[tuple[Task, ...]] = ()

    def __init__(self, *, lang: Language) -> None:
        self.lang = lang
        self.state = self.state_class()
        self.words = Words(lang, self.case.key)
        self.later = Later()

    @property
    def case(self) -> UseCase:
        """The case that the page is about."""
        return self.state_class.case

    @property
    def main(self) -> str:
        """The technique that the page is about: the first one."""
        return next(iter(self.case.techniques))

    @abstractmethod
    def shown(self, outcome: Outcome) -> Shown:
        """Return what "try it" shows of a run."""

    @abstractmethod
    def told(self, outcome: Outcome) -> Facts:
        """Return the values that any sentence about a run may ask for; for every technique."""

    @abstractmethod
    def answer_words(self, outcome: Outcome) -> str:
        """Write the answer in a word or number."""

    @abstractmethod
    def exact_words(self, outcome: Outcome) -> str:
        """Write the check in a word or number."""

    def error_words(self, outcome: Outcome) -> str:
        """Write how far the answer is from the check."""
        return self.words.value(outcome.error)

    @abstractmethod
    def learn(self, coalition: tuple[str, ...], outcome: Outcome, tables: Tables) -> Learned:
        """Attack a run with the views of `coalition`."""

    def settings(self) -> Facts:
        """Return the values that notes about the present choices ask for."""
        return {}

    def said(self, key: str) -> str:
        """Return a note with the present settings filled in; nothing if there are no such words."""
        return self.words.optional(key, **self.words.written(self.settings()))

    def is_opened(self, outcome: Outcome) -> bool:  # noqa: ARG002 - for cases that may withhold
        """Tell whether an answer was given at all."""
        return True

    def brief(self, outcome: Outcome) -> str:
        """Write the answer inside a sentence."""
        return self.answer_words(outcome)

    def verdict(self, outcomes: Sequence[Outcome]) -> str:
        """Say whether the techniques gave the right answer."""
        by_design = [one for one in outcomes if is_noisy(one)]
        key, difference = "quality_same", sum(one.error for one in outcomes if not is_noisy(one))
        if difference:
            key = "quality_differs"
        elif not all(self.is_opened(outcome) for outcome in outcomes):
            key = "quality_withheld"
        told = self.told(self.state.ready() or outcomes[0])
        values = {**self.settings(), **told, "difference": difference}
        noisy = [
            self.words("quality_noisy", technique=self.words.technique(one.technique))
            for one in by_design
        ]
        return " ".join([self.words(key, **self.words.written(values)), *noisy])

    def multiplications(self, outcome: Outcome) -> Sequence[int]:
        """Return messages of multiplications to change, in turn, until the answer is wrong."""
        return last_multiplications(outcome)

    def opening(self, outcome: Outcome) -> int:
        """Return the message of an opening to change."""
        return last_opening(outcome)

    def read(self, files: Mapping[str, UploadedFile]) -> Tables:
        """Read files of the reader's own; problems name them as the reader does, where they can."""
        contents = {self.files[slug]: file.content for slug, file in files.items()}
        if not self.case.own_tables:
            return self.case.read(contents)
        read: Callable[..., Tables] = import_module(self.case.own_tables).read
        return read(contents, names={self.files[slug]: file.name for slug, file in files.items()})

    def own_arguments(self) -> dict[str, Any]:
        """Return what `case.run` gets for the reader's own files; the present choices."""
        return self.state.run_arguments()

    def own_answer(self, tables: Tables, outcome: Outcome) -> OwnAnswer:  # noqa: ARG002 - for cases that need the tables
        """Return the answer on the reader's own files."""
        return OwnAnswer(f"<p>{self.shown(outcome).sentence}</p>")

    @cached_property
    def facts(self) -> Published:
        """Published figures, with their sources."""
        return Published(self)

    @cached_property
    def try_it(self) -> TryIt:
        """The question with its controls, and the answer."""
        return TryIt(self)

    @cached_property
    def seen(self) -> Seen:
        """What each party received."""
        return Seen(self)

    @cached_property
    def quality(self) -> Quality:
        """Whether the answer is right."""
        return Quality(self)

    @cached_property
    def cost(self) -> Cost:
        """Time, bytes and rounds, here and on slower networks."""
        return Cost(self)

    @cached_property
    def collusion(self) -> Collusion:
        """What a coalition reads in its views."""
        return Collusion(self)

    @cached_property
    def tampering(self) -> Tampering:
        """A message that is changed on its way."""
        return Tampering(self)

    @cached_property
    def own_data(self) -> OwnData:
        """Files of the reader's own."""
        return OwnData(self)

    @cached_property
    def exercises(self) -> Exercises:
        """Questions that check their own answers."""
        return Exercises(self.tasks, self.words)


def is_noisy(outcome: Outcome) -> bool:
    """Tell whether an answer differs from the exact one by design."""
    return any(one.guarantee == "differential_privacy" for one in outcome.released)
