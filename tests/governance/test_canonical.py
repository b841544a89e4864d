"""An agreement has one form as bytes, that of RFC 8785."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pet_workbench.core import DataError
from pet_workbench.governance.canonical import canonical, digest, message

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(-1e15, 1e15)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=4)
    ),
    max_leaves=12,
)


def test_the_example_of_the_standard():
    """Section 3.2.2 of RFC 8785, but for 1e30, which no reader keeps exactly."""
    value = {
        "numbers": [333333333.33333329, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": '\u20ac$\u000f\nA\'B"\\\\"/',
        "literals": [None, True, False],
    }
    assert canonical(value) == (
        b'{"literals":[null,true,false],"numbers":[333333333.3333333,4.5,0.002,1e-27],'
        b'"string":"\xe2\x82\xac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )


def test_names_are_in_order_of_utf_16():
    """Section 3.2.3 of RFC 8785: not the order of Unicode."""
    value = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\u0080": 6, "\u00f6": 7}
    assert [*json.loads(canonical(value)).values()] == [2, 4, 6, 7, 1, 5, 3]


@given(VALUES)
def test_what_is_read_back_is_the_same(value):
    """And its bytes too, in whatever order names were."""
    written = canonical(value)
    assert json.loads(written) == value
    assert canonical(json.loads(written)) == written


@pytest.mark.parametrize(
    "value", [2**53, -(2**60), 2.0**53, -1e30, float("nan"), float("inf"), "\ud800", {1: 2}]
)
def test_what_json_cannot_hold_is_refused(value):
    """Numbers that other readers would round, and texts that are not Unicode."""
    with pytest.raises(DataError) as caught:
        canonical({"value": value})
    assert caught.value.id == "errors.agreement_json"


def test_a_hash_for_one_purpose_is_none_for_another():
    """Also when the name of one purpose begins with that of another."""
    assert digest("approval 1", {}) != digest("register 1", {})
    assert message("a", "b").hex() != message("ab", "").hex()
