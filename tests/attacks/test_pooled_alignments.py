"""Coalitions in the case `fraud`: one party reads nothing, two read exactly what is stated."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.attacks.pooled_alignments import Pooled, Roles, pool
from pet_workbench.attacks.pooled_computers import read_inputs
from pet_workbench.core import ProtocolError
from pet_workbench.usecases.fraud import BANK, CASE, INSURER, KVK, THIRD_PARTIES
from pet_workbench.usecases.fraud.in_shares import INSURER_INPUTS, RING, THIRD_INPUTS
from pet_workbench.usecases.fraud.scores import pooled_scores
from tests.usecases.fraud_tables import HIGH, LOW, Provider, any_provider, tables

THIRD = THIRD_PARTIES[0]
PARTIES = (INSURER, BANK, KVK, THIRD)
ROLES = Roles(INSURER, (BANK, KVK), THIRD)
PROVIDERS = [
    HIGH,
    LOW,
    Provider(bank=None, changes=1),
    Provider(years=None),
    Provider(insurer=None),
    Provider(insurer=7, bank=93, years=1),
]


def attack(coalition, both, technique="secret-sharing", **options):
    """Run the case and let a coalition put its views together."""
    transcript = CASE.run(technique, both, **options).transcript
    views = {party: transcript.view(party) for party in coalition if party in transcript.parties}
    known = {party: both[party]["provider"].to_numpy() for party in coalition if party in both}
    return pool(views, known, ROLES, dtype=RING), views


def by_person(pooled, values):
    """Return a number per recognised person."""
    rows = zip(pooled.persons.tolist(), values.tolist(), strict=True)
    return {person: value for person, value in rows if person >= 0}


@pytest.mark.parametrize("party", PARTIES)
def test_one_alone_reads_nothing(party):
    """No party recognises anybody or reads a number in what it received."""
    pooled, _ = attack((party,), tables(PROVIDERS))
    assert pooled.is_nothing


@pytest.mark.parametrize("coalition", list(combinations((INSURER, BANK, KVK), 2)))
def test_owners_need_no_attack(coalition):
    """Without the third body, pseudonyms and masks stay what they are."""
    assert attack(coalition, tables(PROVIDERS))[0].is_nothing


@settings(max_examples=20, deadline=None)
@given(providers=st.lists(any_provider, min_size=1, max_size=8))
def test_insurer_and_third_read_every_score(providers):
    """Of everybody on the list they read what bank and KVK put in, 0 where unknown."""
    both = tables(providers)
    pooled, _ = attack((INSURER, THIRD), both)
    exact = pooled_scores(both)
    assert by_person(pooled, pooled.numbers[BANK]) == exact["bank"].to_dict()
    assert by_person(pooled, pooled.numbers[KVK]) == exact["kvk"].to_dict()


@pytest.mark.parametrize("holder", [BANK, KVK])
def test_a_holder_and_the_third_recognise_the_list(holder):
    """They name those whom the holder knows, and see whom the other holder knows."""
    both = tables(PROVIDERS)
    pooled, _ = attack((holder, THIRD), both)
    listed = set(both[INSURER]["provider"])
    assert {p for p in pooled.persons.tolist() if p >= 0} == listed & set(both[holder]["provider"])
    assert pooled.numbers == {}
    other = {BANK: KVK, KVK: BANK}[holder]
    for person, is_known in by_person(pooled, pooled.is_known[other]).items():
        assert is_known == (person in set(both[other]["provider"]))


def test_bank_and_third_read_what_the_insurer_put_in():
    """Two of the three that compute hold all parts: also the insurer's scores and threshold."""
    both = tables(PROVIDERS)
    pooled, views = attack((BANK, THIRD), both, insurer_threshold=42)
    read = read_inputs(views, (INSURER, BANK, THIRD), INSURER_INPUTS, owner=INSURER, dtype=RING)
    assert read["insurer threshold"].tolist() == [42]
    own = both[INSURER].set_index("provider")["score"]
    scores = by_person(pooled, read["insurer scores"])
    assert scores == {person: own[person] for person in scores}
    assert len(scores) == 4


def test_insurer_and_bank_read_the_register_without_the_third():
    """The third body's random part of KVK's scores, plus the insurer's, is what KVK put in."""
    both = tables(PROVIDERS)
    _, whole = attack(PARTIES, both)
    computers = (INSURER, BANK, THIRD)
    third = read_inputs(whole, computers, THIRD_INPUTS, owner=THIRD, dtype=RING)
    insurer = read_inputs(whole, computers, INSURER_INPUTS, owner=INSURER, dtype=RING)
    company = third["company scores"] + insurer["company scores"]
    assert sorted(company.tolist()) == sorted(pooled_scores(both)["kvk"].tolist())


@pytest.mark.parametrize(
    "coalition", [(INSURER,), (BANK,), (THIRD,), (INSURER, THIRD), (KVK, BANK)]
)
def test_inputs_need_the_other_two(coalition):
    """The insurer's input is read by bank and third body together, and by nobody else."""
    _, views = attack(coalition, tables(PROVIDERS))
    names = (INSURER, BANK, THIRD)
    assert read_inputs(views, names, INSURER_INPUTS, owner=INSURER, dtype=RING) == {}


def test_other_techniques_are_not_alignments():
    """Without pseudonyms there is nothing to recognise here."""
    pooled, _ = attack(PARTIES, tables(PROVIDERS), "trusted-third-party")
    assert pooled.is_nothing
    assert isinstance(pooled, Pooled)


def test_all_together_name_everybody():
    """All four name the whole list, also whom only one of the holders knows."""
    both = tables(PROVIDERS)
    pooled, _ = attack(PARTIES, both)
    assert np.array_equal(np.sort(pooled.persons), np.sort(both[INSURER]["provider"].to_numpy()))


def test_needs_what_was_sent():
    """A run of which the messages were not kept cannot be attacked, and says so."""
    with pytest.raises(ProtocolError, match="was not kept"):
        attack((INSURER, THIRD), tables(PROVIDERS), keep_payload_bytes=0)
