"""Replaced counts: found exactly where they follow, and only there."""

from functools import cache
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.attacks.suppressed_cells import (
    HIDDEN,
    NONE_TO_DIVIDE,
    best_guess,
    recover_counts,
)
from pet_workbench.core import DataError, ParameterError


def group(men, women, men_passed, women_passed):
    """Return the six counts of a group."""
    passed = [men_passed, women_passed, men_passed + women_passed]
    return np.array([[men, women, men + women], passed])


def published(counts, minimum=5):
    """Return a group as it is published."""
    tenths = [
        NONE_TO_DIVIDE if not k else int(np.floor(1000 * g / k + 0.5))
        for k, g in zip(*counts, strict=True)
    ]
    return np.where(counts < minimum, HIDDEN, counts), np.array(tenths)


@cache
def oracle(minimum):
    """Return all groups of at most 12 each, by how they would be published."""
    groups = {}
    for k1, k2 in product(range(13), repeat=2):
        for g1, g2 in product(range(k1 + 1), range(k2 + 1)):
            counts = group(k1, k2, g1, g2)
            groups.setdefault(as_key(*published(counts, minimum)), []).append(counts)
    return groups


def as_key(shown, tenths):
    """Return what is published as something to look up."""
    return tuple(shown.ravel().tolist()), tuple(tenths.tolist())


people = st.integers(0, 8).flatmap(lambda k: st.tuples(st.just(k), st.integers(0, k)))


@settings(max_examples=100, deadline=None)
@given(people, people, st.sampled_from([3, 5]))
def test_what_is_found_is_what_all_possible_groups_agree_on(men, women, minimum):
    """Low and high are the ends over every group that is published in the same way."""
    counts = group(men[0], women[0], men[1], women[1])
    shown, tenths = published(counts, minimum)
    found = recover_counts(shown[None], tenths[None], minimum=minimum)
    possible = np.array(oracle(minimum)[as_key(shown, tenths)])
    assert np.array_equal(found.low[0], possible.min(axis=0))
    assert np.array_equal(found.high[0], possible.max(axis=0))
    assert found.ways[0] == len(possible)
    assert (found.low[0] <= counts).all()
    assert (counts <= found.high[0]).all()


def test_without_percentages_and_totals_nothing_follows():
    """A group that is replaced altogether can be anything below the minimum."""
    found = recover_counts(np.full((1, 2, 3), HIDDEN), np.full((1, 3), HIDDEN), minimum=5)
    assert found.recovered.sum() == 0
    assert not found.complete.any()
    assert (found.low.min(), found.high.max()) == (0, 4)
    assert best_guess(found)[0, 0, 0] == 2


def test_equal_groups_are_worked_out_alike():
    """A group that stands in the table twice has the same answer in both places."""
    shown, tenths = published(group(4, 8, 3, 8))
    found = recover_counts(np.stack([shown, shown]), np.stack([tenths, tenths]), minimum=5)
    assert found.complete.tolist() == [True, True]
    assert np.array_equal(found.low[0], found.low[1])


def test_a_group_that_cannot_be_is_refused():
    """Totals that contradict the counts have an error of their own."""
    counts = np.array([[[6, 8, 15], [6, 8, 14]]])
    with pytest.raises(DataError, match="no counts fit"):
        recover_counts(counts, np.array([[1000, 1000, 1000]]), minimum=5)


@pytest.mark.parametrize("minimum", [0, 11, 2.5, True])
def test_a_minimum_out_of_range_is_refused(minimum):
    """Trying out all fillings is for small minima."""
    with pytest.raises(ParameterError):
        recover_counts(np.zeros((1, 2, 3), np.int64), np.zeros((1, 3), np.int64), minimum=minimum)
