"""One house from two tables: exact without noise, only where the tables differ by one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.attacks.two_divisions import guessed, singled_out
from pet_workbench.core import ParameterError


@given(st.lists(st.tuples(st.integers(10, 500), st.integers(1, 9_999)), min_size=1, max_size=30))
@settings(max_examples=50, deadline=None)
def test_every_moved_house_is_found_exactly(areas):
    """Whatever areas hold: the difference of one connection is that connection."""
    counts = np.array([count for count, _ in areas])
    houses = np.array([use for _, use in areas])
    totals = 1_000 * counts
    found = singled_out((counts, counts - 1), (totals, totals - houses))
    assert found.values.tolist() == houses.tolist()
    joined = singled_out((counts, counts + 1), (totals, totals + houses))
    assert joined.values.tolist() == houses.tolist()
    assert guessed((totals, totals - houses), np.arange(len(counts))).values.tolist() == (
        houses.tolist()
    )


def test_areas_that_differ_by_none_or_by_two_are_left_alone():
    """Two houses on a border hide each other."""
    first, second = np.array([20, 20, 20]), np.array([20, 18, 22])
    assert not len(singled_out((first, second), (first, second)).places)


@pytest.mark.parametrize("attack", [singled_out, lambda counts, totals: guessed(totals, counts)])
def test_tables_of_different_areas_are_refused(attack):
    """Rows that are not about the same areas say nothing together."""
    two, three = np.arange(2), np.arange(3)
    with pytest.raises(ParameterError, match="2 and 3 areas") as error:
        attack((two, two), (two, three))
    assert error.value.id == "errors.gas_tables_differ"
