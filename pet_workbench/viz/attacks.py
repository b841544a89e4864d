"""Pictures of the attack lab."""

from collections.abc import Mapping

import plotly.graph_objects as go

from pet_workbench.i18n import Language, number, text
from pet_workbench.viz import theme


def possibilities_figure(counts: Mapping[str, int], *, lang: Language) -> go.Figure:
    """Draw how many amounts of one person are still possible, per rule of the desk.

    Parameters
    ----------
    counts : mapping of str to int
        By the rule, in the reader's words.
    lang : {"nl", "en"}
    """
    said = "; ".join(f"{rule}: {number(count, lang)}" for rule, count in counts.items())
    bars = go.Bar(
        x=list(counts.values()),
        y=[rule.replace(" (", "<br>(") for rule in counts],
        orientation="h",
        marker=theme.bar(0),
        text=[number(count, lang) for count in counts.values()],
        textposition="outside",
        cliponaxis=False,
    )
    result = theme.figure(
        bars,
        lang=lang,
        alt=text("attacks.repeated_chart_alt", lang, counts=said),
        x_title=text("attacks.repeated_chart_x", lang),
        height=260,
    )
    result.update_xaxes(type="log", range=[-0.1, 6.6], tickvals=[1, 100, 10_000])
    return result.update_yaxes(autorange="reversed")
