"""Accuracy against time or traffic, with what the attack did: what is given up for what."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import plotly.graph_objects as go

from pet_workbench.bench import IN_PROCESS, Attempt, Record
from pet_workbench.bench.attempts.words import outcome
from pet_workbench.bench.matrix.judgements import judgements
from pet_workbench.bench.matrix.names import case_name, error_words, people, technique_name
from pet_workbench.i18n import Language, catalogue, number, text
from pet_workbench.viz import evidence_words as words
from pet_workbench.viz import theme
from pet_workbench.viz.evidence import (
    Exhibit,
    check_any,
    common_size,
    machine_of,
    machines,
    newest,
    series_name,
)

_SYMBOLS = {
    "failed": "circle",
    "partly": "triangle-up",
    "succeeded": "x",
    "untried": "square-open",
}
_COLOURS = {
    "failed": theme.COLOURS["green"],
    "partly": theme.COLOURS["orange"],
    "succeeded": theme.COLOURS["vermillion"],
    "untried": theme.INK,
}


class _Point(NamedTuple):
    """One technique: its number in the figure, its name, its run, and what the attack did."""

    number: int
    name: str
    record: Record
    attack: Attempt | None

    @property
    def outcome(self) -> str:
        return self.attack.result if self.attack else "untried"


def trade_off_exhibit(
    records: Sequence[Record], *, across: str = "seconds", lang: Language
) -> Exhibit:
    """Draw a numbered point per technique: time or traffic to the right, error upwards.

    Parameters
    ----------
    records : sequence of Record
        Of one case.
    across : {"seconds", "bytes"}

    Raises
    ------
    DataError
        If there is no record of a run in one process.
    """
    here = [one for one in newest(records) if one.network == IN_PROCESS]
    check_any(here)
    n, case = common_size(here), here[0].case
    points = _points([one for one in here if one.n == n], here, lang)
    facts = {"people": people(case, n, lang), "case": case_name(case, lang)}
    rows = tuple(_row(point, across, lang) for point in points)
    said = "; ".join(f"{row[0]}: {row[1]}, {row[2]}, {row[3]}" for row in rows)
    return Exhibit(
        figure=_figure(points, across, text("exhibit.trade_alt", lang, **facts, points=said), lang),
        caption=text(f"exhibit.trade_{across}_caption", lang, **facts),
        meaning=_meaning(points, across, facts, lang),
        misleads=text("exhibit.trade_misleads", lang, **_tried(points, lang)),
        head=tuple(
            text(f"exhibit.head_{name}", lang) for name in ("technique", across, "error", "attack")
        ),
        rows=tuple(
            (*row[:3], attack_told(point.attack, lang))
            for row, point in zip(rows, points, strict=True)
        ),
    )


def attack_text(attack: Attempt | None, lang: Language) -> str:
    """Say in a word what came of an attack.

    Parameters
    ----------
    attack : Attempt or None

    Examples
    --------
    >>> attack_text(Attempt("guess", "partly", 3, 10, 100), "en")
    'partly succeeded'
    """
    return text(f"exhibit.attack_{attack.result if attack else 'untried'}", lang)


def attack_told(attack: Attempt | None, lang: Language) -> str:
    """Say what came of an attack, and what it got: a number alone would mislead.

    A failed attack may have guessed right as often as anybody could.

    Parameters
    ----------
    attack : Attempt or None

    Examples
    --------
    >>> attack_told(Attempt("aio_incomes", "partly", 3, 10, 100), "en")
    'partly succeeded. Another party reads 3 of the 10 incomes.'
    """
    word = attack_text(attack, lang)
    if attack is None or f"attempts.{attack.id}.{attack.result}" not in catalogue(lang):
        return word
    return f"{word}. {outcome(attack, lang)}"


def error_text(record: Record, lang: Language) -> str:
    """Write how far an answer is from the exact one, in the unit of its case.

    Parameters
    ----------
    record : Record
    """
    if not record.error:
        return text("exhibit.error_none", lang)
    if record.case not in judgements():
        return words.significant(record.error, lang)
    return error_words(record.case, record.technique, record.error, lang)


def _units(points: Sequence[_Point]) -> tuple[float, str]:
    """Return the factor and the id of the unit of all points; 1 and nothing where they differ."""
    known = judgements()
    found = {
        known[one.record.case].unit(one.record.technique) if one.record.case in known else None
        for one in points
    }
    unit = found.pop()
    return (1.0, "") if found or unit is None else (unit.factor, unit.unit)


def _points(records: Sequence[Record], every: Sequence[Record], lang: Language) -> list[_Point]:
    """Give the techniques numbers; an attack may have been tried at another size."""
    letters = machines(records)
    points = []
    for i, record in enumerate(records):
        machine = machine_of(record)
        name = technique_name(record.case, record.technique, lang)
        tried = [one for one in every if one.technique == record.technique and one.attack]
        attack = max(tried, key=lambda one: one.date).attack if tried else None
        letter = letters[machine] if len(letters) > 1 else ""
        points.append(_Point(i + 1, series_name(name, letter, lang), record, attack))
    return points


def _figure(points: Sequence[_Point], across: str, alt: str, lang: Language) -> go.Figure:
    factor, unit = _units(points)
    traces = [_trace(point, across, factor, lang) for point in points]
    amounts = [words.value(point.record, across) or 0.0 for point in points]
    result = theme.figure(
        *traces,
        lang=lang,
        alt=alt,
        x_title=text(f"exhibit.scaling_{across}_axis", lang),
        y_title=_axis(unit, lang),
        height=420 if any(point.record.error for point in points) else 280,
        showlegend=True,
    )
    above = [amount for amount in amounts if amount > 0]
    ticks = words.time_ticks if across == "seconds" else words.byte_ticks
    if len(above) == len(amounts):
        places, labels = ticks(min(above) / 2, max(above) * 2, lang)
        result.update_xaxes(type="log", tickmode="array", tickvals=places, ticktext=labels)
    most = factor * max(point.record.error for point in points)
    top = most * 1.25 if most else 1.0
    marks: dict[str, Any] = {} if most else {"tickvals": [0], "ticktext": ["0"]}
    return result.update_yaxes(range=[-0.3 * top, top], **marks)


def _axis(unit: str, lang: Language) -> str:
    """Return what stands along the errors, with their unit."""
    if not unit:
        return text("exhibit.error_axis", lang)
    written = text(f"matrix.unit_{unit}", lang, n="\N{HORIZONTAL ELLIPSIS}")
    return words.wrapped(written.strip(" :\N{HORIZONTAL ELLIPSIS}"), 30)


def _trace(point: _Point, across: str, factor: float, lang: Language) -> Any:
    """Return one point; labels go up and down in turns, so that neighbours can be read."""
    row = _row(point, across, lang)
    return go.Scatter(
        x=[words.value(point.record, across)],
        y=[factor * point.record.error],
        mode="markers+text",
        text=[f"<b>{point.number}</b>"],
        textposition="top center" if point.number % 2 else "bottom center",
        textfont={"size": 16},
        marker={
            "symbol": _SYMBOLS[point.outcome],
            "size": 15,
            "color": _COLOURS[point.outcome],
            "line": {"color": theme.INK, "width": 1.5},
        },
        name=f"{point.number}. {point.name} ({text(f'exhibit.attack_{point.outcome}', lang)})",
        hovertemplate="<br>".join(row) + "<extra></extra>",
    )


def _row(point: _Point, across: str, lang: Language) -> tuple[str, ...]:
    amount = words.written(words.value(point.record, across) or 0.0, across, lang)
    return (
        f"{point.number}. {point.name}",
        amount,
        error_text(point.record, lang),
        attack_text(point.attack, lang),
    )


def _tried(points: Sequence[_Point], lang: Language) -> dict[str, str]:
    """Count how many techniques were attacked."""
    tried = sum(point.attack is not None for point in points)
    return {"tried": number(tried, lang), "all": number(len(points), lang)}


def _meaning(points: Sequence[_Point], across: str, facts: dict[str, str], lang: Language) -> str:
    """Name the cheapest technique that withstood the attack, and what it takes more than any."""
    cheapest = min(points, key=lambda point: words.value(point.record, across) or 0.0)
    safe = [point for point in points if point.outcome == "failed"]
    first = text(
        f"exhibit.trade_{across}_cheapest",
        lang,
        people=facts["people"],
        name=cheapest.name,
        amount=_row(cheapest, across, lang)[1],
        attack=_row(cheapest, across, lang)[3],
    )
    if not any(point.record.error for point in points):
        first += " " + text("exhibit.trade_all_exact", lang)
    if not any(point.attack for point in points):
        return first + " " + text("exhibit.trade_untried", lang)
    if not safe:
        return first + " " + text("exhibit.trade_none_safe", lang, **_tried(points, lang))
    best = min(safe, key=lambda point: words.value(point.record, across) or 0.0)
    if best is cheapest:
        return first + " " + text("exhibit.trade_no_price", lang)
    row = _row(best, across, lang)
    facts = {"name": best.name, "amount": row[1], "error": row[2]}
    return first + " " + text("exhibit.trade_safe", lang, **facts)
