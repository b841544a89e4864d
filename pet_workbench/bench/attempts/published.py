"""Name small numbers that a published table was to hide: counts of pupils, and of businesses."""

import numpy as np
from numpy.typing import NDArray

from pet_workbench.attacks.suppressed_cells import recover_counts
from pet_workbench.attacks.withheld_cells import UNKNOWN, Lines, narrow
from pet_workbench.bench.attempts.guessing import right
from pet_workbench.bench.attempts.reading import copied
from pet_workbench.bench.attempts.trial import NOISY_RUNS, Got, Trial, best
from pet_workbench.usecases.education import HIDDEN, Publication
from pet_workbench.usecases.entrepreneurs import HOLDER, KVK, Trouble
from pet_workbench.usecases.entrepreneurs.trouble import true_counts

Whole = NDArray[np.int64]
LARGE = 15
"""Totals of pupils from here on look alike, or every group would be one of its kind."""
WIDEST = 20
"""Noisy counts beyond this, on either side, look alike."""
_CASES = 6


def small_counts(trial: Trial) -> Got:
    """Name every small count in the table of pupils (`education`)."""
    minimum = trial.parameters["minimum"]
    exact: Whole = trial.outcome.exact.counts
    small = exact < minimum
    place = np.broadcast_to(np.arange(_CASES).reshape(2, 3), exact.shape)[small]
    truth = exact[small]
    chance = max(right([one], truth) for one in (place, np.zeros_like(place)))
    found = []
    for outcome in [trial.outcome, *(trial.run() for _ in range(_repeats(trial) - 1))]:
        sure, look = _looks(outcome.answer, minimum)
        named = sure[small]
        learned = right([look[small], place], truth[~named]) if False else 0
        found.append(int(named.sum()) + learned)
    return Got(round(float(np.mean(found))), truth.size, chance / truth.size)


def _repeats(trial: Trial) -> int:
    """Return how often to run a technique."""
    return NOISY_RUNS if trial.has_noise else 1
