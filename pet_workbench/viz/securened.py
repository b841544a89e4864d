"""Pictures of the case `securened`: kinds of attack over the weeks, with gaps where withheld."""

from typing import Any

import plotly.graph_objects as go

from pet_workbench.i18n import Language, number, text
from pet_workbench.usecases.securened import KINDS, SECTORS, WEEKS, Trends
from pet_workbench.viz import theme

LINES = ("phishing", "ransomware", "password-guessing", "denial-of-service", "supplier-compromise")
"""Kinds that are drawn: frequent and rare ones, and the wave."""
WAVE = "ransomware"


def kind_name(kind: str, lang: Language) -> str:
    """Return what a kind of attack is called."""
    return text(f"securened.kind_{kind}", lang)


def sector_name(sector: str, lang: Language) -> str:
    """Return what a sector is called."""
    return text(f"securened.sector_{sector}", lang)


def trend_figure(trends: Trends, *, lang: Language) -> go.Figure:
    """Draw at how many organisations kinds were seen, week by week; one kind per sector if apart.

    Parameters
    ----------
    trends : Trends
        As NCSC reads it; what is withheld leaves a gap.
    lang : {"nl", "en"}
    """
    traces = [
        go.Scatter(
            x=list(range(1, WEEKS + 1)),
            y=[int(one) if one else None for one in seen],
            name=name,
            connectgaps=False,
            **theme.line(index),
        )
        for index, (name, seen) in enumerate(_series(trends, lang).items())
    ]
    result = theme.figure(
        *traces,
        lang=lang,
        alt=_alt(trends, lang),
        x_title=text("securened.chart_x", lang),
        y_title=text("securened.chart_y", lang),
        height=420,
    )
    result.add_hline(
        trends.minimum,
        line={"color": theme.INK, "width": 2, "dash": "dash"},
        annotation_text=text("securened.chart_minimum", lang, minimum=number(trends.minimum, lang)),
        annotation_position="bottom left",
    )
    result.update_xaxes(range=[0.5, WEEKS + 0.5])
    return result.update_yaxes(rangemode="tozero")


def _series(trends: Trends, lang: Language) -> dict[str, Any]:
    """Return the lines by name: a few kinds, or the wave per sector."""
    if len(trends.groups) > 1:
        wave = trends.organisations[:, KINDS.index(WAVE)]
        return {sector_name(one, lang): wave[at] for at, one in enumerate(SECTORS)}
    return {kind_name(one, lang): trends.organisations[0, KINDS.index(one)] for one in LINES}


def _alt(trends: Trends, lang: Language) -> str:
    """Say what the chart shows."""
    wave = trends.organisations[:, KINDS.index(WAVE)].max(axis=0)
    values = {
        "shown": number(int(trends.shown.sum()), lang),
        "minimum": number(trends.minimum, lang),
        "kind": kind_name(WAVE, lang),
    }
    if not wave.any():
        return text("securened.chart_alt_empty", lang, **values)
    return text(
        "securened.chart_alt",
        lang,
        **values,
        week=number(int(wave.argmax()) + 1, lang),
        most=number(int(wave.max()), lang),
    )
