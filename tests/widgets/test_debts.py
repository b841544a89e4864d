"""The page of `debts`: the answer, what parties saw, asking again, and own lists."""

import re

import numpy as np
import pytest

from pet_workbench.core import DataError
from pet_workbench.i18n import LANGUAGES, number
from pet_workbench.usecases.debts import AGENCIES, CASE, MUNICIPALITY
from pet_workbench.widgets import UploadedFile
from pet_workbench.widgets.case.own_data import examples
from pet_workbench.widgets.debts import DebtsPage
from pet_workbench.widgets.debts.state import EXAMPLES, DebtsState

languages = pytest.mark.parametrize("lang", LANGUAGES)
QUESTIONS = ("citizen", "residents", "total")
BITMAP, PSEUDONYMS, TRUSTED, PLAIN = CASE.techniques


def texts(html):
    """Return what is left to read of some HTML."""
    return re.sub(r"<[^>]+>", " ", html)


@pytest.fixture
def page(lang):
    """Return a page with residents enough to find some."""
    made = DebtsPage(lang=lang)
    made.state.n = 100_000
    return made


@languages
def test_the_page_begins_with_the_figure_four(lang):
    """The story of the source: the municipality asks about one citizen and gets a 4."""
    page = DebtsPage(lang=lang)
    assert page.state.outcome().answer.number == 4
    assert "<strong>4</strong>" in page.try_it.sentence.value


@pytest.mark.parametrize("who", EXAMPLES)
def test_every_letter_stands_for_a_resident_with_so_many_debts(who):
    """And for somebody at fewer agencies where nobody is at so many."""
    state = DebtsState()
    state.who, state.question = who, "citizen"
    assert state.outcome().answer.number == EXAMPLES[who]
    state.n = 20_000
    assert state.outcome().answer.number <= EXAMPLES[who]


@languages
@pytest.mark.parametrize("question", QUESTIONS)
def test_the_answer_is_that_of_the_pooled_tables(page, lang, question):
    """Sentence, figure and chart say what there is, wherever the sliders are."""
    page.state.question = question
    for at_least, euros in ((1, 0), (2, 1_000), (3, 0)):
        page.state.at_least, page.state.minimum_euros = at_least, euros
        arguments = {**CASE.parameters, **page.state.run_arguments()}
        exact = CASE.exact(page.state.tables, **arguments)
        right = number(exact if isinstance(exact, int) else exact.size, lang)
        assert right in page.try_it.sentence.value
        assert right in texts(page.try_it.figures.value)
        bars = page.try_it.chart.figure["data"]
        sizes = {x: y for bar in bars for x, y in zip(bar["x"], bar["y"], strict=True)}
        assert sizes == {str(k): int((page.state.counts == k).sum()) for k in (1, 2, 3, 4)}
        if question == "total":
            assert sum(bars[1]["y"]) == exact


@languages
@pytest.mark.parametrize("question", ["residents", "total"])
def test_too_few_are_not_opened(page, question):
    """Under the minimum there is no number in the sentence, and the chart says so."""
    page.state.set_trait("question", question)
    page.state.minimum_found = 50
    assert page.state.outcome().answer.number is None
    assert page.try_it.sentence.value == page.words(
        "try_withheld", **page.words.written(page.settings())
    )
    assert page.try_it.chart.figure["data"][1]["name"] == page.words("series_withheld")


@languages
@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_has_words_for_its_messages(page, question):
    """The contract of all pages looks at one question; here the others."""
    page.state.question = question
    for technique in CASE.techniques:
        for message in page.state.outcome(technique).transcript.messages:
            assert page.words.knows_step(message.step, technique), message.step


@languages
def test_cards_count_real_messages(page, lang):
    """What a card counts is what was sent."""
    rows = sum(len(page.state.tables[agency]) for agency in AGENCIES)
    for technique, role in ((PSEUDONYMS, "computer"), (TRUSTED, "third"), (PLAIN, "reader")):
        page.state.technique = technique
        assert number(rows, lang) in texts(page.seen.cards[role].value)
    page.state.technique = BITMAP
    assert number(10**6, lang) in texts(page.seen.cards["computer"].value)


@languages
@pytest.mark.parametrize("technique", [BITMAP, PSEUDONYMS])
def test_two_parties_read_the_lists(page, lang, technique):
    """Two bodies, or an agency and a body: the table shows people from every list."""
    page.state.technique = technique
    pair = {BITMAP: ("cbs", "rinis"), PSEUDONYMS: ("uwv", "cbs")}[technique]
    for seat in pair:
        page.collusion.boxes[seat].value = True
    page.collusion.collude()
    rows = sum(len(page.state.tables[agency]) for agency in AGENCIES)
    assert number(rows, lang) in page.collusion.sentence.value
    first = page.state.tables["CJIB"]["person"].min()
    assert str(first) in page.collusion.table.value


