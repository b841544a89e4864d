"""The private generator: what one row can change, what is paid, and the fit of a tree."""

import itertools
import json
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from pet_workbench.core import DataError, Keystream
from pet_workbench.dp import Ledger, PrivateTable, Session, Terms
from pet_workbench.dp.conversion import rho_for
from pet_workbench.dp.errors import BudgetError, PromiseError
from pet_workbench.synthetic import Categories, Description, Numbers, Private, TreeOfPairs
from pet_workbench.synthetic.chance import seeded
from pet_workbench.synthetic.private.counting import counts_by, expected_pairs, gains
from pet_workbench.synthetic.private.drawing import drawn, shared_out
from pet_workbench.synthetic.private.estimation import Measured, estimate, tables_of
from pet_workbench.synthetic.private.query import ONE, TWO
from tests.synthetic.pupils import PUPILS, TERMS, halves, private
from tests.synthetic.records.ask_mbi import DEVIATION, RECORD, noisy_counts

SMALL = Description(
    {
        "a": Categories((0, 1)),
        "b": Numbers((0.0, 1, 2, 4), may_miss=True),
        "c": Categories((1, 2, 3), may_miss=True),
    }
)


def query(*, neighbours="add-remove", epsilon=1, delta="1e-6", description=SMALL):
    """Return the query about a small table."""
    terms = Terms(unit="person", neighbours=neighbours)
    return TreeOfPairs(description=description, epsilon=epsilon, delta=delta, terms=terms)


def places_of(rows):
    """Return places in columns as the query counts them."""
    return {
        name: np.array(column, np.uint16)
        for name, column in zip("abc", zip(*rows, strict=True), strict=True)
    }


@pytest.mark.parametrize("neighbours", ["add-remove", "change-one"])
def test_one_row_changes_counts_and_gains_as_declared(neighbours):
    """Over all rows that can be added or changed, squares and gains stay within the declared."""
    rows = [(0, 1, 2), (1, 3, 0), (2, 0, 1), (1, 2, 3)]
    every = list(itertools.product(range(3), range(4), range(4)))
    one = query(neighbours=neighbours)
    expected = expected_pairs({(name,): np.arange(SMALL[name].cells) * 2 for name in SMALL})
    others = [[*rows, row] for row in every]
    if neighbours == "change-one":
        others = [[*rows[:-1], row] for row in every]
    worst_square, worst_gain = 0, 0
    before, gained = places_of(rows), gains(places_of(rows), SMALL, expected)
    for other in others:
        after = places_of(other)
        tables = [
            counts_by(after, SMALL, (name,)) - counts_by(before, SMALL, (name,)) for name in SMALL
        ]
        worst_square = max(worst_square, sum(int((table**2).sum()) for table in tables))
        changed = gains(after, SMALL, expected)
        worst_gain = max(worst_gain, *(abs(changed[pair] - gained[pair]) for pair in gained))
    assert worst_square <= len(SMALL) * one.terms.twice
    assert worst_square == one.noise(ONE).spread * 2 * one.share
    assert 0 < worst_gain <= one.sensitivity


@pytest.mark.parametrize("columns", [2, 3])
def test_all_steps_together_cost_what_is_paid(columns):
    """Noise of columns, choices and noise of pairs add up to the rho of the loss, or just less."""
    one = query(description=SMALL.only(list(SMALL)[:columns]))
    rho = (
        columns * one.terms.twice / (2 * one.noise(ONE).spread)
        + (columns - 1) * Fraction(one.sensitivity) ** 2 / (2 * one.scale**2)
        + (columns - 1) * one.terms.twice / (2 * one.noise(TWO).spread)
    )
    assert one.loss.rho == rho_for(Fraction(1), Fraction("1e-6"))
    assert one.loss.rho * (1 - Fraction(1, 10**6)) < rho <= one.loss.rho


def test_the_ledger_is_charged_before_the_table_is_read():
    """The query's loss is written down; without budget for another one, nothing is read."""
    ledger = Ledger.temporary(
        dataset="x", unit="person", neighbours="add-remove", epsilon=1, delta="1e-6"
    )
    table = pd.DataFrame({"a": [0, 1], "b": [0.5, np.nan], "c": [1, 3]})
    generator = Private(ledger=ledger, epsilon=1, delta="1e-6", terms=TERMS, teaching_seed=1)
    generator.fit(table, SMALL)
    assert ledger.entries[0].loss == query().loss
    assert ledger.entries[0].query["columns"] == SMALL.describe()
    with pytest.raises(BudgetError):
        generator.fit(table, SMALL)
    assert len(ledger.entries) == 1


def test_a_column_that_is_not_there_costs_nothing():
    """The table is refused before the ledger is charged."""
    generator = private()
    with pytest.raises(DataError):
        generator.fit(pd.DataFrame({"a": [0, 1]}), SMALL)


def test_a_release_holds_whole_numbers_and_a_tree():
    """Counts by every column, two pairs that hang all three together, and nothing else."""
    table = PrivateTable({"a": [0, 1] * 50, "b": [0.5, 3] * 50, "c": [1, 2] * 50}, dataset="x")
    ledger = Ledger.temporary(
        dataset="x", unit="person", neighbours="add-remove", epsilon=1, delta="1e-6"
    )
    session = Session(table, ledger, asker="test", teaching_seed=3)
    release = session.ask(query(), purpose="test")
    assert {part.dtype for part in release.noisy.values()} == {np.dtype(np.int64)}
    singles, pairs = list(release.value)[:3], list(release.value)[3:]
    assert singles == [("a",), ("b",), ("c",)]
    assert len(pairs) == 2
    assert set().union(*pairs) == {"a", "b", "c"}
    low, high = release.interval(0.95)
    assert all(
        (low[by] < one).all() and (one < high[by]).all() for by, one in release.value.items()
    )


