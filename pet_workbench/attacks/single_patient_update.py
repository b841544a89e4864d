"""Read a patient from the sums of a hospital that has one, or from two that differ by one.

The sums of a logistic model over one row are that row times a number: its gradient has the constant
1 in front, so that dividing by the first number gives the features, and the sign tells the outcome.
Sums over several rows do not have that form.  But two sums at the same coefficients, one of them
with a patient more, subtract to the sums of that patient.  Gradients that are sent in federated
learning are known to leak in larger models as well [1]_.

Protects: nothing; it shows why small hospitals should not send sums in the clear.
Does not protect: totals.  Two totals over all hospitals that differ by one patient are read in the
same way, however they were added up.

References
----------
.. [1] L. Zhu, Z. Liu and S. Han, "Deep leakage from gradients", NeurIPS 2019,
   doi:10.48550/arXiv.1906.08935.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pet_workbench.federated.model import unfold

Floats = NDArray[np.float64]
CLOSE = 1e-5
"""Part by which sums may differ from those of one row, after rounding to a fixed point."""


class Patient(NamedTuple):
    """What was read of somebody.

    Attributes
    ----------
    features : ndarray of float64, shape (p,)
    outcome : int
        0 or 1.
    """

    features: Floats
    outcome: int


def patient_of_sums(sums: Floats, n_features: int) -> Patient | None:
    """Read the patient whom sums of a logistic model are about.

    Parameters
    ----------
    sums : ndarray of float64
        As `federated.Logistic.sums` gives them.
    n_features : int

    Returns
    -------
    Patient or None
        None if they are not the sums of one patient.

    Examples
    --------
    >>> from pet_workbench.federated import Logistic, Site
    >>> site = Site("a", np.array([[0.6, 1.0]]), np.array([1.0]))
    >>> found = patient_of_sums(Logistic(2).sums(site, np.zeros(3)), 2)
    >>> found.features.tolist(), found.outcome
    ([0.6, 1.0], 1)
    """
    size = n_features + 1
    gradient, curvature = sums[1 : 1 + size], unfold(sums[1 + size :], size)
    if curvature[0, 0] <= 0 or gradient[0] == 0:
        return None
    row = curvature[0] / curvature[0, 0]
    is_one = np.allclose(curvature, curvature[0, 0] * np.outer(row, row), rtol=CLOSE, atol=CLOSE)
    same = np.allclose(gradient, gradient[0] * row, rtol=CLOSE, atol=CLOSE)
    if not (is_one and same):
        return None
    return Patient(gradient[1:] / gradient[0], int(gradient[0] > 0))


def patient_of_difference(first: Floats, second: Floats, n_features: int) -> Patient | None:
    """Read the patient by whom two sums at the same coefficients differ.

    Parameters
    ----------
    first, second : ndarray of float64
        As `federated.Logistic.sums` gives them, or totals of such.
    n_features : int

    Returns
    -------
    Patient or None
        None if they do not differ by one patient.
    """
    difference = second - first
    added = difference[2 + n_features] > 0  # the constant's own place in the curvature
    return patient_of_sums(difference if added else -difference, n_features)


def patient_of_coefficients(before: Floats, after: Floats) -> Patient | None:
    """Read the only patient of a hospital from what it learned on its own.

    However many steps it took, each went along the patient's row.  Of a hospital with several
    patients this gives somebody who does not exist.

    Parameters
    ----------
    before, after : ndarray of float64, shape (n_features + 1,)
        Coefficients that it was sent, and those that it sent back.

    Returns
    -------
    Patient or None
        None if it learned nothing.

    Examples
    --------
    >>> patient_of_coefficients(np.zeros(2), np.array([-0.5, -1.0])).features.tolist()
    [2.0]
    """
    step = after - before
    if step[0] == 0:
        return None
    return Patient(step[1:] / step[0], int(step[0] > 0))
