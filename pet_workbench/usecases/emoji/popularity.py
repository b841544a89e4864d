"""What the maker ends up with: estimated counts, their margins, what stands out of the noise."""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Popularity:
    """How often each emoji was chosen, as the maker reads it.

    Attributes
    ----------
    n : int
        Devices.
    counts : ndarray of float64, shape (SIZE,)
        Estimates; right on average, so some may be below 0.
    deviations : ndarray of float64, shape (SIZE,)
        How far each is off, as a standard deviation; 0 where nothing is hidden.
    threshold : float
        Above this an estimate stands out of the noise.
    """

    n: int
    counts: Floats
    deviations: Floats
    threshold: float

    @property
    def seen(self) -> NDArray[np.bool_]:
        """Return which emoji stand out of the noise."""
        above: NDArray[np.bool_] = self.counts > self.threshold
        return above

    def margin(self, confidence: float = 0.95) -> Floats:
        """Return how far each estimate may be off with this `confidence`."""
        return NormalDist().inv_cdf((1 + confidence) / 2) * self.deviations

    def top(self, most: int) -> NDArray[np.int64]:
        """Return the numbers of the emoji with the largest estimates, the largest first."""
        return np.argsort(-self.counts, kind="stable")[:most]

    def rms_error(self, exact: NDArray[np.int64]) -> float:
        """Return the root of the mean square difference with the exact counts."""
        return float(np.sqrt(np.mean(np.square(self.counts - exact))))
