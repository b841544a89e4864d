"""Mechanisms that are broken on purpose, in ways that happen."""

import warnings
from fractions import Fraction

import numpy as np

from pet_workbench.attacks.floating_point import numpy_laplace
from pet_workbench.core import Keystream
from pet_workbench.dp.library import library_answer, library_gaussian, library_laplace
from pet_workbench.dp.noise import GAUSSIAN, Noise, noise_for

KEY = bytes(31) + b"\x07"
EPSILON, DELTA = Fraction(1, 2), Fraction(1, 1000)
STREAM = Keystream(KEY)
FEW = np.array([1000.0] * 5)
RICH = np.array([1000.0] * 5 + [1e6])


def half_the_noise(count, runs):
    """Return a count with noise for twice the epsilon."""
    noise = noise_for(2 * EPSILON, Fraction(0), l1=1, l2_squared=1)
    return count + noise.draw(STREAM, runs)


def half_the_deviation(count, runs):
    """Return a count with Gaussian noise of half the deviation."""
    right = noise_for(EPSILON, DELTA, l1=1, l2_squared=1)
    return count + Noise(GAUSSIAN, right.spread / 4).draw(STREAM, runs)


def bounds_from_the_data(incomes, runs):
    """Return a sum whose noise fits the largest income there is."""
    largest = int(incomes.max())
    noise = noise_for(EPSILON, Fraction(0), l1=largest, l2_squared=largest**2)
    return int(incomes.sum()) + noise.draw(STREAM, runs)


def rows_without_limit(counts, runs):
    """Return a count of rows of which one person has five, with noise for one."""
    noise = noise_for(EPSILON, Fraction(0), l1=1, l2_squared=1)
    return sum(counts) + noise.draw(STREAM, runs)


def exact_number_beside_it(values, runs):
    """Return a noisy sum, and the exact number of rows."""
    noise = noise_for(EPSILON, Fraction(0), l1=1, l2_squared=1)
    return np.stack((sum(values) + noise.draw(STREAM, runs), np.full(runs, len(values))), axis=1)


def same_noise(count, runs):
    """Return a count with noise of a fixed key: the same every time."""
    noise = noise_for(EPSILON, Fraction(0), l1=1, l2_squared=1)
    return count + np.full(runs, noise.draw(Keystream(KEY), 1))


def missing_value_shows(values, runs):
    """Return the library's mean of data that may have a missing value."""
    return [library_answer("mean", values, epsilon=0.5, bounds=(0, 1)) for _ in range(runs)]


def bounds_by_the_library(values, runs):
    """Return the library's mean without bounds."""
    return [library_answer("mean", values, epsilon=0.5, bounds=None) for _ in range(runs)]


def weights_by_the_library(weights, runs):
    """Return the library's histogram, where a row counts for its weight."""
    from diffprivlib import BudgetAccountant, tools

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [
            tools.histogram(
                np.zeros(len(weights)),
                epsilon=0.5,
                bins=1,
                range=(0, 1),
                weights=weights,
                accountant=BudgetAccountant(),
            )[0]
            for _ in range(runs)
        ]


BROKEN = {
    "half the noise": (half_the_noise, (10, 11), 20_000, 0),
    "half the deviation": (half_the_deviation, (10, 11), 200_000, DELTA),
    "bounds from the data": (bounds_from_the_data, (FEW, RICH), 2000, 0),
    "rows without limit": (rows_without_limit, ([1], [1, 5]), 5000, 0),
    "an exact number": (exact_number_beside_it, ([1], [1, 1]), 200, 0),
    "the same noise": (same_noise, (10, 11), 200, 0),
    "numpy's laplace": (
        lambda count, runs: numpy_laplace(count, epsilon=0.5, count=runs, seed=5 + count),
        (0, 1),
        2000,
        0,
    ),
    "library: laplace": (
        lambda count, runs: library_laplace(count, epsilon=0.5, count=runs),
        (0, 1),
        4000,
        0,
    ),
    "library: gaussian": (
        lambda count, runs: library_gaussian(count, epsilon=0.5, delta=float(DELTA), count=runs),
        (0, 1),
        20_000,
        DELTA,
    ),
    "library: missing value": (missing_value_shows, ([0.5, 0.5], [0.5, np.nan]), 200, 0),
    "library: bounds from the data": (bounds_by_the_library, (FEW, RICH), 300, 0),
    "library: weights": (weights_by_the_library, ([1.0], [1.0, 1000.0]), 300, 0),
}
"""By name: mechanism, neighbouring tables, runs, and the delta that is promised beside 0.5."""
