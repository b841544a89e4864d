"""Risk: the deliberate copy is caught by every attack, and what leaks nothing is not accused."""

import json

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from pet_workbench.core import DataError, ParameterError
from pet_workbench.dp import Ledger
from pet_workbench.synthetic import Cart, Categories, Description, Numbers, Private
from pet_workbench.synthetic.chance import seeded
from pet_workbench.synthetic.risk import (
    ATTACKS,
    INFERENCE,
    LINKABILITY,
    NEAREST,
    SINGLING_OUT,
    Plan,
    Risk,
    attack,
)
from pet_workbench.synthetic.risk.distance import between, comparable
from pet_workbench.synthetic.risk.interval import wilson
from pet_workbench.synthetic.risk.singling_out import bets
from tests.synthetic.made import REGISTER, drawn, register
from tests.synthetic.pupils import PUPILS, TERMS, halves
from tests.synthetic.records.ask_anonymeter import RECORD


def tried(way, name, seed=1):
    """Return what an attack finds in the synthetic pupils of a generator."""
    train, control = halves()
    return attack(
        way,
        train=train,
        control=control,
        synthetic=drawn(name),
        description=PUPILS,
        plan=Plan(attacks=400, seed=seed),
    )


@pytest.mark.parametrize("way", ATTACKS)
def test_the_copy_is_caught(way):
    """Every attack finds the deliberate leak: the whole interval lies above 0.2."""
    assert tried(way, "copy").interval()[0] > 0.2


@pytest.mark.parametrize("way", ATTACKS)
@pytest.mark.parametrize("name", ["independent", "private"])
def test_what_leaks_nothing_is_not_accused(way, name):
    """Columns on their own, and private rows at epsilon 1: zero is in the interval."""
    low, high = tried(way, name).interval()
    assert low < 0 < high


def test_trees_are_found_out_on_the_pupils():
    """Synthetic pupils of trees are too near to real ones: that is why they are not private."""
    assert tried(NEAREST, "cart-not-private").found


def inferred(generator):
    """Return the risk that the group of somebody in the planted register is inferred."""
    train, control = register()
    rows = generator.fit(train, REGISTER).draw(len(train), seed=5)
    plan = Plan(attacks=600, secret="group", seed=2)
    return attack(
        INFERENCE, train=train, control=control, synthetic=rows, description=REGISTER, plan=plan
    )


def test_trees_give_away_a_secret_that_was_planted():
    """A leaf of five rows has one's own group in it: the secret is guessed far too often."""
    risk = inferred(Cart())
    assert risk.interval()[0] > 0.03
    assert risk.control_successes / risk.control_attacks < 0.15


def test_private_rows_do_not_give_it_away():
    """The same register at epsilon 1: zero is in the interval."""
    ledger = Ledger.temporary(
        dataset="r", unit="person", neighbours="add-remove", epsilon=1, delta="1e-6"
    )
    low, high = inferred(
        Private(ledger=ledger, epsilon=1, delta="1e-6", terms=TERMS, teaching_seed=1)
    ).interval()
    assert low < 0 < high


def test_a_seed_repeats_an_attack():
    """The same seed makes the same attacks, another one others."""
    assert tried(NEAREST, "copy") == tried(NEAREST, "copy")
    assert tried(NEAREST, "copy", seed=9) != tried(NEAREST, "copy")


@pytest.mark.parametrize(
    ("counts", "value", "error"),
    [
        ((500, 240, 500, 100), 0.3483273933280134, 0.06171075085653112),
        ((500, 319, 500, 25), 0.6164546472188246, 0.045032427221247145),
        ((300, 3, 250, 9), -0.028032818819254377, 0.029009476713567253),
    ],
)
def test_risk_and_interval_are_those_of_the_paper(counts, value, error):
    """For the same counts, anonymeter 1.1.0 computes the same risk and error to ten digits."""
    risk = Risk("x", *counts)
    assert risk.value == pytest.approx(value, rel=1e-10)
    assert risk.interval() == pytest.approx((value - error, value + error), rel=1e-9)


