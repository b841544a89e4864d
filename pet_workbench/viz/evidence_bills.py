"""What a run costs in euros and kilowatt-hours, with the range that prices and laws leave open."""

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from pet_workbench.bench import costs
from pet_workbench.bench.costs.words import energy_name, part_name
from pet_workbench.bench.matrix.names import case_name, people, technique_name
from pet_workbench.i18n import Language, text
from pet_workbench.viz import evidence_words as words
from pet_workbench.viz import theme
from pet_workbench.viz.evidence import Exhibit, check_any, times_as_much

OF = ("euro", "kwh")
_ROW = 46


def bills_exhibit(
    bills: Mapping[str, costs.Bill], *, case: str, of: str = "euro", n: int, lang: Language
) -> Exhibit:
    """Draw a stacked bar per technique, with its range.

    Parameters
    ----------
    bills : mapping of str to Bill
        By technique id.
    case : str
    of : {"euro", "kwh"}
    n : int
        Size that was priced.
    lang : {"nl", "en"}

    Raises
    ------
    DataError
        If there is no bill.
    """
    check_any(list(bills))
    named = {technique_name(case, id, lang): bill for id, bill in bills.items()}
    parts = _parts(bills, of)
    rows = tuple(_row(name, bill, parts, of, lang) for name, bill in named.items())
    facts = {"case": case_name(case, lang), "people": people(case, n, lang)}
    lines = "; ".join(f"{row[0]}: {row[-2]}" for row in rows)
    return Exhibit(
        figure=_figure(
            named, of, text(f"exhibit.bills_{of}_alt", lang, **facts, lines=lines), lang
        ),
        caption=text(f"exhibit.bills_{of}_caption", lang, **facts),
        meaning=_meaning(named, of, facts, lang),
        misleads=text(f"exhibit.bills_{of}_misleads", lang),
        head=(
            text("exhibit.head_technique", lang),
            *(_part_name(part, of, lang) for part in parts),
            *(text(f"exhibit.head_{name}", lang) for name in ("total", "range")),
        ),
        rows=rows,
    )


def bill_text(amount: float, of: str, lang: Language) -> str:
    """Write an amount of euros or kilowatt-hours, however small.

    Parameters
    ----------
    amount : float
    of : {"euro", "kwh"}

    Examples
    --------
    >>> bill_text(0.0012, "euro", "en"), bill_text(0.0012, "kwh", "nl")
    ('less than 1 cent', '1,2 Wh')
    """
    if of == "euro":
        return words.money_text(amount, lang)
    unit, factor = ("kWh", 1.0) if amount >= 1 else ("Wh", 1e3)
    return f"{words.significant(amount * factor, lang)} {unit}"


def _total(bill: costs.Bill, of: str) -> costs.Estimate:
    return bill.euro if of == "euro" else bill.kwh


def _split(bill: costs.Bill, of: str) -> dict[str, float]:
    """Return the middle of each part of a bill."""
    parts = bill.parts if of == "euro" else bill.energy
    return {name: part.middle for name, part in parts.items()}


def _parts(bills: Mapping[str, costs.Bill], of: str) -> tuple[str, ...]:
    """Return the parts that somebody pays for."""
    split = [_split(bill, of) for bill in bills.values()]
    return tuple(part for part in split[0] if any(one[part] for one in split))


def _part_name(part: str, of: str, lang: Language) -> str:
    return part_name(part, lang) if of == "euro" else energy_name(part, lang)


def _figure(named: Mapping[str, costs.Bill], of: str, alt: str, lang: Language) -> go.Figure:
    names = [words.wrapped(name) for name in named]
    traces: list[Any] = [
        go.Bar(
            x=[_split(bill, of)[part] for bill in named.values()],
            y=names,
            name=_part_name(part, of, lang),
            orientation="h",
            marker=theme.bar(i),
            customdata=[bill_text(_split(bill, of)[part], of, lang) for bill in named.values()],
            hovertemplate="%{y}<br>%{fullData.name}: %{customdata}<extra></extra>",
        )
        for i, part in enumerate(_parts(named, of))
    ]
    totals = [_total(bill, of) for bill in named.values()]
    traces.append(_ranges(totals, names, of, lang))
    result = theme.figure(
        *traces,
        lang=lang,
        alt=alt,
        x_title=text(f"exhibit.bills_{of}_axis", lang),
        height=150 + _ROW * len(names),
        barmode="stack",
    ).update_layout(legend={"traceorder": "normal"})
    most = max(total.high for total in totals) or 1.0
    result.update_xaxes(range=[0, 1.35 * most], exponentformat="none", nticks=6)
    return result.update_yaxes(autorange="reversed")


def _ranges(totals: Sequence[costs.Estimate], names: Sequence[str], of: str, lang: Language) -> Any:
    """Return the range of each bar as a whisker, with the amount in words behind it."""
    return go.Scatter(
        x=[total.middle for total in totals],
        y=list(names),
        mode="markers",
        marker={"color": theme.INK, "size": 7, "symbol": "line-ns-open"},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [total.high - total.middle for total in totals],
            "arrayminus": [total.middle - total.low for total in totals],
            "color": theme.INK,
            "thickness": 2,
            "width": 6,
        },
        name=text("exhibit.head_range", lang),
        customdata=[_range_text(total, of, lang) for total in totals],
        hovertemplate="%{y}<br>%{customdata}<extra></extra>",
    )


def _range_text(total: costs.Estimate, of: str, lang: Language) -> str:
    low, high = (bill_text(bound, of, lang) for bound in (total.low, total.high))
    return text("exhibit.from_to", lang, low=low, high=high)


def _row(
    name: str, bill: costs.Bill, kept: Sequence[str], of: str, lang: Language
) -> tuple[str, ...]:
    total = _total(bill, of)
    parts = (bill_text(_split(bill, of)[part], of, lang) for part in kept)
    return (name, *parts, bill_text(total.middle, of, lang), _range_text(total, of, lang))


def _meaning(
    named: Mapping[str, costs.Bill], of: str, facts: Mapping[str, str], lang: Language
) -> str:
    """Compare the dearest with the cheapest, and say how much of it is left open."""
    cheapest, dearest = (
        pick(named, key=lambda name: _total(named[name], of).middle) for pick in (min, max)
    )
    low, high = _total(named[cheapest], of), _total(named[dearest], of)
    said = {
        "dearest": dearest,
        "amount": bill_text(high.middle, of, lang),
        "low": bill_text(high.low, of, lang),
        "high": bill_text(high.high, of, lang),
    }
    first = text(f"exhibit.bills_{of}_meaning", lang, **facts, **said)
    if cheapest == dearest or low.middle <= 0:
        return first
    ratio = times_as_much(high.middle / low.middle, lang)
    return first + " " + text("exhibit.bills_ratio", lang, name=cheapest, ratio=ratio)
