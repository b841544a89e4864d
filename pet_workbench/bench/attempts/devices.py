"""Whoever collects reports guesses the emoji of each device, knowing how popular all emoji are."""

import numpy as np
from numpy.typing import NDArray

from pet_workbench.attacks.repeated_reports import best_guesses
from pet_workbench.bench.attempts.reading import copied
from pet_workbench.bench.attempts.trial import Got, Trial, best
from pet_workbench.usecases.emoji import DEVICES, LOCAL, MAKER, SIZE, protocol_of


def emoji(trial: Trial) -> Got:
    """Guess the emoji of every device from one report of it."""
    values = trial.tables[DEVICES]["emoji"].to_numpy(np.int64)
    shares = np.bincount(values, minlength=SIZE) / values.size
    chance = float(shares.max())
    tried = [Got(round(chance * values.size), values.size, chance)]
    for party, view in trial.views.items():
        if party != DEVICES and copied(view, values):
            tried.append(Got(values.size, values.size, chance))
    if trial.technique.startswith(LOCAL):
        right = int((_guessed(trial, shares) == values).sum())
        tried.append(Got(right, values.size, chance))
    return best(tried)


def _guessed(trial: Trial, shares: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the likeliest emoji of each device, given its report."""
    kind = trial.technique.split(":")[1]
    protocol = protocol_of(kind, trial.parameters["epsilon"])
    received = trial.views[MAKER].find(f"{protocol.kind} reports")[0].values()
    n = len(trial.tables[DEVICES])
    reports = received if received.size == n else received.reshape(n, -1)
    return best_guesses(protocol, [reports], shares)
