"""Asking charges the ledger first, and only then reads the data."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from pet_workbench import dp
from pet_workbench.core import DataError, Entropy, ParameterError, run_parties
from pet_workbench.dp.errors import BudgetError, LedgerError, PromiseError

TERMS = dp.Terms(unit="person", neighbours="add-remove")
LIMITED = dp.Terms(unit="person", neighbours="add-remove", column="who", rows_per_group=2)
GRID = dp.Grid(0, 10)


def ledger(dataset="d", **budget):
    """Return a ledger for tests, with epsilon 1 unless told otherwise."""
    about = {"unit": "person", "neighbours": "add-remove", "epsilon": 1, **budget}
    return dp.Ledger.temporary(dataset=dataset, **about)


def table(**more):
    """Return a small table."""
    return dp.PrivateTable({"x": np.arange(6.0), "who": np.arange(6) // 3}, dataset="d", **more)


def asked(book, query, **more):
    """Ask one question of a new session."""
    return dp.Session(table(), book, asker="CBS", **more).ask(query, purpose="a test")


class Reading(Exception):  # noqa: N818 - a signal of a test, not an error
    """The data were touched."""


def unreadable(monkeypatch):
    """Make every reading of rows show."""

    def rows(*_args, **_more):
        raise Reading

    monkeypatch.setattr(dp.PrivateTable, "rows", rows)


def test_what_is_over_budget_is_refused_before_the_data_are_touched(monkeypatch):
    """The refusal costs nothing either."""
    unreadable(monkeypatch)
    book = ledger()
    with pytest.raises(BudgetError):
        asked(book, dp.Count(epsilon="1.1", terms=TERMS))
    assert book.spent.epsilon == 0
    assert not book.entries


def test_the_ledger_is_charged_before_the_data_are_touched(monkeypatch):
    """If reading fails, the budget is gone: a crash costs budget, never privacy."""
    unreadable(monkeypatch)
    book = ledger()
    with pytest.raises(Reading):
        asked(book, dp.Count(epsilon="0.4", terms=TERMS))
    assert book.spent.epsilon == Fraction(2, 5)


@pytest.mark.parametrize(
    "query",
    [
        dp.Sum(column="y", grid=GRID, epsilon="0.1", terms=TERMS),
        dp.Count(epsilon="0.1", terms=dp.Terms(unit="person", neighbours="add-remove", column="y")),
    ],
)
def test_a_column_that_is_not_there_costs_nothing(query):
    """A slip of the pen is refused before the ledger is charged."""
    book = ledger()
    with pytest.raises(DataError):
        asked(book, query)
    assert not book.entries


def test_noise_that_cannot_be_drawn_costs_nothing():
    """It is refused before the ledger is charged."""
    wide = dp.Grid(0, 2**34)
    terms = dp.Terms(unit="person", neighbours="add-remove", column="who", rows_per_group=10_000)
    book = ledger()
    with pytest.raises(ParameterError):
        asked(book, dp.Sum(column="x", grid=wide, epsilon="1e-9", terms=terms))
    assert not book.entries


@pytest.mark.parametrize("changed", ["household", "change-one", "dataset"])
def test_a_ledger_is_about_the_same_units_and_data(changed):
    """Other units, other neighbours or another data set are refused, and cost nothing."""
    about = {"household": {"unit": "household"}, "change-one": {"neighbours": "change-one"}}
    book = ledger("other" if changed == "dataset" else "d", **about.get(changed, {}))
    with pytest.raises(LedgerError):
        asked(book, dp.Count(epsilon="0.1", terms=TERMS))
    assert not book.entries


def test_a_release_says_what_was_asked_and_where_it_stands():
    """The entry holds purpose, asker and the whole declaration."""
    book = ledger()
    query = dp.Mean(column="x", grid=GRID, epsilon="0.5", terms=LIMITED)
    release = asked(book, query)
    assert release.query is query
    assert [entry.purpose for entry in book.entries] == ["a test"]
    assert book.entries[0].asker == "CBS"
    assert book.entries[0].query == query.describe()
    assert set(release.noisy) == {"distances"}


def test_noise_is_never_the_same_twice():
    """A hundred equal questions have many answers, in one session and over sessions."""
    book = ledger()
    session = dp.Session(table(), book, asker="CBS")
    query = dp.Count(epsilon="0.01", terms=TERMS)
    answers = [session.ask(query, purpose="a test").value for _ in range(50)]
    answers += [asked(book, query).value for _ in range(50)]
    assert len(set(answers)) > 50


def test_a_teaching_seed_marks_its_answers():
    """Of the session's noise, or of the table's choice of rows."""
    query = dp.Count(epsilon="0.1", terms=LIMITED)
    seeded = [asked(ledger(), query, teaching_seed=4) for _ in range(2)]
    assert seeded[0].value == seeded[1].value
    assert not seeded[0].is_secure_randomness
    assert asked(ledger(), query).is_secure_randomness
    chosen = dp.Session(table(teaching_seed=1), ledger(), asker="CBS")
    assert not chosen.ask(query, purpose="a test").is_secure_randomness


@pytest.mark.parametrize("seed", [None, 4])
def test_a_release_in_a_run_is_marked_as_the_run_is(seed):
    """A party's channel draws the keys, and says whether they can be foretold."""

    async def publisher(channel):
        return asked(ledger(), dp.Count(epsilon="0.1", terms=TERMS), channel=channel)

    results, transcript = run_parties({"CBS": publisher}, entropy=Entropy(teaching_seed=seed))
    assert results["CBS"].is_secure_randomness is (seed is None)
    assert list(transcript.keys["CBS"]) == ["noise key"]


