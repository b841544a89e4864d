"""Five kinds of day that stand for a year, and the shapes of a day: all of them our assumptions.

Arithmetic only.  A shape has 24 shares that add up to one; every household of a kind has the same
shape, and differs in how much it uses and in what stands in its house.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
HOURS: Final = 24
DAYS: Final = {"cold": 10, "winter": 80, "between": 183, "summer": 72, "sunny": 20}
"""How many days of a year are of each kind."""
COLD, WINTER, BETWEEN, SUMMER, SUNNY = range(len(DAYS))
COUNTS: Final = np.array(list(DAYS.values()), np.float64)
NIGHT: Final = np.array([23, 0, 1, 2, 3, 4, 5, 6])
DAYTIME: Final = np.arange(7, 17)
EVENING: Final = np.arange(17, 23)
PARTS: Final = (NIGHT, DAYTIME, EVENING)


def shape(*shares: float) -> Floats:
    """Return shares that add up to one.

    Examples
    --------
    >>> shape(1, 1, 2).tolist()
    [0.25, 0.25, 0.5]
    """
    values = np.array(shares, np.float64)
    scaled: Floats = values / values.sum()
    return scaled


_AWAY = (4, 3, 3, 3, 3, 3, 4, 7, 6, 4, 3, 3, 4, 3, 3, 4, 6, 10, 12, 11, 10, 9, 8, 6)
_HOME = (4, 3, 3, 3, 3, 3, 3, 5, 6, 7, 7, 7, 8, 7, 7, 7, 7, 9, 9, 8, 7, 7, 6, 5)
_LATE = (9, 8, 6, 4, 3, 3, 3, 3, 3, 3, 4, 4, 5, 5, 5, 5, 6, 8, 9, 9, 9, 9, 10, 10)
HABITS: Final = np.stack([shape(*_HOME), shape(*_AWAY), shape(*_LATE)])
"""At home by day, away by day, living late: shape (3, 24)."""
USUAL: Final = shape(*_AWAY)
"""How hours within night, day and evening compare; see `curves`."""
HEATING: Final = shape(4, 4, 4, 4, 4, 5, 6, 6, 5, 4, 4, 3, 3, 3, 3, 4, 4, 5, 5, 5, 5, 5, 4, 4)
"""A heat pump runs through; somewhat more in the morning and in the evening."""
SUN: Final = np.maximum(0, np.cos((np.arange(HOURS) - 13) / 8 * np.pi / 2)) * (
    np.abs(np.arange(HOURS) - 13) < 8
)
"""Height of the sun on panels, 1 at 13 h summer time."""
USE_OF_DAY: Final = np.array([1.2, 1.15, 1.0, 0.88, 0.85])
"""Household use on each kind of day, next to the mean over the year."""
HEAT_OF_DAY: Final = np.array([4.2, 2.4, 0.85, 0.2, 0.2])
"""Use of a heat pump on each kind of day, next to the mean over the year."""
YIELD_OF_DAY: Final = np.array([0.7, 0.6, 2.45, 3.6, 5.6])
"""kWh per kW of panels on each kind of day; about 875 kWh in a year."""
