"""How time, traffic and memory grow with the population, up to the whole country.

Points are measurements.  A solid line is the law fitted to them where there are measurements, a
dashed one where it goes on beyond; the band is what that law leaves open.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from pet_workbench.bench import IN_PROCESS, Record
from pet_workbench.bench.costs.words import growth
from pet_workbench.bench.matrix.names import case_name, people
from pet_workbench.i18n import Language, number, text
from pet_workbench.usecases import get
from pet_workbench.viz import evidence_words as words
from pet_workbench.viz import theme
from pet_workbench.viz.evidence import (
    Exhibit,
    check_any,
    newest,
    times_as_much,
)
from pet_workbench.viz.evidence_lines import Line, end_of, lines_of, values
from pet_workbench.viz.evidence_words import value, written

_STEPS = 6


def scaling_exhibit(
    records: Sequence[Record], *, quantity: str = "seconds", lang: Language, to: int | None = None
) -> Exhibit:
    """Draw the growth of one quantity, a line for each technique of a case.

    Parameters
    ----------
    records : sequence of Record
        Of one case; those of other machines than the first get lines of their own.
    quantity : {"seconds", "bytes", "peak_mb"}
    lang : {"nl", "en"}
    to : int, optional
        Size up to which to extrapolate; by default the largest of the case.

    Raises
    ------
    DataError
        If there is nothing to draw.

    Notes
    -----
    A technique that sends nothing stands in the table only: a logarithmic axis has no zero.
    """
    here = [one for one in newest(records) if one.network == IN_PROCESS]
    here = [one for one in here if value(one, quantity) is not None]
    check_any(here)
    case = here[0].case
    to = to or get(case).sizes[-1]
    lines = lines_of(here, quantity, to, lang)
    drawn = [line for line in lines if min(values(line, quantity)) > 0]
    result = theme.figure(
        *(trace for i, line in enumerate(drawn) for trace in _traces(line, i, quantity, lang)),
        lang=lang,
        alt=_alt(lines, quantity, to, lang),
        x_title=_size_axis(case, lang),
        y_title=text(f"exhibit.scaling_{quantity}_axis", lang),
        height=440,
        showlegend=True,
    )
    _scale(result, drawn, quantity, to, lang)
    return Exhibit(
        figure=result,
        caption=text(f"exhibit.scaling_{quantity}_caption", lang, case=case_name(case, lang)),
        meaning=_meaning(lines, quantity, lang),
        misleads=_misleads(lines, quantity, lang),
        head=_head(to, case, lang),
        rows=tuple(_row(line, quantity, lang) for line in lines),
    )


def _size_axis(case: str, lang: Language) -> str:
    """Return what stands along the sizes."""
    return text("exhibit.size_axis", lang, unit=size_unit(case, lang))


def size_unit(case: str, lang: Language) -> str:
    """Say what the sizes of a case count, without a number.

    Parameters
    ----------
    case : str

    Examples
    --------
    >>> size_unit("aio", "en"), size_unit("debts", "nl")
    ('pensioners', 'inwoners')
    """
    before, _, after = people(case, 1000, lang).partition(number(1000, lang))
    return after.strip() or before.strip() or text("exhibit.size_plain", lang)


def _traces(line: Line, index: int, quantity: str, lang: Language) -> list[Any]:
    """Return the band, the law, its continuation and the measured points."""
    look = theme.line(index)
    points = _points(line, look, quantity, lang)
    if line.law is None or line.reach == line.records[0].n:
        return [points]
    measured = np.geomspace(line.records[0].n, line.measured_to, _STEPS)
    beyond = np.geomspace(line.measured_to, line.reach, _STEPS)[1:]
    sizes = [*measured, *beyond] if line.reach > line.measured_to else [*measured]
    said = [line.law.predict(round(n)) for n in sizes]
    colour = look["line"]["color"]
    group = {"legendgroup": line.name, "showlegend": False, "hoverinfo": "skip"}
    band = {"fill": "toself", "fillcolor": colour, "opacity": 0.15, "mode": "none"}
    around = [one.high for one in said] + [one.low for one in reversed(said)]
    traces = [go.Scatter(x=[*sizes, *reversed(sizes)], y=around, **band, **group)]
    middle = [one.middle for one in said]
    for part, dash in ((slice(_STEPS), "solid"), (slice(_STEPS - 1, None), "dash")):
        style = {"mode": "lines", "line": {"color": colour, "width": 2.5, "dash": dash}}
        if len(sizes[part]) > 1:
            traces.append(go.Scatter(x=sizes[part], y=middle[part], **style, **group))
    return [*traces, points]


def _points(line: Line, look: Mapping[str, Any], quantity: str, lang: Language) -> Any:
    """Return the measured points, with the spread of their repeats."""
    amounts = values(line, quantity)
    spread = None
    if quantity == "seconds":
        bounds = [record.seconds_spread for record in line.records]
        spread = {
            "type": "data",
            "symmetric": False,
            "array": [high - a for (_, high), a in zip(bounds, amounts, strict=True)],
            "arrayminus": [a - low for (low, _), a in zip(bounds, amounts, strict=True)],
            "thickness": 1.5,
        }
    return go.Scatter(
        x=[record.n for record in line.records],
        y=amounts,
        mode="markers" if line.law else "lines+markers",
        marker={**look["marker"], "size": 10},
        line={**look["line"], "dash": "solid"},
        error_y=spread,
        name=line.name,
        legendgroup=line.name,
        customdata=[written(amount, quantity, lang) for amount in amounts],
        hovertemplate="%{fullData.name}<br>%{x:,.0f}: %{customdata}<extra></extra>",
    )


def _scale(
    figure: go.Figure, lines: Sequence[Line], quantity: str, to: int, lang: Language
) -> None:
    """Make both axes logarithmic, with marks as the reader writes them, and mark the country."""
    amounts = [amount for line in lines for amount in values(line, quantity)]
    ends = [line.end for line in lines]
    amounts += [bound for end in ends if end for bound in (end.low, end.high) if bound > 0]
    sizes = [record.n for line in lines for record in line.records] + [to]
    factor = 1e6 if quantity == "peak_mb" else 1.0
    ticks = words.time_ticks if quantity == "seconds" else words.byte_ticks
    low, high = (min(amounts, default=1.0) * factor, max(amounts, default=1.0) * factor)
    places, labels = ticks(low, high, lang)
    x_places, x_labels = words.number_ticks(min(sizes), max(sizes), lang)
    figure.update_yaxes(
        type="log", tickmode="array", tickvals=[p / factor for p in places], ticktext=labels
    )
    figure.update_xaxes(type="log", tickmode="array", tickvals=x_places, ticktext=x_labels)
    figure.add_vline(x=to, line={"color": theme.INK, "dash": "dot", "width": 1.5})
    figure.add_annotation(
        x=np.log10(to),
        y=0.02,
        yref="paper",
        text=text("exhibit.national", lang),
        showarrow=False,
        xanchor="right",
        xshift=-4,
        bgcolor="rgba(255,255,255,.8)",
    )


def _said(line: Line, quantity: str, lang: Language) -> str:
    """Write what `line` comes to at its end, and whether that was measured."""
    n, end = end_of(line, quantity)
    key = "exhibit.measured" if n <= line.measured_to else "exhibit.computed"
    said = {name: written(getattr(end, name), quantity, lang) for name in ("low", "middle", "high")}
    return text(key, lang, n=people(line.records[0].case, n, lang), **said)


def _row(line: Line, quantity: str, lang: Language) -> tuple[str, ...]:
    first, last = line.records[0], line.records[-1]
    amounts = [value(one, quantity) or 0.0 for one in (first, last)]
    how = text("exhibit.unknown", lang)
    if line.law is not None:
        how = growth(line.law, lang)
    ends = [
        f"{written(amount, quantity, lang)} ({number(one.n, lang)})"
        for amount, one in zip(amounts, (first, last), strict=True)
    ]
    return (line.name, *ends, how, _said(line, quantity, lang))


def _head(to: int, case: str, lang: Language) -> tuple[str, ...]:
    names = ("technique", "smallest", "largest", "growth")
    who = people(case, to, lang)
    head = [text(f"exhibit.head_{name}", lang) for name in names]
    return (*head, text("exhibit.head_country", lang, people=who))


def _alt(lines: Sequence[Line], quantity: str, to: int, lang: Language) -> str:
    said = "; ".join(f"{line.name}: {_said(line, quantity, lang)}" for line in lines)
    return text(
        f"exhibit.scaling_{quantity}_alt",
        lang,
        people=people(lines[0].records[0].case, to, lang),
        lines=said,
    )


def _meaning(lines: Sequence[Line], quantity: str, lang: Language) -> str:
    """Compare the least and the most at the largest size that all lines reach."""
    ends = [(line, *end_of(line, quantity)) for line in lines]
    n = max(size for _, size, _ in ends)
    there = [(line, end.middle) for line, size, end in ends if size == n]
    (least, little), (most, much) = (pick(there, key=lambda pair: pair[1]) for pick in (min, max))
    facts = {
        "people": people(least.records[0].case, n, lang),
        "least": least.name,
        "amount": _amount(least, n, little, quantity, lang),
        "most": most.name,
        "more": _amount(most, n, much, quantity, lang),
    }
    if little == much:
        return text(f"exhibit.scaling_{quantity}_alone", lang, **facts)
    if little == 0:
        return text(f"exhibit.scaling_{quantity}_zero", lang, **facts)
    ratio = times_as_much(much / little, lang)
    return text(f"exhibit.scaling_{quantity}_meaning", lang, ratio=ratio, **facts)


def _amount(line: Line, n: int, amount: float, quantity: str, lang: Language) -> str:
    """Write an amount at size `n`, and say so where it was computed."""
    plain = written(amount, quantity, lang)
    return plain if n <= line.measured_to else text("exhibit.by_law", lang, amount=plain)


def _misleads(lines: Sequence[Line], quantity: str, lang: Language) -> str:
    beyond = [line for line in lines if line.law and line.reach > line.measured_to]
    machine = lines[0].records[0].machine
    said = text(f"exhibit.scaling_{quantity}_misleads", lang, cores=machine.get("cores", "?"))
    if not beyond:
        return said + " " + text("exhibit.scaling_nothing_beyond", lang)
    furthest = max(beyond, key=lambda line: line.reach / line.measured_to)
    factor = times_as_much(furthest.reach / furthest.measured_to, lang)
    said += " " + text("exhibit.scaling_beyond", lang, name=furthest.name, factor=factor)
    if all(line.reach >= line.to for line in lines):
        return said
    return said + " " + text("exhibit.scaling_short", lang)
