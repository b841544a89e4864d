"""The balance page: what is typed is taken over or refused, and all parts follow."""

import re
from html import unescape

import pytest

from pet_workbench.core import DataError
from pet_workbench.decide import Dossier
from pet_workbench.decide.balance import (
    Balance,
    break_even,
    example,
    examples,
    published,
    rules,
)
from pet_workbench.i18n import LANGUAGES, number
from pet_workbench.widgets.decide.balance import StakeholderBalance
from pet_workbench.widgets.decide.balance.exercises import LOSER, REASONS

languages = pytest.mark.parametrize("lang", LANGUAGES)
EVIL = "<script>alert(1)</script>"


@pytest.fixture
def page(lang):
    """Return a page on which nothing has been filled in."""
    return StakeholderBalance(lang=lang)


def line(page, id):
    """Return what the table shows of a line."""
    return next(
        one for party in page.editor.shown["parties"] for one in party["lines"] if one["id"] == id
    )


@languages
def test_looking_fills_nothing_in(page):
    """A page that is only read leaves the dossier empty; choosing an example fills it in."""
    for part in ("opening", "table", "gains", "paid_back", "transfer", "tornado", "computing"):
        getattr(page, part)
    assert page.desk.dossier.is_empty
    page.opening.choice.value = "aio"
    assert page.desk.dossier.balance == example("aio").to_mapping()


@languages
def test_the_opening_says_that_the_signs_are_the_reports_and_the_amounts_ours(page, lang):
    """As long as nothing was changed; after an edit it counts the signs that are left."""
    ours = page.state.words("signs_same", same=5, all=5, source="|").partition("|")[0]
    said = unescape(page.opening.said.value)
    assert ours in said
    page.editor.edit("banks-fewer", "high", number(900_000, lang))
    page.editor.edit("banks-fewer", "likely", number(700_000, lang))
    page.editor.edit("banks-fewer", "low", number(600_000, lang))
    differ = page.state.words("signs_differ", same=4, all=5, source="|").partition("|")[0]
    assert differ in unescape(page.opening.said.value)
    assert page.state.outlook.parties["banks"].sign == "plus"


@languages
def test_numbers_are_read_as_the_language_writes_them(page, lang):
    """A thousand has a point in Dutch and a comma in English, and comes back so."""
    page.editor.edit("banks-fewer", "likely", number(31_500, lang))
    found = next(one for one in page.state.balance.lines if one.id == "banks-fewer")
    assert found.amount.likely == 31_500
    assert line(page, "banks-fewer")["fields"]["likely"] == number(31_500, lang)
    assert page.desk.dossier.balance == page.state.balance.to_mapping()


@languages
def test_what_cannot_be_read_stays_beside_its_field(page):
    """The text stays as typed, the error stands at its field, the balance does not change."""
    before = page.state.balance
    page.editor.edit("banks-fewer", "low", "veel")
    shown = line(page, "banks-fewer")
    assert shown["fields"]["low"] == "veel"
    assert list(shown["errors"]) == ["low"]
    assert page.state.balance == before
    page.editor.edit("banks-fewer", "low", "10")
    assert line(page, "banks-fewer")["errors"] == {}
    assert page.state.balance != before


@languages
def test_three_amounts_can_be_raised_one_after_the_other(page, lang):
    """While they are out of order the line says so; once they are in order all three count."""
    for field, euros, is_wrong in (
        ("low", 70_000, True),
        ("likely", 80_000, True),
        ("high", 90_000, False),
    ):
        page.editor.edit("banks-fewer", field, number(euros, lang))
        assert bool(line(page, "banks-fewer")["errors"].get("row")) == is_wrong
    amount = next(one for one in page.state.balance.lines if one.id == "banks-fewer").amount
    assert (amount.low, amount.likely, amount.high) == (70_000, 80_000, 90_000)


@languages
@pytest.mark.parametrize(
    ("field", "value"),
    [("first", "0"), ("first", "31"), ("first", "2.5"), ("high", "9" * 13), ("low", "-5")],
)
def test_limits_are_said_in_words(page, field, value):
    """A year out of range, an amount that is too large or below zero: refused with a sentence."""
    page.editor.edit("banks-fewer", field, value)
    errors = line(page, "banks-fewer")["errors"]
    assert errors
    assert all(error.endswith(".") for error in errors.values())


