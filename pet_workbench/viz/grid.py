"""Pictures of the case `grid`: peaks of streets, days, and load-duration curves.

Arithmetic only; words come from the catalogue.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from pet_workbench.i18n import Language, number, text
from pet_workbench.usecases.grid.curves import duration_curve
from pet_workbench.usecases.grid.days import COLD, HOURS, SUNNY
from pet_workbench.usecases.grid.kept import Verdict
from pet_workbench.viz import theme

Curve = NDArray[np.float64]
_DAYS = {"cold": COLD, "sunny": SUNNY}


def peaks_figure(found: Sequence[Verdict], *, lang: Language, question: str) -> go.Figure:
    """Draw the peak of streets by kind of home, from real and synthetic rows, and the capacity.

    Parameters
    ----------
    found : sequence of Verdict
    lang : {"nl", "en"}
    question : {"peak", "feed_in"}
        Which peak it is.
    """
    capacity, at = found[0].capacity, _kw(found[0].capacity, lang)
    said = "; ".join(_said(one, lang) for one in found)
    result = theme.figure(
        *(_bars(found, id, place, lang) for place, id in enumerate(("real", "synthetic"))),
        lang=lang,
        alt=text("grid.peaks_alt", lang, peaks=said, capacity=at),
        y_title=text(f"grid.axis_{question}", lang),
        height=420,
    )
    top = np.nanmax(
        [capacity, *(getattr(one, id) for one in found for id in ("real", "synthetic"))]
    )
    result.update_yaxes(range=[0, 1.18 * top])
    return result.add_hline(
        capacity,
        line={"color": theme.INK, "width": 2, "dash": "dash"},
        annotation={
            "text": text("grid.capacity_line", lang, capacity=at),
            "font": {"size": 15},
        },
        annotation_position="top left",
    )


def _bars(found: Sequence[Verdict], id: str, place: int, lang: Language) -> go.Bar:
    """Return the bars of real or of synthetic rows."""
    values = [getattr(one, id) for one in found]
    return go.Bar(
        x=[text(f"grid.value_dwelling_{one.dwelling}", lang) for one in found],
        y=[None if np.isnan(value) else value for value in values],
        name=text(f"grid.series_{id}", lang),
        marker=theme.bar(place),
        text=[_kw(value, lang) for value in values],
        textposition="outside",
        cliponaxis=False,
    )


def _kw(value: float, lang: Language) -> str:
    """Write kW per home; a dash if there is no such value."""
    return "\N{EN DASH}" if np.isnan(value) else number(value, lang, digits=2)


def _said(one: Verdict, lang: Language) -> str:
    """Write what real and synthetic rows say of one kind of home."""
    return text(
        "grid.peaks_alt_kind",
        lang,
        dwelling=text(f"grid.value_dwelling_{one.dwelling}", lang),
        real=_kw(one.real, lang),
        synthetic=_kw(one.synthetic, lang),
    )


def days_figure(curves: Mapping[str, Curve], *, lang: Language) -> go.Figure:
    """Draw a cold winter day and a sunny day, per home.

    Parameters
    ----------
    curves : mapping of str to ndarray of float64, shape (5, 24)
        By what they are made from: "real" and "synthetic".
    lang : {"nl", "en"}
    """
    drawn = [
        _day(id, curves[id], day, 2 * number_of_day + place, lang)
        for number_of_day, day in enumerate(_DAYS)
        for place, id in enumerate(curves)
    ]
    result = theme.figure(
        *(line for line, _ in drawn),
        lang=lang,
        alt=text("grid.days_alt", lang, days="; ".join(said for _, said in drawn)),
        x_title=text("grid.axis_hour", lang),
        y_title=text("grid.axis_kw", lang),
        height=420,
    )
    result.update_xaxes(dtick=3, range=[-0.5, HOURS - 0.5])
    return result.add_hline(0, line={"color": theme.INK, "width": 1})


def _day(id: str, curve: Curve, day: str, look: int, lang: Language) -> tuple[go.Scatter, str]:
    """Return the line of one day, and what it says."""
    load = curve[_DAYS[day]]
    name = text(f"grid.day_{id}_{day}", lang)
    line = go.Scatter(x=list(range(HOURS)), y=load.tolist(), name=name, **theme.line(look))
    said = text(
        "grid.days_alt_day",
        lang,
        name=name,
        high=_kw(float(load.max()), lang),
        hour=number(int(load.argmax()), lang),
        low=_kw(float(load.min()), lang),
    )
    return line, said


def duration_figure(curves: Mapping[str, Curve], *, lang: Language) -> go.Figure:
    """Draw load-duration curves: for how many hours of a year a load is reached, per home.

    Parameters
    ----------
    curves : mapping of str to ndarray of float64, shape (5, 24)
        By what they are made from.
    lang : {"nl", "en"}
    """
    drawn = [_duration(id, curve, place, lang) for place, (id, curve) in enumerate(curves.items())]
    result = theme.figure(
        *(line for line, _ in drawn),
        lang=lang,
        alt=text("grid.duration_alt", lang, lines="; ".join(said for _, said in drawn)),
        x_title=text("grid.axis_hours_of_year", lang),
        y_title=text("grid.axis_kw", lang),
        height=380,
    )
    result.update_xaxes(range=[0, 8_760])
    return result.add_hline(0, line={"color": theme.INK, "width": 1})


def _duration(id: str, curve: Curve, place: int, lang: Language) -> tuple[go.Scatter, str]:
    """Return the line of one load-duration curve, and what it says."""
    hours, load = duration_curve(curve)
    name = text(f"grid.series_{id}", lang)
    line = go.Scatter(
        x=[0.0, *hours.tolist()],
        y=[float(load[0]), *load.tolist()],
        name=name,
        mode="lines",
        line={**theme.line(place)["line"], "shape": "vh", "width": 3},
    )
    said = text(
        "grid.duration_alt_line",
        lang,
        name=name,
        high=_kw(float(load[0]), lang),
        low=_kw(float(load[-1]), lang),
        hours=number(8_760 - float(hours[load > 0].max(initial=0)), lang),
    )
    return line, said


def ways_figure(
    peaks: Mapping[str, Sequence[float]],
    dwellings: Sequence[str],
    *,
    capacity: float,
    lang: Language,
) -> go.Figure:
    """Draw the peak of streets by kind of home for every way to make rows.

    Parameters
    ----------
    peaks : mapping of str to sequence of float
        In kW per home, by kind of home; by the name of the rows, in the reader's words.
    dwellings : sequence of str
        Ids of the kinds of home.
    capacity : float
        kW per home.
    lang : {"nl", "en"}
    """
    names = [text(f"grid.value_dwelling_{one}", lang) for one in dwellings]
    bars = [
        go.Bar(
            x=names,
            y=[None if np.isnan(value) else value for value in values],
            name=name,
            marker=theme.bar(place),
        )
        for place, (name, values) in enumerate(peaks.items())
    ]
    said = "; ".join(
        f"{name}: "
        + ", ".join(
            f"{label} {_kw(value, lang)}" for label, value in zip(names, values, strict=True)
        )
        for name, values in peaks.items()
    )
    result = theme.figure(
        *bars,
        lang=lang,
        alt=text("grid.ways_alt", lang, peaks=said, capacity=_kw(capacity, lang)),
        y_title=text("grid.axis_peak", lang),
        height=440,
    )
    return result.add_hline(capacity, line={"color": theme.INK, "width": 2, "dash": "dash"})
