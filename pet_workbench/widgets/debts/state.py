"""The reader's choices on the page of `debts`, and what follows from them."""

from typing import Any, ClassVar

import numpy as np
import traitlets
from numpy.typing import NDArray

from pet_workbench.usecases.base import Tables
from pet_workbench.usecases.debts import AGENCIES, CASE, CITIZEN, MUNICIPALITY
from pet_workbench.widgets.case import CaseState

EXAMPLES = {"a": 4, "b": 1, "c": 0, "d": 3, "e": 2}
"""Residents to ask about, and at how many agencies they are, where there is such a resident."""


class DebtsState(CaseState):
    """The reader's choices."""

    case: ClassVar = CASE
    choices: ClassVar = ("question", "who", "at_least", "minimum_found", "minimum_euros")

    n = traitlets.Int(200_000)
    question = traitlets.Unicode(CITIZEN)
    who = traitlets.Unicode("a")
    at_least = traitlets.Int(3)
    minimum_found = traitlets.Int(10)
    minimum_euros = traitlets.Int(0)

    def run_arguments(self) -> dict[str, Any]:
        """Return what `case.run` gets: a number in the place of the resident's letter."""
        arguments = super().run_arguments()
        del arguments["who"]
        return {**arguments, "citizen": self.citizen}

    @property
    def counts(self) -> NDArray[np.int64]:
        """At how many agencies each resident is, in the order of the municipality's table."""

        def count() -> NDArray[np.int64]:
            return debts_of(self.tables, 100 * self.minimum_euros)

        return self.keep(self.key("counts", *self.data, "minimum_euros"), count)

    @property
    def citizen(self) -> int:
        """Number of the resident whom the letter stands for.

        The first one, by number, at the wanted number of agencies; if there is none, at fewer.
        """

        def choose() -> int:
            persons = self.tables[MUNICIPALITY]["person"].to_numpy(np.int64)
            counts = debts_of(self.tables, 0)
            wanted = EXAMPLES[self.who]
            nearest = counts[counts <= wanted].max()
            return int(persons[counts == nearest].min())

        return self.keep(self.key("citizen", *self.data, "who"), choose)


def debts_of(tables: Tables, least_cents: int) -> NDArray[np.int64]:
    """Return on how many lists each resident is, which no party of the case can know.

    Parameters
    ----------
    tables : mapping of str to DataFrame
    least_cents : int
        From which debt on somebody counts.

    Returns
    -------
    ndarray of int64, shape (n_residents,)
    """
    persons = tables[MUNICIPALITY]["person"]
    counts = np.zeros(len(persons), np.int64)
    for one in (tables[agency] for agency in AGENCIES):
        counts += persons.isin(one.loc[one["amount_cents"] >= least_cents, "person"]).to_numpy()
    return counts
