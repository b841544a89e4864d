"""The page of `pupils` says what was measured, attacks its rows, and gives no real one away."""

import json
from itertools import pairwise

import pandas as pd
import pytest

from pet_workbench.i18n import number, percent
from pet_workbench.synthetic import generator
from pet_workbench.synthetic.risk import ATTACKS, INFERENCE
from pet_workbench.usecases.pupils import CASE, KEEPER
from pet_workbench.usecases.synthetic_rows import CART, MARGINALS, PLAIN, PRIVATE
from pet_workbench.usecases.synthetic_rows.record import read_record
from pet_workbench.viz.trade_off import MEASURES, WORST, trade_off_figure, use_of
from pet_workbench.widgets.case.own_data import examples
from pet_workbench.widgets.pupils import PupilsPage
from pet_workbench.widgets.pupils.exercises import TASKS
from pet_workbench.widgets.synthetic.misleads import SIZES, extremes, off_by_size, triples_apart
from pet_workbench.widgets.upload import UploadedFile


@pytest.fixture(params=("nl", "en"))
def lang(request):
    """Return each language in turn."""
    return request.param


@pytest.fixture
def page(lang):
    """Return a page with fewer pupils than there are."""
    made = PupilsPage(lang=lang)
    made.state.n = 900
    return made


@pytest.fixture
def one():
    """Return a page in one language, for what does not depend on words."""
    made = PupilsPage(lang="nl")
    made.state.n = 900
    return made


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("attack", [WORST, *ATTACKS])
def test_the_picture_has_every_stored_point_with_its_interval(measure, attack):
    """Use along, risk up, and bars to both ends of the interval."""
    points = read_record(CASE).points
    figure = trade_off_figure(points, lang="nl", measure=measure, attack=attack)
    assert sum(len(trace.x) for trace in figure.data) == len(points)
    copy = read_record(CASE).point(generator.COPY)
    risk = next((one for one in copy.risks if one.attack == attack), copy.worst)
    (trace,) = [
        trace
        for trace in figure.data
        if trace.x[0] == pytest.approx(use_of(copy, measure) * (1 if measure == "auc" else 100))
        and trace.y[0] == pytest.approx(100 * risk.value)
    ]
    assert trace.y[0] + trace.error_y.array[0] == pytest.approx(100 * risk.interval()[1])
    assert figure.layout.meta["alt"]


@pytest.mark.parametrize("measure", MEASURES)
def test_every_epsilon_is_written_once_and_labels_keep_apart(measure):
    """Points that nearly coincide share one label, so that no label lies on its neighbour."""
    points = read_record(CASE).points
    figure = trade_off_figure(points, lang="nl", measure=measure)
    (private,) = [trace for trace in figure.data if trace.mode == "lines+markers+text"]
    labels = [(x, label) for x, label in zip(private.x, private.text, strict=True) if label]
    written = "; ".join(label.removeprefix("ε = ") for _, label in labels).split("; ")
    assert sorted(written) == ["0,1", "0,3", "1", "10", "3"]
    everywhere = [x for trace in figure.data for x in trace.x]
    apart = 0.045 * (max(everywhere) - min(everywhere))
    at = sorted(x for x, _ in labels)
    assert all(right - left >= apart for left, right in pairwise(at))


def test_there_is_one_sentence_per_generator(page):
    """Five, each with the use and the risk that were measured; trees are said not to be private."""
    said = page.trade_off.sentences.value
    assert said.count("<li>") == 5
    trees = read_record(CASE).point(generator.CART)
    assert percent(1 - trees.pairs, page.lang) in said
    assert {"nl": "niet privé", "en": "not private"}[page.lang] in said


def test_measuring_again_puts_a_star_in_the_picture(one):
    """The chosen technique is measured now; the stored points stay."""
    one.state.technique = PLAIN
    before = len(one.trade_off.chart.figure["data"])
    one.trade_off.again.run()
    assert one.trade_off.again.state == "done"
    assert one.trade_off.now.generator == generator.COPY
    assert len(one.trade_off.chart.figure["data"]) == before + 1
    assert one.trade_off.said.value


