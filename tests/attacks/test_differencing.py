"""Tests of the differencing attack: exact against every technique, and robust to rounding."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pet_workbench.attacks.differencing import possible_values
from pet_workbench.core import ParameterError
from pet_workbench.usecases.table import CASE, EXACT, PEOPLE, own_age, tables_of


@pytest.mark.parametrize("technique", EXACT)
@pytest.mark.parametrize("leaver", PEOPLE[:4])
def test_two_averages_give_the_age_of_the_one_who_left(technique, leaver):
    """However the averages were computed: the attack only looks at the answers."""
    tables = CASE.load(n=4, seed=3)
    age = own_age(tables[leaver], leaver)
    before = CASE.run(technique, tables).answer
    stayed = {person: table for person, table in tables.items() if person != leaver}
    after = CASE.run(technique, stayed).answer
    assert list(possible_values(before.years, after.years, n_before=4)) == [age]


ages_of_a_group = st.lists(st.integers(0, 130), min_size=3, max_size=8)


@given(ages=ages_of_a_group, step=st.sampled_from([0, Fraction(1, 100), Fraction(1, 10), 1, 5]))
def test_the_true_age_is_always_among_the_possible_ones(ages, step):
    """Rounding widens the range; it never makes the attack wrong."""
    before, after = (_rounded(Fraction(sum(some), len(some)), step) for some in (ages, ages[1:]))
    possible = possible_values(before, after, n_before=len(ages), step=Fraction(step))
    assert ages[0] in possible


@given(ages=st.lists(st.integers(0, 130), min_size=4, max_size=8))
def test_rounding_to_one_decimal_protects_nobody(ages):
    """Up to eight people the rounded totals are still a single whole number each."""
    step = Fraction(1, 10)
    before, after = (_rounded(Fraction(sum(some), len(some)), step) for some in (ages, ages[1:]))
    assert list(possible_values(before, after, n_before=len(ages), step=step)) == [ages[0]]


def _rounded(value, step):
    """Round to the nearest multiple of `step`."""
    return value if step == 0 else round(value / step) * Fraction(step)


@pytest.mark.parametrize(("n_before", "step"), [(1, 0), (4, -1)])
def test_impossible_parameters_are_refused(n_before, step):
    """One person cannot leave a group of one; a negative step is none."""
    with pytest.raises(ParameterError, match=f"got n_before={n_before}, step={step}"):
        possible_values(Fraction(1), Fraction(1), n_before=n_before, step=Fraction(step))


def test_tables_without_the_leaver_are_all_the_attack_needs():
    """The attack takes two fractions and a count; it has no way to reach a table."""
    three = tables_of({"Anna": 34, "Bas": 51, "Carla": 28})
    assert CASE.run("masked-ring", three).answer.years == Fraction(113, 3)
