"""Pictures of the case `train`: what raises or lowers a chance, round by round, and at what price.

A ratio above 1 means more deaths, below 1 fewer.  All its axes are logarithmic, so that twice as
many and half as many lie equally far from 1.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from pet_workbench.i18n import Language, number, shortest, text
from pet_workbench.viz import theme

Floats = NDArray[np.float64]
TICKS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20)
PRICES = (0.1, 0.3, 1, 3, 10, 30, 100)
NEAREST = 1e-3
"""Nearer than this many standard errors is drawn here: nobody could tell the difference."""
_GAP = 0.38


@dataclass(frozen=True)
class Effects:
    """What one way of computing says about every feature.

    Attributes
    ----------
    name : str
        In the reader's words.
    ratios : ndarray of float64, shape (k, 3)
        Ratio, lower and upper bound of 95 %; bounds may be missing or endless.
    """

    name: str
    ratios: Floats


def forest_figure(
    features: Sequence[str],
    ways: Sequence[Effects],
    *,
    crowd: Mapping[str, Floats] | None = None,
    alt: str,
    x_title: str,
    lang: Language,
) -> go.Figure:
    """Draw the effect of every feature, a mark with its interval for each way of computing.

    Parameters
    ----------
    features : sequence of str
        In the reader's words, k of them.
    ways : sequence of Effects
        The first one on top.
    crowd : mapping of str to ndarray of float64, shape (k,), optional
        Ratios of many, such as each hospital alone, drawn as small marks: by who it is about.
    alt, x_title : str
    lang : {"nl", "en"}
    """
    places = np.arange(len(features), dtype=float)
    traces: list[Any] = [*_crowd(crowd or {}, places, features, lang)]
    for index, way in enumerate(ways):
        offset = _GAP * (index - (len(ways) - 1) / 2)
        traces.append(_marks(way, places + offset, features, index, lang))
    result = theme.figure(
        *traces, lang=lang, alt=alt, x_title=x_title, height=150 + 62 * len(features)
    )
    result.update_xaxes(
        type="log",
        tickvals=list(TICKS),
        ticktext=[shortest(one, lang) for one in TICKS],
        range=_range(ways, crowd or {}),
    )
    result.update_yaxes(
        tickvals=places.tolist(),
        ticktext=list(features),
        range=[len(features) - 0.5, -0.5],
        ticks="",
        zeroline=False,
    )
    return result.add_vline(1, line={"color": theme.INK, "width": 1.5, "dash": "dash"})


def _range(ways: Sequence[Effects], crowd: Mapping[str, Floats]) -> list[float]:
    """Return the ends of the axis, as powers of ten: all marks, and intervals within reason."""
    seen = [way.ratios.ravel() for way in ways] + list(crowd.values())
    every = np.concatenate([one[np.isfinite(one)] for one in seen])
    reasonable = every[(every > TICKS[0] / 2) & (every < TICKS[-1] * 2)]
    low, high = (min(reasonable.min(), 0.8), max(reasonable.max(), 1.25))
    return [float(np.log10(low)) - 0.05, float(np.log10(high)) + 0.05]


def _marks(
    way: Effects, places: Floats, features: Sequence[str], index: int, lang: Language
) -> go.Scatter:
    """Return the marks of one way of computing, with intervals where there are any."""
    ratio, low, high = way.ratios.T
    known = np.isfinite(low) & np.isfinite(high)
    drawn = theme.line(index)
    return go.Scatter(
        x=np.round(ratio, 4).tolist(),
        y=places.tolist(),
        name=way.name,
        mode="markers",
        marker={**drawn["marker"], "size": 11},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": np.where(known, high - ratio, 0).round(4).tolist(),
            "arrayminus": np.where(known, ratio - low, 0).round(4).tolist(),
            "color": theme.colour(index),
            "thickness": 2.5,
            "width": 5,
        },
        text=[
            f"{name}: {ratio_words(row, lang)}"
            for name, row in zip(features, way.ratios, strict=True)
        ],
        hovertemplate="%{text}<extra>" + way.name + "</extra>",
    )


def _crowd(
    crowd: Mapping[str, Floats], places: Floats, features: Sequence[str], lang: Language
) -> list[go.Scatter]:
    """Return small marks of many, as one series."""
    if not crowd:
        return []
    x = np.concatenate(list(crowd.values()))
    said = [
        f"{who}: {feature} {number(value, lang, digits=2)}"
        for who, values in crowd.items()
        for feature, value in zip(features, values, strict=True)
    ]
    return [
        go.Scatter(
            x=np.round(x, 4).tolist(),
            y=np.tile(places, len(crowd)).tolist(),
            name=text("train.series_alone", lang),
            mode="markers",
            marker={
                "color": theme.COLOURS["orange"],
                "line": {"color": theme.INK, "width": 0.8},
                "size": 8,
                "symbol": "triangle-up",
                "opacity": 0.75,
            },
            text=said,
            hovertemplate="%{text}<extra></extra>",
        )
    ]


def ratio_words(row: Floats, lang: Language) -> str:
    """Write a ratio with its interval, where there is one.

    Examples
    --------
    >>> ratio_words(np.array([1.5, 1.2, 1.9]), "en")
    '1.50 (1.20 to 1.90)'
    >>> ratio_words(np.array([1.5, np.nan, np.nan]), "en")
    '1.50'
    """
    ratio, low, high = (number(one, lang, digits=2) if np.isfinite(one) else "" for one in row)
    if not low or not high:
        return ratio
    return f"{ratio} ({text('case.range', lang, low=low, high=high)})"


def course_figure(
    courses: Mapping[str, Sequence[float]], *, x: Mapping[str, Sequence[float]], lang: Language
) -> go.Figure:
    """Draw how far from the pooled model each way is, after every round.

    Parameters
    ----------
    courses : mapping of str to sequence of float
        By way, in the reader's words: largest distance in standard errors.
    x : mapping of str to sequence of float
        Rounds, one for each distance.
    lang : {"nl", "en"}
    """
    traces = [
        go.Scatter(
            x=list(x[name]),
            y=[max(one, NEAREST) for one in course],
            name=name,
            **theme.line(index),
        )
        for index, (name, course) in enumerate(courses.items())
    ]
    said = "; ".join(
        text("train.course_one", lang, way=name, off=_off(course[-1], lang))
        for name, course in courses.items()
    )
    result = theme.figure(
        *traces,
        lang=lang,
        alt=text("train.course_alt", lang, ways=said),
        x_title=text("train.course_x", lang),
        y_title=text("train.course_y", lang),
        height=380,
    )
    ticks = (NEAREST, 0.01, 0.1, 1, 10, 100)
    result.update_yaxes(
        type="log", tickvals=list(ticks), ticktext=[shortest(one, lang) for one in ticks]
    )
    result.update_xaxes(type="log", tickvals=[1, 2, 5, 10, 20, 50])
    return result.add_hline(1, line={"color": theme.INK, "width": 1.5, "dash": "dash"})


def _off(distance: float, lang: Language) -> str:
    """Write a distance; what cannot be seen is none."""
    return number(distance, lang, digits=1) if distance >= 0.05 else number(0, lang)


def price_figure(
    epsilons: Sequence[float],
    off: Sequence[float],
    widths: Sequence[float],
    *,
    lang: Language,
) -> go.Figure:
    """Draw what noise costs at every epsilon: measured error, and how much wider intervals become.

    Parameters
    ----------
    epsilons : sequence of float
    off : sequence of float
        Largest distance from the pooled model, in its standard errors.
    widths : sequence of float
        How many times as wide intervals are as without noise, the middle one of all features.
    lang : {"nl", "en"}
    """
    names = ("train.price_off", "train.price_width")
    traces = [
        go.Scatter(
            x=list(epsilons),
            y=[one if np.isfinite(one) else None for one in values],
            name=text(name, lang),
            **theme.line(index),
        )
        for index, (name, values) in enumerate(zip(names, (off, widths), strict=True))
    ]
    result = theme.figure(
        *traces,
        lang=lang,
        alt=_price_alt(epsilons, off, widths, lang),
        x_title=text("train.price_x", lang),
        y_title=text("train.price_y", lang),
        height=380,
    )
    result.update_xaxes(
        type="log", tickvals=list(epsilons), ticktext=[shortest(one, lang) for one in epsilons]
    )
    seen = [one for one in (*off, *widths) if np.isfinite(one)]
    result.update_yaxes(
        type="log",
        tickvals=list(PRICES),
        ticktext=[shortest(one, lang) for one in PRICES],
        range=np.log10([min(*seen, 0.3) / 1.5, max(*seen, 3) * 1.5]).tolist(),
    )
    return result.add_hline(1, line={"color": theme.INK, "width": 1.5, "dash": "dash"})


def _price_alt(
    epsilons: Sequence[float], off: Sequence[float], widths: Sequence[float], lang: Language
) -> str:
    """Say what noise costs at every epsilon."""
    said = "; ".join(
        text(
            "train.price_one",
            lang,
            epsilon=shortest(epsilon, lang),
            off=_off(distance, lang),
            width=number(width, lang, digits=1) if np.isfinite(width) else "∞",
        )
        for epsilon, distance, width in zip(epsilons, off, widths, strict=True)
    )
    return text("train.price_alt", lang, prices=said)
