"""Generated pensioners for the case `aio`, calibrated on published figures.

Nobody in here exists.  Persons carry nine-digit numbers that are *not* valid citizen service
numbers (BSN): every one fails the eleven-test.  How many live alone, live abroad, have a reduced
state pension or receive the supplement (AIO) follows the published figures in
``data/figures.toml``, scaled to `n` and rounded by largest remainders within the singles and within
the couples, so that no count is off by more than one household.  How many are entitled and do not
claim follows from those who receive it and the rate of non-take-up ``r``: ``r / (1 - r)`` hidden
households for each that receives.

What nobody published is assumed, and listed with a reason under ``[assumptions.aio]`` in the same
file: chiefly how incomes beside the state pension are spread, which is a log-logistic distribution
set to two figures of CBS.  Net state pension is taken to shrink in proportion to missed years.

By construction a household in the Netherlands is under the social minimum exactly if it receives
the supplement or is entitled and does not claim it.  In reality the two differ: there is an asset
test, and income from abroad that UWV does not know.

Not modelled: couples of whom only one has a state pension, more than two pensioners in a household,
other norms (as for people who share costs), and incomes that change.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core.validation import check_range, check_whole
from pet_workbench.datasets import assumptions, figures
from pet_workbench.usecases.aio.groups import Households, households

if TYPE_CHECKING:
    import pandas as pd

MIN_N, MAX_N = 2, 3_600_000
MAX_NON_TAKE_UP = 0.7
"""Above it, the hidden would outnumber everybody with a reduced state pension."""


@dataclass(frozen=True)
class Population:
    """One table per party, and what it was made from.

    Attributes
    ----------
    tables : mapping of str to DataFrame
        ``"SVB"``: one row per recipient of a state pension, columns ``person`` and ``household``
        (int64), ``aow_cents`` (int64, net cents per month), ``receives_aio`` and ``lives_abroad``
        (bool).  ``"UWV"``: one row per person known there, columns ``person`` and ``income_cents``
        (int64, cents per month other than state pension).  Both in random row order.
    n : int
        Number of recipients.
    seed : int
    non_take_up : float
        Share of entitled households that do not claim.
    """

    tables: Mapping[str, "pd.DataFrame"]
    n: int
    seed: int
    non_take_up: float


def generate(n: int, *, seed: int, non_take_up: float | None = None) -> Population:
    """Generate `n` recipients of a state pension, and what UWV knows.

    Parameters
    ----------
    n : int
        2 to 3.6 million; the real number was 3,592,377 at the end of 2023.
    seed : int
        Any number from 0; the same seed gives the same population.
    non_take_up : float, optional
        Share of entitled households that do not claim, 0 to 0.7; published estimates run from 0.3
        to 0.56.  By default the middle of 30 to 50 %.

    Returns
    -------
    Population

    Raises
    ------
    ParameterError
        If `n`, `seed` or `non_take_up` lies outside.

    Examples
    --------
    >>> population = generate(1_000, seed=1)
    >>> {party: table.shape for party, table in population.tables.items()}
    {'SVB': (1000, 5), 'UWV': (946, 2)}
    """
    rate = assumptions("aio")["non_take_up"].value if non_take_up is None else non_take_up
    check_whole("n", n, MIN_N, MAX_N)
    check_whole("seed", seed, 0, 2**63 - 1)
    check_range("non_take_up", rate, 0, MAX_NON_TAKE_UP)
    rng = np.random.default_rng(seed)
    n_couples = _couples(n)
    parts = [
        households(rng, n - 2 * n_couples, size=1, non_take_up=rate),
        households(rng, n_couples, size=2, non_take_up=rate),
    ]
    n_others = max(1, round(n * assumptions("aio")["others_at_uwv"].value))
    persons = person_numbers(rng, n + n_others)
    tables = {
        "SVB": _svb(rng, parts, persons[:n]),
        "UWV": _uwv(rng, parts, persons),
    }
    return Population(MappingProxyType(tables), n, seed, rate)


def norms_cents() -> tuple[int, int]:
    """Return the social minimum of one and of two pensioners together, in cents net per month."""
    published = figures("aio")
    return round(100 * published["norm_single"].value), round(100 * published["norm_couple"].value)


def person_numbers(rng: np.random.Generator, count: int) -> NDArray[np.int64]:
    """Draw `count` different nine-digit numbers that are not valid citizen service numbers.

    Returns
    -------
    ndarray of int64, shape (count,)
        In random order.
    """
    found = np.empty(0, np.int32)
    while len(found) < count:
        drawn = rng.integers(10**8, 10**9, count - len(found) + count // 9 + 16, dtype=np.int32)
        # sorting beats np.unique's hash table by a factor of twenty here
        found = np.sort(np.concatenate([found, drawn[~passes_eleven_test(drawn)]]))
        found = found[np.append(True, found[1:] != found[:-1])]
    return rng.permutation(found)[:count].astype(np.int64)


def passes_eleven_test(numbers: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Say which nine-digit `numbers` could be a citizen service number.

    The digits times 9, 8, ..., 2 and -1 add up to a multiple of 11.

    Examples
    --------
    >>> passes_eleven_test(np.array([111222333, 111222334], np.int32)).tolist()
    [True, False]
    """
    total = -(numbers % 10)
    rest = numbers // 10
    for weight in range(2, 10):
        total += weight * (rest % 10)
        rest //= 10
    passes: NDArray[np.bool_] = total % 11 == 0
    return passes


def _couples(n: int) -> int:
    """Return how many of `n` recipients to pair up, two by two."""
    published = figures("aio")
    share = published["recipients_cohabiting"].value / published["recipients"].value
    return round(n * share / 2)


def _svb(
    rng: np.random.Generator, parts: list[Households], persons: NDArray[np.int64]
) -> "pd.DataFrame":
    """Lay out SVB's table, its rows and its household numbers in random order."""
    import pandas as pd  # late: the package loads without it

    n_households = [len(part.aow_cents) for part in parts]
    numbers = rng.permutation(sum(n_households)) + 1
    first, second = np.split(numbers, n_households[:1])
    order = rng.permutation(len(persons))
    columns = {
        "person": persons,
        "household": np.concatenate([first, np.repeat(second, 2)]),
        "aow_cents": np.concatenate([part.aow_cents.ravel() for part in parts]),
        "receives_aio": np.concatenate([np.repeat(part.receives, part.size) for part in parts]),
        "lives_abroad": np.concatenate([np.repeat(part.abroad, part.size) for part in parts]),
    }
    return pd.DataFrame({name: values[order] for name, values in columns.items()}, copy=False)


def _uwv(
    rng: np.random.Generator, parts: list[Households], persons: NDArray[np.int64]
) -> "pd.DataFrame":
    """Lay out UWV's table: some people without income are absent, some strangers present."""
    import pandas as pd  # late: the package loads without it

    assumed = assumptions("aio")
    known = np.concatenate([part.income_cents.ravel() for part in parts])
    absent = (known == 0) & (rng.random(len(known)) < assumed["absent_without_income"].value)
    odds = rng.random(len(persons) - len(known)) * 0.999
    strangers = (odds / (1 - odds)) ** (1 / assumed["income_shape"].value)
    incomes = np.concatenate(
        [known, (100 * assumed["median_income_others"].value * strangers).astype(np.int64)]
    )
    rows = np.concatenate([np.flatnonzero(~absent), np.arange(len(known), len(persons))])
    order = rows[rng.permutation(len(rows))]
    return pd.DataFrame({"person": persons[order], "income_cents": incomes[order]}, copy=False)
