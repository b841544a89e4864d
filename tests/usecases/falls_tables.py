"""Small tables for the cases on falls, drawn at random or by hypothesis, and plain oracles."""

from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from pet_workbench.usecases.falls import CARE, FEATURES, HOSPITAL, WEIGHTS, Model
from pet_workbench.usecases.falls.clients import (
    CENTRE_AGE,
    COLUMNS,
    FLAGS,
    MOST_FALLS,
    MOST_MEDICINES,
    OLDEST,
    YOUNGEST,
)
from pet_workbench.usecases.falls.model import MOST_WEIGHT

_NUMBERS = {
    "age": (YOUNGEST, OLDEST),
    "earlier_falls": (0, MOST_FALLS),
    "medicines": (0, MOST_MEDICINES),
}


def clients_of(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Return a care organisation's table; what a row leaves out is 0, no, or 80 years."""
    default = dict.fromkeys(COLUMNS, 0) | {"age": CENTRE_AGE}
    full = [default | {"person": 100 + at} | row for at, row in enumerate(rows)]
    table = pd.DataFrame(full, columns=list(COLUMNS)).astype("int64")
    return table.astype(dict.fromkeys(("female", *FLAGS, "fallen"), bool))


def model_of(**weights: int) -> Model:
    """Return a model with these weights, in units; the others are 0."""
    return Model(np.array([weights.get(name, 0) for name in WEIGHTS], np.int64))


def tables_of(rows: list[dict[str, Any]], model: Model) -> dict[str, pd.DataFrame]:
    """Return both tables of the case `falls`."""
    return {CARE: clients_of(rows), HOSPITAL: model.table}


def scores_by_hand(table: pd.DataFrame, model: Model) -> list[int]:
    """Return every client's score in units, with Python's whole numbers, row by row."""
    weights = dict(zip(WEIGHTS, model.weights.tolist(), strict=True))
    found = []
    for row in table.to_dict("records"):
        known = {name: int(row.get(name, 0)) for name in FEATURES}
        known["age"] -= CENTRE_AGE
        known["fell_once"] = int(row["earlier_falls"] == 1)
        known["fell_often"] = int(row["earlier_falls"] > 1)
        found.append(weights["intercept"] + sum(weights[n] * v for n, v in known.items()))
    return found


def auc_by_pairs(risks: Any, outcome: Any) -> float:
    """Return the AUC by looking at every pair of somebody hurt and somebody not."""
    hurt = [r for r, y in zip(risks, outcome, strict=True) if y]
    others = [r for r, y in zip(risks, outcome, strict=True) if not y]
    halves = [1 if a > b else Fraction(1, 2) if a == b else 0 for a in hurt for b in others]
    return float(Fraction(sum(halves), len(halves)))


@st.composite
def any_client(draw: Any) -> dict[str, Any]:
    """Draw a client, at the ends of ranges more often than not."""
    row: dict[str, Any] = {
        name: draw(st.sampled_from([low, high]) | st.integers(low, high))
        for name, (low, high) in _NUMBERS.items()
    }
    return row | {name: draw(st.booleans()) for name in ("female", *FLAGS, "fallen")}


any_model = st.lists(
    st.sampled_from([-MOST_WEIGHT, MOST_WEIGHT, 0]) | st.integers(-MOST_WEIGHT, MOST_WEIGHT),
    min_size=len(WEIGHTS),
    max_size=len(WEIGHTS),
).map(lambda weights: Model(np.array(weights, np.int64)))


def largest_clients(model: Model) -> list[dict[str, Any]]:
    """Return two clients whose scores are as far from zero as `model` allows, on either side."""
    signs = dict(zip(FEATURES, np.sign(model.weights[1:]).tolist(), strict=True))
    rows = []
    for side in (1, -1):
        wanted = {name: signs[name] * side > 0 for name in FEATURES}
        falls = 1 if wanted["fell_once"] else 2 if wanted["fell_often"] else 0
        row: dict[str, Any] = {
            "age": OLDEST if wanted["age"] else YOUNGEST,
            "medicines": MOST_MEDICINES if wanted["medicines"] else 0,
            "earlier_falls": falls,
        }
        rows.append(row | {name: wanted[name] for name in ("female", *FLAGS)})
    return rows
