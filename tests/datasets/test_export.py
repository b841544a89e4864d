"""What is written opens in a spreadsheet as it should, and is never run there."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pet_workbench.core import ParameterError
from pet_workbench.datasets import write_csv

FRAME = pd.DataFrame(
    {"household": [5], "aow_cents": [145_905], "share": [0.25], "found": [True], "note": ["a;b"]}
)


def test_dutch_excel_gets_semicolons_and_decimal_commas():
    """With a mark for UTF-8, and the line ends of a spreadsheet."""
    content = write_csv(FRAME, lang="nl", headers={"household": "huishouden"})
    assert content == (
        b'\xef\xbb\xbfhuishouden;aow;share;found;note\r\n5;1459,05;0,25;ja;"a;b"\r\n'
    )


def test_english_excel_gets_commas_and_decimal_points():
    """The same table, as English Excel reads it."""
    content = write_csv(FRAME, lang="en")
    assert content == (b"\xef\xbb\xbfhousehold,aow,share,found,note\r\n5,1459.05,0.25,yes,a;b\r\n")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
@pytest.mark.parametrize("lang", ["en", "nl"])
def test_no_cell_of_text_is_a_formula(cell, lang):
    """A cell that a spreadsheet might run begins with an apostrophe; so does a header."""
    content = write_csv(pd.DataFrame({cell: [cell]}), lang=lang).decode("utf-8-sig")
    assert content.count("'" + cell[0]) == 2


def test_negative_numbers_stay_numbers():
    """Only text can be a formula."""
    frame = pd.DataFrame({"aow_cents": [-5, -12_345], "count": [-1, 2]})
    assert write_csv(frame, lang="en").decode("utf-8-sig").splitlines()[1:] == [
        "-0.05,-1",
        "-123.45,2",
    ]


@given(st.lists(st.text(max_size=8), min_size=1, max_size=8))
def test_no_text_becomes_a_formula(cells):
    """Whatever the text, no cell begins with a character that a spreadsheet runs."""
    content = write_csv(pd.DataFrame({"note": cells}, dtype=object), lang="nl")
    text = content.decode("utf-8-sig")
    assert not any(text.startswith(sign) for sign in "=+-@\t\r")
    for line_start in range(len(text)):
        if text[line_start - 2 : line_start] == "\r\n" and line_start < len(text):
            assert text[line_start] not in "=+-@" or text[:line_start].count('"') % 2


def test_an_unknown_language_is_refused():
    """There are two."""
    with pytest.raises(ParameterError, match="need lang to be one of nl, en, got 'fr'"):
        write_csv(FRAME, lang="fr")
