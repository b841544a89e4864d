"""Pictures of the case `securened`: kinds of attack over the weeks, with gaps where withheld."""

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
    if len(trends.groups) > 1:
        at = KINDS.index(WAVE)
        series = {
            sector_name(one, lang): trends.organisations[g, at] for g, one in enumerate(SECTORS)
        }
    else:
        series = {kind_name(one, lang): trends.organisations[0, KINDS.index(one)] for one in LINES}
    weeks = list(range(1, WEEKS + 1))
    traces = [
        go.Scatter(
            x=weeks,
            y=[int(one) if one else None for one in seen],
            name=name,
            connectgaps=False,
            **theme.line(index),
        )
        for index, (name, seen) in enumerate(series.items())
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
