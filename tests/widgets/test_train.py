"""The page of `train` says what the runs give, and its attacks find what is true."""

import numpy as np
import pytest

from pet_workbench.i18n import number
from pet_workbench.usecases.train import CASE, COORDINATOR, HOSPITALS, alone, bytes_by_round
from pet_workbench.widgets.case.own_data import examples
from pet_workbench.widgets.train import TrainPage
from pet_workbench.widgets.train.collusion import counts_of
from pet_workbench.widgets.train.exercises import TASKS, N
from pet_workbench.widgets.train.single import PROTECTIONS, WAYS
from pet_workbench.widgets.train.state import (
    AVERAGING,
    NOISE,
    PLAIN,
    PLAIN_SUMS,
    SECRET,
    TRUSTED,
    distance,
    effects_of,
)
from pet_workbench.widgets.upload import UploadedFile

SMALL = 5_000


BOTH = pytest.mark.parametrize("lang", ["nl", "en"], indirect=True)


@pytest.fixture
def lang(request):
    """Return the language that a test asks for, else English."""
    return getattr(request, "param", "en")


@pytest.fixture(scope="module")
def pages():
    """Return the pages that were made, one for each language: making one runs every technique."""
    return {}


@pytest.fixture
def page(lang, pages):
    """Return a page with few patients."""
    if lang not in pages:
        pages[lang] = TrainPage(lang=lang)
    made = pages[lang]
    made.state.n, made.state.technique = SMALL, SECRET
    made.state.steps, made.state.epsilon = 5, 1.0
    return made


@BOTH
@pytest.mark.parametrize("technique", [SECRET, PLAIN_SUMS, TRUSTED, PLAIN])
def test_together_is_drawn_where_the_pooled_model_is(page, technique):
    """Both series of the first chart have the same marks and margins, and the sentence says so."""
    page.state.technique = technique
    _, pooled, together = page.try_it.chart.figure["data"]
    assert np.allclose(together["x"], pooled["x"], atol=1e-4)
    assert np.allclose(together["error_x"]["array"], pooled["error_x"]["array"], atol=1e-3)
    told = effects_of(page.state.pooled)[1]
    assert number(told[4, 0], page.lang, digits=2) in page.try_it.sentence.value
    assert page.state.outcome().error < 1e-6


def test_every_hospital_alone_is_a_triangle(page):
    """The first series has one mark for each hospital and feature, where that hospital's fit is."""
    x = page.try_it.chart.figure["data"][0]["x"]
    assert len(x) == 8 * 6
    own = effects_of(alone(page.state.tables, HOSPITALS[0]))[1][:, 0]
    assert np.allclose(x[:6], own, atol=1e-4)


@BOTH
def test_averaging_has_marks_without_margins(page):
    """It gives no standard errors, so none are drawn, and the sentence says how far off it is."""
    page.state.technique = AVERAGING
    assert not any(page.try_it.chart.figure["data"][2]["error_x"]["array"])
    off = distance(page.state.outcome().answer.coefficients, page.state.pooled)
    assert number(off, page.lang, digits=1) in page.try_it.sentence.value


def test_round_by_round_ends_at_the_pooled_model(page):
    """At the start all ratios are 1; every round comes nearer; the last one is there."""
    section, off = page.rounds, []
    for _, place in section.slider.options:
        section.slider.value = place
        pooled, now = section.chart.figure["data"]
        off.append(np.abs(np.log(np.divide(now["x"], pooled["x"]))).max())
    assert set(np.round(np.exp(off[:1]), 1)) != {1.0}
    assert off == sorted(off, reverse=True)
    assert off[-1] < 1e-3
    section.slider.value = 0
    assert set(section.chart.figure["data"][1]["x"]) == {1.0}
    assert len(section.slider.options) == page.state.outcome(SECRET).answer.rounds + 1


