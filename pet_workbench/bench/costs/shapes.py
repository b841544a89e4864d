"""How a cost may grow with the size: a small set of candidate laws, each a fixed part and a shape.

A candidate is ``fixed + per_item * g(n)``.  Which candidates are likely before looking is written
here; how likely each is after looking is `posterior`'s business.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

FORMULAS = ("constant", "logarithmic", "linear", "n-log-n", "power", "quadratic")


@dataclass(frozen=True, slots=True)
class Shape:
    """A growth law without its size.

    Attributes
    ----------
    formula : str
        One of `FORMULAS`.
    power : float
        Of n; 0 where only the logarithm grows.
    logs : int
        How many factors log2(n) stand beside it.
    likely : float
        Share of belief before looking.
    """

    formula: str
    power: float
    logs: int
    likely: float

    def grows(self, n: Floats) -> Floats:
        """Return g(n), per size."""
        return np.asarray(n**self.power * np.log2(n + 1) ** self.logs)

    def exponent(self, n: float) -> float:
        """Return by which power of n the shape grows around `n`."""
        return self.power + self.logs / math.log(n + 1)


SHAPES = (
    Shape("linear", 1.0, 0, 0.4),
    Shape("n-log-n", 1.0, 1, 0.15),
    Shape("logarithmic", 0.0, 1, 0.05),
    Shape("power", 0.5, 0, 0.04),
    Shape("power", 0.7, 0, 0.06),
    Shape("power", 0.85, 0, 0.06),
    Shape("power", 1.15, 0, 0.08),
    Shape("power", 1.3, 0, 0.06),
    Shape("power", 1.5, 0, 0.04),
    Shape("quadratic", 2.0, 0, 0.06),
)
FIXED: tuple[float, ...] = (0.0, *(10.0 ** (k / 3) for k in range(-4, 13)), 1e9)
"""The fixed part, as a multiple of the growing part at the smallest size; all equally likely."""
CONSTANT_SHARE = 0.9
"""From this share of the fixed part at the largest size on, a law is called constant."""


def grown_at(n: float) -> Floats:
    """Return g(n) of every candidate of `SHAPES`."""
    return np.array([float(shape.grows(np.array([n]))[0]) for shape in SHAPES])
