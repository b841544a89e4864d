"""Pictures of the case `train`: marks where the ratios are, margins where there are any."""

import numpy as np
import pytest

from pet_workbench.viz.train import NEAREST, Effects, course_figure, forest_figure, price_figure

RATIOS = np.array([[2.0, 1.5, 2.6], [0.5, np.nan, np.nan], [4.0, 0.0, np.inf]])
FEATURES = ("older", "woman", "stage IV")


def forest(**more):
    """Return a picture with two ways of computing."""
    ways = [Effects("one table", RATIOS), Effects("together", RATIOS)]
    return forest_figure(FEATURES, ways, alt="alt", x_title="ratio", lang="en", **more)


def test_a_mark_is_where_the_ratio_is_and_a_margin_as_wide_as_it_is():
    """What is missing or endless is drawn as no margin at all."""
    figure = forest()
    for trace in figure.data:
        assert list(trace.x) == [2.0, 0.5, 4.0]
        assert np.allclose(trace.error_x.array, [0.6, 0, 0])
        assert np.allclose(trace.error_x.arrayminus, [0.5, 0, 0])


def test_two_ways_do_not_lie_on_each_other():
    """The first one is above the second at every feature, and each feature has its own line."""
    first, second = forest().data
    assert all(np.array(first.y) < np.array(second.y))
    assert np.allclose(np.diff(first.y), 1)


def test_the_crowd_is_one_series_with_everybody_in_it():
    """Two hospitals with three features are six small marks, between the others."""
    figure = forest(crowd={"A": np.array([1.9, 0.6, 3.0]), "B": np.array([2.2, 0.4, 5.0])})
    crowd = figure.data[0]
    assert list(crowd.x) == [1.9, 0.6, 3.0, 2.2, 0.4, 5.0]
    assert list(crowd.y) == [0, 1, 2, 0, 1, 2]
    low, high = figure.layout.xaxis.range
    assert 10**low < 0.4
    assert 10**high > 5


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_course_says_where_it_ends(lang):
    """Distances below what can be seen are drawn at the floor; the words name every way."""
    figure = course_figure(
        {"sums": [7.0, 0.5, 1e-11], "averaging": [40.0, 5.0]},
        x={"sums": [1, 2, 3], "averaging": [1, 2]},
        lang=lang,
    )
    assert list(figure.data[0].y) == [7.0, 0.5, NEAREST]
    alt = figure.layout.meta["alt"]
    assert "sums" in alt
    assert ("5,0" if lang == "nl" else "5.0") in alt


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_price_that_is_endless_has_no_mark(lang):
    """Where noise hides the answer the line of margins has a gap, and the words say endless."""
    figure = price_figure([0.1, 1.0], [12.0, 2.0], [np.inf, 3.0], lang=lang)
    assert list(figure.data[1].y) == [None, 3.0]
    assert "∞" in figure.layout.meta["alt"]
    low, high = figure.layout.yaxis.range
    assert low < np.log10(2.0) < np.log10(12.0) < high
