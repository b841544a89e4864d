"""Pictures of the case `entrepreneurs`: the table as a heat map, and what withholding costs.

The heat map shows what KVK reads.  What withholding costs only a simulation knows, which has the
true table.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from pet_workbench.i18n import Language, number, percent, text
from pet_workbench.usecases.entrepreneurs import SECTORS, Trouble, regions
from pet_workbench.viz import theme

ROW_PIXELS, FEWEST_PIXELS, FRAME_PIXELS = 24, 120, 190
WITHHELD = "#c3cad3"
"""Grey of a cell that is withheld."""


@dataclass(frozen=True)
class Cost:
    """What is withheld at several minima, as shares of the true table.

    Attributes
    ----------
    minima : tuple of int
    cells : tuple of float
        Share of the cells with businesses in them.
    in_trouble : tuple of float
        Share of all businesses in trouble.
    """

    minima: tuple[int, ...]
    cells: tuple[float, ...]
    in_trouble: tuple[float, ...]


def cost_of(
    counts: NDArray[np.int64], businesses: NDArray[np.int64], minima: Sequence[int]
) -> Cost:
    """Return what is withheld of the true table at each of `minima`.

    Parameters
    ----------
    counts, businesses : ndarray of int64, shape (n_regions, n_sectors)
        How many in trouble, and how many there are.
    minima : sequence of int
        Smallest cells to show.
    """
    there = businesses > 0
    cells = [float((counts < k)[there].mean()) if there.any() else 0.0 for k in minima]
    total = max(int(counts.sum()), 1)
    lost = [float(counts[counts < k].sum() / total) for k in minima]
    return Cost(tuple(minima), tuple(cells), tuple(lost))


def heat_map(table: Trouble, *, lang: Language) -> go.Figure:
    """Draw the share in trouble per region and sector; cells that say nothing are crossed out.

    Parameters
    ----------
    table : Trouble
        As KVK reads it.
    lang : {"nl", "en"}
    """
    names = regions(table.level)
    result = theme.figure(
        _heat(table, lang),
        _crosses(table),
        lang=lang,
        alt=_alt(table, lang),
        x_title=text("entrepreneurs.chart_x", lang),
        height=FRAME_PIXELS + max(ROW_PIXELS * len(names), FEWEST_PIXELS),
        showlegend=False,
        plot_bgcolor=WITHHELD,
    )
    plain = {"showgrid": False, "ticks": ""}
    result.update_xaxes(tickangle=0, range=[-0.5, len(SECTORS) - 0.5], **plain)
    return result.update_yaxes(range=[len(names) - 0.5, -0.5], dtick=1, **plain)


def unclear(table: Trouble) -> NDArray[np.bool_]:
    """Return which cells are withheld or, with noise, have too few businesses for a share.

    That is where the margin is more than a tenth of the businesses: known without looking at the
    answer, so that leaving these out misleads nobody.
    """
    if table.noise is None:
        return table.withheld
    few: NDArray[np.bool_] = table.businesses < 10 * table.noise.quantile(0.95)
    return few


def _heat(table: Trouble, lang: Language) -> go.Heatmap:
    """Return the shares as colours; nothing where a cell is withheld."""
    names = regions(table.level)
    share = 100 * table.in_trouble / np.maximum(table.businesses, 1)
    sectors = [sector_name(letter, lang) for letter in SECTORS]
    said = [
        [[sector, _cell_text(table, row, column, lang)] for column, sector in enumerate(sectors)]
        for row in range(len(names))
    ]
    return go.Heatmap(
        x=list(SECTORS),
        y=list(names),
        z=np.where(unclear(table), np.nan, np.maximum(share, 0)).tolist(),
        customdata=said,
        hovertemplate="%{y}<br>%{x}: %{customdata[0]}<br>%{customdata[1]}<extra></extra>",
        hoverongaps=False,
        colorscale=[[0, "#eef4fb"], [0.5, theme.COLOURS["sky"]], [1, "#08306b"]],
        zmin=0,
        xgap=1,
        ygap=1,
        colorbar={
            "title": {"text": text("entrepreneurs.chart_share", lang), "side": "top"},
            "orientation": "h",
            "y": 1.02,
            "yanchor": "bottom",
            "thickness": 12,
            "ticksuffix": "%",
        },
    )


def _crosses(table: Trouble) -> go.Scatter:
    """Return a cross on every cell that says nothing: colour is not all that tells."""
    rows, columns = np.nonzero(unclear(table))
    names = regions(table.level)
    return go.Scatter(
        x=[SECTORS[at] for at in columns],
        y=[names[at] for at in rows],
        mode="markers",
        marker={"symbol": "x-thin", "size": 5, "line": {"color": theme.INK, "width": 1}},
        hoverinfo="skip",
    )


def sector_name(letter: str, lang: Language) -> str:
    """Return what a section of the standard classification is called."""
    return text(f"entrepreneurs.sector_{letter.lower()}", lang)


def _cell_text(table: Trouble, row: int, column: int, lang: Language) -> str:
    """Say what stands in one cell."""
    there = number(int(table.businesses[row, column]), lang)
    if table.noise and unclear(table)[row, column]:
        return text("entrepreneurs.cell_unclear", lang, there=there)
    if table.withheld[row, column]:
        minimum = number(table.minimum, lang)
        return text("entrepreneurs.cell_withheld", lang, minimum=minimum, there=there)
    found = number(int(table.in_trouble[row, column]), lang)
    return text("entrepreneurs.cell_shown", lang, found=found, there=there)


def _alt(table: Trouble, lang: Language) -> str:
    """Say what the heat map shows."""
    shown = int((~unclear(table)).sum())
    share = table.in_trouble / np.maximum(table.businesses, 1)
    hidden = unclear(table)
    values = {
        "shown": number(shown, lang),
        "cells": number(table.withheld.size, lang),
        "minimum": number(table.minimum, lang),
    }
    if not shown:
        return text("entrepreneurs.chart_alt_empty", lang, **values)
    row, column = np.unravel_index(int(np.where(hidden, -1, share).argmax()), share.shape)
    return text(
        "entrepreneurs.chart_alt_noisy" if table.noise else "entrepreneurs.chart_alt",
        lang,
        **values,
        region=regions(table.level)[row],
        sector=sector_name(SECTORS[column], lang),
        share=percent(float(share[row, column]), lang, digits=1),
    )


def cost_figure(cost: Cost, *, chosen: int, lang: Language) -> go.Figure:
    """Draw which share of cells, and of businesses in trouble, is withheld at each minimum.

    Parameters
    ----------
    cost : Cost
    chosen : int
        The minimum that is set.
    lang : {"nl", "en"}
    """
    at = [str(one) for one in cost.minima]
    series = (("cost_cells", cost.cells), ("cost_in_trouble", cost.in_trouble))
    traces = [
        go.Scatter(
            x=at,
            y=[100 * share for share in shares],
            name=text(f"entrepreneurs.{name}", lang),
            **theme.line(index),
        )
        for index, (name, shares) in enumerate(series)
    ]
    where = cost.minima.index(chosen) if chosen in cost.minima else 0
    alt = text(
        "entrepreneurs.cost_alt",
        lang,
        minimum=number(cost.minima[where], lang),
        cells=percent(cost.cells[where], lang, digits=0),
        share=percent(cost.in_trouble[where], lang, digits=1),
    )
    result = theme.figure(
        *traces,
        lang=lang,
        alt=alt,
        x_title=text("entrepreneurs.cost_x", lang),
        y_title=text("entrepreneurs.cost_y", lang),
    )
    result.update_xaxes(type="category")
    return result.update_yaxes(range=[0, 104], ticksuffix="%")
