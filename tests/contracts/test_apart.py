"""What every case owes parties that are apart: each needs its own table, its own file, no other."""

import pickle
from dataclasses import asdict, is_dataclass
from functools import cache

import numpy as np
import pytest

from pet_workbench import usecases
from pet_workbench.core import Entropy, run_parties
from pet_workbench.datasets import write_csv
from pet_workbench.engines import LocalProcesses
from pet_workbench.i18n import LANGUAGES
from pet_workbench.usecases import UseCase
from pet_workbench.usecases.own_part import own_program
from tests.engines.conftest import workers

SEED = 7
VARIES = 2e-3
"""SEAL compresses what it sends, and its random numbers differ by so much in size."""
SIZES = {
    "aio": 2_000,
    "debts": 4_000,
    "education-tax": 200,
    "entrepreneurs": 5_000,
    "fraud": 2_000,
    "gas": 8_000,
    "fugitives": 1_000,
    "informants": 400,
    "logistics": 40,
    "passport": 2,
    "mobility": 5_000,
    "securened": 3,
    "treatment": 300,
}
"""Of the tables; of a case that is not here, the first of its own."""
SETTINGS = {
    "aio": {"minimum_found": 1},
    "debts": {"minimum_found": 1, "at_least": 2},
    "education-tax": {"minimum_cell": 10},
    "fraud": {"minimum_found": 1},
    "informants": {"decoys": 50},
    "securened": {"minimum": 2},
}
"""So that something is opened on few rows; the others open something by themselves."""
TECHNIQUES = [(key, id) for key in usecases.names() for id in usecases.get(key).techniques]


@cache
def small(key):
    """Return the case `key` with small tables."""
    case = usecases.get(key)
    return case, case.load(n=SIZES.get(key, case.sizes[0]), seed=5)


@cache
def together(key, technique):
    """Return the outcome of an ordinary run, all tables in one place.

    With keys that can be repeated: a protocol's rounds may depend on what it shuffles.
    """
    case, tables = small(key)
    return case.run(technique, tables, teaching_seed=SEED, **SETTINGS.get(key, {}))


def size(outcome):
    """Return the bytes of a run as another run of the same should have them."""
    is_compressed = outcome.technique.startswith("homomorphic")
    return pytest.approx(outcome.transcript.bytes, rel=VARIES if is_compressed else 0, abs=0)


def plain(answer):
    """Return an answer as numpy can compare it."""
    return asdict(answer) if is_dataclass(answer) else answer


def noisy(outcome):
    """Tell whether an answer has noise in it, or rows drawn by chance."""
    noisy = ("differential_privacy", "synthetic", "synthetic_private")
    return any(release.guarantee in noisy for release in outcome.released)


def as_written(table, form):
    """Return a table as somebody brings it, with words for the places among choices."""
    words = {column.name: column.choices for column in form.schema.columns if column.choices}
    return table.assign(
        **{name: [spelt[at][0] for at in table[name].tolist()] for name, spelt in words.items()}
    )


@pytest.mark.parametrize(("key", "technique"), TECHNIQUES)
def test_each_party_needs_its_own_table_only(key, technique):
    """Programs made where the others' tables cannot be read do the same, and can be sent away."""
    case, tables = small(key)
    outcome = together(key, technique)
    chosen = case.technique(technique)
    parties = tuple(chosen.programs(tables, outcome.parameters))
    programs = {
        party: own_program(
            chosen,
            party,
            tables.get(party),
            parties=parties,
            owners=[owner for owner in tables if owner in parties],
            parameters=outcome.parameters,
        )
        for party in parties
    }
    sent = {party: pickle.loads(pickle.dumps(program)) for party, program in programs.items()}
    results, transcript = run_parties(sent, entropy=Entropy(teaching_seed=SEED))
    np.testing.assert_equal(plain(case.answer(results)), plain(outcome.answer))
    assert transcript.bytes == size(outcome)
    assert transcript.rounds == outcome.transcript.rounds


@pytest.mark.parametrize("key", usecases.names())
def test_something_is_opened_on_these_tables(key):
    """The tests here compare answers, not refusals to answer."""
    case, _ = small(key)
    for technique in case.techniques:
        outcome = together(key, technique)
        assert any(release.items for release in outcome.released), technique


@pytest.mark.parametrize("key", usecases.names())
def test_a_case_that_reads_files_reads_each_by_itself(key):
    """No party who brings a table is without a file of its own."""
    case, tables = small(key)
    takes_files = bool(case.own_tables) or type(case).read is not UseCase.read
    assert [case.own_file(party) is not None for party in tables] == [takes_files] * len(tables)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("key", usecases.names())
def test_a_party_reads_back_what_was_written_for_it(key, lang):
    """A table written for a spreadsheet is the same table when its party has read it."""
    case, tables = small(key)
    for party, table in tables.items():
        form = case.own_file(party)
        if form is None:
            continue
        written = write_csv(as_written(table, form), lang=lang, headers=form.headers[lang])
        read = case.read_own(party, written)
        assert sorted(read.columns) == sorted(table.columns)
        assert read.equals(table[list(read.columns)].astype(read.dtypes))


@pytest.mark.slow
@pytest.mark.parametrize("key", usecases.names())
def test_a_run_apart_is_the_run_together(key):
    """The first technique without noise, with a process per party: same answer, bytes, rounds.

    Noise is drawn afresh by a party that is apart, so two noisy answers differ.
    """
    case, tables = small(key)
    outcome = next(one for one in (together(key, id) for id in case.techniques) if not noisy(one))
    apart = case.run(outcome.technique, tables, engine=LocalProcesses(), **SETTINGS.get(key, {}))
    np.testing.assert_equal(plain(apart.answer), plain(outcome.answer))
    assert apart.transcript.bytes == size(outcome)
    assert apart.transcript.rounds == outcome.transcript.rounds
    assert not workers()
