"""A dossier comes back out of its memo as it went in, whatever people typed."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.core import DataError
from pet_workbench.decide import Dossier
from pet_workbench.reports.memo import KINDS, read_dossier, write_memo
from pet_workbench.reports.memo.embedded import state, state_xml
from pet_workbench.reports.memo.reading import LARGEST_PART
from tests.reports.memo.dossiers import filled

NASTY = (
    "\x00\x01\x0b\x1b\x7f\x85",
    "</script><script>alert(1)</script>",
    '<!--<script id="dossier" type="application/json">',
    "]]></dossier><x/>",
    "&lt;&amp;&#0;&unknown;",
    "\N{GRINNING FACE}\N{FLAG IN HOLE}\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\u202e\u0645\u0631\u062d\u0628\u0627\u202c \u05e9\u05dc\u05d5\u05dd",
    "\ufeff\ufffe\uffff\u2028\u2029",
    "a\u0301\u0301\u0301\u0301\u0301\u0301",
    "x" * 10_000,
)
TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=300)


def same(dossier: Dossier, kind: str) -> bool:
    """Tell whether the dossier survives being a memo."""
    return read_dossier(write_memo(dossier, kind), f"memo.{kind}") == dossier


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_filled_dossier_comes_back(kind, lang):
    """Every answer, score, amount and text is the same after opening the memo."""
    assert same(filled(lang), kind)


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_dossier_comes_back(kind):
    """A memo of nothing is a memo too, and says so."""
    assert same(Dossier.empty("en"), kind)


@pytest.mark.parametrize("kind", KINDS)
def test_nasty_texts_come_back(kind):
    """What no document can hold, what ends a script, emoji, right to left and long texts."""
    dossier = Dossier.empty("nl").with_(question=NASTY[-1], open_points=NASTY[:-1])

    assert same(dossier, kind)


@settings(max_examples=60)
@given(title=TEXTS, points=st.lists(TEXTS, max_size=3))
def test_any_text_comes_back_out_of_the_state(title, points):
    """The state in a page and in a document is the dossier, for any text."""
    dossier = Dossier.empty("en").with_(title=title, open_points=tuple(points))
    page = f'<p></p><script type="application/json" id="dossier">{state(dossier)}</script>'

    assert read_dossier(page.encode(), "memo.html") == dossier
    assert b"]]>" not in state_xml(dossier)
    assert "<" not in state(dossier)


@settings(max_examples=12)
@given(title=TEXTS, question=TEXTS)
def test_any_text_can_be_in_a_document(title, question):
    """A word processor's document holds any text, shown and kept."""
    assert same(Dossier.empty("nl").with_(title=title, question=question), "docx")


def test_what_could_not_be_read_back_is_not_written():
    """A text that is too long refuses the memo, instead of being lost later."""
    with pytest.raises(DataError) as refused:
        write_memo(Dossier.empty("nl").with_(title="x" * 301), "html")

    assert refused.value.parameters["field"] == "title"


def test_the_state_is_what_the_json_file_holds():
    """Nothing of the state is shortened, also where the memo shows less."""
    dossier = filled("nl").with_(question="Waarom? " * 1000)

    assert json.loads(state(dossier)) == json.loads(dossier.to_json())
    assert "(zie het bestand)" in write_memo(dossier, "html").decode()
    assert len(state_xml(dossier)) < LARGEST_PART