QUERIES = [
    dp.Count(epsilon=1, terms=LIMITED),
    dp.Sum(column="x", grid=GRID, epsilon=1, terms=LIMITED),
    dp.Mean(column="x", grid=GRID, epsilon=1, terms=LIMITED),
    dp.Variance(column="x", grid=GRID, epsilon=1, terms=LIMITED),
    dp.Histogram(column="x", edges=(0, 5, 10), epsilon=1, terms=LIMITED),
    dp.Contingency(categories={"x": (0, 1), "who": (0, 1)}, epsilon=1, terms=LIMITED),
]


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.kind)
def test_every_total_can_be_asked_and_described(query):
    """An answer with an interval around it, and a declaration of plain values."""
    release = asked(ledger(), query, teaching_seed=2)
    low, high = release.interval(0.95)
    assert np.all(np.less_equal(low, high))
    if release.value is not None:
        assert np.all(np.less_equal(low, release.value))
        assert np.all(np.greater_equal(high, release.value))
    described = query.describe()
    assert described["kind"] == query.kind
    assert described["terms"]["column"] == "who"


@pytest.mark.parametrize("terms", [TERMS, replace(LIMITED, column="x")])
def test_an_asker_cannot_leave_out_whose_a_row_is(monkeypatch, terms):
    """Where the data holder said which column it is, other terms are refused, and cost nothing."""
    unreadable(monkeypatch)
    book = ledger()
    session = dp.Session(table(unit_column="who"), book, asker="CBS")
    with pytest.raises(PromiseError, match="column who"):
        session.ask(dp.Count(epsilon="0.1", terms=terms), purpose="a test")
    assert not book.entries


def test_the_data_holder_says_whose_a_row_is():
    """Terms with that column are answered; a column that is not there is refused at loading."""
    data = table(unit_column="who")
    query = dp.Count(epsilon="0.1", terms=LIMITED)
    assert dp.Session(data, ledger(), asker="CBS").ask(query, purpose="a test").entry.number == 1
    with pytest.raises(PromiseError, match="column who"):
        data.rows(TERMS, ["x"])
    with pytest.raises(DataError):
        table(unit_column="nobody")
