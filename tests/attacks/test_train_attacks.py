"""Patients who stand alone are read from plain sums, and not from totals that are large enough."""

import numpy as np
import pytest

from pet_workbench.attacks.last_patient_at_risk import lone_patients
from pet_workbench.attacks.single_patient_update import (
    patient_of_coefficients,
    patient_of_difference,
    patient_of_sums,
)
from pet_workbench.core import PrivacyError
from pet_workbench.federated import Cox, Logistic, Site
from pet_workbench.usecases.train import (
    AVERAGING,
    CASE,
    COORDINATOR,
    NOISE,
    asked_at,
    model_of,
    opened_total,
    own_coefficients,
    received_sums,
    site_of,
)
from pet_workbench.usecases.train.patients import FEATURES
from pet_workbench.usecases.train.population import generate

TABLES = generate(2_000, seed=7)
SMALLEST = "Ziekenhuis H"
ONE = {**TABLES, SMALLEST: TABLES[SMALLEST].head(1)}
LOGISTIC = CASE.complete({})
SECURE = "federated+secret-sharing"
MONTHLY = CASE.complete({"model": "cox", "period": 1, "until": 120, "minimum": 1})


def truth(table, parameters=LOGISTIC):
    """Return what a hospital counts with."""
    return site_of(SMALLEST, table, FEATURES, parameters)


def seen(technique, tables, **parameters):
    """Return what the coordinator saw."""
    outcome = CASE.run(technique, tables, **parameters)
    return outcome.transcript.view(COORDINATOR), outcome


@pytest.mark.parametrize("number", [1, 2, 4])
def test_the_only_patient_is_read_in_any_round(number):
    """Coefficients change from round to round; the row shows in all of them."""
    view, _ = seen("federated", ONE, minimum=1)
    found = patient_of_sums(received_sums(view, SMALLEST, number), len(FEATURES))
    site = truth(ONE[SMALLEST])
    assert found.features == pytest.approx(site.features[0], abs=1e-9)
    assert found.outcome == site.outcome[0]


def test_hospitals_with_more_patients_are_not_mistaken_for_one():
    """The attack knows when it has nothing."""
    view, _ = seen("federated", TABLES)
    for name in TABLES:
        assert patient_of_sums(received_sums(view, name), len(FEATURES)) is None


def test_averaging_gives_the_only_patient_away_too():
    """Five steps alone all go along the same row."""
    view, outcome = seen(AVERAGING, ONE, minimum=1, rounds=1)
    before = asked_at(outcome.transcript, 1)
    found = patient_of_coefficients(before, own_coefficients(view, SMALLEST))
    site = truth(ONE[SMALLEST])
    assert found.features == pytest.approx(site.features[0], abs=1e-9)
    assert found.outcome == site.outcome[0]


def test_in_shares_the_only_patient_is_not_read():
    """Neither the total nor any part of it is a single row."""
    view, _ = seen(SECURE, ONE, minimum=1)
    assert received_sums(view, SMALLEST) is None
    assert patient_of_sums(opened_total(view), len(FEATURES)) is None


@pytest.mark.parametrize("outcome", [0.0, 1.0])
def test_every_patient_by_whom_two_sums_differ_is_read(outcome):
    """Whoever is added or removed is the difference, at zero and at other coefficients."""
    rng = np.random.default_rng(1)
    model = Logistic(3)
    for at in (np.zeros(4), rng.normal(size=4)):
        x = np.vstack([rng.normal(size=(50, 3)), [[0.7, 0.0, 1.0]]])
        y = np.append(rng.integers(0, 2, 50), outcome).astype(float)
        without = model.sums(Site("a", x[:-1], y[:-1]), at)
        whole = model.sums(Site("a", x, y), at)
        for first, second in ((without, whole), (whole, without)):
            found = patient_of_difference(first, second, 3)
            assert found.features == pytest.approx([0.7, 0.0, 1.0], abs=1e-8)
            assert found.outcome == outcome


def test_two_totals_give_one_patient_away_even_in_shares():
    """Adding up in secret does not help against a second fit with one patient more; noise does."""
    more = {**TABLES, SMALLEST: TABLES[SMALLEST].iloc[:-1]}
    views = [seen(SECURE, tables)[0] for tables in (TABLES, more)]
    found = patient_of_difference(*map(opened_total, views), len(FEATURES))
    site = truth(TABLES[SMALLEST].tail(1))
    assert found.features == pytest.approx(site.features[0], abs=1e-5)
    assert found.outcome == site.outcome[0]
    noisy = [seen(NOISE, tables, teaching_seed=at)[0] for at, tables in enumerate((TABLES, more))]
    # a noisy total leaves out the likelihood, which comes first
    totals = [np.append(0.0, opened_total(view)) for view in noisy]
    assert patient_of_difference(*totals, len(FEATURES)) is None


def test_everybody_who_stands_alone_in_a_hospital_is_read():
    """All of them, rightly, from plain sums in the first round: the last at risk and others."""
    view, _ = seen("federated", TABLES, **MONTHLY)
    n_moments = len(model_of(FEATURES, MONTHLY).moments)
    read = last = 0
    for name, table in TABLES.items():
        site = site_of(name, table, FEATURES, MONTHLY)
        lone = lone_patients(received_sums(view, name), len(FEATURES), n_moments)
        counts = np.bincount(site.times.astype(int), minlength=n_moments + 1)[1:]
        assert [one.moment for one in lone] == np.flatnonzero(counts == 1).tolist()
        for one in lone:
            row = int(np.flatnonzero(site.times == one.moment + 1)[0])
            assert one.features == pytest.approx(site.features[row], abs=1e-6)
            assert one.died == site.outcome[row]
        read += len(lone)
        last += sum(one.is_last for one in lone)
    assert read > 100
    assert last >= 1


def test_a_minimum_at_and_between_moments_leaves_nobody_alone():
    """By the year, every group of the total has the minimum; by the month it is refused."""
    chosen = {"model": "cox", "period": 12, "until": 60}
    view, outcome = seen(SECURE, TABLES, **chosen)
    moments = len(model_of(FEATURES, outcome.parameters).moments)
    assert lone_patients(opened_total(view), len(FEATURES), moments) == []
    with pytest.raises(PrivacyError):
        CASE.run(SECURE, TABLES, **{**MONTHLY, "minimum": 10})


def test_without_a_minimum_totals_leave_some_alone():
    """Adding up over hospitals is not enough when studies last long and periods are short."""
    view, _ = seen(SECURE, TABLES, **MONTHLY)
    n_moments = len(model_of(FEATURES, MONTHLY).moments)
    assert lone_patients(opened_total(view), len(FEATURES), n_moments)


def test_nobody_left_is_nobody_read():
    """Moments at which no patient is at risk or leaves give nothing."""
    site = Site("a", np.zeros((4, 1)), np.ones(4), np.array([1.0, 1.0, 3.0, 3.0]))
    sums = Cox(1, (1.0, 2.0, 3.0, 4.0)).sums(site, np.zeros(1))
    assert lone_patients(sums, 1, 4) == []
