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


def peaks_figure(found: Sequence[Verdict], *, lang: Language, question: str) -> go.Figure:
    """Draw the peak of streets by kind of home, from real and synthetic rows, and the capacity.

    Parameters
    ----------
    found : sequence of Verdict
    lang : {"nl", "en"}
    question : {"peak", "feed_in"}
        Which peak it is.
    """
    names = [text(f"grid.value_dwelling_{one.dwelling}", lang) for one in found]
    series = {"real": [one.real for one in found], "synthetic": [one.synthetic for one in found]}
    bars = [
        go.Bar(
            x=names,
            y=[None if np.isnan(value) else value for value in values],
            name=text(f"grid.series_{id}", lang),
            marker=theme.bar(place),
            text=[_kw(value, lang) for value in values],
            textposition="outside",
            cliponaxis=False,
        )
        for place, (id, values) in enumerate(series.items())
    ]
    capacity = found[0].capacity
    alt = text(
        "grid.peaks_alt",
        lang,
        peaks="; ".join(_said(one, lang) for one in found),
        capacity=_kw(capacity, lang),
    )
    result = theme.figure(
        *bars, lang=lang, alt=alt, y_title=text(f"grid.axis_{question}", lang), height=420
    )
    top = max(capacity, *(np.nan_to_num(values).max() for values in series.values()))
    result.update_yaxes(range=[0, 1.18 * top])
    return result.add_hline(
        capacity,
        line={"color": theme.INK, "width": 2, "dash": "dash"},
        annotation={
            "text": text("grid.capacity_line", lang, capacity=_kw(capacity, lang)),
            "font": {"size": 15},
        },
        annotation_position="top left",
    )


def _kw(value: float, lang: Language) -> str:
    """Write kW per home; a dash if there is no such value."""
    return "–" if np.isnan(value) else number(value, lang, digits=2)


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
    days = {"cold": COLD, "sunny": SUNNY}
    lines = [
        go.Scatter(
            x=list(range(HOURS)),
            y=curve[at].tolist(),
            name=text(f"grid.day_{id}_{day}", lang),
            **theme.line(2 * number_of_day + place),
        )
        for number_of_day, (day, at) in enumerate(days.items())
        for place, (id, curve) in enumerate(curves.items())
    ]
    alt = text(
        "grid.days_alt",
        lang,
        days="; ".join(
            text(
                "grid.days_alt_day",
                lang,
                name=text(f"grid.day_{id}_{day}", lang),
                high=_kw(float(curve[at].max()), lang),
                hour=number(int(curve[at].argmax()), lang),
                low=_kw(float(curve[at].min()), lang),
            )
            for day, at in days.items()
            for id, curve in curves.items()
        ),
    )
    result = theme.figure(
        *lines,
        lang=lang,
        alt=alt,
        x_title=text("grid.axis_hour", lang),
        y_title=text("grid.axis_kw", lang),
        height=420,
    )
    result.update_xaxes(dtick=3, range=[-0.5, HOURS - 0.5])
    return result.add_hline(0, line={"color": theme.INK, "width": 1})


def duration_figure(curves: Mapping[str, Curve], *, lang: Language) -> go.Figure:
    """Draw load-duration curves: for how many hours of a year a load is reached, per home.

    Parameters
    ----------
    curves : mapping of str to ndarray of float64, shape (5, 24)
        By what they are made from.
    lang : {"nl", "en"}
    """
    lines, said = [], []
    for place, (id, curve) in enumerate(curves.items()):
        hours, load = duration_curve(curve)
        name = text(f"grid.series_{id}", lang)
        look = theme.line(place)
        lines.append(
            go.Scatter(
                x=[0.0, *hours.tolist()],
                y=[float(load[0]), *load.tolist()],
                name=name,
                mode="lines",
                line={**look["line"], "shape": "vh", "width": 3},
            )
        )
        above = float(hours[load > 0].max(initial=0))
        said.append(
            text(
                "grid.duration_alt_line",
                lang,
                name=name,
                high=_kw(float(load[0]), lang),
                low=_kw(float(load[-1]), lang),
                hours=number(8_760 - above, lang),
            )
        )
    result = theme.figure(
        *lines,
        lang=lang,
        alt=text("grid.duration_alt", lang, lines="; ".join(said)),
        x_title=text("grid.axis_hours_of_year", lang),
        y_title=text("grid.axis_kw", lang),
        height=380,
    )
    result.update_xaxes(range=[0, 8_760])
    return result.add_hline(0, line={"color": theme.INK, "width": 1})


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
