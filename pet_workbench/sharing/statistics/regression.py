"""Fit a logistic regression on secret data, by gradient descent in fixed point.

Every step predicts, per row, the probability ``s(u)`` of a 1 at ``u = features . weights``, and
moves the weights against the mean of ``features * (s(u) - outcome)``.  In the place of the logistic
function stands the cubic that is closest to it in the least-squares sense between -8 and 8 [1]_:

    s(u) = 0.5 + 1.20096 (u / 8) - 0.81562 (u / 8)**3,   at most 0.1144 off on [-8, 8],

its coefficients rounded to multiples of ``2**-22``.  Outside it runs away.  Around 0 it is flatter,
so that weights come out about a third larger than with the logistic function, while nearly all rows
are put on the same side.

How the data were partitioned over the owners does not matter once they are shared:
`columns_side_by_side` puts together owners with other features of the same rows,
`rows_below_each_other` owners with other rows.

A row costs two products and two truncations per step, whatever the number of features: the
gradient's inner products are added up over all rows before anything is sent.

Protects: features, outcomes and all intermediate weights.
Does not protect: the final weights, once opened; a model can give away its data when it has nearly
as many features as rows.  Numbers larger than declared give nonsense without any error.

References
----------
.. [1] M. Kim, Y. Song, S. Wang, Y. Xia, X. Jiang, "Secure logistic regression based on homomorphic
   encryption: design and evaluation", JMIR Medical Informatics 6(2), 2018, e19,
   doi:10.2196/medinform.8805; the protocol after P. Mohassel, P. Rindal, "ABY3", CCS 2018,
   doi:10.1145/3243734.3243760, section 5.2.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log2

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pet_workbench.core import ParameterError
from pet_workbench.sharing.replicated import (
    Computer,
    Share,
    add_public,
    multiply,
    reshare,
    subtract,
)
from pet_workbench.sharing.ring import Words
from pet_workbench.sharing.rows import concatenate
from pet_workbench.sharing.statistics.fixed_point import scale
from pet_workbench.sharing.statistics.truncation import truncate, truncation_bytes

ROWS = 1 << 14
"""Rows worked on at a time: their numbers fit in a core's own cache."""
FEATURE_BITS, WEIGHT_BITS, SCORE_BITS, SLOPE_BITS, RESIDUAL_BITS = 16, 20, 12, 22, 16
"""Bits after the point of features, weights, u, the cubic's coefficients, and s(u) - outcome."""
WHOLE_BITS = 4
"""Features, weights, u and s(u) are smaller than 16, in size."""
LINEAR = round(1.20096 / 8 * 2**SLOPE_BITS)
CUBIC = round(-0.81562 / 8**3 * 2**SLOPE_BITS)
MAX_ROWS = (1 << 22) - 1
_POLYNOMIAL_BITS = 3 * SCORE_BITS + SLOPE_BITS
_FACTOR_BITS = 18
"""Significant bits of the step size divided by the number of rows."""


@dataclass(frozen=True, slots=True)
class Descent:
    """How to descend.

    Attributes
    ----------
    steps : int
        Number of steps, at least 1.
    rate : float
        Step size: weights move by this times the mean gradient; 0.001 to 8.
    """

    steps: int = 10
    rate: float = 1.0


def logistic_cubic(u: ArrayLike) -> NDArray[np.float64]:
    """Return the cubic in the place of the logistic function, at every `u`.

    Examples
    --------
    >>> logistic_cubic([0, 8]).round(4).tolist()
    [0.5, 0.8853]
    """
    x = np.asarray(u, np.float64)
    value: NDArray[np.float64] = 0.5 + np.ldexp(x * (LINEAR + CUBIC * x * x), -SLOPE_BITS)
    return value


def columns_side_by_side(parts: Sequence[Share]) -> Share:
    """Put together `parts` of shape (features, rows): features of the same rows by other owners."""
    return concatenate(parts)


def rows_below_each_other(parts: Sequence[Share]) -> Share:
    """Put together `parts` of shape (..., rows): features or outcomes of other rows."""
    return concatenate(parts, axis=-1)


async def fit(computer: Computer, features: Share, outcomes: Share, *, descent: Descent) -> Share:
    """Return the weights after some steps from zero, in units of ``2**-WEIGHT_BITS``.

    Parameters
    ----------
    computer : Computer
        This party.
    features : Share
        Shape (d, n), in units of ``2**-FEATURE_BITS``, smaller than 16 in size; standardise them
        where they enter.  A row of ones, if wanted, is a feature too.
    outcomes : Share
        Of n numbers 0 or 1, not in fixed point.
    descent : Descent
        Steps and step size.

    Returns
    -------
    Share
        Of d weights, correct as long as no weight and no u is 16 or larger.

    Raises
    ------
    ParameterError
        If there are no rows, too many, or the step size is out of range.
    """
    n = features.own.shape[1]
    _check(n, descent)
    zeros = np.zeros(features.own.shape[0], features.own.dtype)
    weights = Share(zeros, zeros.copy())
    for _ in range(descent.steps):
        gradient = await _gradient(computer, features, outcomes, weights)
        weights = subtract(weights, await _moved(computer, gradient, n, descent.rate))
    return weights


