"""The model is that of all patients in one table, and techniques show what they say."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from pet_workbench.core import ParameterError, ProtocolError
from pet_workbench.usecases.train import (
    AVERAGING,
    CASE,
    COORDINATOR,
    NOISE,
    THIRD,
    alone,
    bytes_by_round,
    opened_total,
    received_sums,
)
from tests.usecases.train.made import SECURE, TABLES, pooled, theirs, unequal

SURVIVAL = {"model": "cox", "period": 12}
MODELS = [{"model": "logistic"}, SURVIVAL]
EXACT = ("federated", "trusted-third-party", "plain-exchange")


@pytest.mark.parametrize("parameters", MODELS, ids=["logistic", "cox"])
@pytest.mark.parametrize("technique", [*EXACT, SECURE])
def test_the_model_is_that_of_another_library_on_all_rows(technique, parameters):
    """Coefficients and standard errors are statsmodels', to 1e-9, and in shares to 1e-6."""
    outcome = CASE.run(technique, TABLES, **parameters)
    coefficients, errors = theirs(TABLES, **parameters)
    close = 1e-6 if technique == SECURE else 1e-9
    assert np.abs(outcome.answer.coefficients - coefficients).max() < close
    assert np.abs(outcome.answer.errors - errors).max() < close
    assert outcome.error < close


def test_the_logistic_model_is_that_of_a_second_library():
    """scikit-learn finds the same coefficients."""
    x, y, _ = pooled(TABLES)
    fit = LogisticRegression(C=np.inf, tol=1e-12, max_iter=1000, solver="newton-cholesky").fit(x, y)
    expected = np.append(fit.intercept_, fit.coef_[0])
    assert np.abs(CASE.run("federated", TABLES).answer.coefficients - expected).max() < 1e-8


@pytest.mark.parametrize("parameters", MODELS, ids=["logistic", "cox"])
@pytest.mark.parametrize(("technique", "close"), [("federated", 1e-9), (SECURE, 1e-6)])
def test_unequal_hospitals_make_no_difference(technique, close, parameters):
    """One patient, none, or none who died: the answer is that of the pooled rows."""
    tables = unequal()
    outcome = CASE.run(technique, tables, **parameters, minimum=1)
    assert np.abs(outcome.answer.coefficients - theirs(tables, **parameters)[0]).max() < close


def test_shares_are_exact_in_a_small_study_too():
    """Two hundred patients and twenty-four months: fixed point costs less than 1e-6."""
    tables = {name: table.head(30) for name, table in TABLES.items()}
    for parameters in ({"model": "logistic"}, {"model": "cox", "period": 12, "until": 24}):
        assert CASE.run(SECURE, tables, minimum=2, **parameters).error < 1e-6


def test_averaging_ends_elsewhere():
    """Averaged coefficients are off by more than rounding, less with more rounds."""
    few = CASE.run(AVERAGING, TABLES, rounds=3)
    many = CASE.run(AVERAGING, TABLES, rounds=60)
    assert 1e-3 < many.error < few.error
    assert np.isnan(many.answer.errors).all()


@pytest.mark.parametrize("technique", [NOISE, AVERAGING])
def test_no_survival_model_with_noise_or_by_averaging(technique):
    """Both say so, with the reason, before anything is sent."""
    with pytest.raises(ParameterError, match="survival model"):
        CASE.run(technique, TABLES, model="cox")


def test_all_hospitals_read_the_same_model():
    """Every hospital and the coordinator hold the same coefficients at the end."""
    from pet_workbench.core import run_parties

    programs = CASE.technique(SECURE).programs(TABLES, CASE.complete({}))
    results, _ = run_parties(programs)
    held = {result.coefficients.tobytes() for result in results.values()}
    assert set(results) == {*TABLES, COORDINATOR}
    assert len(held) == 1


def test_the_coordinator_sees_totals_only():
    """In shares it can add up to the total; what each hospital sent is not that hospital's sums."""
    outcome = CASE.run(SECURE, TABLES)
    view = outcome.transcript.view(COORDINATOR)
    plain = CASE.run("federated", TABLES).transcript.view(COORDINATOR)
    sums = [received_sums(plain, name) for name in TABLES]
    assert np.abs(opened_total(view) - np.sum(sums, axis=0)).max() < 1e-7
    assert all(received_sums(view, name) is None for name in TABLES)
    assert opened_total(plain) is None
    for name, own in zip(TABLES, sums, strict=True):
        sent = [m.values() for m in view.received if m.sender == name and m.step.startswith("sum")]
        assert np.abs(sent[0].view(np.int64) / 2**28 - own).min() > 1


def test_a_hospital_receives_parts_and_coefficients_only():
    """Nothing a hospital receives is a number of another hospital in the clear."""
    view = CASE.run(SECURE, TABLES).transcript.view("Ziekenhuis A")
    others = {m.values().dtype.kind for m in view.received if m.sender != COORDINATOR}
    assert others == {"u"}


def test_a_lost_message_opens_nothing():
    """Without one part of the shares there is no total, and the run says which was missing."""

    def lose(message, payload):
        is_part = message.step == "share of sums, round 2"
        return None if is_part and message.sender == "Ziekenhuis C" else payload

    with pytest.raises(ProtocolError, match="share of sums, round 2"):
        CASE.run(SECURE, TABLES, interfere=lose)


def test_bytes_are_counted_per_round():
    """Rounds and what belongs to none add up to all bytes; every round of sums costs the same."""
    transcript = CASE.run("federated", TABLES, **SURVIVAL).transcript
    counted = bytes_by_round(transcript)
    assert sum(counted) == transcript.bytes
    assert len(set(counted[1:-1])) == 1
    assert counted[-1] < counted[1]


def test_a_hospital_alone_knows_less():
    """The smallest hospital's own standard errors are several times those of all together."""
    whole = CASE.exact(TABLES, **CASE.complete({}))
    own = alone(TABLES, "Ziekenhuis D")
    assert (own.errors > 2 * whole.errors).all()
    with pytest.raises(ParameterError):
        alone(TABLES, THIRD)


def test_what_is_released_and_who_plays_a_part():
    """The release says what protects the model; roles cover all parties of every technique."""
    kinds = {id: CASE.run(id, TABLES, rounds=2).released[0].guarantee for id in CASE.techniques}
    assert kinds[NOISE] == "differential_privacy"
    assert kinds[SECURE] == "minimum_group"
    assert {kinds[id] for id in EXACT} == {"none"}
    roles = CASE.roles(TABLES, CASE.complete({}))
    assert {*roles.values()} == {"hospital", "coordinator", "third"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"model": "tree"},
        {"minimum": 0},
        {"period": 2},
        {"until": 61},
        {"rounds": 0},
        {"steps": 0},
        {"absent_from": 0},
        {"when_absent": "wait"},
        {"absent": "Ziekenhuis Z"},
        {"epsilon": 0},
    ],
)
def test_values_outside_their_range_are_refused(wrong):
    """Each parameter is checked before anything runs."""
    with pytest.raises(Exception, match="need"):
        CASE.run("federated", TABLES, **wrong)
