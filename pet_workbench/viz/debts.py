"""Pictures of the case `debts`: residents by the number of agencies where they have a debt.

Only the workbench can draw them, as it made the data itself: no party of the case has the counts.
"""

from collections.abc import Collection

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
    series = (
        (text("debts.series_others", lang), [k for k in COUNTS if k not in found], theme.bar(0)),
        (asked, [k for k in COUNTS if k in found], theme.bar(1)),
    )
    bars = [
        go.Bar(
            x=[str(k) for k in chosen],
            y=[sizes[k] for k in chosen],
            text=[number(sizes[k], lang) for k in chosen],
            textposition="outside",
            cliponaxis=False,
            name=name,
            marker=marker,
            width=_BAR_END,
        )
        for name, chosen, marker in series
    ]
    alt = text(
        "debts.chart_alt",
        lang,
        **{f"at_{k}": number(size, lang) for k, size in sizes.items()},
    )
    result = theme.figure(
        *bars,
        lang=lang,
        alt=alt,
        x_title=text("debts.chart_x", lang),
        y_title=text("debts.chart_y", lang),
        height=360,
        barmode="overlay",
    )
    result.update_xaxes(type="category", categoryorder="array", categoryarray=[*"1234"])
    return result