def test_bytes_of_all_rounds_are_all_there_are(page):
    """The table counts every byte of the run once."""
    outcome = page.state.outcome(SECRET)
    assert sum(bytes_by_round(outcome.transcript)) == outcome.transcript.bytes
    first = page.words.size(bytes_by_round(outcome.transcript)[1])
    assert first in page.rounds.table.value


def test_averaging_stays_far_and_sums_arrive(page):
    """Sums end below a hundredth of a standard error, averaging above one."""
    sums, averaging = page.averaging.chart.figure["data"]
    assert sums["y"][-1] < 0.01
    assert averaging["y"][-1] > 1
    assert len(sums["x"]) < len(averaging["x"]) == CASE.parameters["rounds"]


@pytest.mark.parametrize("period", [3, 12])
def test_survival_is_that_of_one_table(page, period):
    """In any period the two series lie on each other."""
    page.state.n = 10_000
    page.survival.period.value = period
    pooled, together = page.survival.chart.figure["data"]
    assert np.allclose(pooled["x"], together["x"], atol=1e-4)
    assert str(60 // period) in page.survival.sentence.value


def test_survival_in_groups_that_are_too_small_is_refused_in_words(page):
    """By the month over ten years, five thousand patients are too few; nothing is drawn."""
    page.survival.period.value, page.survival.until.value = 1, 120
    assert 'role="alert"' in page.survival.sentence.value
    assert page.survival.chart.layout.display == "none"
    page.survival.period.value, page.survival.until.value = 3, 60


def test_the_attack_works_and_then_fails(page):
    """Of a lone patient plain sums tell everything; of two totals also secret ones; noise stops
    both.
    """
    page.single.attack_all()
    works = {("bare", "message"), *((one, "difference") for one in ("bare", "minimum", "shares"))}
    assert page.single.found == {
        (one, way): (one, way) in works for one in PROTECTIONS for way in WAYS
    }
    assert number(len(works), page.lang) in page.single.sentence.value


@BOTH
def test_what_was_read_stands_beside_the_truth(page):
    """The table of a lone patient has the same words in both columns, and a refusal its reason."""
    page.single.way.value, page.single.protection.value = "message", "bare"
    page.single.attack()
    rows = page.single.table.value.split("<tr>")[2:]
    cells = [row.replace("</td>", "").split("<td>")[1:] for row in rows]
    assert len(cells) == 5
    assert all(found.split("<")[0] == truth.split("<")[0] for found, truth in cells)
    page.single.protection.value = "minimum"
    assert page.single.table.value == ""
    page.single.attack()
    assert page.words.heading(HOSPITALS[-1]) in page.single.sentence.value


def test_who_stands_alone_is_read_until_groups_are_large_enough(page):
    """Plain sums give many away, secret ones few, a minimum refuses, long periods are safe."""
    found = {}
    for setting in ("plain", "shares", "minimum", "long"):
        page.last_at_risk.setting.value = setting
        page.last_at_risk.attack()
        found[setting] = len(page.last_at_risk.found)
    assert found["plain"] > 20 * found["shares"] > 0
    assert found["minimum"] == found["long"] == 0
    page.last_at_risk.setting.value = "plain"


@BOTH
@pytest.mark.parametrize(
    ("technique", "agreed", "unfinished", "without"),
    [(SECRET, "continue", True, True), (PLAIN_SUMS, "continue", False, True)],
)
def test_a_hospital_that_goes_away(page, technique, agreed, unfinished, without):
    """Secret totals stop where they are; plain sums go on without that hospital's patients."""
    section = page.absent
    section.technique.value, section.agreed.value, section.when.value = technique, agreed, 3
    assert section.answer.unfinished is unfinished
    assert (section.chart.layout.display == "") is without
    section.agreed.value = "stop"
    assert section.answer is None
    assert page.words("absent_stopped") in section.sentence.value
    assert 'role="alert"' not in section.sentence.value
    assert page.words.heading(section.who.value) in section.sentence.value


def test_noise_costs_less_with_a_larger_epsilon(page):
    """Margins at epsilon 10 are narrower than at 1; where noise hides the answer, words say so."""
    page.state.n = 10_000
    page.noise.measure_all()
    widths = page.noise.widths
    assert widths[-1] < min(widths[:3])
    assert widths[-1] < 1.5
    page.state.epsilon = 0.1
    hidden = page.words("noise_hidden", epsilon=page.words.epsilon(0.1), patients="10").split(" ")
    assert " ".join(hidden[-4:]) in page.noise.sentence.value


def test_real_patients_are_shown_as_totals_only(page):
    """The model over all institutions is drawn; no institution is named anywhere."""
    page.real.fit()
    assert page.real.found.error < 1e-6
    assert "226" in page.real.sentence.value
    shown = page.real.sentence.value + str(page.real.chart.figure)
    assert "Instelling" not in shown


def test_first_sums_tell_how_many_patients_and_deaths():
    """From plain sums the coordinator reads both numbers of every hospital, precisely."""
    tables = CASE.load(n=SMALL, seed=1)
    outcome = CASE.run(PLAIN_SUMS, tables)
    page = TrainPage(lang="en")
    learned = page.learn((COORDINATOR,), outcome, tables)
    assert (learned.gain, learned.facts["others"]) == ("sums", 8)
    last = tables[HOSPITALS[-1]]
    dead = (last["died"] == 1) & (last["months"] <= 24)
    known = (last["died"] == 1) | (last["months"] >= 24)
    view = outcome.transcript.view(COORDINATOR)
    sums = next(one for one in view.find("sums, round 1") if one.sender == HOSPITALS[-1])
    assert counts_of(sums.values()) == (int(known.sum()), int(dead.sum()))


def test_two_hospitals_that_compare_read_group_sizes(page):
    """A and B together read how many died at hospitals outside the three; one reads nothing."""
    outcome, tables = page.state.outcome(SECRET), page.state.tables
    learned = page.learn(HOSPITALS[:2], outcome, tables)
    assert (learned.gain, learned.facts["others"]) == ("groups", 5)
    dead = int(
        ((tables[HOSPITALS[-1]]["died"] == 1) & (tables[HOSPITALS[-1]]["months"] <= 24)).sum()
    )
    assert number(dead, page.lang) in learned.table
    assert page.learn(HOSPITALS[:1], outcome, tables).gain == "nothing"
    assert (
        page.learn((*HOSPITALS[:2], COORDINATOR), page.state.outcome(NOISE), tables).gain
        == "nothing"
    )


@BOTH
def test_own_files_are_read_and_answered(page):
    """The example files give odds ratios without errors, and a table to take home."""
    given = {slug: UploadedFile(name, content) for slug, (name, content) in examples(page).items()}
    tables = page.read(given)
    outcome = CASE.run(SECRET, tables)
    answer = page.own_answer(tables, outcome)
    assert outcome.error < 1e-6
    assert list(answer.frame.columns) == ["feature", "ratio", "low", "high"]
    assert len(answer.frame) == 6
    assert number(sum(map(len, tables.values())), page.lang) in answer.html


def test_the_number_exercise_has_the_answer_of_the_page(page):
    """Its right answer is how often hospitals are asked, with as many patients as it says."""
    solution = TASKS[0].solve()
    page.state.n = N
    assert page.state.outcome(SECRET).answer.rounds == solution.right
    assert solution.wrong["goodbye"] == solution.right + 1


@BOTH
def test_a_long_list_of_messages_is_folded_and_a_short_one_is_not(page):
    """More than a dozen lines open at a press; all of them are there, in the reader's numbers."""
    page.seen.party.value = "ziekenhuis_a"
    folded = page.seen.messages.value
    assert folded.startswith("<details>")
    assert folded.count('<th scope="row"') > 12
    written = {"nl": "-0,", "en": "-0."}[page.lang]
    assert written in folded
    page.state.technique = PLAIN_SUMS
    assert not page.seen.messages.value.startswith("<details>")
    assert page.seen.messages.value.count('<th scope="row"') <= 12
