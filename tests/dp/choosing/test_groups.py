"""Tests of groups that nobody declared: (epsilon, delta) by enumeration of all outcomes."""

import math
from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from pet_workbench.core import Keystream
from pet_workbench.dp.choosing.groups import GroupCount, smallest_limit, upper_mass
from pet_workbench.dp.errors import PromiseError
from pet_workbench.dp.private_table import PrivateTable
from pet_workbench.dp.terms import Terms

PERSONS = Terms(unit="person", neighbours="add-remove")
HIDDEN = -1
CASES = [
    (Fraction(1), Fraction(1, 1000), 1),
    (Fraction(1, 2), Fraction(1, 10**6), 1),
    (Fraction(3), Fraction(1, 10**4), 1),
    (Fraction(1), Fraction(1, 10**5), 3),
]


def outcomes(count, scale, limit):
    """Return the chance of every outcome for a group of so many rows: hidden, or a number."""
    odds = {x: math.exp(-abs(x) / scale) for x in range(-limit, limit + 1)}
    every = math.fsum(odds.values())
    found = {}
    for x, one in odds.items():
        outcome = count + x if count + x > limit else HIDDEN
        found[outcome] = found.get(outcome, 0.0) + one / every
    return found


def beyond_epsilon(one, other, epsilon):
    """Return the chance by which outcomes of `one` exceed ``exp(epsilon)`` times the other's."""
    return math.fsum(
        max(0.0, chance - math.exp(epsilon) * other.get(outcome, 0.0))
        for outcome, chance in one.items()
    )


def worst_delta(scale, limit, rows, epsilon):
    """Return the smallest delta that holds for all counts and all changes by one unit."""
    known = [outcomes(count, scale, limit) for count in range(2 * limit + rows + 3)]
    return max(
        beyond_epsilon(known[a], known[b], epsilon)
        for a in range(len(known))
        for b in range(max(0, a - rows), min(len(known), a + rows + 1))
    )


@pytest.mark.parametrize(("epsilon", "delta", "rows"), CASES)
def test_epsilon_and_delta_hold_for_all_counts(epsilon, delta, rows):
    """Over every pair of neighbouring counts and every outcome, delta is what is promised."""
    scale = rows / epsilon
    limit = smallest_limit(scale, delta, rows=rows)
    found = worst_delta(float(scale), limit, rows, float(epsilon))
    assert float(delta) / 50 < found <= float(delta) * (1 + 1e-9)


@pytest.mark.parametrize(("epsilon", "delta", "rows"), CASES)
def test_a_smaller_limit_would_break_the_promise(epsilon, delta, rows):
    """With a limit of one less, enumeration finds a delta that is too large."""
    scale = rows / epsilon
    limit = smallest_limit(scale, delta, rows=rows) - 1
    assert worst_delta(float(scale), limit, rows, float(epsilon)) > float(delta)


@pytest.mark.parametrize("factor", [0.7, 0.5])
def test_too_little_noise_is_found_by_the_same_enumeration(factor):
    """Noise that is 30 % or 50 % too small breaks the promise, and enumeration says so."""
    limit = smallest_limit(Fraction(1), Fraction(1, 10**4), rows=1)
    assert worst_delta(factor, limit, 1, 1.0) > 10**-4


def test_two_groups_of_one_unit_share_the_promise():
    """A unit in two groups: over all pairs of counts the joint outcomes keep to the whole of it."""
    epsilon, delta = Fraction(2), Fraction(1, 500)
    limit = smallest_limit(2 / epsilon, delta / 2, rows=1)
    known = [outcomes(count, float(2 / epsilon), limit) for count in range(2 * limit + 2)]
    worst = 0.0
    for a, b in product(range(len(known) - 1), repeat=2):
        for (x, y), (v, w) in (((a, b), (a + 1, b + 1)), ((a + 1, b + 1), (a, b))):
            one = {(i, j): p * q for i, p in known[x].items() for j, q in known[y].items()}
            other = {(i, j): p * q for i, p in known[v].items() for j, q in known[w].items()}
            worst = max(worst, beyond_epsilon(one, other, float(epsilon)))
    assert float(delta) / 10 < worst <= float(delta)


@pytest.mark.parametrize(("epsilon", "delta"), [(1, 1e-6), (0.1, 1e-5), (3, 1e-3), (0.5, 1e-10)])
def test_the_limit_is_that_of_the_paper(epsilon, delta):
    """For counts of units the limit follows the paper's closed formula."""
    odds = (math.exp(epsilon) + 2 * delta - 1) / ((math.exp(epsilon) + 1) * delta)
    limit = smallest_limit(1 / Fraction(str(epsilon)), Fraction(str(delta)), rows=1)
    assert limit == math.ceil(math.log(odds) / epsilon)


def test_hardly_a_rule_can_show_more():
    """The chances are below those of the best rule that can exist, and close to them."""
    groups = GroupCount(column="g", epsilon=1, delta="1e-6", terms=PERSONS)
    best = 0.0
    for count in range(1, 40):
        best = min(math.e * best + 1e-6, 1 - (1 - best - 1e-6) / math.e, 1.0)
        assert 0.35 * best < groups.chance_shown(count) <= best * (1 + 1e-9)


