"""The picture of the case `logistics`: how many loads each carrier takes."""

from collections.abc import Sequence

import plotly.graph_objects as go

from pet_workbench.i18n import Language, number, text
from pet_workbench.viz import theme


def winners_figure(
    names: Sequence[str], taken: Sequence[int], nobody: int, *, lang: Language
) -> go.Figure:
    """Draw how many loads go to each carrier, and how many to nobody.

    Parameters
    ----------
    names : sequence of str
        Of the carriers, in the reader's words.
    taken : sequence of int
        Loads that each takes.
    nobody : int
        Loads for which nobody has room.
    lang : {"nl", "en"}
    """
    said = ", ".join(
        f"{name} {number(count, lang)}" for name, count in zip(names, taken, strict=True)
    )
    alt = text("logistics.chart_alt", lang, carriers=said, nobody=number(nobody, lang))
    bars = [
        go.Bar(
            x=list(taken),
            y=list(names),
            name=text("logistics.series_taken", lang),
            orientation="h",
            marker=theme.bar(0),
        ),
        go.Bar(
            x=[nobody],
            y=[text("logistics.nobody", lang)],
            name=text("logistics.series_nobody", lang),
            orientation="h",
            marker=theme.bar(1),
        ),
    ]
    result = theme.figure(
        *bars, lang=lang, alt=alt, x_title=text("logistics.chart_x", lang), height=360
    )
    return result.update_yaxes(autorange="reversed")
