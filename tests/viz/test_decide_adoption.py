"""The map of the adoption scan says in numbers and words what its colours say."""

import json

import pytest

from pet_workbench.decide.adoption import Adoption, example, scan
from pet_workbench.i18n import LANGUAGES
from pet_workbench.viz.decide_adoption import adoption_exhibit

NAMES = ("SVB", "<b>UWV</b>")


def scored():
    """Return a scan with a known, a half known and an unknown cell."""
    found = Adoption.of_partners(NAMES)
    for item in scan().preconditions:
        found = found.with_score("SVB", item.id, 2)
    return found.with_score("SVB", "1A", 0)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_cell_has_a_mark_and_words(lang):
    """A cell shows its lowest score, a question mark where something is unknown, and says both."""
    shown = adoption_exhibit(scored(), lang=lang)
    heat = shown.figure.data[0]
    assert [row[0] for row in heat.text][:3] == ["<b>2</b>", "<b>0 ?</b>", "<b>?</b>"]
    assert [row[1] for row in heat.text] == ["<b>?</b>"] * 7
    assert all(row[1:] for row in shown.rows)
    assert shown.rows[1][1] != shown.rows[0][1] != shown.rows[2][1]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_text_alternative_names_all_cells(lang):
    """Who does not see the map hears every subject and partner with the score in words."""
    shown = adoption_exhibit(example(lang).adoption, lang=lang)
    for row in shown.rows:
        assert all(cell in shown.alt for cell in row)
    assert all(name in shown.alt for name in shown.head[1:])


def test_names_are_no_mark_up_in_the_picture():
    """A name that looks like mark-up is shown as it was typed."""
    figure = adoption_exhibit(scored(), lang="en").figure
    assert figure.layout.xaxis.ticktext[1] == "&lt;b&gt;UWV&lt;/b&gt;"


def test_colours_follow_the_score():
    """A lower score has another colour than a higher one, unknown has a colour of its own."""
    heat = adoption_exhibit(scored(), lang="nl").figure.data[0]
    assert [row[0] for row in heat.z][:3] == [2, 0, -1]
    assert len({colour for _, colour in heat.colorscale}) == len(scan().scale) + 1
    assert json.loads(adoption_exhibit(scored(), lang="nl").figure.to_json())["data"]
