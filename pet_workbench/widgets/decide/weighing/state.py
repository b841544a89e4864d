"""What the parts of the weighing page share: the weighing, kept in the dossier on the desk."""

from typing import Any

import traitlets

from pet_workbench.core import DataError
from pet_workbench.decide import Dossier, gate
from pet_workbench.decide.weighing import Person, Project, Weighing, framework
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.decide.desk import Desk


class WeighingState(traitlets.HasTraits):
    """Reads the weighing from the dossier, and writes each change back into it.

    Parameters
    ----------
    desk : Desk

    Attributes
    ----------
    weighing : Weighing
        What is on the page; an empty one while the dossier holds none.
    problem : DataError or None
        Why the dossier's weighing cannot be read; nothing is written until it is replaced.
    """

    weighing = traitlets.Instance(Weighing)
    problem = traitlets.Instance(DataError, allow_none=True)

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        super().__init__(weighing=fresh(desk.dossier))
        desk.observe(lambda _: self._follow(), "dossier")
        self._follow()

    @property
    def words(self) -> Words:
        """The page's words."""
        return self.desk.words

    @property
    def gate_outcome(self) -> str:
        """Outcome of the legal gate; empty if nobody passed through it, or it cannot be read."""
        try:
            return gate.judge(self.desk.dossier.gate).outcome if self.desk.dossier.gate else ""
        except DataError:
            return ""

    def put(self, **fields: Any) -> None:
        """Change fields of the weighing; while it cannot be read, nothing happens."""
        if self.problem is None:
            self.keep(self.weighing.with_(**fields))

    def put_person(self, place: int, person: Person) -> None:
        """Change what one person at the table filled in."""
        self.put(people=self.weighing.with_person(place, person).people)

    def keep(self, weighing: Weighing) -> None:
        """Put another weighing in the place of the one that is there, readable or not."""
        state = weighing.to_mapping()
        if state != self.desk.dossier.weighing:
            self.desk.change(weighing=state)

    def _follow(self) -> None:
        """Follow the dossier."""
        state = self.desk.dossier.weighing
        try:
            weighing = fresh(self.desk.dossier) if state is None else Weighing.from_mapping(state)
        except DataError as problem:
            self.problem = problem
            self.weighing = Weighing()
            return
        self.problem = None
        self.weighing = weighing


def fresh(dossier: Dossier) -> Weighing:
    """Return an empty weighing, with what the dossier already says about the project."""
    longest = framework().limits.text
    project = Project(dossier.question[:longest], "\n".join(dossier.parties)[:longest])
    return Weighing.empty().with_(project=project)
