"""The picture of the case `mobility`: from where to where, in one part of the day, as a heat map.

Colour goes by the logarithm: some movements are a hundred times as common as others.
"""

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from pet_workbench.i18n import Language, number, text
from pet_workbench.usecases.mobility import DAYPARTS, Movements
from pet_workbench.usecases.provinces import PROVINCES
from pet_workbench.viz import theme

SHORT = ("GR", "FR", "DR", "OV", "FL", "GE", "UT", "NH", "ZH", "ZE", "NB", "LI")
"""The usual abbreviations, in the order of `PROVINCES`."""
WITHHELD = "#c3cad3"
"""Grey of a cell without a number."""
HEIGHT = 500
_TICKS = (1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000)


def unclear(table: Movements, quarter: int) -> NDArray[np.bool_]:
    """Return which movements of a part of the day say nothing.

    They are withheld or, with noise, so small that the noise may be all there is.

    Parameters
    ----------
    table : Movements
    quarter : int
    """
    hidden: NDArray[np.bool_] = table.withheld[quarter]
    if table.scale is not None:
        hidden = table.counts[quarter] <= table.margin()
    return hidden & ~np.eye(len(PROVINCES), dtype=np.bool_)


def movements_figure(table: Movements, quarter: int, *, lang: Language) -> go.Figure:
    """Draw the persons that go from each province to each other; cells without number are crossed.

    Parameters
    ----------
    table : Movements
        As the office reads it.
    quarter : int
        Part of the day.
    lang : {"nl", "en"}
    """
    hidden = unclear(table, quarter)
    result = theme.figure(
        _heat(table, quarter, hidden, lang),
        _diagonal(),
        _crosses(hidden),
        lang=lang,
        alt=_alt(table, quarter, hidden, lang),
        x_title=text("mobility.chart_x", lang),
        y_title=text("mobility.chart_y", lang),
        height=HEIGHT,
        showlegend=False,
        plot_bgcolor=WITHHELD,
    )
    plain = {"showgrid": False, "ticks": ""}
    last = len(PROVINCES) - 0.5
    result.update_xaxes(tickangle=0, range=[-0.5, last], title={"standoff": 44}, **plain)
    return result.update_yaxes(range=[last, -0.5], dtick=1, **plain)


def _heat(table: Movements, quarter: int, hidden: NDArray[np.bool_], lang: Language) -> go.Heatmap:
    """Return the numbers as colours; grey where there is none to show, white on the diagonal."""
    counts = table.counts[quarter]
    most = max(int(counts.max()), 2)
    shown = np.where(hidden, np.nan, np.log10(np.maximum(counts, 1)))
    np.fill_diagonal(shown, np.nan)
    ticks = [one for one in _TICKS if one <= most]
    return go.Heatmap(
        x=list(SHORT),
        y=list(PROVINCES),
        z=[[None if np.isnan(one) else float(one) for one in row] for row in shown],
        customdata=_said(table, quarter, hidden, lang),
        hovertemplate="%{customdata}<extra></extra>",
        hoverongaps=False,
        colorscale=[[0, "#eef4fb"], [0.5, theme.COLOURS["sky"]], [1, "#08306b"]],
        zmin=0,
        zmax=float(np.log10(most)),
        xgap=1,
        ygap=1,
        colorbar={
            "title": {"text": text("mobility.chart_persons", lang), "side": "top"},
            "orientation": "h",
            "y": 1.02,
            "yanchor": "bottom",
            "thickness": 12,
            "tickvals": [float(np.log10(one)) for one in ticks],
            "ticktext": [number(one, lang) for one in ticks],
        },
    )


def _diagonal() -> go.Heatmap:
    """Return white cells for who stays where they are: those are not counted."""
    own = [
        [0 if place == origin else None for place in range(len(PROVINCES))]
        for origin in range(len(PROVINCES))
    ]
    return go.Heatmap(
        x=list(SHORT),
        y=list(PROVINCES),
        z=own,
        colorscale=[[0, "white"], [1, "white"]],
        showscale=False,
        hoverinfo="skip",
        xgap=1,
        ygap=1,
    )


def _said(
    table: Movements, quarter: int, hidden: NDArray[np.bool_], lang: Language
) -> list[list[str]]:
    """Say what stands in each cell."""
    return [
        [
            text(
                "mobility.cell_withheld" if hidden[origin, place] else "mobility.cell_shown",
                lang,
                origin=PROVINCES[origin],
                destination=PROVINCES[place],
                persons=number(int(table.counts[quarter, origin, place]), lang),
            )
            for place in range(len(PROVINCES))
        ]
        for origin in range(len(PROVINCES))
    ]


def _crosses(hidden: NDArray[np.bool_]) -> go.Scatter:
    """Return a cross on every cell without a number, on grey: colour is not all that tells."""
    rows, columns = np.nonzero(hidden)
    return go.Scatter(
        x=[SHORT[at] for at in columns],
        y=[PROVINCES[at] for at in rows],
        mode="markers",
        marker={
            "symbol": "x-thin",
            "size": 7,
            "line": {"color": theme.INK, "width": 1},
        },
        hoverinfo="skip",
    )


def _alt(table: Movements, quarter: int, hidden: NDArray[np.bool_], lang: Language) -> str:
    """Say what the heat map shows."""
    counts = np.where(hidden, 0, table.counts[quarter])
    origin, place = np.unravel_index(int(counts.argmax()), counts.shape)
    n_cells = len(PROVINCES) * (len(PROVINCES) - 1)
    values = {
        "daypart": text(f"mobility.daypart_{DAYPARTS[quarter]}", lang),
        "shown": number(n_cells - int(hidden.sum()), lang),
        "cells": number(n_cells, lang),
    }
    if not counts.any():
        return text("mobility.chart_alt_empty", lang, **values)
    return text(
        "mobility.chart_alt",
        lang,
        **values,
        origin=PROVINCES[origin],
        destination=PROVINCES[place],
        persons=number(int(counts.max()), lang),
    )
