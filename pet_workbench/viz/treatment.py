"""Pictures of the case `treatment`: the difference in each hospital alone and in all together.

Pure functions from tables to figures.  The picture pools the totals of all hospitals, which no
party of the case can do: it is for readers of a simulation only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

import plotly.graph_objects as go

from pet_workbench.i18n import Language, number, text
from pet_workbench.usecases.base import Tables
from pet_workbench.usecases.treatment import HOSPITALS, Totals, totals_of
from pet_workbench.usecases.treatment.totals import (
    counts_within,
    difference_of,
    limit_of,
    own_difference,
    pooled,
)
from pet_workbench.viz import theme

TOGETHER = "together"
_CAP = 10


@dataclass(frozen=True, slots=True)
class Interval:
    """A difference, A less B, with the margin within which chance may have moved it.

    Attributes
    ----------
    who : str
        A hospital, or `TOGETHER`.
    difference, margin : float
        In points.
    patients : int
    """

    who: str
    difference: float
    margin: float
    patients: int


def intervals(tables: Tables, parameters: Mapping[str, Any]) -> list[Interval]:
    """Return the interval of each hospital with enough patients, and that of all together.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        As `usecases.treatment.population.generate` makes them.
    parameters : mapping
        Of the run.
    """
    parts = {name: totals_of(tables[name]) for name in HOSPITALS}
    minimum, limit = parameters["minimum"], limit_of(parameters)
    enough = {name: part for name, part in parts.items() if counts_within(part, minimum)}
    found = [_interval(name, part, limit) for name, part in enough.items()]
    if parameters["within_hospitals"]:
        return found + _within(list(enough.values()), limit)
    whole = pooled(list(parts.values()))
    return found + [_interval(TOGETHER, whole, limit)] * counts_within(whole, minimum)


def _interval(who: str, part: Totals, limit: float) -> Interval:
    """Return the interval of one group of patients."""
    difference, noise = difference_of(part)
    return Interval(who, float(difference), limit * sqrt(noise), part.n_a + part.n_b)


def _within(parts: Sequence[Totals], limit: float) -> list[Interval]:
    """Return the interval of the weighted differences, if there is any hospital that counts."""
    if not parts:
        return []
    patients = sum(part.n_a + part.n_b for part in parts)
    own = [own_difference(part) for part in parts]
    difference = float(sum(one[0] for one in own)) / patients
    noise = float(sum(one[1] for one in own))
    return [Interval(TOGETHER, difference, limit * sqrt(noise) / patients, patients)]


def differences_figure(found: Sequence[Interval], *, lang: Language) -> go.Figure:
    """Draw the differences with their margins, below each other.

    Parameters
    ----------
    found : sequence of Interval
        From `intervals`.
    lang : {"nl", "en"}
    """
    names = [_name(one, lang) for one in found]
    traces = [_point(one, name, lang) for one, name in zip(found, names, strict=True)]
    told = "; ".join(_told(one, name, lang) for one, name in zip(found, names, strict=True))
    result = theme.figure(
        *traces,
        lang=lang,
        alt=text("treatment.chart_alt", lang, intervals=told or "-"),
        x_title=text("treatment.chart_x", lang),
        height=320,
        showlegend=False,
    )
    result.add_vline(0, line={"color": theme.INK, "width": 2, "dash": "dash"})
    return result.update_yaxes(autorange="reversed", automargin=True)


def _point(one: Interval, name: str, lang: Language) -> go.Scatter:
    """Return the mark of one interval."""
    style = theme.line(1 if one.who == TOGETHER else 0)
    return go.Scatter(
        x=[one.difference],
        y=[f"{name}<br>{text('treatment.chart_patients', lang, n=number(one.patients, lang))}"],
        error_x={
            "type": "constant",
            "value": one.margin,
            "thickness": 2.5,
            "width": _CAP,
            "color": style["line"]["color"],
        },
        marker={**style["marker"], "size": 13},
        mode="markers",
        name=name,
    )


def _name(one: Interval, lang: Language) -> str:
    """Name whose interval it is."""
    if one.who == TOGETHER:
        return text("treatment.chart_together", lang)
    return text(f"treatment.party_{one.who.lower()}", lang)


def _told(one: Interval, name: str, lang: Language) -> str:
    """Say one interval in words."""
    return text(
        "treatment.chart_interval",
        lang,
        who=name,
        low=number(one.difference - one.margin, lang, digits=1),
        high=number(one.difference + one.margin, lang, digits=1),
    )
