"""Tests of the table: every technique is exact, separated, and refuses what makes no sense."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench import usecases
from pet_workbench.core import (
    DataError,
    ParameterError,
    ProtocolError,
    acting_party,
    run_parties,
)
from pet_workbench.usecases.table import CASE, PEOPLE, TRUSTED, Average, own_age, tables_of

TECHNIQUES = tuple(CASE.techniques)
NOISY = "secret-sharing+differential-privacy"
EXACT = tuple(id for id in TECHNIQUES if id != NOISY)
AGES = {"Anna": 34, "Bas": 51, "Carla": 28, "Dewi": 62}


class Locked(pd.DataFrame):
    """A table that only its owner can read, and only while it is the owner's turn."""

    _metadata = ["owner"]  # noqa: RUF012 - the name and type pandas asks for

    def __getitem__(self, key):
        """Open the column for the owner."""
        assert acting_party() == self.owner, f"{acting_party()} reads the table of {self.owner}"
        return super().__getitem__(key)


def _locked(ages):
    """Return tables with a lock on each."""
    tables = {}
    for person, table in tables_of(ages).items():
        tables[person] = Locked(table)
        tables[person].owner = person
    return tables


def test_the_lock_works():
    """A table of the lock kind cannot be read by anybody outside a run."""
    with pytest.raises(AssertionError, match="None reads the table of Anna"):
        own_age(_locked(AGES)["Anna"], "Anna")


@pytest.mark.parametrize("technique", TECHNIQUES)
def test_everybody_reads_only_the_own_table(technique):
    """No technique touches a table outside its owner's turn; all numbers travel in messages."""
    programs = CASE.technique(technique).programs(_locked(AGES), dict(CASE.parameters))
    results, _ = run_parties(programs)
    assert len(set(results.values())) == 1
    if technique != NOISY:
        assert set(results.values()) == {Average(sum(AGES.values()), tuple(AGES))}


def test_the_techniques_are_in_teaching_order():
    """The gentle one first, the contrast last; without variant, secret sharing is additive."""
    assert TECHNIQUES == (
        "masked-ring",
        "secret-sharing:additive",
        "secret-sharing:shamir",
        NOISY,
        "trusted-third-party",
    )
    outcome = CASE.run("secret-sharing", CASE.load(n=4, seed=1))
    assert outcome.technique == "secret-sharing:additive"


@pytest.mark.parametrize("technique", EXACT)
@settings(max_examples=30)
@given(ages=st.lists(st.integers(0, 130), min_size=3, max_size=8))
def test_every_technique_is_exact(technique, ages):
    """The average is the fraction that plain arithmetic gives, with error 0."""
    outcome = CASE.run(technique, tables_of(dict(zip(PEOPLE, ages, strict=False))))
    assert outcome.answer == outcome.exact
    assert outcome.answer.years == Fraction(sum(ages), len(ages))
    assert outcome.error == 0


@pytest.mark.parametrize("technique", TECHNIQUES)
def test_everybody_receives_the_average(technique):
    """What is released, and to whom, is in the outcome; so are the stated leaks."""
    outcome = CASE.run(technique, tables_of(AGES))
    extra = [TRUSTED] if technique == "trusted-third-party" else []
    assert [release.receiver for release in outcome.released] == [*AGES, *extra]
    guarantee, leak = (
        ("differential_privacy", "noise_drawers")
        if technique == NOISY
        else ("exact", "small_group")
    )
    assert {release.guarantee for release in outcome.released} == {guarantee}
    assert leak in outcome.leaks


@pytest.mark.parametrize(
    ("technique", "n_bytes", "rounds"),
    [
        ("masked-ring", 2 * (4 + 3), 5),
        ("secret-sharing:additive", 2 * 2 * 4 * 3, 2),
        ("secret-sharing:shamir", 4 * 2 * 4 * 3, 2),
        (NOISY, 2 * 4 * 4 * 3, 2),
        ("trusted-third-party", 2 * (4 + 4), 2),
    ],
)
def test_bytes_and_rounds_follow_the_formula(technique, n_bytes, rounds):
    """For four people: numbers of 2 bytes in the ring, 4 in the field."""
    transcript = CASE.run(technique, tables_of(AGES)).transcript
    assert (transcript.bytes, transcript.rounds) == (n_bytes, rounds)


