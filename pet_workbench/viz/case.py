"""Pictures that every case has: how long each technique takes on several networks."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from pet_workbench.i18n import Language, text
from pet_workbench.viz import theme

_BAR_HEIGHT, _MARGIN = 24, 120


def network_figure(
    seconds: Mapping[str, Sequence[float]], *, networks: Sequence[str], alt: str, lang: Language
) -> go.Figure:
    """Draw the time per technique on several networks.

    Parameters
    ----------
    seconds : mapping of str to sequence of float
        Per technique, in the reader's words, the time on each of `networks`.
    networks : sequence of str
        In the reader's words.
    alt : str
        What the figure shows, for those who do not see it.
    lang : {"nl", "en"}
    """
    wrapped = [name.replace(" ", "<br>") for name in networks]
    bars = [
        go.Bar(x=list(times), y=wrapped, name=name, orientation="h", marker=theme.bar(index))
        for index, (name, times) in enumerate(seconds.items())
    ]
    height = max(340, _MARGIN + _BAR_HEIGHT * len(seconds) * len(networks))
    result = theme.figure(
        *bars, lang=lang, alt=alt, x_title=text("case.cost_chart_x", lang), height=height
    )
    return result.update_yaxes(autorange="reversed")
