"""The transfer, the break-even and the sensitivity picture, against independent answers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.decide.balance import (
    Amount,
    Balance,
    Line,
    Party,
    bounds,
    break_even,
    example,
    examples,
    per_year,
    rules,
    settle,
    tornado,
    transfer,
    turning_point,
)
from tests.decide.balance.strategies import balances

FEW = settings(max_examples=40, deadline=None)
RESULTS = st.dictionaries(
    st.sampled_from("abcdef"), st.integers(-1_000_000, 1_000_000).map(float), min_size=1
)


@given(RESULTS)
def test_after_the_transfer_nobody_is_below_zero(results):
    """Where all together do not lose: sum zero, nobody below zero, nobody pays above its gain."""
    settled = settle(results)
    assert settled.possible == (sum(results.values()) >= 0)
    assert sum(settled.nets.values()) == pytest.approx(0, abs=1e-3)
    if not settled.possible:
        assert settled.shortage == -sum(results.values())
        assert not settled.payments
        assert not any(settled.nets.values())
        return
    for id, value in results.items():
        assert value + settled.nets[id] >= -1e-3
        assert -settled.nets[id] <= max(value, 0) + 1e-3


@given(RESULTS)
def test_payments_add_up_to_what_everybody_pays_and_receives(results):
    """Money goes from winners to losers only, and each net is the sum of its payments."""
    settled = settle(results)
    nets = dict.fromkeys(results, 0.0)
    for (winner, loser), euros in settled.payments.items():
        assert results[winner] > 0 > results[loser]
        assert euros >= 0
        nets[winner] -= euros
        nets[loser] += euros
    assert nets == pytest.approx(settled.nets, abs=1e-3)


@FEW
@given(RESULTS)
def test_no_smaller_transfer_would_do(results):
    """Scipy's linear programming finds the same minimum, or none where we say there is none."""
    from scipy.optimize import linprog

    values, n = np.array(list(results.values())), len(results)
    # variables: paid (n), received (n); nobody ends below zero, as much is paid as received
    after = np.hstack([np.eye(n), -np.eye(n)])
    found = linprog(
        c=np.r_[np.zeros(n), np.ones(n)],
        A_ub=after,
        b_ub=values,
        A_eq=np.r_[np.ones(n), -np.ones(n)][None, :],
        b_eq=[0],
        bounds=[(0, None)] * (2 * n),
    )
    settled = settle(results)
    assert found.success == settled.possible
    if found.success:
        assert found.fun == pytest.approx(settled.total, abs=1e-2)


@FEW
@given(balances())
def test_a_benefit_that_rises_as_told_makes_its_party_neutral(balance):
    """Each need of a party below zero, put into the balance, brings it to zero."""
    for party in balance.parties:
        found = break_even(balance, party.id)
        assert bool(found.needs) <= (found.result < 0)
        for need in found.needs:
            amount = Amount(min(need.line.amount.low, need.then), need.then, max(need.then, 1e12))
            line = Line(need.line.id, party.id, "benefit", need.line.when, amount, need.line.first)
            raised = bounds(balance.with_line(line), party.id).likely
            assert raised == pytest.approx(0, abs=1e-2 + 1e-9 * need.then)


@FEW
@given(balances())
def test_the_year_of_break_even_is_the_first_from_which_it_stays(balance):
    """Before it there is a year below zero, from it on there is none."""
    from pet_workbench.decide.balance import running

    found = break_even(balance, None)
    totals = running(balance, None)
    if found.year is None:
        assert totals[-1] < 0
        return
    assert (totals[found.year :] >= -1e-6).all()
    assert found.year == 0 or totals[found.year - 1] < -1e-6


def test_break_even_by_hand():
    """100 at the start, 40 a year from year 1: year 3; 20 a year: not within four years."""
    for yearly, year in ((40, 3), (20, None), (25, 4)):
        lines = (
            Line("pay", "a", "cost", "once", Amount.exactly(100), first=0),
            Line("get", "a", "benefit", "yearly", Amount.exactly(yearly), first=1),
        )
        assert break_even(Balance("own", 4, 0.0, (Party("a"),), lines), "a").year == year


@pytest.mark.parametrize("id", examples())
def test_an_even_amount_per_year_has_the_same_worth(id):
    """What is short or to spare per year, paid every year, is worth the result today."""
    balance = example(id)
    amount = per_year(bounds(balance, None).likely, balance)
    paid = Line("even", balance.parties[0].id, "cost", "yearly", Amount.exactly(abs(amount)), 1)
    if amount < 0:
        paid = Line(paid.id, paid.party, "benefit", "yearly", paid.amount, 1)
    assert bounds(balance.with_line(paid), None).likely == pytest.approx(0, abs=1e-3)


@FEW
@given(balances())
def test_swings_are_what_changing_one_input_does(balance):
    """Each end of each bar is the result of the whole balance with that one input there."""
    for party in (None, balance.parties[0].id):
        base = bounds(balance, party).likely
        swings = tornado(balance, party)
        assert [one.width for one in swings] == sorted((one.width for one in swings), reverse=True)
        for swing in swings:
            results = [_moved(balance, swing, value, party) for value in (swing.from_, swing.to)]
            assert results == pytest.approx([swing.at_low, swing.at_high], abs=1e-3)
            assert swing.flips == any(end * base < 0 for end in (swing.at_low, swing.at_high))


def _moved(balance, swing, value, party):
    """Return the result with one input at another value."""
    if swing.line is None:
        return bounds(balance.with_(**{swing.id: value}), party).likely
    line = swing.line
    moved = Line(line.id, line.party, line.kind, line.when, Amount.exactly(value), line.first)
    return bounds(balance.with_line(moved), party).likely


@FEW
@given(balances())
def test_at_its_turning_point_a_line_makes_the_result_zero(balance):
    """Where there is one; else no amount of zero or more does it."""
    for line in balance.lines:
        point = turning_point(balance, line, None)
        ends = [
            bounds(
                balance.with_line(
                    Line(line.id, line.party, line.kind, line.when, Amount.exactly(at), line.first)
                ),
                None,
            ).likely
            for at in (0.0, 1e9 if point is None else point)
        ]
        if point is None:
            assert ends[0] * ends[1] >= 0
        else:
            assert ends[1] == pytest.approx(0, abs=1e-2 + 1e-9 * point)


def test_the_examples_show_a_transfer_that_can_and_one_that_cannot():
    """Care fraud can be settled among the parties, the pensions cannot: together they lose."""
    assert transfer(example("fraud")).possible
    assert not transfer(example("aio")).possible
    assert rules().certainty == 0.8