def test_the_page_opens_with_one_run_and_the_rows_themselves(one):
    """What takes long waits until a reader asks: no table runs it by itself."""
    for part in ("try_it", "seen", "useful", "misleads", "cost"):
        getattr(one, part)
    assert not one.state.has_run(CART)
    assert not one.state.has_run(MARGINALS)
    assert one.state.has_run(PRIVATE)


def test_what_waits_is_run_by_the_button(page):
    """After that the table and the sentence have it."""
    page.state.technique = CART
    assert page.try_it.sentence.value == ""
    page.try_it.waiting.button.click()
    assert number(page.state.outcome(CART).answer.rows, page.lang) in page.try_it.sentence.value
    assert page.state.ready(CART) is not None


def test_the_chart_counts_what_the_reader_has(one):
    """Bars of the chosen column add up to all rows, real and made, and follow the choice."""
    for column in ("iqv", "rpg"):
        one.try_it.controls["column"].value = column
        real, made = one.try_it.chart.figure["data"]
        assert sum(real["y"]) == pytest.approx(100)
        assert sum(made["y"]) == pytest.approx(100)
    frame = one.state.outcome().answer.frame
    assert made["y"][0] == pytest.approx(100 * (frame["rpg"] == 0).mean())


@pytest.mark.parametrize("technique", [CART, PLAIN])
def test_no_value_of_a_real_pupil_is_shown_one_by_one(one, technique):
    """No row in a table, and no payload of a message is kept."""
    outcome = one.state.outcome(technique)
    assert "<table" not in one.shown(outcome).table
    received = outcome.transcript.view("Researcher").received
    assert all(not message.first_values(3) for message in received)


def test_choices_that_do_not_matter_do_not_make_rows_again(one):
    """Another column to look at is the same file; another epsilon is another."""
    first = one.state.outcome()
    one.state.column = "lpo"
    assert one.state.outcome() is first
    one.state.epsilon = "3"
    assert one.state.outcome() is not first
    assert one.state.outcome(PLAIN) is one.state.outcome(PLAIN)


def test_the_attack_works_on_the_copy_and_fails_on_private_rows():
    """The same attacker, on all pupils: the copy leaks for certain, private rows do not."""
    page = PupilsPage(lang="en")
    for name, leaks in ((generator.COPY, True), (generator.INDEPENDENT, False)):
        page.attack.buttons[name].click()
        assert page.attack.found.found is leaks
        key = "attack_found" if leaks else "attack_not_found"
        assert page.words(key, risk="@").partition("@")[0] in page.attack.sentence.value
    assert set(page.attack.tried) == {
        (INFERENCE, generator.COPY),
        (INFERENCE, generator.INDEPENDENT),
    }
    assert page.attack.table.value.count("<tr>") == 3
    page.attack.buttons[generator.PRIVATE].click()
    assert page.attack.found.value < page.attack.tried[INFERENCE, generator.COPY].value / 3


@pytest.mark.parametrize("way", ATTACKS)
def test_every_attack_has_words(page, way):
    """Each of the four finds the copy, and says how often."""
    page.attack.way.value = way
    page.attack.buttons[generator.COPY].click()
    risk = page.attack.found
    assert risk.attack == way
    assert number(risk.successes, page.lang) in page.attack.sentence.value


def test_a_release_is_paid_until_the_ledger_is_empty(one):
    """Three at epsilon 1 from a budget of 3; the fourth is refused, and nothing is offered."""
    release = one.release
    for _ in range(3):
        release.press_button.click()
    assert float(release.ledger.spent.epsilon) == pytest.approx(3, rel=0.3)
    assert release.rows_file.content
    count = len(release.ledger.entries)
    while release.ledger.can_afford(release.ledger.entries[0].loss):
        release.press_button.click()
        count += 1
    release.press_button.click()
    assert len(release.ledger.entries) == count
    assert "pet-error" in release.sentence.value
    release.start_again.click()
    assert not release.ledger.entries


