"""Pictures of the case `aio`: incomes around the limit, ranges, brackets and masked numbers.

Pure functions from tables to figures and HTML.  `household_incomes` pools the tables,
which no party of the case can do: its picture is for readers of a simulation only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from pet_workbench.attacks.threshold_search import Bracket
from pet_workbench.i18n import Language, number, percent, text
from pet_workbench.usecases.aio.households import SVB, UWV
from pet_workbench.usecases.aio.population import norms_cents
from pet_workbench.usecases.base import Tables
from pet_workbench.viz import theme

if TYPE_CHECKING:
    import pandas as pd

BIN_PERCENT = 5
LEAST_PERCENT, MOST_PERCENT = 20, 135
"""What the histogram shows; above it lie most households, far from any limit."""
_BAR_END = 0.7


@dataclass(frozen=True)
class Counts:
    """Households in the Netherlands by income, in bins of `BIN_PERCENT`.

    Attributes
    ----------
    centres : ndarray of float, shape (n_bins,)
        Middle of each bin, in per cent of the social minimum.
    receives, under, above : ndarray of int64, shape (n_bins,)
        Households that receive AIO; those that do not and are under the limit, or above it.
    """

    centres: NDArray[np.float64]
    receives: NDArray[np.int64]
    under: NDArray[np.int64]
    above: NDArray[np.int64]


def household_incomes(tables: Tables) -> "pd.DataFrame":
    """Return what every household really has, from all tables together.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        As `usecases.aio.population.generate` makes them.

    Returns
    -------
    DataFrame
        Index: number of the household, ascending.  Columns ``aow_cents``, ``other_cents``,
        ``size``, ``receives_aio``, ``lives_abroad`` and ``percent``: the total as a percentage of
        the social minimum of a household of that size.
    """
    svb, uwv = tables[SVB], tables[UWV]
    people = svb.merge(uwv[["person", "income_cents"]], on="person", how="left")
    homes = people.groupby("household").agg(
        aow_cents=("aow_cents", "sum"),
        other_cents=("income_cents", "sum"),
        size=("person", "size"),
        receives_aio=("receives_aio", "any"),
        lives_abroad=("lives_abroad", "any"),
    )
    norms = np.array(norms_cents())[homes["size"] - 1]
    homes["percent"] = 100 * (homes["aow_cents"] + homes["other_cents"]) / norms
    return homes


def counts(incomes: "pd.DataFrame", *, limit_percent: float) -> Counts:
    """Count the households in the Netherlands by income, up to `MOST_PERCENT`.

    Parameters
    ----------
    incomes : DataFrame
        From `household_incomes`.
    limit_percent : float
        Under it a household that receives no AIO counts as `under`.
    """
    here = incomes[~incomes["lives_abroad"]]
    share, receives = here["percent"].to_numpy(), here["receives_aio"].to_numpy()
    edges = np.arange(LEAST_PERCENT, MOST_PERCENT + 1, BIN_PERCENT)
    is_under = ~receives & (share < limit_percent)
    groups = (receives, is_under, ~receives & ~is_under)
    return Counts(
        (edges[:-1] + edges[1:]) / 2,
        # what is lower than the first bin belongs to it: nobody falls off at the left
        *(np.histogram(np.maximum(share[group], LEAST_PERCENT), edges)[0] for group in groups),
    )


def incomes_figure(
    counted: Counts, *, limit_percent: float, is_opened: bool, lang: Language
) -> go.Figure:
    """Draw households by income, with the limit, and who was found.

    Parameters
    ----------
    counted : Counts
    limit_percent : float
    is_opened : bool
        Whether SVB got the list; else those under the limit are not called found.
    lang : {"nl", "en"}
    """
    under = text("aio.series_found" if is_opened else "aio.series_withheld", lang)
    series = (
        (counted.above, text("aio.series_above", lang), theme.bar(0)),
        (counted.under, under, theme.bar(1)),
        (counted.receives, text("aio.series_receives", lang), theme.bar(2)),
    )
    bars = [
        go.Bar(x=counted.centres.tolist(), y=values.tolist(), name=name, marker=marker)
        for values, name, marker in series
    ]
    result = theme.figure(
        *bars,
        lang=lang,
        alt=_incomes_alt(counted, limit_percent, lang),
        x_title=text("aio.chart_x", lang),
        y_title=text("aio.chart_y", lang),
        height=380,
        barmode="stack",
        bargap=0.1,
    )
    result.add_vline(
        limit_percent,
        line={"color": theme.INK, "width": 2, "dash": "dash"},
        annotation_text=f"{text('aio.chart_limit', lang)} {percent(limit_percent / 100, lang)}",
        annotation_position="top left",
    )
    return result.update_xaxes(range=[LEAST_PERCENT, MOST_PERCENT], ticksuffix="%")


def _incomes_alt(counted: Counts, limit_percent: float, lang: Language) -> str:
    """Say what the histogram shows."""
    return text(
        "aio.chart_alt",
        lang,
        percent=percent(limit_percent / 100, lang),
        most=percent(MOST_PERCENT / 100, lang),
        under=number(int(counted.under.sum()), lang),
        receives=number(int(counted.receives.sum()), lang),
    )


def range_bar_html(low: float, high: float, *, lang: Language) -> str:
    """Return a range of shares as words with a bar under them; the bar says nothing more.

    Parameters
    ----------
    low, high : float
        Shares; equal for a single figure.
    lang : {"nl", "en"}

    Examples
    --------
    >>> range_bar_html(0.3, 0.5, lang="nl")[:28]
    '<strong>30% tot 50%</strong>'
    """
    ends = {"low": percent(low, lang), "high": percent(high, lang)}
    words = ends["low"] if low == high else text("case.range", lang, **ends)
    left, width = 100 * low / _BAR_END, max(100 * (high - low) / _BAR_END, 2)
    return (
        f"<strong>{words}</strong>"
        '<div aria-hidden="true" style="background:#e6ecf3;height:0.75rem;min-width:5rem">'
        f'<div style="background:#154273;height:100%;margin-left:{left:.1f}%;width:{width:.1f}%">'
        "</div></div>"
    )


def brackets_figure(found: Sequence[Bracket], *, lang: Language) -> go.Figure:
    """Draw how many households lie between each two neighbouring limits.

    Parameters
    ----------
    found : sequence of Bracket
        From `attacks.threshold_search`, limits in per cent.
    lang : {"nl", "en"}
    """
    households = [int(one.items.size) for one in found]
    alt = text("aio.difference_chart_alt", lang, households=number(sum(households), lang))
    bars = go.Bar(
        x=[(one.low + one.high) / 2 for one in found],
        width=[one.high - one.low for one in found],
        y=households,
        marker=theme.bar(1),
    )
    result = theme.figure(
        bars,
        lang=lang,
        alt=alt,
        x_title=text("aio.chart_x", lang),
        y_title=text("aio.chart_y", lang),
        height=300,
    )
    return result.update_xaxes(ticksuffix="%")


def masks_figure(counts: Mapping[str, NDArray[np.int64]], *, lang: Language) -> go.Figure:
    """Draw how many digits masked numbers have, for each of two suspicions.

    Parameters
    ----------
    counts : mapping of str to ndarray of int64
        By name of the suspicion: how many numbers have 0, 1, 2 ... digits.
    lang : {"nl", "en"}
    """
    bars = [
        go.Bar(y=(each / each.sum()).tolist(), name=name, marker=theme.bar(index))
        for index, (name, each) in enumerate(counts.items())
    ]
    first, second = counts
    low, high = (number(_median(each), lang) for each in counts.values())
    alt = text("aio.masks_chart_alt", lang, first=first, second=second, low=low, high=high)
    result = theme.figure(
        *bars,
        lang=lang,
        alt=alt,
        x_title=text("aio.masks_chart_x", lang),
        y_title=text("aio.masks_chart_y", lang),
        height=300,
        bargap=0.15,
    )
    return result.update_yaxes(tickformat=".0%")


def _median(counts: NDArray[np.int64]) -> int:
    """Return the value below or at which half of all are, counted from 0."""
    return int(np.searchsorted(counts.cumsum(), counts.sum() / 2))
