"""A table of one's own with its codebook: read as declared, or refused with everything wrong."""

import numpy as np
import pytest

from pet_workbench.core import DataError
from pet_workbench.datasets import data_path, each_problem, write_csv
from pet_workbench.i18n import LANGUAGES, error_text
from pet_workbench.synthetic import Cart, Categories, Description, Numbers
from pet_workbench.usecases.pupils import CASE, KEEPER, READER, invented
from pet_workbench.usecases.synthetic_rows import PRIVATE, codebook_frame
from pet_workbench.usecases.synthetic_rows.codebook import description_of
from pet_workbench.usecases.synthetic_rows.own_tables import HEADERS, read, read_codebook, read_rows

WORD = {"nl": "voorbeeld", "en": "example"}
DESCRIPTION = Description(
    {
        "sex": Categories(("f", "m")),
        "grade": Categories((7, 8), may_miss=True),
        "score": Numbers((-10.0, 0, 10), may_miss=True),
    }
)


def problems(error):
    """Return the ids of all that is wrong."""
    return [one.id.removeprefix("errors.") for one in each_problem(error.value)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_example_files_are_read_and_answered(lang):
    """Two thousand invented pupils, in the words of the language."""
    folder = data_path() / "examples"
    files = {
        party: (folder / f"pupils_{slug}_{WORD[lang]}.csv").read_bytes()
        for party, slug in ((KEEPER, "rows"), (READER, "codebook"))
    }
    tables = read(files, keeper=KEEPER, reader=READER)
    assert len(tables[KEEPER]) == 2_000
    assert list(tables[KEEPER]) == list(invented.NAMES[lang])
    outcome = CASE.run(PRIVATE, tables, teaching_seed=1)
    assert list(outcome.answer.columns) == list(invented.NAMES[lang])
    assert outcome.error < 0.2


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_codebook_is_read_back_as_it_was_written(lang):
    """Also bounds below zero, which a spreadsheet would take for a formula."""
    content = write_csv(codebook_frame(DESCRIPTION), lang=lang, headers=HEADERS[lang])
    assert read_codebook(content, file="book.csv") == DESCRIPTION


def test_rows_are_read_as_declared():
    """Capitals do not matter, a comma is a decimal point, an empty cell is missing."""
    rows = b"Grade;SEX;score\n7;F;-1,5\n8,0;m;\nNA;f;99\n"
    frame = read_rows(rows, DESCRIPTION, file="rows.csv")
    assert list(frame) == ["sex", "grade", "score"]
    assert frame["sex"].tolist() == ["f", "m", "f"]
    np.testing.assert_array_equal(frame["grade"], [7, 8, np.nan])
    np.testing.assert_array_equal(frame["score"], [-1.5, np.nan, 99])


def test_everything_wrong_with_rows_is_said_at_once():
    """A value that may not miss, one that is not declared, and one that is no number."""
    rows = b"sex;grade;score\n;7;1\nx;9;one\n"
    with pytest.raises(DataError) as error:
        read_rows(rows, DESCRIPTION, file="rows.csv")
    assert problems(error) == [
        "synthetic_rows_missing",
        "data_choice",
        "data_choice",
        "synthetic_rows_number",
    ]
    for lang in LANGUAGES:
        assert all("rows.csv" in error_text(one, lang) for one in each_problem(error.value))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("sex;words;f|m;0;no", "synthetic_rows_word"),
        ("sex;categories;f|f;0;no", "synthetic_categories"),
        ("sex;categories;f|m;0;perhaps", "synthetic_rows_word"),
        (";categories;f|m;0;no", "synthetic_rows_name"),
        ("age;numbers;0|x;0;no", "synthetic_rows_edges"),
        ("age;numbers;10|0;0;no", "synthetic_edges"),
        ("age;numbers;0|10;3;no", "synthetic_edges"),
        ("age;numbers;0|10;wide;no", "synthetic_rows_step"),
    ],
)
def test_what_is_wrong_in_a_codebook_is_said_with_its_line(line, said):
    """The reason stands behind file, row and column."""
    book = f"column;kind;values;step;may_miss\nfine;categories;a|b;0;no\n{line}\n".encode()
    with pytest.raises(DataError) as error:
        read_codebook(book, file="book.csv")
    (problem,) = each_problem(error.value)
    assert problem.parameters["row"] == 3
    assert problem.parameters["reason"].id == f"errors.{said}"
    assert "book.csv" in error_text(problem, "nl")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (b"sex;grade\nf;7\n", "data_missing_column"),
        (b"sex;grade;score;name\nf;7;1;A\n", "data_unknown_column"),
        (b"sex;grade;score\nf;7\n", "data_ragged_row"),
        (b"sex;grade;score\n", "data_header_only"),
    ],
)
def test_a_table_of_another_form_is_refused(rows, said):
    """A column too few or too many, a row that is too short, and no row at all."""
    with pytest.raises(DataError) as error:
        read_rows(rows, DESCRIPTION, file="rows.csv")
    assert problems(error)[0] == said


def test_the_same_seed_invents_the_same_pupils():
    """The example files are made again byte for byte."""
    assert invented.rows(120, seed=3, lang="en").equals(invented.rows(120, seed=3, lang="en"))


def test_a_number_of_any_size_is_read_by_every_way_of_making_rows(tmp_path):
    """It counts at its bound; trees take no number above 10**38 by themselves."""
    lines = b"group;score\n" + b"a;3\nb;7\n" * 99 + b"a;1e308\nb;-1e308\n"
    book = (
        b"column;kind;values;step;may_miss\ngroup;categories;a|b;0;no\nscore;numbers;0|5|10;1;no\n"
    )
    tables = read({"K": lines, "R": book}, keeper="K", reader="R")
    description = description_of(tables["R"])
    drawn = Cart().fit(tables["K"], description).draw(50, seed=1)
    assert len(drawn) == 50
    assert set(drawn["group"]) == {"a", "b"}
