"""The cost of a batch: known values, a slow oracle of exact chances, and always the safe side."""

import math
from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from pet_workbench.dp import Count, Grid, Sum, Terms
from pet_workbench.dp.accounting import Shifted, batch_loss, together
from pet_workbench.dp.conversion import epsilon_for_rho
from pet_workbench.dp.errors import PromiseError
from pet_workbench.dp.loss import Loss, approximate_loss, gaussian_loss, pure_loss
from pet_workbench.dp.noise import Noise, noise_for

TERMS = Terms(unit="person", neighbours="add-remove")
MILLIONTH = Fraction(1, 10**6)


def gaussian(deviation, *, touched=1, l2_squared=1, epsilon=None):
    """Numbers with Gaussian noise of a stated deviation."""
    variance = Fraction(deviation) ** 2
    rho = l2_squared / (2 * variance)
    epsilon = epsilon_for_rho(rho, MILLIONTH) if epsilon is None else epsilon
    loss = Loss(epsilon=epsilon, delta=MILLIONTH, rho=rho)
    return Shifted(Noise("gaussian", variance), touched, l2_squared, l2_squared, loss)


def laplace(epsilon, *, l1=1, touched=1):
    """Numbers with Laplace noise."""
    noise = noise_for(Fraction(epsilon), Fraction(0), l1=l1, l2_squared=l1**2)
    return Shifted(noise, touched, l1, l1**2, pure_loss(epsilon))


def chances(noise, limit):
    """The chances of all numbers up to `limit` from 0, by the definition of the distribution."""
    numbers = np.arange(-limit, limit + 1)
    spread = float(noise.spread)
    exponent = numbers**2 / (2 * spread) if noise.kind == "gaussian" else abs(numbers) / spread
    odds = np.exp(-exponent)
    return odds / odds.sum()


def exact_delta(shifts, epsilon, limit):
    """The exact delta of numbers with noise, one by one shifted: every outcome is looked at."""
    with_unit = without = np.ones(1)
    for noise, shift in shifts:
        one = chances(noise, limit)
        other = np.concatenate((np.zeros(shift), one[: len(one) - shift]))
        with_unit = np.outer(with_unit, one).ravel()
        without = np.outer(without, other).ravel()
    return max(
        np.maximum(with_unit - math.exp(epsilon) * without, 0).sum(),
        np.maximum(without - math.exp(epsilon) * with_unit, 0).sum(),
    )


def best_of_equal(times, epsilon, delta):
    """The smallest epsilon of `times` releases that are the worst of their own epsilon.

    Each says yes or no, right with odds exp(epsilon), so only the number of right ones matters.
    """
    right = 1 / (1 + math.exp(-epsilon))
    low, high = 0.0, times * epsilon
    for _ in range(60):
        middle = (low + high) / 2
        found = 0.0
        for count in range(times + 1):
            ways = math.comb(times, count)
            one = ways * right**count * (1 - right) ** (times - count)
            other = ways * right ** (times - count) * (1 - right) ** count
            found += max(one - math.exp(middle) * other, 0)
        low, high = (middle, high) if found > delta else (low, middle)
    return high


def test_ten_gaussians():
    """Ten Gaussians of 9.86, which diffprivlib counts as epsilon 5.00, cost 1.39."""
    loss = together([gaussian("9.86")] * 10, delta=MILLIONTH)
    assert float(loss.epsilon) == pytest.approx(1.389, abs=0.001)
    assert loss.delta == MILLIONTH


def test_hundred_counts():
    """A hundred counts of epsilon 0.1 cost 4.77, against 10 by adding up.

    That is the known optimum for hundred times any release of epsilon 0.1 (Kairouz, Oh and
    Viswanath 2015), for the loss of a count is 0.1 one way or the other.
    """
    loss = batch_loss([Count(epsilon=0.1, terms=TERMS)] * 100, delta=MILLIONTH)
    assert float(loss.epsilon) == pytest.approx(best_of_equal(100, 0.1, 1e-6), abs=0.001)
    assert round(float(loss.epsilon), 2) == 4.77
    assert loss.rho == 100 * pure_loss(0.1).rho


