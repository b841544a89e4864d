"""The page of `fraud`: common sections, a lying insurer, and the balance of the parties."""

import re
from html import unescape

import numpy as np
import pytest

from pet_workbench.decide.balance import TOLD, published, told, word
from pet_workbench.i18n import LANGUAGES, number
from pet_workbench.usecases.fraud import BANK, CASE, INSURER
from pet_workbench.widgets import UploadedFile
from pet_workbench.widgets.case.own_data import examples
from pet_workbench.widgets.fraud import FraudPage
from pet_workbench.widgets.fraud.fishing import bank_scores
from pet_workbench.widgets.fraud.state import LISTS, PLAIN, SECRET, TRUSTED

languages = pytest.mark.parametrize("lang", LANGUAGES)


def texts(html):
    """Return what is left to read of some HTML."""
    return re.sub(r"<[^>]+>", " ", html)


@pytest.fixture
def page(lang):
    """Return a page with providers enough to find some."""
    made = FraudPage(lang=lang)
    made.state.n = 5_000
    return made


@languages
def test_the_answer_is_that_of_the_pooled_tables(page, lang):
    """Sentence, chart and figure say how many there are, wherever the sliders are."""
    for weighted in (60, 70, 40):
        page.state.weighted_threshold = weighted
        exact = CASE.exact(page.state.tables, **{**CASE.parameters, **page.state.run_arguments()})
        found = page.try_it.chart.figure["data"][2]["x"]
        assert len(found) == exact.size
        assert f"<strong>{number(exact.size, lang)}<" in page.try_it.sentence.value


@languages
def test_too_few_are_not_opened(page):
    """Under the minimum, the sentence has no number of a provider, and the chart says so."""
    page.state.minimum_found = 50
    assert str(int(page.state.outcome().exact[0])) not in page.try_it.sentence.value
    assert page.try_it.chart.figure["data"][2]["name"] == page.words("series_withheld")


@languages
def test_comparing_lists_is_shown_as_misleading(page, lang):
    """The technique that answers another question says how many it finds too many."""
    page.state.technique = LISTS
    outcome = page.state.outcome()
    assert outcome.error > 0
    for place in (page.try_it.sentence, page.quality.sentence, page.seen.cards["insurer"]):
        assert number(outcome.error, lang) in place.value


@languages
@pytest.mark.parametrize("technique", [SECRET, TRUSTED, PLAIN])
def test_cards_count_real_messages(page, lang, technique):
    """What a card counts is what was sent."""
    page.state.technique = technique
    tables = page.state.tables
    cards = {role: texts(card.value) for role, card in page.seen.cards.items()}
    card = {SECRET: "insurer", TRUSTED: "third", PLAIN: "insurer"}[technique]
    assert number(len(tables[BANK]), lang) in cards[card]
    if technique == SECRET:
        assert number(len(tables[INSURER]), lang) in cards["kvk"]


@languages
def test_a_lying_insurer_reads_true_scores(page):
    """The scores in the table are the bank's: the lie works."""
    page.state.n = 10_000
    page.fishing.attack()
    assert page.fishing.found.runs <= 10
    rows = re.findall(r"<tr><th scope=\"row\".*?</tr>", page.fishing.table.value)
    assert len(rows) == 5
    for row in rows:
        read, truth = re.findall(r"<td[^>]*>([^<]*)</td>", row)
        assert read == truth
    assert page.fishing.refusal.value == ""


@languages
def test_limits_stop_the_liar(page, lang):
    """A run limit stops the search half-way, a limit on the list at once."""
    page.fishing.allowed.value = 2
    page.fishing.attack()
    assert page.fishing.found.runs == 2
    assert "3" in page.fishing.refusal.value
    page.fishing.longest.value = 1_000
    assert page.fishing.found is None
    page.fishing.attack()
    assert page.fishing.found is None
    assert page.fishing.sentence.value == page.words("fishing_stopped")
    assert number(1_000, lang) in page.fishing.refusal.value


def test_scores_follow_from_claims():
    """The rule for reading scores agrees with trying all claims, for all scores and registers."""
    for threshold in (60, 65, 70):
        for company in (0, 20, 100):
            truth = np.arange(0, 101)
            claims = np.arange(0, 101)[:, np.newaxis]
            reached = 4 * claims + 4 * truth + 2 * company >= 10 * threshold
            smallest = np.where(reached.any(axis=0), reached.argmax(axis=0), -1)
            known = smallest > 0
            read = bank_scores(smallest[known], np.array(company), weighted_threshold=threshold)
            assert read.tolist() == truth[known].tolist()


@languages
def test_the_balance_has_every_party(page):
    """Five parties, the source's verdict for each, and where it comes from."""
    shown = unescape(page.balance.children[0].value)
    for party, sign in published("fraud").items():
        assert all(told("fraud", party, about, page.lang) in shown for about in TOLD)
        assert word("signs", sign, page.lang) in shown
    assert page.words("balance_source")[:20] in shown


@languages
def test_own_files_are_answered(page):
    """The examples are read, found and written without anything of bank or KVK."""
    files = {
        slug: UploadedFile(name=name, content=content)
        for slug, (name, content) in examples(page).items()
    }
    tables = page.read(files)
    outcome = page.case.run(page.main, tables, **page.state.run_arguments())
    answer = page.own_answer(tables, outcome)
    assert list(answer.frame.columns) == ["provider", "score"]
    assert len(answer.frame) == outcome.exact.size >= 10
    assert set(answer.frame["provider"]) <= set(tables[INSURER]["provider"])


@languages
def test_exercises_accept_what_the_page_shows(page, lang):
    """Each exercise is solved by its right answer and remarks on a wrong one."""
    lists, fishing, stopped = page.exercises.exercises
    page.state.n = 10_000
    right = page.state.outcome(LISTS).error
    for answer in (page.state.outcome(LISTS).answer.providers.size, right):
        lists._fields[0].value = number(answer, lang)
        lists.check()
        assert lists.solved == (answer == right)
    for exercise, wrong, answer in ((fishing, "minimum", "limits"), (stopped, "slow", "balance")):
        for chosen in (wrong, answer):
            exercise._fields[0].value = chosen
            exercise.check()
            assert exercise.solved == (chosen == answer)
