"""One party of the stakeholder balance: when it is paid back, and which input matters most."""

from typing import Any

import plotly.graph_objects as go

from pet_workbench.decide import balance as decide
from pet_workbench.decide.balance import Balance, BreakEven, Swing
from pet_workbench.decide.balance.words import money, rate_text, years_text
from pet_workbench.i18n import Language, text
from pet_workbench.viz import theme
from pet_workbench.viz.decide_balance_axis import money_axis, plain, who
from pet_workbench.viz.evidence import Exhibit
from pet_workbench.viz.evidence_words import wrapped

_ENDS = ("likely", "worst", "best")
SHOWN = 8
"""Inputs in the picture, the widest ones; the table has them all."""
_MANY = 15
"""Years above which not every one is written along the axis."""


def running_exhibit(balance: Balance, party: str | None, *, lang: Language) -> Exhibit:
    """Draw the running result of a party over the years, with the best and the worst case.

    Parameters
    ----------
    balance : Balance
    party : str or None
        All together for None.
    lang : {"nl", "en"}
    """
    name = who(balance, party, lang)
    totals = {end: decide.running(balance, party, end) for end in _ENDS}
    years = list(range(balance.years + 1))
    rows = tuple(
        (str(year), *(money(float(totals[end][year]), lang) for end in _ENDS)) for year in years
    )
    said = "; ".join(f"{row[0]}: {row[1]}" for row in rows)
    return Exhibit(
        figure=_running_figure(
            totals, text("balance.running_alt", lang, party=name, years=said), lang
        ),
        caption=text("balance.running_caption", lang, party=name),
        meaning=told_when(decide.break_even(balance, party), balance.years, lang),
        misleads=text("balance.running_misleads", lang),
        head=(
            text("balance.head_year", lang),
            *(text(f"balance.legend_{end}", lang) for end in ("likely", "worst", "best")),
        ),
        rows=rows,
    )


def _running_figure(totals: dict[str, Any], alt: str, lang: Language) -> go.Figure:
    """Draw three lines; the likely one is thick."""
    traces = []
    for place, end in enumerate(_ENDS):
        style = theme.line((0, 1, 2)[place])
        style["line"]["width"] = 3.5 if end == "likely" else 1.5
        traces.append(
            go.Scatter(
                x=list(range(len(totals[end]))),
                y=totals[end],
                name=text(f"balance.legend_{end}", lang),
                hovertext=[money(float(value), lang) for value in totals[end]],
                hoverinfo="text",
                **style,
            )
        )
    shown = theme.figure(
        *traces, lang=lang, alt=alt, x_title=text("balance.axis_year", lang), height=380
    )
    ends = [float(value) for total in totals.values() for value in total]
    return money_axis(shown, ends, lang, axis="y").update_xaxes(
        dtick=1 if len(totals["best"]) <= _MANY else 5
    )


def told_when(found: BreakEven, years: int, lang: Language) -> str:
    """Say in which year the costs have been earned back: likely, at best and at worst.

    Parameters
    ----------
    found : BreakEven
    years : int
        How many are looked at.
    lang : {"nl", "en"}
    """
    if found.year is None:
        first = text("balance.when_never", lang, n=years)
    elif found.year == 0:
        first = text("balance.when_start", lang)
    else:
        first = text("balance.when_year", lang, year=found.year)
    ends = []
    for name, year in (("best", found.best), ("worst", found.worst)):
        said = (
            text("balance.when_not", lang)
            if year is None
            else text("balance.when_in", lang, year=year)
        )
        ends.append(text(f"balance.when_{name}", lang, year=said))
    return " ".join((first, *ends))


