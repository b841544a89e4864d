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
    drawn = list(zip(names, shares, accepted, strict=True))
    bars = [_bars(drawn, verdict, lang) for verdict in ("accepted", "refused")]
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
    x_title, height = text("passport.chart_x", lang), _HEAD + _ROW * len(names)
    result = theme.figure(*bars, lang=lang, alt=alt, x_title=x_title, height=height)
    result.add_vline(x=100 * minimum, line={"color": theme.INK, "width": 2, "dash": "dash"})
    result.update_yaxes(autorange="reversed", categoryorder="array", categoryarray=names)
    return result.update_xaxes(rangemode="tozero")


def _bars(drawn: Sequence[tuple[str, float, bool]], verdict: str, lang: Language) -> go.Bar:
    """Return the bars of the products with one verdict."""
    wanted = verdict == "accepted"
    return go.Bar(
        x=[100 * share for _, share, one in drawn if one == wanted],
        y=[name for name, _, one in drawn if one == wanted],
        name=text(f"passport.series_{verdict}", lang),
        orientation="h",
        marker=theme.bar(0 if wanted else 1),
    )
