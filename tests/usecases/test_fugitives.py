"""The case `fugitives`: every technique's answer, what each party gets, limits and own files."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.core import DataError, ParameterError, PrivacyError
from pet_workbench.datasets.citizen_numbers import INVENTED, eleven_test
from pet_workbench.sharing.joins.intersection import exchange_bytes
from pet_workbench.sharing.joins.lookup import lookup_bytes
from pet_workbench.usecases.fugitives import BANK, CASE, JUSTICE, THIRD_PARTIES, Sightings
from pet_workbench.usecases.fugitives.own_tables import HEADERS, read
from pet_workbench.usecases.fugitives.population import PROVINCES, generate, n_sought_for
from pet_workbench.usecases.run_limit import RunLimit

TECHNIQUES = pytest.mark.parametrize("technique", CASE.techniques)
THIRD = THIRD_PARTIES[0]


def tables(sought, bank):
    """Return both tables from a list of persons and rows (person, region, days ago)."""
    rows = pd.DataFrame(bank, columns=["person", "region", "days_ago"]).astype("int64")
    return {JUSTICE: pd.DataFrame({"person": np.array(sought, np.int64)}), BANK: rows}


SMALL = tables([7, 3, 99, 5], [(3, 0, 30), (5, 11, 31), (99, 4, 0), (8, 2, 1)])


@pytest.fixture(scope="module")
def generated():
    """Return a small bank and its list."""
    return CASE.load(n=1_000, seed=2)


@TECHNIQUES
def test_answer_is_worked_out_by_hand(technique):
    """Paid within the days, on the list: 3 in region 0 and 99 in region 4; 5 paid too long ago."""
    outcome = CASE.run(technique, SMALL, within_days=30)
    assert outcome.answer.persons.tolist() == [3, 99]
    assert outcome.answer.regions.tolist() == [0, 4]
    assert outcome.error == 0


@TECHNIQUES
def test_techniques_agree_with_pandas(technique, generated):
    """On generated people no one is missed, added or misplaced."""
    outcome = CASE.run(technique, generated)
    assert outcome.error == 0
    assert outcome.answer.persons.size > 3


@TECHNIQUES
@pytest.mark.parametrize(
    ("sought", "bank"), [([], [(3, 0, 1)]), ([3], []), ([3], [(4, 1, 1)]), ([3], [(3, 11, 0)])]
)
def test_smallest_lists(technique, sought, bank):
    """Empty lists, nobody in both, and just one."""
    assert CASE.run(technique, tables(sought, bank)).error == 0


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.integers(0, 20), unique=True, max_size=8),
    st.dictionaries(st.integers(0, 20), st.tuples(st.integers(0, 11), st.integers(0, 60))),
)
def test_any_lists(sought, customers):
    """The join through the third body finds what pandas finds, whatever the lists."""
    rows = [(person, *values) for person, values in customers.items()]
    assert CASE.run("secret-sharing", tables(sought, rows)).error == 0


@TECHNIQUES
def test_limit_on_the_list(technique, generated):
    """Every technique but sending everything refuses a list over the limit, and takes one at it."""
    size = len(generated[JUSTICE])
    CASE.run(technique, generated, list_limit=size)
    if technique == "plain-exchange":
        assert CASE.run(technique, generated, list_limit=size - 1).error == 0
        return
    with pytest.raises(PrivacyError, match=f"at most {size - 1} persons from Justice, got {size}"):
        CASE.run(technique, generated, list_limit=size - 1)


@TECHNIQUES
def test_lists_cannot_be_asked_one_after_the_other(technique):
    """The bank counts runs: a limit on a list's length alone would not hold."""
    limit = RunLimit(1)
    CASE.run(technique, SMALL, run_limit=limit)
    with pytest.raises(PrivacyError, match="at most 1 runs"):
        CASE.run(technique, SMALL, run_limit=limit)


def test_bank_learns_nothing_from_the_join(generated):
    """It receives a key, and nothing that depends on the list."""
    other = {**generated, JUSTICE: generated[JUSTICE].head(3)}
    runs = [CASE.run("secret-sharing", one, teaching_seed=1) for one in (generated, other)]
    views = [[(m.step, m.payload) for m in _view(BANK, run)] for run in runs]
    assert views[0] == views[1]
    assert [step for step, _ in views[0]] == ["pseudonym key"]


def test_justice_learns_nothing_of_others(generated):
    """Its view does not change with customers whom it does not seek, or who paid long ago."""
    sought = set(generated[JUSTICE]["person"])
    bank = generated[BANK]
    is_hit = bank["person"].isin(sought) & (bank["days_ago"] <= 30)
    other = {**generated, BANK: bank[is_hit].assign(days_ago=1)}
    runs = [CASE.run("secret-sharing", one, teaching_seed=1) for one in (generated, other)]
    views = [[(m.step, m.payload) for m in _view(JUSTICE, run)] for run in runs]
    assert views[0] == views[1]


