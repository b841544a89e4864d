"""Whether laws and network model can be trusted: what they said beside what was measured."""

from collections.abc import Sequence
from math import log
from typing import Any

import plotly.graph_objects as go

from pet_workbench.bench import costs
from pet_workbench.bench.matrix.names import case_name, technique_name
from pet_workbench.i18n import Language, number, percent, text
from pet_workbench.viz import evidence_words as words
from pet_workbench.viz import theme
from pet_workbench.viz.evidence import Exhibit, check_any, times_as_much

_ROW = 32


def checks_exhibit(checks: Sequence[costs.Checked], *, lang: Language) -> Exhibit:
    """Draw what each law foretold of its largest size as a multiple of what was measured.

    Parameters
    ----------
    checks : sequence of Checked
        Each law was fitted without its largest size.

    Raises
    ------
    DataError
        If there is no check.
    """
    check_any(checks)
    ordered = sorted(checks, key=lambda one: one.ratio)
    inside = sum(one.is_inside for one in ordered)
    facts = {"inside": number(inside, lang), "count": number(len(ordered), lang)}
    furthest = max(ordered, key=lambda one: abs(log(one.ratio)))
    worst = {"name": _name(furthest, lang), "ratio": times_as_much(furthest.ratio, lang)}
    reach = times_as_much(max(one.times_beyond for one in ordered), lang)
    return Exhibit(
        figure=_checks_figure(ordered, text("exhibit.checks_alt", lang, **facts, **worst), lang),
        caption=text("exhibit.checks_caption", lang),
        meaning=text("exhibit.checks_meaning", lang, **facts, **worst),
        misleads=text("exhibit.checks_misleads", lang, factor=reach),
        head=tuple(
            text(f"exhibit.head_{name}", lang)
            for name in ("technique", "check_size", "foretold", "measured", "ratio", "inside")
        ),
        rows=tuple(_check_row(one, lang) for one in ordered),
    )


def _name(check: costs.Checked, lang: Language) -> str:
    technique = technique_name(check.case, check.technique, lang)
    return f"{case_name(check.case, lang)}: {technique}"


def _place(check: costs.Checked, lang: Language) -> str:
    """Return what stands along the axis: the name of a check, over two lines."""
    return words.wrapped(_name(check, lang), 40)


def _checks_figure(checks: Sequence[costs.Checked], alt: str, lang: Language) -> go.Figure:
    """Draw a row per law: the band it left open as a line, the measurement as a point in it."""
    traces = [_checked(checks, is_inside, lang) for is_inside in (True, False)]
    traces = [_left_open(checks, lang), *(trace for trace in traces if trace.x)]
    result = theme.figure(
        *traces,
        lang=lang,
        alt=alt,
        x_title=text("exhibit.checks_axis", lang),
        height=150 + _ROW * len(checks),
        showlegend=True,
    )
    ends = [bound for one in checks for bound in (one.ratio, *_band(one))]
    places, labels = words.ratio_ticks(min(ends), max(ends), lang)
    result.update_xaxes(type="log", tickmode="array", tickvals=places, ticktext=labels)
    result.update_yaxes(tickfont={"size": 13}, range=[-0.7, len(checks) - 0.3])
    return result.add_vline(x=1, line={"color": theme.INK, "dash": "dot", "width": 1.5})


def _band(check: costs.Checked) -> tuple[float, float]:
    """Return the band of the law, as multiples of what was measured."""
    said = check.predicted
    return max(said.low, said.middle / 100) / check.measured, said.high / check.measured


def _left_open(checks: Sequence[costs.Checked], lang: Language) -> Any:
    x: list[float | None] = []
    y: list[str | None] = []
    for check in checks:
        x += [*_band(check), None]
        y += [_place(check, lang)] * 2 + [None]
    line = {"color": theme.COLOURS["sky"], "width": 9}
    name = text("exhibit.checks_band", lang)
    return go.Scatter(x=x, y=y, mode="lines", line=line, name=name, hoverinfo="skip")


def _checked(checks: Sequence[costs.Checked], is_inside: bool, lang: Language) -> Any:
    there = [check for check in checks if check.is_inside is is_inside]
    colour, symbol = ("blue", "circle") if is_inside else ("vermillion", "x")
    return go.Scatter(
        x=[check.ratio for check in there],
        y=[_place(check, lang) for check in there],
        mode="markers",
        marker={
            "color": theme.COLOURS[colour],
            "symbol": symbol,
            "size": 11,
            "line": {"color": theme.INK, "width": 1},
        },
        name=text("exhibit.checks_inside" if is_inside else "exhibit.checks_outside", lang),
        customdata=[times_as_much(check.ratio, lang) for check in there],
        hovertemplate="%{y}<br>%{customdata}<extra></extra>",
    )


