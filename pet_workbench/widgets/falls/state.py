"""The reader's choices on the page about falls, of both its questions."""

from typing import Any, ClassVar

import traitlets

from pet_workbench.usecases.fall_injuries import CASE as INJURIES
from pet_workbench.usecases.falls import CASE as FALLS
from pet_workbench.usecases.falls import THIRD_PARTIES
from pet_workbench.usecases.falls.population import people
from pet_workbench.widgets.case import SEED, CaseState

SIZES = (500, 1_000, 2_000, 5_000, 10_000, 20_000)
SHARES = (2, 5, 10, 15, 20, 30, 50)
"""Percentages of the clients for whom the care organisation has time."""
MINIMA = (2, 5, 10, 20, 50)


class FallsState(CaseState):
    """Clients, the third party of the comparison, and how many clients get a visit.

    Attributes
    ----------
    share : int
        Per cent of the clients; decides on what is shown, not on a run.
    """

    case: ClassVar = FALLS
    choices: ClassVar = ("third_party",)
    n = traitlets.Int(5_000)
    share = traitlets.Enum(SHARES, 10)
    third_party = traitlets.Enum(THIRD_PARTIES, THIRD_PARTIES[0])

    @property
    def truth(self) -> Any:
        """Who was injured, as a bool array in the order of the clients; the workbench knows."""

        def invented() -> Any:
            return people(self.n, seed=SEED)["injured"].to_numpy(bool)

        return self.keep(self.key("truth", "n"), invented)


class InjuriesState(CaseState):
    """Clients, the smallest number that is opened, and the third party of the comparison."""

    case: ClassVar = INJURIES
    choices: ClassVar = ("minimum", "third_party")
    n = traitlets.Int(10_000)
    minimum = traitlets.Int(10)
    third_party = traitlets.Enum(THIRD_PARTIES, THIRD_PARTIES[0])