def test_pairs_that_gain_most_are_chosen():
    """Where gains differ by far more than the scale, the tree is the maximum spanning tree."""
    gained = {("a", "b"): 90_000, ("a", "c"): 10_000, ("b", "c"): 50_000}
    assert query().choose(gained, Keystream(bytes(32))) == [("a", "b"), ("b", "c")]


@pytest.mark.parametrize("delta", [0, "1e-6"])
def test_what_cannot_be_promised_is_refused(delta):
    """Without delta, or with a single column, there is no such query."""
    with pytest.raises(PromiseError):
        query(delta=delta, description=SMALL if not delta else SMALL.only(["a"]))


def joint(odds):
    """Return the whole table that log odds by columns and pairs stand for, by brute force."""
    names = sorted({name for by in odds for name in by})
    shape = {by[0]: len(one) for by, one in odds.items() if len(by) == 1}
    total = np.zeros([shape[name] for name in names])
    for by, one in odds.items():
        order = sorted(range(len(by)), key=lambda at: by[at])
        axes = [names.index(name) for name in by]
        wide = [1] * len(names)
        for axis in axes:
            wide[axis] = shape[names[axis]]
        total = total + np.transpose(one, order).reshape(wide)
    return names, np.exp(total) / np.exp(total).sum()


def test_counts_that_agree_are_found_exactly():
    """Counts of a table that is a product along a tree come back, up to the last digit shown."""
    rng = np.random.default_rng(4)
    odds = {by: rng.normal(0, 1, one.shape) for by, one in noisy_counts().items()}
    names, table = joint(odds)
    counts = {}
    for by in odds:
        kept = table.sum(axis=tuple(at for at, name in enumerate(names) if name not in by))
        counts[by] = 1e6 * (kept if list(by) == sorted(by) else kept.T)
    measured = Measured(counts, dict.fromkeys(counts, 1.0))
    found = tables_of(estimate(measured, most_steps=4_000), 1e6)
    for by, one in counts.items():
        mine = found[by] if by in found else found[by[::-1]].T
        assert np.abs(mine - one).max() < 200


def test_noisy_counts_are_fitted_as_another_library_does():
    """Loss and counts are those that mbi found after 20,000 steps; the record says how."""
    record = json.loads(RECORD.read_text(encoding="utf-8"))
    counts = noisy_counts()
    assert {",".join(by): one.ravel().tolist() for by, one in counts.items()} == record["counts"]
    measured = Measured(counts, {by: DEVIATION[len(by)] ** 2 for by in counts})
    theirs = {
        by: np.reshape(record["answer"][",".join(by)], one.shape) for by, one in counts.items()
    }
    found = tables_of(estimate(measured), measured.rows)
    mine = {by: found[by] if by in found else found[by[::-1]].T for by in counts}
    assert measured.rows == pytest.approx(record["rows"], rel=1e-9)
    assert measured.loss(mine) == pytest.approx(measured.loss(theirs), rel=1e-3)
    assert max(np.abs(mine[by] - theirs[by]).max() for by in counts) < 0.5
    assert measured.loss({by: np.maximum(one, 0) for by, one in theirs.items()}) > 0


def test_rows_are_shared_out_evenly():
    """Every place occurs as often as its chance says, rounded up or down, and fairly so."""
    chances = np.array([0.5, 0.26, 0.24, 0.0])
    counts = [
        np.bincount(shared_out(10, chances, seeded(seed)), minlength=4) for seed in range(2_000)
    ]
    assert {tuple(one) for one in counts} <= {(5, 3, 2, 0), (5, 2, 3, 0), (5, 2, 2, 1)}
    assert np.mean(counts, axis=0) == pytest.approx(10 * chances, abs=0.05)


def test_drawn_rows_have_the_chances_of_the_tree():
    """Counts of 50,000 drawn rows by column and by pair are those of the tree, nearly exactly."""
    counts = noisy_counts()
    tree = estimate(Measured(counts, {by: DEVIATION[len(by)] ** 2 for by in counts}))
    columns = drawn(tree, 50_000, seeded(2))
    for by, expected in tables_of(tree, 50_000).items():
        found = np.zeros(expected.shape)
        np.add.at(found, tuple(columns[name] for name in by), 1)
        assert np.abs(found - expected).max() < 15


def test_more_budget_keeps_more():
    """From epsilon 0.1 to 1 the released counts of real pupils come much nearer to the truth."""
    train, _ = halves()
    exact = {name: np.bincount(one) for name, one in PUPILS.places(train).items()}
    off = {}
    for epsilon in (0.1, 1):
        fitted = private(epsilon).fit(train, PUPILS)
        noisy = fitted.release.value
        off[epsilon] = np.mean(
            [np.abs(noisy[name,] - exact[name]).mean() for name in ("den", "apo")]
        )
        assert fitted.budget["epsilon"] == str(Fraction(str(epsilon)))
        assert not fitted.settings["is_secure_randomness"]
    assert off[0.1] > 4 * off[1]
