"""The case `informants`: who or how many, by every technique; limits, minimum and own files."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.core import DataError, ParameterError, PrivacyError
from pet_workbench.datasets.citizen_numbers import INVENTED, eleven_test
from pet_workbench.usecases.informants import CASE, FIRST, SECOND, THIRD_PARTIES, Overlap
from pet_workbench.usecases.informants.population import generate
from pet_workbench.usecases.run_limit import RunLimit

TECHNIQUES = pytest.mark.parametrize("technique", CASE.techniques)
SECRET, THIRD = "secret-sharing:pseudonyms", THIRD_PARTIES[0]
COUNTING = {"private-set-intersection:size", SECRET}


def tables(first, second):
    """Return both lists as tables."""
    lists = {FIRST: first, SECOND: second}
    return {
        party: pd.DataFrame({"person": np.array(one, np.int64)}) for party, one in lists.items()
    }


SMALL = tables([7, 3, 99, 5], [3, 8, 99, 12, 7])


@pytest.fixture(scope="module")
def generated():
    """Return two generated lists."""
    return CASE.load(n=300, seed=2)


@TECHNIQUES
def test_answer_is_worked_out_by_hand(technique):
    """Three persons are on both lists; who they are, only some techniques tell."""
    outcome = CASE.run(technique, SMALL, minimum_count=3)
    assert outcome.answer.count == 3
    assert outcome.error == 0
    if technique in COUNTING:
        assert outcome.answer.persons is None
    else:
        assert outcome.answer.persons.tolist() == [3, 7, 99]


@TECHNIQUES
def test_techniques_agree_with_pandas(technique, generated):
    """On generated lists the answer is exact."""
    outcome = CASE.run(technique, generated)
    assert outcome.error == 0
    assert outcome.answer.count == 12


@TECHNIQUES
@pytest.mark.parametrize(("first", "second"), [([], [1]), ([1], []), ([1], [2]), ([1], [1])])
def test_smallest_lists(technique, first, second):
    """Empty lists, nobody in both, and just one."""
    outcome = CASE.run(technique, tables(first, second), minimum_count=0)
    assert outcome.error == 0
    assert outcome.answer.count == len(set(first) & set(second))


@settings(max_examples=20, deadline=None)
@given(*[st.lists(st.integers(0, 20), unique=True, max_size=10)] * 2)
def test_any_lists(first, second):
    """The blind count is what pandas finds, whatever the lists."""
    outcome = CASE.run(SECRET, tables(first, second), minimum_count=0, decoys=7)
    assert outcome.error == 0


@pytest.mark.parametrize(("minimum", "count"), [(3, 3), (4, None)])
def test_minimum_withholds_the_count(minimum, count):
    """Under the minimum nothing is released to anybody, and withholding is no error."""
    outcome = CASE.run(SECRET, SMALL, minimum_count=minimum)
    assert outcome.answer.count == count
    assert outcome.error == 0
    assert {release.receiver for release in outcome.released} == {FIRST, SECOND}
    assert {release.items for release in outcome.released} == {int(count is not None)}


def test_wrongly_withheld_is_an_error():
    """An answer withheld although there are enough counts everybody as missed."""
    assert CASE.error(Overlap(None, minimum=2), np.array([1, 2, 3])) == 3
    assert CASE.error(Overlap(5), np.array([1, 2, 3])) == 2
    assert CASE.error(Overlap.of(np.array([1, 9])), np.array([1, 2])) == 2


@TECHNIQUES
def test_limit_on_the_list(technique, generated):
    """Every technique but sending everything refuses a list over the limit."""
    size = len(generated[FIRST])
    CASE.run(technique, generated, list_limit=size)
    if technique == "plain-exchange":
        assert CASE.run(technique, generated, list_limit=1).error == 0
        return
    with pytest.raises(PrivacyError, match="persons from Service A"):
        CASE.run(technique, generated, list_limit=size - 1)


@TECHNIQUES
def test_lists_cannot_be_asked_one_after_the_other(technique):
    """The second service counts runs: a limit on a list's length alone would not hold."""
    limit = RunLimit(1)
    CASE.run(technique, SMALL, run_limit=limit)
    with pytest.raises(PrivacyError, match="at most 1 runs"):
        CASE.run(technique, SMALL, run_limit=limit)


def test_third_body_sees_no_person_and_not_the_count(generated):
    """It gets pseudonyms with decoys, and what it shares of the computation."""
    outcome = CASE.run(SECRET, generated, decoys=50)
    received = outcome.transcript.view(THIRD).received
    lists = [one for one in received if one.step == "pseudonyms with decoys"]
    assert [one.items for one in lists] == [len(t) + 50 for t in generated.values()]
    both = np.intersect1d(*(one.values() for one in lists)).size
    assert outcome.answer.count <= both <= outcome.answer.count + 50
    assert "overlap" not in {one.step for one in received}


def test_second_service_learns_only_the_length(generated):
    """With private set intersection it receives masked points, one per person."""
    for technique in ("private-set-intersection", "private-set-intersection:size"):
        outcome = CASE.run(technique, generated)
        received = outcome.transcript.view(SECOND).received
        assert [(one.step, one.size_bytes) for one in received] == [("masked points", 300 * 32)]


@pytest.mark.parametrize(
    "wrong",
    [{"list_limit": 0}, {"minimum_count": -1}, {"decoys": -1}, {"third_party": "somebody"}],
)
def test_parameters_out_of_range(wrong):
    """Values that make no sense are refused."""
    with pytest.raises(ParameterError):
        CASE.run("plain-exchange", SMALL, **wrong)


def test_variants_are_told_apart():
    """The slug alone means "who"; the variant only counts."""
    assert CASE.technique("private-set-intersection").id == "private-set-intersection"
    assert CASE.technique("private-set-intersection:size").id == "private-set-intersection:size"


def test_generated_lists():
    """Invented numbers, sizes and overlap as assumed, and the same for the same seed."""
    lists = generate(1_000, seed=4)
    first, second = (lists[party]["person"] for party in (FIRST, SECOND))
    assert (len(first), len(second), first.isin(second).sum()) == (1_000, 700, 40)
    assert set(eleven_test(np.concatenate([first, second]))) == {INVENTED}
    assert generate(1_000, seed=4)[FIRST].equals(lists[FIRST])


def test_own_files():
    """Two lists with a Dutch or English header are read; nobody in both is a problem."""
    found = CASE.read({FIRST: b"persoon\n5\n6\n", SECOND: b"person\n6\n"})
    assert CASE.run("private-set-intersection", found).answer.persons.tolist() == [6]
    with pytest.raises(DataError, match="need people who are in Service A too"):
        CASE.read({FIRST: b"person\n5\n", SECOND: b"person\n6\n"})
