"""Own tables for `debts`: all five are read, or everything wrong with any is said at once."""

import pytest

from pet_workbench.core import DataError
from pet_workbench.datasets import each_problem, write_csv
from pet_workbench.i18n import LANGUAGES, error_text
from pet_workbench.usecases.debts import AGENCIES, CASE, MUNICIPALITY
from pet_workbench.usecases.debts.own_tables import HEADERS, read
from pet_workbench.usecases.debts.population import generate

GOOD = {
    **dict.fromkeys(AGENCIES, b"person,amount\n1011,5\n1022,7.50\n"),
    MUNICIPALITY: b"person\n1011\n1033\n",
}


def problems(**changed):
    """Return the problems with which files are refused."""
    with pytest.raises(DataError) as caught:
        read({**GOOD, **{party: text.encode() for party, text in changed.items()}})
    found = each_problem(caught.value)
    assert all(error_text(problem, lang) for problem in found for lang in LANGUAGES)
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_generated_tables_survive_a_round_trip(lang):
    """What the workbench writes for a spreadsheet it reads back unchanged."""
    tables = generate(5_000, seed=6).tables
    files = {
        party: write_csv(table, lang=lang, headers=HEADERS[lang]) for party, table in tables.items()
    }
    again = CASE.read(files)
    assert all(again[party].equals(table) for party, table in tables.items())


def test_good_files_give_an_answer():
    """All techniques answer alike on what was read."""
    tables = read(GOOD)
    for technique in CASE.techniques:
        outcome = CASE.run(technique, tables, minimum_found=1, at_least=4)
        assert (outcome.answer.persons.tolist(), outcome.error) == ([1011], 0)


def test_problems_of_all_files_come_together():
    """A reader mends all files in one go."""
    found = problems(
        UWV="person,amount\n1,x\n", CJIB="person,amount\n1,-5\n", Gemeente="person\n1234567890\n"
    )
    assert [(p.id, p.parameters["file"]) for p in found] == [
        ("errors.data_amount", "UWV"),
        ("errors.data_negative", "CJIB"),
        ("errors.data_range", MUNICIPALITY),
    ]


def test_a_wrong_check_digit_is_found_across_files():
    """1011 and 1012 have one place: one of them is a mistake, in whatever file."""
    (found,) = problems(CAK="person,amount\n1012,5\n")
    assert str(found) == (
        "need numbers that differ in more than the last digit, got 1011 (Belastingdienst) and "
        "1012 (CAK); the last one is a check digit, so one of them is wrong"
    )


def test_many_wrong_numbers_do_not_flood_the_message():
    """The usual mistake, numbers in a row, gives no more problems than can be read."""
    rows = "\n".join(str(person) for person in range(1000, 6000))
    assert 1 < len(problems(Gemeente=f"person\n{rows}\n")) <= 50


def test_residents_who_are_on_no_list_at_all_are_refused():
    """Two kinds of number do not meet: the message names both columns."""
    (found,) = problems(Gemeente="persoon\n9011\n")
    assert found.id == "errors.data_nobody_in_both"
    assert found.parameters["column"] == "persoon"
