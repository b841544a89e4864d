"""The pictures of noisy answers show what they are given, and say it in words."""

import pytest

from pet_workbench.viz.differential_privacy import (
    accuracy_figure,
    answers_figure,
    averages_figure,
    bars_figure,
    tradeoff_figure,
)
from pet_workbench.viz.people import people_svg

ANSWERS = [(1_454.0, 1_460.0, 1_466.0), (1_461.0, 1_467.0, 1_473.0)]


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_answers_stand_below_each_other_with_their_margins(lang):
    """One row per try, the newest on top, and a line at the exact answer."""
    drawn = answers_figure(ANSWERS, 1_463, unit="residents", lang=lang)
    points = drawn.data[0]

    assert list(points.x) == [1_460, 1_467]
    assert list(points.y) == ["2", "1"]
    assert list(points.error_x.array) == [6, 6]
    assert list(points.error_x.arrayminus) == [6, 6]
    assert drawn.layout.shapes[0].x0 == 1_463
    assert all(
        one in drawn.layout.meta["alt"].replace(",", ".") for one in ("1.463", "1.460", "1.454")
    )


def test_bars_have_the_margin_of_the_noisy_ones():
    """Exact bars have no margin; every number is in the words."""
    drawn = bars_figure(["a", "b"], [10, 20], [13, 18], margin=6, unit="residents", lang="en")
    exact, noisy = drawn.data

    assert (list(exact.y), list(noisy.y)) == ([10, 20], [13, 18])
    assert (exact.error_y.value, noisy.error_y.value) == (None, 6)
    assert "a: 10, 13; b: 20, 18" in drawn.layout.meta["alt"]


def test_averages_are_lines_that_can_end_early():
    """A ledger's line ends where it refuses; both are told with how many answers they have."""
    drawn = averages_figure({"free": [9, 10, 11], "charged": [8.0]}, 10, lang="en")

    assert [len(line.x) for line in drawn.data] == [3, 1]
    assert list(drawn.data[0].x) == [1, 2, 3]
    assert "free: 3, 11.0; charged: 1, 8.0" in drawn.layout.meta["alt"]
    assert drawn.layout.shapes[0].y0 == 10


def test_averages_without_any_answer_are_left_out_of_the_words():
    """A ledger that refuses at once gives no last average."""
    drawn = averages_figure({"free": [9], "charged": []}, 10, lang="en")
    assert "charged" not in drawn.layout.meta["alt"]


def test_every_person_is_drawn_once():
    """Right ones are filled, wrong ones dashed, and who says yes has a dot."""
    svg = people_svg([True, False, True], [True, True, False], alt="Three < four")

    assert svg.count("<path") == 3
    assert svg.count("stroke-dasharray") == 1
    assert svg.count('r="3.2"') == 2
    assert 'aria-label="Three &lt; four"' in svg


def test_many_people_stand_in_rows():
    """The picture grows downwards, never wider."""
    heights = [people_svg([True] * n, [False] * n, alt="x").split()[4] for n in (20, 21, 100)]
    assert heights == ['40"', '80"', '200"']


def test_accuracy_has_a_line_per_epsilon_and_no_zero():
    """A margin of nothing has no place on a logarithmic axis."""
    drawn = accuracy_figure({"0.1": [0.5, 0.05], "5": [0.1, 0.0]}, [10, 100], chosen=10, lang="en")

    assert list(drawn.data[0].y) == [50, 5]
    assert list(drawn.data[1].y) == [10, None]
    assert (drawn.layout.xaxis.type, drawn.layout.yaxis.type) == ("log", "log")
    assert "epsilon 0.1: 50%, 5.00%" in drawn.layout.meta["alt"]


def test_the_lowest_point_of_a_tradeoff_is_told():
    """The last series is both errors together; its minimum is in the words."""
    errors = {"cut": [9, 4, 1], "noise": [1, 2, 5], "together": [9.1, 4.5, 5.1]}
    drawn = tradeoff_figure(errors, [10, 20, 40], chosen=40, titles=("bound", "error"), lang="en")

    assert "20" in drawn.layout.meta["alt"]
    assert "4.5" in drawn.layout.meta["alt"]
    assert list(drawn.layout.xaxis.ticktext) == ["10", "20", "40"]
    assert drawn.layout.shapes[0].x0 == 40