@languages
def test_asking_at_every_number_gives_exact_counts(page):
    """Everybody whose count was opened is in the right row."""
    page.state.minimum_found = 1
    page.again.ask_four()
    persons = page.state.tables[MUNICIPALITY]["person"].to_numpy()
    for k, who in page.again.counts.items():
        assert np.sort(persons[page.state.counts == k]).tolist() == who.tolist()
    assert len(page.again.counts) == 4


@languages
def test_answers_that_were_not_opened_are_left_out(page):
    """The highest number that was answered then includes what is above it."""
    page.state.minimum_found = 10
    page.again.ask_four()
    assert list(page.again.counts) == [1, 2, 3]
    assert page.words("again_or_more", k="3") in page.again.table.value
    page.state.minimum_found, page.state.minimum_euros = 50, 10_000
    page.again.ask_four()
    assert page.again.counts == {}
    assert page.again.sentence.value == page.words("again_too_few")
    page.again.ask_twice()
    assert page.again.change is None


@languages
def test_a_list_that_is_renewed_alone_points_to_its_agency(page):
    """Together with the others it does not."""
    page.state.minimum_found = 1
    page.again.renews.value = "CJIB"
    page.again.ask_twice()
    assert page.again.change.where == "CJIB"
    assert page.again.change.came.size > 0
    assert page.words.party("CJIB") in page.again.sentence.value
    page.again.renews.value = "all"
    assert page.again.change is None
    page.again.ask_twice()
    assert page.again.change.where == ""
    assert page.words.party("CJIB") not in page.again.sentence.value


@languages
def test_the_counter_stops_the_second_question(page):
    """The refusal is shown, and nothing is compared."""
    page.again.allowed.value = 1
    page.again.ask_twice()
    assert page.again.change is None
    assert "1" in texts(page.again.refusal.value)
    assert page.again.sentence.value == page.words("again_refused")
    page.again.allowed.value = 2
    page.again.ask_twice()
    assert page.again.change is not None
    assert page.again.refusal.value == ""


@languages
@pytest.mark.parametrize(
    ("question", "key"), [("citizen", "tamper_multiply_detected"), ("residents", "")]
)
def test_a_changed_message_is_noticed_only_where_it_is_opened(page, question, key):
    """About one resident nearly all is opened and checked; about a group it is not."""
    page.state.question, page.state.minimum_found = question, 1
    page.tampering.tamper()
    said = page.tampering.multiplied.value
    assert (said == page.words("tamper_multiply_detected")) == bool(key)
    assert page.tampering.opened.value == page.words("tamper_open_result")


def uploaded(page):
    """Return the example files as a reader uploads them."""
    return {slug: UploadedFile(name, content) for slug, (name, content) in examples(page).items()}


@languages
def test_the_example_files_are_answered(page):
    """Residents at two or more agencies, to take home; also while the page asks about one."""
    page.state.question, page.state.at_least = "citizen", 2
    answer = page.own_data._handle(uploaded(page), lambda *_: None)
    tables = page.read(uploaded(page))
    exact = CASE.exact(tables, **{**CASE.parameters, "at_least": 2})
    lines = answer.csv.decode("utf-8-sig").split()
    assert [int(line) for line in lines[1:]] == exact.tolist()
    assert number(exact.size, page.lang) in answer.html
    assert page.words("own_same") in answer.html


@languages
def test_too_few_own_residents_are_not_written(page):
    """There is nothing to take home."""
    page.state.minimum_found = 50
    page.state.at_least = 4
    answer = page.own_data._handle(uploaded(page), lambda *_: None)
    assert (answer.csv, answer.filename) == (b"", "")
    assert page.words("own_same") not in answer.html


@languages
def test_bad_files_are_named_as_the_reader_does(page):
    """Not by the party, but by the name of the file."""
    files = {**uploaded(page), "uwv": UploadedFile("mijn.csv", b"persoon;bedrag\n1;x\n")}
    with pytest.raises(DataError, match=r"mijn\.csv"):
        page.read(files)


@languages
def test_the_exercise_on_exact_numbers_checks_itself(lang):
    """The right answer is that of the pooled tables; the usual mistakes get a remark."""
    page = DebtsPage(lang=lang)
    task = page.tasks[1].solve()
    assert task.right == (page.state.counts == 2).sum()
    assert task.wrong["two"] - task.wrong["three"] == task.right
