"""A noisy table and its noisy margins, brought together in the table that fits all of them best.

Margins that were released with noise of their own contradict the table, and each other.  Least
squares, each weighed by its noise, finds the cells that fit best [1]_; margins of those cells add
up by themselves, in every direction.

Protects: everything that the noisy tables protected: this is post-processing, and costs no privacy.
Does not protect: anything more than they did.  Least squares keeps cells right on average; with
``nonnegative`` small cells come out too high on average.

References
----------
.. [1] B. Barak and others, "Privacy, Accuracy, and Consistency Too: A Holistic Solution to
   Contingency Table Release", PODS 2007, doi:10.1145/1265530.1265569.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import ParameterError
from pet_workbench.dp.consistency import Floats, check_variance

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix


@dataclass(frozen=True, eq=False)
class Margin:
    """Noisy totals over some axes of a table.

    Attributes
    ----------
    axes : tuple of int
        The axes that are kept, ascending; none for the grand total.
    counts : ndarray
        As they were released, with the shape of these axes.
    variance : float
        Of the noise in each of them.
    """

    axes: tuple[int, ...]
    counts: NDArray[np.int64] | Floats
    variance: float


def fit_table(
    shape: tuple[int, ...], margins: Sequence[Margin], *, nonnegative: bool = False
) -> Floats:
    """Return the table that fits all released margins best; its own margins add up by themselves.

    Parameters
    ----------
    shape : tuple of int
        Of the table.
    margins : sequence of Margin
        The full table is the margin that keeps all axes; without it cells follow from the others
        only as far as least squares of the smallest size says.
    nonnegative : bool, default: False
        Whether no cell may be below 0; biased then.

    Raises
    ------
    ParameterError
        If a margin has another shape, or a variance is not above 0.

    Examples
    --------
    >>> full = Margin((0, 1), np.array([[4, 6], [3, 9]]), 4.0)
    >>> total = Margin((), np.array(20), 1.0)
    >>> float(fit_table((2, 2), [full, total]).sum().round(2))
    20.12
    """
    from scipy.optimize import lsq_linear
    from scipy.sparse import vstack
    from scipy.sparse.linalg import lsqr

    rows, right = [], []
    for margin in margins:
        _check_margin(shape, margin)
        weight = 1 / np.sqrt(margin.variance)
        rows.append(_adding(shape, margin.axes) * weight)
        right.append(np.asarray(margin.counts, np.float64).ravel() * weight)
    matrix, wanted = vstack(rows).tocsr(), np.concatenate(right)
    if nonnegative:
        cells = lsq_linear(matrix, wanted, bounds=(0, np.inf), tol=1e-12).x
    else:
        cells = lsqr(matrix, wanted, atol=1e-13, btol=1e-13, iter_lim=20_000)[0]
    return np.asarray(cells, np.float64).reshape(shape)


def _adding(shape: tuple[int, ...], axes: tuple[int, ...]) -> "csr_matrix":
    """Return the matrix that adds up the cells of a table to one margin."""
    from scipy.sparse import csr_matrix

    n_cells = int(np.prod(shape))
    kept = np.unravel_index(np.arange(n_cells), shape)
    sizes = tuple(shape[axis] for axis in axes)
    if axes:
        line = np.ravel_multi_index(tuple(kept[axis] for axis in axes), sizes)
    else:
        line = np.zeros(n_cells, np.int64)
    ones = np.ones(n_cells)
    return csr_matrix((ones, (line, np.arange(n_cells))), (int(np.prod(sizes)), n_cells))


def _check_margin(shape: tuple[int, ...], margin: Margin) -> None:
    """Refuse a margin that is not of this table."""
    ordered = tuple(sorted(set(margin.axes)))
    fits = ordered == margin.axes and all(0 <= axis < len(shape) for axis in ordered)
    if not fits or np.shape(margin.counts) != tuple(shape[axis] for axis in margin.axes):
        raise ParameterError(
            "errors.dp_margin_shape",
            "need a margin over ascending axes of a table of shape {shape}, got axes {axes} with "
            "shape {found}",
            shape=shape,
            axes=margin.axes,
            found=np.shape(margin.counts),
        )
    check_variance(margin.variance)
