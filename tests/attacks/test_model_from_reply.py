"""Weights stand in a reply that was not covered, and in none that was."""

from functools import reduce
from operator import add

import numpy as np
import pytest

from pet_workbench.attacks.model_from_reply import weights_in
from pet_workbench.core import Entropy, Keystream, ParameterError
from pet_workbench.he.keys import SecretKey
from pet_workbench.usecases.falls import FEATURES, people
from pet_workbench.usecases.falls.by_encryption import choice, scored
from pet_workbench.usecases.falls.clients import BOUNDS, features
from pet_workbench.usecases.falls.model import Model, hospital_model

ONE = features(people(20, seed=1))[:1]


def noise():
    """Return fresh noise."""
    return Keystream(Entropy().key())


def sent_by_care(scheme, rows=ONE):
    """Return the care organisation's key and the columns that it sends."""
    key = SecretKey.generate(choice(scheme).parameters)
    columns = [
        key.encrypt_to_send(values, bound=BOUNDS[name])
        for name, values in zip(FEATURES, rows.T, strict=True)
    ]
    return key, columns


def test_ckks_tells_the_model_from_the_reply_about_one_client():
    """All sixteen weights, exactly: why the technique says that the reply tells the model."""
    _, columns = sent_by_care("ckks")
    found = weights_in(columns, scored(columns, hospital_model(), noise=noise()))
    assert found.tolist() == hospital_model().weights[1:].tolist()


def test_bfv_without_cover_tells_it_as_well():
    """It is not the scheme that hides the model."""
    _, columns = sent_by_care("bfv")
    weights = hospital_model().weights[1:].tolist()
    bare = reduce(add, (column * weight for column, weight in zip(columns, weights, strict=True)))
    assert weights_in(columns, bare).tolist() == weights


@pytest.mark.parametrize("model", [hospital_model(), Model(np.eye(17, dtype=np.int64)[3] * 900)])
def test_bfv_as_the_case_uses_it_does_not(model):
    """The reply is covered: no weights fit, and the score is right all the same."""
    key, columns = sent_by_care("bfv")
    reply = scored(columns, model, noise=noise())
    assert weights_in(columns, reply) is None
    assert key.decrypt(reply).tolist() == model.units(ONE).tolist()


@pytest.mark.parametrize("scheme", ["ckks", "bfv"])
def test_the_meter_on_a_reply_is_the_same_for_every_model(scheme):
    """It would otherwise tell a sum of weights; also for a model without any weight."""
    _, columns = sent_by_care(scheme)
    models = [hospital_model(), Model(np.zeros(17, np.int64)), Model(np.full(17, 100_000))]
    meters = [scored(columns, model, noise=noise()).meter for model in models]
    assert meters[0] == meters[1] == meters[2]


def test_equations_that_leave_a_choice_tell_nothing():
    """The same column sent twice: nobody can say which weight belongs to which."""
    _, columns = sent_by_care("ckks")
    twice = [columns[0], columns[0]]
    assert weights_in(twice, columns[0] * 3.0) is None


def test_something_has_to_be_sent():
    """Without equations there is nothing to solve."""
    _, columns = sent_by_care("ckks")
    with pytest.raises(ParameterError) as caught:
        weights_in([], columns[0])
    assert caught.value.id == "errors.attack_nothing_sent"
