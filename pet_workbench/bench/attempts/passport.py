"""One party alone reads what a supplier put into a product (`passport`)."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from pet_workbench.attacks.guessed_commitments import guess
from pet_workbench.bench.attempts.reading import copied
from pet_workbench.bench.attempts.trial import Got, Trial, best
from pet_workbench.core import View
from pet_workbench.usecases.passport.claims import (
    AUDITOR,
    MOST_GRAMS,
    STATEMENT,
    suppliers_of,
)
from pet_workbench.usecases.passport.document import POINT

EVERY = 97
"""Beside the true amounts one in so many of all there can be is tried: as good as trying all, and
quicker."""


def amounts(trial: Trial) -> Got:
    """Read masses, recycled masses and origins, by reading or by guessing."""
    suppliers = suppliers_of(trial.tables)
    tried = []
    for party, view in trial.views.items():
        if party == AUDITOR:
            continue
        others = [name for name in suppliers if name != party]
        columns = [
            trial.tables[name].sort_values("product")[what].to_numpy(np.int64)
            for name in others
            for what in STATEMENT
        ]
        read = [column.size for column in columns if copied(view, column)]
        found = sum(read) or _guessed(view, columns)
        tried.append(Got(found, sum(column.size for column in columns)))
    return best(tried)


def _guessed(view: View, columns: list[NDArray[np.int64]]) -> int:
    """Return how many amounts follow from what looks like commitments."""
    held = {int(one) for column in columns for one in column}
    candidates = held | set(range(0, MOST_GRAMS, EVERY))
    found = guess(_envelopes(view), sorted(candidates))
    return sum(int(np.isin(column, list(found.values())).sum()) for column in columns)


def _envelopes(view: View) -> Iterator[bytes]:
    """Yield all that a party received as bytes, in pieces as long as a commitment.

    Without zeros: they stand where a supplier has nothing to hand in, and hide no amount.
    """
    for message in view.received:
        if message.dtype.endswith("u1"):
            whole = message.values().tobytes()
            pieces = (whole[at : at + POINT] for at in range(0, len(whole), POINT))
            yield from filter(any, pieces)