def tornado_exhibit(balance: Balance, party: str | None, *, lang: Language) -> Exhibit:
    """Draw what each input does to a result, widest first, and which turns its sign.

    Parameters
    ----------
    balance : Balance
    party : str or None
        All together for None.
    lang : {"nl", "en"}
    """
    swings = [one for one in decide.tornado(balance, party) if one.width > 0]
    base = decide.bounds(balance, party).likely
    several = party is None
    named = [(swing_name(one, balance, lang, with_party=several), one) for one in swings]
    rows = tuple(_swing_row(name, one, lang) for name, one in named)
    flipping = [name for name, one in named if one.flips]
    key = "balance.tornado_flips" if flipping else "balance.tornado_none"
    said = "; ".join(f"{row[0]}: {row[2]}, {row[3]}" for row in rows[:SHOWN])
    name = who(balance, party, lang)
    return Exhibit(
        figure=_tornado_figure(
            named[:SHOWN], base, text("balance.tornado_alt", lang, party=name, lines=said), lang
        ),
        caption=text("balance.tornado_caption", lang, party=name, likely=money(base, lang)),
        meaning=text(key, lang, inputs="; ".join(flipping)),
        misleads=text("balance.tornado_misleads", lang),
        head=tuple(
            text(f"balance.head_{name}", lang)
            for name in ("input", "between", "at_low", "at_high", "flips", "turns")
        ),
        rows=rows,
    )


def swing_name(swing: Swing, balance: Balance, lang: Language, *, with_party: bool) -> str:
    """Name an input.

    Parameters
    ----------
    swing : Swing
    balance : Balance
    lang : {"nl", "en"}
    with_party : bool
        Whether the party stands before the name of its line.
    """
    if swing.line is None:
        return text(f"balance.input_{swing.id}", lang)
    name = decide.line_name(swing.line, balance, lang)
    if not with_party:
        return name
    party = next(one for one in balance.parties if one.id == swing.line.party)
    return f"{decide.party_name(party, balance, lang)}: {name}"


def _swing_row(name: str, swing: Swing, lang: Language) -> tuple[str, ...]:
    return (
        name,
        text(
            "balance.range",
            lang,
            low=_end(swing, swing.from_, lang),
            high=_end(swing, swing.to, lang),
        ),
        money(swing.at_low, lang),
        money(swing.at_high, lang),
        text("balance.yes" if swing.flips else "balance.no", lang),
        "\N{EN DASH}" if swing.turns_at is None else _end(swing, swing.turns_at, lang),
    )


def _end(swing: Swing, value: float, lang: Language) -> str:
    """Write a value of an input with its unit."""
    if swing.id == "rate":
        return rate_text(value, lang)
    if swing.id == "years":
        return years_text(int(value), lang)
    yearly = swing.line is not None and swing.line.when == "yearly"
    written = money(value, lang)
    return text("balance.per_year", lang, amount=written) if yearly else written


def _tornado_figure(
    named: list[tuple[str, Swing]], base: float, alt: str, lang: Language
) -> go.Figure:
    """Draw two bars per input from the likely result; a black outline marks what turns the sign."""
    labels = [wrapped(plain(name), 26) for name, _ in named]
    traces = [_half(named, labels, base, end, lang) for end in ("low", "high")]
    tallest = max((label.count("<br>") for label in labels), default=0) + 1
    shown = theme.figure(
        *traces,
        lang=lang,
        alt=alt,
        height=110 + max(36, 20 * tallest) * len(named),
        barmode="overlay",
        bargap=0.3,
    )
    ends = [value for _, one in named for value in (one.at_low, one.at_high)]
    return money_axis(shown, [*ends, base], lang).update_yaxes(autorange="reversed")


def _half(
    named: list[tuple[str, Swing]], labels: list[str], base: float, end: str, lang: Language
) -> Any:
    """Return the bars towards one end of every input."""
    values = [one.at_low if end == "low" else one.at_high for _, one in named]
    marker = theme.bar(4 if end == "low" else 0)
    marker["line"] = {"color": theme.INK, "width": [3 if one.flips else 0.5 for _, one in named]}
    return go.Bar(
        base=[base] * len(named),
        x=[value - base for value in values],
        y=labels,
        orientation="h",
        marker=marker,
        name=text(f"balance.legend_{end}", lang),
        hovertext=[money(value, lang) for value in values],
        hoverinfo="text",
    )
