"""The page on tables about pupils: it says what was computed, and shows no real pupil."""

import io
import json
import re
import zipfile

import numpy as np
import pandas as pd
import pytest

from pet_workbench.datasets import data_path
from pet_workbench.dp.statement import read_statement
from pet_workbench.i18n import LANGUAGES, number
from pet_workbench.usecases.education import CASE, PUBLISHER
from pet_workbench.usecases.education.own_tables import PUPILS
from pet_workbench.widgets import UploadedFile
from pet_workbench.widgets.education import Education, runs
from pet_workbench.widgets.education.adding import STEPS
from pet_workbench.widgets.education.attacker import looks, share_right, share_without_table
from pet_workbench.widgets.education.editions import MOVERS, guess, move
from pet_workbench.widgets.education.exercises import TASKS
from pet_workbench.widgets.education.own import EXAMPLES

languages = pytest.mark.parametrize("lang", LANGUAGES)
PLAIN, SUPPRESSION, COMPLEMENTARY, PRIVATE = CASE.techniques


@pytest.fixture
def page(lang):
    """Return the page."""
    return Education(lang=lang)


@languages
@pytest.mark.parametrize("technique", CASE.techniques)
def test_the_school_stands_there_as_it_was_published(page, technique):
    """The table of the invented school has its published numbers, and no others."""
    page.publish.technique.value = technique
    shown = page.publish.outcome.answer
    mine = shown.offers.school == runs.school_to_show()
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", page.publish.table.value)
    assert len(rows) == mine.sum()
    written = re.findall(r"<td[^>]*>(.*?)</td>", page.publish.table.value)
    counts = [cell for at, cell in enumerate(written) if at % 9 < 6]
    hidden = shown.hidden[mine].ravel()
    exact = [number(int(one), "nl") for one in shown.counts[mine].ravel()]
    assert [cell for cell, gone in zip(counts, hidden, strict=True) if not gone] == [
        one for one, gone in zip(exact, hidden, strict=True) if not gone
    ]
    assert page.publish.alert.value == ""


@languages
def test_what_follows_is_counted_and_right(page, lang):
    """Every number said to follow is the true one; with more left out none follows."""
    page.leak.attack()
    found, exact = page.leak.found, runs.exact()
    assert np.array_equal(found.low[found.recovered], exact.counts[found.recovered])
    assert f"{number(int(found.recovered.sum()), lang)} " in page.leak.sentence.value
    page.leak.way.value = COMPLEMENTARY
    assert page.leak.found is None
    page.leak.attack()
    assert (
        page.leak.sentence.value
        == "<p>"
        + page.words(
            "leak_none",
            hidden=number(int(runs.run(COMPLEMENTARY).answer.hidden.sum()), lang),
            recovered="0",
        )
        + "</p>"
    )


@languages
def test_of_real_pupils_only_numbers_of_counts_are_shown(page):
    """The attack on the real file shows no table of a school."""
    page.leak.data.value = "real"
    page.leak.attack()
    assert page.leak.found.recovered.sum() > 100
    assert page.leak.table.value == ""


def test_two_editions_betray_without_noise_and_hardly_with_it():
    """Nearly all movers are seen through where counts are exact; with noise at 0.1 a coin is as
    good.
    """
    page = Education(lang="en")
    page.editions.epsilon.value = 0.1
    page.editions.attack()
    assert page.editions.right[SUPPRESSION] > 0.9
    assert page.editions.right[COMPLEMENTARY] > 0.9
    assert 0.35 < page.editions.right[PRIVATE] < 0.65


def test_whoever_moves_changes_two_groups_only():
    """Every mover leaves one group for another with the same programme; half of them passed."""
    moved = move(3)
    offers = runs.exact(runs.SIZES[1]).offers
    assert len(set(moved.left) | set(moved.joined)) == 2 * MOVERS
    assert np.array_equal(offers.programme[moved.left], offers.programme[moved.joined])
    assert moved.passed.sum() == MOVERS // 2
    first = CASE.run(PLAIN, runs.tables(runs.SIZES[1])).answer
    second = CASE.run(PLAIN, {PUBLISHER: moved.pupils}).answer
    assert np.array_equal(guess(first, second, moved, 1), moved.passed)


@languages
def test_margins_of_real_pupils_are_those_of_the_release(page, lang):
    """A smaller epsilon has larger margins, and the chart shows all cells with theirs."""
    seen = []
    for epsilon in (0.1, 1):
        page.scores.epsilon.value = epsilon
        bars = page.scores.chart.figure["data"]
        assert [len(bar["y"]) for bar in bars] == [5] * 5
        margin = bars[0]["error_y"]["value"]
        assert f"{number(margin, lang)}" in page.scores.sentence.value
        seen.append(margin)
    assert seen[0] > 5 * seen[1]


