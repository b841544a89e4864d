"""The generated pupils of the page, and what was published of them; made once per choice."""

from functools import lru_cache
from typing import Any

import numpy as np

from pet_workbench.attacks.suppressed_cells import recover_counts
from pet_workbench.core import Outcome
from pet_workbench.usecases.base import Tables
from pet_workbench.usecases.education import CASE, Publication
from pet_workbench.widgets.case import SEED

PLAIN, SUPPRESSION, COMPLEMENTARY, PRIVATE = CASE.techniques
SIZES = (2_000, 20_000, 200_000)
MINIMA = (3, 5, 10)
EPSILONS = (0.1, 0.2, 0.5, 1, 2, 5, 10)
START_N, START_MINIMUM, START_EPSILON = 2_000, 5, 1


@lru_cache(maxsize=4)
def tables(n: int = START_N) -> Tables:
    """Return the generated pupils."""
    return CASE.load(n=n, seed=SEED)


@lru_cache(maxsize=24)
def _kept(technique: str, n: int, minimum: int) -> Outcome:
    """Return a run that gives the same each time."""
    return CASE.run(technique, tables(n), minimum=minimum)


def run(technique: str, n: int = START_N, **chosen: Any) -> Outcome:
    """Return a run; one with noise is a new one each time."""
    if technique == PRIVATE:
        return CASE.run(technique, tables(n), epsilon=chosen["epsilon"])
    return _kept(technique, n, chosen.get("minimum", START_MINIMUM))


def exact(n: int = START_N) -> Publication:
    """Return the table with every number as it is."""
    made: Publication = _kept(PLAIN, n, START_MINIMUM).answer
    return made


@lru_cache(maxsize=4)
def school_to_show(n: int = START_N) -> int:
    """Return an invented school of which much can be worked out, and not everybody passed."""
    shown = _kept(SUPPRESSION, n, START_MINIMUM).answer
    found = recover_counts(shown.counts, shown.percentages, minimum=START_MINIMUM)
    schools, at = np.unique(shown.offers.school, return_inverse=True)
    men_and_women = shown.percentages[:, :2]
    failed = ((men_and_women >= 0) & (men_and_women < 1000)).any(axis=1)
    recovered = found.recovered.sum(axis=(1, 2)) * (1 + failed)
    return int(schools[np.argmax(np.bincount(at, recovered))])
