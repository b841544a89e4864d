"""Repeated questions with other limits: what they tell, and what stops them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pet_workbench.attacks.threshold_search import brackets, search
from pet_workbench.core import ParameterError, PrivacyError
from pet_workbench.usecases.aio import CASE
from pet_workbench.usecases.run_limit import RunLimit
from tests.usecases.aio_tables import alone, expected, tables

values = st.lists(st.floats(0, 100), max_size=20)
limits = st.lists(st.floats(0, 100), min_size=2, max_size=8, unique=True)


def under(numbers, limit):
    """Return who is under the limit."""
    return np.flatnonzero(np.array(numbers, float) < limit)


@given(values, limits)
def test_everybody_lies_in_the_right_bracket(numbers, asked):
    """Each number from the lowest to the highest limit is in one bracket, whose ends hold it."""
    found = brackets([(limit, under(numbers, limit)) for limit in asked])
    for who, number in enumerate(numbers):
        homes = [bracket for bracket in found if who in bracket.items]
        assert len(homes) == (min(asked) <= number < max(asked))
        assert all(bracket.low <= number < bracket.high for bracket in homes)


@given(values, limits)
def test_brackets_join_in_ascending_order(numbers, asked):
    """One bracket less than limits, each beginning where the last ended."""
    found = brackets([(limit, under(numbers, limit)) for limit in asked])
    ends = [found[0].low, *(bracket.high for bracket in found)]
    assert ends == sorted(asked)


@pytest.mark.parametrize("answers", [[], [(1, [])], [(1, []), (1, [])]])
def test_two_different_limits_are_needed(answers):
    """The same question twice tells nothing new."""
    count = len({limit for limit, _ in answers})
    message = f"need answers for at least two different limits, got {count}"
    with pytest.raises(ParameterError, match=message) as error:
        brackets([(limit, np.array(items, int)) for limit, items in answers])
    assert error.value.id == "errors.two_limits"


@given(values, st.integers(2, 30))
def test_a_search_narrows_everybody_down_to_one_step(numbers, runs):
    """The width of a bracket is the range divided by the number of steps."""
    found = search(lambda limit: under(numbers, limit), low=0, high=100, runs=runs)
    assert len(found) == runs - 1
    assert max(bracket.high - bracket.low for bracket in found) == pytest.approx(100 / (runs - 1))
    assert sum(bracket.items.size for bracket in found) == sum(number < 100 for number in numbers)


def test_withheld_answers_are_skipped():
    """Without an answer the neighbouring brackets become one."""

    def ask(limit):
        return None if limit == 50 else under([10, 40, 60, 90], limit)

    found = search(ask, low=0, high=100, runs=5)
    assert [(b.low, b.high, b.items.tolist()) for b in found] == [
        (0, 25, [0]),
        (25, 75, [1, 2]),
        (75, 100, [3]),
    ]


@pytest.mark.parametrize("answered", [0, 1])
def test_too_few_answers_tell_nothing(answered):
    """One answer is what was agreed, and nothing follows from it."""
    given_to = iter([np.array([1])] * answered + [None] * 5)
    assert search(lambda limit: next(given_to), low=0, high=1, runs=5) == ()


@pytest.mark.parametrize("runs", [1, 0, -3, 2_000_000])
def test_a_search_takes_at_least_two_runs(runs):
    """Refused before anything is asked."""
    with pytest.raises(ParameterError, match=f"need 2 <= runs <= 1000000, got runs={runs}"):
        search(lambda limit: np.array([1]), low=0, high=1, runs=runs)


HOMES = [alone(-1_000 * i, income=50_000) for i in range(40)]


def question(**options):
    """Return the permitted question of the case, with the limit as the only choice."""
    both = tables(HOMES)

    def ask(percent):
        outcome = CASE.run("secret-sharing", both, threshold_percent=percent, **options)
        return outcome.answer.households

    return ask


def test_the_permitted_answers_of_the_case_narrow_incomes_down():
    """Six runs of a perfectly secret computation tell within 2 % who has what."""
    found = search(question(minimum_found=1), low=101, high=111, runs=6)
    for bracket in found:
        between = set(expected(HOMES, bracket.high)) - set(expected(HOMES, bracket.low))
        assert set(bracket.items.tolist()) == between
        assert bracket.high - bracket.low == 2
    assert sum(bracket.items.size for bracket in found) > 10


def test_a_minimum_hides_the_first_few_only():
    """Answers below it are withheld; two that pass still differ by single households."""
    found = search(question(minimum_found=10), low=100, high=120, runs=21)
    assert found[0].low > 100
    assert min(bracket.items.size for bracket in found) < 10


def test_an_agreed_number_of_runs_stops_the_search():
    """UWV takes part three times, and the attack ends there."""
    limit = RunLimit(3)
    with pytest.raises(PrivacyError, match=r"need at most 3 runs .* this would be run 4"):
        search(question(run_limit=limit), low=100, high=110, runs=6)
    assert limit.used == 3
