"""What a federated model is: sums that each site can make, and what follows from their total.

Arithmetic only.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import DataError

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Site:
    """The rows of one site, checked.

    Attributes
    ----------
    name : str
    features : ndarray of float64, shape (n, p)
        No constant; a logistic model adds it.
    outcome : ndarray of float64, shape (n,)
        0 or 1: whether it happened.
    times : ndarray of float64, shape (n,), or None
        For a survival model: when it happened, or until when nothing had.

    Raises
    ------
    DataError
        If shapes do not fit, a value is not finite, an outcome is neither 0 nor 1, or a time is
        not above 0; the site and the row (from 1) are in the parameters.
    """

    name: str
    features: Floats
    outcome: Floats
    times: Floats | None = None

    def __post_init__(self) -> None:
        n = len(self.features)
        columns = [self.outcome] if self.times is None else [self.outcome, self.times]
        if self.features.ndim != 2 or any(column.shape != (n,) for column in columns):
            raise DataError(
                "errors.federated_shape",
                "need features of n rows and as many outcomes and times at {site}, got {shapes}",
                site=self.name,
                shapes=", ".join(str(one.shape) for one in (self.features, *columns)),
            )
        self._check("features", np.asarray(np.isfinite(self.features).all(axis=1)))
        self._check("outcome", np.isin(self.outcome, (0.0, 1.0)))
        if self.times is not None:
            self._check("times", np.isfinite(self.times) & (self.times > 0))

    @property
    def n(self) -> int:
        """How many rows it has."""
        return len(self.features)

    def _check(self, column: str, good: NDArray[np.bool_]) -> None:
        """Refuse the first row that is not good."""
        if not good.all():
            raise DataError(
                "errors.federated_value",
                "need finite features, an outcome of 0 or 1 and a time above 0, got another value "
                "in {column} at {site}, row {row}",
                column=column,
                site=self.name,
                row=int(np.argmin(good)) + 1,
            )


@dataclass(frozen=True)
class Slope:
    """What the total says about the coefficients at which it was made.

    Attributes
    ----------
    likelihood : float
        Logarithm; higher is better.
    gradient : ndarray of float64, shape (k,)
    curvature : ndarray of float64, shape (k, k)
        Minus the matrix of second derivatives.
    """

    likelihood: float
    gradient: Floats
    curvature: Floats


@dataclass(frozen=True)
class Fit:
    """A fitted model.

    Attributes
    ----------
    coefficients, errors : ndarray of float64, shape (k,)
        With their standard errors.
    likelihood : float
        Logarithm, at the coefficients.
    rounds : int
        How many totals were made.
    """

    coefficients: Floats
    errors: Floats
    likelihood: float
    rounds: int


class Model(Protocol):
    """A model that can be fitted to sums over sites."""

    @property
    def size(self) -> int:
        """How many coefficients it has."""

    def sums(self, site: Site, coefficients: Floats) -> Floats:
        """Return what one site adds, as one row of numbers: shape (m,) for every site."""

    def slope(self, total: Floats, coefficients: Floats) -> Slope:
        """Return what the total over all sites says."""


def unfold(upper: Floats, size: int) -> Floats:
    """Make symmetric matrices of their upper triangles.

    Parameters
    ----------
    upper : ndarray of float64, shape (..., size * (size + 1) / 2)
    size : int

    Returns
    -------
    ndarray of float64, shape (..., size, size)

    Examples
    --------
    >>> unfold(np.array([1.0, 2.0, 3.0]), 2).tolist()
    [[1.0, 2.0], [2.0, 3.0]]
    """
    rows, columns = np.triu_indices(size)
    whole = np.empty((*upper.shape[:-1], size, size))
    whole[..., rows, columns] = upper
    whole[..., columns, rows] = upper
    return whole
