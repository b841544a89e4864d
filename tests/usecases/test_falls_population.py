"""Invented clients: calibrated on the published figures, and on nothing else without saying so."""

import numpy as np
import pandas as pd
import pytest

from pet_workbench.core import ParameterError
from pet_workbench.datasets import assumptions, figures
from pet_workbench.datasets.citizen_numbers import INVENTED, eleven_test
from pet_workbench.usecases.fall_injuries.population import generate
from pet_workbench.usecases.falls import CARE, CASE, FEATURES, HOSPITAL, LINES, people
from pet_workbench.usecases.falls.clients import COLUMNS, features, levels_of
from pet_workbench.usecases.falls.model import Model, hospital_model, risks_of
from pet_workbench.usecases.falls.population import (
    NATIONAL,
    log_odds_ratios,
    national_clients,
)

KNOWN = {id: figure.value for id, figure in figures("falls").items()}
ASSUMED = {id: assumption.value for id, assumption in assumptions("falls").items()}
LARGE = 200_000


@pytest.fixture(scope="module")
def clients():
    """Return many clients, so that shares can be told."""
    return people(LARGE, seed=11)


@pytest.mark.parametrize("figure", figures("falls").values(), ids=lambda figure: figure.id)
def test_every_figure_has_a_source(figure):
    """A reader can go and look it up."""
    assert all((figure.source, figure.unit, figure.year[:4].isdigit()))
    assert figure.url.startswith("https://")
    if figure.low is not None:
        assert figure.value == pytest.approx((figure.low + figure.high) / 2)


def test_every_assumption_has_a_reason():
    """What is ours says so, and why."""
    assert all(one.why and one.unit for one in assumptions("falls").values())


def test_as_many_fall_as_published(clients):
    """Falls are recorded in part, so that the share that fell is that of records divided by it."""
    recorded = clients.groupby("nursing_home")["fallen"].mean() / ASSUMED["recorded_share"]
    assert recorded[False] == pytest.approx(KNOWN["falls_home_share"], abs=0.005)
    assert recorded[True] == pytest.approx(KNOWN["falls_nursing_share"], abs=0.01)


def test_yearly_shares_are_above_the_dutch_monthly_ones():
    """What LPZ measured over 30 days is less than what is assumed of a year."""
    assert KNOWN["falls_home_share"] > KNOWN["month_home"]
    assert KNOWN["falls_nursing_share"] > KNOWN["month_nursing"]


def test_one_in_ten_who_fall_is_injured(clients):
    """Of the two shares together, weighted by where people live."""
    nursing = clients["nursing_home"].mean()
    fell = nursing * KNOWN["falls_nursing_share"] + (1 - nursing) * KNOWN["falls_home_share"]
    assert clients["injured"].mean() == pytest.approx(fell * KNOWN["injury_share"], rel=0.001)


def test_published_odds_ratios_are_in_the_people():
    """Falls regressed on the features give every ratio back, within four standard errors.

    With everything recorded, so that a recorded fall is a fall.
    """
    rows, fell, nursing = _falls(LARGE)
    x = np.column_stack((np.ones(len(rows)), rows))
    weights = np.zeros(x.shape[1])
    for _ in range(12):
        risks = risks_of(x @ weights)
        bend = (x * (risks * (1 - risks))[:, None]).T @ x
        weights += np.linalg.solve(bend, x.T @ (fell - risks))
    errors = np.sqrt(np.diag(np.linalg.inv(bend)))
    wanted = log_odds_ratios()
    for place, name in enumerate(FEATURES, start=1):
        if name != "nursing_home":
            assert abs(weights[place] - wanted[name]) < 4 * errors[place], name
    assert nursing.any()


def _falls(n):
    """Return features of people, and who of them fell, with all falls recorded."""
    from unittest.mock import patch

    from pet_workbench.usecases.falls import population

    everything = {**assumptions("falls")}
    one = everything["recorded_share"]
    everything["recorded_share"] = type(one)(one.id, 1.0, one.unit, one.why)
    with patch.object(population, "assumptions", lambda _: everything):
        clients = people(n, seed=12)
    return features(clients), clients["fallen"].to_numpy(float), clients["nursing_home"].to_numpy()


