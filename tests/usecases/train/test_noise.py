"""Totals with noise: the noise that was promised, no party that knows it, and a budget."""

from fractions import Fraction

import numpy as np
import pytest

from pet_workbench.core import Keystream, PrivacyError, run_parties
from pet_workbench.dp.conversion import rho_for
from pet_workbench.dp.errors import BudgetError
from pet_workbench.dp.ledger import Ledger
from pet_workbench.usecases.train import CASE, COORDINATOR, FEATURES, NOISE
from pet_workbench.usecases.train.noisy_model import NOISY_ROUNDS, Noisy
from pet_workbench.usecases.train.plan import Round
from pet_workbench.usecases.train.population import generate
from tests.usecases.train.made import TABLES, unequal

LARGE = generate(23_203, seed=1)
NOISY = Noisy(FEATURES, {"model": "logistic", "epsilon": 1, "delta": "1e-6"})
LOGISTIC = {"model": "logistic"}


@pytest.mark.parametrize("present", [3, 4, 8])
@pytest.mark.parametrize("number", range(1, NOISY_ROUNDS + 1))
def test_all_hospitals_but_one_draw_what_is_promised(present, number):
    """Variances of k - 1 parts add up to that of the promise, exactly."""
    names = tuple(map(str, range(present)))
    parts = NOISY.noises(Round(number, names, np.zeros(7)))
    promised = NOISY.promised.noises(number - 1)
    assert [one.spread * (present - 1) for one in parts] == [one.spread for one in promised]


def test_the_rounds_together_cost_what_is_promised():
    """The rho of gradients and curvatures of all rounds add up to that of epsilon and delta."""
    gradient, curvature = NOISY.promised.squared_reaches
    rho = Fraction(0)
    for number in range(NOISY_ROUNDS):
        for_gradient, for_curvature = NOISY.promised.noises(number)
        rho += Fraction(gradient) / (2 * for_gradient.spread)
        rho += Fraction(curvature) / (2 * for_curvature.spread)
    assert rho == rho_for(Fraction(1), Fraction(1, 10**6))


def test_one_patient_changes_a_total_by_no_more_than_declared():
    """Over extreme and odd patients and coefficients, both lengths stay within their bounds."""
    import pandas as pd

    rng = np.random.default_rng(3)
    most = NOISY.promised.squared_reaches
    for _ in range(200):
        row = pd.DataFrame(
            {
                "age": [rng.choice([-1e6, 0, 20, 64.97, 110, 1e9])],
                "female": [rng.integers(0, 2)],
                "stage": [rng.integers(0, 4)],
                "poor_condition": [rng.integers(0, 2)],
                "months": [rng.integers(1, 60)],
                "died": [1],
            }
        )
        sums = NOISY.sums(NOISY.rows(row, LOGISTIC), rng.normal(0, 3, 7)).astype(object)
        assert sum(sums[:7] ** 2) <= most[0]
        assert sum(sums[7:] ** 2) <= most[1]


def test_what_is_opened_is_the_sum_and_everybodys_noise():
    """The total of round 1 is that of all rows plus what each hospital drew from its own key."""
    programs = CASE.technique(NOISE).programs(TABLES, CASE.complete({"epsilon": 3.0}))
    _, transcript = run_parties(programs)
    received = [
        m.values()
        for m in transcript.view(COORDINATOR).received
        if m.step == "sum of shares, round 1"
    ]
    opened = np.sum(received, axis=0, dtype=np.uint64).view(np.int64)
    noisy = Noisy(FEATURES, {"model": "logistic", "epsilon": 3.0, "delta": 1e-6})
    now = Round(1, tuple(TABLES), np.zeros(7))
    exact = sum(noisy.sums(noisy.rows(table, LOGISTIC), now.at) for table in TABLES.values())
    drawn = [
        noisy.noise(Keystream(transcript.view(name).keys["noise, round 1"]), now) for name in TABLES
    ]
    assert (opened == exact + sum(drawn)).all()
    assert (np.array(drawn) != 0).all()


def test_the_answer_is_close_and_its_errors_hold_it():
    """With 23,203 patients and epsilon 3 the model is within its own bounds of the exact one."""
    for seed in range(3):
        outcome = CASE.run(NOISE, LARGE, epsilon=3.0, teaching_seed=seed)
        off = np.abs(outcome.answer.coefficients - outcome.exact.coefficients)
        assert (off < 3 * outcome.answer.errors).all()
        assert (outcome.answer.errors > outcome.exact.errors).all()
        assert (outcome.answer.errors < 3 * outcome.exact.errors).all()


def test_too_much_noise_says_so():
    """Where noise hides the answer, errors are infinite."""
    outcome = CASE.run(NOISE, TABLES, epsilon=0.1, teaching_seed=1)
    assert np.isinf(outcome.answer.errors).all()


def test_the_budget_is_paid_before_anything_is_asked():
    """A ledger that has too little left refuses, and no coefficients have travelled."""
    ledger = Ledger.temporary(
        dataset="train",
        unit="person",
        neighbours="add-remove",
        epsilon=1,
        delta="1e-5",
        accounting="concentrated",
    )
    CASE.run(NOISE, TABLES, epsilon=0.9, ledger=ledger)
    assert [entry.query["kind"] for entry in ledger.entries] == ["logistic-model"]
    sent = []

    def listen(message, payload):
        sent.append(message.step)
        return payload

    with pytest.raises(BudgetError):
        CASE.run(NOISE, TABLES, epsilon=0.9, ledger=ledger, interfere=listen)
    assert set(sent) <= {"takes part, round 1"}


def test_hospitals_answer_no_more_rounds_than_were_paid():
    """A coordinator that asks on gets nothing, whatever it says about the round."""
    now = Round(NOISY_ROUNDS + 1, ("a", "b", "c"), np.zeros(7))
    with pytest.raises(PrivacyError) as caught:
        NOISY.noises(now)
    assert caught.value.id == "errors.train_rounds"


def test_empty_and_tiny_hospitals_can_take_part():
    """One patient or none: the total has everybody's noise all the same."""
    outcome = CASE.run(NOISE, unequal(), epsilon=20, teaching_seed=2)
    assert outcome.error < 1
