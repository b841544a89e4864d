"""The reader's choices on a page about synthetic rows."""

from typing import TYPE_CHECKING, Any, ClassVar

import traitlets

from pet_workbench.core import Outcome
from pet_workbench.usecases.synthetic_rows import (
    CART,
    MARGINALS,
    PRIVATE,
    SyntheticRowsCase,
    as_described,
    split,
)
from pet_workbench.widgets.case import CaseState

if TYPE_CHECKING:
    import pandas as pd

EPSILONS = ("0.1", "0.3", "1", "3", "10")
SHOWN_ROW_BY_ROW = (PRIVATE, MARGINALS)
"""Rows of the others have values of somebody in them: no page shows those one by one."""


class SyntheticState(CaseState):
    """The reader's choices.

    Attributes
    ----------
    epsilon : str
        Of the private rows, as it is written in English.
    rows : int
        How many to draw; 0 for as many as were learned from.
    column : str
        Which one is drawn as a picture.
    """

    case: ClassVar[SyntheticRowsCase]
    choices: ClassVar = ("epsilon", "rows", "column")
    decides_on: ClassVar = {
        "epsilon": (PRIVATE,),
        "rows": (PRIVATE, MARGINALS, CART),
        "column": (),
    }
    asks_first: ClassVar = (MARGINALS, CART)

    epsilon = traitlets.Unicode("1")
    rows = traitlets.Int(0)
    column = traitlets.Unicode()

    @traitlets.default("n")
    def _measured_size(self) -> int:
        return self.case.measured_n

    @traitlets.default("column")
    def _sensitive_column(self) -> str:
        return self.case.sensitive

    def run_arguments(self) -> dict[str, Any]:
        """Return what `case.run` gets; which column is looked at is no part of that."""
        return {"epsilon": self.epsilon, "rows": self.rows}

    def run(self, technique: str, **overrides: Any) -> Outcome:
        """Run `technique`; messages with values of somebody are counted, and not kept."""
        if technique not in SHOWN_ROW_BY_ROW:
            overrides.setdefault("keep_payload_bytes", 0)
        return super().run(technique, **overrides)

    @property
    def parts(self) -> "tuple[pd.DataFrame, pd.DataFrame]":
        """The rows that are learned from, and those set aside, in the described columns."""

        def take() -> "tuple[pd.DataFrame, pd.DataFrame]":
            learned, aside = split(self.tables[self.case.keeper], self.case.terms)
            description = self.case.description
            return as_described(learned, description), as_described(aside, description)

        return self.keep(self.key("parts", "n"), take)