def fit_in_the_clear(
    features: NDArray[np.float64], outcomes: NDArray[np.float64], *, descent: Descent
) -> NDArray[np.float64]:
    """Return the same weights in floating point, with the same cubic, for comparison.

    Parameters
    ----------
    features : ndarray of float64, shape (d, n)
    outcomes : ndarray of float64, shape (n,)
        0 or 1.
    descent : Descent
    """
    weights = np.zeros(features.shape[0])
    for _ in range(descent.steps):
        residual = logistic_cubic(weights @ features) - outcomes
        weights -= descent.rate * (features @ residual) / features.shape[1]
    return weights


def fit_bytes(n: int, *, features: int, descent: Descent) -> int:
    """Return the bytes that all parties send to `fit`, without input and opening.

    Parameters
    ----------
    n, features : int
        Rows and columns.
    descent : Descent
    """
    shifts = (FEATURE_BITS + WEIGHT_BITS - SCORE_BITS, _POLYNOMIAL_BITS - RESIDUAL_BITS)
    per_row = 3 * 3 * 8 + sum(truncation_bytes(1, bits=64, shift=shift) for shift in shifts)
    last = (n.bit_length(), _factor(n, descent.rate)[1])
    per_weight = 3 * 8 + sum(truncation_bytes(1, bits=64, shift=shift) for shift in last)
    return descent.steps * (n * per_row + features * per_weight)


async def _gradient(computer: Computer, features: Share, outcomes: Share, weights: Share) -> Share:
    """Return the sum over all rows of features times residual; chunks of rows go side by side."""
    starts = range(0, features.own.shape[1], ROWS)
    lanes = computer.lanes(len(starts))

    async def of_rows(lane: Computer, start: int) -> Words:
        rows = slice(start, start + ROWS)
        x = Share(features.own[:, rows], features.next[:, rows])
        y = Share(outcomes.own[rows], outcomes.next[rows])
        residual = await _residual(lane, x, y, weights)
        part: Words = np.einsum("ij,j->i", x.own, residual.own + residual.next)
        part += np.einsum("ij,j->i", x.next, residual.own)
        return part

    parts = await computer.side_by_side(
        [of_rows(lane, start) for lane, start in zip(lanes, starts, strict=True)]
    )
    computer.join(lanes)
    total: Words = np.sum(np.stack(parts), axis=0, dtype=features.own.dtype)
    return await reshare(computer, total, "gradient")


async def _residual(computer: Computer, x: Share, y: Share, weights: Share) -> Share:
    """Return s(u) less the outcome, per row, in units of ``2**-RESIDUAL_BITS``."""
    local = _combined(x.own, weights.own + weights.next)
    local += _combined(x.next, weights.own)
    score = await truncate(
        computer,
        await reshare(computer, local, "score"),
        FEATURE_BITS + WEIGHT_BITS - SCORE_BITS,
        declared_bits=WHOLE_BITS + FEATURE_BITS + WEIGHT_BITS,
    )
    square = await multiply(computer, score, score, step="square of score")
    linear = np.array(LINEAR << (2 * SCORE_BITS), np.uint64)
    slope = add_public(computer, scale(square, CUBIC), linear)
    product = await multiply(computer, slope, score, step="curve")
    half = np.array(1 << (_POLYNOMIAL_BITS - 1), np.uint64)
    predicted = add_public(computer, product, half)
    return await truncate(
        computer,
        subtract(predicted, scale(y, 1 << _POLYNOMIAL_BITS)),
        _POLYNOMIAL_BITS - RESIDUAL_BITS,
        declared_bits=WHOLE_BITS + _POLYNOMIAL_BITS,
    )


async def _moved(computer: Computer, gradient: Share, n: int, rate: float) -> Share:
    """Return step size times mean gradient, in units of ``2**-WEIGHT_BITS``."""
    size = 2 * WHOLE_BITS + FEATURE_BITS + RESIDUAL_BITS
    per_row = await truncate(
        computer, gradient, n.bit_length(), declared_bits=size + n.bit_length()
    )
    factor, shift = _factor(n, rate)
    return await truncate(
        computer, scale(per_row, factor), shift, declared_bits=size + _FACTOR_BITS
    )


def _factor(n: int, rate: float) -> tuple[int, int]:
    """Return a whole number and a shift that together are rate over n, for `_moved`."""
    exact = rate * 2.0 ** n.bit_length() / n
    up = _FACTOR_BITS - 1 - floor(log2(exact))
    factor = min(round(exact * 2.0**up), (1 << _FACTOR_BITS) - 1)
    return factor, FEATURE_BITS + RESIDUAL_BITS + up - WEIGHT_BITS


def _combined(columns: Words, weights: Words) -> Words:
    """Add up columns, each times its weight; row by row, which numpy does faster than a product."""
    total: Words = columns[0] * weights[0]
    part = np.empty_like(total)
    for column, weight in zip(columns[1:], weights[1:], strict=True):
        total += np.multiply(column, weight, out=part)
    return total


def _check(n: int, descent: Descent) -> None:
    """Refuse numbers of rows and steps that the fixed point has no room for."""
    if not (1 <= n <= MAX_ROWS and descent.steps >= 1 and 2.0**-10 <= descent.rate <= 8):
        raise ParameterError(
            "errors.regression_range",
            "need 1 to {max_rows} rows, 1 step or more and a step size from 0.001 to 8, got {n} "
            "rows, {steps} steps and {rate}",
            max_rows=MAX_ROWS,
            n=n,
            steps=descent.steps,
            rate=descent.rate,
        )
