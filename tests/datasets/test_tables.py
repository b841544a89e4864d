"""A table that somebody brings is read whole and exactly, or refused with all that is wrong."""

import codecs
import io
import tracemalloc
import zipfile

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.core import DataError
from pet_workbench.datasets import Column, Schema, each_problem, encoding, read_table, write_csv
from pet_workbench.datasets.delimited import PIECE_ROWS
from pet_workbench.datasets.problems import MOST, TEMPLATES, WIDEST, clip
from pet_workbench.i18n import LANGUAGES, error_text

SCHEMA = Schema(
    (
        Column("person", "person", ("persoon",)),
        Column("aow", "euros", maximum=100_000),
        Column("lives_abroad", "flag", ("woont_in_buitenland",)),
    ),
    key="person",
)
GOOD = "persoon;aow;woont_in_buitenland\n7;1459,53;nee\n8;991,87;ja\n"
VALUES = {"person": [7, 8], "aow_cents": [145_953, 99_187], "lives_abroad": [False, True]}


def read(source, **more):
    """Read `source`, text or bytes, under a fixed file name."""
    content = source.encode() if isinstance(source, str) else source
    return read_table(content, SCHEMA, file="svb.csv", **more)


def refused(source, **more):
    """Return the error with which `source` is refused; its texts work in both languages."""
    with pytest.raises(DataError) as caught:
        read(source, **more)
    for problem in each_problem(caught.value):
        assert problem.parameters["file"] == "svb.csv"
        assert all(error_text(problem, lang).startswith("svb.csv") for lang in LANGUAGES)
    return caught.value


def short(error):
    """Return the ids of all problems of an error, without their beginning, and their rows."""
    return [
        (problem.id.removeprefix("errors.data_"), problem.parameters.get("row"))
        for problem in each_problem(error)
    ]


def rows(*lines):
    """Put `lines` under the usual header."""
    return "\n".join(("person,aow,lives_abroad", *lines, ""))


@pytest.mark.parametrize(
    "source",
    [
        GOOD,
        GOOD.replace(";", "\t"),
        GOOD.replace(",", ".").replace(";", ","),
        GOOD.replace("\n", "\r\n"),
        GOOD.replace("\n", "\r"),
        GOOD.rstrip("\n"),
        "\ufeff" + GOOD,
        "sep=;\n" + GOOD,
        '"sep=;"\r\n' + GOOD,
        "\n\n" + GOOD,
        GOOD + "\n\n;;\n",
        GOOD.replace("\n", ";;\n"),
        GOOD.replace("persoon", '"Persoon "').replace("woont_in", "Woont in"),
        GOOD.replace("7;1", " 7 ; 1").replace("nee", " 0"),
        GOOD.replace("7;1459,53;nee", '"7";"1459,53";"FALSE"'),
        "aow;lives-abroad;person\n1459,53;no;7\n991,87;yes;8\n",
        GOOD.encode("utf-16"),
        GOOD.encode("utf-16-le"),
        GOOD.encode("utf-16-be"),
        codecs.BOM_UTF16_BE + GOOD.encode("utf-16-be"),
        GOOD.encode("cp1252"),
    ],
)
def test_the_same_table_in_many_forms(source):
    """Separator, decimal sign, line ends, encoding, names and order of columns may differ."""
    frame = read(source).frame
    assert frame.to_dict("list") == VALUES
    assert [str(kind) for kind in frame.dtypes] == ["int64", "int64", "bool"]


def test_a_file_is_read_from_disk(tmp_path):
    """A path does as well as bytes."""
    path = tmp_path / "svb.csv"
    path.write_text(GOOD)
    assert read_table(path, SCHEMA, file="svb.csv").frame.to_dict("list") == VALUES


def test_rows_are_counted_as_a_spreadsheet_does():
    """The header is row 1, blank rows count, a cell of two lines is one row."""
    table = read('person,aow,lives_abroad\n\n1,2,no\n,,\n2,"3",no\n\n')
    assert table.rows.tolist() == [3, 5]
    assert short(refused(rows('1,2,"n\no"', "2,2,x"))) == [("flag", 2), ("flag", 3)]
    assert short(refused("\n\n" + rows("1,2,x"))) == [("flag", 4)]
    assert short(refused("sep=,\n" + rows("1,2,x"))) == [("flag", 2)]