def test_published_ratios_are_those_of_the_figures():
    """Deandrea et al. and Moon et al., as they stand in the file."""
    ratios = {name: round(float(np.exp(value)), 6) for name, value in log_odds_ratios().items()}
    published = {
        "fell_once": 2.8,
        "gait": 2.1,
        "walking_aid": 2.2,
        "dizziness": 1.8,
        "parkinson": 2.7,
        "antiepileptics": 1.9,
        "incontinence": 1.59,
    }
    assert {name: ratios[name] for name in published} == published
    assert ratios["age"] ** 5 == pytest.approx(ASSUMED["odds_age_five_years"], abs=1e-4)
    assert set(ratios) == set(FEATURES) - {"nursing_home"}


def test_injuries_are_likelier_over_85_and_among_women(clients):
    """Both odds ratios of Stevens et al. hold among those who are known to have fallen."""
    fell = clients[clients["fallen"]]
    old, woman = fell["age"] >= 85, fell["female"]
    table = fell["injured"].groupby([old, woman]).mean()
    odds = table / (1 - table)
    for high, low in (((True, True), (False, True)), ((True, False), (False, False))):
        assert odds[high] / odds[low] == pytest.approx(KNOWN["injury_odds_85"], rel=0.15)
    for high, low in (((True, True), (True, False)), ((False, True), (False, False))):
        assert odds[high] / odds[low] == pytest.approx(KNOWN["injury_odds_female"], rel=0.15)


def test_shares_of_characteristics_are_the_assumed_ones(clients):
    """To the last client, as the highest ones are taken."""
    for name in ("gait", "parkinson", "memory", "fear"):
        assert clients[name].sum() == np.ceil(ASSUMED[f"share_{name}"] * LARGE)
    assert clients["female"].mean() == pytest.approx(KNOWN["women_share"], abs=0.005)
    assert clients["age"].mode()[0] == pytest.approx(KNOWN["age_peak"], abs=1)
    assert clients["medicines"].mean() == pytest.approx(ASSUMED["medicines_mean"], abs=0.05)
    often = (clients["earlier_falls"] > 1).sum() / (clients["earlier_falls"] > 0).sum()
    assert often == pytest.approx(KNOWN["recurrent"], abs=0.01)


def test_the_country_is_sourced():
    """Home nursing over 67 and nursing care together, rounded to hundreds of thousands."""
    assert national_clients() == pytest.approx(586_305 * 0.75 + 156_115)
    assert round(national_clients(), -5) == NATIONAL == CASE.sizes[-1] == ASSUMED["clients"]


def test_nobody_exists_and_seeds_repeat(clients):
    """No number could be a citizen's; the same seed gives the same people."""
    assert set(eleven_test(clients["person"].to_numpy())) == {INVENTED}
    assert clients["person"].is_unique
    pd.testing.assert_frame_equal(people(500, seed=9), people(500, seed=9))
    assert list(clients.columns) == [*COLUMNS, "injured"]


def test_every_client_has_a_level_of_every_line(clients):
    """And every level has clients."""
    levels = levels_of(clients)
    for place, names in enumerate(LINES.values()):
        assert set(np.unique(levels[:, place])) == set(range(len(names)))


def test_both_cases_have_the_same_clients():
    """Which is why they can stand on one page."""
    falls, injuries = CASE.load(n=400, seed=3), generate(400, seed=3)
    pd.testing.assert_frame_equal(falls[CARE], injuries[CARE])
    truth = people(400, seed=3)
    hurt = set(truth.loc[truth["injured"], "person"])
    patients = injuries[HOSPITAL]["person"]
    assert set(patients) & set(truth["person"]) == hurt
    assert len(patients) == 3 * len(hurt)
    assert patients.is_unique


def test_the_hospitals_model_is_not_fitted_on_the_clients():
    """It comes from other people, the same every time, and its table is read back."""
    model = hospital_model()
    assert model is hospital_model()
    assert Model.of(model.table.sample(frac=1, random_state=1)).weights.tolist() == (
        model.weights.tolist()
    )


@pytest.mark.parametrize("wrong", [{"n": 19}, {"n": 1_000_001}, {"n": 2.5}, {"seed": -1}])
def test_impossible_sizes(wrong):
    """Too few, too many, or no number of people."""
    with pytest.raises(ParameterError):
        people(**{"n": 100, "seed": 1, **wrong})


def test_the_smallest_population():
    """Twenty clients have everything a table needs."""
    tables = CASE.load(n=20, seed=1)
    assert len(tables[CARE]) == 20
