"""Generated debts: nationally as published, scaled without drift, with numbers nobody has."""

import numpy as np
import pytest

from pet_workbench.core import ParameterError
from pet_workbench.datasets import assumptions, figures
from pet_workbench.usecases.aio.population import passes_eleven_test
from pet_workbench.usecases.debts import AGENCIES, MUNICIPALITY
from pet_workbench.usecases.debts.citizens import count_digits, places
from pet_workbench.usecases.debts.population import (
    citizen_numbers,
    combination_sizes,
    digits_for,
    generate,
    renewed,
)

NATIONAL = 18_000_000
FIGURES, ASSUMED = figures("debts"), assumptions("debts")
COUNTS = np.array([bin(number).count("1") for number in range(1, 16)])
RNG = np.random.default_rng(3)


def listed(agency):
    """Return which combinations have an agency's list."""
    at = AGENCIES.index(agency)
    return np.array([number >> at & 1 for number in range(1, 16)], bool)


@pytest.mark.parametrize(
    ("at_least", "published"),
    [
        (1, "on_any_list"),
        (2, "arrears_multiple"),
        (3, "arrears_three_podcast"),
        (4, "on_all_lists"),
    ],
)
def test_how_many_are_on_how_many_lists(at_least, published):
    """Nationally to within 10 people of the figure or the assumption."""
    wanted = (FIGURES | ASSUMED)[published].value
    assert combination_sizes(NATIONAL)[at_least <= COUNTS].sum() == pytest.approx(wanted, abs=10)


def test_how_long_the_lists_are():
    """To within 10 people: one published in words, three assumed."""
    sizes = combination_sizes(NATIONAL)
    wanted = [
        FIGURES["arrears_tax_podcast"].value,
        *(ASSUMED[f"list_{name}"].value for name in ("uwv", "cak", "cjib")),
    ]
    found = [sizes[listed(agency)].sum() for agency in AGENCIES]
    assert found == pytest.approx(wanted, abs=10)


def test_the_podcasts_claim_and_the_better_sources_stand_side_by_side():
    """What was said in the podcast is calibrated on; what others published is kept beside it."""
    podcast, tax = FIGURES["arrears_tax_podcast"], FIGURES["arrears_tax"]
    assert podcast.value > tax.value
    assert "more than" in tax.unit
    three, lasting = FIGURES["arrears_three_podcast"], FIGURES["long_lasting"]
    assert (three.low, three.high) == (60_000, 80_000)
    assert three.low == lasting.value
    assert "households" in lasting.unit
    assert ASSUMED["on_any_list"].value < FIGURES["arrears_central"].value


@pytest.mark.parametrize("n", [20, 1_000, 77_777, 1_000_000])
def test_scaling_is_off_by_one_at_most(n):
    """Every combination of lists has its share of `n`, rounded by largest remainders."""
    exact = combination_sizes(NATIONAL) * n / NATIONAL
    assert np.abs(combination_sizes(n) - exact).max() <= 1.01


@pytest.mark.parametrize("n", [20, 5_000, 300_000])
def test_tables_hold_what_was_asked(n):
    """List sizes as calculated, five percent residents, nobody on a list twice."""
    tables = generate(n, seed=4).tables
    sizes = combination_sizes(n)
    for agency in AGENCIES:
        assert len(tables[agency]) == sizes[listed(agency)].sum()
        assert tables[agency]["person"].is_unique
        assert (tables[agency]["amount_cents"] > 0).all()
    assert len(tables[MUNICIPALITY]) == pytest.approx(n / 20, abs=max(1, 5 * n**0.5 / 20))
    assert tables[MUNICIPALITY]["person"].is_unique


def test_debtors_live_here_as_often_as_anybody():
    """A tenth of the country, and a tenth of each list to within five standard deviations."""
    tables = generate(200_000, seed=5, residents_percent=10).tables
    for agency in AGENCIES:
        share = tables[agency]["person"].isin(tables[MUNICIPALITY]["person"]).mean()
        assert share == pytest.approx(0.1, abs=5 * (0.09 / len(tables[agency])) ** 0.5)


def test_debts_of_those_on_three_lists_add_up_to_the_published_average():
    """18,000 euros together, to within 10 %; others owe as assumed, to within 5 %."""
    tables = generate(2_000_000, seed=6).tables
    rows = np.concatenate([tables[agency].to_numpy() for agency in AGENCIES])
    _, person, counts = np.unique(rows[:, 0], return_inverse=True, return_counts=True)
    totals = np.bincount(person, rows[:, 1]) / 100
    wanted = FIGURES["long_lasting_debt"].value
    assert totals[counts >= 3].mean() == pytest.approx(wanted, rel=0.1)
    few = totals[counts <= 2].sum() / counts[counts <= 2].sum()
    assert few == pytest.approx(ASSUMED["mean_debt"].value, rel=0.05)


def test_no_number_can_be_a_citizen_service_number():
    """Every nine-digit number fails the eleven-test, as its check digit is wrong by one."""
    numbers = citizen_numbers(RNG, 200_000, 8)
    assert numbers.min() >= 10**8
    assert not passes_eleven_test(numbers.astype(np.int32)).any()


@pytest.mark.parametrize(("count", "digits"), [(900, 3), (89_000, 5)])
def test_numbers_differ_without_their_check_digit(count, digits):
    """Also where nearly all numbers there are have been given out."""
    numbers = citizen_numbers(RNG, count, digits)
    assert len(np.unique(numbers // 10)) == count
    assert places(numbers, digits).max() < 10**digits


@pytest.mark.parametrize(("n", "digits"), [(20, 2), (20_000, 5), (200_000, 6), (NATIONAL, 8)])
def test_numbers_have_room_for_everybody(n, digits):
    """Four times as many numbers as people, and eight digits for the whole country."""
    assert digits_for(n) == digits
    assert 10**digits > 4 * n


def test_the_same_seed_gives_the_same_people():
    """And another seed gives others."""
    one, same, other = (generate(2_000, seed=seed).tables for seed in (1, 1, 2))
    assert all(one[party].equals(same[party]) for party in one)
    assert not one[MUNICIPALITY].equals(other[MUNICIPALITY])
    assert count_digits(one) == count_digits(other) == digits_for(2_000)


@pytest.mark.parametrize(
    "wrong", [{"n": 19}, {"n": NATIONAL + 1}, {"seed": -1}, {"residents_percent": 0}], ids=str
)
def test_impossible_wishes_are_refused(wrong):
    """The message names the parameter."""
    with pytest.raises(ParameterError, match=next(iter(wrong))):
        generate(**{"n": 1_000, "seed": 1, **wrong})


def test_a_renewed_list_differs_and_the_others_do_not():
    """Some have paid, some residents with a debt elsewhere have come in."""
    before = generate(200_000, seed=1).tables
    after = renewed(before, ["UWV"], seed=2)
    old, new = set(before["UWV"]["person"]), set(after["UWV"]["person"])
    assert len(old - new) == pytest.approx(len(old) / 20, rel=0.3)
    elsewhere = set().union(*(before[other]["person"] for other in AGENCIES if other != "UWV"))
    candidates = (elsewhere & set(before[MUNICIPALITY]["person"])) - old
    assert new - old <= candidates
    assert len(new - old) == pytest.approx(len(candidates) / 10, rel=0.4)
    assert after["UWV"]["person"].is_unique
    for same in (*AGENCIES[:1], *AGENCIES[2:], MUNICIPALITY):
        assert after[same] is before[same]
