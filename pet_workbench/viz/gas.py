"""Pictures of the case `gas`: two maps side by side, margins by size, and what can be steered.

Only a simulation has the true map to lay beside the published one.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from pet_workbench.i18n import Language, number, percent, text
from pet_workbench.usecases.gas import PROVINCES, Publication
from pet_workbench.usecases.gas.accuracy import relative_margin
from pet_workbench.viz import theme
from pet_workbench.viz.map import dots, flat, provinces

LOW_M3, HIGH_M3 = 1_000, 3_000
"""Ends of the colours; what lies beyond has the colour of the end."""
SCALE = [[0, "#eef4fb"], [0.5, theme.COLOURS["sky"]], [1, "#08306b"]]
SIZES = (10, 15, 20, 30, 50, 80, 120, 200, 350, 500, 800, 1_200, 2_000, 3_500, 6_000)
WITHHELD = "#c3cad3"
MOST_MARGIN = 3.0
_DOT = {"large": 13, "middle": 7, "small": 5}


def area_name(code: int, level: str, lang: Language) -> str:
    """Return what an area is called: its digits with points between the levels.

    Examples
    --------
    >>> area_name(12304, "small", "en")
    'street 12.3.04'
    """
    written = {
        "large": lambda: f"{code}",
        "middle": lambda: f"{code // 10}.{code % 10}",
        "small": lambda: f"{code // 1000}.{code // 100 % 10}.{code % 100:02d}",
    }[level]()
    return text(f"gas.area_{level}", lang, code=written)


def use_maps(
    published: Publication, truth: Publication, province: NDArray[np.int64], *, lang: Language
) -> go.Figure:
    """Draw the use per connection as published, and beside it as it is.

    Parameters
    ----------
    published, truth : Publication
        Of the same areas.
    province : ndarray of int64, shape (n_areas,)
        Place of each in `PROVINCES`.
    lang : {"nl", "en"}
    """
    drawn = _drawn(published, province)
    names = [PROVINCES[at] for at in province[drawn].tolist()]
    places = flat(dots(names))
    traces: list[Any] = []
    for axis, table in (("", published), ("2", truth)):
        traces += [
            _outlines(axis),
            _dots(table, drawn, places, names, axis, lang, has_scale=not axis),
            _gaps(table, drawn, places, axis, lang),
        ]
    result = theme.figure(
        *traces,
        lang=lang,
        alt=_map_alt(published, truth, lang),
        height=520,
        showlegend=False,
        xaxis={"domain": [0, 0.49]},
        xaxis2={"domain": [0.51, 1], "matches": "x"},
        yaxis2={"anchor": "x2", "matches": "y"},
        annotations=[_title(key, lang) for key in ("map_published", "map_truth")],
        margin={"l": 8, "r": 8, "t": 84, "b": 8},
    )
    hidden = {"visible": False, "showgrid": False}
    result.update_xaxes(**hidden)
    result.update_yaxes(**hidden)
    return result.update_layout(yaxis={"scaleanchor": "x"}, yaxis2={"scaleanchor": "x2"})


def _drawn(table: Publication, province: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return which areas get a dot: all, or of streets the first district of every province."""
    if table.level != "small":
        return np.arange(len(table.areas))
    district = table.areas // 1_000
    first = {one: district[province == one].min() for one in np.unique(province)}
    return np.flatnonzero(district == np.vectorize(first.get)(province))


def _outlines(axis: str) -> go.Scatter:
    """Return the borders of all provinces as one line with gaps."""
    rings = [flat(ring) for each in provinces().values() for ring in each]
    gap = np.full((1, 2), np.nan)
    x, y = np.concatenate([part for ring in rings for part in (ring, gap)]).T
    return go.Scatter(
        x=np.round(x, 3).tolist(),
        y=np.round(y, 3).tolist(),
        mode="lines",
        line={"color": "#8694a3", "width": 1},
        fill="toself",
        fillcolor="#f6f8fa",
        hoverinfo="skip",
        xaxis=f"x{axis}",
        yaxis=f"y{axis}",
    )


def _dots(
    table: Publication,
    drawn: NDArray[np.int64],
    places: NDArray[np.float64],
    names: Sequence[str],
    axis: str,
    lang: Language,
    *,
    has_scale: bool,
) -> go.Scatter:
    """Return a dot for every area of which the table says anything."""
    means = table.means[drawn]
    known = np.isfinite(means)
    said = [
        f"{area_name(int(code), table.level, lang)}, {name}<br>{number(mean, lang)} m³"
        for code, name, mean in zip(
            table.areas[drawn][known], np.array(names)[known], means[known], strict=True
        )
    ]
    return go.Scatter(
        x=np.round(places[known, 0], 3).tolist(),
        y=np.round(places[known, 1], 3).tolist(),
        mode="markers",
        text=said,
        hovertemplate="%{text}<extra></extra>",
        marker={
            "color": np.round(means[known]).tolist(),
            "colorscale": SCALE,
            "cmin": LOW_M3,
            "cmax": HIGH_M3,
            "size": _DOT[table.level],
            "line": {"color": theme.INK, "width": 0.6},
            "showscale": has_scale,
            "colorbar": _colorbar(lang),
        },
        xaxis=f"x{axis}",
        yaxis=f"y{axis}",
    )