def _check_row(check: costs.Checked, lang: Language) -> tuple[str, ...]:
    said = check.predicted
    foretold = text(
        "exhibit.range",
        lang,
        middle=words.written(said.middle, check.quantity, lang),
        low=words.written(said.low, check.quantity, lang),
        high=words.written(said.high, check.quantity, lang),
    )
    return (
        _name(check, lang),
        text(
            "exhibit.from_to", lang, low=number(check.sizes[-1], lang), high=number(check.n, lang)
        ),
        foretold,
        words.written(check.measured, check.quantity, lang),
        times_as_much(check.ratio, lang),
        text("page.yes" if check.is_inside else "page.no", lang),
    )


def network_error_exhibit(validation: costs.Validation, *, lang: Language) -> Exhibit:
    """Draw the time that the network model foretold against the time that bytes really waited.

    Parameters
    ----------
    validation : Validation

    Raises
    ------
    DataError
        If nothing was measured on an emulated network.
    """
    check_any(validation.rows)
    facts = _validated(validation, lang)
    columns = ("network", "runs", "median_error", "worst_error", "bias")
    return Exhibit(
        figure=_validation_figure(validation, text("exhibit.validation_alt", lang, **facts), lang),
        caption=text("exhibit.validation_caption", lang),
        meaning=text("exhibit.validation_meaning", lang, **facts),
        misleads=text("exhibit.validation_misleads", lang),
        head=tuple(text(f"exhibit.head_{name}", lang) for name in columns),
        rows=tuple(
            (
                text(f"case.network_{id}", lang),
                number(one.count, lang),
                *(percent(share, lang, digits=1) for share in (one.median, one.worst, one.bias)),
            )
            for id, one in validation.by_profile.items()
        ),
    )


def _validated(validation: costs.Validation, lang: Language) -> dict[str, str]:
    """Say how many runs there were, what was typical and what was worst."""
    worst = max(validation.rows, key=lambda row: abs(row.error))
    medians = [
        f"{text(f'case.network_{id}', lang)} {percent(one.median, lang)}"
        for id, one in validation.by_profile.items()
    ]
    return {
        "count": number(len(validation.rows), lang),
        "worst": percent(abs(worst.error), lang),
        "name": technique_name(worst.case, worst.technique, lang),
        "network": text(f"case.network_{worst.profile}", lang),
        "medians": "; ".join(medians),
    }


def _validation_figure(validation: costs.Validation, alt: str, lang: Language) -> go.Figure:
    rows = validation.rows
    ends = [seconds for row in rows for seconds in (row.predicted, row.measured)]
    low, high = min(ends) / 1.5, max(ends) * 1.5
    style = {"mode": "lines", "line": {"color": theme.INK, "dash": "dot", "width": 1.5}}
    same = go.Scatter(
        x=[low, high], y=[low, high], name=text("exhibit.equal", lang), hoverinfo="skip", **style
    )
    traces = [_of_profile(validation, id, i, lang) for i, id in enumerate(validation.by_profile)]
    result = theme.figure(
        same,
        *traces,
        lang=lang,
        alt=alt,
        x_title=text("exhibit.validation_x", lang),
        y_title=text("exhibit.validation_y", lang),
        height=440,
    )
    places, labels = words.time_ticks(low, high, lang)
    for update in (result.update_xaxes, result.update_yaxes):
        update(type="log", tickmode="array", tickvals=places, ticktext=labels)
    return result


def _of_profile(validation: costs.Validation, profile: str, index: int, lang: Language) -> Any:
    rows = [row for row in validation.rows if row.profile == profile]
    return go.Scatter(
        x=[row.measured for row in rows],
        y=[row.predicted for row in rows],
        mode="markers",
        marker=theme.line(index)["marker"],
        name=text(f"case.network_{profile}", lang),
        customdata=[
            f"{case_name(row.case, lang)}<br>"
            f"{technique_name(row.case, row.technique, lang)}<br>"
            f"{percent(row.error, lang, digits=1)}"
            for row in rows
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )
