"""Pictures of the cases on lists: hits per province, two lists and what they share, an attack."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from pet_workbench.i18n import Language, number, percent, text
from pet_workbench.viz import theme

_BAR = 26
_MARGIN = 90


def provinces_figure(found: Mapping[str, int], *, lang: Language) -> go.Figure:
    """Draw how many persons were found per province.

    Parameters
    ----------
    found : mapping of str to int
        By the name of the province as the reader knows it.
    lang : {"nl", "en"}
    """
    most = max(found, key=lambda name: found[name])
    alt = text(
        "fugitives.chart_alt",
        lang,
        found=number(sum(found.values()), lang),
        most=most,
        count=number(found[most], lang),
    )
    bars = go.Bar(
        x=list(found.values()), y=list(found), orientation="h", marker=theme.bar(0), name=""
    )
    result = theme.figure(
        bars,
        lang=lang,
        alt=alt,
        x_title=text("fugitives.chart_x", lang),
        height=_MARGIN + _BAR * len(found),
    )
    result.update_xaxes(rangemode="tozero", dtick=1 if max(found.values()) < 6 else None)
    return result.update_yaxes(autorange="reversed")


def overlap_figure(parts: Mapping[str, int], *, alt: str, lang: Language) -> go.Figure:
    """Draw how many persons are on one list, on both, and on the other.

    Parameters
    ----------
    parts : mapping of str to int
        By the words for each part.
    alt : str
        What the figure shows, for those who do not see it.
    lang : {"nl", "en"}
    """
    bars = [
        go.Bar(
            x=[count],
            y=[name],
            orientation="h",
            marker=theme.bar(index),
            text=[number(count, lang)],
            textposition="outside",
            cliponaxis=False,
            name=name,
        )
        for index, (name, count) in enumerate(parts.items())
    ]
    result = theme.figure(
        *bars,
        lang=lang,
        alt=alt,
        x_title=text("informants.chart_x", lang),
        height=_MARGIN + 2 * _BAR * len(parts),
        showlegend=False,
    )
    result.update_xaxes(rangemode="tozero")
    return result.update_yaxes(autorange="reversed")


def attack_figure(
    tried: Sequence[float], found: Sequence[float], *, about: str, lang: Language
) -> go.Figure:
    """Draw how much of a list has been read, against the share of all numbers that were tried.

    Parameters
    ----------
    tried, found : sequence of float
        Shares from 0 to 1, report by report.
    about : str
        What was attacked, in the reader's words.
    lang : {"nl", "en"}
    """
    alt = text(
        "fugitives.attack_alt",
        lang,
        about=about,
        tried=percent(tried[-1], lang, digits=1),
        found=percent(found[-1], lang, digits=1),
    )
    style = theme.line(1)
    result = theme.figure(
        go.Scatter(x=[0, *tried], y=[0, *found], **{**style, "mode": "lines"}),
        lang=lang,
        alt=alt,
        x_title=text("fugitives.attack_x", lang),
        y_title=text("fugitives.attack_y", lang),
        height=340,
    )
    top = max(0.01, *tried, *found)
    result.update_xaxes(range=[0, top], tickformat=".0%" if top > 0.1 else ".1%")
    return result.update_yaxes(range=[0, 1.05 * top], tickformat=".0%" if top > 0.1 else ".1%")
