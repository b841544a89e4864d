"""Pictures of the case `emoji`: estimates beside the truth, devices needed, the price, and days.

An emoji never stands without its name: where a font lacks it, the name still says which it is.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from pet_workbench.i18n import Language, number, percent, shortest, text
from pet_workbench.usecases.emoji import EmojiList, Popularity
from pet_workbench.viz import theme

FONT = (
    "'PET Emoji', system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', "
    "'Liberation Sans', sans-serif"
)
"""As everywhere, after a font for emoji only, which comes with the page."""
DRAWN = 15
"""Emoji in the picture: the first of the list."""
_LONGEST = 30
_ROW, _MARGIN = 30, 110

Numbers = NDArray[np.float64]


def emoji_name(listed: EmojiList, at: int, lang: Language) -> str:
    """Return an emoji with its name.

    Parameters
    ----------
    listed : EmojiList
    at : int
        Its place on the list.
    lang : {"nl", "en"}
    """
    return f"{listed.emoji[at]} {listed.names[lang][at]}"


def popularity_figure(
    popularity: Popularity, exact: NDArray[np.int64], listed: EmojiList, *, lang: Language
) -> go.Figure:
    """Draw the first emoji of the list: what the maker reads, with margins, and the truth.

    Parameters
    ----------
    popularity : Popularity
    exact : ndarray of int64
        Only the workbench knows it.
    listed : EmojiList
    lang : {"nl", "en"}
    """
    names = [short_name(emoji_name(listed, at, lang)) for at in range(DRAWN)]
    read = popularity.counts[:DRAWN]
    truth = go.Bar(
        x=exact[:DRAWN].tolist(),
        y=names,
        orientation="h",
        name=text("emoji.chart_truth", lang),
        marker=theme.bar(4),
    )
    estimate = go.Scatter(
        x=read.round().tolist(),
        y=names,
        name=text("emoji.chart_estimate", lang),
        error_x={
            "array": popularity.margin()[:DRAWN].round(1).tolist(),
            "color": theme.INK,
            "thickness": 2,
        },
        **{**theme.line(1), "mode": "markers"},
    )
    result = theme.figure(
        truth,
        estimate,
        lang=lang,
        alt=_popularity_alt(popularity, exact, listed, lang),
        x_title=text("emoji.chart_x", lang),
        height=_MARGIN + _ROW * DRAWN,
    )
    return result.update_yaxes(autorange="reversed", tickfont={"family": FONT})


def _popularity_alt(
    popularity: Popularity, exact: NDArray[np.int64], listed: EmojiList, lang: Language
) -> str:
    """Say what the chart shows."""
    first = int(popularity.top(1)[0])
    return text(
        "emoji.chart_alt",
        lang,
        drawn=number(DRAWN, lang),
        name=listed.names[lang][first],
        read=number(round(float(popularity.counts[first])), lang),
        truth=number(int(exact[first]), lang),
        margin=number(round(float(np.median(popularity.margin()))), lang),
    )


def needed_figure(
    needed: Mapping[str, Sequence[float]],
    shares: Sequence[float],
    *,
    chosen: tuple[str, float, float],
    lang: Language,
) -> go.Figure:
    """Draw how many devices make an emoji visible, by how many people use it.

    Parameters
    ----------
    needed : mapping of str to sequence of float
        Per technique, in the reader's words, the devices for each of `shares`.
    shares : sequence of float
        0 to 1.
    chosen : (str, float, float)
        Name, share and devices needed of the emoji that the reader chose.
    lang : {"nl", "en"}
    """
    lines = [
        go.Scatter(x=list(shares), y=list(each), name=name, **{**theme.line(at), "mode": "lines"})
        for at, (name, each) in enumerate(needed.items())
    ]
    name, share, devices = chosen
    marker = {**theme.line(3)["marker"], "size": 15}
    mark = go.Scatter(x=[share], y=[devices], name=name, mode="markers", marker=marker)
    alt = text(
        "emoji.needed_alt",
        lang,
        name=name,
        share=percent(share, lang, digits=2),
        devices=number(devices, lang),
    )
    result = theme.figure(
        *lines,
        mark,
        lang=lang,
        alt=alt,
        x_title=text("emoji.needed_x", lang),
        y_title=text("emoji.needed_y", lang),
        height=420,
    )
    ticks = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3]
    result.update_xaxes(
        type="log", tickvals=ticks, ticktext=[percent(one, lang, digits=1) for one in ticks]
    )
    return _log_y(result, lang)


def price_figure(
    errors: Mapping[str, Sequence[float]],
    epsilons: Sequence[float],
    *,
    n: int,
    epsilon: float,
    lang: Language,
) -> go.Figure:
    """Draw the margin of an estimate by epsilon: with noise on devices and at a collector.

    Parameters
    ----------
    errors : mapping of str to sequence of float
        Per technique, in the reader's words, the margin for each of `epsilons`, in devices.
    epsilons : sequence of float
    n : int
        Devices.
    epsilon : float
        The one that the reader chose.
    lang : {"nl", "en"}
    """
    lines = [
        go.Scatter(x=list(epsilons), y=list(each), name=name, **theme.line(at))
        for at, (name, each) in enumerate(errors.items())
    ]
    here = min(range(len(epsilons)), key=lambda at: abs(epsilons[at] - epsilon))
    alt = text(
        "emoji.price_alt",
        lang,
        n=number(n, lang),
        epsilon=shortest(epsilons[here], lang),
        margins=_margins(errors, here, lang),
    )
    result = theme.figure(
        *lines,
        lang=lang,
        alt=alt,
        x_title=text("emoji.price_x", lang),
        y_title=text("emoji.price_y", lang),
        height=420,
    )
    result.update_xaxes(
        type="log", tickvals=list(epsilons), ticktext=[shortest(one, lang) for one in epsilons]
    )
    return _log_y(result, lang)


def _margins(errors: Mapping[str, Sequence[float]], at: int, lang: Language) -> str:
    """Write the margin of each technique at one epsilon."""
    return "; ".join(
        f"{name}: {number(each[at], lang, digits=0 if each[at] >= 10 else 1)}"
        for name, each in errors.items()
    )


def days_figure(
    days: Sequence[int],
    *,
    fresh: Sequence[float],
    memory: float,
    before: float,
    lang: Language,
) -> go.Figure:
    """Draw how many devices the maker guesses right after some days of reports.

    Parameters
    ----------
    days : sequence of int
    fresh : sequence of float
        Share guessed right with fresh noise, for each of `days`.
    memory : float
        The same with a device that repeats its first report.
    before : float
        The same without any report.
    lang : {"nl", "en"}
    """
    series = {
        "days_fresh": list(fresh),
        "days_memory": [memory] * len(days),
        "days_before": [before] * len(days),
    }
    lines = [
        go.Scatter(x=list(days), y=values, name=text(f"emoji.{key}", lang), **theme.line(at))
        for at, (key, values) in enumerate(series.items())
    ]
    alt = _days_alt(days, fresh, memory, before, lang)
    result = theme.figure(
        *lines,
        lang=lang,
        alt=alt,
        x_title=text("emoji.days_x", lang),
        y_title=text("emoji.days_y", lang),
        height=380,
    )
    result.update_xaxes(
        type="log", tickvals=list(days), ticktext=[number(one, lang) for one in days]
    )
    return result.update_yaxes(range=[0, 1.03], tickformat=".0%")


def _days_alt(
    days: Sequence[int], fresh: Sequence[float], memory: float, before: float, lang: Language
) -> str:
    """Say what the chart of days shows."""
    return text(
        "emoji.days_alt",
        lang,
        days=number(days[-1], lang),
        first=percent(fresh[0], lang),
        last=percent(fresh[-1], lang),
        memory=percent(memory, lang),
        before=percent(before, lang),
    )


def _log_y(figure: go.Figure, lang: Language) -> go.Figure:
    """Return the figure with powers of ten along the y axis, written out."""
    ticks = [10**power for power in range(10)]
    return figure.update_yaxes(
        type="log", tickvals=ticks, ticktext=[number(one, lang) for one in ticks]
    )


def short_name(name: str, most: int = _LONGEST) -> str:
    """Return a name of at most `most` characters, so that it leaves room for the rest.

    Parameters
    ----------
    name : str
    most : int

    Examples
    --------
    >>> short_name("smiling face with heart-eyes", 13)
    'smiling face…'
    """
    return name if len(name) <= most else f"{name[: most - 1].rstrip()}…"
