"""The matrix as a map: cases below each other, kinds of techniques beside each other.

Every cell has a symbol or a number besides its colour.  What a cell says is what the matrix itself
says (`pet_workbench.bench.matrix`).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import plotly.graph_objects as go

from pet_workbench.bench import matrix as cells
from pet_workbench.bench.matrix import Evidence, Fits, Matrix, Possible
from pet_workbench.core.validation import check_choice
from pet_workbench.i18n import Language, number, text
from pet_workbench.viz import evidence_words as words
from pet_workbench.viz import theme
from pet_workbench.viz.evidence import Exhibit, check_any, times_as_much

MEASURES = cells.BY
_TIMES = ("seconds", "bytes")
_GOOD, _FAIR, _POOR, _BAD = "#8fd0b5", "#f6e08a", "#f3ae6d", "#d9694b"
_OPEN, _NONE, _UNKNOWN = "#dbe7f5", "#eef0f3", "#ffffff"


class _Look(NamedTuple):
    """How cells of one category look: the id of its words, its symbol and its colour."""

    label: str
    symbol: str
    colour: str


_POSSIBLE = _Look("exhibit.cell_possible", "○", _OPEN)
_WHY = _Look("exhibit.cell_why", "\N{EN DASH}", _NONE)
_NOT_MEASURED = _Look("exhibit.cell_unknown", "?", _UNKNOWN)
_LOOKS: Mapping[str, tuple[_Look, ...]] = {
    "verdict": (
        _Look("exhibit.cell_exact", "✓", _GOOD),
        _Look("exhibit.cell_loss", "≈", _FAIR),
        _Look("exhibit.cell_untried", "?", _UNKNOWN),
        _Look("exhibit.cell_broken", "✗", _BAD),
    ),
    "level": tuple(
        _Look(f"matrix.score_level_{level}", str(step), colour)
        for step, (level, colour) in enumerate(
            zip(cells.LEVELS, (_GOOD, _FAIR, _POOR, _BAD), strict=True)
        )
    ),
    "attack": (
        _Look("matrix.score_attack_failed", "✓", _GOOD),
        _Look("matrix.score_attack_partly", "≈", _POOR),
        _Look("matrix.score_attack_succeeded", "✗", _BAD),
    ),
    "accuracy": (
        _Look("matrix.score_accuracy_exact", "=", _GOOD),
        _Look("matrix.score_accuracy_off", "≈", _FAIR),
    ),
    "seconds": tuple(
        _Look(f"exhibit.cell_times_{step}", "", colour)
        for step, colour in enumerate((_GOOD, _FAIR, _POOR, _BAD), 1)
    ),
}
_ROW = 34


class _Cell(NamedTuple):
    """One cell: where, how it looks, and its number where it has one."""

    case: str
    kind: str
    look: _Look
    times: float | None


def matrix_exhibit(matrix: Matrix, *, by: str = "verdict", lang: Language) -> Exhibit:
    """Draw the matrix, coloured by one measure.

    Parameters
    ----------
    matrix : Matrix
    by : str
        One of `MEASURES`.  "verdict": whether the best technique of a cell answers exactly and
        withstood the attack; the others as in `pet_workbench.bench.matrix.score`.

    Raises
    ------
    ParameterError
        If `by` is unknown.
    DataError
        If the matrix has no case.
    """
    check_choice("by", by, MEASURES)
    check_any(matrix.cases)
    found = [_cell(matrix, case, kind, by) for case in matrix.cases for kind in matrix.kinds]
    kinds = [cells.kind_name(kind, lang) for kind in matrix.kinds]
    facts = {"cases": number(len(matrix.cases), lang), "kinds": number(len(kinds), lang)}
    alt = text("exhibit.matrix_alt", lang, counts="; ".join(_counts(found, lang)), **facts)
    return Exhibit(
        figure=_figure(matrix, found, kinds, alt, lang),
        caption=text(f"exhibit.matrix_caption_{by}", lang),
        meaning=_meaning(found, by, lang),
        misleads=text(f"exhibit.matrix_misleads_{'times' if by in _TIMES else 'verdict'}", lang),
        head=(text("exhibit.head_case", lang), *kinds),
        rows=tuple(
            (
                cells.case_name(case, lang),
                *(_said(cell, lang) for cell in found if cell.case == case),
            )
            for case in matrix.cases
        ),
    )


def _cell(matrix: Matrix, case: str, kind: str, by: str) -> _Cell:
    entry = matrix.cell(case, kind)
    if not isinstance(entry, Fits):
        return _Cell(case, kind, _POSSIBLE if isinstance(entry, Possible) else _WHY, None)
    if by == "verdict":
        best = min(map(_verdict, entry.techniques))
        return _Cell(case, kind, _LOOKS["verdict"][best], None)
    score = cells.score(matrix, case, kind, by)
    if score is None:
        return _Cell(case, kind, _NOT_MEASURED, None)
    if by in _TIMES:
        step = sum(score >= limit for limit in (2, 10, 100))
        return _Cell(case, kind, _LOOKS["seconds"][step], score)
    return _Cell(case, kind, _LOOKS[by][int(score)], None)


def _verdict(evidence: Evidence) -> int:
    """Return the place of a technique's look: exact, with a difference, untried, broken."""
    if evidence.attack is None:
        return 2
    if evidence.attack.result != "failed":
        return 3
    return 0 if evidence.is_exact else 1