def test_a_group_of_one_unit_shows_with_chance_delta_at_most():
    """By enumeration, one row shows with the chance that `chance_shown` tells, below delta."""
    for epsilon, delta in ((1, "0.001"), ("0.2", "1e-6")):
        groups = GroupCount(column="g", epsilon=epsilon, delta=delta, terms=PERSONS)
        shown = 1 - outcomes(1, float(groups.noise.spread), groups.limit)[HIDDEN]
        assert groups.chance_shown(1) == pytest.approx(shown, rel=1e-6, abs=1e-12)
        assert 0 < groups.chance_shown(1) <= float(delta)
        assert groups.chance_shown(0) == 0
        assert groups.chance_shown(2 * groups.limit + 1) == 1


def test_masses_are_rounded_upwards():
    """Exact chances, added up with fractions of decimals, are never above what is returned."""
    scale, limit = Fraction(7, 3), 9
    odds = [math.exp(-abs(x) / scale) for x in range(-limit, limit + 1)]
    for from_ in range(-limit - 2, limit + 3):
        expected = math.fsum(odds[max(0, from_ + limit) :]) / math.fsum(odds)
        assert float(upper_mass(scale, limit, from_=from_)) == pytest.approx(expected, abs=1e-14)
    assert upper_mass(scale, limit, from_=1) > upper_mass(scale, limit + 1, from_=3)


def table_of(counts, **others):
    """Return a table in which each group has so many rows."""
    names = [name for name, count in counts.items() for _ in range(count)]
    return PrivateTable({"g": names, **others}, dataset="lesson")


def test_large_groups_show_and_small_ones_do_not():
    """Counts that show are close; a group of one does not show, nor one that is not there."""
    groups = GroupCount(column="g", epsilon=1, delta="1e-6", terms=PERSONS)
    table = table_of({"b": 500, "a": 900, "rare": 1, "small": 5})
    noisy = groups.draw(table, Keystream(bytes(32)))
    value = groups.value(noisy)
    assert list(value) == ["a", "b"]
    assert abs(value["a"] - 900) <= groups.limit >= abs(value["b"] - 500)
    low, high = groups.interval(noisy, 0.95)
    assert all(low[name] < value[name] < high[name] for name in value)
    assert high["a"] - low["a"] == 2 * groups.margin(0.95)


def test_the_order_of_rows_does_not_show():
    """Groups come out in order of their names, whatever the order of the rows."""
    groups = GroupCount(column="g", epsilon=1, delta="1e-6", terms=PERSONS)
    for counts in ({"z": 99, "a": 99}, {"a": 99, "z": 99}):
        assert list(groups.value(groups.draw(table_of(counts), Keystream(bytes(32))))) == ["a", "z"]


def test_chances_of_showing_fit_what_is_drawn():
    """Of 4,000 groups as large as the limit, the expected part shows; 30 % off would be noticed."""
    groups = GroupCount(column="g", epsilon="0.5", delta="1e-4", terms=PERSONS)
    count, many = groups.limit - 2, 4_000
    table = PrivateTable({"g": np.repeat(np.arange(many), count)}, dataset="lesson")
    shown = len(groups.draw(table, Keystream(bytes(32)))["rows"])

    def fits(epsilon):
        expected = 1 - outcomes(count, 1 / epsilon, groups.limit)[HIDDEN]
        return abs(shown / many - expected) < 3 * math.sqrt(expected * (1 - expected) / many)

    assert fits(0.5)
    assert not fits(0.5 / 0.7)
    assert not fits(0.5 / 1.3)


def test_one_unit_counts_in_few_groups():
    """A unit in 50 groups counts in three, and noise is three times as large for it."""
    terms = Terms(unit="person", neighbours="add-remove", column="id", groups=3)
    groups = GroupCount(column="g", epsilon=1, delta="1e-6", terms=terms)
    assert groups.noise.spread == 3
    busy = {"g": np.tile(np.arange(50), 3_000), "id": np.repeat(np.arange(3_000), 50)}
    value = groups.value(groups.draw(PrivateTable(busy, dataset="lesson"), Keystream(bytes(32))))
    assert 8_800 < sum(value.values()) < 9_200


def test_neighbours_that_change_one_unit_cost_twice():
    """A unit can leave one group and enter another, so two groups differ."""
    terms = Terms(unit="person", neighbours="change-one")
    groups = GroupCount(column="g", epsilon=1, delta="1e-6", terms=terms)
    assert groups.most_groups == 2
    assert groups.noise.spread == 2


def test_delta_is_charged_in_both_accountings():
    """Epsilon and delta are the query's; rho adds up the groups, and delta stays beside it."""
    terms = Terms(unit="person", neighbours="add-remove", column="id", groups=4)
    loss = GroupCount(column="g", epsilon=1, delta="1e-6", terms=terms).loss
    assert (loss.epsilon, loss.delta) == (1, Fraction(1, 10**6))
    assert (loss.rho, loss.rho_delta) == (4 * Fraction(1, 4) ** 2 / 2, Fraction(1, 10**6))


def test_without_delta_there_is_no_answer():
    """A delta of 0 is refused: no group could ever show."""
    with pytest.raises(PromiseError, match="delta above 0"):
        GroupCount(column="g", epsilon=1, terms=PERSONS)
