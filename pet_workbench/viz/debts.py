"""Pictures of the case `debts`: residents by the number of agencies where they have a debt.

Only the workbench can draw them, as it made the data itself: no party of the case has the counts.
"""

from collections.abc import Collection, Mapping

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from pet_workbench.i18n import Language, number, text
from pet_workbench.viz import theme

COUNTS = (1, 2, 3, 4)
_BAR_END = 0.65


def counts_figure(
    counts: NDArray[np.int64], *, found: Collection[int], is_opened: bool, lang: Language
) -> go.Figure:
    """Draw how many residents are at 1, 2, 3 and 4 agencies.

    Parameters
    ----------
    counts : ndarray of int64, shape (n_residents,)
        At how many agencies each is.
    found : collection of int
        The numbers of agencies that the question is about.
    is_opened : bool
        Whether the municipality got an answer; else those are not called found.
    lang : {"nl", "en"}
    """
    sizes = {k: int((counts == k).sum()) for k in COUNTS}
    asked = text("debts.series_found" if is_opened else "debts.series_withheld", lang)
    bars = [
        _bars({k: sizes[k] for k in COUNTS if k not in found}, 0, lang),
        _bars({k: sizes[k] for k in COUNTS if k in found}, 1, lang),
    ]
    bars[0].name, bars[1].name = text("debts.series_others", lang), asked
    written = {f"at_{k}": number(size, lang) for k, size in sizes.items()}
    result = theme.figure(
        *bars,
        lang=lang,
        alt=text("debts.chart_alt", lang, **written),
        x_title=text("debts.chart_x", lang),
        y_title=text("debts.chart_y", lang),
        height=360,
        barmode="overlay",
    )
    return result.update_xaxes(type="category", categoryorder="array", categoryarray=[*"1234"])


def _bars(sizes: Mapping[int, int], series: int, lang: Language) -> go.Bar:
    """Return one series of bars, with the numbers on top."""
    return go.Bar(
        x=[str(k) for k in sizes],
        y=list(sizes.values()),
        text=[number(size, lang) for size in sizes.values()],
        textposition="outside",
        cliponaxis=False,
        marker=theme.bar(series),
        width=_BAR_END,
    )
