"""Tests of what choosing is charged for: by a session, in both accountings."""

from fractions import Fraction

import numpy as np
import pytest

from pet_workbench import dp
from pet_workbench.dp.errors import BudgetError

PERSONS = dp.Terms(unit="person", neighbours="add-remove")
GROUPS = dp.GroupCount(column="g", epsilon="0.5", delta="1e-6", terms=PERSONS)
MEDIAN = dp.Quantile(column="x", grid=dp.Grid(0, 9), epsilon="0.5", terms=PERSONS)


def session(accounting, **budget):
    """Return a session about made-up people."""
    ledger = dp.Ledger.temporary(
        dataset="lesson",
        unit="person",
        neighbours="add-remove",
        accounting=accounting,
        **{"epsilon": 1, "delta": "2e-6", **budget},
    )
    columns = {"g": ["a"] * 99 + ["b"], "x": np.arange(100.0) % 10}
    return dp.Session(dp.PrivateTable(columns, dataset="lesson"), ledger, asker="test")


def test_epsilons_and_deltas_are_added():
    """In the basic accounting a median and groups at 0.5 use up an epsilon of 1."""
    asked = session("basic")
    asked.ask(MEDIAN, purpose="a test")
    asked.ask(GROUPS, purpose="a test")
    assert (asked.ledger.spent.epsilon, asked.ledger.spent.delta) == (1, Fraction(1, 10**6))
    with pytest.raises(BudgetError):
        asked.ask(MEDIAN, purpose="too much")


def test_delta_is_charged_in_concentrated_accounting_too():
    """Rho is charged for groups, and their delta is taken off what was set apart for it."""
    asked = session("concentrated", epsilon=4, delta="1e-5", delta_apart="5e-6")
    before = asked.ledger.remaining
    asked.ask(GROUPS, purpose="a test")
    after = asked.ledger.remaining
    assert before.rho - after.rho == GROUPS.loss.rho == Fraction(1, 8)
    assert before.rho_delta - after.rho_delta == GROUPS.loss.rho_delta == Fraction(1, 10**6)


@pytest.mark.parametrize("query", [MEDIAN, GROUPS])
def test_the_same_numpy_seed_gives_other_answers(query):
    """Nothing is drawn from numpy's global generator, whose seed anybody can set."""
    found = set()
    for _ in range(12):
        np.random.seed(1)
        released = session("basic").ask(query, purpose="a test").noisy["rows"]
        found.add(tuple(released.tolist()))
    assert len(found) > 3
