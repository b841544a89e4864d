"""What a ledger lets through, what it refuses, and what it writes down."""

import copy
import json
import pickle
import stat
from fractions import Fraction

import pytest

from pet_workbench.core import ParameterError
from pet_workbench.dp.errors import BudgetError, LedgerError, PromiseError
from pet_workbench.dp.ledger import Ledger
from pet_workbench.dp.loss import Loss, approximate_loss, gaussian_loss, pure_loss
from pet_workbench.dp.terms import Terms
from tests.dp.ledger.made import ABOUT, charge, made


def test_a_tenth_ten_times_is_one(tmp_path):
    """Ten releases of 0.1 spend a budget of 1 exactly, and an eleventh is refused."""
    ledger = made(tmp_path)
    for _ in range(10):
        charge(ledger, pure_loss(0.1))
    assert ledger.remaining == Loss()
    assert ledger.spent == Loss(epsilon=Fraction(1))
    with pytest.raises(BudgetError, match=r"need epsilon 0\.1 .* got 0 left of 1"):
        charge(ledger)


def test_refusing_spends_nothing(tmp_path):
    """A release that does not fit leaves the file as it was, and a smaller one still fits."""
    ledger = made(tmp_path)
    charge(ledger, pure_loss("0.7"))
    before = ledger.path.read_bytes()
    with pytest.raises(BudgetError):
        charge(ledger, pure_loss("0.4"))
    assert ledger.path.read_bytes() == before
    charge(ledger, pure_loss("0.3"))
    assert ledger.remaining.epsilon == 0


def test_delta_runs_out_by_itself(tmp_path):
    """A release that has epsilon enough is refused for its delta."""
    ledger = made(tmp_path, delta="1e-6")
    charge(ledger, approximate_loss("0.1", "1e-6"))
    assert ledger.can_afford(pure_loss("0.9"))
    assert not ledger.can_afford(approximate_loss("0.1", "1e-9"))
    with pytest.raises(BudgetError, match="need delta 1e-09"):
        charge(ledger, approximate_loss("0.1", "1e-9"))


def test_concentrated_lets_more_through(tmp_path):
    """Ten Gaussian releases of (0.1, 1e-7) are all that basic sums allow; rho allows 96.

    The conversion is `conversion`'s, which has tests of its own.
    """
    loss = gaussian_loss("0.1", "1e-7")
    ledger = made(tmp_path, delta="1e-6", accounting="concentrated")
    while ledger.can_afford(loss):
        charge(ledger, loss)
    with pytest.raises(BudgetError, match="need rho"):
        charge(ledger, loss)
    assert len(ledger.entries) == int(ledger.head.filter.limit.rho / loss.rho) == 96
    assert 0.99 < ledger.spent.epsilon <= 1
    assert ledger.spent.delta == Fraction(1, 10**6)


def test_concentrated_takes_one_release_whole(tmp_path):
    """One Gaussian release of the whole budget fits exactly."""
    ledger = made(tmp_path, delta="1e-6", accounting="concentrated")
    charge(ledger, gaussian_loss(1, "1e-6"))
    assert ledger.remaining.rho == 0
    assert ledger.remaining.epsilon == pytest.approx(0, abs=1e-6)


def test_failing_releases_need_a_part_of_delta_set_apart(tmp_path):
    """Under concentrated accounting, a chance of failure is paid from what was set apart."""
    ledger = made(tmp_path, delta="2e-6", accounting="concentrated", delta_apart="1e-6")
    charge(ledger, approximate_loss("0.1", "1e-6"))
    with pytest.raises(BudgetError, match=r"got 0 left of the 1e-06 .* delta_apart"):
        charge(ledger, approximate_loss("0.1", "1e-6"))
    assert ledger.spent.delta == Fraction(2, 10**6)


