"""The reader's choices on the page of `grid`: which street, and what the analyst asks for."""

from typing import TYPE_CHECKING, Any, ClassVar, Final

import traitlets

from pet_workbench.core import Outcome
from pet_workbench.usecases.grid import CASE, DWELLINGS
from pet_workbench.usecases.grid.household import FOR_FEED_IN, FOR_PEAK
from pet_workbench.usecases.grid.kept import FEED_IN, PEAK, QUESTIONS, Verdict, verdicts
from pet_workbench.usecases.synthetic_rows import MARGINALS
from pet_workbench.widgets.synthetic import SyntheticState

if TYPE_CHECKING:
    import pandas as pd

NEEDED, ALL = "needed", "all"
REQUESTS: Final = (NEEDED, ALL)
"""Which columns the analyst asks for: those that the question takes, or everything."""
COLUMNS: Final = {PEAK: FOR_PEAK, FEED_IN: FOR_FEED_IN}
HOMES: Final = (25, 50, 100, 200, 400)
CAPACITIES: Final = (0.8, 1.0, 1.25, 1.5, 1.75, 2.0, 2.5)


class GridState(SyntheticState):
    """The reader's choices.

    Attributes
    ----------
    question : str
        What may be too much: the evening peak, or feeding in.
    request : str
        Of `REQUESTS`.
    homes : int
        Behind one transformer.
    capacity : float
        kW per home.
    dwelling : str
        Which kind of street is drawn.
    """

    case: ClassVar = CASE
    question = traitlets.Enum(QUESTIONS, PEAK)
    request = traitlets.Enum(REQUESTS, NEEDED)
    homes = traitlets.Int(200)
    capacity = traitlets.Float(1.5)
    dwelling = traitlets.Enum(DWELLINGS, DWELLINGS[-1])

    @property
    def real(self) -> "pd.DataFrame":
        """The rows that were learned from, with all columns."""
        return self.parts[0]

    def street_outcome(self, technique: str | None = None) -> Outcome:
        """Return the run in which the analyst asks for what the choices say."""
        id = self.case.technique(technique or self.technique).id
        if self.request == ALL:
            return self.outcome(id)
        key = self.key(("street", id), "n", "epsilon", "question")
        return self.keep(key, lambda: self.run(id, rows=0, columns=COLUMNS[self.question]))

    def has_to_wait(self) -> bool:
        """Tell whether the chosen rows take so long that the reader asks for them."""
        slow = self.request == ALL and self.technique == MARGINALS
        return slow and self.ready(MARGINALS) is None

    def verdicts(self, technique: str | None = None) -> tuple[Verdict, ...]:
        """Return what real rows and those of a technique say of each kind of street."""
        asked: dict[str, Any] = {
            "capacity": self.capacity,
            "homes": self.homes,
            "question": self.question,
        }
        return verdicts(self.real, self.street_outcome(technique).answer.frame, **asked)
