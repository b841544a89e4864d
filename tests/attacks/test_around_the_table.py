"""Tests of what a coalition at the table can compute under each technique."""

from itertools import combinations, product

import numpy as np
import pytest

from pet_workbench.attacks.around_the_table import known_sums
from pet_workbench.attacks.pooled_shares import fitting_numbers
from pet_workbench.sharing import shamir
from pet_workbench.usecases.table import CASE, EXACT, FIELD_MODULUS, TELL, TRUSTED, tables_of

AGES = {"Anna": 34, "Bas": 51, "Carla": 28, "Dewi": 62}


def _known(technique, coalition, threshold=3):
    """Run the technique and let the coalition compute."""
    outcome = CASE.run(technique, tables_of(AGES), threshold=threshold)
    return known_sums(
        outcome.transcript.views(coalition),
        {member: AGES[member] for member in coalition if member != TRUSTED},
        people=tuple(AGES),
        total=outcome.answer.total,
        told=TELL,
        threshold=threshold if technique == "secret-sharing:shamir" else None,
        modulus=FIELD_MODULUS,
    )


@pytest.mark.parametrize("technique", EXACT)
@pytest.mark.parametrize("size", [1, 2, 3])
def test_what_is_found_is_true_and_covers_everybody_outside(technique, size):
    """No attack ever claims a wrong sum; every coalition of every size is tried."""
    for coalition in combinations(AGES, size):
        known = _known(technique, coalition)
        assert known == {people: sum(AGES[p] for p in people) for people in known}
        assert sorted(p for people in known for p in people) == sorted(set(AGES) - set(coalition))


def test_neighbours_win_against_whispers_and_lose_against_shares():
    """The two neighbours of Carla get her age in the ring, and only a sum with shares."""
    coalition = ("Bas", "Dewi")
    assert _known("masked-ring", coalition) == {("Carla",): 28, ("Anna",): 34}
    for technique in EXACT[1:]:
        assert _known(technique, coalition) == {("Anna", "Carla"): 62}


def test_as_many_as_the_threshold_win_against_shamir():
    """Two read everybody's age when the threshold is 2."""
    assert _known("secret-sharing:shamir", ("Bas", "Dewi"), threshold=2) == {
        ("Anna",): 34,
        ("Carla",): 28,
    }


def test_the_trusted_person_knows_every_age():
    """Alone, without anybody's help."""
    known = _known("trusted-third-party", (TRUSTED,))
    assert known == {(person,): age for person, age in AGES.items()}


@pytest.mark.parametrize("technique", EXACT)
def test_all_but_one_always_know_the_last(technique):
    """The answer itself gives the last one away: no way of computing prevents that."""
    assert _known(technique, ("Anna", "Bas", "Dewi")) == {("Carla",): 28}


@pytest.mark.parametrize("secret", range(5))
def test_fitting_numbers_are_those_of_all_possible_polynomials(secret):
    """Threshold 3, field of 5, every polynomial tried: two shares fit each number once."""
    shares = shamir.share([secret], n_parties=4, threshold=3, modulus=5)
    for held in ([shares[0], shares[3]], shares[:3], [shares[2]]):
        fits = [
            constant
            for constant, *rest in product(range(5), repeat=3)
            if all(_goes_through(share, [constant, *rest]) for share in held)
        ]
        assert set(fits) == set(fitting_numbers(held, range(5)))
        assert len({fits.count(number) for number in fits}) == 1


def _goes_through(share, coefficients):
    """Tell whether a polynomial goes through a share."""
    column = np.array(coefficients, np.uint64)[:, np.newaxis]
    return shamir.evaluate(column, share.party, modulus=5)[0] == share.values[0]