def test_an_entry_says_who_what_and_what_is_left(tmp_path):
    """Purpose, asker, declaration, cost and remainder are in the entry, and in the file."""
    ledger = made(tmp_path)
    entry = charge(ledger, pure_loss("0.25"), query={"kind": "sum", "column": "age"})
    assert (entry.number, entry.asker, entry.purpose) == (1, "CBS", "yearly table")
    assert entry.loss.epsilon == Fraction(1, 4)
    assert entry.left.epsilon == Fraction(3, 4)
    assert entry.query == {"kind": "sum", "column": "age"}
    assert Ledger.open(ledger.path).entries == (entry,) == ledger.entries
    assert json.loads(ledger.path.read_text().splitlines()[1])["purpose"] == "yearly table"


def test_the_table_is_for_auditors(tmp_path):
    """Every release is a row with its cost and what was left."""
    ledger = made(tmp_path)
    charge(ledger)
    charge(ledger, pure_loss("0.2"))
    table = ledger.table()
    assert list(table["epsilon"]) == [0.1, 0.2]
    assert list(table["epsilon_left"]) == [0.9, 0.7]
    assert list(table["kind"]) == ["count", "count"]


def test_an_unused_ledger_has_an_empty_table(tmp_path):
    """Before the first release there are no rows."""
    assert len(made(tmp_path).table()) == 0


def test_two_objects_share_one_budget(tmp_path):
    """What one object spends, another for the same file no longer has."""
    first = made(tmp_path)
    second = Ledger.open(first.path)
    charge(first, pure_loss("0.6"))
    assert second.remaining.epsilon == Fraction(2, 5)
    with pytest.raises(BudgetError):
        charge(second, pure_loss("0.6"))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"dataset": "falls-2024"}, "falls-2024"),
        ({"terms": Terms(unit="household", neighbours="add-remove")}, "household"),
        ({"terms": Terms(unit="person", neighbours="change-one")}, "change-one"),
    ],
)
def test_another_promise_is_refused(tmp_path, changes, reason):
    """Other data, another unit or other neighbours are refused, and nothing is spent."""
    ledger = made(tmp_path)
    with pytest.raises(LedgerError, match=reason):
        charge(ledger, **changes)
    assert ledger.entries == ()


@pytest.mark.parametrize("field", ["purpose", "asker"])
@pytest.mark.parametrize("value", ["", "  ", "a\nb", "a\u2028b", "a\u202eb", "a\x00", "x" * 301, 7])
def test_texts_stay_on_their_line(tmp_path, field, value):
    """Purpose and asker are one line of plain text."""
    ledger = made(tmp_path)
    with pytest.raises(PromiseError, match=f"readable characters for {field}"):
        charge(ledger, **{field: value})
    assert ledger.entries == ()


@pytest.mark.parametrize(
    "epsilon",
    [float("nan"), float("inf"), -1, 0, 1e6, 21, None, True, "unlimited", "nan", "inf"],
)
def test_a_budget_has_an_end(tmp_path, epsilon):
    """No, infinite, huge, negative or undefined budgets are refused, and no file is left."""
    with pytest.raises(PromiseError):
        made(tmp_path, epsilon=epsilon)
    assert list(tmp_path.iterdir()) == []


def test_a_budget_has_to_be_given(tmp_path):
    """There is no default budget."""
    with pytest.raises(TypeError, match="epsilon"):
        Ledger.create(tmp_path / "ledger", **ABOUT)


