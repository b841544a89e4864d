"""Tests of the parts of a page: they speak the reader's language and never show a traceback."""

import json
from pathlib import Path

import jinja2
import numpy as np
import pandas as pd
import pytest

import pet_workbench
from pet_workbench.core import ParameterError, PetError
from pet_workbench.widgets import (
    STYLE,
    A11y,
    Button,
    Choice,
    Columns,
    DataTable,
    Panel,
    Sentence,
    Slider,
    error_panel,
    html,
    note,
    table_html,
)
from pet_workbench.widgets.data_table import ABSENT

TEMPLATE = Path(pet_workbench.__file__).parent / "jupyter/voila/templates/pet"
UPLOAD_FIRST = PetError("page.upload_first", "need files, got none", files="<b>x</b>")


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_panel_carries_style_and_help(lang):
    """Whatever a notebook shows brings the style sheet and the help for screen readers along."""
    panel = Panel([html("<p>x</p>")], lang=lang, label="Proef")
    helper = panel.children[-1]

    assert isinstance(helper, A11y)
    assert (helper.lang, helper.label) == (lang, "Proef")
    assert helper.get_state()["_css"] == STYLE
    assert "pet-panel" in panel._dom_classes


def test_a_slider_writes_numbers_as_the_language_does():
    """A Dutch slider says 100.000, an English one 100,000; both hold the number."""
    values = [1_000, 100_000]

    assert Slider("x", values, value=100_000, lang="nl").label == "100.000"
    assert Slider("x", values, value=100_000, lang="en").label == "100,000"
    assert Slider("x", values, lang="en").value == 1_000


def test_a_slider_refuses_a_value_it_does_not_have():
    """A value between the steps is an error, not the nearest step."""
    with pytest.raises(Exception, match="Invalid selection"):
        Slider("x", [1, 2], value=3, lang="nl")


def test_a_choice_holds_ids_and_shows_words():
    """The value of a choice is the id, whatever the words for it are."""
    choice = Choice("Wie?", {"cbs": "CBS", "notaris": "Een notaris"}, value="notaris")

    assert choice.value == "notaris"
    assert choice.label == "Een notaris"


def test_a_button_calls_without_arguments():
    """A press calls the function as it is."""
    pressed = []
    Button("Druk", lambda: pressed.append(1)).click()

    assert pressed == [1]


def test_columns_never_get_wider_than_the_page():
    """A column is as wide as the page where the page is narrower than the column."""
    assert "minmax(min(100%, 19rem), 1fr)" in Columns([]).layout.grid_template_columns


def test_a_sentence_replaces_itself():
    """The live region holds only the last sentence."""
    sentence = Sentence("een")
    sentence.say("twee")

    assert sentence.value == "twee"


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("kind", ["note", "simulation", "fact", "warning", "law", "research"])
def test_every_kind_of_note_has_a_heading_and_a_colour(kind, lang):
    """A call-out says in words what it is, and the style sheet knows it."""
    value = note("<p>x</p>", lang=lang, kind=kind).value

    assert f'<div class="pet-{kind}"><p class="pet-callout-title">' in value
    assert f".pet-{kind}" in STYLE


def test_an_error_of_ours_is_told_in_the_words_of_the_catalogue():
    """The reader gets the catalogue's sentence with its parameters, escaped."""
    value = error_panel(UPLOAD_FIRST, "nl").value

    assert "Kies eerst deze bestanden: &lt;b&gt;x&lt;/b&gt;." in value
    assert 'role="alert"' in value


def test_an_unexpected_error_gives_no_details():
    """A bug of ours is logged for us; the reader learns that it did not work."""
    value = error_panel(KeyError("secret of mine"), "en").value

    assert "secret of mine" not in value
    assert "Traceback" not in value
    assert "not foreseen" in value