def test_the_reader_s_own_names_are_kept_for_messages():
    """Messages speak of a column as the file does."""
    assert read(GOOD).headers["lives_abroad"] == "woont_in_buitenland"
    error = refused(GOOD.replace("nee", "x"))
    assert str(error) == (
        "svb.csv, row 2, column woont_in_buitenland: need 0 or 1, yes or no, got 'x'; write one "
        "of these in the whole column"
    )


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("person,aow", ["missing_column"]),
        ("person,aow,lives_abroad,naam", ["unknown_column"]),
        ("person,aow,abroad", ["missing_column", "unknown_column"]),
        ("person,aow,lives_abroad,persoon", ["duplicate_column"]),
        ("person,,aow,lives_abroad", ["unknown_column"]),
        ("7,1459.53,0", ["no_header"]),
        ("person|aow|lives_abroad", ["separator"]),
        ("person aow lives_abroad", ["separator"]),
        ("person", ["separator"]),
        ("x" * 300_000, ["separator"]),
    ],
)
def test_headers_that_do_not_fit(header, found):
    """Missing, unknown and double columns are found together; other separators are named."""
    error = refused(f"{header}\n1,2,0\n")
    assert [id for id, _ in short(error)] == found
    assert len(str(error)) < 400


def test_missing_columns_name_what_is_accepted_and_what_was_found():
    """The reader sees both sides."""
    error = refused("persoon;aow\n1;2\n")
    assert str(error) == (
        "svb.csv, row 1: need a column lives_abroad (also accepted: woont_in_buitenland), got "
        "persoon, aow; add it or rename one"
    )


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("", [("empty_file", None)]),
        ("\n \n", [("empty_file", None)]),
        (";;;\n", [("empty_file", None)]),
        ("\ufeff", [("empty_file", None)]),
        (rows(), [("header_only", None)]),
        (rows("", ",,"), [("header_only", None)]),
        (rows("1,2"), [("ragged_row", 2)]),
        (rows("1,2,no,4", "2;2;no"), [("ragged_row", 2), ("ragged_row", 3)]),
        (rows("1,1459,53,no"), [("ragged_row", 2)]),
        (rows("1,2,no", '2,"2,no', "3,2,no"), [("quotes", 3)]),
        (rows('1,"2"3,no'), [("quotes", 2)]),
        (rows("1,2,no", "1,3,yes"), [("duplicate_key", 3)]),
        (rows("1,-2,no"), [("negative", 2)]),
        (rows("1,nan,no"), [("not_finite", 2)]),
        (rows(",2,no"), [("empty_cell", 2)]),
        (rows("1,2.345,no"), [("thousands", 2)]),
        (rows('1,"2,34",no'), [("decimal_comma", 2)]),
        (rows("1,100000.01,no"), [("range", 2)]),
        (b"\x00\x01\x02\x03" * 9, [("binary", None)]),
        (b"\xff\xfe\x00\x00" + GOOD.encode("utf-32-le"), [("binary", None)]),
        (GOOD.encode() + b"\x81;2;no", [("encoding", 4)]),
        (GOOD.encode("utf-16")[:-1], [("encoding", 3)]),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), [("workbook", None)]),
        (b"PAR1 and nothing else", None),
    ],
)
def test_what_can_be_wrong_with_a_file(source, found):
    """Each mistake is named, with its row where it has one."""
    if found is None:
        pytest.importorskip(
            "pyarrow", reason="pyarrow is not installed: Parquet is for researchers"
        )
        found = [("unreadable", None)]
    assert short(refused(source)) == found


@pytest.mark.parametrize(
    ("inside", "found"),
    [
        ("[Content_Types].xml", "workbook"),
        ("xl/workbook.xml", "workbook"),
        ("picture.png", "binary"),
    ],
)
def test_a_workbook_is_told_from_another_archive(inside, found):
    """Excel's own files are zip archives; the message says how to get a CSV out."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(inside, "x")
    error = refused(packed.getvalue())
    assert short(error) == [(found, None)]
    assert ("save it as CSV" in str(error)) == (found == "workbook")


def test_an_open_document_spreadsheet_is_a_workbook():
    """LibreOffice writes its kind of file first."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert short(refused(packed.getvalue())) == [("workbook", None)]


def test_both_rows_of_a_duplicate_are_named():
    """The reader finds the two at once, also when they are far apart."""
    lines = [f"{number},1,no" for number in range(2 * PIECE_ROWS)]
    error = refused(rows(*lines, "41,2,no", "41,3,no"))
    assert short(error) == [("duplicate_key", 2 * PIECE_ROWS + row) for row in (2, 3)]
    assert {problem.parameters["first_row"] for problem in each_problem(error)} == {43}
    assert "need every number once, got 41 here and in row 43" in str(error)


def test_all_problems_come_in_one_error():
    """From the top of the file down, whatever kind they are; the first is the message."""
    error = refused(rows("1,x,no", "2,2,maybe", "3,2", "4,-1,no", "4,2,no", "2,1,no"))
    assert short(error) == [
        ("amount", 2),
        ("flag", 3),
        ("ragged_row", 4),
        ("negative", 5),
        ("duplicate_key", 6),
        ("duplicate_key", 7),
    ]
    assert error.id == "errors.data_amount"
    assert str(error) == str(each_problem(error)[0])


def test_no_more_than_twenty_problems():
    """Somebody with a wholly wrong file is not buried."""
    error = refused(rows(*(f"x,x,{row}" for row in range(5_000))))
    assert len(each_problem(error)) == MOST


