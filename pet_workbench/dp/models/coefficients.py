"""Coefficients of a model, and arithmetic on matrices of which half is kept.

Protects: nothing; all of it is computed from released numbers.
Does not protect: by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.dp.models.design import Design

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Coefficients:
    """A constant and one number per feature, in the features' own units.

    Attributes
    ----------
    intercept : float
    slopes : dict of str to float

    Examples
    --------
    >>> Coefficients(1.0, {"age": 0.5}).score({"age": np.array([2.0, 4.0])}).tolist()
    [2.0, 3.0]
    """

    intercept: float
    slopes: Mapping[str, float]

    def score(self, columns: Mapping[str, Any]) -> Floats:
        """Return the constant plus the weighted sum of columns; of rows that are no secret."""
        weighted = [slope * np.asarray(columns[name]) for name, slope in self.slopes.items()]
        return np.asarray(self.intercept + sum(weighted), np.float64)

    def probabilities(self, columns: Mapping[str, Any]) -> Floats:
        """Return the probabilities of a logistic model."""
        return np.asarray((1 + np.tanh(self.score(columns) / 2)) / 2, np.float64)


def in_own_units(
    design: Design, *, scale: float = 1.0, middle: float = 0.0
) -> tuple[Floats, Floats]:
    """Return how coefficients of whole numbers become those of the features themselves.

    A score is ``theta[0] + sum(theta[j] * z[j])`` with ``z = (x - middle) / unit``; it stands for
    ``scale * score + middle`` of what is predicted.

    Returns
    -------
    matrix : ndarray, shape (n_features + 1, n_features + 1)
    shift : ndarray, shape (n_features + 1,)
        ``matrix @ theta + shift`` are intercept and slopes.
    """
    middles, units = design.middles_and_units()
    matrix = np.diag(np.concatenate(([1.0], 1 / units)))
    matrix[0, 1:] = -middles / units
    shift = np.zeros(len(matrix))
    shift[0] = middle
    return scale * matrix, shift


def named(design: Design, numbers: Floats) -> Coefficients:
    """Return intercept and slopes by name."""
    slopes = dict(zip(design.grids, map(float, numbers[1:]), strict=True))
    return Coefficients(float(numbers[0]), slopes)


def halved(matrix: NDArray[Any]) -> NDArray[Any]:
    """Return what is on and above the diagonal of a symmetric matrix, row by row."""
    return np.asarray(matrix[np.triu_indices(len(matrix))])


def whole(half: NDArray[Any], size: int) -> Floats:
    """Return the symmetric matrix of which `half` is kept.

    Examples
    --------
    >>> whole(np.array([1, 2, 3]), 2).tolist()
    [[1.0, 2.0], [2.0, 3.0]]
    """
    matrix = np.zeros((size, size))
    matrix[np.triu_indices(size)] = half
    return matrix + np.triu(matrix, 1).T


def lifted(matrix: Floats, least: float) -> tuple[Floats, bool]:
    """Return the inverse of a noisy matrix with eigenvalues not below `least`, and if all were.

    What has an eigenvalue below what noise alone can do is not known; it is taken as `least`, which
    draws coefficients towards 0.  `least` follows from the noise, not from the data.
    """
    values, vectors = np.linalg.eigh(matrix)
    inverse = (vectors / np.maximum(values, least)) @ vectors.T
    return np.asarray(inverse, np.float64), bool(values.min() >= least)


def spread_by(vector: Floats) -> Floats:
    """Return the covariance of E times a vector, where E is symmetric noise of variance 1.

    Examples
    --------
    >>> spread_by(np.array([1.0, 2.0])).tolist()
    [[5.0, 2.0], [2.0, 5.0]]
    """
    products = np.outer(vector, vector)
    return products - np.diag(vector**2) + float(vector @ vector) * np.eye(len(vector))


def widened(largest_noise: float, inverse: Floats) -> float:
    """Return by how much margins grow because the matrix that was inverted is noisy itself.

    Parameters
    ----------
    largest_noise : float
        What the eigenvalues of the noise in the matrix hardly exceed.
    inverse : ndarray
        Its inverse, as `lifted` returns it.
    """
    return 1 / (1 - min(0.9, largest_noise * float(np.linalg.norm(inverse, 2))))


def variances(matrix: Floats, spread: Floats) -> Floats:
    """Return the variance of each number of `matrix` times a vector of covariance `spread`."""
    return np.asarray(np.einsum("ij,jk,ik->i", matrix, spread, matrix), np.float64)
