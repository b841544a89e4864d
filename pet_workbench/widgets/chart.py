"""A chart that is always as fresh as the kernel, and brings plotly.js to the page only once.

plotly's own ``FigureWidget`` sends five megabytes of JavaScript with every chart, and inside a box
it is empty in Voilà and stale after a reload.  This widget holds the figure as one plain value, so
the page always shows what the kernel has.  In the app plotly.js is a file of our server, which the
browser keeps compiled; elsewhere it travels once per kernel, in a widget of its own (from plotly's
public `get_plotlyjs`).
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import anywidget
import plotly
import plotly.graph_objects as go
import traitlets
from plotly.offline import get_plotlyjs

_JS = Path(__file__).parent / "js"
_ADDRESS = "labextensions/plotly.min.js"
_SLOT = (_JS / "plotly_slot.js").read_text(encoding="utf-8")


class _Plotly(anywidget.AnyWidget):
    """Brings plotly.js to the page; it is never shown.

    ``served`` is its address on the server, or empty; ``source`` is plotly.js itself, which a page
    that cannot get it from the server asks for.
    """

    _esm = _SLOT + (_JS / "plotly_carrier.js").read_text(encoding="utf-8")
    served = traitlets.Unicode().tag(sync=True)
    source = traitlets.Unicode().tag(sync=True)

    def __init__(self) -> None:
        served = _served()
        super().__init__(served=served, source="" if served else _source())
        self.on_msg(self._asked)

    def _asked(self, _widget: Any, content: Any, _buffers: Any) -> None:
        if content == "source":
            self.source = _source()


def _served() -> str:
    """Return where the page finds this kernel's plotly.js, or nothing where nobody serves it.

    Only in the app: a notebook that is exported from JupyterLab must hold plotly.js itself.
    """
    in_app = os.environ.get("SERVER_SOFTWARE", "").startswith("voila/")
    same = os.environ.get("PET_WORKBENCH_SERVES") == str(Path(plotly.__file__).parent)
    return _ADDRESS if in_app and same else ""


def _source() -> str:
    """Return plotly.js as a module that hands itself over."""
    # plotly.js fills `module.exports` where there is one, otherwise the page's global names
    return (
        f"{_SLOT}\nconst module = {{ exports: {{}} }};\n{get_plotlyjs()}\n"
        "slot.arrive(module.exports);\n"
    )


_carriers: list[_Plotly] = []


def _carry_plotly() -> None:
    """Make sure that exactly one open widget of this kernel brings plotly.js."""
    if _carriers and _carriers[-1].comm is not None:
        return
    _carriers[:] = [_Plotly()]


class Chart(anywidget.AnyWidget):
    """A plotly figure with a text alternative; no mode bar, no cloud.

    Parameters
    ----------
    figure : go.Figure or mapping, optional
        What to draw first.  Its ``layout.meta["alt"]`` is the text alternative.

    Attributes
    ----------
    figure : dict
        The figure as plotly's JSON: ``chart.figure["data"][0]["y"]``.
    alt : str
        What a screen reader says.

    Examples
    --------
    >>> chart = Chart(go.Figure(go.Bar(y=[1, 2]), {"meta": {"alt": "Two bars"}}))
    >>> chart.draw(go.Figure(go.Bar(y=[3]), {"meta": {"alt": "One bar"}}))
    >>> chart.figure["data"][0]["y"], chart.alt
    ([3], 'One bar')
    """

    _esm = _SLOT + (_JS / "chart.js").read_text(encoding="utf-8")
    figure = traitlets.Dict().tag(sync=True)
    alt = traitlets.Unicode().tag(sync=True)

    def __init__(self, figure: go.Figure | Mapping[str, Any] | None = None) -> None:
        _carry_plotly()
        super().__init__()
        if figure is not None:
            self.draw(figure)

    def draw(self, figure: go.Figure | Mapping[str, Any]) -> None:
        """Show `figure` instead of what is there."""
        content = json.loads(go.Figure(figure).to_json(validate=False))
        with self.hold_sync():
            self.figure = content
            self.alt = str((content.get("layout", {}).get("meta") or {}).get("alt", ""))