def test_the_first_problems_are_kept_across_columns():
    """When there are too many, those highest up in the file are shown."""
    error = refused(rows(*("1,2,x" for _ in range(30)), *(f"{n},y,no" for n in range(2, 40))))
    assert [row for _, row in short(error)] == list(range(2, 2 + MOST))


def test_too_many_rows_are_refused_at_the_limit():
    """The limit is part of the message."""
    lines = [f"{number},1,no" for number in range(11)]
    assert len(read(rows(*lines), max_rows=11).frame) == 11
    error = refused(rows(*lines), max_rows=10)
    assert "need at most 10 rows below the header" in str(error)


def test_too_large_files_are_not_opened(monkeypatch):
    """A file beyond the limit is refused by its size alone."""
    monkeypatch.setattr(encoding, "MAX_BYTES", 10)
    assert short(refused(GOOD)) == [("too_large", None)]


@pytest.mark.parametrize("name", ["missing.csv", "."])
def test_what_is_no_file_is_refused(tmp_path, name):
    """A path to nothing, or to a folder, is the reader's mistake, not a crash."""
    with pytest.raises(DataError, match="need a file that can be read"):
        read_table(tmp_path / name, SCHEMA, file="svb.csv")


def test_messages_repeat_little_of_a_cell():
    """What somebody wrote is clipped, on one line, with nothing invisible in it."""
    secret = "\x1b[31m" + "9" * 500 + "\nhidden"
    error = refused(rows(f'1,"{secret}",no'))
    assert "9" * WIDEST not in str(error)
    assert "\x1b" not in str(error)
    assert len(clip(secret)) == WIDEST


def test_braces_in_a_cell_are_only_braces():
    """What somebody wrote is never taken for a placeholder."""
    error = refused(rows("1,{0.__class__},no"))
    assert "{0.__class__}" in str(error)
    assert "{0.__class__}" in error_text(error, "nl")


@pytest.mark.parametrize("id", TEMPLATES)
def test_every_problem_says_what_is_needed_found_and_to_be_done(id):
    """The English message has the three parts; the catalogues' tests compare the placeholders."""
    assert "need " in TEMPLATES[id]
    assert " got " in TEMPLATES[id]
    assert "; " in TEMPLATES[id]


def test_templates_and_catalogues_ask_for_the_same_values():
    """A problem can be told in both languages with the values it carries."""
    for id, template in TEMPLATES.items():
        names = set(pd.Series([template]).str.extractall(r"{(\w+)}")[0])
        values = {name: f"<{name}>" for name in names}
        for lang in LANGUAGES:
            told = error_text(DataError(id, template, **values), lang)
            assert {name for name in names if f"<{name}>" in told} == names


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 2**63 - 1), st.integers(0, 10**7), st.booleans()),
        min_size=1,
        max_size=40,
        unique_by=lambda row: row[0],
    ),
    st.sampled_from(LANGUAGES),
)
def test_what_is_written_is_read_back(people, lang):
    """Write in either language and read again: the same table, to the cent."""
    frame = pd.DataFrame(people, columns=["person", "aow_cents", "lives_abroad"])
    assert read(write_csv(frame, lang=lang)).frame.equals(frame)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300).filter(lambda content: not content.startswith(b"PAR1")))
def test_no_bytes_cause_anything_but_a_clear_refusal(content):
    """Arbitrary bytes are refused with an id, never with another kind of error."""
    assert refused(content).id in TEMPLATES


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_no_text_below_a_good_header_causes_anything_else(text):
    """Whatever stands below a proper header, it is read or refused by a known problem."""
    try:
        n_rows = len(read(GOOD + text).frame)
    except DataError as error:
        ids = {problem.id for problem in each_problem(error)}
    else:
        ids = set()
        assert n_rows >= 2
    assert ids <= set(TEMPLATES)


def test_memory_stays_within_a_few_times_the_table():
    """A file is read in pieces: above the finished columns there is room for one piece."""
    n = 60_000
    numbers = np.arange(n)
    frame = pd.DataFrame(
        {"person": numbers, "aow_cents": numbers, "lives_abroad": numbers % 2 == 0}
    )
    content = write_csv(frame, lang="nl")
    tracemalloc.start()
    table = read(content)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    size = table.frame.memory_usage(deep=True).sum() + table.rows.nbytes
    assert peak < 4 * size + 3_000_000


@pytest.mark.slow
def test_a_million_rows_are_read():
    """Every row arrives, with its amount and its place in the file."""
    n = 1_000_000
    numbers = np.random.default_rng(5).permutation(n)
    frame = pd.DataFrame(
        {"person": numbers, "aow_cents": 3 * numbers, "lives_abroad": numbers % 2 == 0}
    )
    table = read(write_csv(frame, lang="nl"))
    assert table.frame.equals(frame)
    assert table.rows.tolist() == list(range(2, n + 2))
