"""A patient in words: what an attack read, and what is true."""

from collections.abc import Mapping, Sequence

import numpy as np

from pet_workbench.federated.model import Floats
from pet_workbench.usecases.train.patients import AGE_UNIT, MIDDLE_AGE
from pet_workbench.widgets.case import Words

STAGES = ("stage_2", "stage_3", "stage_4")


def described(
    features: Sequence[str], values: Floats, outcome: int | None, words: Words
) -> Mapping[str, str]:
    """Write age, sex, stage, condition and what happened.

    Parameters
    ----------
    features : sequence of str
        Ids.
    values : ndarray of float64, shape (p,)
        As the model counts them.
    outcome : int or None
        Whether the patient died within two years; None to leave that out.
    words : Words
    """
    found = dict(zip(features, np.rint(10 * values) / 10, strict=True))
    told = {words("about_age"): words.number(round(MIDDLE_AGE + AGE_UNIT * found["age"]))}
    told[words("about_female")] = words("woman" if found["female"] == 1 else "man")
    if STAGES[0] in found:
        at = next((place for place, one in enumerate(STAGES, 2) if found[one] == 1), 1)
        told[words("about_stage")] = words(f"stage_{at}")
    told[words("about_condition")] = words("poor" if found["poor_condition"] == 1 else "good")
    if outcome is not None:
        told[words("about_outcome")] = words("dead" if outcome else "alive")
    return told
