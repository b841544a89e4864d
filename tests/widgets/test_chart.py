"""Tests of the chart: always fresh, light, and with a text for those who do not see it."""

import json
from pathlib import Path

import plotly
import plotly.graph_objects as go
import pytest

from pet_workbench.viz import theme
from pet_workbench.widgets import Chart
from pet_workbench.widgets.chart import _carriers


def a_figure(*heights: float) -> go.Figure:
    """Return bars of these heights."""
    return theme.figure(
        go.Bar(y=list(heights)), lang="nl", alt=f"{len(heights)} staven", y_title="euro"
    )


def test_the_state_a_page_asks_for_is_what_was_drawn_last():
    """A page that is reloaded gets the figure of now, not the one the chart was made with."""
    chart = Chart(a_figure(1, 2))
    chart.draw(a_figure(3, 4, 5))

    state = chart.get_state()

    assert state["figure"]["data"][0]["y"] == [3, 4, 5]
    assert state["alt"] == "3 staven"


def test_plotly_travels_once_per_kernel():
    """Ten charts share one widget with plotly.js; each of them is smaller than 20 kB."""
    charts = [Chart(a_figure(1)) for _ in range(10)]

    assert len(_carriers) == 1
    assert len(_carriers[0].source) > 1_000_000
    assert len(_carriers[0]._esm) < 3_000
    assert all(len(json.dumps(chart.get_state())) < 20_000 for chart in charts)


@pytest.fixture
def in_the_app(monkeypatch):
    """Set what a kernel finds in the app, whose server has this plotly."""
    monkeypatch.setattr("pet_workbench.widgets.chart._carriers", carriers := [])
    monkeypatch.setenv("SERVER_SOFTWARE", "voila/0.5.13")
    monkeypatch.setenv("PET_WORKBENCH_SERVES", str(Path(plotly.__file__).parent))
    return carriers


def test_in_the_app_plotly_stays_with_the_server_until_a_page_asks(in_the_app):
    """The page gets an address; only one that says it found nothing there gets plotly.js."""
    Chart(a_figure(1))
    carrier = in_the_app[0]
    assert carrier.served == "labextensions/plotly.min.js"
    assert carrier.source == ""

    carrier._handle_custom_msg("source", [])

    assert len(carrier.source) > 1_000_000


@pytest.mark.parametrize(
    ("name", "value"),
    [("SERVER_SOFTWARE", ""), ("PET_WORKBENCH_SERVES", "/another/plotly")],
    ids=["JupyterLab", "another environment"],
)
def test_elsewhere_plotly_comes_from_the_kernel(in_the_app, monkeypatch, name, value):
    """JupyterLab, and a server with another plotly, get plotly.js from the kernel."""
    monkeypatch.setenv(name, value)
    Chart(a_figure(1))

    assert in_the_app[0].served == ""
    assert len(in_the_app[0].source) > 1_000_000


def test_a_closed_carrier_is_replaced():
    """After everything on a page is closed, the next chart brings plotly.js anew."""
    Chart(a_figure(1))
    _carriers[0].close()
    Chart(a_figure(1))

    assert len(_carriers) == 1
    assert _carriers[0].comm is not None


def test_nothing_is_sent_to_a_cloud():
    """The chart shows no mode bar, so nobody can upload it by a click."""
    assert "displayModeBar: false" in Chart()._esm
    assert 'plotlyServerURL: ""' in Chart()._esm


@pytest.mark.parametrize(("lang", "separators"), [("nl", ",."), ("en", ".,")])
def test_numbers_are_written_as_in_the_language(lang, separators):
    """A Dutch figure has a decimal comma, an English one a decimal point."""
    assert theme.figure(lang=lang, alt="").layout.separators == separators


def test_a_figure_has_no_title_inside():
    """The sentence below says what a figure shows, so there is nothing to translate twice."""
    assert a_figure(1).layout.title.text is None


@pytest.mark.parametrize("index", range(len(theme.COLOURS)))
def test_series_differ_without_colour(index):
    """Every bar has its own pattern and a dark outline; only a seventh line reuses a dash."""
    others = [i for i in range(len(theme.COLOURS)) if i != index]

    assert theme.bar(index)["line"]["color"] == theme.INK
    assert theme.bar(index)["pattern"]["shape"] not in {
        theme.bar(i)["pattern"]["shape"] for i in others
    }
    assert theme.line(index)["marker"]["symbol"] not in {
        theme.line(i)["marker"]["symbol"] for i in others
    }
