"""Pieces of HTML escape every text and can be read by a screen reader."""

import json
import re

from hypothesis import given
from hypothesis import strategies as st

from pet_workbench.reports.html import Html, element, items, table, together
from pet_workbench.reports.page import Words, data, download, page


@given(st.text())
def test_text_is_never_markup(words):
    """Whatever stands in a text or an attribute, the piece keeps its one element."""
    piece = element("p", words, title=words)

    assert re.sub(r'^<p title="[^"<>]*">|</p>$', "", piece).count("<") == 0


@given(st.text() | st.dictionaries(st.text(), st.text()))
def test_data_cannot_close_its_script(content):
    """JSON inside a script holds no opening bracket, and says the same."""
    written = data(content)

    assert "<" not in written
    assert json.loads(written) == content


def test_markup_is_kept():
    """What is mark-up already is not escaped a second time."""
    assert together(element("b", "1 < 2"), " & ") == "<b>1 &lt; 2</b> &amp; "
    assert items([Html("<i>a</i>"), "<b>"]) == "<ul><li><i>a</i></li><li>&lt;b&gt;</li></ul>"
    assert items([]) == ""


def test_tables_have_caption_and_scopes():
    """Columns and rows have headings with a scope, numbers stand to the right."""
    made = table("Ages & names", ("Who", "Age"), [("Ada", "1,036"), ("Ben", "€ 3.50")])

    assert "<caption>Ages &amp; names</caption>" in made
    assert made.count('scope="col"') == made.count('scope="row"') == 2
    assert made.count('class="number"') == 3
    assert 'role="region" tabindex="0"' in made


def test_text_columns_stand_to_the_left():
    """A column with one text among its numbers is no column of numbers."""
    assert 'class="number"' not in table("x", ("a", "b"), [("p", "1"), ("q", "none")])


def test_a_page_without_figures_allows_no_script_at_all():
    """The drawing library comes along only where something is drawn."""
    words = Words("Skip", "Contents", "Table", "Means", "Misleads")
    made = page("A", opening=Html(""), sections=(), closing=Html(""), words=words, lang="nl")

    assert "script-src 'none'" in made
    assert "<script" not in made
    assert '<html lang="nl">' in made
    assert len(made) < 10_000


def test_a_download_is_inside_the_page():
    """The file is in its link, whole."""
    link = download("Take <it>", b"one\ntwo\n", name="x.jsonl", kind="text/plain")

    assert 'href="data:text/plain;base64,b25lCnR3bwo="' in link
    assert 'download="x.jsonl"' in link
    assert "Take &lt;it&gt;" in link
