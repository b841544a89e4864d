"""The real pupils of data/edu_brandsma_nl.csv, with a description of their columns.

The file is public and so may be looked at: bounds of intelligence and of background are round
numbers around what it holds.  Who keeps a table that is not public takes them from elsewhere.
"""

from functools import cache

import numpy as np
import pandas as pd

from pet_workbench.datasets import data_path
from pet_workbench.dp import Ledger, Terms
from pet_workbench.synthetic import Categories, Description, Numbers, Private

TERMS = Terms(unit="person", neighbours="add-remove")
SEED = 8


def spaced(low, high, by, *, step=1.0):
    """Return a column of whole points with bins of equal width."""
    return Numbers(tuple(float(one) for one in range(low, high + 1, by)), step, may_miss=True)


IQ = Numbers((-8.0, -4, -3, -2, -1, 0, 1, 2, 3, 4, 8), may_miss=True)
PUPILS = Description(
    {
        "den": Categories((1, 2, 3, 4), may_miss=True),
        "sex": Categories((0, 1), may_miss=True),
        "min": Categories((0, 1)),
        "rpg": Categories((0, 1, 2), may_miss=True),
        "ses": spaced(-20, 25, 5, step=0.0),
        "iqv": IQ,
        "iqp": IQ,
        "lpr": spaced(0, 60, 5),
        "apr": spaced(0, 20, 2),
        "lpo": spaced(0, 60, 5),
        "apo": spaced(0, 30, 3),
    }
)
"""Points of tests from 0 to the most there can be; intelligence and background about the mean."""


@cache
def real():
    """Return all pupils."""
    return pd.read_csv(data_path() / "edu_brandsma_nl.csv")[list(PUPILS)]


@cache
def halves():
    """Return pupils to learn from, and pupils that nobody learned from: two in three, and one."""
    order = np.random.default_rng(SEED).permutation(len(real()))
    cut = 2 * len(order) // 3
    return (
        real().iloc[order[:cut]].reset_index(drop=True),
        real().iloc[order[cut:]].reset_index(drop=True),
    )


def private(epsilon=1, *, seed=SEED):
    """Return the private generator with a ledger that pays for once."""
    ledger = Ledger.temporary(
        dataset="brandsma", unit="person", neighbours="add-remove", epsilon=epsilon, delta="1e-6"
    )
    return Private(ledger=ledger, epsilon=epsilon, delta="1e-6", terms=TERMS, teaching_seed=seed)
