"""Households of pensioners by group, and what comes in: the inner part of `population`.

A household is in one of seven groups.  Each group says how many years of state pension its members
miss, and whether their other income has to stay under the social minimum or reach it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pet_workbench.datasets import assumptions, figures
from pet_workbench.usecases.apportionment import round_to_total

GROUPS = (
    "abroad, full",
    "abroad, reduced",
    "receives the supplement",
    "entitled, does not claim",
    "reduced",
    "one of two reduced",
    "full",
)
_HIGHEST = 0.999


@dataclass(frozen=True)
class Households:
    """Households of one size.

    Attributes
    ----------
    aow_cents, income_cents : ndarray of int64, shape (n_households, size)
        Net state pension and other income per month of each member.
    receives, abroad : ndarray of bool, shape (n_households,)
    """

    aow_cents: NDArray[np.int64]
    income_cents: NDArray[np.int64]
    receives: NDArray[np.bool_]
    abroad: NDArray[np.bool_]

    @property
    def size(self) -> int:
        """Members per household."""
        return int(self.aow_cents.shape[1])


def households(
    rng: np.random.Generator, count: int, *, size: int, non_take_up: float
) -> Households:
    """Generate `count` households of `size` pensioners each."""
    counts = round_to_total(group_shares(size, non_take_up), count)
    group = np.repeat(np.arange(len(GROUPS)), counts)
    full = figures("aio")["full_aow_single" if size == 1 else "full_aow_cohabiting"].value
    years = round(1 / figures("aio")["reduction_per_year"].value)
    aow = round(100 * full) * (years - _missed_years(rng, group, size)) // years
    income = _household_income(rng, group, aow.sum(axis=1), size)
    return Households(aow, _split(rng, income, size), group == 2, group <= 1)


def group_shares(size: int, non_take_up: float) -> NDArray[np.float64]:
    """Return the share of each of `GROUPS` among the households of `size`, adding up to one.

    Where a figure is not published by size of household, singles and couples are taken to be alike;
    the supplement has a share of its own.

    Returns
    -------
    ndarray of float64, shape (7,)
    """
    f = {id: figure.value for id, figure in figures("aio").items()}
    a = {id: assumption.value for id, assumption in assumptions("aio").items()}
    persons = f["recipients_single" if size == 1 else "recipients_cohabiting"]
    alike = persons / f["recipients"]
    abroad_reduced = alike * (f["reduced_everywhere"] - f["reduced_in_nl"])
    abroad_full = alike * f["recipients_abroad"] - abroad_reduced
    living_alone = a["single_share_of_aio"]
    receives = f["aio_recipients"] * (living_alone if size == 1 else 1 - living_alone)
    hidden = receives * non_take_up / (1 - non_take_up)
    reduced = alike * f["reduced_in_nl"] - receives - hidden
    # of h households, those with one reduction count once and the others `size` times
    half = a["half_reduced_share"] * (size > 1)
    with_reduction = reduced / (size - half)
    shares = np.array([abroad_full, abroad_reduced, receives, hidden, 0, 0, 0]) / persons
    shares[4] = with_reduction * (1 - half) * size / persons
    shares[5] = with_reduction * half * size / persons
    shares[6] = 1 - shares.sum()
    return shares


def _missed_years(
    rng: np.random.Generator, group: NDArray[np.int64], size: int
) -> NDArray[np.int64]:
    """Draw the years of state pension each member misses, uniform between the group's ends."""
    a: Mapping[str, int] = {id: int(item.value) for id, item in assumptions("aio").items()}
    entitled = (a["fewest_missed_years_entitled"], a["most_missed_years_entitled"])
    reduced = (1, a["most_missed_years_reduced"])
    abroad = (a["fewest_missed_years_abroad"], a["most_missed_years_abroad"])
    ends = np.array([(0, 0), abroad, entitled, entitled, reduced, reduced, (0, 0)])
    lowest, highest = ends[group].T
    spread = (highest - lowest + 1)[:, np.newaxis]
    missed: NDArray[np.int64] = lowest[:, np.newaxis] + (
        rng.random((len(group), size)) * spread
    ).astype(np.int64)
    missed[group == 5, -1] = 0
    return missed


def _household_income(
    rng: np.random.Generator, group: NDArray[np.int64], aow: NDArray[np.int64], size: int
) -> NDArray[np.int64]:
    """Draw each household's other income in cents, as far as its group allows.

    Returns
    -------
    ndarray of int64, shape (n_households,)
    """
    norm = figures("aio")["norm_single" if size == 1 else "norm_couple"].value
    missing = round(100 * norm) - aow
    draw = rng.random(len(group))
    entitled, abroad = (group == 2) | (group == 3), group <= 1
    income = _income_from(draw, np.where(abroad, 0, np.maximum(missing, 0)), size)
    income[entitled] = _under(draw[entitled], missing[entitled])
    known = assumptions("aio")["dutch_income_abroad"].value
    income[abroad & (rng.random(len(group)) >= known)] = 0
    return income


def _under(draw: NDArray[np.float64], missing: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return incomes that stay under what is `missing` to the social minimum; some are nil."""
    nil = assumptions("aio")["no_income_entitled"].value
    share = np.maximum(draw - nil, 0) / (1 - nil)
    under: NDArray[np.int64] = (share * missing).astype(np.int64)
    return under


def _income_from(
    draw: NDArray[np.float64], lowest: NDArray[np.int64], size: int
) -> NDArray[np.int64]:
    """Return incomes in cents from uniform draws, given that each is at least `lowest`.

    Quantiles of a log-logistic distribution with some nil, cut off at the top.
    """
    assumed = assumptions("aio")
    kind = "single" if size == 1 else "couple"
    nil = assumed[f"no_income_{kind}"].value
    median = 100 * assumed[f"median_income_{kind}"].value
    shape = assumed["income_shape"].value
    relative = (lowest / median) ** shape
    start = np.where(lowest > 0, nil + (1 - nil) * relative / (1 + relative), 0)
    level = np.maximum(start + (_HIGHEST - start) * draw - nil, 0) / (1 - nil)
    income = np.ceil(median * (level / (1 - level)) ** (1 / shape)).astype(np.int64)
    return np.maximum(income, lowest)


def _split(rng: np.random.Generator, income: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """Divide each household's income over its members, to the cent."""
    if size == 1:
        return income[:, np.newaxis]
    one_earner = assumptions("aio")["one_earner_share"].value
    draw = rng.random(len(income))
    share = np.where(draw < one_earner, draw < one_earner / 2, 0.1 + 0.8 * rng.random(len(income)))
    first = (income * share).astype(np.int64)
    return np.stack([first, income - first], axis=1)
