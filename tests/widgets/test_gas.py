"""The page of `gas`: maps follow the choices, attacks do what they say, the ledger refuses."""

import json
import re

import numpy as np
import pytest

from pet_workbench.datasets import figures
from pet_workbench.i18n import LANGUAGES, number, percent
from pet_workbench.usecases.gas import CASE, LEVELS
from pet_workbench.usecases.gas.accuracy import epsilon_for_margin
from pet_workbench.widgets import UploadedFile
from pet_workbench.widgets.case.own_data import examples
from pet_workbench.widgets.gas import GasPage
from pet_workbench.widgets.gas.exercises import HIGH, HOMES, MARGIN, TASKS, needed
from pet_workbench.widgets.gas.publishing import BUDGET
from pet_workbench.widgets.gas.state import MINIMUM, NOISE, PLAIN, SEPARATE

languages = pytest.mark.parametrize("lang", LANGUAGES)


@pytest.fixture
def page(lang):
    """Return a page of a small country."""
    made = GasPage(lang=lang)
    made.state.n = 20_000
    return made


def bold(html):
    """Return the first emphasised words."""
    return re.search(r"<strong>(.*?)</strong>", html)[1]


@languages
def test_the_map_follows_level_and_epsilon(page, lang):
    """A dot for each area; the sentence has the risk of the chosen epsilon."""
    for level, dots in (("large", 10), ("middle", 80)):
        page.state.level = level
        figure = page.try_it.chart.figure["data"]
        assert len(figure[1]["x"]) + len(figure[2]["x"]) == dots
    page.state.epsilon = "0.1"
    assert percent(0.52, lang) in page.try_it.sentence.value
    off = page.state.outcome(NOISE).error
    assert percent(off, lang, digits=1) in page.try_it.figures.value


@languages
def test_less_noise_makes_a_better_table(page):
    """Ten times the budget: clearly nearer to the truth, on the same connections."""
    page.state.level, page.state.high = "small", 50_000
    page.state.epsilon = "0.1"
    far = page.state.outcome(NOISE).error
    page.state.epsilon = "10"
    assert page.state.outcome(NOISE).error < 0.5 * far


@languages
def test_every_technique_has_its_own_sentence(page):
    """And all are about the same areas."""
    said = set()
    for technique in CASE.techniques:
        page.state.technique = technique
        said.add(page.try_it.sentence.value)
        assert "{" not in page.try_it.sentence.value
    assert len(said) == 4


@languages
def test_the_verdict_compares_all_four(page, lang):
    """Only sending everything is exact."""
    page.state.level = "small"
    outcome = {id: page.state.outcome(id) for id in CASE.techniques}
    assert outcome[PLAIN].error == 0
    assert percent(outcome[MINIMUM].error, lang, digits=1) in page.quality.sentence.value
    assert percent(outcome[SEPARATE].error, lang, digits=1) in page.quality.sentence.value


@languages
def test_two_tables_give_all_houses_on_borders_and_noise_gives_none(page, lang):
    """Exactly with a minimum; with noise no guess is right, and the budget counts double."""
    page.borders.exactly.click()
    exactly = page.borders.found
    assert len(exactly.values) == len(page.borders._redrawn().moved) > 0
    assert number(len(exactly.values), lang) in bold(page.borders.sentence.value)
    page.borders.noisily.click()
    both = page.borders._redrawn()
    errors = np.abs(page.borders.found.values - both.use[both.moved])
    assert np.median(errors) > 1_000
    assert "2" in page.borders.sentence.value


@languages
def test_a_third_table_is_refused(page):
    """The ledger has room for two."""
    page.borders.once_more.click()
    assert page.borders.sentence.value == page.words("once_more_first")
    page.borders.noisily.click()
    page.borders.once_more.click()
    assert 'role="alert"' in page.borders.sentence.value


@languages
def test_large_users_are_counted_and_shown(page, lang):
    """Rows of streets in which one connection is more than half."""
    page.state.level = "small"
    page.borders.large.click()
    assert number(page.borders.found, lang) in bold(page.borders.sentence.value)
    assert (page.borders.table.value != "") == (page.borders.found > 0)


@languages
def test_the_needed_epsilon_is_that_of_the_accuracy(page, lang):
    """And where none is enough, it says so."""
    mean = figures("gas")["use_mean"].value
    found = epsilon_for_margin(500, mean=mean, high=10_000, margin=0.05)
    written = number(float(found), lang, digits=1)
    assert f"ε = {written}" in page.needed.sentence.value
    page.needed.homes.value, page.needed.margin.value = 10, 0.01
    assert "20" in page.needed.sentence.value
    assert "<p>" not in page.needed.sentence.value


@languages
def test_overlapping_publications_add_up(page):
    """Three of epsilon 1 promise 3; disjoint ones stay at 1."""
    assert "ε = 3" in page.separately.sentence.value
    page.separately.overlap.value = 1
    assert "ε = 3" not in page.separately.sentence.value
    assert "352" in page.separately.costs.value


@languages
def test_the_choice_of_areas_is_compared_with_the_right_one(page):
    """As many rows as areas chosen, at most all of them right."""
    page.state.epsilon = "10"
    chosen = page.steered._chosen(NOISE, page.state.level)
    exact = page.steered._chosen(PLAIN, page.state.level)
    assert exact.share == 1
    assert 0 < chosen.share <= 1
    assert len(chosen.areas) == len(exact.areas)


@languages
def test_publishing_spends_one_budget(page, lang):
    """Three publications of 1 and no fourth; table and statements belong to the last one."""
    publishing = page.publishing
    for spent in range(1, int(BUDGET) + 1):
        publishing.publish.click()
        assert float(publishing.ledger.spent.epsilon) == spent
    last = publishing.release
    publishing.publish.click()
    assert 'role="alert"' in publishing.sentence.value
    assert publishing.release is last
    statement = json.loads(publishing.machine_file.content)
    assert (statement["spent"]["epsilon"], statement["unit"]) == (BUDGET, "connection")
    assert publishing.table.content.decode("utf-8-sig").count("\n") == 81
    assert len(publishing.words_file.content) > 500
    publishing.start_again.click()
    assert publishing.ledger.entries == ()


@languages
def test_own_connections_are_published_with_noise(page, lang):
    """The example of the page; the file that comes back has no true number column."""
    ((slug, (name, content)),) = examples(page).items()
    page.own_data.upload.pickers[slug].file = UploadedFile(name, content)
    tables = page.read({slug: UploadedFile(name, content)})
    outcome = CASE.run(NOISE, tables, level="middle", epsilon="1")
    answer = page.own_answer(tables, outcome)
    assert len(answer.frame) == len(outcome.answer.areas)
    assert list(answer.headers) == list(answer.frame.columns)
    assert not np.array_equal(answer.frame["use"], outcome.exact.use)


def test_exercises_have_the_answers_of_the_case():
    """The number asked for is what the page computes."""
    mean = figures("gas")["use_mean"].value
    right = epsilon_for_margin(HOMES, mean=mean, high=HIGH, margin=MARGIN)
    assert needed(HOMES) == right
    numbers = [task.solve() for task in TASKS if hasattr(task, "solve")]
    assert [one.right for one in numbers] == [float(right), 1.5]


@languages
def test_all_levels_are_measured(page):
    """A row for each kind of area, whatever the page shows."""
    table = page.accurate.table.value
    assert all(page.words(f"option_level_{level}") in table for level in LEVELS)
