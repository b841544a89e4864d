"""Counts and relations in synthetic rows beside those in real ones.

Arithmetic only; the numbers come from the rows.
"""

import math
from collections.abc import Mapping, Sequence
from textwrap import wrap

import plotly.graph_objects as go

from pet_workbench.i18n import Language, number, percent, text
from pet_workbench.viz import theme

_WIDEST = 24
"""Characters on a line of a title along the upright axis; what is longer would be cut off."""


def counts_figure(
    labels: Sequence[str],
    shares: Mapping[str, Sequence[float]],
    *,
    column: str,
    lang: Language,
) -> go.Figure:
    """Draw which share of rows has each value of a column, real and synthetic.

    Parameters
    ----------
    labels : sequence of str
        Of the values.
    shares : mapping of str to sequence of float
        By the name of the rows: 0 to 1.
    column : str
        What the column is called.
    lang : {"nl", "en"}
    """
    bars = [
        go.Bar(x=list(labels), y=[100 * one for one in each], name=name, marker=theme.bar(index))
        for index, (name, each) in enumerate(shares.items())
    ]
    said = "; ".join(
        f"{name}: "
        + ", ".join(
            f"{label} {percent(one, lang)}" for label, one in zip(labels, each, strict=True)
        )
        for name, each in shares.items()
    )
    result = theme.figure(
        *bars,
        lang=lang,
        alt=text("synthetic.counts_alt", lang, column=column, shares=said),
        x_title=column,
        y_title=text("synthetic.counts_axis", lang),
        height=340,
    )
    result.update_xaxes(type="category")
    return result.update_yaxes(ticksuffix="%")


def relation_figure(
    labels: Sequence[str],
    means: Mapping[str, Sequence[float]],
    *,
    across: str,
    column: str,
    lang: Language,
) -> go.Figure:
    """Draw the mean of one column by values of another, real and synthetic.

    Parameters
    ----------
    labels : sequence of str
        Of the values along the axis.
    means : mapping of str to sequence of float
        By the name of the rows; NaN where there is nobody.
    across, column : str
        What the columns are called.
    lang : {"nl", "en"}
    """
    lines = [
        go.Scatter(
            x=list(labels),
            y=[one if math.isfinite(one) else None for one in each],
            name=name,
            **theme.line(index),
        )
        for index, (name, each) in enumerate(means.items())
    ]
    said = "; ".join(
        f"{name}: " + ", ".join(number(one, lang, digits=1) for one in each if math.isfinite(one))
        for name, each in means.items()
    )
    result = theme.figure(
        *lines,
        lang=lang,
        alt=text("synthetic.relation_alt", lang, column=column, across=across, means=said),
        x_title=across,
        y_title="<br>".join(wrap(text("synthetic.relation_axis", lang, column=column), _WIDEST)),
        height=340,
    )
    return result.update_xaxes(type="category")
