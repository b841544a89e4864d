"""Tests of coalitions at the table: whispers betray a neighbour, too few shares betray nobody.

That views below the threshold are *independent* of the others' numbers is enumerated in
``tests/sharing``; here the attacks are run.
"""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.attacks.neighbours import stretch_sums
from pet_workbench.attacks.pooled_shares import dealt_numbers
from pet_workbench.usecases.table import CASE, FIELD_MODULUS, PEOPLE, tables_of

AGES = dict(zip(PEOPLE, [34, 51, 28, 62, 45, 39, 57, 23], strict=True))


def _views(technique, ages, coalition, **parameters):
    """Run the technique and return what the coalition saw."""
    return CASE.run(technique, tables_of(ages), **parameters).transcript.views(coalition)


@settings(max_examples=60)
@given(data=st.data(), n=st.integers(3, 8))
def test_members_learn_the_sum_of_every_stretch_between_them(data, n):
    """For any coalition around any table the sums found are the true ones, and all are found."""
    ages = dict(list(AGES.items())[:n])
    coalition = data.draw(st.lists(st.sampled_from(list(ages)), min_size=1, unique=True))
    own = {member: ages[member] for member in coalition}
    found = stretch_sums(_views("masked-ring", ages, coalition), own, ring=tuple(ages))
    assert found == {people: sum(ages[p] for p in people) for people in found}
    assert sorted(p for people in found for p in people) == sorted(set(ages) - set(coalition))


@pytest.mark.parametrize("place", range(4))
def test_two_neighbours_learn_the_age_between_them(place):
    """Wherever the victim sits, also when it is the one who started."""
    ages = dict(list(AGES.items())[:4])
    ring = tuple(ages)
    coalition = [ring[place - 1], ring[(place + 1) % 4]]
    own = {member: ages[member] for member in coalition}
    found = stretch_sums(_views("masked-ring", ages, coalition), own, ring=ring)
    assert found[ring[place],] == ages[ring[place]]


def test_two_who_sit_together_learn_only_what_the_average_tells():
    """Nobody sits between them: they get the sum of all others, as from the answer itself."""
    ages = dict(list(AGES.items())[:4])
    own = {"Bas": 51, "Carla": 28}
    found = stretch_sums(_views("masked-ring", ages, list(own)), own, ring=tuple(ages))
    assert found == {("Dewi", "Anna"): 62 + 34}


@pytest.mark.parametrize("technique", ["secret-sharing:additive", "secret-sharing:shamir"])
def test_shares_hold_no_whispers(technique):
    """Against secret sharing the neighbours' attack finds nothing to subtract."""
    own = {"Bas": 51, "Dewi": 62}
    views = _views(technique, AGES, list(own))
    assert stretch_sums(views, own, ring=tuple(AGES)) == {}


@pytest.mark.parametrize("threshold", [2, 3, 4])
def test_the_threshold_decides_what_a_coalition_reads(threshold):
    """Fewer than the threshold read nothing; as many read everybody's age. All coalitions tried."""
    ages = dict(list(AGES.items())[:4])
    transcript = CASE.run("secret-sharing:shamir", tables_of(ages), threshold=threshold).transcript
    for size in (1, 2, 3):
        for coalition in combinations(ages, size):
            found = dealt_numbers(
                transcript.views(coalition),
                parties=tuple(ages),
                threshold=threshold,
                modulus=FIELD_MODULUS,
            )
            outside = {person: age for person, age in ages.items() if person not in coalition}
            assert found == (outside if size >= threshold else {})
