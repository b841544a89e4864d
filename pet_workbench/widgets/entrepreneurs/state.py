"""The reader's choices on the page of `entrepreneurs`."""

from typing import ClassVar

import numpy as np
import traitlets
from numpy.typing import NDArray

from pet_workbench.usecases.entrepreneurs import CASE, HOLDER, KVK, THIRD_PARTIES
from pet_workbench.usecases.entrepreneurs.trouble import true_counts
from pet_workbench.widgets.case import CaseState

SECRET, SUPPRESSION, NOISY, TRUSTED, PLAIN = CASE.techniques
SIZES = (10_000, 50_000, 100_000, 200_000, 500_000)
MINIMA = (1, 2, 3, 5, 10, 20, 50, 100)


class EntrepreneursState(CaseState):
    """The reader's choices.

    Attributes
    ----------
    level : str
        Which regions.
    minimum : int
        Smallest cell that is shown.
    third : str
        Who the third party is.
    epsilon : float
        Of the noise, where there is any.
    """

    case: ClassVar = CASE
    choices: ClassVar = ("level", "minimum", "third", "epsilon")
    decides_on: ClassVar = {"epsilon": (NOISY,)}

    n = traitlets.Int(100_000)
    level = traitlets.Unicode("province")
    minimum = traitlets.Int(10)
    third = traitlets.Unicode(THIRD_PARTIES[0])
    epsilon = traitlets.Float(1.0)

    def run_arguments(self) -> dict[str, object]:
        """Return what the case gets: `third` has a longer name there."""
        return {
            "level": self.level,
            "minimum": self.minimum,
            "third_party": self.third,
            "epsilon": self.epsilon,
        }

    @property
    def truth(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """How many are in trouble and how many there are: what nobody in the case sees."""
        return self.truth_at(self.level)

    def truth_at(self, level: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the same at another `level`."""

        def count() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
            return true_counts(self.tables[KVK], self.tables[HOLDER], level)

        return self.keep(self.key(("truth", level), *self.data), count)
