"""Who stands where: a numbered circle per person on each question, readable without colour."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from pet_workbench.decide.weighing import (
    Found,
    Person,
    Weighing,
    find,
    framework,
    person_text,
    score_table,
)
from pet_workbench.i18n import Language, listing, text
from pet_workbench.viz import theme
from pet_workbench.viz.evidence import Exhibit

_CIRCLE = 22
_GAP = 0.6
"""Between two questions, in circles."""
_OUTSIDE = 130
"""Pixels for axis and legend."""


def weighing_exhibit(weighing: Weighing, *, lang: Language) -> Exhibit:
    """Draw all scores, and write them as a table.

    Parameters
    ----------
    weighing : Weighing
    lang : {"nl", "en"}

    Examples
    --------
    >>> from pet_workbench.decide.weighing import example
    >>> "Basis for sharing: the privacy officer 0" in weighing_exhibit(example("en"), lang="en").alt
    True
    """
    head, rows, groups = score_table(weighing, lang)
    return Exhibit(
        figure=_figure(weighing, lang),
        caption=text("weighing.figure_caption", lang),
        meaning=text("weighing.figure_meaning", lang),
        misleads=text("weighing.figure_misleads", lang),
        head=head,
        rows=tuple(
            (f"{group} {name}", *scores)
            for group, (name, *scores) in zip(groups, rows, strict=True)
        ),
    )


def _figure(weighing: Weighing, lang: Language) -> go.Figure:
    """Draw a row per question, those of one main question below its heading."""
    found = {one.question.id: one for one in find(weighing).questions}
    places, ticks, labels, depth = _rows(list(found.values()), lang)
    traces = [_lines(found, places)]
    traces += [
        _circles(person, number, found, places, lang)
        for number, person in enumerate(weighing.people, start=1)
    ]
    scores = framework().scores
    result = theme.figure(
        *traces,
        lang=lang,
        alt=text("weighing.figure_alt", lang, rows=" ".join(_said(found, lang))),
        x_title=text("weighing.figure_axis", lang),
        height=round(depth * _CIRCLE) + _OUTSIDE,
        showlegend=True,
    )
    result.update_xaxes(tickvals=list(scores), range=[scores[0] - 0.6, scores[-1] + 0.5])
    result.update_yaxes(
        tickvals=ticks,
        ticktext=labels,
        range=[depth, 0],
        showgrid=False,
        ticks="",
        tickfont_size=14,
    )
    enough = framework().rules.enough
    return result.add_vline(
        x=enough, layer="below", line={"color": theme.INK, "dash": "dot", "width": 1.5}
    )


def _rows(
    found: Sequence[Found], lang: Language
) -> tuple[dict[str, float], list[float], list[str], float]:
    """Return the place of each question, and the places and words along the axis."""
    places: dict[str, float] = {}
    ticks: list[float] = []
    labels: list[str] = []
    depth = 0.0
    for main in framework().mains:
        ticks.append(depth + 0.6)
        labels.append(f"<b>{main.asks.of(lang)}</b>")
        depth += 1.2
        for one in (one for one in found if one.question.main == main.id):
            high = max(1, *Counter(score for _, score in one.given).values(), 1)
            places[one.question.id] = depth + high / 2
            ticks.append(places[one.question.id])
            labels.append(one.question.name.of(lang))
            depth += high + _GAP
    return places, ticks, labels, depth


def _lines(found: dict[str, Found], places: dict[str, float]) -> Any:
    """Return a line per question from the lowest score to the highest."""
    x: list[int | None] = []
    y: list[float | None] = []
    for id, one in found.items():
        x += [one.lowest, one.highest, None]
        y += [places[id], places[id], None]
    line = {"color": "#8a97a6", "width": 4}
    return go.Scatter(x=x, y=y, mode="lines", line=line, hoverinfo="skip", showlegend=False)


def _circles(
    person: Person, number: int, found: dict[str, Found], places: dict[str, float], lang: Language
) -> Any:
    """Return the circles of one person; those with the same score stand below each other."""
    ids = [id for id in found if id in person.scores]
    blocks = [found[id].is_zero and person.scores[id] == found[id].lowest for id in ids]
    who = person_text(person, lang)
    return go.Scatter(
        x=[person.scores[id] for id in ids],
        y=[places[id] + _shift(person, found[id]) for id in ids],
        mode="markers+text",
        cliponaxis=False,
        text=[str(number)] * len(ids),
        textfont={"color": ["white" if one else theme.INK for one in blocks], "size": 13},
        marker={
            "color": ["black" if one else "white" for one in blocks],
            "size": _CIRCLE - 2,
            "line": {"color": theme.colour(number - 1), "width": 3},
        },
        name=text("weighing.figure_person", lang, number=number, who=_plain(who)),
        customdata=[found[id].question.name.of(lang) for id in ids],
        hovertemplate=f"%{{customdata}}<br>{_plain(who)}: %{{x}}<extra></extra>",
    )


def _shift(person: Person, found: Found) -> float:
    """Return how far the circle of a person is from the middle of its row."""
    same = found.who(person.scores[found.question.id])
    return same.index(person) - (len(same) - 1) / 2


def _said(found: dict[str, Found], lang: Language) -> list[str]:
    """Say who gave which score, a sentence per question."""
    nobody = text("weighing.figure_nobody", lang)
    return [
        text(
            "weighing.figure_row",
            lang,
            question=one.question.name.of(lang),
            scores=listing([_scored(person, score, lang) for person, score in one.given], lang)
            or nobody,
        )
        for one in found.values()
    ]


def _scored(person: Person, score: int, lang: Language) -> str:
    who = person_text(person, lang, within=True)
    return text("weighing.figure_score", lang, who=who, score=score)


def _plain(name: str) -> str:
    """Return a name that plotly does not read as mark-up."""
    return name.replace("&", "&amp;").replace("<", "&lt;").replace("%{", "% {")
