"""Pictures of the case `gas`: dots in their own province, gaps where nothing is known, in words."""

import dataclasses

import numpy as np
import pytest

from pet_workbench.i18n import LANGUAGES, text
from pet_workbench.usecases.gas import LEVELS, PROVINCES, Publication
from pet_workbench.viz.gas import (
    MOST_MARGIN,
    SIZES,
    area_name,
    margin_figure,
    right_figure,
    use_maps,
)
from pet_workbench.viz.map import dots, flat, is_inside, largest_ring, provinces

languages = pytest.mark.parametrize("lang", LANGUAGES)


def table(level="middle"):
    """Return a table of twelve areas, one per province, of which the last is empty."""
    codes = {"large": 1, "middle": 11, "small": 1_101}[level]
    step = {"large": 1, "middle": 10, "small": 1_000}[level]
    areas = codes + step * np.arange(12)
    counts = np.array([100] * 11 + [0])
    return Publication(level, areas, np.arange(12), counts, counts * np.arange(1_000, 2_200, 100))


def test_there_are_twelve_provinces_where_they_belong():
    """Each closed, in the country, and the three largest towns in their own."""
    assert set(provinces()) == set(PROVINCES)
    rings = [ring for each in provinces().values() for ring in each]
    assert all(np.array_equal(ring[0], ring[-1]) for ring in rings)
    every = np.concatenate(rings)
    assert (every > [3.2, 50.7]).all()
    assert (every < [7.3, 53.7]).all()
    towns = {"Noord-Holland": (4.9, 52.37), "Utrecht": (5.12, 52.09), "Limburg": (5.69, 50.85)}
    for province, place in towns.items():
        assert is_inside(np.array([place]), largest_ring(province)).tolist() == [True]
        others = set(PROVINCES) - {province}
        assert not any(is_inside(np.array([place]), largest_ring(one))[0] for one in others)


@pytest.mark.parametrize("province", PROVINCES)
def test_dots_lie_in_their_province_and_apart(province):
    """The same places every time."""
    placed = dots([province] * 60)
    assert is_inside(placed, largest_ring(province)).all()
    assert len(np.unique(placed, axis=0)) == 60
    assert np.array_equal(placed, dots([province] * 60))


def test_distances_look_right():
    """A degree of longitude is drawn shorter than one of latitude, as it is here."""
    east, north = flat(np.array([[1.0, 0.0], [0.0, 1.0]]))
    assert east[0] == pytest.approx(np.cos(np.deg2rad(52)), abs=0.01)
    assert north.tolist() == [0, 1]


@languages
@pytest.mark.parametrize("level", LEVELS)
def test_both_maps_have_a_dot_for_every_known_area(level, lang):
    """And a cross for every other; colours are the means of each table."""
    published, province = table(level), np.arange(12)
    truth = dataclasses.replace(published, use=published.use + 5_000)
    figure = use_maps(published, truth, province, lang=lang)
    _, left, left_gaps, _, right, right_gaps = figure.data
    assert list(left.marker.color) == np.round(published.means[:11]).tolist()
    assert list(right.marker.color) == np.round(truth.means[:11]).tolist()
    assert (len(left_gaps.x), len(right_gaps.x)) == (1, 1)
    assert figure.layout.meta["alt"].count("11") == 1


@languages
def test_a_withheld_area_is_a_cross(lang):
    """Colour is not all that tells."""
    published = dataclasses.replace(table(), row=np.array([-1, -1, *range(2, 12)]))
    figure = use_maps(published, table(), np.arange(12), lang=lang)
    assert (len(figure.data[1].x), len(figure.data[2].x)) == (9, 3)


@languages
def test_streets_of_one_district_per_province_are_drawn(lang):
    """A thousand dots say more than a hundred thousand."""
    areas = np.array([1_101, 1_102, 2_101, 3_101])
    whole = Publication("small", areas, np.arange(4), np.full(4, 20), np.full(4, 30_000))
    figure = use_maps(whole, whole, np.array([0, 0, 0, 1]), lang=lang)
    assert len(figure.data[1].x) == 3


@languages
def test_margins_are_drawn_where_they_mean_something(lang):
    """A line per epsilon, larger areas to the right with smaller margins."""
    figure = margin_figure(mean=2_000, high=10_000, epsilons={"0.1": "0,1", "1": "1"}, lang=lang)
    assert len(figure.data) == 2
    for line in figure.data:
        drawn = [one for one in line.y if one is not None]
        assert list(line.x) == list(SIZES)
        assert drawn == sorted(drawn, reverse=True)
        assert max(drawn) <= MOST_MARGIN
    assert figure.layout.meta["alt"].endswith(".")


@languages
def test_shares_of_right_choices_stand_in_the_alternative_text(lang):
    """A bar for each technique and level."""
    figure = right_figure({"a": (0.25, 0.5, 1), "b": (1, 1, 1)}, LEVELS, lang=lang)
    assert [list(bar.x) for bar in figure.data] == [[25, 50, 100], [100, 100, 100]]
    assert "25" in figure.layout.meta["alt"]


@languages
def test_areas_are_named_by_their_level(lang):
    """With points between the levels."""
    assert area_name(12, "large", lang) == text("gas.area_large", lang, code="12")
    assert area_name(123, "middle", lang) == text("gas.area_middle", lang, code="12.3")
    assert area_name(12_304, "small", lang) == text("gas.area_small", lang, code="12.3.04")