@pytest.mark.parametrize(
    ("budget", "reason"),
    [
        ({"accounting": "concentrated"}, "delta above 0"),
        ({"accounting": "concentrated", "delta": "1e-6", "delta_apart": "1e-6"}, "less of it"),
        ({"delta": "1e-6", "delta_apart": "1e-7"}, "concentrated accounting only"),
        ({"delta": 0.5}, "delta"),
        ({"accounting": "generous"}, "accounting"),
        ({"unit": "neighbourhood"}, "unit"),
        ({"neighbours": "all"}, "neighbours"),
        ({"dataset": "a\nb"}, "dataset"),
    ],
)
def test_a_budget_that_says_nothing_is_refused(tmp_path, budget, reason):
    """Every part of the first line is checked before there is a file."""
    with pytest.raises(ParameterError, match=reason):
        made(tmp_path, **budget)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "loss",
    [
        0.1,
        None,
        Loss(),
        Loss(epsilon=0.1, rho=Fraction(1, 200)),
        Loss(epsilon=float("nan"), rho=Fraction(1)),
        Loss(epsilon=Fraction(-1), rho=Fraction(1)),
        Loss(epsilon=Fraction(1)),
        Loss(rho=Fraction(1, 200)),
        Loss(epsilon=Fraction(10**6), rho=Fraction(1)),
        Loss(epsilon=Fraction(1), delta=Fraction(2), rho=Fraction(1)),
    ],
)
def test_a_loss_is_a_loss(tmp_path, loss):
    """A cost that is no Loss, free, negative, huge or in floats is refused, and nothing spent."""
    ledger = made(tmp_path)
    with pytest.raises(PromiseError):
        charge(ledger, loss if loss is not None else "0.1")
    with pytest.raises(PromiseError):
        ledger.can_afford(loss)
    assert ledger.entries == ()


@pytest.mark.parametrize("value", [float("nan"), {1, 2}, object(), "\ud800"])
def test_a_declaration_is_plain(tmp_path, value):
    """What JSON cannot hold is refused, and nothing is spent."""
    ledger = made(tmp_path)
    with pytest.raises(PromiseError, match="declaration"):
        charge(ledger, query={"kind": value})
    assert ledger.entries == ()


def test_an_existing_file_is_never_overwritten(tmp_path):
    """Creating where a ledger, or anything else, exists is refused and leaves it as it is."""
    ledger = made(tmp_path)
    charge(ledger)
    before = ledger.path.read_bytes()
    with pytest.raises(LedgerError, match="exists"):
        made(tmp_path, epsilon=5)
    assert ledger.path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [ledger.path]


def test_opening_makes_nothing(tmp_path):
    """Where there is no ledger, opening is refused and no file appears."""
    with pytest.raises(LedgerError, match="No such file"):
        Ledger.open(tmp_path / "none.ledger")
    assert list(tmp_path.iterdir()) == []


def test_others_cannot_read_or_write_it(tmp_path):
    """A new ledger is for its owner only."""
    assert stat.S_IMODE(made(tmp_path).path.stat().st_mode) == 0o600


@pytest.mark.parametrize("copying", [copy.copy, copy.deepcopy, pickle.dumps])
def test_there_is_one(tmp_path, copying):
    """A ledger cannot be copied or pickled."""
    with pytest.raises(LedgerError, match="copy or pickle"):
        copying(made(tmp_path))


def test_scikit_learn_cannot_clone_it(tmp_path):
    """Cross-validation, which deep-copies what a model holds, is refused instead of free."""
    from sklearn.base import BaseEstimator, clone
    from sklearn.model_selection import cross_val_score

    class Model(BaseEstimator):
        def __init__(self, ledger=None):
            self.ledger = ledger

        def fit(self, x, y):
            charge(self.ledger)
            return self

        def score(self, x, y):
            return 1.0

    ledger = made(tmp_path)
    with pytest.raises(LedgerError, match="copy or pickle"):
        clone(ledger)
    with pytest.raises(LedgerError, match="copy or pickle"):
        cross_val_score(Model(ledger), [[0]] * 10, [0] * 10)
    assert ledger.entries == ()


def test_a_lesson_leaves_nothing(tmp_path, monkeypatch):
    """A temporary ledger works like another, and its file is gone with it."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    ledger = Ledger.temporary(**ABOUT, epsilon=1)
    charge(ledger)
    path = ledger.path
    assert path.exists()
    del ledger
    assert list(tmp_path.iterdir()) == []


def test_a_lesson_that_fails_leaves_nothing(tmp_path, monkeypatch):
    """A temporary ledger with an impossible budget leaves no folder."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(PromiseError):
        Ledger.temporary(**ABOUT, epsilon=0)
    assert list(tmp_path.iterdir()) == []


def test_it_says_what_it_is(tmp_path):
    """The object shows its data set and how often it was charged."""
    ledger = made(tmp_path)
    charge(ledger)
    assert "falls-2025: 1 releases" in repr(ledger)
