"""Amounts in later years are brought back to today, and results lie between exact bounds."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.core import DataError, ParameterError
from pet_workbench.decide.balance import (
    Amount,
    Balance,
    Line,
    Party,
    bounds,
    factors,
    outlook,
    rules,
    running,
    sign,
    weight,
)
from pet_workbench.decide.balance.outlook import drawn, shapes
from tests.decide.balance.strategies import balances

FEW = settings(max_examples=25, deadline=None)


def one(line: Line, *, years: int = 5, rate: float = 0.0225) -> Balance:
    """Return a balance of a single line."""
    return Balance("own", years, rate, (Party(line.party),), (line,))


def test_factors_are_those_of_exact_arithmetic():
    """A euro in year t is worth (1 + r) to the power -t, as fractions say it."""
    exact = [float(Fraction(10_000, 10_225) ** year) for year in range(31)]
    assert factors(30, 0.0225) == pytest.approx(exact, rel=1e-12)


def test_yearly_amounts_add_up_to_the_annuity():
    """The weight of a yearly line from year 1 is the closed form of an annuity."""
    line = Line("l", "a", "benefit", "yearly", Amount.exactly(1), first=1)
    assert weight(line, one(line)) == pytest.approx((1 - 1.0225**-5) / 0.0225, rel=1e-12)


@pytest.mark.parametrize("when", ["once", "yearly"])
def test_what_lies_after_the_last_year_counts_for_nothing(when):
    """A line that begins after the horizon has weight zero and no flow."""
    line = Line("l", "a", "cost", when, Amount.exactly(9), first=6)
    assert weight(line, one(line)) == 0
    assert bounds(one(line), "a").likely == 0
    assert not running(one(line), "a").any()


@FEW
@given(balances())
def test_running_results_end_at_the_result(balance):
    """After the last year each running total is the result at the same end of the ranges."""
    for party in (None, *(party.id for party in balance.parties)):
        exact = bounds(balance, party)
        ends = {"worst": exact.least, "likely": exact.likely, "best": exact.most}
        for end, value in ends.items():
            assert running(balance, party, end)[-1] == pytest.approx(value, abs=1e-3)


@FEW
@given(balances())
def test_simulated_outcomes_stay_within_the_exact_bounds(balance):
    """No draw of anybody lies outside what interval arithmetic allows."""
    seen = outlook(balance)
    for id, draws in seen.draws.items():
        result = seen.parties[id]
        assert result.least - 1e-3 <= draws.min() <= draws.max() <= result.most + 1e-3
        assert result.least - 1e-3 <= result.low <= result.high <= result.most + 1e-3


@FEW
@given(balances())
def test_bounds_are_reached(balance):
    """The bounds are no wider than needed: with every amount at one end the result is there."""
    for end, name in ((min, "least"), (max, "most")):
        at_end = [
            line.sign * end(line.sign * line.amount.low, line.sign * line.amount.high)
            for line in balance.lines
        ]
        fixed = tuple(
            Line(line.id, line.party, line.kind, line.when, Amount.exactly(value), line.first)
            for line, value in zip(balance.lines, at_end, strict=True)
        )
        pinned = bounds(balance.with_(lines=fixed), None)
        assert pinned.likely == pytest.approx(getattr(bounds(balance, None), name), abs=1e-3)


def test_draws_have_the_moments_of_pert():
    """The average and the spread of 10,000 draws are those of scipy's beta distribution."""
    from scipy.stats import beta

    line = Line("l", "a", "benefit", "once", Amount(100, 300, 1000), first=0)
    by, draws = rules(), drawn(line, rules())
    exact = beta(*shapes(line.amount, by.weight), loc=100, scale=900)
    error = exact.std() / np.sqrt(by.draws)
    assert draws.mean() == pytest.approx(exact.mean(), abs=4 * error)
    assert draws.mean() == pytest.approx(line.amount.mean(by.weight), abs=4 * error)
    assert draws.std() == pytest.approx(exact.std(), rel=0.03)


def test_the_chance_of_a_loss_is_that_of_the_distribution():
    """For one uncertain line the simulated chance is scipy's, within four standard errors."""
    from scipy.stats import beta

    lines = (
        Line("pay", "a", "cost", "once", Amount.exactly(400), first=0),
        Line("get", "a", "benefit", "once", Amount(100, 300, 1000), first=0),
    )
    seen = outlook(Balance("own", 1, 0.0, (Party("a"),), lines)).parties["a"].loss
    exact = beta(*shapes(lines[1].amount, rules().weight), loc=100, scale=900).cdf(400)
    assert seen == pytest.approx(exact, abs=4 * np.sqrt(exact * (1 - exact) / rules().draws))


def test_a_simulation_is_the_same_every_time_and_another_with_another_seed():
    """The seed decides everything, and it decides something."""
    from dataclasses import replace

    line = Line("l", "a", "cost", "once", Amount(1, 2, 9), first=0)
    again = [outlook(one(line)).draws["a"] for _ in range(2)]
    assert np.array_equal(*again)
    other = outlook(one(line), replace(rules(), seed=rules().seed + 1)).draws["a"]
    assert not np.array_equal(again[0], other)


def test_changing_one_line_does_not_shake_the_others():
    """Another party's outcomes are the same to the last digit after an edit."""
    first = Line("l", "a", "cost", "once", Amount(1, 2, 9), first=0)
    second = Line("m", "b", "cost", "once", Amount(1, 2, 9), first=0)
    both = Balance("own", 5, 0.0, (Party("a"), Party("b")), (first, second))
    changed = both.with_line(Line("m", "b", "cost", "once", Amount(3, 4, 5), first=0))
    assert np.array_equal(outlook(both).draws["a"], outlook(changed).draws["a"])
    assert not np.array_equal(outlook(both).draws["b"], outlook(changed).draws["b"])


@given(st.floats(-10, 10), st.floats(-10, 10))
def test_a_sign_says_on_which_side_of_zero_the_middle_part_lies(one_end, other):
    """Plus, minus, mixed and zero exclude each other and follow from the two ends."""
    low, high = sorted((one_end, other))
    found = sign(low, high)
    assert (found == "plus") == (low > 0)
    assert (found == "minus") == (high < 0)
    assert (found == "zero") == (low == high == 0)
    assert (found == "mixed") == (low <= 0 <= high and not low == high == 0)


def test_a_party_without_lines_has_no_money_in_or_out():
    """Its sign is zero, and it cannot lose."""
    result = outlook(Balance("own", 5, 0.0, (Party("a"),))).parties["a"]
    assert (result.sign, result.loss, result.least, result.most) == ("zero", 0, 0, 0)


@pytest.mark.parametrize("three", [(-1, 0, 1), (0, 1, float("inf")), (float("nan"), 1, 2)])
def test_amounts_are_zero_or_more_and_finite(three):
    """A cost is written without a minus."""
    with pytest.raises(ParameterError, match="0 euros or more"):
        Amount(*three)


@pytest.mark.parametrize("three", [(2, 1, 3), (1, 4, 3)])
def test_amounts_are_in_order(three):
    """The likely amount lies between the ends."""
    with pytest.raises(ParameterError, match="smallest"):
        Amount(*three)


def test_a_line_belongs_to_a_party_and_ids_differ():
    """A line of nobody, and two of the same id, are refused by name."""
    line = Line("l", "b", "cost", "once", Amount.exactly(1), first=0)
    with pytest.raises(DataError, match="line l, got b"):
        Balance("own", 5, 0.0, (Party("a"),), (line,))
    with pytest.raises(DataError, match="got b more than once"):
        Balance("own", 5, 0.0, (Party("b"), Party("b")))
