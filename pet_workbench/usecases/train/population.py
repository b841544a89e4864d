"""Generated patients of eight unequal hospitals, for the case `train`.

How many there are, over how many institutes and countries, is published; so are the share of
patients in the Netherlands who live for five years, and the share whose cancer had spread when it
was found.  Everything else is assumed: the sizes of the hospitals, the other stages, and how much
each feature raises the rate of dying; see ``figures.train`` and ``assumptions.train`` in
``data/figures.toml``.  Nobody here exists.

Hospitals differ: the first ones treat more patients whose cancer has spread, the last ones more
who are early.  Everybody is followed for two years at least, and up to ten.
"""

from typing import TYPE_CHECKING

import numpy as np

from pet_workbench.core.validation import check_whole
from pet_workbench.datasets import assumptions, figures
from pet_workbench.usecases.train.patients import (
    AGE_UNIT,
    HOSPITALS,
    MIDDLE_AGE,
    STAGES,
)

if TYPE_CHECKING:
    import pandas as pd

MIN_N, MAX_N = 200, 3_000_000
SHORTEST, LONGEST = 24, 120
"""Months for which a patient is followed, if alive."""
YOUNGEST, OLDEST = 30, 95


def generate(n: int, *, seed: int) -> dict[str, "pd.DataFrame"]:
    """Generate `n` patients, spread over eight hospitals.

    Parameters
    ----------
    n : int
        200 to 3 million.
    seed : int
        Any number from 0; the same seed gives the same patients.

    Returns
    -------
    dict of str to DataFrame
        Per hospital a row per patient, all int64: ``age``, ``female``, ``stage`` (0 for I to 3 for
        IV), ``poor_condition``, ``months`` (until death, or until when the patient was followed)
        and ``died``.

    Raises
    ------
    ParameterError
        If a value lies outside.

    Examples
    --------
    >>> [len(table) for table in generate(1_000, seed=1).values()]
    [300, 200, 150, 120, 90, 70, 50, 20]
    """
    check_whole("n", n, MIN_N, MAX_N)
    check_whole("seed", seed, 0, 2**63 - 1)
    rng = np.random.default_rng(seed)
    return {
        name: _patients(rng, size, place)
        for place, (name, size) in enumerate(zip(HOSPITALS, _sizes(n), strict=True))
    }


def _sizes(n: int) -> list[int]:
    """Return how many patients each hospital has."""
    assumed = assumptions("train")
    shares = [assumed[f"share_{name[-1].lower()}"].value for name in HOSPITALS]
    sizes = [round(n * share) for share in shares[1:]]
    return [n - sum(sizes), *sizes]


def _patients(rng: np.random.Generator, n: int, place: int) -> "pd.DataFrame":
    """Draw the patients of the hospital at `place`."""
    import pandas as pd  # late: the package loads without it

    assumed = assumptions("train")
    lean = assumed["most_lean"].value * (1 - 2 * place / (len(HOSPITALS) - 1))
    stage = rng.choice(4, size=n, p=_stages(lean))
    age = rng.normal(assumed["mean_age"].value, assumed["spread_age"].value, n)
    columns = {
        "age": np.clip(np.rint(age), YOUNGEST, OLDEST).astype(np.int64),
        "female": (rng.random(n) < assumed["women"].value).astype(np.int64),
        "stage": stage.astype(np.int64),
        "poor_condition": (rng.random(n) < assumed["poor_condition"].value).astype(np.int64),
    }
    years = (columns["age"] - MIDDLE_AGE) / AGE_UNIT
    rate = assumed["base_rate"].value * assumed["ratio_age"].value ** years
    rate *= np.array([1.0, *(assumed[f"ratio_{name}"].value for name in STAGES)])[stage]
    for name in ("female", "poor_condition"):
        rate *= assumed[f"ratio_{name}"].value ** columns[name]
    death = np.ceil(rng.exponential(1 / rate)).astype(np.int64)
    followed = rng.integers(SHORTEST, LONGEST + 1, n)
    died = (death <= followed).astype(np.int64)
    return pd.DataFrame({**columns, "months": np.minimum(death, followed), "died": died})


def _stages(lean: float) -> list[float]:
    """Return the shares of stages I to IV of a hospital with so many more in stage IV."""
    assumed = assumptions("train")
    spread = figures("train")["spread_when_found"].value + lean
    early = [assumed[f"early_stage_{at}"].value for at in (1, 2, 3)]
    return [*(share * (1 - spread) for share in early), spread]
