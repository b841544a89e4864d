"""What a release costs, in both currencies a ledger can keep.

*(epsilon, delta)*: answers of neighbouring tables differ in probability by a factor of at most
``exp(epsilon)``, but for a chance of delta [1]_.  *rho*: zero-concentrated differential privacy,
which adds up much better over many releases with Gaussian noise [2]_.  An epsilon without delta is
a rho of ``epsilon**2 / 2``.

Protects: by stating a bound that holds however many others know what.
Does not protect: against a total that nobody keeps; see `ledger`.

References
----------
.. [1] C. Dwork and A. Roth, "The Algorithmic Foundations of Differential Privacy", 2014,
   doi:10.1561/0400000042.
.. [2] M. Bun and T. Steinke, "Concentrated Differential Privacy: Simplifications, Extensions, and
   Lower Bounds", TCC 2016, doi:10.1007/978-3-662-53641-4_24.
"""

from dataclasses import dataclass
from fractions import Fraction

from pet_workbench.dp.conversion import rho_for
from pet_workbench.dp.errors import PromiseError
from pet_workbench.dp.exactly import Number, exact_delta, exact_epsilon


@dataclass(frozen=True, kw_only=True)
class Loss:
    """The privacy loss of one release, or of several together.

    Attributes
    ----------
    epsilon, delta : Fraction
        As (epsilon, delta)-differential privacy.
    rho, rho_delta : Fraction
        As rho-zCDP, but for a chance of rho_delta.

    Examples
    --------
    >>> pure_loss(0.5) + pure_loss(0.25)
    Loss(epsilon=Fraction(3, 4), delta=Fraction(0, 1), rho=Fraction(5, 32), \
rho_delta=Fraction(0, 1))
    """

    epsilon: Fraction = Fraction(0)
    delta: Fraction = Fraction(0)
    rho: Fraction = Fraction(0)
    rho_delta: Fraction = Fraction(0)

    def __add__(self, other: "Loss") -> "Loss":
        return Loss(
            epsilon=self.epsilon + other.epsilon,
            delta=self.delta + other.delta,
            rho=self.rho + other.rho,
            rho_delta=self.rho_delta + other.rho_delta,
        )


def pure_loss(epsilon: Number) -> Loss:
    """Return the loss of a release with Laplace noise.

    Raises
    ------
    PromiseError
        If epsilon makes no promise.
    """
    exactly = exact_epsilon(epsilon)
    return Loss(epsilon=exactly, rho=exactly**2 / 2)


def gaussian_loss(epsilon: Number, delta: Number) -> Loss:
    """Return the loss of a release with Gaussian noise that fits `epsilon` and `delta`.

    Raises
    ------
    PromiseError
        If they make no promise, or delta is 0: Gaussian noise needs some.
    """
    exactly, chance = exact_epsilon(epsilon), _some(exact_delta(delta))
    return Loss(epsilon=exactly, delta=chance, rho=rho_for(exactly, chance))


def approximate_loss(epsilon: Number, delta: Number) -> Loss:
    """Return the loss of a release that keeps to `epsilon` but for a chance of `delta`.

    Raises
    ------
    PromiseError
        If they make no promise, or delta is 0.
    """
    exactly, chance = exact_epsilon(epsilon), _some(exact_delta(delta))
    return Loss(epsilon=exactly, delta=chance, rho=exactly**2 / 2, rho_delta=chance)


def _some(delta: Fraction) -> Fraction:
    """Return a delta that is not 0."""
    if not delta:
        raise PromiseError(
            "errors.dp_delta_needed", "need a delta above 0 for this kind of release, got 0"
        )
    return delta
