"""Own tables for `aio`: both are read, or everything wrong with either is said at once."""

import pytest

from pet_workbench.core import DataError
from pet_workbench.datasets import data_path, each_problem, write_csv
from pet_workbench.i18n import LANGUAGES, error_text
from pet_workbench.usecases.aio.own_tables import HEADERS, SVB_SCHEMA, UWV_SCHEMA, read
from pet_workbench.usecases.aio.population import generate

SVB = "person,household,aow,receives_aio,lives_abroad\n"
UWV = "person,income\n"


def problems(svb, uwv):
    """Return the problems with which two texts are refused."""
    with pytest.raises(DataError) as caught:
        read(svb.encode(), uwv.encode(), svb_file="a.csv", uwv_file="b.csv")
    for problem in each_problem(caught.value):
        assert all(error_text(problem, lang) for lang in LANGUAGES)
    return each_problem(caught.value)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_generated_tables_survive_a_round_trip(lang):
    """What the workbench writes for a spreadsheet it reads back unchanged."""
    tables = generate(2_500, seed=6).tables
    files = {
        party: write_csv(table, lang=lang, headers=HEADERS[lang]) for party, table in tables.items()
    }
    again = read(files["SVB"], files["UWV"])
    for party, table in tables.items():
        assert again[party].equals(table)


def test_problems_of_both_files_come_together():
    """A reader mends both files in one go."""
    found = problems(SVB + "1,1,x,no,no\n", UWV + "1,-5\n")
    assert [(p.id, p.parameters["file"]) for p in found] == [
        ("errors.data_amount", "a.csv"),
        ("errors.data_negative", "b.csv"),
    ]


def test_more_than_two_in_a_household_are_refused_with_their_rows():
    """The social minimum here knows people alone and couples."""
    lines = ["1,5,1,no,no", "2,6,1,no,no", "3,5,1,no,no", "4,6,1,no,no", "7,5,1,no,no"]
    (found,) = problems(SVB + "\n".join(lines), UWV + "1,2\n")
    assert str(found) == (
        "a.csv, row 6, column household: need at most two people in a household, got 3 in number "
        "5 (rows 2, 4, 6); give those who do not live together a number of their own"
    )


def test_very_crowded_households_do_not_flood_the_message():
    """One household for everybody, the usual mistake, gives one short problem."""
    lines = "\n".join(f"{person},0,1,no,no" for person in range(5_000))
    (found,) = problems(SVB + lines, UWV + "1,2\n")
    assert found.parameters["members"] == 5_000
    assert len(str(found)) < 300


def test_tables_about_different_people_are_refused():
    """Nobody in both means different numbers, not an answer of zero."""
    (found,) = problems(SVB + "1,1,5,no,no\n", UWV + "2,5\n")
    assert found.id == "errors.data_nobody_in_both"
    assert {found.parameters["file"], found.parameters["other_file"]} == {"a.csv", "b.csv"}


def test_one_wrong_file_twice_is_told_by_its_columns():
    """UWV's table in both places is not a swap: SVB's columns are missing."""
    found = problems(UWV + "1,5\n", UWV + "1,5\n")
    assert "errors.data_missing_column" in {problem.id for problem in found}
    assert "errors.data_swapped" not in {problem.id for problem in found}


def test_amounts_beyond_a_million_a_month_are_refused():
    """They are cents without a point, or a mistake."""
    (found,) = problems(SVB + "1,1,145953000,no,no\n", UWV + "1,5\n")
    assert found.id == "errors.data_range"
    assert found.parameters["maximum"] == 1_000_000


def test_headers_name_columns_that_are_accepted():
    """Every Dutch name that we write is one that we read."""
    for schema in (SVB_SCHEMA, UWV_SCHEMA):
        for column in schema.columns:
            for names in HEADERS.values():
                assert schema.find(names.get(column.target, column.name)) == column


def test_swapped_files_are_told_in_one_sentence():
    """Two good files in each other's place give one problem, not a list of columns."""
    svb, uwv = (
        (data_path() / "examples" / f"{n}_voorbeeld.csv").read_bytes() for n in ("svb", "uwv")
    )

    with pytest.raises(DataError, match="the other way round") as error:
        read(uwv, svb)
    assert [each.id for each in each_problem(error.value)] == ["errors.data_swapped"]