def test_third_body_gets_no_number_of_anybody(generated):
    """Its messages are pseudonyms, masked numbers and the limit."""
    steps = {message.step for message in _view(THIRD, CASE.run("secret-sharing", generated))}
    assert steps == {"pseudonyms sought", "pseudonyms held", "masked numbers", "longest list"}


def _view(party, outcome):
    """Return the messages that a party received."""
    return outcome.transcript.view(party).received


def test_bytes_follow_the_formulas(generated):
    """Customers who did not pay lately are left out before anything is sent."""
    n = len(generated[JUSTICE])
    m = int((generated[BANK]["days_ago"] <= 30).sum())
    join = CASE.run("secret-sharing", generated)
    hits = join.answer.persons.size
    assert join.transcript.bytes == lookup_bytes(n, m, hits, item_bytes=1)
    two_parties = CASE.run("private-set-intersection", generated).transcript
    assert two_parties.bytes == exchange_bytes(n, m, payload_bytes=1)


def test_error_counts_every_kind_of_mistake():
    """A person too many, one missed, and one in the wrong region count one each."""
    given_, right = ([1, 2, 3], [0, 0, 5]), ([2, 3, 4], [0, 6, 0])
    answers = [Sightings(*(np.array(part) for part in one)) for one in (given_, right)]
    assert CASE.error(*answers) == 3
    assert CASE.error(answers[0], answers[0]) == 0


@pytest.mark.parametrize(
    "wrong", [{"within_days": -1}, {"list_limit": 0}, {"third_party": "somebody"}]
)
def test_parameters_out_of_range(wrong):
    """Values that make no sense are refused."""
    with pytest.raises(ParameterError):
        CASE.run("plain-exchange", SMALL, **wrong)


def test_release_says_who_reads_what(generated):
    """Justice reads as many regions as persons were found."""
    outcome = CASE.run("secret-sharing", generated)
    release = outcome.released[0]
    assert (release.receiver, release.items) == (JUSTICE, outcome.answer.persons.size)


def test_generated_people_do_not_exist():
    """No number could be a citizen's, all columns are whole numbers in range, seeds repeat."""
    first, again = (generate(1_000, seed=5) for _ in range(2))
    for party, table in first.items():
        assert set(eleven_test(table["person"].to_numpy())) == {INVENTED}
        assert table["person"].is_unique
        pd.testing.assert_frame_equal(table, again[party])
    assert first[BANK]["region"].between(0, len(PROVINCES) - 1).all()
    assert len(first[JUSTICE]) == n_sought_for(1_000)
    assert first[JUSTICE]["person"].isin(first[BANK]["person"]).mean() == 0.45


@pytest.mark.parametrize("n", [1, 13_000_000, 2.5, True])
def test_impossible_sizes(n):
    """Too few, too many, or not a number of people."""
    with pytest.raises(ParameterError):
        generate(n, seed=1)


def test_own_files_in_dutch():
    """Dutch headers and spellings are read as the tables of the case."""
    bank = "persoon;provincie;dagen_geleden\n5;Fryslân;3\n6;Noord-Holland;40\n"
    found = read({JUSTICE: b"persoonsnummer\n5\n9\n", BANK: bank.encode()})
    assert found[BANK].to_dict("list") == {"person": [5, 6], "region": [1, 7], "days_ago": [3, 40]}
    assert CASE.run("secret-sharing", found).answer.regions.tolist() == [1]
    assert set(HEADERS) == {"nl", "en"}


def test_all_problems_of_both_files_at_once():
    """A wrong region, a person twice and a missing column are reported together."""
    bank = "person,province,days_ago\n5,Atlantis,3\n5,Utrecht,1\n"
    with pytest.raises(DataError) as caught:
        read({JUSTICE: b"name\nx\n", BANK: bank.encode()})
    ids = {problem.id for problem in caught.value.parameters["problems"]}
    assert {"errors.data_choice", "errors.data_duplicate_key"} <= ids
    assert len(ids) >= 3


def test_nobody_in_both_files_is_a_problem():
    """Then there is nothing to compute, and probably another kind of number was used."""
    with pytest.raises(DataError) as caught:
        CASE.read({JUSTICE: b"person\n1\n", BANK: b"person,province,days_ago\n2,Utrecht,1\n"})
    assert caught.value.id == "errors.data_nobody_in_both"
