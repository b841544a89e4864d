"""The stakeholder balance as a picture: who gains, who loses, and how sure that is."""

from typing import Any

import plotly.graph_objects as go

from pet_workbench.decide import balance as decide
from pet_workbench.decide.balance import Balance, Outlook, Result
from pet_workbench.decide.balance.words import chance, money, money_range, years_text
from pet_workbench.i18n import Language, text
from pet_workbench.viz import theme
from pet_workbench.viz.decide_balance_axis import money_axis, plain
from pet_workbench.viz.evidence import Exhibit
from pet_workbench.viz.evidence_words import wrapped

COLOURS = {
    "plus": theme.COLOURS["green"],
    "minus": theme.COLOURS["vermillion"],
    "mixed": theme.COLOURS["orange"],
    "zero": theme.INK,
}
_ROW = 58
_WIDTH = 16


def gains_exhibit(balance: Balance, seen: Outlook, *, lang: Language) -> Exhibit:
    """Draw per party where its result lies: a bar, the outermost ends, and the likely amount.

    Parameters
    ----------
    balance : Balance
    seen : Outlook
        Of the same balance.
    lang : {"nl", "en"}
    """
    named = [
        (decide.party_name(party, balance, lang), seen.parties[party.id])
        for party in balance.parties
    ]
    named.append((text("balance.together", lang), seen.total))
    rows = tuple(_gain_row(name, result, lang) for name, result in named)
    lines = "; ".join(f"{row[0]}: {row[1]}, {row[2]}" for row in rows)
    return Exhibit(
        figure=_gains_figure(named, text("balance.gains_alt", lang, lines=lines), lang),
        caption=text("balance.gains_caption", lang, years=years_text(balance.years, lang)),
        meaning=text("balance.gains_meaning", lang),
        misleads=text("balance.gains_misleads", lang),
        head=tuple(
            text(f"balance.head_{name}", lang)
            for name in ("party", "sign", "likely", "range", "bounds", "loss")
        ),
        rows=rows,
    )


def _gain_row(name: str, result: Result, lang: Language) -> tuple[str, ...]:
    return (
        name,
        decide.word("signs", result.sign, lang),
        money(result.likely, lang),
        money_range(result.low, result.high, lang),
        money_range(result.least, result.most, lang),
        chance(result, lang),
    )


def _gains_figure(named: list[tuple[str, Result]], alt: str, lang: Language) -> go.Figure:
    """Draw the last party at the bottom; the bar is the middle part, the line all there can be."""
    labels = [_label(name, result, lang) for name, result in named]
    results = [result for _, result in named]
    middle = go.Bar(
        base=[one.low for one in results],
        x=[one.high - one.low for one in results],
        y=labels,
        orientation="h",
        marker={
            "color": [COLOURS[one.sign] for one in results],
            "line": {"color": theme.INK, "width": 1},
        },
        name=text("balance.legend_middle", lang),
        hovertext=[money_range(one.low, one.high, lang) for one in results],
        hoverinfo="text",
    )
    shown = theme.figure(
        middle,
        _likely(results, labels, lang),
        lang=lang,
        alt=alt,
        height=110 + _ROW * len(named),
        bargap=0.45,
    )
    ends = [value for one in results for value in (one.least, one.most)]
    return money_axis(shown, ends, lang).update_yaxes(autorange="reversed")


def _likely(results: list[Result], labels: list[str], lang: Language) -> Any:
    """Return a mark at each likely result, with whiskers from the least to the most."""
    return go.Scatter(
        x=[one.likely for one in results],
        y=labels,
        mode="markers",
        marker={
            "symbol": "diamond",
            "size": 11,
            "color": "white",
            "line": {"color": theme.INK, "width": 2},
        },
        error_x=_outermost(results),
        name=text("balance.legend_likely", lang),
        hovertext=[money(one.likely, lang) for one in results],
        hoverinfo="text",
    )


def _outermost(results: list[Result]) -> dict[str, Any]:
    """Return whiskers from the least to the most."""
    return {
        "type": "data",
        "symmetric": False,
        "array": [one.most - one.likely for one in results],
        "arrayminus": [one.likely - one.least for one in results],
        "color": theme.INK,
        "thickness": 1.5,
        "width": 5,
    }


def _label(name: str, result: Result, lang: Language) -> str:
    """Return the name of a party with its sign, broken over lines; signs of HTML are escaped."""
    sign = decide.word("signs", result.sign, lang)
    return f"{wrapped(plain(name), _WIDTH)}<br><b>{sign}</b>"
