"""Who takes part in the cases on falls, and what a care organisation knows about a client.

A client is described by 16 *features*, whole numbers that go into a model, and falls into one
*level* of each of 16 *lines* (age, sex, ...), by which injuries are counted.  A line with a level
is a *group*.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import DataError

if TYPE_CHECKING:
    import pandas as pd

CARE, HOSPITAL = "Care", "Hospital"
THIRD_PARTIES = ("ZorgTTP", "CBS", "RIVM")
"""Bodies a reader may choose as the third; none of them has agreed to anything."""

YOUNGEST, OLDEST = 65, 110
MOST_FALLS, MOST_MEDICINES = 50, 40
FLAGS = (
    "gait",
    "walking_aid",
    "dizziness",
    "parkinson",
    "antiepileptics",
    "memory",
    "stroke",
    "incontinence",
    "fear",
    "vision",
    "nursing_home",
)
"""What is so or not: problems with gait or balance, ..., fear of falling, problems with seeing, and
whether the client lives in a nursing home."""
COLUMNS = (
    "person",
    "age",
    "female",
    "earlier_falls",
    *FLAGS[:5],
    "medicines",
    *FLAGS[5:],
    "fallen",
)
"""Of the care organisation's table; `fallen` is whether it recorded a fall this year."""

CENTRE_AGE = 80
FEATURES = ("age", "female", "fell_once", "fell_often", *FLAGS[:5], "medicines", *FLAGS[5:])
"""Of a model, in this order; age counts from `CENTRE_AGE`, and earlier falls are two features."""
BOUNDS: Mapping[str, int] = {
    **dict.fromkeys(FEATURES, 1),
    "age": OLDEST - CENTRE_AGE,
    "medicines": MOST_MEDICINES,
}
"""How far each feature can be from zero: public, from what is known of people."""

NO_YES = ("no", "yes")
_LIMITS: Mapping[str, tuple[int, ...]] = {
    "age": (75, 80, 85, 90),
    "falls": (1, 2),
    "medicines": (5, 10),
}
LINES: Mapping[str, tuple[str, ...]] = {
    "age": ("65-74", "75-79", "80-84", "85-89", "90+"),
    "sex": ("man", "woman"),
    "falls": ("none", "one", "more"),
    "medicines": ("0-4", "5-9", "10+"),
    **dict.fromkeys((*FLAGS, "fallen"), NO_YES),
}
"""Levels per line; every client is in one level of each."""
GROUPS = tuple((line, level) for line, levels in LINES.items() for level in levels)
LINE_OF = np.repeat(np.arange(len(LINES)), [len(levels) for levels in LINES.values()])
"""Place of each group's line."""
FIRST_OF = np.flatnonzero(np.append(True, np.diff(LINE_OF) > 0))
"""Place of each line's first group."""


def features(table: "pd.DataFrame") -> NDArray[np.int64]:
    """Return the features of every client in `table`, in the order of `FEATURES`.

    Returns
    -------
    ndarray of int64, shape (n, 16)

    Raises
    ------
    DataError
        If a feature is further from zero than its bound; a technique could compute a wrong score.

    Examples
    --------
    >>> import pandas as pd
    >>> row = dict.fromkeys(COLUMNS, 0) | {"age": 83, "earlier_falls": 2, "medicines": 5}
    >>> features(pd.DataFrame([row])).tolist()
    [[3, 0, 0, 1, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0]]
    """
    earlier = table["earlier_falls"].to_numpy(np.int64)
    made = np.empty((len(table), len(FEATURES)), np.int64)
    for place, name in enumerate(FEATURES):
        if name == "age":
            made[:, place] = table["age"].to_numpy(np.int64) - CENTRE_AGE
        elif name == "fell_once":
            made[:, place] = earlier == 1
        elif name == "fell_often":
            made[:, place] = earlier >= 2
        else:
            made[:, place] = table[name].to_numpy(np.int64)
        _check_bound(name, made[:, place])
    return made


def levels_of(table: "pd.DataFrame") -> NDArray[np.int8]:
    """Return the level of every client in `table` for each line.

    Returns
    -------
    ndarray of int8, shape (n, 16)
        Places in the levels of `LINES`.

    Examples
    --------
    >>> import pandas as pd
    >>> row = dict.fromkeys(COLUMNS, 0) | {"age": 83, "earlier_falls": 2, "medicines": 5}
    >>> levels_of(pd.DataFrame([row]))[0, :4].tolist()
    [2, 0, 2, 1]
    """
    columns = {"sex": "female", "falls": "earlier_falls"}
    made = np.empty((len(table), len(LINES)), np.int8)
    for place, line in enumerate(LINES):
        values = table[columns.get(line, line)].to_numpy(np.int64)
        limits = _LIMITS.get(line)
        made[:, place] = np.searchsorted(limits, values, side="right") if limits else values
    return made


def _check_bound(name: str, values: NDArray[np.int64]) -> None:
    """Refuse a feature that nobody can have."""
    wrong = np.flatnonzero(np.abs(values) > BOUNDS[name])
    if wrong.size:
        raise DataError(
            "errors.falls_feature",
            "need {name} to be at most {most} from zero, got {value} for client {row}",
            name=name,
            most=BOUNDS[name],
            value=int(values[wrong[0]]),
            row=int(wrong[0]) + 1,
        )
