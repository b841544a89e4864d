"""Noise that two parties draw: its distribution, what it promises, and a budget that is kept."""

import math
from fractions import Fraction

import numpy as np
import pytest

from pet_workbench import dp, usecases
from pet_workbench.core import ParameterError
from pet_workbench.dp.errors import BudgetError, LedgerError
from pet_workbench.usecases.joint_noise import JointNoise, joint_noise
from pet_workbench.usecases.table import MAX_AGE, tables_of

NOISY = "secret-sharing+differential-privacy"
SCALES = (Fraction(1, 2), Fraction(1), Fraction(10, 3), Fraction(20))


def odds(scale, most=2_000):
    """Return the chance of every number of the sum, by adding up over both parties' noise."""
    q = math.exp(-1 / scale)
    one = (1 - q) / (1 + q) * q ** np.abs(np.arange(-most, most + 1))
    both = np.convolve(one, one)
    return np.arange(-2 * most, 2 * most + 1), both


@pytest.mark.parametrize("scale", SCALES)
def test_tail_and_deviation_are_those_of_the_sum(scale):
    """Formulas agree with adding up over everything that two parties can draw."""
    numbers, chances = odds(scale)
    noise = JointNoise(scale)
    assert noise.deviation == pytest.approx(math.sqrt((chances * numbers**2).sum()))
    for limit in (-1, 0, 1, 5, 30):
        assert noise.tail(limit) == pytest.approx(chances[np.abs(numbers) > limit].sum(), abs=1e-12)


@pytest.mark.parametrize("scale", SCALES)
def test_the_quantile_is_the_smallest_limit(scale):
    """One less would hold the noise less often than was asked."""
    noise = JointNoise(scale)
    for confidence in (0.5, 0.95, 0.999):
        limit = noise.quantile(confidence)
        assert noise.tail(limit) <= 1 - confidence < noise.tail(limit - 1)


@pytest.mark.parametrize("epsilon", ["0.1", "0.5", "2"])
def test_guessing_is_as_likely_as_stated(epsilon):
    """Best guess between two neighbours, with and without one party's noise, by enumeration."""
    noise = joint_noise(epsilon, sensitivity=1)
    _, both = odds(noise.scale)
    apart = np.abs(np.diff(both, prepend=0)).sum() / 2
    assert noise.guessed == pytest.approx(0.5 + apart / 2)
    bound = math.exp(Fraction(epsilon)) / (1 + math.exp(Fraction(epsilon)))
    assert noise.guessed_with_one == pytest.approx(bound)
    assert noise.guessed < noise.guessed_with_one


def misfit(drawn, scale):
    """Return the chi-squared distance to the noise of two parties, over its expectation."""
    numbers, chances = odds(scale)
    cells = np.abs(numbers) <= 3 * scale
    expected = len(drawn) * chances[cells]
    found = np.array([(drawn == number).sum() for number in numbers[cells]])
    rest = len(drawn) - expected.sum(), len(drawn) - found.sum()
    squares = ((found - expected) ** 2 / expected).sum() + (rest[1] - rest[0]) ** 2 / rest[0]
    return squares / cells.sum()


def entrepreneurs(seed):
    """Return the noise in the cells of one run."""
    case = usecases.get("entrepreneurs")
    outcome = case.run(
        NOISY, case.load(n=5_000, seed=1), level="area", epsilon="0.5", teaching_seed=seed
    )
    there = outcome.answer.businesses > 0
    return (outcome.answer.in_trouble - outcome.exact.in_trouble)[there]


def securened(seed):
    """Return the noise in numbers of one run that are too large for noise to hide them."""
    case = usecases.get("securened")
    tables = case.load(n=200, seed=1)
    outcome = case.run(NOISY, tables, breakdown="all", epsilon="0.5", teaching_seed=seed)
    truth = case.exact(tables, breakdown="all", minimum=1, cap=100).organisations
    given = truth >= 18
    return (outcome.answer.organisations - truth)[given]


@pytest.mark.statistical
@pytest.mark.parametrize(("draw", "runs"), [(entrepreneurs, 6), (securened, 10)])
def test_an_answer_has_the_noise_of_two_parties(draw, runs):
    """Differences from the exact answer fit the promised scale, and none 30 % off."""
    drawn = np.concatenate([draw(seed) for seed in range(runs)])
    assert len(drawn) > 1_000
    assert misfit(drawn, Fraction(2)) < 2
    assert misfit(drawn, Fraction(2) * Fraction(10, 13)) > 3
    assert misfit(drawn, Fraction(2) * Fraction(13, 10)) > 3


@pytest.mark.statistical
def test_an_average_has_the_noise_of_two_people():
    """Of 400 tables the noise is as large as ages up to 130 ask for, within 6 standard errors."""
    case, ages = usecases.get("table"), {"Anna": 34, "Bas": 51, "Carla": 28, "Dewi": 62}
    totals = [
        case.run(NOISY, tables_of(ages), epsilon=2, teaching_seed=seed).answer.total - 175
        for seed in range(400)
    ]
    scale = math.sqrt(np.mean(np.square(totals))) / joint_noise(2, sensitivity=MAX_AGE).deviation
    assert 0.8 < scale < 1.2


@pytest.mark.parametrize("key", ["entrepreneurs", "securened"])
def test_a_ledger_refuses_before_anything_is_sent(key):
    """The second answer is over budget: whoever keeps the ledger stops, and nobody got a number."""
    case, sent = usecases.get(key), []
    tables = case.load(n=1_000 if key == "entrepreneurs" else 20, seed=1)
    unit = "organisation" if key == "entrepreneurs" else "report"
    ledger = dp.Ledger.temporary(dataset=key, unit=unit, neighbours="change-one", epsilon=1)
    case.run(NOISY, tables, epsilon="0.6", ledger=ledger)

    def listen(message, payload):
        sent.append((message.sender, message.step))
        return payload

    with pytest.raises(BudgetError):
        case.run(NOISY, tables, epsilon="0.6", ledger=ledger, interfere=listen)
    keeper = "Belastingdienst" if key == "entrepreneurs" else "CBS"
    assert all(sender != keeper for sender, _ in sent)
    assert len(ledger.entries) == 1


def test_a_ledger_per_organisation_refuses_a_promise_per_report():
    """An organisation reports many kinds and weeks: noise for one report is too little for it."""
    case = usecases.get("securened")
    ledger = dp.Ledger.temporary(
        dataset="securened", unit="organisation", neighbours="change-one", epsilon=1
    )
    with pytest.raises(LedgerError):
        case.run(NOISY, case.load(n=20, seed=1), epsilon="0.6", ledger=ledger)
    assert not ledger.entries


@pytest.mark.parametrize("key", ["table", "entrepreneurs", "securened"])
@pytest.mark.parametrize("epsilon", [0, -1, float("nan"), float("inf"), 1000])
def test_an_epsilon_that_promises_nothing_is_refused(key, epsilon):
    """No case runs with it."""
    case = usecases.get(key)
    with pytest.raises(ParameterError):
        case.run(NOISY, case.load(n=case.sizes[0], seed=1), epsilon=epsilon)


@pytest.mark.parametrize("key", ["table", "entrepreneurs", "securened"])
def test_noise_that_would_leave_the_ring_is_refused(key):
    """It would wrap around, and the answer be off by another amount than is said."""
    case = usecases.get(key)
    with pytest.raises(ParameterError):
        case.run(NOISY, case.load(n=case.sizes[0], seed=1), epsilon="1e-9")
