"""What a municipality can decide with a table: which areas come first, and how many are the right.

Where heat without gas is planned, the areas that use most are often looked at first; that is one
way to choose, an example of ours.  What counts here is whether a table with noise, or with merged
rows, picks the same areas as the true one.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core.validation import check_whole
from pet_workbench.usecases.gas.publication import Publication


@dataclass(frozen=True)
class Chosen:
    """The areas that come first in a table, and in truth.

    Attributes
    ----------
    areas : tuple of int
        Those that a table puts first, highest mean first.
    right : tuple of int
        Which of them are among the first in truth.
    lost : float
        By what share the true means of the chosen areas are below those of the right ones.
    """

    areas: tuple[int, ...]
    right: tuple[int, ...]
    lost: float

    @property
    def share(self) -> float:
        """Which part of the choice is right."""
        return len(self.right) / max(1, len(self.areas))


def first_areas(
    table: Publication, truth: Publication, *, k: int, among: NDArray[np.bool_] | None = None
) -> Chosen:
    """Return which `k` areas have the highest mean in a table, held against the truth.

    Areas without connections do not take part; withheld ones come last.

    Parameters
    ----------
    table, truth : Publication
        Of the same areas.
    k : int
    among : ndarray of bool, optional
        Which areas take part.
    """
    check_whole("k", k, 1, 10_000)
    there = truth.connections > 0
    places = np.flatnonzero(there if among is None else there & among)
    means, true_means = table.means[places], truth.means[places]
    k = min(k, len(places))
    ranked = np.argsort(-np.where(np.isfinite(means), means, -1.0), kind="stable")[:k]
    best = np.argsort(-true_means, kind="stable")[:k]
    codes = table.areas[places]
    picked = tuple(codes[ranked].tolist())
    wanted = set(codes[best].tolist())
    right = float(true_means[best].mean()) if k else 1.0
    got = float(true_means[ranked].mean()) if k else 1.0
    return Chosen(picked, tuple(one for one in picked if one in wanted), 1 - got / right)
