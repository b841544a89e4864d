"""A hospital that goes away stops the run or not, and never shows what it had entered."""

import numpy as np
import pytest

from pet_workbench.core import PrivacyError, ProtocolError
from pet_workbench.usecases.train import AVERAGING, CASE, COORDINATOR, NOISE, opened_total
from tests.usecases.train.made import SECURE, TABLES, theirs

GONE = "Ziekenhuis B"
REST = {name: table for name, table in TABLES.items() if name != GONE}
ALL = ("federated", SECURE, NOISE, AVERAGING)


@pytest.mark.parametrize("technique", ALL)
@pytest.mark.parametrize("number", [1, 2])
def test_a_run_that_is_to_stop_stops(technique, number):
    """The message names the hospital and the round."""
    with pytest.raises(ProtocolError) as caught:
        CASE.run(technique, TABLES, absent=GONE, absent_from=number)
    assert caught.value.id == "errors.train_absent"
    assert caught.value.parameters == {"number": number, "hospital": GONE}


@pytest.mark.parametrize("number", [1, 3])
def test_plain_sums_go_on_without_the_hospital(number):
    """The answer is that of the others' patients, and says who is missing."""
    outcome = CASE.run("federated", TABLES, absent=GONE, absent_from=number, when_absent="continue")
    assert np.abs(outcome.answer.coefficients - theirs(REST)[0]).max() < 1e-9
    assert outcome.answer.without == (GONE,)
    assert outcome.error > 1e-3


def test_shares_go_on_if_no_total_was_opened_yet():
    """A hospital that never came is simply not in the model."""
    outcome = CASE.run(SECURE, TABLES, absent=GONE, absent_from=1, when_absent="continue")
    assert np.abs(outcome.answer.coefficients - theirs(REST)[0]).max() < 1e-6
    assert outcome.answer.without == (GONE,)
    assert not outcome.answer.unfinished


@pytest.mark.parametrize("parameters", [{}, {"model": "cox", "period": 12}], ids=["two", "cox"])
@pytest.mark.parametrize("number", [2, 3, 4])
def test_shares_open_no_total_without_a_hospital_that_was_in_one(number, parameters):
    """The answer is one step from the last total of all; a later total is not made."""
    outcome = CASE.run(
        SECURE, TABLES, absent=GONE, absent_from=number, when_absent="continue", **parameters
    )
    view = outcome.transcript.view(COORDINATOR)
    assert outcome.answer.unfinished
    assert outcome.answer.without == ()
    assert outcome.answer.rounds == number - 1
    assert opened_total(view, number - 1) is not None
    assert opened_total(view, number) is None


def test_an_unfinished_answer_comes_close_soon():
    """One step from the third total is less than a tenth of a standard error off."""
    outcome = CASE.run(SECURE, TABLES, absent=GONE, absent_from=4, when_absent="continue")
    off = np.abs(outcome.answer.coefficients - outcome.exact.coefficients)
    assert (off < outcome.exact.errors / 10).all()


def test_noise_lets_the_others_go_on():
    """Every total has noise for whoever is in it, so a total without a hospital is no secret."""
    outcome = CASE.run(
        NOISE, TABLES, absent=GONE, absent_from=2, when_absent="continue", teaching_seed=1
    )
    assert outcome.answer.without == (GONE,)
    assert opened_total(outcome.transcript.view(COORDINATOR), 5) is not None


def test_averaging_goes_on_with_the_others():
    """The mean is over those who are there."""
    outcome = CASE.run(AVERAGING, TABLES, absent=GONE, when_absent="continue", rounds=5)
    assert outcome.answer.without == (GONE,)


def test_a_hospital_that_leaves_after_the_last_round_counts():
    """It does not read the model, and its patients are in it."""
    rounds = CASE.run("federated", TABLES).answer.rounds
    outcome = CASE.run("federated", TABLES, absent=GONE, absent_from=rounds + 1)
    assert outcome.answer.without == ()
    assert outcome.error < 1e-9


def test_hospitals_refuse_a_total_of_others_themselves():
    """A coordinator that leaves one out in round 2 gets no part from any hospital."""

    def leave_out(message, payload):
        if message.step == "who takes part, round 2" and message.receiver != GONE:
            changed = payload.copy()
            changed[1] = 0
            return changed
        return payload

    with pytest.raises(PrivacyError) as caught:
        CASE.run(SECURE, TABLES, interfere=leave_out)
    assert caught.value.id == "errors.train_other_hospitals"


@pytest.mark.parametrize("technique", [SECURE, NOISE])
def test_hospitals_refuse_to_add_up_among_two(technique):
    """A total of two says too much, and so does a coordinator that pretends there are two."""
    two = dict(list(TABLES.items())[:2])
    with pytest.raises(PrivacyError) as caught:
        CASE.run(technique, two)
    assert caught.value.id == "errors.train_hospitals"

    def only_two(message, payload):
        if message.step == "who takes part, round 1":
            return np.append(np.array([1, 1, 0, 0, 0, 0, 0, 0], np.uint8), payload[8:])
        return payload

    with pytest.raises(PrivacyError):
        CASE.run(technique, TABLES, interfere=only_two)
