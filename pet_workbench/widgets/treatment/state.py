"""The reader's choices on the page of `treatment`."""

from typing import Any, ClassVar

import traitlets

from pet_workbench.usecases.treatment import CASE
from pet_workbench.widgets.case import CaseState

SECRET = next(iter(CASE.techniques))
SIZES = (60, 200, 400, 800, 1_500, 3_000, 10_000)
EFFECTS = (-8, -6, -4, -2, 0, 2, 4, 6, 8)
PREFERENCES = (0, 25, 50, 75, 100)
MINIMA = (2, 5, 10, 20, 50)


class TreatmentState(CaseState):
    """Patients, what is true of them, and how they are compared."""

    case: ClassVar = CASE
    data: ClassVar = ("n", "effect", "preference")
    choices: ClassVar = ("within_hospitals", "minimum")

    n = traitlets.Int(800)
    effect = traitlets.Int(6)
    preference = traitlets.Int(0)
    within_hospitals = traitlets.Bool(False)
    minimum = traitlets.Int(10)

    def load_arguments(self) -> dict[str, Any]:
        """Return what the case makes patients of; the page counts preference in per cent."""
        return {"n": self.n, "effect": self.effect, "preference": self.preference / 100}
