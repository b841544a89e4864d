"""Sums about too few are refused before anything is opened."""

import numpy as np
import pytest

from pet_workbench.core import PrivacyError, run_parties
from pet_workbench.federated import Cox, Logistic, Site
from pet_workbench.usecases.train import AVERAGING, CASE
from pet_workbench.usecases.train.minimum import groups_of
from tests.usecases.train.made import SECURE, TABLES, unequal

FINE = {"model": "cox", "period": 1, "until": 120}


def total_groups(tables, **parameters):
    """Return the sizes of all groups, counted in the pooled rows."""
    from pet_workbench.usecases.train import features_of, model_of, site_of

    full = CASE.complete(parameters)
    features = features_of(tables)
    model = model_of(features, full)
    return sum(groups_of(site_of(n, t, features, full), model) for n, t in tables.items())


def until_refused(technique, tables, **parameters):
    """Return the error, and what was sent to whom before it."""
    sent = []

    def listen(message, payload):
        sent.append(message)
        return payload

    programs = CASE.technique(technique).programs(tables, CASE.complete(parameters))
    with pytest.raises(PrivacyError) as caught:
        run_parties(programs, interfere=listen)
    return caught.value, sent


@pytest.mark.parametrize("minimum", [2, 3, 10, 25])
def test_the_number_of_small_groups_is_right(minimum):
    """Three hospitals compare in secret what counting in the pooled rows gives, and send no sum."""
    small = int((total_groups(TABLES, **FINE) < minimum).sum())
    assert small
    error, sent = until_refused(SECURE, TABLES, minimum=minimum, **FINE)
    assert error.id == "errors.train_few"
    assert error.parameters == {"minimum": minimum, "n_small": small}
    parts = {m.sender for m in sent if m.step.startswith("sum of shares")}
    assert not parts & set(list(TABLES)[:3])


def test_groups_of_exactly_the_minimum_pass():
    """The smallest group decides, to the patient."""
    parameters = {"model": "cox", "period": 12}
    least = int(total_groups(TABLES, **parameters).min())
    assert CASE.run(SECURE, TABLES, minimum=least, **parameters).error < 1e-6
    error, _ = until_refused(SECURE, TABLES, minimum=least + 1, **parameters)
    assert error.parameters["n_small"] >= 1


def test_too_few_deaths_are_a_small_group():
    """A logistic model of three deaths is refused, though there are many patients."""
    tables = {
        name: table[(table["died"] == 0) | (table.index == 0)].reset_index(drop=True)
        for name, table in TABLES.items()
    }
    dead = int(total_groups(tables)[0])
    assert 0 < dead < 10
    error, _ = until_refused(SECURE, tables)
    assert error.id == "errors.train_few"


@pytest.mark.parametrize("technique", ["federated", AVERAGING])
def test_a_small_hospital_sends_nothing_in_the_clear(technique):
    """It refuses itself, when it knows that it would have to send."""
    error, sent = until_refused(technique, unequal())
    assert error.id == "errors.train_small"
    assert error.parameters["hospital"] == "H4"
    assert {message.step for message in sent if message.sender == "H4"} == {"takes part, round 1"}


def test_a_small_hospital_may_add_up_in_shares():
    """What counts there is the total; one patient of a hospital hides among all."""
    assert CASE.run(SECURE, unequal()).error < 1e-6


def test_groups_are_leavers_and_those_left():
    """Per moment who left before the next, then who is still at risk; or deaths and others."""
    site = Site("a", np.zeros((5, 1)), np.array([1.0, 0, 1, 1, 0]), np.array([1.0, 1, 2, 4, 4]))
    assert groups_of(site, Cox(1, (1.0, 2.0, 3.0, 4.0))).tolist() == [2, 1, 0, 2]
    assert groups_of(site, Logistic(1)).tolist() == [3, 2]
