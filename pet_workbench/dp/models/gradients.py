"""Gradient and curvature of a logistic model over rows, as sums of whole numbers.

Protects: nothing by itself; each row adds the same in whatever company it is added up.
Does not protect: by itself; noise is added by `logistic`.
"""

import numpy as np
from numpy.typing import NDArray

from pet_workbench.dp.models.coefficients import Floats, halved
from pet_workbench.dp.models.design import Design
from pet_workbench.dp.models.fixed_point import ONE, SCORE_BITS, looked_up
from pet_workbench.dp.private_table import Rows

Sums = NDArray[np.int64]
CLASSES = 2


def with_constant(design: Design) -> Sums:
    """Return how far numbers can be from 0: the constant, as far as any feature, and features."""
    return np.array([max(design.reaches), *design.reaches], np.int64)


def summed(
    design: Design, rows: Rows, classes: NDArray[np.uint16], theta: Floats
) -> tuple[Sums, Sums]:
    """Return gradient and curvature at `theta`.

    Parameters
    ----------
    design : Design
    rows : Rows
        Of `n` rows; one that misses a feature counts for nothing.
    classes : ndarray of uint16, shape (n,)
        0 or 1; a row with any other number counts for nothing.
    theta : ndarray, shape (n_features + 1,)
        The constant and coefficients of features that run from -1 to 1; at most 32.

    Returns
    -------
    gradient : ndarray of int64, shape (n_features + 1,)
    curvature : ndarray of int64
        On and above the diagonal.

    Notes
    -----
    Whole numbers in a block add up to less than 2**53, so floating-point numbers hold them exactly.
    """
    reaches = with_constant(design)
    weights = np.rint(theta / reaches * (1 << SCORE_BITS))
    gradient = np.zeros(len(reaches), np.int64)
    curvature = np.zeros((len(reaches), len(reaches)), np.int64)
    for part, numbers, complete in design.blocks(rows):
        z = np.vstack((np.full(len(complete), float(reaches[0])), numbers))
        z[:, ~complete | (classes[part] >= CLASSES)] = 0
        chances, slopes = looked_up(weights @ z)
        gradient += (z @ (chances - ONE * (classes[part] == 1))).astype(np.int64)
        curvature += ((z * slopes) @ z.T).astype(np.int64)
    return gradient, halved(curvature)
