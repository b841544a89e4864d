"""Counting emoji: every technique is right as far as its noise allows, and says what is hidden."""

import numpy as np
import pandas as pd
import pytest

from pet_workbench import usecases
from pet_workbench.core import DataError, ParameterError
from pet_workbench.datasets import each_problem
from pet_workbench.dp.errors import PromiseError
from pet_workbench.usecases.emoji import (
    CASE,
    CENTRAL,
    COLLECTOR,
    DEVICES,
    MAKER,
    PLAIN,
    SIZE,
    TEXTS,
    central_noise,
    emoji_list,
    protocol_of,
)
from pet_workbench.usecases.emoji.own_tables import read, written

LOCALS = tuple(id for id in CASE.techniques if id not in (CENTRAL, PLAIN))
TABLES = CASE.load(n=20_000, seed=1)


def test_the_case_is_registered_after_the_falls():
    """It is found by its key, in teaching order."""
    assert usecases.get("emoji") is CASE
    names = usecases.names()
    assert names.index("emoji") == names.index("fall-injuries") + 1


@pytest.mark.parametrize("texts", TEXTS)
def test_the_list_is_64_different_emoji_with_names_and_shares(texts):
    """Shares fall, add up to one, and no two emoji or names are the same in either language."""
    listed = emoji_list(texts)
    assert len(set(listed.emoji)) == SIZE
    assert all(len(set(names)) == SIZE for names in listed.names.values())
    assert (np.diff(listed.shares) <= 0).all()
    assert listed.shares.sum() == pytest.approx(1)


def test_devices_follow_the_real_shares():
    """Of 200,000 devices no share is off by five deviations; the same for the same seed."""
    devices = CASE.load(n=200_000, seed=3, texts="en")[DEVICES]["emoji"]
    shares = emoji_list("en").shares
    found = np.bincount(devices, minlength=SIZE) / 200_000
    assert (abs(found - shares) < 5 * np.sqrt(shares / 200_000)).all()
    assert devices.equals(CASE.load(n=200_000, seed=3, texts="en")[DEVICES]["emoji"])


def test_in_the_clear_the_count_is_exact():
    """Everybody says its emoji, so nothing is off."""
    outcome = CASE.run(PLAIN, TABLES)
    assert outcome.error == 0
    assert outcome.answer.counts.tolist() == outcome.exact.tolist()
    assert outcome.answer.seen.tolist() == (outcome.exact > 0).tolist()
    assert outcome.released[0].guarantee == "none"


@pytest.mark.parametrize("technique", [*LOCALS, CENTRAL])
def test_noise_is_as_large_as_the_answer_says(technique):
    """In ten runs the errors fit the deviations that come with them, and none 30 % off."""
    squares = []
    for seed in range(10):
        outcome = CASE.run(technique, TABLES, epsilon=2, teaching_seed=seed)
        assert outcome.released[0].guarantee == "differential_privacy"
        errors = (outcome.answer.counts - outcome.exact) / outcome.answer.deviations
        squares.append(np.mean(errors**2))
    fits = [abs(np.mean(squares) / scale**2 - 1) < 0.25 for scale in (0.7, 1, 1.3)]
    assert fits == [False, True, False]


@pytest.mark.parametrize("technique", LOCALS)
def test_the_maker_gets_reports_and_no_emoji(technique):
    """One message, of one noisy report per device; the collector takes no part."""
    transcript = CASE.run(technique, TABLES, epsilon=1).transcript
    protocol = protocol_of(technique.partition(":")[2], 1)
    (message,) = transcript.messages
    assert (message.sender, message.receiver) == (DEVICES, MAKER)
    assert COLLECTOR not in transcript.parties
    reports = message.values()
    reports = reports.reshape(-1, SIZE // 8) if protocol.kind == "unary" else reports
    told = TABLES[DEVICES]["emoji"].to_numpy()
    supported = protocol.supports(reports)[np.arange(told.size), told]
    assert supported.mean() == pytest.approx(float(protocol.support.own), abs=0.015)


def test_the_collector_adds_noise_and_passes_no_emoji_on():
    """The maker reads 64 noisy counts and the number of devices, which is public."""
    outcome = CASE.run(CENTRAL, TABLES, epsilon=1)
    received = outcome.transcript.view(MAKER).received
    assert [(one.step, one.items) for one in received] == [("devices", 1), ("noisy counts", SIZE)]
    assert outcome.answer.n == 20_000
    assert outcome.error > 0
    assert outcome.transcript.keys[COLLECTOR]


def test_the_collectors_noise_hides_another_emoji():
    """Two counts change by one each, so the scale is two over epsilon."""
    assert central_noise("0.5").spread == 4


def test_noise_on_devices_costs_more_than_at_a_collector():
    """At the same epsilon, by the square root of the number of devices: about a hundredfold."""
    local, central = (
        CASE.run(id, TABLES, epsilon=1, teaching_seed=1).error for id in (LOCALS[0], CENTRAL)
    )
    assert 50 < local / central < 250


@pytest.mark.parametrize("epsilon", [0, -1, 100, float("nan"), "much", None])
def test_an_epsilon_that_promises_nothing_is_refused(epsilon):
    """Before anything is sent."""
    with pytest.raises(PromiseError):
        CASE.run(LOCALS[0], TABLES, epsilon=epsilon)


@pytest.mark.parametrize("emoji", [[], [64], [-1], [3, 200]])
def test_devices_without_an_emoji_of_the_list_are_refused(emoji):
    """There is nothing to count, or something that nobody agreed on."""
    with pytest.raises(DataError) as error:
        CASE.exact({DEVICES: pd.DataFrame({"emoji": emoji}, dtype="int64")})
    assert error.value.id == "errors.emoji_list"


@pytest.mark.parametrize("n", [0, 20_000_001, 1.5])
def test_impossible_numbers_of_devices_are_refused(n):
    """None, or more than fit."""
    with pytest.raises(ParameterError):
        CASE.load(n=n, seed=1)


@pytest.mark.parametrize("texts", TEXTS)
def test_own_files_are_read_as_they_were_written(texts):
    """Emoji out, emoji in: the same places on the list."""
    table = CASE.load(n=500, seed=5, texts=texts)[DEVICES]
    content = written(table, texts=texts).to_csv(index=False).encode()
    assert read(content, texts=texts)[DEVICES]["emoji"].tolist() == table["emoji"].tolist()


def test_what_is_not_on_the_list_is_refused_row_by_row():
    """A word and an emoji that nobody agreed on each get a message; a name is as good as a sign."""
    with pytest.raises(DataError) as error:
        CASE.read_own(DEVICES, "emoji\n👍\nhello\nrood hart\n🧲\n".encode())
    assert [problem.parameters["row"] for problem in each_problem(error.value)] == [3, 5]
