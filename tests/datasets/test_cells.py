"""Cells become numbers exactly, by the quick way and the careful way alike, or get a diagnosis."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pet_workbench.datasets import Column
from pet_workbench.datasets.cells import parse
from pet_workbench.datasets.problems import MOST

PERSON = Column("person", "person")
EUROS = Column("income", "euros", maximum=1_000_000)
FLAG = Column("abroad", "flag")
BALANCE = Column("balance", "euros", minimum=-1_000, maximum=1_000)


def read(cell: str, column: Column, *, decimal_comma: bool = True):
    """Return the value of one cell, or the id of its problem without its beginning."""
    values, problems = parse([cell], column, decimal_comma=decimal_comma)
    return problems[0][1].removeprefix("errors.data_") if problems else values[0].item()


@pytest.mark.parametrize(
    ("cell", "cents"),
    [
        ("0", 0),
        ("0.29", 29),
        ("0,29", 29),
        ("1459.53", 145_953),
        ("1459,5", 145_950),
        ("1459", 145_900),
        (" 12,10 ", 1_210),
        ("0007", 700),
        ("1000000", 100_000_000),
        ("999999.99", 99_999_999),
    ],
)
def test_amounts_are_exact(cell, cents):
    """Comma or point, none to two decimals, to the cent."""
    assert read(cell, EUROS) == cents


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("", "empty_cell"),
        ("   ", "empty_cell"),
        ("nan", "not_finite"),
        ("NaN", "not_finite"),
        ("inf", "not_finite"),
        ("-Infinity", "not_finite"),
        ("#N/B", "not_finite"),
        ("#WAARDE!", "not_finite"),
        ("NULL", "not_finite"),
        ("-", "not_finite"),
        ("-5", "negative"),
        ("-5,20", "negative"),
        ("\u22125", "negative"),
        ("-0", "negative"),
        ("1,2E+03", "scientific"),
        ("1e5", "scientific"),
        ("1.234,56", "thousands"),
        ("1,234.56", "thousands"),
        ("1.234", "thousands"),
        ("1,234", "thousands"),
        ("1 234,56", "thousands"),
        ("1\u00a0234", "thousands"),
        ("1.234.567", "thousands"),
        ("12.345", "thousands"),
        ("1'234.50", "thousands"),
        ("0.123", "decimals"),
        ("1234.567", "decimals"),
        ("12,3456", "decimals"),
        ("€ 12", "amount"),
        ("12,", "amount"),
        (".50", "amount"),
        ("+5", "amount"),
        ("1_000", "amount"),
        ("twaalf", "amount"),
        ("1.2.3", "amount"),
        ("12\n34", "amount"),
        ("\u0661\u0662", "amount"),
        ("1000000,01", "range"),
        ("9" * 30, "range"),
        ("9" * 400, "range"),
    ],
)
def test_what_is_no_amount_gets_a_diagnosis(cell, found):
    """Each mistake that people and spreadsheets make has a message of its own."""
    assert read(cell, EUROS) == found


def test_a_decimal_comma_between_commas_is_refused():
    """Where commas separate the columns, a quoted decimal comma is more likely a mistake."""
    assert read("12,50", EUROS, decimal_comma=False) == "decimal_comma"
    assert read("12.50", EUROS, decimal_comma=False) == 1_250


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("123456789", 123_456_789),
        ("012345678", 12_345_678),
        (" 7 ", 7),
        (str(2**63 - 1), 2**63 - 1),
        (str(2**63), "range"),
        ("0" * 30 + "7", 7),
        ("-1", "negative"),
        ("1.5", "whole_number"),
        ("123456789.0", "whole_number"),
        ("1.23457E+08", "scientific"),
        ("123.456.782", "thousands"),
        ("A12", "whole_number"),
        ("", "empty_cell"),
        ("nan", "not_finite"),
        ("\u00b2", "whole_number"),
    ],
)
def test_numbers_of_people_are_whole(cell, found):
    """0 to the largest that fits in 64 bits; leading zeros do not count."""
    assert read(cell, PERSON) == found


@pytest.mark.parametrize("yes", ["1", "ja", "Ja", "YES", "true", "WAAR", " yes "])
def test_yes_has_many_spellings(yes):
    """In both languages, whatever the capitals."""
    assert read(yes, FLAG) is True


@pytest.mark.parametrize("no", ["0", "nee", "No", "FALSE", "ONWAAR"])
def test_no_has_many_spellings(no):
    """In both languages, whatever the capitals."""
    assert read(no, FLAG) is False


@pytest.mark.parametrize(
    ("cell", "found"), [("2", "flag"), ("misschien", "flag"), ("", "empty_cell")]
)
def test_anything_else_is_neither(cell, found):
    """Nothing is taken for no."""
    assert read(cell, FLAG) == found


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("-12,50", -1_250),
        ("\u22121", -100),
        ("12", 1_200),
        ("-1000.01", "range"),
        ("--1", "amount"),
    ],
)
def test_a_column_can_allow_negative_amounts(cell, found):
    """A minimum below zero says so."""
    assert read(cell, BALANCE) == (found if found != "amount" else "negative")


@given(st.lists(st.decimals(0, 1_000_000, places=2), max_size=30), st.sampled_from(".,"))
def test_no_cent_is_lost(amounts, point):
    """Any amounts with two decimals come out as Decimal counts them."""
    cells = [f"{amount:.2f}".replace(".", point) for amount in amounts]
    values, problems = parse(cells, EUROS, decimal_comma=True)
    assert problems == []
    assert values.tolist() == [int(Decimal(amount) * 100) for amount in amounts]


@given(st.lists(st.text(max_size=12), max_size=20), st.sampled_from([PERSON, EUROS, FLAG, BALANCE]))
def test_no_cell_is_beyond_a_diagnosis(cells, column):
    """Whatever stands in a column, it is a number or a problem, and nothing else happens."""
    values, problems = parse(cells, column, decimal_comma=True)
    assert len(values) == len(cells)
    assert len(problems) <= MOST
    assert all(0 <= position < len(cells) for position, *_ in problems)


@given(st.lists(st.integers(0, 10**15), min_size=1, max_size=30))
def test_the_quick_and_the_careful_way_agree(numbers):
    """A stray space sends a column the careful way, to the same values."""
    cells = [str(number) for number in numbers]
    quick, _ = parse(cells, PERSON, decimal_comma=True)
    careful, problems = parse([*cells, " 0"], PERSON, decimal_comma=True)
    assert problems == []
    assert np.array_equal(quick, careful[:-1])


def test_enough_problems_are_enough():
    """A column that is wrong from top to bottom gives no more problems than fit in one error."""
    _, problems = parse(["x"] * 1_000, EUROS, decimal_comma=True)
    assert [position for position, *_ in problems] == list(range(MOST))


SECTOR = Column("sector", "choice", choices=(("a", "landbouw"), ("g", "handel")))


def test_words_become_their_places():
    """In any spelling that is listed, whatever the capitals and spaces around it."""
    values, problems = parse([" A", "handel", "LANDBOUW", "g"], SECTOR, decimal_comma=False)
    assert (values.tolist(), problems) == ([0, 1, 0, 1], [])


def test_a_word_that_is_no_choice_is_reported_where_it_stands():
    """An empty cell is told apart from a wrong word."""
    _, problems = parse(["a", "zorg", " "], SECTOR, decimal_comma=False)
    assert problems == [(1, "errors.data_choice", "zorg"), (2, "errors.data_empty_cell", "")]
