"""The page of `securened`: trends with gaps, organisations that are recognised, and a lie."""

import re

import numpy as np
import pytest

from pet_workbench.i18n import LANGUAGES, number
from pet_workbench.usecases.securened import CASE, KINDS, SECTORS, WEEKS
from pet_workbench.viz.securened import LINES, WAVE
from pet_workbench.widgets import UploadedFile
from pet_workbench.widgets.case.own_data import examples
from pet_workbench.widgets.securened import SecurenedPage
from pet_workbench.widgets.securened.exercises import HIGH, LOW, N, answers
from pet_workbench.widgets.securened.recognised import reporter

languages = pytest.mark.parametrize("lang", LANGUAGES)


@pytest.fixture
def page(lang):
    """Return a page with few organisations, so that many numbers are withheld."""
    made = SecurenedPage(lang=lang)
    made.state.n = 40
    return made


def exact(page):
    """Return what may be published with the page's present choices."""
    return CASE.exact(page.state.tables, **{**CASE.parameters, **page.state.run_arguments()})


@languages
@pytest.mark.parametrize("minimum", [1, 5])
def test_the_chart_shows_the_published_numbers_and_gaps_elsewhere(page, minimum):
    """Week by week, for the kinds that are drawn; a number below the minimum is a gap."""
    page.state.minimum = minimum
    trends = exact(page)
    lines = page.try_it.chart.figure["data"]
    assert len(lines) == len(LINES)
    for line, kind in zip(lines, LINES, strict=True):
        expected = [n or None for n in trends.organisations[0, KINDS.index(kind)].tolist()]
        assert list(line["y"]) == expected
        assert list(line["x"]) == list(range(1, WEEKS + 1))


@languages
def test_per_sector_one_kind_is_drawn(page):
    """Six lines for the wave."""
    page.state.breakdown, page.state.minimum = "sector", 1
    trends = exact(page)
    lines = page.try_it.chart.figure["data"]
    assert len(lines) == len(SECTORS)
    drawn = [[n or 0 for n in line["y"]] for line in lines]
    assert drawn == trends.organisations[:, KINDS.index(WAVE)].tolist()


@languages
def test_the_sentence_says_how_much_is_given(page, lang):
    """Or that nothing is."""
    assert number(int(exact(page).shown.sum()), lang) in page.try_it.sentence.value
    page.state.breakdown, page.state.minimum = "sector", 20
    assert page.words("try_withheld", minimum="20")[:30] in page.try_it.sentence.value


@languages
def test_an_organisation_is_recognised_at_one_and_not_from_two_on(page):
    """The names that the table gives are those of the only reporters."""
    page.state.minimum = 2
    page.recognised.once.click()
    assert page.recognised.found == 0
    assert page.recognised.table.value == ""
    page.state.minimum = 1
    page.recognised.once.click()
    assert page.recognised.found == int((exact(page).organisations == 1).sum()) > 0
    names = re.findall(r"Org \d{3}", page.recognised.table.value)
    assert names
    assert set(names) <= set(page.state.tables)


def test_the_only_reporter_is_found_in_its_sector():
    """And nobody is named where nobody reported."""
    page = SecurenedPage(lang="en")
    trends = page.state.truth("sector")
    group, kind, week = np.argwhere(trends.organisations == 1)[0].tolist()
    name = reporter(page.state.tables, trends.groups[group], kind, week + 1)
    table = page.state.tables[name]
    assert ((table["kind"] == kind) & (table["week"] == week + 1)).any()
    group, kind, week = np.argwhere(trends.organisations == 0)[0].tolist()
    assert reporter(page.state.tables, trends.groups[group], kind, week + 1) == ""


@languages
def test_two_tables_give_numbers_away(page):
    """All together beside per sector; what is worked out is true."""
    page.state.minimum = 3
    page.recognised.second.click()
    assert page.recognised.found > 0
    rows = re.findall(
        r"<td[^>]*>([\d.,]+)</td><td[^>]*>([\d.,]+)</td></tr>", page.recognised.table.value
    )
    assert rows
    assert all(worked_out == truth for worked_out, truth in rows)


@languages
def test_a_lie_counts_up_to_the_cap(page):
    """A million invented incidents change the number by at most the cap."""
    page.state.minimum = 1
    for cap in (10, 100):
        page.recognised.cap.value = cap
        page.recognised.lie.click()
        assert 0 < page.recognised.found <= cap
    page.recognised.claimed.value = 1
    page.recognised.lie.click()
    assert page.recognised.found <= 1


@languages
def test_own_file_is_answered(page, lang):
    """The example is read, and the table to take home holds numbers from the minimum on."""
    files = {
        slug: UploadedFile(name=name, content=content)
        for slug, (name, content) in examples(page).items()
    }
    tables = page.read(files)
    outcome = CASE.run("secret-sharing", tables, **page.state.run_arguments())
    answer = page.own_answer(tables, outcome)
    assert number(len(tables), lang) in answer.html
    assert answer.frame["organisations"].min() >= 5
    page.state.minimum = 20
    nothing = CASE.run("secret-sharing", tables, minimum=1_000)
    assert page.own_answer(tables, nothing).frame is None


def test_the_exercise_has_the_answer_of_the_page():
    """A reader who follows the hints finds the number that is marked right."""
    page = SecurenedPage(lang="en")
    page.state.n = N
    shown = []
    for minimum in (LOW, HIGH):
        page.state.minimum = minimum
        shown.append(int(page.state.outcome().answer.shown.sum()))
    assert tuple(shown) == answers()
