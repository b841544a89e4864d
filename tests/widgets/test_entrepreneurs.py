"""The page of `entrepreneurs`: the heat map, what withholding costs, and totals that betray."""

import re

import numpy as np
import pytest

from pet_workbench.i18n import LANGUAGES, number
from pet_workbench.usecases.entrepreneurs import CASE, KVK, LEVELS, regions
from pet_workbench.viz.entrepreneurs import cost_of
from pet_workbench.widgets import UploadedFile
from pet_workbench.widgets.case.own_data import examples
from pet_workbench.widgets.entrepreneurs import EntrepreneursPage
from pet_workbench.widgets.entrepreneurs.exercises import HIGH, LOW, N, answers
from pet_workbench.widgets.entrepreneurs.state import MINIMA, SUPPRESSION

languages = pytest.mark.parametrize("lang", LANGUAGES)


@pytest.fixture
def page(lang):
    """Return a page with some cells shown and some withheld."""
    made = EntrepreneursPage(lang=lang)
    made.state.n = 50_000
    return made


@languages
@pytest.mark.parametrize("level", LEVELS)
def test_the_heat_map_shows_the_published_table_and_nothing_else(page, level):
    """Withheld cells are empty and marked, shown ones have the share of the exact table."""
    page.state.level = level
    table = page.state.outcome().answer
    heat, marks = page.try_it.chart.figure["data"]
    shown = np.array(heat["z"], float)
    assert shown.shape == (len(regions(level)), 21)
    assert np.array_equal(np.isnan(shown), table.withheld)
    exact = CASE.exact(page.state.tables, **{**CASE.parameters, **page.state.run_arguments()})
    share = 100 * exact.in_trouble / np.maximum(exact.businesses, 1)
    assert np.allclose(shown[~table.withheld], share[~table.withheld])
    assert len(marks["x"]) == table.withheld.sum()


@languages
def test_the_sentence_counts_cells_and_businesses(page, lang):
    """As the answer has them, and differently when nothing is shown."""
    table = page.state.outcome().answer
    said = page.try_it.sentence.value
    assert number(int((~table.withheld).sum()), lang) in said
    assert number(int(table.in_trouble.sum()), lang) in said
    page.state.n, page.state.minimum = 10_000, 100
    assert page.try_it.sentence.value != said
    assert page.words("try_withheld", minimum="100")[:30] in page.try_it.sentence.value
    assert page.words("quality_withheld", minimum="100")[:30] in page.quality.sentence.value


@languages
def test_small_cells_are_seen_by_the_analyst_and_by_nobody_else(page, lang):
    """The card of KVK says how many small cells it saw, only where it did."""
    truth, _ = page.state.truth
    small = number(int(((truth > 0) & (truth < 10)).sum()), lang)
    assert f" {small} " not in page.seen.cards["kvk"].value
    page.state.technique = SUPPRESSION
    assert f" {small} " in page.seen.cards["kvk"].value


@languages
def test_what_withholding_costs_is_the_true_table(page, lang):
    """Sentence and curve follow from the pooled tables, at the minimum that is set."""
    counts, businesses = page.state.truth
    small = (counts < 10) & (businesses > 0)
    assert number(int(counts[small].sum()), lang) in page.withheld.sentence.value
    cells, lost = (trace["y"] for trace in page.withheld.chart.figure["data"])
    cost = cost_of(counts, businesses, MINIMA)
    assert np.allclose(cells, [100 * one for one in cost.cells])
    assert list(lost) == sorted(lost)
    at = MINIMA.index(10)
    assert lost[at] == pytest.approx(100 * counts[small].sum() / counts.sum())


@languages
def test_true_totals_give_cells_away_and_safe_ones_do_not(page):
    """What is said to be recovered is true; with our totals nothing is even narrowed."""
    page.totals.naive.click()
    assert page.totals.found.recovered > 0
    rows = re.findall(r"<td[^>]*>([\d.,]+)</td><td[^>]*>([\d.,]+)</td>", page.totals.table.value)
    assert rows
    assert all(worked_out == truth for worked_out, truth in rows)
    page.totals.ours.click()
    assert (page.totals.found.recovered, page.totals.found.narrowed) == (0, 0)
    assert page.totals.table.value == ""


@languages
def test_a_second_table_gives_cells_away_unless_the_holder_counts(page):
    """Provinces beside parts of the country; with one table agreed there is nothing to subtract."""
    page.totals.coarser.click()
    assert page.totals.found.recovered > 0
    page.totals.limited.click()
    assert page.totals.found is None
    assert page.words("attack_limited_found") in page.totals.sentence.value
    page.state.level = "country"
    page.totals.coarser.click()
    assert page.totals.sentence.value == page.words("attack_no_coarser")


@languages
def test_moving_a_slider_takes_the_last_attack_away(page):
    """What was worked out belongs to the table it was about."""
    page.totals.naive.click()
    page.state.minimum = 20
    assert page.totals.found is None
    assert page.totals.sentence.value == page.words("attack_ready")


@languages
def test_own_files_are_answered(page, lang):
    """The examples are read; withheld numbers leave as words, never as numbers."""
    page.state.level = "country"
    files = {
        slug: UploadedFile(name=name, content=content)
        for slug, (name, content) in examples(page).items()
    }
    tables = page.read(files)
    outcome = CASE.run("secret-sharing", tables, **page.state.run_arguments())
    answer = page.own_answer(tables, outcome)
    assert number(len(tables[KVK]), lang) in answer.html
    shown = answer.frame["in_trouble"]
    hidden = page.words("cell_hidden", minimum="10")
    assert (shown == hidden).any()
    assert min(int(one) for one in shown if one != hidden) >= 10


def test_the_exercise_has_the_answer_of_the_page():
    """A reader who follows the hints finds the number that is marked right."""
    page = EntrepreneursPage(lang="en")
    page.state.n = N
    shown = []
    for minimum in (LOW, HIGH):
        page.state.minimum = minimum
        shown.append(int((~page.state.outcome().answer.withheld).sum()))
    assert tuple(shown) == answers()
