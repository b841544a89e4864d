"""The real pupils of ``data/edu_brandsma_nl.csv``, and a public codebook of their columns.

4,106 pupils of 216 Dutch primary schools, with the values that really miss, from the data set
``brandsma`` of the R package mice (GPL-2 or later); see ``data/README.md``.  The columns that say
which school and which pupil are left out from the start.

The file is public, so a lesson may look at it: bounds of intelligence and of background are round
numbers around what it holds.  Who keeps a table that is not public takes them from elsewhere.

Protects: nothing by itself; see the case.
Does not protect: pupils against whoever has the public file.
"""

from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from pet_workbench.core.validation import check_whole
from pet_workbench.datasets import data_path
from pet_workbench.synthetic import Categories, Description, Numbers
from pet_workbench.synthetic.chance import seeded
from pet_workbench.usecases.synthetic_rows.rows import LEAST_ROWS

if TYPE_CHECKING:
    import pandas as pd

KEEPER, READER = "Keeper", "Researcher"
FILE = "edu_brandsma_nl.csv"
N_PUPILS: Final = 4_106
MOST = 1_000_000


def _points(low: int, high: int, by: int, *, step: float = 1.0) -> Numbers:
    """Return a column of points with bins of equal width."""
    return Numbers(tuple(float(one) for one in range(low, high + 1, by)), step, may_miss=True)


_INTELLIGENCE = Numbers((-8.0, -4, -3, -2, -1, 0, 1, 2, 3, 4, 8), may_miss=True)
PUPILS = Description(
    {
        "den": Categories((1, 2, 3, 4), may_miss=True),
        "sex": Categories((0, 1), may_miss=True),
        "min": Categories((0, 1)),
        "rpg": Categories((0, 1, 2), may_miss=True),
        "ses": _points(-20, 25, 5, step=0.0),
        "iqv": _INTELLIGENCE,
        "iqp": _INTELLIGENCE,
        "lpr": _points(0, 60, 5),
        "apr": _points(0, 20, 2),
        "lpo": _points(0, 60, 5),
        "apo": _points(0, 30, 3),
    }
)
"""Points of tests from 0 to the most there can be; intelligence and background about the mean."""


@cache
def pupils() -> "pd.DataFrame":
    """Return all real pupils, without the numbers of school and pupil."""
    import pandas as pd

    return pd.read_csv(data_path() / FILE)[list(PUPILS)]


def sample(n: int, *, seed: int) -> "pd.DataFrame":
    """Return `n` pupils: real ones as far as there are, above that rows of a generated population.

    For more than 4,106, which is for measuring time only, rows are drawn along trees that were
    learned from the real ones.

    Parameters
    ----------
    n : int
        120 to 1,000,000.
    seed : int
        Which pupils, in which order; of all 4,106 it changes the order only.

    Raises
    ------
    ParameterError
        If `n` lies outside.
    """
    check_whole("n", n, LEAST_ROWS, MOST)
    if n > N_PUPILS:
        from pet_workbench.synthetic import Cart

        return Cart().fit(pupils(), PUPILS).draw(n, seed=seed)
    order: np.ndarray[tuple[int], np.dtype[np.int64]] = seeded(seed).permutation(N_PUPILS)
    return pupils().iloc[order[:n]].reset_index(drop=True)
