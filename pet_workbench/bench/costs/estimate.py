"""A figure with the interval in which we expect it."""

import math
from dataclasses import dataclass

from pet_workbench.core import ParameterError


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure and its interval.

    Attributes
    ----------
    low, middle, high : float
        Ascending; all three are equal for what is known exactly.

    Raises
    ------
    ParameterError
        If they are not numbers in ascending order.

    Examples
    --------
    >>> (Estimate(1, 2, 4) + Estimate.exactly(1)).scaled(10)
    Estimate(low=20, middle=30, high=50)
    >>> 3 in Estimate(1, 2, 4), Estimate.exactly(2).is_exact
    (True, True)
    """

    low: float
    middle: float
    high: float

    def __post_init__(self) -> None:
        if not (self.low <= self.middle <= self.high and math.isfinite(self.low)):
            raise ParameterError(
                "errors.bench_estimate_order",
                "need three numbers in ascending order, got {low}, {middle}, {high}",
                low=self.low,
                middle=self.middle,
                high=self.high,
            )

    @classmethod
    def exactly(cls, value: float) -> "Estimate":
        """Return a figure without doubt."""
        return cls(value, value, value)

    @property
    def is_exact(self) -> bool:
        """Whether there is no doubt."""
        return self.low == self.high

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high

    def __add__(self, other: "Estimate") -> "Estimate":
        """Add the worst cases up; the interval is too wide rather than too narrow."""
        return Estimate(self.low + other.low, self.middle + other.middle, self.high + other.high)

    def times(self, other: "Estimate") -> "Estimate":
        """Multiply two figures that are not below zero, worst case by worst case."""
        return Estimate(self.low * other.low, self.middle * other.middle, self.high * other.high)

    def minus(self, other: "Estimate") -> "Estimate":
        """Subtract, worst case by worst case, and not below zero.

        Examples
        --------
        >>> Estimate(5, 6, 7).minus(Estimate(1, 4, 9))
        Estimate(low=0, middle=2, high=6)
        """
        return Estimate(
            max(self.low - other.high, 0),
            max(self.middle - other.middle, 0),
            max(self.high - other.low, 0),
        )

    def scaled(self, factor: float) -> "Estimate":
        """Multiply by an exact factor of at least zero."""
        return Estimate(self.low * factor, self.middle * factor, self.high * factor)