@pytest.mark.parametrize("delta", [1e-2, 1e-4, 1e-6])
def test_two_gaussians_against_all_outcomes(delta):
    """For two discrete Gaussians, epsilon is at most a thousandth above the exact one."""
    parts = [gaussian(3), gaussian("4.5")]
    epsilon = float(together(parts, delta=str(delta) if delta < 1e-3 else "0.001").epsilon)
    delta = min(delta, 1e-3)
    shifts = [(part.noise, 1) for part in parts]
    assert exact_delta(shifts, epsilon, 60) <= delta
    assert exact_delta(shifts, epsilon - 0.002, 60) > delta


@pytest.mark.parametrize(("l1", "epsilon"), [(1, "0.5"), (3, "0.8"), (2, "2")])
def test_two_laplaces_against_all_outcomes(l1, epsilon):
    """For two discrete Laplaces with a shift, epsilon is at most a thousandth above the exact."""
    parts = [laplace(epsilon, l1=l1)] * 2
    found = float(together(parts, delta="0.001").epsilon)
    shifts = [(part.noise, l1) for part in parts]
    assert exact_delta(shifts, found, 150) <= 1e-3
    assert exact_delta(shifts, found - 0.002, 150) > 1e-3 or found <= 0.002


@pytest.mark.parametrize("epsilon", ["0.1", "1", "5"])
def test_wide_laplace_is_dominated_by_continuous(epsilon):
    """The surcharge that a discrete Laplace of large steps gets covers the difference exactly."""
    for l1 in (1, 2, 7, 40):
        noise = noise_for(Fraction(epsilon), Fraction(0), l1=l1, l2_squared=l1**2)
        scale = float(noise.spread)
        dominating = l1 / scale + 1 / (4 * scale**2)
        for share in (0, 0.3, 0.7, 0.99):
            loss = share * l1 / scale
            continuous = 1 - math.exp((loss - dominating) / 2)
            assert exact_delta([(noise, l1)], loss, math.ceil(40 * scale)) <= continuous


@pytest.mark.parametrize("deviation", [2, 5, 20])
def test_rounded_gaussian_is_as_near_as_stated(deviation):
    """Up to twelve deviations, a rounded bell is within exp(7 / v) of a discrete one."""
    from scipy.stats import norm

    numbers = np.arange(0, 12 * deviation + 1)
    odds = np.exp(-(np.arange(-40 * deviation, 40 * deviation + 1) ** 2) / (2 * deviation**2))
    discrete = np.exp(-(numbers**2) / (2 * deviation**2)) / odds.sum()
    # upper tails, which floating point holds exactly
    rounded = norm.sf((numbers - 0.5) / deviation) - norm.sf((numbers + 0.5) / deviation)
    assert np.abs(np.log(rounded / discrete)).max() <= 7 / deviation**2


def test_large_steps_cost_as_much_as_small_ones():
    """The unit in which a sum is kept hardly changes what ten of them cost."""
    costs = [
        float(together([gaussian(steps * Fraction("9.86"), l2_squared=steps**2)] * 10, delta="1e-6")
              .epsilon)
        for steps in (1, 31, 1_000, 10**9)
    ]  # fmt: skip
    assert max(costs) - min(costs) < 0.002
    laplaces = [
        float(together([laplace("0.1", l1=l1)] * 100, delta="1e-6").epsilon)
        for l1 in (1_000, 1_001, 10**12)
    ]
    assert laplaces == pytest.approx([4.69] * 3, abs=0.01)


def test_numbers_touched_together():
    """A table of wide noise in which one unit touches nine cells is nearly one number of 3."""
    table = together([gaussian(500, touched=9, l2_squared=9)] * 20, delta="1e-6")
    single = together([gaussian(500, touched=1, l2_squared=9)] * 20, delta="1e-6")
    assert single.epsilon <= table.epsilon <= single.epsilon + Fraction(1, 50)


