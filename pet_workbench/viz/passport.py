"""The picture of the case `passport`: how much of each product is recycled, and the verdict."""

from collections.abc import Sequence

import plotly.graph_objects as go

from pet_workbench.i18n import Language, number, percent, text
from pet_workbench.viz import theme

_ROW, _HEAD = 34, 130


def shares_figure(
    products: Sequence[int],
    shares: Sequence[float],
    accepted: Sequence[bool],
    *,
    minimum: float,
    lang: Language,
) -> go.Figure:
    """Draw which part of each product is recycled, with the minimum as a line.

    Parameters
    ----------
    products : sequence of int
    shares : sequence of float
        Of the mass, 0 to 1.
    accepted : sequence of bool
    minimum : float
        0 to 1.
    lang : {"nl", "en"}
    """
    names = [text("passport.product", lang, product=product) for product in products]
    bars = [
        go.Bar(
            x=[100 * share for share, one in zip(shares, accepted, strict=True) if one == wanted],
            y=[name for name, one in zip(names, accepted, strict=True) if one == wanted],
            name=text(f"passport.series_{'accepted' if wanted else 'refused'}", lang),
            orientation="h",
            marker=theme.bar(0 if wanted else 1),
        )
        for wanted in (True, False)
    ]
    told = ", ".join(
        f"{name} {percent(share, lang)}" for name, share in zip(names, shares, strict=True)
    )
    alt = text(
        "passport.chart_alt",
        lang,
        minimum=percent(minimum, lang),
        accepted=number(sum(accepted), lang),
        shares=told,
    )
    result = theme.figure(
        *bars,
        lang=lang,
        alt=alt,
        x_title=text("passport.chart_x", lang),
        height=_HEAD + _ROW * len(names),
    )
    result.add_vline(x=100 * minimum, line={"color": theme.INK, "width": 2, "dash": "dash"})
    result.update_yaxes(autorange="reversed", categoryorder="array", categoryarray=names)
    return result.update_xaxes(rangemode="tozero")
