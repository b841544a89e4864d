"""Name small numbers that a published table was to hide: counts of pupils, and of businesses."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from pet_workbench.attacks.suppressed_cells import recover_counts
from pet_workbench.attacks.withheld_cells import UNKNOWN, Lines, narrow
from pet_workbench.bench.attempts.guessing import likeliest, right
from pet_workbench.bench.attempts.reading import copied
from pet_workbench.bench.attempts.trial import NOISY_RUNS, Got, Trial
from pet_workbench.core import run_parties
from pet_workbench.usecases.education import HIDDEN, Publication
from pet_workbench.usecases.entrepreneurs import HOLDER, KVK, Trouble
from pet_workbench.usecases.entrepreneurs.trouble import true_counts
from pet_workbench.usecases.joint_noise import JointNoise

Whole = NDArray[np.int64]
LARGE = 15
"""Totals of pupils from here on look alike, or every group would be one of its kind."""
SIZES = np.array([1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233])
"""Numbers of businesses between two of these look alike: an attacker knows the register."""
_COUNTS = 6
_FAR = 10**6


def small_counts(trial: Trial) -> Got:
    """Name every small count in the table of pupils (`education`)."""
    minimum = trial.parameters["minimum"]
    exact: Whole = trial.outcome.exact.counts
    small = exact < minimum
    truth = exact[small]
    place = np.broadcast_to(np.arange(_COUNTS).reshape(2, 3), exact.shape)
    nothing = np.zeros_like(truth)

    def named(table: Publication) -> list[int]:
        known, look = _pupils(table, minimum)
        finest = [(look * _COUNTS + place)[small], look[small], place[small], nothing]
        return [right(looks, truth, known=known[small]) for looks in (finest, finest[1:])]

    return _guessed(trial, named, truth, [place[small], nothing])


def small_cells(trial: Trial) -> Got:
    """Name every small number of businesses in arrears (`entrepreneurs`), by region and sector."""
    counts, there = true_counts(trial.tables[KVK], trial.tables[HOLDER], trial.parameters["level"])
    small = ((counts < trial.parameters["minimum"]) & (there > 0)).reshape(-1)
    truth = counts.reshape(-1)[small]
    if any(_has_signals(trial, party) for party in trial.views if party != HOLDER):
        return Got(truth.size, truth.size)
    size = np.searchsorted(SIZES, there.reshape(-1)[small], side="right")
    nothing = np.zeros_like(size)

    def named(table: Trouble) -> list[int]:
        if table.noise:
            noisy, odds = table.in_trouble.reshape(-1)[small], noise_odds(table.noise)
            return [likeliest(noisy, one, truth, odds) for one in (size, nothing)]
        known, look = (one[small] for one in _businesses(table))
        finest = [look * (len(SIZES) + 1) + size, look, size, nothing]
        return [right(looks, truth, known=known) for looks in (finest, finest[2:])]

    if trial.technique == "suppression":
        trouble = _before_leaving_out(trial).in_trouble.reshape(-1)[small]
        return Got(int((trouble == truth).sum()), truth.size, _chance(truth, [size, nothing]))
    return _guessed(trial, named, truth, [size, nothing])


def _guessed(
    trial: Trial, named: Callable[..., list[int]], truth: Whole, without: list[Whole]
) -> Got:
    """Guess in one run, or on average in several with noise, in the way that does best.

    At least as well as without the table.
    """
    runs = NOISY_RUNS if trial.has_noise else 1
    found = np.mean([named(trial.run().answer) for _ in range(runs)], axis=0)
    chance = _chance(truth, without)
    return Got(round(max(float(found.max()), chance * truth.size)), truth.size, chance, runs)


def _chance(truth: Whole, looks: list[Whole]) -> float:
    """Return which share is right without the table, by the better of several looks."""
    return max(right([one], truth) for one in looks) / max(truth.size, 1)


def _pupils(table: Publication, minimum: int) -> tuple[Whole, Whole]:
    """Return what follows of each count for certain, -1 where nothing does, and how it looks."""
    unknown = np.full_like(table.counts, UNKNOWN)
    if table.margins.any():
        return unknown, table.counts
    if (table.percentages == HIDDEN).any():
        total = np.minimum(table.counts[:, :, 2:], LARGE)
        look = np.where(table.hidden, -2 - total, table.counts)
        return np.where(table.hidden, UNKNOWN, table.counts), look
    worked = recover_counts(table.counts, table.percentages, minimum=minimum)
    known = np.where(worked.low == worked.high, worked.low, unknown)
    return known, worked.low * _FAR + worked.high


def _businesses(table: Trouble) -> tuple[Whole, Whole]:
    """Return the same of each cell, from what is shown and totals per region."""
    shown = np.where(table.withheld & (table.businesses > 0), UNKNOWN, table.in_trouble)
    most = np.minimum(table.businesses, table.minimum - 1).reshape(-1)
    line = np.arange(shown.size) // shown.shape[1]
    ranges = narrow(shown.reshape(-1), most, [Lines(line, table.totals)])
    known = np.where(ranges.low == ranges.high, ranges.low, UNKNOWN)
    return known, ranges.low * _FAR + ranges.high


def _has_signals(trial: Trial, party: str) -> bool:
    """Tell whether a party reads whether each single business is in arrears."""
    return copied(trial.views[party], trial.tables[HOLDER]["in_arrears"].to_numpy())


def _before_leaving_out(trial: Trial) -> Trouble:
    """Return the table as KVK has it before it leaves anything out: no other party does that."""
    programs = trial.case.technique(trial.technique).programs
    as_agreed = programs(trial.tables, trial.parameters)
    leaving_out_nothing = programs(trial.tables, {**trial.parameters, "minimum": 1})
    results, _ = run_parties({**as_agreed, KVK: leaving_out_nothing[KVK]}, keep_payload_bytes=0)
    table: Trouble = trial.case.answer(results)
    return table


def noise_odds(noise: JointNoise) -> Callable[[Whole], NDArray[np.float64]]:
    """Return how likely noise of two parties together is, up to a constant.

    Parameters
    ----------
    noise : JointNoise
    """
    q = float(np.exp(-1 / float(noise.scale)))

    def odds(k: Whole) -> NDArray[np.float64]:
        away = np.abs(k)
        found: NDArray[np.float64] = q**away * (away + 1 + 2 * q * q / (1 - q * q))
        return found

    return odds
