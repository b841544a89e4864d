"""What synthetic rows are worth against what they give away, as one picture.

Arithmetic only; the numbers come from measurements.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import plotly.graph_objects as go

from pet_workbench.i18n import Language, number, percent, shortest, text
from pet_workbench.synthetic import generator
from pet_workbench.viz import theme

if TYPE_CHECKING:
    from pet_workbench.synthetic.risk import Risk
    from pet_workbench.usecases.synthetic_rows.tradeoff import Point

PAIRS, AUC, OVERLAP = "pairs", "auc", "overlap"
MEASURES = (PAIRS, AUC, OVERLAP)
"""Of use: counts by two columns, a prediction, and refitted regressions."""
WORST = "worst"
_LOOKS = {
    generator.PRIVATE: 0,
    generator.CART: 1,
    generator.MARGINALS: 2,
    generator.COPY: 6,
    generator.INDEPENDENT: 4,
}
_PLACES = {
    generator.CART: "middle left",
    generator.MARGINALS: "top center",
    generator.COPY: "middle left",
    generator.INDEPENDENT: "bottom center",
}
_SIZE = 13
_APART = 0.045
"""Of the axis: private points nearer than this share one label, or labels lie on each other."""


def use_of(point: "Point", measure: str) -> float:
    """Return how useful rows are: 1 is best; of a prediction 0.5 is guessing.

    Parameters
    ----------
    point : Point
    measure : {"pairs", "auc", "overlap"}
    """
    found = {PAIRS: 1 - point.pairs, AUC: point.auc, OVERLAP: point.overlap}
    return found[measure]


def risk_of(point: "Point", attack: str) -> "Risk":
    """Return what one attack found, or the one that found most.

    Parameters
    ----------
    point : Point
    attack : str
        Of `pet_workbench.synthetic.risk.ATTACKS`, or "worst".
    """
    return next((one for one in point.risks if one.attack == attack), point.worst)


def trade_off_figure(
    points: Sequence["Point"],
    *,
    lang: Language,
    measure: str = PAIRS,
    attack: str = WORST,
    now: "Point | None" = None,
    x_title: str = "",
) -> go.Figure:
    """Draw use against measured risk, with the interval of each risk.

    Parameters
    ----------
    points : sequence of Point
        Stored; the private ones, at several epsilons, are joined by a line.
    lang : {"nl", "en"}
    measure : {"pairs", "auc", "overlap"}
        Of use.
    attack : str
        Of risk; "worst" for the attack that found most.
    now : Point, optional
        Measured just now.
    x_title : str, optional
        What is useful, where a page has its own words for it.
    """
    uses = [use_of(one, measure) for one in points]
    apart = _APART * (max(uses) - min(uses))
    traces = [
        _trace([one for one in points if one.generator == name], lang, measure, attack, apart)
        for name in _LOOKS
        if any(one.generator == name for one in points)
    ]
    if now is not None:
        traces.append(_now(now, lang, measure, attack))
    result = theme.figure(
        *traces,
        lang=lang,
        alt=_alt(points, lang, measure, attack),
        x_title=x_title or text(f"synthetic.use_{measure}", lang),
        y_title=text("synthetic.risk_axis", lang),
        height=460,
    )
    ticks = {"ticksuffix": "%"} if measure != AUC else {}
    result.update_xaxes(**ticks)
    result.update_yaxes(ticksuffix="%", rangemode="tozero")
    return result.add_hline(0, line={"color": theme.INK, "width": 1})


def _trace(
    points: Sequence["Point"], lang: Language, measure: str, attack: str, apart: float
) -> go.Scatter:
    """Return the points of one generator."""
    name = points[0].generator
    is_private = name == generator.PRIVATE
    written = [text(f"synthetic.short_{name}", lang)] * len(points)
    places = [_PLACES.get(name, "top center")] * len(points)
    if is_private:
        written, places = _epsilons(points, lang, measure, apart)
    return go.Scatter(
        **_where(points, measure, attack),
        mode="lines+markers+text" if is_private else "markers+text",
        name=text(f"synthetic.generator_{name}", lang),
        text=written,
        textposition=places,
        line={"color": theme.colour(0), "width": 2, "dash": "dot"},
        marker={**theme.line(_LOOKS[name])["marker"], "size": _SIZE},
        hovertext=[_told(one, lang, measure, attack) for one in points],
        hoverinfo="text",
        cliponaxis=False,
    )


def _epsilons(
    points: Sequence["Point"], lang: Language, measure: str, apart: float
) -> tuple[list[str], list[str]]:
    """Label points by their epsilon: neighbours as one, and labels above and below in turn."""
    groups: list[list[int]] = []
    for at in sorted(range(len(points)), key=lambda at: use_of(points[at], measure)):
        use = use_of(points[at], measure)
        if groups and use - use_of(points[groups[-1][-1]], measure) < apart:
            groups[-1].append(at)
        else:
            groups.append([at])
    written, places = [""] * len(points), ["top center"] * len(points)
    for turn, group in enumerate(groups):
        epsilons = sorted(float(points[at].epsilon) for at in group if points[at].epsilon)
        middle = group[len(group) // 2]
        written[middle] = "ε = " + "; ".join(shortest(one, lang) for one in epsilons)
        places[middle] = "bottom center" if turn % 2 else "top center"
    return written, places


def _now(point: "Point", lang: Language, measure: str, attack: str) -> go.Scatter:
    """Return the point that was measured just now."""
    return go.Scatter(
        **_where([point], measure, attack),
        mode="markers",
        name=text("synthetic.now", lang),
        marker={
            "color": theme.COLOURS["orange"],
            "line": {"color": theme.INK, "width": 1.5},
            "size": 18,
            "symbol": "star",
        },
        hovertext=[_told(point, lang, measure, attack)],
        hoverinfo="text",
    )


def _where(points: Sequence["Point"], measure: str, attack: str) -> dict[str, object]:
    """Return places, with the bars of intervals."""
    risks = [risk_of(one, attack) for one in points]
    scale = 1 if measure == AUC else 100
    return {
        "x": [scale * use_of(one, measure) for one in points],
        "y": [100 * risk.value for risk in risks],
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": [100 * (risk.interval()[1] - risk.value) for risk in risks],
            "arrayminus": [100 * (risk.value - risk.interval()[0]) for risk in risks],
            "color": theme.INK,
            "thickness": 1.5,
            "width": 5,
        },
    }


def _named(point: "Point", lang: Language) -> str:
    """Write the epsilon of a private point."""
    return f"ε = {shortest(float(point.epsilon), lang)}"


def use_words(point: "Point", measure: str, lang: Language) -> str:
    """Write how useful rows are: a share, or the area under a curve.

    Parameters
    ----------
    point : Point
    measure : {"pairs", "auc", "overlap"}
    lang : {"nl", "en"}
    """
    use = use_of(point, measure)
    return number(use, lang, digits=2) if measure == AUC else percent(use, lang)


def risk_words(risk: "Risk", lang: Language) -> str:
    """Write a risk with its interval, not below zero as readers see it.

    Parameters
    ----------
    risk : Risk
    lang : {"nl", "en"}
    """
    low, high = (percent(max(0.0, end), lang, digits=1) for end in risk.interval())
    value = percent(max(0.0, risk.value), lang, digits=1)
    return text("synthetic.risk_interval", lang, value=value, low=low, high=high)


def _told(point: "Point", lang: Language, measure: str, attack: str) -> str:
    """Write what a point says."""
    name = text(f"synthetic.generator_{point.generator}", lang)
    return text(
        "synthetic.point",
        lang,
        name=f"{name}, {_named(point, lang)}" if point.epsilon else name,
        use=use_words(point, measure, lang),
        risk=risk_words(risk_of(point, attack), lang),
    )


def _alt(points: Sequence["Point"], lang: Language, measure: str, attack: str) -> str:
    """Say what the picture shows."""
    said = "; ".join(_told(one, lang, measure, attack) for one in points)
    return text("synthetic.trade_off_alt", lang, points=said)
