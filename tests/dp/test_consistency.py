"""Noisy tables that are made to add up: against plain least squares, and never away from it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.core import ParameterError
from pet_workbench.dp.consistency import Level, fit_tree, rounded, without_negatives
from pet_workbench.dp.margins import Margin, fit_table

ROOT = np.zeros(1, np.int64)


@st.composite
def trees(draw):
    """Draw three levels of noisy numbers in two columns, every node with a child."""
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    n_regions, n_schools = draw(st.integers(1, 4)), draw(st.integers(4, 12))
    region_of = np.concatenate([np.arange(n_regions), rng.integers(0, n_regions, n_schools - 4)])
    region_of = np.sort(np.resize(region_of, n_schools) % n_regions)
    variances = rng.uniform(0.2, 9, 3)
    sizes = (1, n_regions, n_schools)
    parents = (ROOT, np.zeros(n_regions, np.int64), region_of)
    return [
        Level(rng.integers(-5, 30, (size, 2)), variance, parent)
        for size, variance, parent in zip(sizes, variances, parents, strict=True)
    ]


def adds_up(levels, parents, tolerance=1e-7):
    """Tell whether every number is the sum of its parts."""
    for above, level, parent in zip(levels, levels[1:], parents[1:], strict=False):
        sums = np.zeros(above.shape)
        np.add.at(sums, parent, level)
        if np.abs(sums - above).max() > tolerance:
            return False
    return True


def least_squares(levels):
    """Return the leaves of the weighted least squares solution, by a dense solver."""
    schools = len(levels[2].counts)
    of_regions = np.eye(len(levels[1].counts))[levels[2].parent].T
    matrix = np.concatenate([np.ones((1, schools)), of_regions, np.eye(schools)])
    weights = np.concatenate([np.full(len(one.counts), one.variance**-0.5) for one in levels])
    right = np.concatenate([one.counts for one in levels])
    return np.linalg.lstsq(matrix * weights[:, None], right * weights[:, None], rcond=None)[0]


@settings(max_examples=40, deadline=None)
@given(trees())
def test_two_passes_give_the_least_squares_solution(levels):
    """The leaves are those of a dense solver that knows nothing of trees, and all adds up."""
    fitted = fit_tree(levels)
    assert np.allclose(fitted[2], least_squares(levels))
    assert adds_up(fitted, [one.parent for one in levels])


@settings(max_examples=40, deadline=None)
@given(trees())
def test_numbers_from_0_up_still_add_up_and_are_the_nearest(levels):
    """No number is negative, all adds up, and parts have the optimality of a projection."""
    parents = [one.parent for one in levels]
    fitted = fit_tree(levels)
    moved = without_negatives(fitted, parents)
    assert all((level >= 0).all() for level in moved)
    assert adds_up(moved, parents)
    for at in range(len(moved[1])):
        mine = parents[2] == at
        for column in range(2):
            shift = fitted[2][mine, column] - moved[2][mine, column]
            stays = moved[2][mine, column] > 1e-9
            if stays.any():
                assert np.allclose(shift[stays], shift[stays][0])
                assert (shift[~stays] <= shift[stays][0] + 1e-9).all()


@settings(max_examples=40, deadline=None)
@given(trees(), st.booleans())
def test_whole_numbers_add_up_exactly(levels, first_positive):
    """Rounded numbers add up to the last one, and keep from 0 up where they were."""
    parents = [one.parent for one in levels]
    fitted = fit_tree(levels)
    if first_positive:
        fitted = without_negatives(fitted, parents)
    whole = rounded(fitted, parents)
    assert all(level.dtype == np.int64 for level in whole)
    assert adds_up(whole, parents, tolerance=0)
    if first_positive:
        assert all((level >= 0).all() for level in whole)
    assert np.abs(whole[0] - fitted[0]).max() <= 0.5
    assert np.abs(whole[2] - fitted[2]).max() < 3


def test_it_is_right_on_average_and_more_accurate_than_each_table_alone():
    """Over many draws the error averages out, and is smaller than the noise that was added."""
    rng, truth = np.random.default_rng(1), np.array([3, 40, 0, 12, 7, 1])
    region_of = np.array([0, 0, 0, 1, 1, 1])
    parents = [ROOT, np.zeros(2, np.int64), region_of]
    regions = np.bincount(region_of, truth)
    exact = [truth.sum()[None], regions, truth]
    draws = 4_000
    levels = [
        Level(one[:, None] + rng.normal(0, 3, (len(one), draws)), 9.0, parent)
        for one, parent in zip(exact, parents, strict=True)
    ]
    off = [level - one[:, None] for level, one in zip(fit_tree(levels), exact, strict=True)]
    assert all(np.abs(one.mean(axis=1)).max() < 0.25 for one in off)
    assert all(one.std() < 0.95 * 3 for one in off)
    biased = without_negatives(fit_tree(levels), parents)[2].mean(axis=1) - truth
    assert biased[2] > 0.5


def test_a_region_without_schools_keeps_its_own_number():
    """Where nothing lies below, the fitted number is the one from above."""
    levels = [
        Level(np.array([[10], [4]]), 1.0, np.array([0, 0])),
        Level(np.array([[3], [6]]), 1.0, np.array([0, 0])),
    ]
    assert fit_tree(levels)[0][1, 0] == 4


@pytest.mark.parametrize(
    "levels",
    [
        [Level(np.array([[1]]), 1.0, ROOT), Level(np.array([[1]]), 1.0, np.array([1]))],
        [Level(np.array([[1]]), 0.0, ROOT)],
        [Level(np.array([[1], [2]]), 1.0, ROOT)],
        [Level(np.array([[1]]), float("nan"), ROOT)],
    ],
)
def test_what_is_no_tree_is_refused(levels):
    """Parents that are not there, numbers without parents, and noise of no size."""
    with pytest.raises(ParameterError):
        fit_tree(levels)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_a_table_fits_its_margins_as_a_dense_solver_says(seed):
    """All cells are those of plain least squares over cells, rows, columns and the total."""
    rng = np.random.default_rng(seed)
    shape, cells = (3, 4), rng.integers(-4, 40, (3, 4))
    kept = [(0, 1), (0,), (1,), ()]
    margins = [
        Margin(axes, cells.sum(axis=tuple(set((0, 1)) - set(axes))) + rng.integers(-3, 4), 1.0 + at)
        for at, axes in enumerate(kept)
    ]
    sums = [np.eye(12), np.kron(np.eye(3), np.ones(4)), np.kron(np.ones(3), np.eye(4))]
    rows = np.concatenate([*sums, np.ones((1, 12))])
    weights = np.repeat([(1.0 + at) ** -0.5 for at in range(4)], [12, 3, 4, 1])
    right = np.concatenate([np.ravel(one.counts) for one in margins])
    expected = np.linalg.lstsq(rows * weights[:, None], right * weights, rcond=None)[0]
    assert np.allclose(fit_table(shape, margins).ravel(), expected, atol=1e-6)
    positive = fit_table(shape, margins, nonnegative=True)
    assert positive.min() >= 0
    assert np.linalg.norm(weights * (rows @ positive.ravel() - right)) >= (
        np.linalg.norm(weights * (rows @ expected - right)) - 1e-9
    )


@pytest.mark.parametrize(
    "margin",
    [
        Margin((1, 0), np.zeros((2, 2)), 1.0),
        Margin((0,), np.zeros(3), 1.0),
        Margin((2,), np.zeros(2), 1.0),
        Margin((0,), np.zeros(2), -1.0),
    ],
)
def test_margins_of_another_table_are_refused(margin):
    """Axes out of order or not there, another shape, and noise of no size."""
    with pytest.raises(ParameterError):
        fit_table((2, 2), [margin])
