"""Own tables for `fraud`: all three are read, or everything wrong with any is said at once."""

import pytest

from pet_workbench.core import DataError
from pet_workbench.datasets import each_problem, write_csv
from pet_workbench.i18n import LANGUAGES, error_text
from pet_workbench.usecases.fraud import CASE
from pet_workbench.usecases.fraud.own_tables import HEADERS, SCHEMAS, read

SCORES, FACTS = "provider,score\n", "provider,years,changes\n"
GOOD = {"Insurer": SCORES + "1,5\n", "Bank": SCORES + "1,6\n", "KVK": FACTS + "1,2,3\n"}


def problems(**files):
    """Return the problems with which files are refused; the others are good."""
    content = {party: text.encode() for party, text in {**GOOD, **files}.items()}
    with pytest.raises(DataError) as caught:
        read(content, names={"KVK": "c.csv", "Bank": "b.csv", "Insurer": "a.csv"})
    for problem in each_problem(caught.value):
        assert all(error_text(problem, lang) for lang in LANGUAGES)
    return [(p.id, p.parameters["file"]) for p in each_problem(caught.value)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_generated_tables_survive_a_round_trip(lang):
    """What the workbench writes for a spreadsheet it reads back unchanged."""
    tables = CASE.load(n=2_500, seed=6)
    files = {
        party: write_csv(table, lang=lang, headers=HEADERS[lang]) for party, table in tables.items()
    }
    again = CASE.read(files)
    assert all(again[party].equals(table) for party, table in tables.items())


def test_problems_of_all_files_come_together():
    """A reader mends the files in one go."""
    assert problems(
        Insurer=SCORES + "1,x\n", Bank=SCORES + "1,101\n", KVK=FACTS + "1,2,3\n1,2,3\n"
    ) == [
        ("errors.data_whole_number", "a.csv"),
        ("errors.data_range", "b.csv"),
        ("errors.data_duplicate_key", "c.csv"),
    ]


def test_lists_without_anybody_in_common_are_refused():
    """No provider at both insurer and bank means different numbers, not an answer of zero."""
    assert problems(Bank=SCORES + "2,6\n") == [("errors.data_nobody_in_both", "b.csv")]


def test_a_register_that_knows_nobody_will_do():
    """A company that KVK does not know counts as 0; that is an answer."""
    files = {**GOOD, "KVK": FACTS + "9,2,3\n"}
    tables = read({party: text.encode() for party, text in files.items()})
    assert CASE.run("secret-sharing", tables).error == 0


def test_headers_name_columns_that_are_accepted():
    """Every name that we write is one that we read."""
    for schema in SCHEMAS.values():
        for column in schema.columns:
            for names in HEADERS.values():
                assert schema.find(names.get(column.target, column.name)) == column