def test_what_is_not_proved_is_taken_at_its_worst():
    """Where one unit touches several numbers with narrow noise, the promise of each part counts."""
    table = together([gaussian(3, touched=4, l2_squared=4)], delta="1e-5")
    assert table.epsilon >= together([gaussian(3, l2_squared=4)], delta="1e-5").epsilon
    laplaces = together([laplace("0.1", l1=2, touched=2)] * 100, delta="1e-6")
    assert float(laplaces.epsilon) == pytest.approx(best_of_equal(100, 0.1, 1e-6), abs=0.001)


def test_one_release_costs_what_it_costs():
    """A batch of one is not dearer than the release by itself."""
    assert batch_loss([Count(epsilon=0.5, terms=TERMS)], delta=0).epsilon == Fraction(1, 2)
    one = Count(epsilon=0.5, delta="1e-6", terms=TERMS)
    assert batch_loss([one], delta="1e-6").epsilon <= Fraction(1, 2)


def test_without_delta_epsilons_add_up():
    """With delta 0, nothing is better than the sum."""
    queries = [Count(epsilon=0.25, terms=TERMS)] * 3
    assert batch_loss(queries, delta=0) == sum((query.loss for query in queries), Loss())


def test_sums_of_columns_with_bounds():
    """Real queries, with large steps, in one batch cost less than by adding up rhos."""
    grid = Grid(0, 100_000, 1)
    queries = [Sum(column=name, grid=grid, epsilon=0.2, delta="1e-7", terms=TERMS) for name in "ab"]
    queries.append(Count(epsilon=0.2, delta="1e-7", terms=TERMS))
    loss = batch_loss(queries, delta="1e-6")
    assert 0.2 < loss.epsilon < epsilon_for_rho(loss.rho, MILLIONTH) < 0.6


def test_other_releases_count_with_their_own_promise():
    """A release that is no noisy total counts as any release of its epsilon and delta."""
    loss = together([approximate_loss("0.5", "1e-7")] * 3, delta="1e-6")
    assert 1 < loss.epsilon <= Fraction(3, 2)
    assert loss.rho_delta == Fraction(3, 10**7)


def test_delta_has_to_cover_what_may_fail():
    """A delta below what the parts use themselves buys nothing."""
    with pytest.raises(PromiseError, match="larger delta"):
        together([approximate_loss("0.5", "1e-6")] * 3, delta="2e-6")
    with pytest.raises(PromiseError, match="larger delta"):
        together([gaussian_loss("0.5", "1e-6")], delta=0)


def test_a_promise_of_nothing_is_not_free():
    """A part without an epsilon is accounted for by its noise, or refused; it never costs 0."""
    wide = gaussian(5_000, l2_squared=100**2, epsilon=Fraction(0))
    assert together([wide], delta="1e-6").epsilon > Fraction(1, 20)
    with pytest.raises(PromiseError, match="epsilon above 0"):
        together([Loss()], delta="1e-6")
    unnamed = Shifted(laplace("0.5").noise, touched=2, l1=1, l2_squared=1, loss=Loss())
    with pytest.raises(PromiseError, match="epsilon above 0"):
        together([unnamed], delta="1e-6")


def test_nonsense_is_refused():
    """An empty batch, and one with two promises, are refused."""
    with pytest.raises(PromiseError, match="at least one"):
        batch_loss([], delta="1e-6")
    household = Terms(unit="household", neighbours="add-remove")
    queries = [Count(epsilon=1, terms=terms) for terms in (TERMS, household)]
    with pytest.raises(PromiseError, match="household add-remove; person add-remove"):
        batch_loss(queries, delta="1e-6")


@pytest.mark.parametrize(("deviation", "times"), list(product([1, 4, 15], [1, 7])))
def test_never_below_continuous_truth(deviation, times):
    """A batch of Gaussians never costs less than the exact delta of the sum of continuous ones."""
    from scipy.stats import norm

    epsilon = float(together([gaussian(deviation)] * times, delta="1e-5").epsilon)
    mean = math.sqrt(times) / deviation
    low, high = norm.cdf(mean / 2 - epsilon / mean), norm.cdf(-mean / 2 - epsilon / mean)
    # on whole numbers an attacker has fewer limits to choose from: a part in 100 less
    assert low - math.exp(epsilon) * high <= 1e-5 * 1.01
