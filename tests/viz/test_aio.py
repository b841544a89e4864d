"""Tests of the pictures of the case `aio`: they count what the tables hold, in both languages."""

import re

import numpy as np
import pytest

from pet_workbench import usecases
from pet_workbench.attacks.threshold_search import Bracket
from pet_workbench.viz.aio import (
    BIN_PERCENT,
    LEAST_PERCENT,
    MOST_PERCENT,
    brackets_figure,
    counts,
    household_incomes,
    incomes_figure,
    masks_figure,
    range_bar_html,
)

CASE = usecases.get("aio")
TABLES = CASE.load(n=5_000, seed=1)
INCOMES = household_incomes(TABLES)


def test_incomes_are_those_of_the_tables():
    """Every household of SVB is there once, and UWV's amounts of its members are added up."""
    svb, uwv = TABLES["SVB"], TABLES["UWV"]
    known = uwv[uwv["person"].isin(svb["person"])]
    assert INCOMES.index.is_unique
    assert set(INCOMES.index) == set(svb["household"])
    assert INCOMES["other_cents"].sum() == known["income_cents"].sum()
    assert INCOMES["aow_cents"].sum() == svb["aow_cents"].sum()


@pytest.mark.parametrize("limit", [90, 97, 100, 130])
def test_as_many_are_under_the_limit_as_the_case_finds(limit):
    """The bars of those found add up to the exact answer, also where a limit cuts a bin."""
    counted = counts(INCOMES, limit_percent=limit)
    assert counted.under.sum() == CASE.exact(TABLES, threshold_percent=limit).size


def test_bins_cover_the_chart_without_gaps():
    """The bins touch, begin at the left edge and end at the right one."""
    centres = counts(INCOMES, limit_percent=100).centres
    assert (np.diff(centres) == BIN_PERCENT).all()
    assert centres[0] == LEAST_PERCENT + BIN_PERCENT / 2
    assert centres[-1] == MOST_PERCENT - BIN_PERCENT / 2


@pytest.mark.parametrize(
    ("lang", "is_opened", "name"),
    [
        ("nl", True, "gevonden"),
        ("nl", False, "onder de grens, niet geopend"),
        ("en", True, "found"),
        ("en", False, "under the limit, not opened"),
    ],
)
def test_nobody_is_called_found_when_nothing_was_opened(lang, is_opened, name):
    """The legend says what SVB knows."""
    counted = counts(INCOMES, limit_percent=100)
    figure = incomes_figure(counted, limit_percent=100, is_opened=is_opened, lang=lang)
    assert figure.data[1].name == name
    assert list(figure.data[1].y) == counted.under.tolist()


def test_the_limit_is_drawn_where_it_is():
    """A line stands at the limit, with its value in words."""
    counted = counts(INCOMES, limit_percent=107)
    figure = incomes_figure(counted, limit_percent=107, is_opened=True, lang="nl")
    assert figure.layout.shapes[0].x0 == figure.layout.shapes[0].x1 == 107
    assert figure.layout.annotations[0].text == "grens 107%"
    assert "107%" in figure.layout.meta["alt"]


def test_a_range_is_words_and_a_bar_that_a_screen_reader_skips():
    """The bar begins and ends with the range, and repeats nothing aloud."""
    bar = range_bar_html(0.35, 0.7, lang="en")
    assert bar.startswith("<strong>35% to 70%</strong>")
    assert "margin-left:50.0%;width:50.0%" in bar
    assert 'aria-hidden="true"' in bar
    assert re.match(r"<strong>30%</strong>", range_bar_html(0.3, 0.3, lang="nl"))


def test_brackets_are_drawn_between_their_limits():
    """A bar is as wide as its bracket and as high as the number of households in it."""
    found = (Bracket(100, 102, np.array([4, 5])), Bracket(102, 110, np.array([6])))
    bars = brackets_figure(found, lang="nl").data[0]
    assert (list(bars.x), list(bars.width), list(bars.y)) == ([101, 106], [2, 8], [2, 1])


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_masked_numbers_are_drawn_by_their_digits(lang):
    """Both cases add up to all numbers, and the words name the middle of each."""
    figure = masks_figure(
        {"near": np.array([0, 1, 3]), "far": np.array([0, 0, 1, 0, 1])}, lang=lang
    )
    assert [list(bars.y) for bars in figure.data] == [[0, 0.25, 0.75], [0, 0, 0.5, 0, 0.5]]
    assert [bars.name for bars in figure.data] == ["near", "far"]
    assert len(re.findall(r"\b2\b", figure.layout.meta["alt"])) == 2
