"""Noisy tables whose margins add up: least squares over what was released, and nothing else.

A table by school, one by region and one of the country, each with noise of its own, contradict each
other.  The table that fits all of them best, in the sense of least squares with each weighed by its
noise, adds up and has a smaller squared error on average than any of them alone [1]_.  In a tree
(schools within regions within the country) two passes find it: up, where a total and the sum of its
parts are averaged, and down, where what is left over is shared out.  For a table with margins in
several directions, see `pet_workbench.dp.margins`.

Protects: everything that the noisy tables protected: this is post-processing, and costs no privacy.
Does not protect: anything more than they did.  Least squares alone keeps numbers right on average.
Taking negative numbers away does not: small counts then come out too high on average, and large
ones a little too low; rounding adds up to one half per number on each level.

References
----------
.. [1] M. Hay, V. Rastogi, G. Miklau and D. Suciu, "Boosting the Accuracy of Differentially Private
   Histograms Through Consistency", PVLDB 3(1), 2010, doi:10.14778/1920841.1920970.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import ParameterError

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Level:
    """One level of a tree of tables.

    Attributes
    ----------
    counts : ndarray, shape (n_nodes, n_columns)
        Noisy numbers as they were released; columns are worked on apart from each other.
    variance : float
        Of the noise in each of them.
    parent : ndarray of int64, shape (n_nodes,)
        Per node its place on the level above; all 0 and unused on the first level.
    """

    counts: NDArray[np.int64] | Floats
    variance: float
    parent: Whole


def fit_tree(levels: Sequence[Level]) -> list[Floats]:
    """Return the numbers that add up and fit all levels best.

    Parameters
    ----------
    levels : sequence of Level
        The coarsest first.  A node without children is kept as it is fitted from above.

    Returns
    -------
    list of ndarray of float64
        Per level, in the shape of its counts; on average right if the counts are.

    Raises
    ------
    ParameterError
        If the levels do not fit each other, or a variance is not above 0.

    Examples
    --------
    A country counted as 10 and two regions as 4 and 9, all with the same noise:

    >>> country = Level(np.array([[10]]), 1.0, np.array([0]))
    >>> regions = Level(np.array([[4], [9]]), 1.0, np.array([0, 0]))
    >>> [level.ravel().round(2).tolist() for level in fit_tree([country, regions])]
    [[11.0], [3.0, 8.0]]
    """
    _check_levels(levels)
    means, variances = _upwards(levels)
    fitted = [means[0]]
    for depth in range(1, len(levels)):
        parent = levels[depth].parent
        n_above = len(levels[depth - 1].counts)
        off = fitted[-1] - _sums(means[depth], parent, n_above)
        shares = variances[depth] / _sums(variances[depth][:, None], parent, n_above)[parent, 0]
        fitted.append(means[depth] + shares[:, None] * off[parent])
    return fitted


def without_negatives(levels: Sequence[Floats], parents: Sequence[Whole]) -> list[Floats]:
    """Return the nearest numbers from 0 up, level by level, that still add up.

    Every group of parts is moved to the nearest point with the total that was fixed above it.  The
    result is biased: small counts are too high on average.

    Parameters
    ----------
    levels : sequence of ndarray of float64
        From `fit_tree`.
    parents : sequence of ndarray of int64
        Per level.

    Examples
    --------
    >>> levels = [np.array([[5.0]]), np.array([[-2.0], [7.0]])]
    >>> parents = [np.array([0]), np.array([0, 0])]
    >>> [level.ravel().tolist() for level in without_negatives(levels, parents)]
    [[5.0], [0.0, 5.0]]
    """
    moved = [np.maximum(levels[0], 0.0)]
    for level, parent in zip(levels[1:], parents[1:], strict=True):
        columns = [
            _onto_simplices(level[:, at], parent, moved[-1][:, at]) for at in range(level.shape[1])
        ]
        moved.append(np.stack(columns, axis=1))
    return moved


def rounded(levels: Sequence[Floats], parents: Sequence[Whole]) -> list[Whole]:
    """Return whole numbers that add up, each less than one step from what its total leaves it.

    The coarsest level is rounded; within each total the parts with the largest fractions go up.

    Parameters
    ----------
    levels : sequence of ndarray of float64
        That add up, as from `fit_tree` or `without_negatives`.
    parents : sequence of ndarray of int64
        Per level.

    Examples
    --------
    >>> levels = [np.array([[3.4]]), np.array([[1.2], [0.8], [1.4]])]
    >>> parents = [np.array([0]), np.array([0, 0, 0])]
    >>> [level.ravel().tolist() for level in rounded(levels, parents)]
    [[3], [1, 1, 1]]
    """
    whole = [np.rint(levels[0]).astype(np.int64)]
    for level, parent in zip(levels[1:], parents[1:], strict=True):
        columns = [
            _share_out(level[:, at], parent, whole[-1][:, at]) for at in range(level.shape[1])
        ]
        whole.append(np.stack(columns, axis=1))
    return whole


def _upwards(levels: Sequence[Level]) -> tuple[list[Floats], list[Floats]]:
    """Return per level the best guess from a node and all below it, and its variance."""
    means: list[Floats] = []
    variances: list[Floats] = []
    for depth in range(len(levels) - 1, -1, -1):
        counts = np.asarray(levels[depth].counts, np.float64)
        variance = np.full(len(counts), float(levels[depth].variance))
        if depth + 1 < len(levels):
            parent = levels[depth + 1].parent
            below = _sums(means[0], parent, len(counts))
            noise = _sums(variances[0][:, None], parent, len(counts))[:, 0]
            has = np.bincount(parent, minlength=len(counts)) > 0
            share = np.where(has, variance / np.where(has, variance + noise, 1), 0.0)
            counts = counts + share[:, None] * (below - counts)
            variance = variance * (1 - share)
        means.insert(0, counts)
        variances.insert(0, variance)
    return means, variances


def _sums(values: Floats, parent: Whole, n_above: int) -> Floats:
    """Return the sums of `values` per parent."""
    columns = [np.bincount(parent, values[:, at], n_above) for at in range(values.shape[1])]
    return np.stack(columns, axis=1)


def _onto_simplices(values: Floats, parent: Whole, totals: Floats) -> Floats:
    """Return the nearest numbers from 0 up whose sums per parent are `totals`.

    What is taken off all parts of a total is the same number, and parts stop at 0; it is found by
    sorting, as in the projection onto a simplex.
    """
    order = np.lexsort((-values, parent))
    ordered, group = values[order], parent[order]
    first = np.searchsorted(group, group)
    rank = np.arange(len(group)) - first + 1
    running = np.cumsum(ordered)
    running -= (running - ordered)[first]
    cut = (running - totals[group]) / rank
    keeps = ordered > cut
    last = np.zeros(len(totals), np.int64)
    np.maximum.at(last, group[keeps], np.flatnonzero(keeps))
    moved = np.where(totals[parent] > 0, np.maximum(values - cut[last[parent]], 0.0), 0.0)
    return np.asarray(moved, np.float64)


def _share_out(values: Floats, parent: Whole, totals: Whole) -> Whole:
    """Return whole numbers near `values` whose sums per parent are `totals`."""
    low: Whole = np.floor(values + 1e-9).astype(np.int64)
    missing = totals - np.bincount(parent, low, len(totals)).astype(np.int64)
    sizes = np.bincount(parent, minlength=len(totals))
    # what no fraction accounts for is spread evenly; it happens when totals were moved
    even: Whole = missing // np.maximum(sizes, 1)
    low = low + even[parent]
    missing = missing - even * sizes
    order = np.lexsort((low - values, parent))
    group = parent[order]
    rank = np.arange(len(group)) - np.searchsorted(group, group)
    low[order[rank < missing[group]]] += 1
    return low


def _check_levels(levels: Sequence[Level]) -> None:
    """Refuse levels that are no tree."""
    for above, level in zip([None, *levels], levels, strict=False):
        n_above = 1 if above is None else len(above.counts)
        fits = len(level.parent) == len(level.counts) and level.counts.ndim == 2
        fits = fits and (above is None or level.counts.shape[1] == above.counts.shape[1])
        if not fits or level.parent.min(initial=0) < 0 or level.parent.max(initial=0) >= n_above:
            raise ParameterError(
                "errors.dp_levels",
                "need levels whose parents are places on the level above ({above}), got {nodes} "
                "nodes and {parents} parents",
                above=n_above,
                nodes=len(level.counts),
                parents=len(level.parent),
            )
        check_variance(level.variance)


def check_variance(variance: float) -> None:
    """Refuse noise of which nothing is known.

    Raises
    ------
    ParameterError
        If the variance is not above 0 and finite.
    """
    if not 0 < variance < np.inf:
        raise ParameterError(
            "errors.dp_variance",
            "need a variance above 0 for every noisy table, got {variance}; exact numbers cannot "
            "be weighed against noisy ones",
            variance=variance,
        )
