"""The auditor says no more than it knows, and finds what tells two tables apart."""

import math

import numpy as np
import pytest

from pet_workbench.core import ParameterError
from pet_workbench.dp.audit import audit


def responses(rng, epsilon):
    """Return randomised response: one bit that is the truth with odds exp(epsilon)."""
    lies = 1 / (1 + math.exp(epsilon))
    return lambda truth, runs: truth ^ (rng.random(runs) < lies)


def test_a_bound_is_wrong_as_seldom_as_it_says():
    """Of 300 audits at 90 %, of a mechanism that keeps exactly epsilon, at most 30 say more."""
    mechanism = responses(np.random.default_rng(1), 1)
    wrong = sum(
        audit(mechanism, (0, 1), epsilon=1, runs=300, confidence=0.9).breaks_promise
        for _ in range(300)
    )
    assert wrong <= 30


@pytest.mark.parametrize("epsilon", [0.5, 2])
def test_a_bound_comes_near_the_truth(epsilon):
    """With many runs it lies within a tenth below epsilon."""
    mechanism = responses(np.random.default_rng(2), epsilon)
    found = audit(mechanism, (0, 1), epsilon=epsilon, runs=200_000)
    assert 0.9 * epsilon < found.epsilon <= epsilon
    assert not found.breaks_promise
    assert found.seen[0] > found.seen[1]


def test_tables_that_do_not_differ_tell_nothing():
    """The best event of one half is none on the other."""
    rng = np.random.default_rng(3)
    found = audit(lambda _, runs: rng.normal(size=(runs, 20)), (0, 1), epsilon=1)
    assert found.epsilon == 0


def whole(numbers):
    """Return numbers in steps of a tenth: the last digits of floats would tell anyway."""
    return np.rint(10 * numbers)


DIFFERENT = {
    "distance": lambda rng, table, runs: whole(rng.normal(scale=1 + 3 * table, size=runs)),
    "number 1": lambda rng, table, runs: whole(2 * table + rng.normal(size=runs)),
    "all numbers": lambda rng, table, runs: whole(0.9 * table + rng.normal(size=(runs, 30))),
    "last digit": lambda rng, table, runs: rng.integers(0, 2**20, runs) * (1 + table) / 2**20,
    "number 1 >=": lambda rng, table, runs: np.where(rng.random(runs) < table / 2, np.nan, 1.0),
}


@pytest.mark.parametrize(("event", "mechanism"), DIFFERENT.items(), ids=list(DIFFERENT))
def test_what_tells_tables_apart_is_found(mechanism, event):
    """Shifts, spreads, sums of small shifts, last digits, and outputs that are no number."""
    rng = np.random.default_rng(4)
    found = audit(lambda table, runs: mechanism(rng, table, runs), (0, 1), epsilon=1)
    assert found.breaks_promise
    assert found.event.startswith(event)


def test_what_delta_allows_breaks_nothing():
    """One output in fifty that only one table gives is a delta of 0.02, and no less."""
    rng = np.random.default_rng(5)

    def mechanism(table, runs):
        return np.where(rng.random(runs) < 0.02 * table, 9, 0)

    tables = (0, 1)
    assert audit(mechanism, tables, epsilon=0.5, runs=20_000).breaks_promise
    assert not audit(mechanism, tables, epsilon=0.5, delta=0.02, runs=20_000).breaks_promise


@pytest.mark.parametrize(
    "outputs", [["a"] * 100, np.zeros((2, 100)), np.zeros((100, 2, 2)), np.zeros(100, complex)]
)
def test_outputs_are_rows_of_numbers(outputs):
    """Anything else is refused."""
    with pytest.raises(ParameterError, match="need 100 outputs of numbers"):
        audit(lambda *_: outputs, (0, 1), epsilon=1, runs=100)


@pytest.mark.parametrize(
    "options", [{"runs": 10}, {"confidence": 1.0}, {"confidence": math.nan}, {"delta": -0.1}]
)
def test_an_audit_needs_runs_and_a_confidence(options):
    """Nothing is known for certain, and of few runs nothing at all."""
    with pytest.raises(ParameterError):
        audit(responses(np.random.default_rng(), 1), (0, 1), epsilon=1, **options)
