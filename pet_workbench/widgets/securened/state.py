"""The reader's choices on the page of `securened`."""

from typing import ClassVar

import traitlets

from pet_workbench.usecases.base import Tables
from pet_workbench.usecases.securened import CASE, Trends
from pet_workbench.widgets.case import CaseState

SECRET, NOISY, THIRD, PLAIN = CASE.techniques
SIZES = (40, 80, 120, 200, 400)
MINIMA = (1, 2, 3, 5, 8, 10, 15, 20)
CAPS = (10, 50, 100, 1_000, 10_000)


class SecurenedState(CaseState):
    """The reader's choices.

    Attributes
    ----------
    minimum : int
        Fewest organisations for which a number is given.
    breakdown : str
        All organisations together, or per sector.
    cap : int
        Most incidents of one organisation that count, per kind and week.
    epsilon : float
        Of the noise, where there is any.
    """

    case: ClassVar = CASE
    choices: ClassVar = ("minimum", "breakdown", "cap", "epsilon")
    decides_on: ClassVar = {"epsilon": (NOISY,)}

    n = traitlets.Int(120)
    minimum = traitlets.Int(5)
    breakdown = traitlets.Unicode("all")
    cap = traitlets.Int(100)
    epsilon = traitlets.Float(1.0)

    def truth(self, breakdown: str, tables: Tables | None = None) -> Trends:
        """Return everything that was seen anywhere: what nobody in the case reads."""

        def count() -> Trends:
            exact: Trends = CASE.exact(
                tables or self.tables, minimum=1, breakdown=breakdown, cap=self.cap
            )
            return exact

        if tables is not None:
            return count()
        return self.keep(self.key(("truth", breakdown), *self.data, "cap"), count)
