"""How all our figures look: colours for every eye, numbers of the language, no title inside.

The colours are those of Okabe and Ito [1]_, which people with a colour vision deficiency can tell
apart.  Three of them have a contrast with white below 3:1, so bars also have a pattern and a dark
outline, and lines have a dash and a marker.

References
----------
.. [1] M. Okabe and K. Ito, "Color Universal Design", 2008, https://jfly.uni-koeln.de/color/.
"""

from typing import Any

import plotly.graph_objects as go

from pet_workbench.i18n import Language

COLOURS = {
    "blue": "#0072B2",
    "vermillion": "#D55E00",
    "green": "#009E73",
    "purple": "#CC79A7",
    "sky": "#56B4E9",
    "orange": "#E69F00",
    "black": "#000000",
}
"""Okabe and Ito's colours by name, those with enough contrast first."""

INK = "#1d2733"
GRID = "#d3dae2"
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif"

_PATTERNS = ("", "/", "x", ".", "\\", "-", "+")
_DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot", "solid")
_SYMBOLS = ("circle", "square", "diamond", "triangle-up", "x", "cross", "star")
_AXIS = {
    "automargin": True,
    "exponentformat": "none",
    "gridcolor": GRID,
    "linecolor": INK,
    "separatethousands": True,
    "tickcolor": INK,
    "ticks": "outside",
    "title": {"standoff": 12},
    "zerolinecolor": GRID,
}

TEMPLATE = go.layout.Template(
    layout={
        "colorway": list(COLOURS.values()),
        "dragmode": False,
        "font": {"family": FONT, "size": 15, "color": INK},
        "hoverlabel": {"font": {"family": FONT, "size": 15}},
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
        "margin": {"l": 8, "r": 12, "t": 24, "b": 8},
        "paper_bgcolor": "white",
        "plot_bgcolor": "white",
        "bargap": 0.35,
        "xaxis": _AXIS,
        "yaxis": _AXIS,
    }
)
"""The one plotly template of this package."""


def separators(lang: Language) -> str:
    """Return plotly's decimal and thousands separators for `lang`."""
    return ",." if lang == "nl" else ".,"


def colour(index: int) -> str:
    """Return the colour of series number `index`."""
    return list(COLOURS.values())[index % len(COLOURS)]


def bar(index: int) -> dict[str, Any]:
    """Return the marker of bar series number `index`: colour, pattern and outline.

    Examples
    --------
    >>> bar(1)["color"], bar(1)["pattern"]["shape"]
    ('#D55E00', '/')
    """
    return {
        "color": colour(index),
        "line": {"color": INK, "width": 1},
        "pattern": {
            "shape": _PATTERNS[index % len(_PATTERNS)],
            "fillmode": "overlay",
            "fgcolor": "white",
            "solidity": 0.25,
            "size": 8,
        },
    }


def line(index: int) -> dict[str, Any]:
    """Return the properties of line series number `index`: colour, dash and marker.

    Examples
    --------
    >>> line(1)["line"]["dash"], line(1)["marker"]["symbol"]
    ('dash', 'square')
    """
    return {
        "line": {"color": colour(index), "dash": _DASHES[index % len(_DASHES)], "width": 2.5},
        "marker": {
            "color": colour(index),
            "line": {"color": INK, "width": 1},
            "size": 9,
            "symbol": _SYMBOLS[index % len(_SYMBOLS)],
        },
        "mode": "lines+markers",
    }


def figure(
    *traces: Any,
    lang: Language,
    alt: str,
    x_title: str = "",
    y_title: str = "",
    height: int = 320,
    **layout: Any,
) -> go.Figure:
    """Return a figure in our style.

    Parameters
    ----------
    *traces
        plotly traces.
    lang : {"nl", "en"}
        Whose decimal and thousands separators to use.
    alt : str
        What the figure shows, for those who do not see it; plain text.
    x_title, y_title : str
        What stands along the axes, with units.
    height : int
        Pixels; the width follows the page.
    **layout
        Further properties of plotly's layout.

    Examples
    --------
    >>> shown = figure(go.Bar(y=[1, 2]), lang="nl", alt="Twee staven", y_title="huishoudens")
    >>> shown.layout.separators, shown.layout.meta["alt"]
    (',.', 'Twee staven')
    """
    result = go.Figure(
        data=list(traces),
        layout={
            "template": TEMPLATE,
            "height": height,
            "separators": separators(lang),
            "meta": {"alt": alt},
            "showlegend": len(traces) > 1,
        },
    )
    result.update_xaxes(title_text=x_title)
    result.update_yaxes(title_text=y_title)
    return result.update_layout(**layout)
