"""What the pictures of the stakeholder balance share: names, and an axis of euros."""

import numpy as np
import plotly.graph_objects as go

from pet_workbench.decide import balance as decide
from pet_workbench.decide.balance import Balance
from pet_workbench.i18n import Language, shortest, text
from pet_workbench.viz import theme

_MARGIN = 0.05
"""Share of the axis that stays empty at both ends."""


def who(balance: Balance, party: str | None, lang: Language) -> str:
    """Name a party, or all together."""
    one = next((one for one in balance.parties if one.id == party), None)
    return decide.party_name(one, balance, lang) if one else text("balance.together", lang)


def plain(name: str) -> str:
    """Return a typed name without the signs that plotly reads as mark-up."""
    return name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def money_axis(
    shown: go.Figure, values: list[float], lang: Language, *, axis: str = "x"
) -> go.Figure:
    """Write round amounts along an axis, with a firm line at zero, which is always in sight."""
    places = _round_places([0.0, *values])
    low, high = min(0.0, *values), max(0.0, *values)
    room = _MARGIN * ((high - low) or 1.0)
    marks = {
        "range": [low - room, high + room],
        "tickmode": "array",
        "tickvals": places,
        "ticktext": [_short(value, lang) for value in places],
        "zeroline": True,
        "zerolinecolor": theme.INK,
        "zerolinewidth": 2.5,
        "title": {"text": text("balance.axis_money", lang)},
    }
    return shown.update_xaxes(**marks) if axis == "x" else shown.update_yaxes(**marks)


def _round_places(values: list[float]) -> list[float]:
    """Return about four round places that cover all values, zero among them."""
    low, high = min(values), max(values)
    span = max(high - low, 1.0)
    step = 10.0 ** np.floor(np.log10(span / 3))
    step *= next(factor for factor in (1, 2, 5, 10) if span / (step * factor) <= 4)
    first, last = int(np.floor(low / step)), int(np.ceil(high / step))
    return [float(place * step) for place in range(first, last + 1)]


def _short(value: float, lang: Language) -> str:
    """Write a round amount, with the minus sign of print; millions in short."""
    sign = "\N{MINUS SIGN}" if value < 0 else ""
    if abs(value) >= 1e6:
        return sign + text("balance.millions", lang, n=shortest(abs(value) / 1e6, lang))
    return sign + shortest(abs(value), lang)
