"""Invented patients for the case `treatment`.

Nothing here is calibrated: no published effect of a treatment stands behind it.  Scores are drawn
from a normal distribution and cut to 0 to 100; treatment A raises them by `effect` on average.
What is assumed stands under ``[assumptions.treatment]`` in ``data/figures.toml``.

Hospitals differ.  *Noord* has lighter patients, who score higher whatever is done, and *Zuid*
heavier ones.  With `preference` above 0 the hospitals also differ in what they prescribe: Zuid
gives A more often, Noord B.  Then A looks bad when all patients are thrown together, though it is
better in every hospital: Simpson's paradox.
"""

from typing import TYPE_CHECKING

import numpy as np

from pet_workbench.core.validation import check_range, check_whole
from pet_workbench.datasets import assumptions
from pet_workbench.usecases.treatment.totals import HIGHEST, HOSPITALS

if TYPE_CHECKING:
    import pandas as pd

MIN_N, MAX_N = 3, 3_000_000
MOST_EFFECT = 20


def generate(
    n: int, *, seed: int, effect: float | None = None, preference: float = 0.0
) -> dict[str, "pd.DataFrame"]:
    """Generate `n` patients, spread over three hospitals.

    Parameters
    ----------
    n : int
        3 to 3 million.
    seed : int
        Any number from 0; the same seed gives the same patients.
    effect : float, optional
        Points by which A raises the score more than B, -20 to 20; 6 by default.
    preference : float, default: 0
        How much the hospitals differ in what they prescribe, 0 to 1.

    Returns
    -------
    dict of str to DataFrame
        Per hospital: ``patient`` (int64, different over all hospitals), ``treatment`` (0 for A, 1
        for B) and ``score`` (0 to 100), int64.

    Raises
    ------
    ParameterError
        If a value lies outside.

    Examples
    --------
    >>> {name: len(table) for name, table in generate(1_000, seed=1).items()}
    {'Noord': 450, 'Midden': 330, 'Zuid': 220}
    """
    import pandas as pd  # late: the package loads without it

    assumed = assumptions("treatment")
    points = assumed["effect"].value if effect is None else effect
    check_whole("n", n, MIN_N, MAX_N)
    check_whole("seed", seed, 0, 2**63 - 1)
    check_range("effect", points, -MOST_EFFECT, MOST_EFFECT)
    check_range("preference", preference, 0, 1)
    rng = np.random.default_rng(seed)
    numbers = rng.permutation(n) + 1_000_001
    sizes = _sizes(n)
    tables = {}
    for place, (name, size) in enumerate(zip(HOSPITALS, sizes, strict=True)):
        key = name.lower()
        lean = assumed["most_preference"].value * preference * (place - 1)
        is_b = rng.random(size) >= 0.5 + lean
        drawn = rng.normal(assumed[f"mean_{key}"].value, assumed["spread"].value, size)
        drawn += points / 2 * np.where(is_b, -1, 1)
        score = np.clip(np.rint(drawn), 0, HIGHEST).astype(np.int64)
        own = numbers[sum(sizes[:place]) :][:size]
        tables[name] = pd.DataFrame(
            {"patient": own, "treatment": is_b.astype(np.int64), "score": score}
        )
    return tables


def _sizes(n: int) -> list[int]:
    """Return how many patients each hospital has; at least one each."""
    assumed = assumptions("treatment")
    sizes = [max(1, round(n * assumed[f"share_{name.lower()}"].value)) for name in HOSPITALS[1:]]
    return [n - sum(sizes), *sizes]
