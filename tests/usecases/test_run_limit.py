"""A counter that refuses the run after the last."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pet_workbench.core import ParameterError, PrivacyError
from pet_workbench.usecases.run_limit import RunLimit


@given(st.integers(1, 20))
def test_exactly_the_agreed_runs_are_counted(maximum):
    """The last agreed run passes, every later one is refused and not counted."""
    limit = RunLimit(maximum)
    for _ in range(maximum):
        limit.count_run()
    for _ in range(2):
        message = f"need at most {maximum} runs on these data, this would be run {maximum + 1}"
        with pytest.raises(PrivacyError, match=message) as error:
            limit.count_run()
        assert error.value.id == "errors.run_limit"
    assert limit.used == maximum


def test_every_counter_counts_for_itself():
    """A new counter starts at none: it is an agreement, not cryptography."""
    first, second = RunLimit(1), RunLimit(1)
    first.count_run()
    assert (first.used, second.used) == (1, 0)


@pytest.mark.parametrize("maximum", [0, -1, 1_000_001, None])
def test_a_limit_has_to_allow_something(maximum):
    """At least one run, at most a million."""
    with pytest.raises(ParameterError, match="need 1 <= maximum <= 1000000, got maximum="):
        RunLimit(maximum)