@languages
def test_a_line_that_goes_on_cannot_begin_at_the_start(page):
    """From once at the start to yearly: it begins in year 1, and the other way round it stays."""
    page.editor.edit("banks-set-up", "when", "yearly")
    found = next(one for one in page.state.balance.lines if one.id == "banks-set-up")
    assert (found.when, found.first) == ("yearly", 1)


@languages
def test_lines_and_parties_come_and_go(page):
    """Added lines keep the words and the source of the content; a party goes with its lines."""
    page.editor.add("banks", "licence")
    added = line(page, "licence:1")
    assert added["source"]
    assert page.editor.shown["focus"] == "licence:1|says"
    page.editor.add("banks", "empty")
    page.editor.remove("licence:1")
    assert all(one.id != "licence:1" for one in page.state.balance.lines)
    page.editor.add_party()
    assert page.state.balance.parties[-1].id == "party:1"
    page.editor.remove("banks")
    assert all(one.party != "banks" for one in page.state.balance.lines)
    assert "banks" not in page.paid_back.party.label


@languages
def test_the_last_party_stays_and_there_is_a_most(page):
    """A balance has at least one party, and at most so many."""
    for party in page.state.balance.parties:
        page.editor.remove(party.id)
    assert len(page.state.balance.parties) == 1
    for _ in range(rules().most_parties + 2):
        page.editor.add_party()
    assert len(page.state.balance.parties) == rules().most_parties
    assert not page.editor.shown["may_add"]


@languages
def test_messages_of_the_page_are_obeyed_and_strange_ones_ignored(page):
    """The page can edit, add and remove; anything else changes nothing."""
    page.editor.receive({"do": "edit", "id": "kvk", "field": "role", "value": "yes"})
    assert page.state.balance.parties[2].role == "yes"
    before = page.state.balance
    for message in (
        {},
        {"do": "edit", "id": "kvk", "field": "id", "value": "x"},
        {"do": "edit", "id": "kvk", "field": "role", "value": "king"},
        {"do": "edit", "id": "banks-fewer", "field": "kind", "value": "gift"},
        {"do": "edit", "id": "nobody", "field": "low", "value": "1"},
        {"do": "add", "id": "nobody", "line": "licence"},
        {"do": "remove", "id": "nobody"},
        {"do": "explode"},
    ):
        page.editor.receive(message)
    assert page.state.balance == before


@languages
def test_typed_names_never_become_mark_up(page):
    """A script as the name of a party or a line is text in every part of the page."""
    page.editor.edit("banks", "name", EVIL)
    page.editor.edit("banks-fewer", "says", EVIL)
    parts = (
        page.opening.said.value,
        page.gains.beside.value,
        page.gains.picture.meaning.value,
        page.gains.picture.table.value,
        page.transfer.told.value,
        page.transfer.table.value,
        page.paid_back.needs.value,
        page.paid_back.picture.meaning.value,
        page.tornado.picture.meaning.value,
        page.tornado.picture.table.value,
    )
    page.tornado.party.value = "banks"
    assert all("<script" not in part for part in (*parts, page.tornado.picture.table.value))
    labels = page.gains.picture.chart.figure["data"][0]["y"]
    assert not any("<script" in label for label in labels)


@languages
def test_an_example_takes_the_place_of_own_amounts_only_with_a_way_back(page, lang):
    """Own amounts can be brought back after an example was chosen."""
    page.editor.edit("banks-fewer", "likely", number(30_000, lang))
    own = page.state.balance
    page.opening.choice.value = "aio"
    assert page.state.balance == example("aio")
    assert page.opening.undo.layout.display == ""
    page.opening.undo.click()
    assert page.state.balance == own
    assert page.opening.choice.value == "fraud"
    page.opening.go_back()
    assert page.state.balance == own