@pytest.mark.parametrize("rate", [0.02, 0.2, 0.6])
def test_without_a_leak_the_interval_holds_zero(rate):
    """Over all outcomes of 200 attacks on both sides, zero is missed with chance 6 % at most."""
    chance = stats.binom.pmf(range(201), 200, rate)
    likely = [k for k in range(201) if chance[k] > 1e-6]
    missed = 0.0
    for one in likely:
        for other in likely:
            low, high = Risk("x", 200, one, 200, other).interval()
            missed += chance[one] * chance[other] * (not low <= 0 <= high)
    assert 0.01 < missed < 0.06


def test_the_middle_of_wilson_is_that_of_scipy():
    """Middle and half width are those of scipy's interval of the same name."""
    rate, off = wilson(50, 7)
    theirs = stats.binomtest(7, 50).proportion_ci(method="wilson")
    assert (rate - off, rate + off) == pytest.approx((theirs.low, theirs.high), rel=1e-9)


@pytest.mark.parametrize("counts", [(0, 0, 5, 0), (5, 6, 5, 0), (5, -1, 5, 0)])
def test_counts_that_cannot_be_are_refused(counts):
    """No attacks, or more successes than attacks."""
    with pytest.raises(ParameterError):
        Risk("x", *counts)


def test_distances_by_hand():
    """Categories count 0 or 1, numbers a share of the bounds, missing ones 0 or 1."""
    columns = Description(
        {"a": Categories((1, 2), may_miss=True), "b": Numbers((0.0, 10.0), may_miss=True)}
    )
    rows = comparable({"a": np.array([1.0, 2, np.nan]), "b": np.array([0.0, 5, np.nan])}, columns)
    ((part, apart),) = between(rows, rows, columns, ["a", "b"])
    assert part == slice(0, 3)
    assert apart.tolist() == [[0, 1.5, 2], [1.5, 0, 2], [2, 2, 0]]


def test_bets_fit_one_synthetic_row_each():
    """All descriptions differ, fit exactly one row, and have as many columns as asked."""
    rows = comparable(PUPILS.read(drawn("independent").head(400)), PUPILS)
    made = bets(rows, PUPILS, count=60, columns=3, rng=seeded(4))
    assert len(made) == len({str(bet) for bet in made}) == 60
    assert {bet.fits(rows) for bet in made} == {1}
    assert {len({*bet.exactly, *bet.at_least, *bet.at_most}) for bet in made} == {3}


def test_too_few_people_are_refused():
    """With fewer than 20 rows of a kind no attack is tried."""
    train, control = halves()
    with pytest.raises(DataError):
        attack(NEAREST, train=train, control=control.head(19), synthetic=train, description=PUPILS)


@pytest.mark.parametrize(
    ("columns", "plan"),
    [
        (REGISTER, Plan(secret="name")),
        (REGISTER, Plan(parts=(["day"], ["name"]))),
        (REGISTER.only(["day"]), Plan()),
    ],
    ids=["unknown secret", "unknown part", "one column"],
)
def test_a_plan_for_other_columns_is_refused(columns, plan):
    """A column that is not described, or one column with nothing beside it."""
    train, control = register()
    with pytest.raises(ParameterError):
        attack(
            INFERENCE, train=train, control=control, synthetic=train, description=columns, plan=plan
        )


def test_rows_that_are_all_alike_single_out_nobody():
    """Where no description fits one row, one attack is counted, and none succeeds."""
    rows = pd.DataFrame({"day": [1.0] * 40, "group": [1] * 40})
    risk = attack(SINGLING_OUT, train=rows, control=rows, synthetic=rows, description=REGISTER)
    assert (risk.attacks, risk.successes) == (1, 0)
    assert not risk.found


def test_an_unknown_attack_is_refused():
    """There are four of them."""
    rows = pd.DataFrame({"day": [1.0] * 30, "group": [1] * 30})
    with pytest.raises(ParameterError):
        attack("guessing", train=rows, control=rows, synthetic=rows, description=REGISTER)


def test_another_library_comes_to_the_same_risks():
    """In the record anonymeter catches the copy too, and intervals overlap; but for one.

    Where rows of the copy are equal, anonymeter links to any of them, we to the same one.
    """
    record = json.loads(RECORD.read_text(encoding="utf-8"))
    apart = []
    for name, ours in record["ours"].items():
        for way, (_, low, high) in ours.items():
            _, other_low, other_high = record["theirs"][name][way]
            if low > other_high or other_low > high:
                apart.append((name, way))
            if name == "copy":
                assert min(low, other_low) > 0.2
    assert apart == [("copy", LINKABILITY)]
