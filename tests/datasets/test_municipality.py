"""The invented municipality: calibrated on its figures, the same for the same seed."""

import numpy as np
import pytest

from pet_workbench.core import ParameterError
from pet_workbench.datasets import assumptions, figures
from pet_workbench.datasets.municipality import DISTRICT_SHARES, DISTRICTS, contacts, residents

KNOWN = {id: figure.value for id, figure in figures("residents").items()}


@pytest.fixture(scope="module")
def town():
    """Return a large municipality, so that shares can be told."""
    return residents(200_000, seed=3)


@pytest.mark.parametrize("figure", figures("residents").values(), ids=lambda figure: figure.id)
def test_every_figure_has_a_source(figure):
    """A reader can go and look it up."""
    assert all((figure.source, figure.unit, figure.year[:4].isdigit()))
    assert figure.url.startswith("https://")


def test_every_assumption_has_a_reason():
    """What is ours says so, and why."""
    assert all(one.why and one.unit for one in assumptions("residents").values())


def test_incomes_have_the_published_mean_and_median(town):
    """Over households; a lognormal distribution through both figures."""
    incomes = town.groupby("household")["income"].first()
    assert incomes.mean() == pytest.approx(KNOWN["income_mean"], rel=0.01)
    assert incomes.median() == pytest.approx(KNOWN["income_median"], rel=0.01)
    debts = town.groupby("household")["debts"].first()
    assert debts.mean() == pytest.approx(KNOWN["debts"], abs=0.002)


def test_households_share_income_debts_and_district(town):
    """What is of a household is the same for its members, of whom there are one to five."""
    by_household = town.groupby("household")
    assert (by_household[["income", "debts", "district"]].nunique() == 1).all(axis=None)
    assert set(by_household.size()) == {1, 2, 3, 4, 5}


def test_districts_have_their_shares(town):
    """One district is small."""
    shares = np.bincount(town["district"], minlength=len(DISTRICTS)) / len(town)
    assert shares == pytest.approx(DISTRICT_SHARES, abs=0.01)


def test_one_resident_is_the_doctor(town):
    """The one whom two questions single out, who lives alone and has debts."""
    doctor = town[town["doctor"]]
    assert len(doctor) == 1
    assert (town["household"] == doctor["household"].iloc[0]).sum() == 1
    assert doctor["debts"].all()


def test_the_same_seed_gives_the_same_residents():
    """Another seed gives others."""
    assert residents(500, seed=5).equals(residents(500, seed=5))
    assert not residents(500, seed=5).equals(residents(500, seed=6))


def test_one_person_has_very_many_contacts():
    """Everybody has at least one, one has hundreds, and most have few."""
    each = contacts(2_000, seed=1)["person"].value_counts()
    assert (each.min(), each.max(), each.median()) == (1, 400, 1)
    assert each.nlargest(2).iloc[1] < 50


@pytest.mark.parametrize("make", [residents, contacts])
@pytest.mark.parametrize(("n", "seed"), [(19, 1), (1_000_001, 1), (100, -1)])
def test_what_lies_outside_is_refused(make, n, seed):
    """Too few, too many, or a negative seed."""
    with pytest.raises(ParameterError):
        make(n, seed=seed)
