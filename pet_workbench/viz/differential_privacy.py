"""Charts of noisy answers: beside the exact one, averaged out, traded for what is cut off."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from pet_workbench.i18n import Language, number, percent, text
from pet_workbench.viz import theme

Interval = tuple[float, float, float]
"""Low end, answer, high end."""
_APART = 1.9
_MARGINS = {"l": 8, "r": 16, "t": 24, "b": 8}


def answers_figure(
    answers: Sequence[Interval], exact: float, *, unit: str, lang: Language
) -> go.Figure:
    """Draw answers below each other with their intervals, and the exact one as a line.

    Parameters
    ----------
    answers : sequence of (low, answer, high)
        The newest first.
    exact : float
    unit : str
        What the axis counts, in the reader's words.
    lang : {"nl", "en"}
    """
    rows = [str(i) for i in range(len(answers), 0, -1)]
    values = [value for _, value, _ in answers]
    points = go.Scatter(
        x=values,
        y=rows,
        name=text("differential_privacy.chart_noisy", lang),
        error_x={
            "type": "data",
            "array": [high - value for _, value, high in answers],
            "arrayminus": [value - low for low, value, _ in answers],
            "color": theme.colour(0),
            "thickness": 2,
        },
        **theme.line(0) | {"mode": "markers"},
    )
    drawn = theme.figure(
        points,
        lang=lang,
        alt=_answers_said(answers, exact, lang),
        x_title=unit,
        y_title=text("differential_privacy.chart_draw", lang),
        height=150 + 26 * len(answers),
        margin=_MARGINS,
    )
    drawn.update_yaxes(autorange="reversed", type="category")
    return drawn.add_vline(x=exact, line={"color": theme.COLOURS["vermillion"], "width": 2.5})


def _answers_said(answers: Sequence[Interval], exact: float, lang: Language) -> str:
    """Say what the answers show; of the margins, that of the newest."""
    low, value, high = answers[0]
    return text(
        "differential_privacy.chart_answers_alt",
        lang,
        count=len(answers),
        exact=number(exact, lang),
        value=number(value, lang),
        low=number(low, lang),
        high=number(high, lang),
    )


def bars_figure(
    names: Sequence[str],
    exact: Sequence[float],
    noisy: Sequence[float],
    *,
    margin: float,
    unit: str,
    lang: Language,
) -> go.Figure:
    """Draw exact and noisy numbers beside each other, with the margin of the noisy ones.

    Parameters
    ----------
    names : sequence of str
        What each pair of bars is about.
    exact, noisy : sequence of float
    margin : float
        By how much a noisy number can be off.
    unit : str
    lang : {"nl", "en"}
    """
    series = [
        go.Bar(
            x=list(names),
            y=list(exact),
            name=text("differential_privacy.chart_exact", lang),
            marker=theme.bar(1),
        ),
        go.Bar(
            x=list(names),
            y=list(noisy),
            name=text("differential_privacy.chart_noisy", lang),
            marker=theme.bar(0),
            error_y={"type": "constant", "value": margin, "color": theme.INK},
        ),
    ]
    said = "; ".join(
        f"{name}: {number(a, lang)}, {number(b, lang)}"
        for name, a, b in zip(names, exact, noisy, strict=True)
    )
    return theme.figure(
        *series,
        lang=lang,
        alt=text("differential_privacy.chart_bars_alt", lang, bars=said),
        y_title=unit,
        height=340,
        barmode="group",
        bargap=0.25,
    )


def averages_figure(
    averages: Mapping[str, Sequence[float]], exact: float, *, lang: Language
) -> go.Figure:
    """Draw how the average of the answers moves as more are given.

    Parameters
    ----------
    averages : mapping of str to sequence of float
        By the name of the series, the average after each answer.
    exact : float
    lang : {"nl", "en"}
    """
    lines = [
        go.Scatter(
            x=list(range(1, len(values) + 1)),
            y=list(values),
            name=name,
            **theme.line(i) | {"mode": "lines+markers" if len(values) < 30 else "lines"},
        )
        for i, (name, values) in enumerate(averages.items())
    ]
    said = "; ".join(
        f"{name}: {len(values)}, {number(values[-1], lang, digits=1)}"
        for name, values in averages.items()
        if len(values)
    )
    drawn = theme.figure(
        *lines,
        lang=lang,
        alt=text(
            "differential_privacy.chart_averages_alt", lang, exact=number(exact, lang), lines=said
        ),
        x_title=text("differential_privacy.chart_asked", lang),
        y_title=text("differential_privacy.chart_average", lang),
        height=330,
    )
    drawn.update_xaxes(type="log", dtick=1)
    drawn.add_hline(y=exact, line={"color": theme.INK, "dash": "dot", "width": 2})
    return drawn.update_layout(showlegend=True)


def accuracy_figure(
    shares: Mapping[str, Sequence[float]], sizes: Sequence[int], *, chosen: int, lang: Language
) -> go.Figure:
    """Draw how far off an answer can be, in groups of each size, a line for each epsilon.

    Parameters
    ----------
    shares : mapping of str to sequence of float
        By the epsilon in the reader's writing, the margin as a share of the answer.
    sizes : sequence of int
    chosen : int
        The size that the reader chose.
    lang : {"nl", "en"}
    """
    lines = [
        go.Scatter(
            x=list(sizes),
            y=[100 * share or None for share in values],  # a logarithm has no place for 0
            name=text("differential_privacy.chart_epsilon", lang, epsilon=epsilon),
            **theme.line(i),
        )
        for i, (epsilon, values) in enumerate(shares.items())
    ]
    said = "; ".join(
        f"epsilon {epsilon}: {percent(values[0], lang)}, {percent(values[-1], lang, digits=2)}"
        for epsilon, values in shares.items()
    )
    drawn = theme.figure(
        *lines,
        lang=lang,
        alt=text(
            "differential_privacy.chart_accuracy_alt",
            lang,
            least=number(sizes[0], lang),
            most=number(sizes[-1], lang),
            lines=said,
        ),
        x_title=text("differential_privacy.chart_size", lang),
        y_title=text("differential_privacy.chart_margin", lang),
        height=360,
    )
    drawn.update_xaxes(type="log", dtick=1)
    drawn.update_yaxes(type="log", dtick=1, ticksuffix="%")
    return drawn.add_vline(x=chosen, line={"color": theme.INK, "dash": "dot", "width": 1.5})


def tradeoff_figure(
    errors: Mapping[str, Sequence[float]],
    settings: Sequence[float],
    *,
    chosen: float,
    titles: tuple[str, str],
    lang: Language,
) -> go.Figure:
    """Draw two kinds of error that pull in opposite directions, and both together.

    Parameters
    ----------
    errors : mapping of str to sequence of float
        By the kind of error in the reader's words.
    settings : sequence of float
        What can be chosen, ascending.
    chosen : float
    titles : tuple of str
        What stands along the horizontal and the vertical axis.
    lang : {"nl", "en"}
    """
    lines = [
        go.Scatter(x=list(settings), y=list(values), name=name, **theme.line(i))
        for i, (name, values) in enumerate(errors.items())
    ]
    *_, (together, sums) = errors.items()
    best = min(range(len(sums)), key=lambda i: sums[i])
    drawn = theme.figure(
        *lines,
        lang=lang,
        alt=text(
            "differential_privacy.chart_tradeoff_alt",
            lang,
            together=together,
            setting=number(settings[best], lang),
            error=number(sums[best], lang, digits=1),
        ),
        x_title=titles[0],
        y_title=titles[1],
        height=340,
    )
    ticks = _apart(settings)
    drawn.update_xaxes(
        type="log",
        tickmode="array",
        tickvals=ticks,
        ticktext=[number(setting, lang) for setting in ticks],
        tickangle=0,
    )
    drawn.update_yaxes(rangemode="tozero")
    return drawn.add_vline(x=chosen, line={"color": theme.INK, "dash": "dot", "width": 1.5})


def _apart(settings: Sequence[float]) -> list[float]:
    """Return those settings whose labels do not run into each other on a logarithmic axis."""
    shown: list[float] = []
    for setting in settings:
        if not shown or setting >= _APART * shown[-1]:
            shown.append(setting)
    return shown
