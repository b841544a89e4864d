"""Whom colluding parties try: people they know anyway, and a first part of all numbers."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Outcome, View
from pet_workbench.datasets.citizen_numbers import INVENTED, PREFIXES, complete
from pet_workbench.usecases.base import Tables

FIRST_PREFIX = PREFIXES // 10
"""Invented numbers do not begin with a zero."""
_TRIED_PREFIXES = 200_000


@cache
def tried_numbers() -> NDArray[np.int64]:
    """Return the first numbers there are: enough to show what trying does."""
    return complete(np.arange(FIRST_PREFIX, FIRST_PREFIX + _TRIED_PREFIXES), remainder=INVENTED)


def candidates(coalition: tuple[str, ...], tables: Tables) -> NDArray[np.int64]:
    """Return whom the parties of `coalition` try: those in their own tables, and first numbers."""
    own = [tables[party]["person"].to_numpy(np.int64) for party in coalition if party in tables]
    return np.concatenate([*own, tried_numbers()])


def views_of(coalition: tuple[str, ...], outcome: Outcome) -> dict[str, View]:
    """Return the views of those of `coalition` that took part in the run of `outcome`."""
    transcript = outcome.transcript
    return {party: transcript.view(party) for party in coalition if party in transcript.parties}
