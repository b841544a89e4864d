"""Coalitions: one party alone learns nothing, two learn exactly what is said they do."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.attacks.collusion import Learned, collude
from pet_workbench.core import ProtocolError
from pet_workbench.usecases.aio import CASE, THIRD_PARTIES
from tests.usecases.aio_tables import alone, any_household, couple, expected, tables

THIRD = THIRD_PARTIES[0]
SHARES, TRUSTED, PLAIN = "secret-sharing:pseudonyms", "trusted-third-party", "plain-exchange"
HOMES = [
    alone(5, income=30_000),
    alone(-5, income=None),
    couple(1, incomes=(70_000, 60_000)),
    couple(-1, incomes=(0, None)),
    couple(9, incomes=(None, None)),
    alone(9, receives=True, income=50_000),
    couple(9, abroad=True, incomes=(1_000, 2_000)),
]


def learned(coalition, technique, both, *, third=THIRD, **options):
    """Run `technique` and let the coalition put its views together."""
    transcript = CASE.run(technique, both, third_party=third, **options).transcript
    views = {party: transcript.view(party) for party in coalition if party in transcript.parties}
    known = {party: both[party]["person"].to_numpy() for party in coalition if party in both}
    return collude(views, known, asker="SVB", holder="UWV", matcher=third)


def incomes(both):
    """Return the income of each person on UWV's list."""
    return dict(zip(both["UWV"]["person"], both["UWV"]["income_cents"], strict=True))


def asked_about(both):
    """Return per household that SVB asks about the persons in it, by number of household."""
    svb = both["SVB"]
    out = svb.groupby("household")[["receives_aio", "lives_abroad"]].transform("any").any(axis=1)
    return {number: home["person"].tolist() for number, home in svb[~out].groupby("household")}


@pytest.mark.parametrize("third", THIRD_PARTIES)
@pytest.mark.parametrize("who", ["SVB", "UWV", "the third"])
def test_one_party_alone_learns_nothing(who, third):
    """With secret sharing, no single view gives the attack anything."""
    party = third if who == "the third" else who
    assert learned([party], SHARES, tables(HOMES), third=third, minimum_found=1).is_nothing


@settings(max_examples=25, deadline=None)
@given(st.lists(any_household(), min_size=1, max_size=8))
def test_asker_and_matcher_unmask_every_income_asked_about(households):
    """SVB and the third body read the income of everybody on SVB's list, to the cent."""
    both = tables(households)
    result = learned(["SVB", THIRD], SHARES, both)
    known = incomes(both)
    everybody = {p: known.get(p, 0) for home in asked_about(both).values() for p in home}
    assert dict(zip(result.persons.tolist(), result.amounts.tolist(), strict=True)) == everybody
    assert not len(result.households)


@settings(max_examples=25, deadline=None)
@given(st.lists(any_household(), min_size=1, max_size=8))
def test_holder_and_matcher_recognise_households_and_result(households):
    """UWV and the third body see who lives with whom, and who is under the limit.

    Persons UWV has never heard of stay unknown, until it tries all possible numbers.
    """
    both = tables(households)
    result = learned(["UWV", THIRD], SHARES, both)
    known = incomes(both)
    answer = set(expected(households))
    wanted = sorted(
        (sorted([p if p in known else -1 for p in home] + [-1] * (2 - len(home))), number in answer)
        for number, home in asked_about(both).items()
    )
    pairs = zip(result.households.tolist(), result.under_limit.tolist(), strict=True)
    assert sorted((sorted(pair), under) for pair, under in pairs) == wanted
    assert not len(result.persons)


def test_a_withheld_answer_is_no_protection_against_two():
    """The coalition computes the result itself, though nothing was opened."""
    both = tables(HOMES)
    result = learned(["UWV", THIRD], SHARES, both, minimum_found=100)
    assert int(result.under_limit.sum()) == len(expected(HOMES)) == 3


def test_the_owners_need_no_attack():
    """SVB and UWV could put their files together: the views add nothing to that."""
    assert learned(["SVB", "UWV"], SHARES, tables(HOMES)).is_nothing


def test_all_three_learn_at_least_what_two_learn():
    """The attack then goes by SVB and the third body."""
    both = tables(HOMES)
    three = learned(["SVB", "UWV", THIRD], SHARES, both, teaching_seed=3)
    two = learned(["SVB", THIRD], SHARES, both, teaching_seed=3)
    assert three.persons.tolist() == two.persons.tolist()
    assert three.amounts.tolist() == two.amounts.tolist()


def test_with_everything_sent_the_receiver_has_every_income():
    """All of UWV's file, also of people that SVB never asked about, to the cent."""
    both = tables(HOMES, strangers=5)
    result = learned(["SVB"], PLAIN, both)
    read = dict(zip(result.persons.tolist(), result.amounts.tolist(), strict=True))
    assert read == incomes(both)
    assert len(read) == len(both["UWV"])
    assert learned(["UWV"], PLAIN, both).is_nothing


def test_a_trusted_third_party_has_both_files():
    """All incomes and all households asked about; the owners alone have nothing."""
    both = tables(HOMES, strangers=5)
    result = learned([THIRD], TRUSTED, both)
    assert dict(zip(result.persons.tolist(), result.amounts.tolist(), strict=True)) == incomes(both)
    assert sorted(sorted(p for p in pair if p >= 0) for pair in result.households.tolist()) == (
        sorted(sorted(home) for home in asked_about(both).values())
    )
    for owner in ("SVB", "UWV"):
        assert learned([owner], TRUSTED, both).is_nothing


@pytest.mark.parametrize("coalition", [*combinations(("SVB", "UWV", THIRD), 2)])
@pytest.mark.parametrize("technique", [SHARES, TRUSTED])
def test_a_coalition_learns_whenever_the_matcher_is_in_it(coalition, technique):
    """The third body is the one to choose with care."""
    assert learned(coalition, technique, tables(HOMES)).is_nothing == (THIRD not in coalition)


@pytest.mark.parametrize("coalition", [("SVB", THIRD), ("UWV", THIRD)])
def test_views_without_payload_cannot_be_attacked(coalition):
    """The error says to keep more."""
    with pytest.raises(ProtocolError, match="was not kept: run with fewer rows"):
        learned(coalition, SHARES, tables(HOMES), keep_payload_bytes=0)


def test_nobody_learns_nothing():
    """An empty coalition has no views."""
    nothing = collude({}, {}, asker="SVB", holder="UWV", matcher=THIRD)
    assert nothing.is_nothing
    assert nothing.households.shape == (0, 2)


def test_knowing_households_or_numbers_is_something():
    """Either will do."""
    assert not Learned(households=np.array([[1, -1]])).is_nothing
    assert not Learned(persons=np.array([1]), amounts=np.array([5])).is_nothing
