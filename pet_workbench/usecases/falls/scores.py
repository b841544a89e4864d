"""What the care organisation reads in the case `falls`: a score per client."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core.validation import check_range
from pet_workbench.usecases.falls.model import WEIGHT_UNIT, risks_of


@dataclass(frozen=True, eq=False)
class Scores:
    """The answer.

    Attributes
    ----------
    persons : ndarray of int64, shape (n,)
        Clients, in the order of the care organisation's table.
    units : ndarray of int64, shape (n,)
        Their scores, in units of 1/10,000.
    stated_error : float
        How far a decrypted score can have been from the exact one before it was rounded to a whole
        unit, in the scale of the scores; 0 where nothing was decrypted.  It is below half a unit,
        so that rounding gives the exact score.
    """

    persons: NDArray[np.int64]
    units: NDArray[np.int64]
    stated_error: float = 0.0

    @property
    def scores(self) -> NDArray[np.float64]:
        """Log-odds of an injury."""
        scores: NDArray[np.float64] = self.units / WEIGHT_UNIT
        return scores

    @property
    def risks(self) -> NDArray[np.float64]:
        """Probabilities of an injury."""
        return risks_of(self.scores)

    def highest(self, share: float) -> NDArray[np.int64]:
        """Return the places of the `share` of clients with the highest scores, highest first.

        Raises
        ------
        ParameterError
            If the share is not from 0 to 1.

        Examples
        --------
        >>> Scores(np.arange(4), np.array([5, 9, 7, 1])).highest(0.5).tolist()
        [1, 2]
        """
        check_range("share", share, 0, 1)
        order = np.argsort(-self.units, kind="stable")
        return order[: int(share * order.size)]
