"""Pictures of the cases on falls: who is reached, whether the model is right, and what counts.

Pure functions from numbers to figures; who holds which key is drawn with `viz.homomorphic`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from pet_workbench.i18n import Language, number, percent, text
from pet_workbench.viz import theme

_STEPS = 100
_ROW, _MARGIN = 30, 110


def reached(risks: NDArray[np.float64], injured: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return which share of those injured is among the clients with the highest risks.

    Parameters
    ----------
    risks : ndarray of float64, shape (n,)
    injured : ndarray of bool, shape (n,)

    Returns
    -------
    ndarray of float64, shape (101,)
        For every whole percentage of clients, 0 to 100.

    Examples
    --------
    >>> reached(np.array([0.9, 0.1]), np.array([True, False]))[[0, 50, 100]].tolist()
    [0.0, 1.0, 1.0]
    """
    order = np.argsort(-risks, kind="stable")
    found = np.append(0, np.cumsum(injured[order]))
    places = np.rint(np.linspace(0, risks.size, _STEPS + 1)).astype(np.int64)
    shares: NDArray[np.float64] = found[places] / max(int(injured.sum()), 1)
    return shares


def reached_figure(
    risks: NDArray[np.float64], injured: NDArray[np.bool_], *, share: float, lang: Language
) -> go.Figure:
    """Draw which part of those injured is reached by visiting the clients with the highest risks.

    Parameters
    ----------
    risks : ndarray of float64, shape (n,)
    injured : ndarray of bool, shape (n,)
        Only the workbench knows them, because it invented them.
    share : float
        Part of the clients that is visited, 0 to 1.
    lang : {"nl", "en"}
    """
    by_share = reached(risks, injured)
    chosen = float(by_share[round(_STEPS * share)])
    x = np.linspace(0, 1, _STEPS + 1)
    model, chance = theme.line(0), theme.line(1)
    mark = {**theme.line(3)["marker"], "size": 15}
    traces = (
        go.Scatter(
            x=x, y=by_share, name=text("falls.chart_model", lang), **{**model, "mode": "lines"}
        ),
        go.Scatter(
            x=[0, 1], y=[0, 1], name=text("falls.chart_chance", lang), **{**chance, "mode": "lines"}
        ),
        go.Scatter(
            x=[share], y=[chosen], mode="markers", marker=mark, name=text("falls.chart_you", lang)
        ),
    )
    said = {"share": percent(share, lang), "reached": percent(chosen, lang)}
    result = theme.figure(
        *traces,
        lang=lang,
        alt=text("falls.chart_alt", lang, **said),
        x_title=text("falls.chart_x", lang),
        y_title=text("falls.chart_y", lang),
        height=380,
    )
    result.update_xaxes(range=[0, 1.01], tickformat=".0%")
    return result.update_yaxes(range=[0, 1.03], tickformat=".0%")


def calibration_figure(
    predicted: Sequence[float], observed: Sequence[float], *, lang: Language
) -> go.Figure:
    """Draw, for tenths of the clients by risk, what was predicted beside what happened.

    Parameters
    ----------
    predicted, observed : sequence of float
        Mean risk, and share that was injured, lowest risk first.
    lang : {"nl", "en"}
    """
    groups = [number(place, lang) for place in range(1, len(predicted) + 1)]
    names = (
        text("falls.calibration_predicted", lang),
        text("falls.calibration_observed", lang),
    )
    bars = [
        go.Bar(x=groups, y=list(shares), name=name, marker=theme.bar(at))
        for at, (name, shares) in enumerate(zip(names, (predicted, observed), strict=True))
    ]
    worst = max(abs(a - b) for a, b in zip(predicted, observed, strict=True))
    said = {
        "low": percent(observed[0], lang, digits=1),
        "high": percent(observed[-1], lang, digits=1),
        "worst": percent(worst, lang, digits=1),
    }
    result = theme.figure(
        *bars,
        lang=lang,
        alt=text("falls.calibration_alt", lang, **said),
        x_title=text("falls.calibration_x", lang),
        y_title=text("falls.calibration_y", lang),
        height=340,
    )
    result.update_xaxes(type="category")
    return result.update_yaxes(rangemode="tozero", tickformat=".0%")