def _said(cell: _Cell, lang: Language) -> str:
    label = text(cell.look.label, lang)
    if cell.times is None:
        return f"{cell.look.symbol} {label}"
    return text("matrix.score_times", lang, n=times_as_much(cell.times, lang))


def _mark(cell: _Cell, lang: Language) -> str:
    """Return what stands in a cell: its symbol, or how many times as much it takes."""
    if cell.times is None:
        return cell.look.symbol
    if cell.times >= 1e6:
        return "10<sup>6</sup>+"
    return f"{times_as_much(cell.times, lang)}\N{MULTIPLICATION SIGN}"


def _figure(
    matrix: Matrix, found: Sequence[_Cell], kinds: Sequence[str], alt: str, lang: Language
) -> go.Figure:
    looks = list(dict.fromkeys(cell.look for cell in found))
    looks.sort(key=lambda look: _order().index(look))
    named = [words.wrapped(cells.case_name(case, lang), 30) for case in matrix.cases]
    per_case = [[cell for cell in found if cell.case == case] for case in matrix.cases]
    shades: list[Any] = []
    for i, look in enumerate(looks):
        shades += [[i / len(looks), look.colour], [(i + 1) / len(looks), look.colour]]
    heat = go.Heatmap(
        x=list(kinds),
        y=named,
        z=[[looks.index(cell.look) for cell in row] for row in per_case],
        zmin=-0.5,
        zmax=len(looks) - 0.5,
        colorscale=shades,
        showscale=False,
        text=[[_mark(cell, lang) for cell in row] for row in per_case],
        texttemplate="%{text}",
        textfont={"size": 12 if any(cell.times for cell in found) else 14, "color": theme.INK},
        customdata=[[_hover(cell, lang) for cell in row] for row in per_case],
        hovertemplate="%{customdata}<extra></extra>",
        xgap=2,
        ygap=2,
    )
    height = 370 + _ROW * len(named)
    result = theme.figure(heat, *_legend(looks, lang), lang=lang, alt=alt, height=height)
    result.update_layout(legend={"y": -0.02, "yanchor": "top"}, plot_bgcolor=theme.GRID)
    result.update_xaxes(side="top", tickangle=-55, showgrid=False, tickfont={"size": 13})
    return result.update_yaxes(autorange="reversed", showgrid=False, tickfont={"size": 13})


def _order() -> tuple[_Look, ...]:
    """Return all looks, the best first."""
    return (*(look for looks in _LOOKS.values() for look in looks), _NOT_MEASURED, _POSSIBLE, _WHY)


def _legend(looks: Sequence[_Look], lang: Language) -> list[Any]:
    """Return an entry of the legend per category; it draws nothing."""
    return [
        go.Scatter(
            x=[None],
            y=[None],
            mode="markers",
            marker={
                "symbol": "square",
                "size": 14,
                "color": look.colour,
                "line": {"color": theme.INK, "width": 1},
            },
            name=f"{look.symbol} {text(look.label, lang)}".strip(),
        )
        for look in looks
    ]


def _hover(cell: _Cell, lang: Language) -> str:
    return text(
        "exhibit.cell_hover",
        lang,
        case=cells.case_name(cell.case, lang),
        kind=cells.kind_name(cell.kind, lang),
        said=_said(cell, lang),
    )


def _counts(found: Sequence[_Cell], lang: Language) -> list[str]:
    """Say how many cells there are of each category, the best first."""
    counted = Counter(cell.look for cell in found)
    return [
        text(
            "exhibit.matrix_count",
            lang,
            label=text(look.label, lang),
            count=number(counted[look], lang),
        )
        for look in dict.fromkeys(_order())
        if counted[look]
    ]


def _meaning(found: Sequence[_Cell], by: str, lang: Language) -> str:
    fits = [cell for cell in found if cell.look not in (_POSSIBLE, _WHY)]
    if by == "verdict":
        counted = Counter(cell.look for cell in found)
        facts = {
            "cells": len(found),
            "fits": len(fits),
            "exact": counted[_LOOKS["verdict"][0]],
            "possible": counted[_POSSIBLE],
            "why": counted[_WHY],
        }
        written = {name: number(count, lang) for name, count in facts.items()}
        tried = any(counted[_LOOKS["verdict"][i]] for i in (0, 1, 3))
        return text(f"exhibit.matrix_meaning_{'verdict' if tried else 'untried'}", lang, **written)
    known = [cell for cell in fits if cell.times is not None]
    if by in _TIMES and known:
        most = max(known, key=lambda cell: cell.times or 0.0)
        return text(
            "exhibit.matrix_meaning_times",
            lang,
            known=number(len(known), lang),
            kind=cells.kind_name(most.kind, lang),
            case=cells.case_name(most.case, lang),
            most=times_as_much(most.times or 0.0, lang),
        )
    counts = "; ".join(_counts(fits, lang))
    return text("exhibit.matrix_meaning", lang, fits=number(len(fits), lang), counts=counts)
