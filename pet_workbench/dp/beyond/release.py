"""What left a collection: numbers with noise of another engine.

Protects: what its query promised, as far as that engine keeps it.
Does not protect: the exact answer against whoever also holds the data.
"""

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

import numpy as np

from pet_workbench.core.validation import check_range
from pet_workbench.dp.beyond.engine import Noisy
from pet_workbench.dp.choosing.groups import GroupCount
from pet_workbench.dp.query import Query
from pet_workbench.dp.totals.contingency import Contingency
from pet_workbench.dp.totals.mean import Mean
from pet_workbench.dp.totals.sum import Sum

if TYPE_CHECKING:
    from pet_workbench.dp.ledger.entry import Entry


@dataclass(frozen=True, eq=False)
class DistributedRelease:
    """One answer of another engine.

    Attributes
    ----------
    query : Query
        What was declared.
    noisy : dict of group to Noisy
        The numbers that were released.
    entry : Entry
        Where the ledger says so.
    engine : str
        Whose noise it is.
    """

    query: Query
    noisy: Mapping[Hashable, Noisy]
    entry: "Entry"
    engine: str

    @property
    def value(self) -> Any:
        """Return the answer in the form that the same query has on one machine, not rounded."""
        return self._answer({group: one.number for group, one in self.noisy.items()})

    def margin(self, confidence: float = 0.95) -> float | None:
        """Return how far each number can be off; None for a mean, of which it is not told.

        Raises
        ------
        ParameterError
            If the confidence is not from 0.5 to below 1.
        """
        check_range("confidence", confidence, 0.5, 1 - 1e-12)
        deviation = next(iter(self.noisy.values()), Noisy(0.0, 0.0)).deviation
        if deviation is None:
            return None
        if self.query.delta and not isinstance(self.query, GroupCount):
            return self._scale * deviation * NormalDist().inv_cdf((1 + confidence) / 2)
        return self._scale * deviation / math.sqrt(2) * -math.log(1 - confidence)

    @property
    def _scale(self) -> float:
        """Return what one counted thing stands for."""
        return float(self.query.grid.step) if isinstance(self.query, Sum | Mean) else 1.0

    def _answer(self, numbers: Mapping[Any, float]) -> Any:
        """Return numbers by group in the form of the query's answer."""
        if isinstance(self.query, GroupCount):
            return {group: numbers[group] for group in sorted(numbers, key=str)}
        if isinstance(self.query, Contingency):
            cells = math.prod(self.query.shape)
            return np.reshape([numbers[cell] for cell in range(cells)], self.query.shape)
        (number,) = numbers.values()
        if isinstance(self.query, Mean):
            grid = self.query.grid
            number = min(max(number, grid.low_steps), grid.high_steps)
        return self._scale * number
