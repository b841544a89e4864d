"""Pictures of tables about pupils: margins, small schools, and leaving out beside noise."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from pet_workbench.i18n import Language, number, percent, text
from pet_workbench.usecases.education.bands import Band
from pet_workbench.usecases.education.pupils import DENOMINATIONS, SCORES
from pet_workbench.viz import theme


@dataclass(frozen=True)
class Tried:
    """One way to publish a table, carried out and attacked.

    Attributes
    ----------
    name : str
        In the reader's words.
    epsilon : float or None
    usable, regions : float
        Share of the numbers of groups, and of the totals of regions, within a tenth of the true
        ones.
    guessed : float
        Share of the small counts that an attacker guesses exactly.
    """

    name: str
    epsilon: float | None
    usable: float
    regions: float
    guessed: float


def denomination_name(denomination: str, lang: Language) -> str:
    """Return what a denomination is called."""
    if denomination == "unknown":
        return text("education.denomination_unknown", lang)
    return text("education.denomination", lang, n=denomination)


def band_name(band: Band, lang: Language) -> str:
    """Return what schools or groups of one size are called."""
    if band.high is None:
        return text("education.band_from", lang, low=band.low)
    return text("education.band", lang, low=band.low, high=band.high)


def scores_figure(noisy: NDArray[np.int64], margin: int, *, lang: Language) -> go.Figure:
    """Draw noisy numbers of pupils by score and denomination, with their margins.

    Parameters
    ----------
    noisy : ndarray of int64, shape (n_denominations, n_scores)
    margin : int
        Of each number.
    lang : {"nl", "en"}
    """
    names = [text(f"education.score_{one}", lang) for one in SCORES]
    traces = [
        go.Bar(
            x=names,
            y=noisy[at].tolist(),
            name=denomination_name(one, lang),
            marker=theme.bar(at),
            error_y={"type": "constant", "value": margin, "color": theme.INK, "thickness": 1.5},
        )
        for at, one in enumerate(DENOMINATIONS)
    ]
    return theme.figure(
        *traces,
        lang=lang,
        alt=text(
            "education.scores_alt",
            lang,
            most=number(int(noisy.max()), lang),
            least=number(int(noisy.min()), lang),
            margin=number(margin, lang),
        ),
        x_title=text("education.scores_x", lang),
        y_title=text("education.scores_y", lang),
        height=420,
        barmode="group",
    )


def bands_figure(found: Sequence[Band], *, lang: Language) -> go.Figure:
    """Draw the typical relative error by the size of a school.

    Parameters
    ----------
    found : sequence of Band
    lang : {"nl", "en"}
    """
    names = [band_name(band, lang) for band in found]
    errors = [100 * band.typical for band in found]
    bars = go.Bar(
        x=names,
        y=errors,
        marker=theme.bar(1),
        text=[percent(band.typical, lang) for band in found],
        textposition="outside",
        cliponaxis=False,
    )
    result = theme.figure(
        bars,
        lang=lang,
        alt=text(
            "education.bands_alt",
            lang,
            small=percent(found[0].typical, lang),
            first=names[0],
            large=percent(found[-1].typical, lang),
            last=names[-1],
        ),
        x_title=text("education.bands_x", lang),
        y_title=text("education.bands_y", lang),
        height=340,
    )
    return result.update_yaxes(rangemode="tozero", range=[0, max(10.0, 1.15 * max(errors))])


def compare_figure(tried: Sequence[Tried], without: float, *, lang: Language) -> go.Figure:
    """Draw what a table is good for against what an attacker reads in it.

    Parameters
    ----------
    tried : sequence of Tried
    without : float
        How often whoever has no table is right.
    lang : {"nl", "en"}
    """
    traces = [_series(tried, is_noisy=is_noisy, lang=lang) for is_noisy in (False, True)]
    noisy = [one for one in tried if one.epsilon is not None]
    result = theme.figure(
        *traces,
        lang=lang,
        alt=text(
            "education.compare_alt",
            lang,
            suppressed=percent(tried[0].guessed, lang),
            best=percent(noisy[0].guessed, lang),
            worst=percent(noisy[-1].guessed, lang),
            without=percent(without, lang),
        ),
        x_title=text("education.compare_x", lang),
        y_title=text("education.compare_y", lang),
        height=420,
    )
    result.add_vline(
        100 * without,
        line={"color": theme.INK, "width": 2, "dash": "dash"},
        annotation_text=text("education.compare_without", lang),
        annotation_position="top right",
    )
    result.update_xaxes(range=[0, 105])
    return result.update_yaxes(range=[0, 112])


def _series(tried: Sequence[Tried], *, is_noisy: bool, lang: Language) -> go.Scatter:
    """Return the ways that leave out, or those that add noise, as one series."""
    some = [one for one in tried if (one.epsilon is not None) == is_noisy]
    look = theme.line(int(is_noisy))
    mode = "lines+markers+text" if is_noisy else "markers+text"
    return go.Scatter(
        x=[100 * one.guessed for one in some],
        y=[100 * one.regions for one in some],
        text=[one.name for one in some],
        textposition="bottom right",
        name=text("education.series_noise" if is_noisy else "education.series_left_out", lang),
        **{**look, "mode": mode},
    )
