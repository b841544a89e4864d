"""Room for noise that hides: declared with a computation, so that the ring is chosen large enough.

`Hidden` leaves room to re-randomise a whole-number result before it goes to the key's holder
(`hiding.uniform`), `Shared` for decryptions of real numbers that others will see
(`hiding.flooding`).
The second costs so much precision that a relative error below 1e-5 can hardly be had: floating
point itself keeps no more.

Protects: nothing by itself; without the room, hiding would be refused later.
Does not protect: if the hiding is then left out.
"""

import math
from dataclasses import dataclass

from pet_workbench.core import ParameterError
from pet_workbench.he.choosing.computations import Computation
from pet_workbench.he.hiding.uniform import lowest
from pet_workbench.he.meter import Meter
from pet_workbench.he.parameters import Parameters, Scheme
from pet_workbench.he.whole.meter import WholeMeter
from pet_workbench.he.whole.noise import coefficient_tail

GRID_SHARE = 1 / 8
"""Of a shared decryption: how much rounding to a grid adds to the error that is to be hidden."""


@dataclass(frozen=True, slots=True)
class _Wrapped:
    """A computation that is like another in all but its end."""

    inner: Computation

    @property
    def scheme(self) -> Scheme:
        """That of the inner computation."""
        return self.inner.scheme

    @property
    def rows(self) -> int:
        """Numbers per column."""
        return self.inner.rows

    @property
    def columns(self) -> int:
        """How many columns are encrypted."""
        return self.inner.columns

    @property
    def symmetric(self) -> bool:
        """Whether the owner of the secret key encrypts them."""
        return self.inner.symmetric

    @property
    def products(self) -> bool:
        """Whether it needs keys for products."""
        return self.inner.products

    @property
    def sums(self) -> bool:
        """Whether it needs keys for sums."""
        return self.inner.sums

    @property
    def largest(self) -> float:
        """No number of the result is further from zero."""
        return self.inner.largest

    @property
    def error(self) -> float:
        """Largest error accepted."""
        return self.inner.error


@dataclass(frozen=True, slots=True)
class Hidden(_Wrapped):
    """A computation on whole numbers whose result is hidden by `hiding.uniform.hide`.

    Attributes
    ----------
    inner : Computation
    statistical_bits : int
        See `hiding.uniform.hide`.
    results : int
        How many numbers the result has; 1 for a total.

    Raises
    ------
    ParameterError
        If the inner computation is one on real numbers.
    """

    statistical_bits: int = 64
    results: int = 1

    def __post_init__(self) -> None:
        if self.inner.scheme != "bfv":
            raise ParameterError(
                "errors.he_hidden_real",
                "need whole numbers (BFV) to leave room for hiding noise, got real ones: their "
                "multipliers need a scale that is larger by as many bits",
            )

    def meter(self, parameters: Parameters) -> Meter:
        """Return the meter of the hidden result."""
        meter = self.inner.meter(parameters)
        assert isinstance(meter, WholeMeter)
        return lowest(meter, meter.chunks(self.results), self.statistical_bits)[0]


@dataclass(frozen=True, slots=True)
class Shared(_Wrapped):
    """A computation on real numbers whose decryptions others will see, by `SharedDecryptions`.

    The error that was asked for then includes the noise that hides the key, so that the computation
    itself has to be more precise by as much.

    Attributes
    ----------
    inner : Computation
    decryptions : int
        How many columns will be shared.
    results : int
        How many numbers each has; 1 for a total.
    statistical_bits : int
        See `flooding.SharedDecryptions`.
    """

    decryptions: int
    results: int = 1
    statistical_bits: int = 40

    @property
    def error(self) -> float:
        """Largest error accepted before noise is added."""
        wider = 8 * math.sqrt(self.decryptions * self.results) * 2 ** (self.statistical_bits / 2)
        tail = coefficient_tail(self.results)
        return self.inner.error / ((1 + GRID_SHARE) * (2 + wider * tail))

    def meter(self, parameters: Parameters) -> Meter:
        """Return the meter of the result, before noise is added."""
        return self.inner.meter(parameters)
