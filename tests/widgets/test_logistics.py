"""The page of `logistics` says what the runs give, and its attack finds what is true."""

import pandas as pd
import pytest

from pet_workbench.i18n import number
from pet_workbench.usecases.logistics import CARRIERS, CASE, SHIPPER
from pet_workbench.usecases.logistics.offers import by_line, lines
from pet_workbench.widgets.case.own_data import examples
from pet_workbench.widgets.logistics import LogisticsPage
from pet_workbench.widgets.logistics.exercises import TASKS
from pet_workbench.widgets.logistics.probing import LINES, UNLIMITED
from pet_workbench.widgets.logistics.state import PLAIN, SECRET, SIZES, TRUSTED
from pet_workbench.widgets.upload import UploadedFile


@pytest.fixture(params=("nl", "en"))
def lang(request):
    """Return each language in turn."""
    return request.param


@pytest.fixture
def page(lang):
    """Return a page with few loads."""
    made = LogisticsPage(lang=lang)
    made.state.n = 20
    return made


@pytest.mark.parametrize("technique", [SECRET, TRUSTED, PLAIN])
@pytest.mark.parametrize("n", SIZES[:3])
@pytest.mark.parametrize("second", [False, True])
def test_the_page_says_who_takes_what(page, technique, n, second):
    """Sentence, chart and figures agree with a plain calculation, whatever is chosen."""
    page.state.n, page.state.second_price, page.state.technique = n, second, technique
    exact = CASE.exact(page.state.tables, second_price=second)
    taken = int((exact.winner >= 0).sum())
    data = page.try_it.chart.figure["data"]
    assert sum(data[0]["x"]) == taken
    assert list(data[1]["x"]) == [n - taken]
    assert number(taken, page.lang) in page.try_it.sentence.value
    assert (page.words("told_prices") in page.try_it.sentence.value) == second
    assert page.state.outcome().error == 0


def test_the_table_of_loads_shows_a_price_only_if_it_was_agreed(page):
    """The column with the second price comes and goes with the tick."""
    heading = page.words("column_second")
    assert heading not in page.shown(page.state.outcome()).table
    page.try_it.controls["second_price"].value = True
    assert heading in page.shown(page.state.outcome()).table


@pytest.mark.parametrize("at", range(len(LINES)))
def test_probing_finds_the_true_room(page, at):
    """Without a limit every room that is found is precise and true."""
    page.probing.line.value = at
    page.probing.allowed.value = UNLIMITED
    page.probing.attack()
    line = lines(LINES)[at]
    assert page.probing.found
    for room in page.probing.found:
        pallets, _ = by_line(page.state.tables[CARRIERS[room.carrier]])
        assert room.at_least == room.at_most == pallets[line]
    assert str(len(page.probing.asked)) in page.probing.sentence.value
    assert page.probing.refusal.value == ""


def test_counting_stops_probing(page):
    """With three loads allowed only three are answered, and the refusal is said."""
    page.probing.allowed.value = 3
    page.probing.attack()
    assert len(page.probing.asked) == 3
    assert "alert" in page.probing.refusal.value
    assert any(room.at_least < room.at_most for room in page.probing.found)


def test_another_line_takes_the_last_attack_away(page):
    """What was found was about that line."""
    page.probing.attack()
    page.probing.line.value = 1
    assert page.probing.found == ()
    assert page.probing.table.value == ""


def test_two_bodies_read_all_offers(page):
    """The collusion counts precisely the offers there are, with their true prices."""
    outcome, tables = page.state.outcome(SECRET), page.state.tables
    learned = page.learn(("Notaris", "Accountant"), outcome, tables)
    assert learned.facts["offers"] == sum(len(tables[carrier]) for carrier in CARRIERS)
    assert learned.facts["carriers"] == len(CARRIERS)
    assert page.words.heading(CARRIERS[0]) in learned.table


@pytest.mark.parametrize("technique", [SECRET, TRUSTED, PLAIN])
def test_one_body_reads_nothing(page, technique):
    """Whichever it is, also together with the shipper, unless offers are sent round."""
    outcome = page.state.outcome(technique)
    gains = {
        page.learn(coalition, outcome, page.state.tables).gain
        for coalition in (("Notaris",), ("Accountant",), ("Notaris", SHIPPER))
    }
    assert gains == ({"nothing", "offers"} if technique == PLAIN else {"nothing"})


def test_own_files_are_read_and_answered(page):
    """The example files give an answer without errors, and a table to take home."""
    given = {slug: UploadedFile(name, content) for slug, (name, content) in examples(page).items()}
    tables = page.read(given)
    outcome = CASE.run(SECRET, tables, second_price=True)
    answer = page.own_answer(tables, outcome)
    assert outcome.error == 0
    assert isinstance(answer.frame, pd.DataFrame)
    assert set(answer.frame.columns) >= {"origin", "destination", "pallets", "winner"}
    assert len(answer.frame) == len(tables[SHIPPER])


def test_the_number_exercise_has_the_answer_of_the_page(page):
    """Its right answer is what the chart shows with a hundred loads."""
    solution = TASKS[0].solve()
    page.state.n = 100
    assert list(page.try_it.chart.figure["data"][1]["x"]) == [solution.right]