@languages
def test_tables_add_up_from_the_second_step_on(page):
    """As released they contradict each other; after that the three sums are the same."""
    for step in STEPS:
        page.adding.step.value = step
        rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", page.adding.table.value)
        numbers = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in rows]
        agree = all(len(set(row)) == 1 for row in numbers)
        assert agree == (step != "released")
        assert page.adding.alert.value == ""
    assert page.adding.levels[2].min() >= 0


@languages
def test_small_schools_fare_worse_and_no_school_is_named(page):
    """The typical error falls with size; the chart has bands of schools only."""
    page.small_schools.epsilon.value = 0.5
    found = page.small_schools.found
    assert found[0].typical > 1.4 * found[-1].typical
    assert min(band.groups for band in found) >= 20
    assert len(page.small_schools.chart.figure["data"][0]["x"]) == len(found) == 5
    assert page.words("verdict_no") in page.small_schools.table.value
    assert page.words("verdict_good") in page.small_schools.table.value


@languages
def test_the_epsilon_needed_reaches_the_margin_and_no_less_does(page):
    """With it the margin holds; with a little less it does not."""
    from pet_workbench.usecases.education.pupils import score_query

    page.needed.margin.value = 10
    epsilon = page.needed.epsilon
    assert score_query(epsilon=round(epsilon + 1e-4, 5)).margin(0.95) <= 10
    assert score_query(epsilon=round(0.97 * epsilon, 5)).margin(0.95) > 10


def test_the_comparison_is_measured_on_every_way():
    """Replacing leaks most, a small epsilon least; usable totals go the other way."""
    tried = Education(lang="nl").compare.tried
    suppressed, safely, *noisy = tried
    assert suppressed.guessed > 0.6 > safely.guessed
    assert noisy[-1].guessed > noisy[2].guessed > noisy[1].guessed - 0.05
    assert noisy[0].regions < noisy[2].regions <= 1
    assert noisy[2].regions > safely.regions


def test_an_attacker_knows_at_least_what_is_frequent():
    """Nobody does worse than without a table, and whoever sees all is always right."""
    exact = runs.exact()
    without = share_without_table(exact, 5)
    for technique in (SUPPRESSION, COMPLEMENTARY, PRIVATE):
        shown = runs.run(technique, epsilon=0.1).answer
        assert without <= share_right(looks(shown, 5), exact, 5) <= 1
    assert share_right(exact.counts, exact, 5) == 1


@languages
def test_own_pupils_get_a_table_with_its_statement(page, lang):
    """The zip file has the table, whose totals add up, and a statement in both languages."""
    content = (data_path() / "examples" / EXAMPLES[lang]).read_bytes()
    files = {"pupils": UploadedFile(EXAMPLES[lang], content)}
    answer = page.own._handle(files, lambda *_: None)  # the work of its button
    archive = zipfile.ZipFile(io.BytesIO(answer.csv))
    assert set(archive.namelist()) == {
        page.words("own_table_name"),
        "statement.json",
        "statement_nl.txt",
        "statement_en.txt",
    }
    text = archive.read(page.words("own_table_name")).decode("utf-8-sig")
    table = pd.read_csv(io.StringIO(text), sep=";" if lang == "nl" else ",")
    assert (table.iloc[:, 3] + table.iloc[:, 4] == table.iloc[:, 5]).all()
    assert len(table) == len(PUPILS.read(content, file="x").frame.groupby(["school", "programme"]))
    statement = json.loads(archive.read("statement.json"))
    assert statement["spent"]["epsilon"] == "1"
    assert read_statement(archive.read("statement.json").decode())


@languages
def test_everything_has_words(page):
    """Every part can be shown, and no placeholder is left open."""
    parts = ("publish", "seen", "leak", "editions", "scores", "adding", "small_schools", "needed")
    for name in (*parts, "compare", "own", "exercises"):
        part = getattr(page, name)
        assert part is getattr(page, name)
        sentence = getattr(part, "sentence", None)
        assert sentence is None or not re.search(r"[{}]", sentence.value)
    assert len(page.exercises.exercises) == len(TASKS)


@languages
def test_exercises_accept_the_right_answer_only(page):
    """The numbers that follow from the page are right; the common mistakes get a remark."""
    passed = page.exercises.named["passed"]
    field = passed._fields[0]
    for value, solved in (("4", False), ("3", True)):
        field.value = value
        passed.check()
        assert passed.solved == solved
    margin = page.exercises.named["margin"]
    margin._fields[0].value = "6"
    margin.check()
    assert margin.solved