def test_loaded_tables_are_plausible_and_repeatable():
    """One row per person, working ages, the same again for the same seed."""
    tables = CASE.load(n=8, seed=7)
    assert tuple(tables) == PEOPLE
    ages = [own_age(table, person) for person, table in tables.items()]
    assert all(20 <= age < 70 for age in ages)
    assert ages == [own_age(table, person) for person, table in CASE.load(n=8, seed=7).items()]


@pytest.mark.parametrize("n", [0, 2, 9])
def test_other_numbers_of_people_are_refused(n):
    """Two people would learn each other's age from the average; the limits are in the message."""
    with pytest.raises(ParameterError, match=f"need 3 <= n <= 8, got n={n}"):
        CASE.load(n=n, seed=1)


@pytest.mark.parametrize("people", [("Anna", "Bas"), ("Anna", "Bas", "Vera")])
def test_a_table_too_small_or_with_the_trusted_person_is_refused(people):
    """A run checks the tables it is given, not only those it loaded."""
    with pytest.raises(ParameterError, match=r"need 3 to 8 people .* got Anna, Bas"):
        CASE.run("masked-ring", tables_of(dict.fromkeys(people, 30)))


@pytest.mark.parametrize("threshold", [1, 9])
def test_a_threshold_that_makes_no_sense_is_refused(threshold):
    """With 1, a single share would be the age."""
    with pytest.raises(ParameterError, match=f"got threshold={threshold}"):
        CASE.run("secret-sharing:shamir", tables_of(AGES), threshold=threshold)


def test_a_threshold_above_the_number_of_people_is_refused():
    """Nobody could ever open the sum."""
    with pytest.raises(ParameterError, match="threshold=5, n_parties=4"):
        CASE.run("secret-sharing:shamir", tables_of(AGES), threshold=5)


@pytest.mark.parametrize(
    ("table", "found"),
    [
        ({"age": [-1]}, "-1"),
        ({"age": [131]}, "131"),
        ({"age": [34.5]}, "34.5"),
        ({"age": [np.nan]}, "nan"),
        ({"age": [np.inf]}, "inf"),
        ({"age": ["34"]}, "34"),
        ({"age": [True]}, "True"),
        ({"age": []}, "no row"),
        ({"age": [34, 35]}, "34, 35"),
        ({"leeftijd": [34]}, "no column age"),
    ],
)
def test_a_table_without_one_age_is_refused(table, found):
    """The message says whose table it is, what is needed and what was found."""
    tables = {**tables_of(AGES), "Carla": pd.DataFrame(table)}
    with pytest.raises(DataError, match=f"from 0 to 130 .* of Carla, got {found}"):
        CASE.run("masked-ring", tables)


@pytest.mark.parametrize("technique", ["masked-ring", "secret-sharing:additive"])
def test_a_changed_message_changes_the_average_in_silence(technique):
    """Semi-honest model: one added number, a wrong average for all, and no error."""

    def change(message, payload):
        is_it = (message.sender, message.receiver) == ("Bas", "Carla") and message.round < 3
        is_it = is_it and message.step in ("whisper", "share")
        return payload + np.uint16(40) if is_it else payload

    outcome = CASE.run(technique, tables_of(AGES), interfere=change)
    assert outcome.error == 10


def test_an_average_changed_for_one_person_is_noticed():
    """People who say their answer aloud hear that one differs."""

    def change(message, payload):
        is_it = (message.step, message.receiver) == ("announcement", "Dewi")
        return payload + np.uint16(4) if is_it else payload

    with pytest.raises(ProtocolError, match="Dewi: 179"):
        CASE.run("masked-ring", tables_of(AGES), interfere=change)


def test_the_answer_is_a_fraction():
    """A third of a year is not rounded away."""
    assert Average(100, ("Anna", "Bas", "Carla")).years == Fraction(100, 3)


def test_the_case_is_registered():
    """The registry finds it by its key."""
    assert usecases.get("table") is CASE
