"""The published table with differential privacy: three noisy tables, made to add up.

The country, the regions and the schools are each asked as a contingency table of programme, sex and
result, through a `Session` and its `Ledger`, with a fixed share of the budget; together they cost
the whole of it.  Then the tables are fitted to each other, negative numbers are taken away and all
is rounded: post-processing, which costs nothing.  Percentages follow from the counts.

Protects: every pupil, whether one is in the data and what one's result is, also against whoever
knows all others, and against several editions together as far as their budgets add up.
Does not protect: which schools offer which programme, which counts as public; a school as a whole;
and what is true of many pupils, such as that nearly all pass.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Channel
from pet_workbench.dp import Ledger, PrivateTable, Release, Session, Terms
from pet_workbench.dp.consistency import Level, fit_tree, rounded, without_negatives
from pet_workbench.dp.totals.combined import combined_quantile
from pet_workbench.dp.totals.contingency import Contingency
from pet_workbench.usecases.education.tables import (
    PROGRAMMES,
    PUBLISHER,
    REGIONS,
    Offers,
    Publication,
    Whole,
    percentages_of,
    with_totals,
)

if TYPE_CHECKING:
    import pandas as pd

DATASET = "education"
TERMS = Terms(unit="person", neighbours="add-remove")
SHARES = {"group": Fraction(1, 2), "region": Fraction(3, 10), "country": Fraction(1, 5)}
"""Of the budget, per table; the finest first."""
_TWO = (0, 1)
_CELLS = 4
CONFIDENCE = 0.95


@dataclass(frozen=True, eq=False)
class Noisy:
    """Three noisy tables, as they were released.

    Attributes
    ----------
    cells : dict of str to ndarray of int64, shape (n_places, 4)
        By level: per group, per line of `REGIONS` and programmes that has a group, and per
        programme, how many men failed and passed, and how many women.
    variance : dict of str to float
        Of the noise in each number.
    margins : ndarray of float64, shape (3,)
        See `Publication`.
    lines : ndarray of int64
        Which lines have a group.
    releases : tuple of Release
        The three, for a statement.
    """

    cells: dict[str, Whole]
    variance: dict[str, float]
    margins: NDArray[np.float64]
    lines: Whole
    releases: tuple[Release, ...]


def temporary_ledger(epsilon: Any, delta: Any) -> Ledger:
    """Return a ledger for one release, gone with it: for lessons."""
    return Ledger.temporary(
        dataset=DATASET, unit="person", neighbours="add-remove", epsilon=epsilon, delta=delta
    )


def queries(offers: Offers, *, epsilon: Any, delta: Any) -> dict[str, Contingency]:
    """Return the three questions, the coarsest first; no pupil is looked at.

    Parameters
    ----------
    offers : Offers
    epsilon, delta : number
        Of all three together.
    """
    places = {
        "country": len(PROGRAMMES),
        "region": len(np.unique(offers.line)),
        "group": len(offers.school),
    }
    return {
        level: Contingency(
            categories={level: tuple(range(n)), "sex": _TWO, "passed": _TWO},
            epsilon=SHARES[level] * Fraction(str(epsilon)),
            delta=SHARES[level] * Fraction(str(delta)),
            terms=TERMS,
        )
        for level, n in places.items()
    }


def ask(
    pupils: "pd.DataFrame",
    offers: Offers,
    *,
    ledger: Ledger,
    channel: Channel | None = None,
    asker: str = PUBLISHER,
    purpose: str = "table of pupils",
    **budget: Any,
) -> Noisy:
    """Ask for the three tables.

    Parameters
    ----------
    pupils : DataFrame
    offers : Offers
    ledger : Ledger
        Of the data set `DATASET`; charged three times.
    channel : Channel, optional
        Of the party in whose run this is; see `Session`.
    asker, purpose : str
        For the ledger.
    **budget
        ``epsilon`` and ``delta``.

    Raises
    ------
    BudgetError
        If too little is left for a table.
    """
    lines, at = np.unique(offers.line, return_inverse=True)
    place = offers.places(pupils)
    columns = {
        "country": offers.programme[place],
        "region": at[place],
        "group": place,
        "sex": pupils["sex"].to_numpy(),
        "passed": pupils["passed"].to_numpy(),
    }
    session = Session(PrivateTable(columns, dataset=DATASET), ledger, asker=asker, channel=channel)
    cells, variance, releases = {}, {}, []
    margins: list[float] = []
    for level, query in queries(offers, **budget).items():
        release = session.ask(query, purpose=f"{purpose}, {level}")
        releases.append(release)
        cells[level] = np.asarray(release.value, np.int64).reshape(-1, _CELLS)
        noise = query.parts[0].noise
        variance[level] = noise.deviation**2
        # the noise of four cells adds up in a total
        margins.insert(0, combined_quantile(noise, [1.0] * _CELLS, CONFIDENCE))
    return Noisy(cells, variance, np.array(margins), lines, tuple(releases))


def parents_of(offers: Offers) -> list[Whole]:
    """Return per level, from the country down, the place of every row on the level above."""
    lines, of_group = np.unique(offers.line, return_inverse=True)
    return [
        np.zeros(len(PROGRAMMES), np.int64),
        (lines % len(PROGRAMMES)).astype(np.int64),
        of_group.ravel().astype(np.int64),
    ]


def consistent(
    noisy: Noisy, offers: Offers, *, from_zero: bool = True, whole: bool = True
) -> list[NDArray[Any]]:
    """Return the tables of country, regions and groups so that they add up.

    Parameters
    ----------
    noisy : Noisy
    offers : Offers
    from_zero : bool, default: True
        Whether to take negative numbers away, which makes small counts too high on average.
    whole : bool, default: True
        Whether to round.
    """
    parents = parents_of(offers)
    levels = [
        Level(noisy.cells[name], noisy.variance[name], parent)
        for name, parent in zip(("country", "region", "group"), parents, strict=True)
    ]
    fitted = fit_tree(levels)
    if from_zero:
        fitted = without_negatives(fitted, parents)
    return list(rounded(fitted, parents) if whole else fitted)


def publication(noisy: Noisy, offers: Offers) -> Publication:
    """Return what is published of three noisy tables.

    Parameters
    ----------
    noisy : Noisy
    offers : Offers
    """
    _, by_line, by_group = consistent(noisy, offers)
    counts = with_totals(by_group)
    regions = np.zeros((len(REGIONS) * len(PROGRAMMES), 2), np.int64)
    regions[noisy.lines] = with_totals(by_line)[:, :, 2]
    return Publication(offers, counts, percentages_of(counts), regions, noisy.margins)
