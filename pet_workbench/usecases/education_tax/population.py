"""Generated study and tax records for the case `education-tax`: an invented population.

Nobody in here exists, and no figure is calibrated on a published one: the sizes are those of the
study that the case takes after (half a million study records, ten million tax records), the numbers
are invented so that there is something to find.  Persons carry nine-digit numbers that are not
valid citizen service numbers.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core.validation import check_range
from pet_workbench.usecases.aio.population import person_numbers
from pet_workbench.usecases.education_tax.cells import (
    DUO,
    FIELDS,
    FIRST_YEAR,
    N_YEARS,
    OUTCOMES,
    TAX,
)

if TYPE_CHECKING:
    import pandas as pd

TAX_RECORDS_PER_STUDENT = 20
MIN_N, MAX_N = 1, 2_000_000
KNOWN_TO_TAX = 0.9
"""Share of students who occur in the tax records at all."""
FILLED = 0.8
"""Share of persons and years in the tax records for which there is one."""
WORKS_DURING = (0.55, 0.6, 0.65, 0.8, 0.6, 0.5)
"""By field: share of the years of study with work."""
EUROS_AFTER = (31_000, 26_000, 38_000, 43_000, 40_000, 36_000)
"""By field: median income of a year of work after the study."""
FACTOR = (1.0, 0.93, 0.75)
"""By outcome of the study: what it does to that median."""
FIELD_SHARES = (0.15, 0.1, 0.35, 0.08, 0.15, 0.17)
OUTCOME_SHARES = (0.35, 0.35, 0.3)
WORKS_BEFORE, WORKS_LATER = 0.3, 0.88
EUROS_BEFORE, EUROS_DURING, EUROS_OTHERS = 4_000, 7_000, 33_000
SPREAD = 0.5
"""Standard deviation of the logarithm of incomes."""


def generate(n: int, *, seed: int) -> dict[str, "pd.DataFrame"]:
    """Generate `n` study records and 20 times as many tax records.

    Parameters
    ----------
    n : int
        1 to 2 million.
    seed : int
        The same seed gives the same generated population.

    Returns
    -------
    dict of str to DataFrame
        ``"DUO"``: a row per student, columns ``person``, ``field`` (0 to 5), ``outcome`` (0 to 2),
        ``first_year`` and ``last_year`` of study.  ``"Belastingdienst"``: a row per person and
        year, columns ``person``, ``year`` and ``income`` (whole euros).

    Raises
    ------
    ParameterError
        If `n` lies outside.

    Examples
    --------
    >>> {party: len(table) for party, table in generate(100, seed=1).items()}
    {'DUO': 100, 'Belastingdienst': 2000}
    """
    import pandas as pd

    check_range("n", n, MIN_N, MAX_N)
    rng = np.random.default_rng(seed)
    n_taxed = round(n * TAX_RECORDS_PER_STUDENT / N_YEARS / FILLED)
    n_unknown = n - round(n * KNOWN_TO_TAX)
    persons = person_numbers(rng, n_taxed + n_unknown).astype(np.int32)
    first = rng.integers(FIRST_YEAR - 3, FIRST_YEAR + N_YEARS, n, dtype=np.int16)
    columns = {
        "person": persons[:n],
        "field": rng.choice(len(FIELDS), n, p=FIELD_SHARES).astype(np.int8),
        "outcome": rng.choice(len(OUTCOMES), n, p=OUTCOME_SHARES).astype(np.int8),
        "first_year": first,
        "last_year": first + rng.integers(2, 7, n, dtype=np.int16),
    }
    studies = pd.DataFrame(columns, copy=False)
    tax = _tax_records(rng, persons[n_unknown:], studies[n_unknown:], TAX_RECORDS_PER_STUDENT * n)
    return {DUO: studies.iloc[rng.permutation(n)].reset_index(drop=True), TAX: tax}


def _tax_records(
    rng: np.random.Generator, persons: NDArray[np.int32], students: "pd.DataFrame", count: int
) -> "pd.DataFrame":
    """Generate `count` records of different persons and years; the first persons are students."""
    import pandas as pd

    cells = rng.permutation(np.arange(len(persons) * N_YEARS, dtype=np.int32))[:count]
    who = cells // N_YEARS
    year = (FIRST_YEAR + cells % N_YEARS).astype(np.int16)
    works = np.full(count, WORKS_LATER, np.float32)
    median = np.full(count, EUROS_OTHERS, np.float32)
    at = np.flatnonzero(who < len(students))
    works[at], median[at] = _of_students(students, who[at], year[at])
    income = median * np.exp(SPREAD * rng.standard_normal(count, np.float32))
    income[rng.random(count, np.float32) >= works] = 0
    return pd.DataFrame(
        {"person": persons[who], "year": year, "income": income.astype(np.int32)}, copy=False
    )


def _of_students(
    students: "pd.DataFrame", rows: NDArray[np.int32], year: NDArray[np.int16]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return for years of students the probability of work and the median income."""
    field, outcome, first, last = (
        students[name].to_numpy()[rows] for name in ("field", "outcome", "first_year", "last_year")
    )
    after, before = year > last, year < first
    works = np.where(after, WORKS_LATER, np.array(WORKS_DURING)[field])
    later = np.array(EUROS_AFTER)[field] * np.array(FACTOR)[outcome]
    median = np.where(after, later, EUROS_DURING)
    works[before], median[before] = WORKS_BEFORE, EUROS_BEFORE
    return works.astype(np.float32), median.astype(np.float32)