def _gaps(
    table: Publication,
    drawn: NDArray[np.int64],
    places: NDArray[np.float64],
    axis: str,
    lang: Language,
) -> go.Scatter:
    """Return a grey cross where the table says nothing: colour is not all that tells."""
    missing = ~np.isfinite(table.means[drawn])
    return go.Scatter(
        x=np.round(places[missing, 0], 3).tolist(),
        y=np.round(places[missing, 1], 3).tolist(),
        mode="markers",
        marker={"symbol": "x-thin", "size": 6, "line": {"color": "#6b7682", "width": 1.5}},
        hovertemplate=f"{text('gas.map_nothing', lang)}<extra></extra>",
        xaxis=f"x{axis}",
        yaxis=f"y{axis}",
    )


def _colorbar(lang: Language) -> dict[str, Any]:
    """Return the scale of colours, above the maps."""
    return {
        "title": {"text": text("gas.map_scale", lang), "side": "top"},
        "orientation": "h",
        "x": 0.5,
        "y": 1.07,
        "yanchor": "bottom",
        "len": 0.6,
        "separatethousands": True,
        "thickness": 12,
    }


def _title(key: str, lang: Language) -> dict[str, Any]:
    """Return the words above one of the two maps."""
    return {
        "text": f"<b>{text(f'gas.{key}', lang)}</b>",
        "x": 0.02 if key == "map_published" else 0.53,
        "y": 1.0,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "top",
        "showarrow": False,
    }


def _map_alt(published: Publication, truth: Publication, lang: Language) -> str:
    """Say what the maps show."""
    shown = np.isfinite(published.means)
    values = {
        "areas": number(len(truth.areas), lang),
        "shown": number(int(shown.sum()), lang),
        "truth": number(float(truth.use.sum() / max(1, truth.connections.sum())), lang),
    }
    return text("gas.map_alt", lang, **values)


def margin_figure(
    *, mean: float, high: int, epsilons: Mapping[str, str], lang: Language
) -> go.Figure:
    """Draw by how much the mean of an area can be off, by its size; a line for each epsilon.

    Parameters
    ----------
    mean : float
        In m3 per connection.
    high : int
        What a connection counts for at most.
    epsilons : mapping of str to str
        Each epsilon, and how it is written.
    lang : {"nl", "en"}
    """
    traces = []
    for index, (epsilon, written) in enumerate(epsilons.items()):
        margins = [relative_margin(size, mean=mean, high=high, epsilon=epsilon) for size in SIZES]
        traces.append(
            go.Scatter(
                x=list(SIZES),
                y=[one if one <= MOST_MARGIN else None for one in margins],
                name=text("gas.margin_line", lang, epsilon=written),
                **theme.line(index),
            )
        )
    result = theme.figure(
        *traces,
        lang=lang,
        alt=_margin_alt(mean, high, epsilons, lang),
        x_title=text("gas.margin_x", lang),
        y_title=text("gas.margin_y", lang),
        height=420,
    )
    result.update_xaxes(type="log", tickvals=[10, 20, 50, 200, 500, 2_000, 5_000])
    ticks = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2)
    result.update_yaxes(
        type="log",
        tickvals=list(ticks),
        ticktext=[percent(one, lang) for one in ticks],
        range=[np.log10(0.005), np.log10(MOST_MARGIN)],
    )
    return result.add_hline(0.05, line={"color": theme.INK, "width": 2, "dash": "dash"})


def _margin_alt(mean: float, high: int, epsilons: Mapping[str, str], lang: Language) -> str:
    """Say what the lines show: the margin of one middle-sized area at each epsilon."""
    said = []
    for epsilon, written in epsilons.items():
        margin = relative_margin(200, mean=mean, high=high, epsilon=epsilon)
        share = percent(margin, lang) if np.isfinite(margin) else text("gas.margin_none", lang)
        said.append(text("gas.margin_one", lang, epsilon=written, margin=share))
    return text("gas.margin_alt", lang, margins="; ".join(said))


def right_figure(
    shares: Mapping[str, Sequence[float]], levels: Sequence[str], *, lang: Language
) -> go.Figure:
    """Draw which part of the chosen areas is the right one, by level and technique.

    Parameters
    ----------
    shares : mapping of str to sequence of float
        Per technique, in the reader's words, a share for each of `levels`.
    levels : sequence of str
    lang : {"nl", "en"}
    """
    names = [text(f"gas.option_level_{level}", lang) for level in levels]
    bars = [
        go.Bar(
            x=[100 * one for one in each],
            y=names,
            name=name,
            orientation="h",
            marker=theme.bar(index),
        )
        for index, (name, each) in enumerate(shares.items())
    ]
    said = "; ".join(
        f"{name}: " + ", ".join(percent(one, lang) for one in each) for name, each in shares.items()
    )
    result = theme.figure(
        *bars,
        lang=lang,
        alt=text("gas.right_alt", lang, shares=said),
        x_title=text("gas.right_x", lang),
        height=320,
    )
    result.update_xaxes(range=[0, 100], ticksuffix="%")
    return result.update_yaxes(autorange="reversed")
