"""An amount of euros that is not known exactly: at least, most likely, at most."""

import math
from dataclasses import dataclass

from pet_workbench.core import ParameterError


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount with its range.

    Attributes
    ----------
    low, likely, high : float
        Euros, zero or more, ascending; all three are equal for what is known exactly.

    Raises
    ------
    ParameterError
        If they are not finite, below zero, or not in ascending order.

    Examples
    --------
    >>> Amount(25_000, 27_500, 30_000).mean()
    27500.0
    >>> Amount.exactly(5).is_exact
    True
    """

    low: float
    likely: float
    high: float

    def __post_init__(self) -> None:
        three = {"low": self.low, "likely": self.likely, "high": self.high}
        if not all(math.isfinite(value) and value >= 0 for value in three.values()):
            raise ParameterError(
                "errors.decide_balance_amount",
                "need three amounts of 0 euros or more, got {low}, {likely} and {high}; write what "
                "goes out as a cost and what comes in as a benefit",
                **three,
            )
        if not self.low <= self.likely <= self.high:
            raise ParameterError(
                "errors.decide_balance_order",
                "need low <= likely <= high, got {low}, {likely} and {high}; put the smallest "
                "amount first",
                **three,
            )

    @classmethod
    def exactly(cls, value: float) -> "Amount":
        """Return an amount without doubt."""
        return cls(value, value, value)

    @property
    def is_exact(self) -> bool:
        """Whether there is no doubt."""
        return self.low == self.high

    def mean(self, weight: float = 4.0) -> float:
        """Return the expected amount under the PERT distribution.

        Parameters
        ----------
        weight : float, default: 4
            How much heavier the likely amount counts than each end.
        """
        return (self.low + weight * self.likely + self.high) / (weight + 2)
