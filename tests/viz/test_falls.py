"""The pictures of the cases on falls show what they are given, and say it in words."""

import numpy as np
import pytest

from pet_workbench.i18n import LANGUAGES
from pet_workbench.viz.falls import (
    Line,
    calibration_figure,
    lines_figure,
    reached,
    reached_figure,
    weights_figure,
)

languages = pytest.mark.parametrize("lang", LANGUAGES)


def test_reached_counts_by_hand():
    """Of four clients the two injured have ranks one and three: a half at a quarter, all at 3/4."""
    shares = reached(np.array([0.4, 0.1, 0.3, 0.2]), np.array([True, False, False, True]))
    assert shares[[0, 25, 50, 75, 100]].tolist() == [0.0, 0.5, 0.5, 1.0, 1.0]


def test_reached_never_falls():
    """Whoever visits more clients reaches at least as many of those injured."""
    rng = np.random.default_rng(1)
    risks = rng.random(997)
    shares = reached(risks, rng.random(997) < risks)
    assert (np.diff(shares) >= 0).all()
    assert shares[0] == 0
    assert shares[-1] == 1


def test_nobody_injured_is_nobody_reached():
    """Without anybody injured the line stays on the ground."""
    assert reached(np.array([0.5, 0.6]), np.array([False, False])).tolist() == [0.0] * 101


@languages
def test_the_mark_lies_on_the_line(lang):
    """The reader's choice is a point of the model's line, and stands in the words."""
    risks, injured = np.linspace(1, 0, 200), np.arange(200) < 20
    figure = reached_figure(risks, injured, share=0.05, lang=lang)
    model, chance, mark = figure.data
    assert (mark.x[0], mark.y[0]) == (0.05, model.y[5]) == (0.05, 0.5)
    assert list(chance.x) == list(chance.y)
    assert "5%" in figure.layout.meta["alt"]
    assert "50%" in figure.layout.meta["alt"]


@languages
def test_calibration_has_two_bars_per_group(lang):
    """Estimated and real risk stand beside each other, in the order given."""
    figure = calibration_figure([0.01, 0.2], [0.02, 0.1], lang=lang)
    assert [list(bar.y) for bar in figure.data] == [[0.01, 0.2], [0.02, 0.1]]
    assert list(figure.data[0].x) == ["1", "2"]
    comma = "," if lang == "nl" else "."
    assert f"10{comma}0%" in figure.layout.meta["alt"]


@languages
def test_weights_that_are_not_known_are_left_out(lang):
    """Every true weight has a mark; of the others only what was computed."""
    figure = weights_figure({"a": 1.0, "b": 2.0}, {"b": 2.5}, lang=lang)
    assert list(figure.data[0].y) == ["a", "b"]
    assert list(figure.data[1].y) == ["b"]
    assert list(figure.data[1].x) == [2.5]
    assert list(figure.layout.yaxis.categoryarray) == ["a", "b"]


@languages
def test_lines_run_from_their_first_level_to_their_last(lang):
    """First, middle and last levels are marked apart, and a line joins the extremes."""
    figure = lines_figure(
        [Line("falls", (0.1, 0.3, 0.2)), Line("sex", (0.2, 0.4))], alt="x", lang=lang
    )
    spans, first, between, last = figure.data
    assert list(spans.x) == [0.1, 0.3, None, 0.2, 0.4, None]
    assert list(first.x) == [0.1, 0.2]
    assert list(between.x) == [0.3]
    assert list(last.x) == [0.2, 0.4]
    assert figure.layout.meta["alt"] == "x"
