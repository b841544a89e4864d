"""Asking again: what two permitted answers tell together, and what stops it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pet_workbench.attacks.updated_lists import compare, exact_counts
from pet_workbench.core import ParameterError, PrivacyError
from pet_workbench.usecases.debts import AGENCIES, CASE
from pet_workbench.usecases.run_limit import RunLimit
from tests.usecases.debts_tables import number, tables

RESIDENTS = range(6)
LISTS = [[1, 2, 3, 4], [2, 3, 4], [3, 4], [4]]


def found(lists, at_least, **parameters):
    """Return who is at k or more agencies."""
    made = tables(lists, RESIDENTS)
    outcome = CASE.run("secret-sharing", made, at_least=at_least, minimum_found=1, **parameters)
    return outcome.answer.persons


def test_four_early_warnings_tell_the_exact_number_of_everybody():
    """At 1 or more, 2 or more ...: what the municipality was not to get for everybody at once."""
    counts = exact_counts({k: found(LISTS, k) for k in (1, 2, 3, 4)})
    assert {k: who.tolist() for k, who in counts.items()} == {k: [number(k)] for k in (1, 2, 3, 4)}


@pytest.mark.parametrize("at", range(4))
def test_a_list_that_is_renewed_alone_tells_where(at):
    """Who comes in between two answers has a new debt at the agency that renewed its list."""
    before = found(LISTS, 2)
    after = found([[*one, 1] if i == at else one for i, one in enumerate(LISTS)], 2)
    change = compare(before, after, renewed=(AGENCIES[at],))
    assert change.came.tolist() == ([number(1)] if at else [])
    assert (change.went.tolist(), change.where) == ([], AGENCIES[at])


def test_a_debt_that_was_paid_tells_where_as_well():
    """Who goes out, paid at the agency that renewed its list."""
    change = compare(found(LISTS, 3), found([[1, 2, 4], *LISTS[1:]], 3), renewed=("UWV",))
    assert (change.came.tolist(), change.went.tolist()) == ([], [number(3)])


def test_lists_renewed_together_do_not_tell_where():
    """The change is seen, the agency is not: all four may have done it."""
    change = compare(np.array([1]), np.array([1, 2]), renewed=AGENCIES)
    assert (change.came.tolist(), change.where) == ([2], "")


def test_a_limit_on_runs_stops_the_second_answer():
    """The agencies refuse to share again."""
    limit = RunLimit(1)
    found(LISTS, 2, run_limit=limit)
    with pytest.raises(PrivacyError, match="at most 1 runs"):
        found(LISTS, 3, run_limit=limit)


@given(st.lists(st.integers(0, 4), max_size=30))
def test_everybody_gets_the_own_count(counts):
    """From all four answers, against the counts they were made of."""
    who = np.arange(len(counts))
    answers = {k: who[np.array(counts, int) >= k] for k in (1, 2, 3, 4)}
    for k, members in exact_counts(answers).items():
        assert members.tolist() == [i for i, count in enumerate(counts) if count == k]


@pytest.mark.parametrize("answers", [{}, {3: np.array([1])}])
def test_two_different_questions_are_needed(answers):
    """One answer tells no more than it was agreed to."""
    with pytest.raises(ParameterError, match="need answers for at least two different limits"):
        exact_counts(answers)
