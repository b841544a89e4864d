"""The page of `grid`: streets, days, the four ways, and a neighbour."""

import numpy as np
import pytest

from pet_workbench.attacks.rare_combination import Tried
from pet_workbench.i18n import LANGUAGES
from pet_workbench.usecases.grid import DWELLINGS
from pet_workbench.usecases.synthetic_rows import CART, MARGINALS, PLAIN, PRIVATE
from pet_workbench.widgets.grid import GridPage, GridState
from pet_workbench.widgets.grid.exercises import TASKS
from pet_workbench.widgets.grid.neighbour import leaks
from pet_workbench.widgets.grid.state import ALL, COLUMNS, NEEDED


@pytest.fixture
def small(monkeypatch):
    """Let pages have fewer households: enough to show things, and quick."""
    monkeypatch.setattr(GridState.case, "measured_n", 3_000, raising=False)


@pytest.fixture
def page(small):
    """Make a Dutch page."""
    return GridPage(lang="nl")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_first_picture_has_every_kind_of_street(small, lang):
    """Four kinds of street, two bars each, and a sentence that counts the right ones."""
    street = GridPage(lang=lang).street
    assert [one.dwelling for one in street.found] == list(DWELLINGS)
    assert len(street.chart.figure["data"]) == 2
    assert street.sentence.value.startswith("<strong>")


def test_the_analyst_asks_for_what_the_question_takes(page):
    """Four columns travel for the peak, two for feeding in, twelve if everything is asked."""
    state = page.state
    sent = []
    for question, request in (("peak", NEEDED), ("feed_in", NEEDED), ("peak", ALL)):
        state.question, state.request = question, request
        sent.append(tuple(state.street_outcome().answer.columns))
    assert sent[:2] == [COLUMNS["peak"], COLUMNS["feed_in"]]
    assert len(sent[2]) == 12


def test_real_rows_are_right_whatever_the_capacity(page):
    """With the rows themselves there is nothing to be wrong about."""
    page.state.technique = PLAIN
    for capacity in (0.8, 1.5, 2.5):
        page.street.capacity.value = capacity
        assert all(one.is_right for one in page.street.found)
        assert {one.capacity for one in page.street.found} == {capacity}


def test_controls_and_state_move_together(page):
    """A choice in one part is that of the whole page."""
    page.street.homes.value = 400
    page.days.dwelling.value = "apartment"
    assert page.state.homes == 400
    assert page.state.dwelling == "apartment"
    page.state.technique = PLAIN
    assert page.street.technique.value == page.days.technique.value == PLAIN


def test_slow_rows_wait_for_the_reader(page):
    """Single columns of all twelve are not made before the reader asks."""
    page.state.request = ALL
    page.state.technique = MARGINALS
    assert page.state.has_to_wait()
    assert page.street.chart.layout.display == "none"
    page.state.technique = PRIVATE
    assert page.street.chart.layout.display == ""


def test_days_show_both_kinds_of_rows(page):
    """A cold and a sunny day, real and made; and seasons by heat pump."""
    assert len(page.days.days.figure["data"]) == 4
    assert len(page.days.duration.figure["data"]) == 2
    assert "Volledig elektrische warmtepomp" in page.days.table.value


def test_real_days_lie_on_each_other(page):
    """With the rows themselves both lines are the same."""
    page.state.technique = PLAIN
    lines = page.days.days.figure["data"]
    assert np.allclose(lines[0]["y"], lines[1]["y"])
    assert "0,0%" in page.days.sentence.value


def test_the_neighbour_reads_real_rows_and_not_private_ones(page):
    """The same neighbour, first in the real rows, then in the private file."""
    page.neighbour.press(PLAIN)
    learned, _ = page.neighbour.tried[PLAIN]
    assert learned.known > learned.people / 2
    assert "Het werkte." in page.neighbour.sentence.value
    page.neighbour.press(PRIVATE)
    learned, _ = page.neighbour.tried[PRIVATE]
    assert learned.known < learned.people / 4
    assert set(page.neighbour.tried) == {PLAIN, PRIVATE}


@pytest.mark.parametrize(
    ("learned", "others", "said"),
    [
        (Tried(36, 23, 3.0), Tried(21, 5, 0.0), True),
        (Tried(36, 7, 0.0), Tried(21, 5, 1.0), False),
        (Tried(36, 36, 31.0), Tried(21, 5, 0.0), True),
        (Tried(36, 8, 1.0), Tried(21, 3, 0.0), False),
    ],
)
def test_only_more_than_chance_is_a_leak(learned, others, said):
    """Rows that fit far more often than for others are one; a hit or two are not."""
    assert leaks(learned, others) is said


def test_other_choices_take_the_attack_away(page):
    """What was found was about other rows."""
    page.neighbour.press(PLAIN)
    page.state.epsilon = "3"
    assert page.neighbour.tried == {}
    assert page.neighbour.table.value == ""


def test_the_four_ways_stand_beside_each_other(page):
    """Every way has a verdict on every kind of street, and real rows are all right."""
    pytest.importorskip("metasyn", reason="the extra synthetic is not installed")
    page.ways.button.click()
    assert list(page.ways.found) == [PRIVATE, MARGINALS, CART, PLAIN]
    assert all(one.is_right for one in page.ways.found[PLAIN])
    assert len(page.ways.chart.figure["data"]) == 4
    page.state.capacity = 2.0
    assert page.ways.found == {}


def test_the_number_asked_for_is_on_the_page(page):
    """What the exercise counts is what the picture shows at these settings."""
    right = next(task for task in TASKS if task.name == "holding").solve().right
    assert right == 2


def test_facts_name_their_sources(page):
    """Every published figure has a link."""
    shown = "".join(child.value for child in page.facts.children if hasattr(child, "value"))
    assert shown.count("<a href=") == len(page.published) + len(page.published_table)
