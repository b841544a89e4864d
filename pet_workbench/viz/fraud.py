"""Pictures of the case `fraud`: scores of insurer and bank, and what a lying insurer narrows down.

Pure functions from numbers to figures.  The scores are those of the pooled tables, which no party
of the case can see: that picture is for readers of a simulation only.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from pet_workbench.i18n import Language, number, text
from pet_workbench.usecases.fraud.scores import HIGHEST
from pet_workbench.viz import theme

if TYPE_CHECKING:
    import pandas as pd

MOST_POINTS = 400
"""Others drawn at most; more would hide each other and make the page slow."""


def scores_figure(
    scores: "pd.DataFrame",
    found: NDArray[np.int64],
    *,
    insurer: int,
    bank: int,
    is_opened: bool,
    lang: Language,
) -> go.Figure:
    """Draw who is on the insurer's list by both scores, with both thresholds.

    Parameters
    ----------
    scores : DataFrame
        From `usecases.fraud.scores.pooled_scores`.
    found : ndarray of int64
        The providers to find.
    insurer, bank : int
        Thresholds.
    is_opened : bool
        Whether the insurer reads them.
    lang : {"nl", "en"}
    """
    is_found = scores.index.isin(found)
    is_high = (scores["insurer"] >= insurer) & (scores["bank"] >= bank) & ~is_found
    rest = scores[~is_found & ~is_high].iloc[:MOST_POINTS]
    opened = "fraud.series_found" if is_opened else "fraud.series_withheld"
    series = (
        (rest, text("fraud.series_rest", lang)),
        (scores[is_high], text("fraud.series_high", lang)),
        (scores[is_found], text(opened, lang)),
    )
    result = theme.figure(
        *(_points(frame, name, at) for at, (frame, name) in enumerate(series)),
        lang=lang,
        alt=text(
            "fraud.chart_alt",
            lang,
            listed=number(len(scores), lang),
            insurer=insurer,
            bank=bank,
            found=number(int(is_found.sum()), lang),
            high=number(int(is_high.sum()), lang),
        ),
        x_title=text("fraud.chart_x", lang),
        y_title=text("fraud.chart_y", lang),
        height=420,
    )
    dashed = {"color": theme.INK, "width": 2, "dash": "dash"}
    result.add_vline(insurer, line=dashed)
    result.add_hline(bank, line=dashed)
    result.update_xaxes(range=[-3, HIGHEST + 3])
    return result.update_yaxes(range=[-3, HIGHEST + 3])


def _points(frame: "pd.DataFrame", name: str, index: int) -> go.Scatter:
    """Return the points of one group."""
    style = theme.line(index)
    return go.Scatter(
        x=frame["insurer"].tolist(),
        y=frame["bank"].tolist(),
        name=name,
        mode="markers",
        marker={**style["marker"], "size": 6 if index == 0 else 11},
        opacity=0.6 if index == 0 else 1,
    )


def narrowing_figure(possible: Sequence[float], *, lang: Language) -> go.Figure:
    """Draw how many scores of a customer are still possible after each question of a liar.

    Parameters
    ----------
    possible : sequence of float
        After each question, on average over the customers found.
    lang : {"nl", "en"}
    """
    alt = text(
        "fraud.fishing_chart_alt",
        lang,
        asked=number(len(possible), lang),
        possible=number(possible[-1] if possible else 0, lang, digits=1),
    )
    result = theme.figure(
        go.Scatter(x=list(range(1, len(possible) + 1)), y=list(possible), **theme.line(1)),
        lang=lang,
        alt=alt,
        x_title=text("fraud.fishing_chart_x", lang),
        y_title=text("fraud.fishing_chart_y", lang),
        height=300,
    )
    result.update_yaxes(rangemode="tozero")
    return result.update_xaxes(dtick=1)