def test_a_data_sheet_goes_with_the_rows_in_words_and_for_machines(page):
    """The same sheet twice: plain values, and a page with its promise and what it is not for."""
    page.release.press_button.click()
    sheet = json.loads(page.release.machine_file.content)
    words = page.release.words_file.content.decode()
    assert sheet["promise"] == "differential-privacy"
    assert page.words("promise_differential-privacy") in words
    assert all(page.words(f"not_for_{id}") in words for id in sheet["not_for"])
    assert sheet["rows"] == page.release.rows_file.content.count(b"\r\n") - 1


def test_the_real_rows_are_not_handed_out(one):
    """The button says so, and offers nothing."""
    one.state.technique = PLAIN
    one.release.press_button.click()
    assert one.release.sentence.value == one.words("release_refused")
    assert not one.release.rows_file.content


def test_trees_are_handed_out_with_what_was_measured(page):
    """Without budget, with risks, and with the words that it is not private."""
    page.state.technique = CART
    page.release.press_button.click()
    assert not page.release.ledger.entries
    assert set(page.release.sheet["risks"]) == set(ATTACKS)
    words = page.release.words_file.content.decode()
    assert page.words("sheet_made_cart-not-private") in words
    assert page.words("sheet_no_budget") in words


def test_regressions_are_those_of_the_rows(one):
    """The table has the coefficients of both analyses, on real rows and on the file."""
    one.state.technique = PLAIN
    table = one.useful.table.value
    assert table.count("<tr>") == 1 + 6
    assert table.count(percent(1, one.lang)) == 6


def test_groups_by_size_by_hand():
    """A group of one that is gone is off by all of it; large groups that are right by nothing."""
    description = CASE.description.only(["sex", "min"])
    real = pd.DataFrame({"sex": [0.0] * 250 + [1.0], "min": [0.0] * 251})
    made = pd.DataFrame({"sex": [0.0] * 251, "min": [0.0] * 251})
    off = off_by_size(description.places(real), description.places(made), description)
    assert len(off) == len(SIZES)
    assert off[0] == 1
    assert off[-1] == pytest.approx(1 / 250)


def test_three_columns_and_extremes_by_hand():
    """The same rows are right in threes; a column at its ends is all extreme."""
    description = CASE.description.only(["sex", "min", "iqv"])
    frame = pd.DataFrame({"sex": [0.0, 1], "min": [0.0, 1], "iqv": [-7.0, 7]})
    other = pd.DataFrame({"sex": [0.0, 1], "min": [0.0, 1], "iqv": [7.0, -7]})
    one, two = (description.places(table) for table in (frame, other))
    assert triples_apart(one, one, description) == 0
    assert triples_apart(one, two, description) == 1
    assert extremes(one, description) == 1


def test_own_files_give_rows_and_a_data_sheet(page):
    """The example files of the language, through the page: invented rows, no check on real ones."""
    files = {slug: UploadedFile(*given) for slug, given in examples(page).items()}
    tables = page.read(files)
    outcome = page.case.run(PRIVATE, tables, **page.own_arguments())
    own = page.own_answer(tables, outcome)
    assert len(own.frame) == outcome.answer.rows
    assert page.words("sheet_kept") in own.html
    assert KEEPER in tables


def test_the_exercises_accept_what_is_right_and_nothing_else(page):
    """Every right answer is right; numbers with a remark of their own are wrong."""
    for task in TASKS:
        if hasattr(task, "solve"):
            solution = task.solve()
            assert solution.right not in solution.wrong.values()
        else:
            assert task.right in task.options
    assert len(page.exercises.exercises) == len(TASKS) == 4
