"""The adoption scan as a map: aspects below each other, partners beside each other.

A cell is as strong as the weakest barrier in it.  It has a number besides its colour, and a
question mark where a score in it is not known.
"""

from collections.abc import Sequence
from html import escape
from typing import Any, NamedTuple

import plotly.graph_objects as go

from pet_workbench.decide.adoption import (
    Adoption,
    Findings,
    assess,
    group_name,
    scan,
    score_text,
)
from pet_workbench.i18n import Language, number, text
from pet_workbench.viz import theme
from pet_workbench.viz.evidence import Exhibit
from pet_workbench.viz.evidence_words import wrapped

_COLOURS = ("#d9694b", "#f3ae6d", "#f6e08a", "#cbe8b5", "#8fd0b5")
_UNKNOWN = "#ffffff"
_MARK = "?"
_ROW = 46
_LONGEST = 24


class _Cell(NamedTuple):
    """One partner in one group: the lowest known score, and whether some score is unknown."""

    group: str
    partner: str
    score: int | None
    is_complete: bool


def adoption_exhibit(adoption: Adoption, *, lang: Language) -> Exhibit:
    """Draw a scan: preconditions and aspects beside partners.

    Parameters
    ----------
    adoption : Adoption
        With one partner or more.
    lang : {"nl", "en"}

    Examples
    --------
    >>> filled = Adoption.of_partners(["SVB"]).with_score("SVB", "1A", 1)
    >>> adoption_exhibit(filled, lang="en").rows[1]
    ('1. Perceived added value', '1 (hinders a lot), and something is not known')
    """
    found = assess(adoption)
    groups = [group_name(group.group, lang) for group in found.groups]
    per_group = [
        [_cell(found, group.group, name) for name in adoption.partners] for group in found.groups
    ]
    told = "; ".join(
        text(
            "adoption.figure_alt_row",
            lang,
            group=name,
            cells=", ".join(f"{cell.partner} {_said(cell, lang)}" for cell in row),
        )
        for name, row in zip(groups, per_group, strict=True)
    )
    alt = text("adoption.figure_alt", lang, rows=told)
    return Exhibit(
        figure=_figure(adoption, groups, per_group, alt, lang),
        caption=text("adoption.figure_caption", lang),
        meaning=_meaning([cell for row in per_group for cell in row], lang),
        misleads=text("adoption.figure_misleads", lang),
        head=(text("adoption.figure_head", lang), *adoption.partners),
        rows=tuple(
            (name, *(_said(cell, lang) for cell in row))
            for name, row in zip(groups, per_group, strict=True)
        ),
    )


def _meaning(cells: Sequence[_Cell], lang: Language) -> str:
    """Say how many cells are at the bottom of the scale, and how many are not known."""
    facts = {
        "cells": len(cells),
        "blocks": sum(cell.score == 0 for cell in cells),
        "hinders": sum(cell.score == 1 for cell in cells),
        "unknown": sum(not cell.is_complete for cell in cells),
    }
    written = {name: number(count, lang) for name, count in facts.items()}
    return text("adoption.figure_meaning", lang, **written)


def _cell(found: Findings, group: str, partner: str) -> _Cell:
    """Return the weakest known score of a partner in a group."""
    return _Cell(
        group,
        partner,
        found.lowest(group, partner),
        not any(link.partner == partner and link.item.group == group for link in found.unknown),
    )


def _said(cell: _Cell, lang: Language) -> str:
    """Say a cell in words."""
    said = score_text(cell.score, lang)
    if cell.score is None or cell.is_complete:
        return said
    return text("adoption.figure_partly", lang, score=said)


def _mark(cell: _Cell, lang: Language) -> str:
    """Return what stands in a cell."""
    if cell.score is None:
        return _MARK
    return number(cell.score, lang) + ("" if cell.is_complete else f" {_MARK}")


def _figure(
    adoption: Adoption,
    groups: Sequence[str],
    per_group: Sequence[Sequence[_Cell]],
    alt: str,
    lang: Language,
) -> go.Figure:
    heat = _heat(per_group, lang)
    height = 130 + _ROW * len(groups)
    result = theme.figure(heat, *_legend(lang), lang=lang, alt=alt, height=height)
    result.update_layout(legend={"y": -0.04, "yanchor": "top"}, plot_bgcolor=theme.GRID)
    labels = [wrapped(escape(name, quote=False), _LONGEST) for name in adoption.partners]
    result.update_xaxes(
        side="top", showgrid=False, tickvals=list(range(len(labels))), ticktext=labels, tickangle=0
    )
    return result.update_yaxes(
        autorange="reversed",
        showgrid=False,
        tickvals=list(range(len(groups))),
        ticktext=[wrapped(name, _LONGEST) for name in groups],
    )


def _heat(per_group: Sequence[Sequence[_Cell]], lang: Language) -> go.Heatmap:
    """Return the cells, each with its colour, its mark and its words."""
    steps = len(_COLOURS) + 1
    shades: list[Any] = []
    for place, colour in enumerate((_UNKNOWN, *_COLOURS)):
        shades += [[place / steps, colour], [(place + 1) / steps, colour]]
    return go.Heatmap(
        x=list(range(len(per_group[0]))),
        y=list(range(len(per_group))),
        z=[[-1 if cell.score is None else cell.score for cell in row] for row in per_group],
        zmin=-1.5,
        zmax=len(_COLOURS) - 0.5,
        colorscale=shades,
        showscale=False,
        text=[[f"<b>{_mark(cell, lang)}</b>" for cell in row] for row in per_group],
        texttemplate="%{text}",
        textfont={"size": 16, "color": theme.INK},
        customdata=[[escape(_said(cell, lang), quote=False) for cell in row] for row in per_group],
        hovertemplate="%{customdata}<extra></extra>",
        xgap=3,
        ygap=3,
    )


def _legend(lang: Language) -> list[Any]:
    """Return an entry of the legend per score; it draws nothing."""
    known = [(score_text(step.score, lang), _COLOURS[step.score]) for step in scan().scale]
    return [
        go.Scatter(
            x=[None],
            y=[None],
            mode="markers",
            marker={
                "symbol": "square",
                "size": 14,
                "color": colour,
                "line": {"color": theme.INK, "width": 1},
            },
            name=label,
        )
        for label, colour in (*known, (score_text(None, lang), _UNKNOWN))
    ]
