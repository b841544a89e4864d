"""Guessing from lookalikes is honest: it never uses the number that is guessed."""

from collections.abc import Callable

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from pet_workbench.bench.attempts.borders import houses
from pet_workbench.bench.attempts.guessing import likeliest, right
from pet_workbench.bench.attempts.published import noise_odds
from pet_workbench.bench.attempts.trial import Trial
from pet_workbench.usecases.gas import CASE as GAS
from pet_workbench.usecases.joint_noise import joint_noise

SMALL = st.lists(st.integers(0, 4), min_size=2, max_size=40)


@given(SMALL)
def test_a_look_of_its_own_tells_nothing(numbers: list[int]) -> None:
    """Where every secret looks different, nothing can be learned from the others."""
    truth = np.array(numbers)
    assert right([np.arange(truth.size)], truth) == 0


@given(SMALL)
def test_whatever_is_known_is_named(numbers: list[int]) -> None:
    """What follows for certain is named as it is, and nothing else comes of no look."""
    truth = np.array(numbers)
    assert right([], truth, known=truth) == truth.size
    assert right([], truth, known=np.full(truth.size, -1)) == 0


@given(SMALL, st.integers(0, 1_000))
def test_a_change_of_one_secret_does_not_change_its_guess(numbers: list[int], pick: int) -> None:
    """The guess of a secret is the same whatever that secret is."""
    at = pick % len(numbers)
    look = np.zeros(len(numbers), np.int64)
    named = set()
    for value in range(5):
        truth = np.array(numbers)
        truth[at] = value
        alone = np.full(truth.size, 9)
        alone[at] = -1
        named.add((value, right([look], truth, known=alone)))
    assert sum(count for _, count in named) <= 1


def test_no_noise_hides_nothing_and_much_noise_all() -> None:
    """Noisy numbers are named right without noise, and like guesses with a lot of it."""
    stream = np.random.default_rng(1)
    truth = stream.integers(0, 5, 2_000)
    nothing = np.zeros_like(truth)

    def odds(scale: float) -> Callable[[NDArray[np.int64]], NDArray[np.float64]]:
        return lambda k: np.asarray(np.exp(-np.abs(k) / scale))

    assert likeliest(truth, nothing, truth, odds(0.1)) == truth.size
    noisy = truth + np.rint(stream.laplace(0, 1_000, truth.size)).astype(np.int64)
    assert likeliest(noisy, nothing, truth, odds(1_000)) < 0.27 * truth.size


def test_the_odds_of_joint_noise_are_those_of_its_tail() -> None:
    """What the attacker takes for the noise's distribution agrees with its stated tail."""
    noise = joint_noise(1, sensitivity=1)
    k = np.arange(-200, 201)
    odds = noise_odds(noise)(k)
    for limit in (0, 1, 3, 8):
        share = odds[np.abs(k) > limit].sum() / odds.sum()
        assert abs(share - noise.tail(limit)) < 1e-9


def test_exact_tables_betray_every_house_on_the_border() -> None:
    """Two exact tables give the use of each house that lies across the border, precisely."""
    tables = GAS.load(n=20_000, seed=1)
    got = houses(Trial(GAS, "plain-exchange", tables, GAS.complete({})))
    assert got.found == got.of > 10
    assert got.chance < 0.5
