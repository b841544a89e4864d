"""Real Dutch pupils: 4,106 children of 216 primary schools, with the values that really miss.

The file is the data set ``brandsma`` of the R package mice, under the GPL (version 2 or later); see
``data/README.md``.  The data are old and public, and a lesson may show totals of them; here they
are treated as if they were not: what is shown has noise, or is about many schools together, and no
school and no pupil is ever singled out.

A value that misses is a category of its own: leaving such pupils out would make a table of those
whose schools keep their records well.
"""

from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.datasets import data_path
from pet_workbench.dp import Ledger, PrivateTable, Release, Session, Terms
from pet_workbench.dp.consistency import Level, fit_tree, rounded, without_negatives
from pet_workbench.dp.totals.contingency import Contingency

if TYPE_CHECKING:
    import pandas as pd

FILE = "edu_brandsma_nl.csv"
DATASET = "brandsma"
DENOMINATIONS = ("1", "2", "3", "4", "unknown")
"""As numbered in the file, whose source does not say what the numbers mean."""
SCORES = ("below_30", "30_39", "40_49", "from_50", "missing")
"""Of the language test at the end of the year, at most 58 points."""
REPEATED = ("never", "once_or_more", "unknown")
"""Whether a pupil repeated a year."""
TERMS = Terms(unit="person", neighbours="add-remove")
SHARES = {"country": Fraction(1, 5), "denomination": Fraction(3, 10), "school": Fraction(1, 2)}
_EDGES = (30, 40, 50)
Whole = NDArray[np.int64]


@cache
def pupils() -> Mapping[str, Whole]:
    """Return the pupils' columns as places in the tuples above, and schools numbered from 0."""
    import pandas as pd

    frame = pd.read_csv(data_path() / FILE)
    score = frame["lpo"].to_numpy()
    band = np.searchsorted(_EDGES, score, "right")
    repeated = frame["rpg"].to_numpy()
    found = {
        "school": np.unique(frame["sch"].to_numpy(), return_inverse=True)[1],
        "denomination": frame["den"].fillna(len(DENOMINATIONS)).to_numpy() - 1,
        "score": np.where(np.isnan(score), len(SCORES) - 1, band),
        "repeated": np.where(np.isnan(repeated), 2, repeated > 0),
    }
    return {name: column.astype(np.int64) for name, column in found.items()}


def n_schools() -> int:
    """Return how many schools there are; the register of schools is public."""
    return int(pupils()["school"].max()) + 1


def denomination_of_schools() -> Whole:
    """Return the denomination per school; public as well."""
    found = np.zeros(n_schools(), np.int64)
    found[pupils()["school"]] = pupils()["denomination"]
    return found


def session(*, epsilon: Any, delta: Any = 0) -> Session:
    """Return a session with a ledger of its own: for lessons, as it starts full each time."""
    ledger = Ledger.temporary(
        dataset=DATASET, unit="person", neighbours="add-remove", epsilon=epsilon, delta=delta
    )
    table = PrivateTable(dict(pupils()), dataset=DATASET)
    return Session(table, ledger, asker="page 13")


def score_query(*, epsilon: Any, delta: Any = 0) -> Contingency:
    """Return the question how many pupils have which score, per denomination."""
    return Contingency(
        categories={
            "denomination": tuple(range(len(DENOMINATIONS))),
            "score": tuple(range(len(SCORES))),
        },
        epsilon=epsilon,
        delta=delta,
        terms=TERMS,
    )


def release_scores(*, epsilon: Any, delta: Any = 0) -> Release:
    """Ask it, and return the release."""
    query = score_query(epsilon=epsilon, delta=delta)
    return session(epsilon=epsilon, delta=delta).ask(query, purpose="scores by denomination")


def true_scores() -> Whole:
    """Return the same table without noise: to measure with, never to show cell by cell."""
    found = pupils()
    at = found["denomination"] * len(SCORES) + found["score"]
    shape = (len(DENOMINATIONS), len(SCORES))
    return np.bincount(at, minlength=shape[0] * shape[1]).reshape(shape)


def school_sizes() -> Whole:
    """Return the number of pupils per school: to measure with."""
    return np.bincount(pupils()["school"], minlength=n_schools())


def release_schools(*, epsilon: Any, delta: Any = 0) -> tuple[list[Whole], list[Whole]]:
    """Ask who repeated a year in the country, per denomination and per school.

    Parameters
    ----------
    epsilon, delta : number
        Of the three tables together.

    Returns
    -------
    noisy, adding_up : list of ndarray of int64, shape (n_places, 3)
        As released, and made to add up; country, denominations and schools.
    """
    asking = session(epsilon=epsilon, delta=delta)
    sizes = {"country": 1, "denomination": len(DENOMINATIONS), "school": n_schools()}
    parents = [
        np.zeros(1, np.int64),
        np.zeros(len(DENOMINATIONS), np.int64),
        denomination_of_schools(),
    ]
    levels = []
    for (name, size), parent in zip(sizes.items(), parents, strict=True):
        places = {} if name == "country" else {name: tuple(range(size))}
        query = Contingency(
            categories={**places, "repeated": tuple(range(len(REPEATED)))},
            epsilon=SHARES[name] * Fraction(str(epsilon)),
            delta=SHARES[name] * Fraction(str(delta)),
            terms=TERMS,
        )
        value = asking.ask(query, purpose=f"who repeated a year, per {name}").value
        counts = np.asarray(value, np.int64).reshape(size, -1)
        levels.append(Level(counts, query.parts[0].noise.deviation ** 2, parent))
    fitted = without_negatives(fit_tree(levels), parents)
    return [np.asarray(one.counts, np.int64) for one in levels], rounded(fitted, parents)


def as_case_table() -> "pd.DataFrame":
    """Return the pupils in the form of the case: denominations as regions, one programme.

    "Passed" stands for never having repeated a year.  Pupils of whom sex or years are missing are
    not in it: the form has no place for them.
    """
    import pandas as pd

    found, sex = pupils(), _sex()
    frame = pd.DataFrame(
        {
            "region": found["denomination"],
            "school": found["school"] + 1,
            "programme": 0,
            "sex": np.where(np.isnan(sex), -1, sex),
            "passed": found["repeated"] == 0,
        }
    )
    known = (frame["sex"] >= 0).to_numpy() & (found["repeated"] < len(REPEATED) - 1)
    return frame[known].astype(np.int64).reset_index(drop=True)


@cache
def _sex() -> NDArray[np.float64]:
    """Return the sex of the pupils; NaN where it is missing."""
    import pandas as pd

    return pd.read_csv(data_path() / FILE, usecols=["sex"])["sex"].to_numpy(np.float64)
