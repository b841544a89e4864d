"""Checks of parameters: what lies inside passes, everything else is refused with the numbers."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pet_workbench.core import ParameterError
from pet_workbench.core.validation import check_choice, check_range, check_whole


@given(st.integers(), st.integers(), st.integers())
def test_a_range_holds_its_ends(value, low, high):
    """Exactly the values from `low` to `high` pass."""
    try:
        check_range("x", value, low, high)
    except ParameterError:
        assert not low <= value <= high
    else:
        assert low <= value <= high


@pytest.mark.parametrize(
    "value", [math.nan, math.inf, -math.inf, "5", None, [5], np.float64("nan")]
)
def test_what_is_no_number_in_the_range_is_refused(value):
    """Not a number, infinite, a text or nothing: each a typed error, never a TypeError."""
    with pytest.raises(ParameterError, match="need 1 <= share <= 9, got share=") as error:
        check_range("share", value, 1, 9)
    assert error.value.id == "errors.out_of_range"


@pytest.mark.parametrize("value", [np.int64(1), np.float32(1), True, 1.0])
def test_numbers_of_any_type_pass(value):
    """The type is not what is checked."""
    check_range("x", value, 1, 1)


@pytest.mark.parametrize("value", [1, np.int32(1), np.uint64(9)])
def test_a_whole_number_of_any_type_passes(value):
    """Python's and numpy's alike."""
    check_whole("n", value, 1, 9)


@pytest.mark.parametrize("value", [True, np.bool_(1), 1.0, np.float64(1), "1", None, [1]])
def test_what_is_no_whole_number_is_refused(value):
    """A truth value, or a number that only happens to be whole, is a mistake."""
    with pytest.raises(ParameterError, match="need a whole number for n") as error:
        check_whole("n", value, 0, 9)
    assert error.value.id == "errors.parameter_not_whole"


@pytest.mark.parametrize("value", [0, 10, -(10**30)])
def test_a_whole_number_outside_the_range_is_refused(value):
    """As with any number."""
    with pytest.raises(ParameterError) as error:
        check_whole("n", value, 1, 9)
    assert error.value.id == "errors.out_of_range"


def test_the_refused_value_stands_in_the_parameters():
    """A page can say in any language what was wrong."""
    with pytest.raises(ParameterError) as error:
        check_range("x", 3, 1, 2)
    assert error.value.parameters == {"name": "x", "value": 3, "low": 1, "high": 2}


def test_a_choice_has_to_be_on_the_list():
    """The message has the whole list."""
    check_choice("colour", "red", ["red", "blue"])
    message = "need colour to be one of red, blue, got 'green'"
    with pytest.raises(ParameterError, match=message) as error:
        check_choice("colour", "green", ["red", "blue"])
    assert error.value.id == "errors.unknown_choice"