def weights_figure(
    true: Mapping[str, float], recovered: Mapping[str, float], *, lang: Language
) -> go.Figure:
    """Draw the weights of a model beside those that somebody computed from scores.

    Parameters
    ----------
    true, recovered : mapping of str to float
        By the feature in the reader's words; what could not be computed is left out.
    lang : {"nl", "en"}
    """
    real, read = theme.line(0)["marker"], theme.line(1)["marker"]
    traces = (
        go.Scatter(
            x=list(true.values()),
            y=list(true),
            mode="markers",
            marker={**real, "size": 16},
            name=text("falls.weights_true", lang),
        ),
        go.Scatter(
            x=list(recovered.values()),
            y=list(recovered),
            mode="markers",
            marker={**read, "size": 8},
            name=text("falls.weights_recovered", lang),
        ),
    )
    said = {"found": number(len(recovered), lang), "all": number(len(true), lang)}
    result = theme.figure(
        *traces,
        lang=lang,
        alt=text("falls.weights_alt", lang, **said),
        x_title=text("falls.weights_x", lang),
        height=_MARGIN + _ROW * len(true),
    )
    result.update_xaxes(nticks=5, tickangle=0)
    return result.update_yaxes(
        autorange="reversed", categoryorder="array", categoryarray=list(true)
    )


@dataclass(frozen=True, slots=True)
class Line:
    """How often clients of each level of one characteristic were injured.

    Attributes
    ----------
    name : str
        The characteristic with its levels, in the reader's words.
    shares : tuple of float
        Per level, in their order.
    """

    name: str
    shares: tuple[float, ...]


def lines_figure(lines: Sequence[Line], *, alt: str, lang: Language) -> go.Figure:
    """Draw per characteristic how often clients were injured, from its first level to its last.

    Parameters
    ----------
    lines : sequence of Line
        At least one; from the strongest to the weakest reads best.
    alt : str
        What the figure shows, for those who do not see it.
    lang : {"nl", "en"}
    """
    spans = go.Scatter(
        x=[x for one in lines for x in (min(one.shares), max(one.shares), None)],
        y=[y for one in lines for y in (one.name, one.name, None)],
        mode="lines",
        line={"color": theme.INK, "width": 2},
        hoverinfo="skip",
        showlegend=False,
    )
    result = theme.figure(
        spans,
        _points(
            lines, slice(0, 1), theme.line(0)["marker"], text("fall-injuries.chart_first", lang)
        ),
        _points(
            lines, slice(1, -1), theme.line(4)["marker"], text("fall-injuries.chart_between", lang)
        ),
        _points(
            lines, slice(-1, None), theme.line(1)["marker"], text("fall-injuries.chart_last", lang)
        ),
        lang=lang,
        alt=alt,
        x_title=text("fall-injuries.chart_x", lang),
        height=_MARGIN + _ROW * len(lines),
    )
    result.update_xaxes(rangemode="tozero", tickformat=".0%", nticks=4, tickangle=0)
    return result.update_yaxes(autorange="reversed")


@dataclass(frozen=True, slots=True)
class Room:
    """How the bits of an encrypted number are used at one moment.

    Attributes
    ----------
    name : str
        The moment, in the reader's words.
    noise, number, free : float
        Bits.
    """

    name: str
    noise: float
    number: float
    free: float


def room_figure(rooms: Sequence[Room], *, lang: Language) -> go.Figure:
    """Draw how noise takes the place of what is free, moment by moment.

    Parameters
    ----------
    rooms : sequence of Room
    lang : {"nl", "en"}
    """
    parts = (
        (text("falls.room_noise", lang), [one.noise for one in rooms], 1),
        (text("falls.room_number", lang), [one.number for one in rooms], 0),
        (text("falls.room_free", lang), [one.free for one in rooms], 4),
    )
    names = [one.name for one in rooms]
    bars = [
        go.Bar(x=bits, y=names, name=name, orientation="h", marker=theme.bar(at))
        for name, bits, at in parts
    ]
    told = "; ".join(_told(one, lang) for one in rooms)
    result = theme.figure(
        *bars,
        lang=lang,
        alt=text("falls.room_alt", lang, rooms=told),
        x_title=text("falls.room_x", lang),
        height=_MARGIN + 2 * _ROW * len(rooms),
        barmode="stack",
        legend_traceorder="normal",
    )
    return result.update_yaxes(autorange="reversed")


def _told(one: Room, lang: Language) -> str:
    """Say how the bits are used at one moment."""
    return text(
        "falls.room_told",
        lang,
        name=one.name.replace("<br>", " "),
        noise=number(one.noise, lang),
        free=number(one.free, lang),
    )


def _points(
    lines: Sequence[Line], levels: slice, marker: Mapping[str, object], name: str
) -> go.Scatter:
    """Return the marks of some levels of every characteristic."""
    pairs = [(share, one.name) for one in lines for share in one.shares[levels]]
    return go.Scatter(
        x=[share for share, _ in pairs],
        y=[line for _, line in pairs],
        mode="markers",
        marker={**marker, "size": 12},
        name=name,
        hovertemplate="%{x:.1%}",
    )
