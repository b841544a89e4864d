"""The logistic function: exact after decryption, or a polynomial in its place before.

A polynomial is all that can be evaluated under encryption.  It is close to the logistic function
on an interval only, the closer the higher its degree, and a higher degree takes more levels.  As
long as whoever decrypts may see scores, apply the function itself, afterwards.

Protects: as any operation on columns does.
Does not protect: against scores beyond the interval, where a polynomial runs away; the declared
bound of the features and the weights decide on the interval, so none can be.

References
----------
.. [1] M. Kim, Y. Song, S. Wang, Y. Xia, X. Jiang, "Secure logistic regression based on homomorphic
   encryption: design and evaluation", JMIR Medical Informatics 6(2), 2018, e19,
   doi:10.2196/medinform.8805; there the polynomial is the closest in the least-squares sense.
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pet_workbench.core import ParameterError
from pet_workbench.he.choosing.computations import LinearScore
from pet_workbench.he.meter import Meter
from pet_workbench.he.parameters import Parameters, Scheme
from pet_workbench.he.real.column import RealColumn
from pet_workbench.he.real.linear import weighted_meter, weighted_sum
from pet_workbench.he.real.meter import RealMeter
from pet_workbench.he.real.polynomial import evaluate_polynomial, polynomial_meter

Numbers = NDArray[np.float64]
POINTS = 1 << 16
"""At so many points the error of a polynomial is looked up; between them it is bounded."""
MOST_REACH, MOST_DEGREE = 64.0, 15


def logistic(scores: ArrayLike) -> Numbers:
    """Return the probabilities that belong to `scores` of a logistic model.

    Examples
    --------
    >>> logistic([-1000, 0, 2]).round(4).tolist()
    [0.0, 0.5, 0.8808]
    """
    # half the score in a hyperbolic tangent neither overflows nor loses digits
    half = np.asarray(scores, np.float64) / 2
    return np.asarray((1 + np.tanh(half)) / 2, np.float64)


@dataclass(frozen=True, slots=True)
class Polynomial:
    """A polynomial in the place of the logistic function.

    Attributes
    ----------
    coefficients : tuple of float
        The constant first, of the score divided by `reach`.
    reach : float
        It is meant for scores from minus to plus this.
    error : float
        Nowhere there is it further from the logistic function.
    """

    coefficients: tuple[float, ...]
    reach: float
    error: float

    def __call__(self, scores: ArrayLike) -> Numbers:
        """Return its values at `scores`, in the clear."""
        x = np.asarray(scores, np.float64) / self.reach
        return np.asarray(np.polynomial.polynomial.polyval(x, self.coefficients), np.float64)


@lru_cache(maxsize=64)
def logistic_polynomial(*, reach: float, degree: int) -> Polynomial:
    """Return a polynomial close to the logistic function, with the largest error it can have.

    It interpolates at Chebyshev's points, which is nearly the best a polynomial can do.

    Parameters
    ----------
    reach : float
        Largest score, above 0 and at most 64.
    degree : int
        Odd, 1 to 15; the function minus a half is odd, so even powers add nothing.

    Returns
    -------
    Polynomial

    Raises
    ------
    ParameterError
        If `reach` or `degree` is out of range.

    Examples
    --------
    >>> [round(logistic_polynomial(reach=8, degree=degree).error, 4) for degree in (3, 7, 15)]
    [0.1161, 0.0296, 0.0014]
    """
    if not (0 < reach <= MOST_REACH and degree % 2 == 1 and 1 <= degree <= MOST_DEGREE):
        raise ParameterError(
            "errors.he_logistic_polynomial",
            "need scores up to {reaches} and an odd degree of 1 to {degrees}, got {reach} and "
            "{degree}: choose another degree, or a tighter bound of the features",
            reaches=MOST_REACH,
            degrees=MOST_DEGREE,
            reach=reach,
            degree=degree,
        )
    fitted = np.polynomial.Chebyshev.interpolate(
        lambda x: logistic(np.asarray(x) * reach) - 0.5, degree
    )
    powers: Numbers = np.asarray(fitted.convert(kind=np.polynomial.Polynomial).coef, np.float64)
    powers[::2] = 0
    powers[0] = 0.5
    made = Polynomial(tuple(map(float, powers)), reach, math.inf)
    scores = np.linspace(-reach, reach, POINTS)
    seen = float(np.abs(made(scores) - logistic(scores)).max())
    # between two points the difference rises by an eighth of its second derivative times the
    # distance squared; that derivative is bounded by Markov's inequality and by the function's own
    bent = degree**2 * (degree**2 - 1) / 3 + reach**2 / 10
    return Polynomial(made.coefficients, reach, seen + bent / (2 * (POINTS - 1) ** 2))


@dataclass(frozen=True, slots=True)
class EncryptedProbability:
    """Probabilities of a logistic model, computed under encryption, as something to choose for.

    Attributes
    ----------
    scores : LinearScore
        The linear part; its relative error is not looked at.
    degree : int
        Of the polynomial in the place of the logistic function.
    error : float
        Largest error accepted, that of the polynomial not counted.
    """

    scheme: ClassVar[Scheme] = "ckks"
    largest: ClassVar[float] = 1.0
    sums: ClassVar[bool] = False
    scores: LinearScore
    degree: int
    error: float = 1e-4

    @property
    def rows(self) -> int:
        """Numbers per column."""
        return self.scores.rows

    @property
    def columns(self) -> int:
        """One per feature."""
        return self.scores.columns

    @property
    def symmetric(self) -> bool:
        """Whether the owner of the secret key encrypts them."""
        return self.scores.symmetric

    @property
    def products(self) -> bool:
        """Whether powers have to be computed."""
        return self.degree > 1

    @property
    def polynomial(self) -> Polynomial:
        """What stands in the place of the logistic function, with its error."""
        return logistic_polynomial(reach=self.scores.largest, degree=self.degree)

    def meter(self, parameters: Parameters) -> Meter:
        """Return the meter of the probabilities."""
        fresh = RealMeter.fresh(
            parameters, bound=self.scores.bound, symmetric=self.scores.symmetric
        )
        weights, intercept = self._scaled()
        used = [weight for weight in weights if weight]
        linear = weighted_meter([fresh] * len(used), used, intercept)
        return polynomial_meter(linear, self.polynomial.coefficients)

    def compute(self, columns: tuple[RealColumn, ...]) -> RealColumn:
        """Return the encrypted probabilities of rows of encrypted features.

        Parameters
        ----------
        columns : tuple of RealColumn
            One per feature, standardised.

        Raises
        ------
        MissingKeyError, DepthError, RangeError, PrecisionError
            If the result would not be right.
        """
        linear = weighted_sum(columns, *self._scaled())
        return evaluate_polynomial(linear, self.polynomial.coefficients)

    def _scaled(self) -> tuple[tuple[float, ...], float]:
        """Return weights and intercept by which scores lie between -1 and 1."""
        reach = self.scores.largest
        return tuple(one / reach for one in self.scores.weights), self.scores.intercept / reach
