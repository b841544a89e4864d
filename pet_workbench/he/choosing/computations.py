"""What will be computed, declared before there are keys, so that a ring can be chosen for it.

A computation is tried on meters: they follow it step by step and refuse as they would refuse
columns, without any ciphertext.  Whoever computes something else than these declares it as
`Declared`, with a function from parameters to the meter of the result.

Protects: nothing by itself.
Does not protect: against computing something else than was declared; the columns' own meters
refuse that later.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Protocol

from pet_workbench.he.choosing.pieces import sum_meter
from pet_workbench.he.meter import Meter
from pet_workbench.he.parameters import Parameters, Scheme
from pet_workbench.he.real.linear import weighted_meter
from pet_workbench.he.real.meter import RealMeter
from pet_workbench.he.real.steps import finishing
from pet_workbench.he.whole.meter import WholeMeter

DEFAULT_ERROR = 1e-7
"""Relative to the declared bound of the result."""
FEWEST_SLOTS = 1024
"""No ciphertext of whole numbers holds fewer."""


class Computation(Protocol):
    """Something to compute with encrypted numbers; the classes below are such."""

    @property
    def scheme(self) -> Scheme:
        """CKKS or BFV."""

    @property
    def rows(self) -> int:
        """Numbers per column."""

    @property
    def columns(self) -> int:
        """How many columns are encrypted."""

    @property
    def symmetric(self) -> bool:
        """Whether the owner of the secret key encrypts them."""

    @property
    def products(self) -> bool:
        """Whether it needs keys for products."""

    @property
    def sums(self) -> bool:
        """Whether it needs keys for sums."""

    @property
    def largest(self) -> float:
        """No number of the result is further from zero."""

    @property
    def error(self) -> float:
        """Largest error accepted; 0 for whole numbers."""

    def meter(self, parameters: Parameters) -> Meter:
        """Return the meter of the result under `parameters`, or refuse as a column would."""

    def __hash__(self) -> int: ...


@dataclass(frozen=True, slots=True)
class RealSum:
    """The total of a column of real numbers.

    Attributes
    ----------
    rows : int
    bound : float
        No number is further from zero.
    relative_error : float
        Largest error of the total that is accepted, relative to `rows` times `bound`.
    symmetric : bool
    """

    scheme: ClassVar[Scheme] = "ckks"
    columns: ClassVar[int] = 1
    products: ClassVar[bool] = False
    sums: ClassVar[bool] = True
    rows: int
    bound: float
    relative_error: float = DEFAULT_ERROR
    symmetric: bool = False

    @property
    def largest(self) -> float:
        """No total is further from zero."""
        return self.rows * self.bound

    @property
    def error(self) -> float:
        """Largest error accepted."""
        return self.relative_error * self.largest

    def meter(self, parameters: Parameters) -> Meter:
        """Return the meter of the total."""
        fresh = RealMeter.fresh(parameters, bound=self.bound, symmetric=self.symmetric)
        return sum_meter(fresh, rows=self.rows)


@dataclass(frozen=True, slots=True)
class ExactSum:
    """The exact total of a column of whole numbers.

    Attributes
    ----------
    rows : int
    bound : int
        No number is further from zero.
    symmetric : bool
    """

    scheme: ClassVar[Scheme] = "bfv"
    columns: ClassVar[int] = 1
    error: ClassVar[float] = 0.0
    products: ClassVar[bool] = False
    sums: ClassVar[bool] = True
    rows: int
    bound: int
    symmetric: bool = False

    @property
    def largest(self) -> float:
        """No total is further from zero, a row to fill up each ciphertext counted in."""
        filled = self.rows // FEWEST_SLOTS + 1 if self.rows > FEWEST_SLOTS else 0
        return (self.rows + filled) * self.bound

    def meter(self, parameters: Parameters) -> Meter:
        """Return the meter of the total."""
        fresh = WholeMeter.fresh(parameters, bound=self.bound, symmetric=self.symmetric)
        return sum_meter(fresh, rows=self.rows)


@dataclass(frozen=True, slots=True)
class LinearScore:
    """A weighted sum of columns, one per feature, with weights in the clear.

    Attributes
    ----------
    rows : int
    weights : tuple of float
        One per feature; features with a weight of zero are encrypted all the same.
    bound : float
        No feature value is further from zero, after standardising.
    intercept : float
    relative_error : float
        Largest error of a score that is accepted, relative to the largest score there can be.
    symmetric : bool
    """

    scheme: ClassVar[Scheme] = "ckks"
    products: ClassVar[bool] = False
    sums: ClassVar[bool] = False
    rows: int
    weights: tuple[float, ...]
    bound: float
    intercept: float = 0.0
    relative_error: float = DEFAULT_ERROR
    symmetric: bool = False

    @property
    def columns(self) -> int:
        """One per feature."""
        return len(self.weights)

    @property
    def largest(self) -> float:
        """No score is further from zero."""
        return self.bound * math.fsum(map(abs, self.weights)) + abs(self.intercept)

    @property
    def error(self) -> float:
        """Largest error accepted."""
        return self.relative_error * self.largest

    def meter(self, parameters: Parameters) -> Meter:
        """Return the meter of the scores."""
        fresh = RealMeter.fresh(parameters, bound=self.bound, symmetric=self.symmetric)
        weights = [weight for weight in self.weights if weight]
        scores = weighted_meter([fresh] * len(weights), weights, self.intercept)
        return scores.after(finishing(scores))


@dataclass(frozen=True, slots=True)
class Squarings:
    """Squaring a column several times in a row: what depth costs.

    Attributes
    ----------
    rows : int
    bound : float
        No number is further from zero.
    depth : int
        How often; the numbers are raised to the power ``2**depth``.
    scheme : str
    relative_error : float
        Largest error of the result that is accepted, relative to ``bound**(2**depth)``; CKKS only.
    symmetric : bool
    """

    columns: ClassVar[int] = 1
    sums: ClassVar[bool] = False
    rows: int
    bound: float
    depth: int
    scheme: Scheme = "ckks"
    relative_error: float = DEFAULT_ERROR
    symmetric: bool = False

    @property
    def products(self) -> bool:
        """Whether anything is multiplied."""
        return self.depth > 0

    @property
    def largest(self) -> float:
        """No result is further from zero."""
        try:
            return float(self.bound ** (2**self.depth))
        except OverflowError:
            return math.inf

    @property
    def error(self) -> float:
        """Largest error accepted."""
        return self.relative_error * self.largest if self.scheme == "ckks" else 0.0

    def meter(self, parameters: Parameters) -> Meter:
        """Return the meter of the powers."""
        kind: type[Meter] = RealMeter if self.scheme == "ckks" else WholeMeter
        meter = kind.fresh(parameters, bound=self.bound, symmetric=self.symmetric)
        for _ in range(self.depth):
            meter = meter.multiply(meter)
        return meter


@dataclass(frozen=True, slots=True)
class Declared:
    """Any other computation, as a function that does to meters what will be done to columns.

    Attributes
    ----------
    steps : callable
        From parameters to the meter of the result, or of its least exact part.
    scheme : str
    rows, columns : int
    largest : float
        No number on the way is further from zero.
    error : float
        Largest error accepted; 0 for whole numbers.
    symmetric, products, sums : bool

    Examples
    --------
    >>> def difference(parameters):
    ...     one, other = (
    ...         WholeMeter.fresh(parameters, bound=most, symmetric=True) for most in (900, 100)
    ...     )
    ...     return one.add(other)
    >>> Declared(difference, scheme="bfv", rows=50, largest=1000, columns=2).columns
    2
    """

    steps: Callable[[Parameters], Meter]
    scheme: Scheme
    rows: int
    largest: float
    columns: int = 1
    error: float = 0.0
    symmetric: bool = False
    products: bool = False
    sums: bool = False

    def meter(self, parameters: Parameters) -> Meter:
        """Return the meter of the result."""
        return self.steps(parameters)