def test_an_error_without_words_is_an_error_of_ours():
    """An id without a text in the catalogues is found by this exception, in any test."""
    with pytest.raises(KeyError):
        error_panel(ParameterError("errors.no_such_text", "x"), "nl")


FRAME = pd.DataFrame(
    {"naam": ["<a>", "b", "c"], "euro": [1234567, 2, 3], "deel": [0.5, np.nan, 1.0]}
)


def test_a_table_is_a_real_table():
    """It has a caption and headings with a scope, and its numbers stand right."""
    shown = table_html(FRAME, lang="nl", caption="Wie <wat>", headers={"euro": "bedrag"})

    assert "<caption>Wie &lt;wat&gt;</caption>" in shown
    assert '<th scope="col" class="pet-number">bedrag</th>' in shown
    assert '<th scope="row">&lt;a&gt;</th>' in shown
    assert '<td class="pet-number">1.234.567</td><td class="pet-number">0,50</td>' in shown
    assert f'<td class="pet-number">{ABSENT}</td>' in shown


def test_a_long_table_says_what_it_leaves_out():
    """Only the first rows are shown, and below them stands how many there are."""
    shown = table_html(FRAME, lang="en", caption="x", max_rows=2)

    assert shown.count("<tr>") == 1 + 2
    assert "2 of 3 rows shown." in shown


def test_an_empty_table_still_has_its_headings():
    """A table without rows is not an error."""
    assert "<tbody></tbody>" in table_html(FRAME.head(0), lang="en", caption="x")


def test_a_table_can_change():
    """The same widget shows the next frame, in the same language and with the same headings."""
    table = DataTable(FRAME, lang="nl", caption="x", headers={"euro": "bedrag"})
    table.show(FRAME.head(1), caption="y")

    assert "<caption>y</caption>" in table.value
    assert "bedrag" in table.value
    assert table.value.count("<tr>") == 2


def test_the_frame_of_the_app_speaks_both_languages_alike():
    """What the template says before there is a kernel has the same keys in both languages."""
    loader = jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATE), autoescape=True)
    words = loader.get_template("words.html.j2").module.words

    assert set(words) == {"nl", "en"}
    assert words["nl"].keys() == words["en"].keys()


def test_the_app_asks_nothing_of_other_servers():
    """No file of the template names an address outside."""
    files = [path for path in TEMPLATE.rglob("*") if path.is_file()]
    words = {path.name: path.read_text(encoding="utf-8") for path in files}

    assert len(files) > 8
    assert not [name for name, content in words.items() if "//" in content and "http" in content]


def test_the_template_builds_on_the_lab_template():
    """Voilà finds what we do not override in its own template."""
    assert json.loads((TEMPLATE / "conf.json").read_text())["base_template"] == "lab"


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2 defines it."""
    lights = []
    for colour in (one, other):
        channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        lights.append(float(np.dot(linear, [0.2126, 0.7152, 0.0722])))
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def style_colours() -> dict[str, str]:
    """Return the colours of the style sheet by name."""
    pairs = [line.split(":") for line in STYLE.splitlines() if line.startswith("  --pet-")]
    return {name.strip(): value.strip(" ;") for name, value in pairs if "#" in value}


@pytest.mark.parametrize("paper", ["paper", "tint", "green-tint", "amber-tint", "red-tint"])
@pytest.mark.parametrize("ink", ["ink", "quiet", "link", "blue", "green", "amber", "red", "violet"])
def test_text_can_be_read_on_every_background(ink, paper):
    """Every text colour has a contrast of 4.5:1 or more on every background (WCAG 2 AA)."""
    colours = style_colours()

    assert contrast(colours[f"--pet-{ink}"], colours[f"--pet-{paper}"]) >= 4.5


def test_the_edge_of_a_field_can_be_seen():
    """The edge of a field has a contrast of 3:1 or more with the page (WCAG 2 AA, 1.4.11)."""
    assert contrast(style_colours()["--pet-edge"], "#ffffff") >= 3