@languages
def test_a_dossier_that_is_opened_is_shown(page):
    """Balance, choice and slider follow what is put on the desk."""
    opened = example("own").with_(years=20, rate=0.04)
    page.terms.show()
    page.desk.open(Dossier.empty("nl").with_(balance=opened.to_mapping()))
    assert page.state.balance == opened
    assert page.opening.choice.value == "own"
    assert page.terms.years.value == 20
    assert Balance.from_mapping(page.desk.dossier.balance) == opened
    page.desk.open(Dossier.empty("nl").with_(case="aio"))
    assert page.state.balance == example("aio")


@languages
def test_a_broken_balance_is_said_and_not_overwritten(page):
    """The dossier stays as it was, the page keeps showing what it had, with an alert."""
    broken = {**example("own").to_mapping(), "years": 99}
    page.opening.show()
    page.desk.open(Dossier.empty("nl").with_(balance=broken))
    assert page.desk.dossier.balance == broken
    assert page.state.balance == example("fraud")
    assert 'role="alert"' in page.opening.alert.value
    with pytest.raises(DataError):
        Balance.from_mapping(broken)


@languages
def test_years_and_rate_are_taken_over_or_refused(page, lang):
    """A slider moves all parts; a rate outside its limits is refused beside the field."""
    before = page.gains.picture.chart.figure["data"][1]["x"]
    page.terms.years.value = 10
    assert page.state.balance.years == 10
    assert page.gains.picture.chart.figure["data"][1]["x"] != before
    page.terms.rate.value = "3,5" if lang == "nl" else "3.5"
    assert page.state.balance.rate == 0.035
    for wrong in ("500", "x", "-1"):
        page.terms.rate.value = wrong
        assert 'role="alert"' in page.terms.alert.value
        assert page.state.balance.rate == 0.035


@languages
@pytest.mark.parametrize("id", examples())
def test_every_part_speaks_about_every_example(page, id):
    """No part is empty, each picture has its table, and no placeholder is left."""
    page.opening.choice.value = id
    for showing in (page.gains.picture, page.paid_back.picture, page.tornado.picture):
        assert showing.chart.alt
        assert "<table" in showing.table.value
        assert showing.meaning.value
    texts = (page.opening.said.value, page.transfer.told.value, page.paid_back.needs.value)
    assert all(text and "{" not in text for text in texts)
    assert bool(page.transfer.table.value) == (id != "aio")


@languages
def test_signs_of_the_report_stand_beside_those_computed(page):
    """The table beside the picture has a column for each, row by row the same at the start."""
    rows = re.findall(r"<tr>(.*?)</tr>", page.gains.beside.value, re.S)[1:]
    cells = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.S) for row in rows]
    assert len(cells) == len(published("fraud"))
    assert all(row[0] == row[1] for row in cells)


@languages
def test_the_computers_are_a_tiny_line(page):
    """Measured computing is offered as a line, and is under a thousandth of all costs."""
    page.computing.add()
    found = next(one for one in page.state.balance.lines if one.id == "computing")
    assert found.amount.likely > 0
    work = next(one for one in page.state.balance.lines if one.id == "insurers-upkeep")
    assert found.amount.high < work.amount.low / 1000
    page.computing.add()
    assert sum(one.id == "computing" for one in page.state.balance.lines) == 1


@languages
def test_the_exercises_can_be_solved_and_failed(page, lang):
    """Right answers are right, near misses get their own words, and the table is an answer."""
    named = page.exercises.named
    need = break_even(example("fraud"), LOSER).needs[0]
    for answer, solved in ((need.then - need.now, False), (5, False), (need.then, True)):
        named["rise"].children[1].value = number(answer, lang)
        named["rise"].check()
        assert named["rise"].solved == solved
    for reason in reversed(REASONS):
        named["impossible"].children[1].value = reason
        named["impossible"].check()
        assert named["impossible"].solved == (reason == "sum")
    named["turn"].check()
    assert not named["turn"].solved
    page.editor.edit("kvk-better", "low", number(30_000, lang))
    page.editor.edit("kvk-better", "likely", number(50_000, lang))
    named["turn"].check()
    assert named["turn"].solved
    page.opening.choice.value = "own"
    named["turn"].check()
    assert not named["turn"].solved
