"""The page of `mobility` says what the runs give, and every attack on it does what it says."""

import numpy as np
import pytest

from pet_workbench.attacks.false_evidence import TRICKS
from pet_workbench.attacks.host_memory import PUBLISHED
from pet_workbench.attacks.second_table import WAYS
from pet_workbench.core import MissingExtraError
from pet_workbench.i18n import number
from pet_workbench.usecases.mobility import CASE, DAYPARTS, NOISY, OPERATORS
from pet_workbench.usecases.mobility.in_enclave import rows_of
from pet_workbench.usecases.mobility.inside import CELLS, movements
from pet_workbench.usecases.mobility.table import true_table
from pet_workbench.widgets.case.own_data import examples
from pet_workbench.widgets.mobility import MobilityPage
from pet_workbench.widgets.mobility import genuine as genuine_module
from pet_workbench.widgets.mobility import page as page_module
from pet_workbench.widgets.mobility.again import UNCOUNTED
from pet_workbench.widgets.mobility.exercises import HIGH, LOW, TASKS, N
from pet_workbench.widgets.mobility.page import PageWithoutEnclave
from pet_workbench.widgets.mobility.state import ENCLAVE, SHARED
from pet_workbench.widgets.upload import UploadedFile

ROWS = 10_000


@pytest.fixture(params=("nl", "en"))
def lang(request):
    """Return each language in turn."""
    return request.param


@pytest.fixture
def page(lang):
    """Return a page with few rows."""
    made = MobilityPage(lang=lang)
    made.state.n = ROWS
    return made


def test_the_picture_shows_what_the_office_reads(page):
    """Colours stand for the numbers of that part of the day, crosses where there is none."""
    quarter = 3
    page.state.daypart = DAYPARTS[quarter]
    answer = page.state.outcome(ENCLAVE).answer
    heat, _, crosses = page.try_it.chart.figure["data"]
    drawn = np.array([[np.nan if one is None else one for one in row] for row in heat["z"]], float)
    shown = ~np.isnan(drawn)
    np.testing.assert_allclose(10 ** drawn[shown], answer.counts[quarter][shown])
    assert (answer.counts[quarter][~shown] == 0).all()
    assert len(crosses["x"]) == answer.withheld[quarter].sum()
    assert number(answer.n_shown, page.lang) in page.try_it.sentence.value


def test_the_part_of_the_day_is_about_the_picture_only(page):
    """Another part of the day draws another picture of the same run."""
    before = page.state.outcome(ENCLAVE)
    page.try_it.controls["daypart"].value = DAYPARTS[2]
    assert page.state.outcome(ENCLAVE) is before


def test_noise_says_how_far_it_may_be_off(page):
    """With noise the sentence has the margin, and numbers within it are crossed out."""
    page.state.technique = NOISY
    answer = page.state.outcome().answer
    assert number(answer.margin(), page.lang) in page.try_it.sentence.value
    crosses = page.try_it.chart.figure["data"][2]
    within = (answer.counts[1] <= answer.margin()) & ~np.eye(12, dtype=bool)
    assert len(crosses["x"]) == within.sum()


def test_a_trick_is_refused_by_who_checks_and_works_on_who_does_not(page):
    """The sentence says which of the two it was, and the rows are shown that were read."""
    checking = page.checking
    for trick in TRICKS:
        checking.checks.value, checking.trick.value = True, trick
        assert (checking.tried.error is None) == (trick == "none")
        assert checking.rows.value == ""
        assert page.words(f"trick_why_{trick}") in checking.sentence.value
        wrong = checking.verdict.value.count("✗")
        assert wrong == (0 if trick == "none" else 1)
        checking.checks.value = False
        assert checking.verdict.value == ""
        assert ("<table" in checking.rows.value) == (trick != "none")


def test_the_real_report_is_refused_for_debugging_until_somebody_accepts_that(page):
    """The lesson: a genuine chain, one reason to refuse, and a tick that lets it pass."""
    part = page.genuine
    assert part.reasons == ("debug",)
    assert "ARK-Milan" in part.chain.value
    assert page.words("reason_debug") in part.sentence.value
    part.accept_debug.value = True
    assert part.reasons == ()
    assert part.sentence.value == page.words("genuine_accepted", why="")
    part.own_program.value = part.own_question.value = True
    assert part.reasons == ("measurement", "binding")
    assert "✓" in part.verdict.value


def test_without_the_report_the_page_names_what_to_install(page, monkeypatch):
    """No traceback: an alert with the install line, and the rest of the page goes on."""

    def absent():
        raise MissingExtraError(
            "errors.missing_extra",
            "need {module} for this: pip install {package}",
            module="omne_attest",
            package="pet-workbench[enclave]",
        )

    monkeypatch.setattr(genuine_module, "genuine", absent)
    assert "pip install pet-workbench[enclave]" in page.genuine.alert.value
    assert page.genuine.verdict.value == ""
    assert page.checking.alert.value == ""


def test_without_the_library_the_other_techniques_work(lang, monkeypatch):
    """Where cryptography is old, the page has three techniques and says what to install."""
    monkeypatch.setattr(page_module, "has_library", lambda: False)
    page = MobilityPage(lang=lang)
    assert isinstance(page, PageWithoutEnclave)
    page.state.n = 1_000
    assert page.main == SHARED
    assert tuple(page.case.techniques) == tuple(CASE.techniques)[2:]
    assert "pip install pet-workbench[enclave]" in page.try_it.children[0].value
    for name in ("try_it", "seen", "quality", "cost", "collusion", "own_data"):
        assert getattr(page, name).alert.value == ""
    assert all(len(gains) == 3 for gains in page.breaks.values())


def test_the_host_reads_memory_and_the_list_has_its_sources(page):
    """All rows of all operators, and a link for every published attack."""
    part = page.memory
    part.look.click()
    assert part.found == 4 * ROWS
    assert "<table" in part.rows.value
    links = part.children[5].value
    assert all(one.url in links and one.name in links for one in PUBLISHED)
    page.state.minimum = 5
    assert part.found is None


def test_an_approved_program_can_give_small_numbers_away():
    """Everything shown gives all of them, true totals some, our rule none; no check objects."""
    page = MobilityPage(lang="nl")
    page.state.n = 100_000
    part, truth = page.publishing, true_table(page.state.tables).reshape(-1)[CELLS]
    small = int(((truth > 0) & (truth < page.state.minimum)).sum())
    found = {}
    for way, button in (("all", part.all), ("totals", part.totals), ("ours", part.ours)):
        button.click()
        found[way] = part.known
        assert part.sentence.value
    assert found["all"] == small > 0
    assert 0 < found["totals"] <= small
    assert found["ours"] == 0
    assert part.table.value == ""


def test_two_tables_give_a_persons_day_away_unless_they_are_counted(page):
    """The difference is exactly the movements of one person; every way round the count fails."""
    part = page.again
    person = part.person()
    part.way.value = UNCOUNTED
    part.ask.click()
    rows = rows_of(page.state.tables[OPERATORS[0]])
    own = movements(rows[rows["person"] == person.number])
    assert part.found == tuple(np.flatnonzero(own).tolist()) == person.cells
    for way in WAYS:
        part.way.value = way
        part.ask.click()
        assert part.found is None
        assert "alert" in part.sentence.value


def test_where_nobody_stands_out_safely_the_page_says_so(page):
    """With few rows there is no person whose movements are all shown."""
    page.state.n = 1_000
    page.again.ask.click()
    assert page.again.sentence.value == page.words("again_nobody")


def test_own_files_are_read_and_answered(page):
    """The example files give an answer without errors, and a table to take home."""
    given = {slug: UploadedFile(name, content) for slug, (name, content) in examples(page).items()}
    tables = page.read(given)
    outcome = CASE.run(ENCLAVE, tables)
    answer = page.own_answer(tables, outcome)
    assert outcome.error == 0
    assert list(answer.frame.columns) == ["daypart", "origin", "destination", "persons"]
    assert len(answer.frame) == outcome.answer.n_shown > 0
    assert (answer.frame["persons"] >= 10).all()


def test_the_number_exercise_has_the_answer_of_the_page():
    """Its right answer is what two runs differ by."""
    solution, tables = TASKS[0].solve(), CASE.load(n=N, seed=1)
    many, few = (
        CASE.run(SHARED, tables, minimum=minimum, keep_payload_bytes=0).answer.n_shown
        for minimum in (LOW, HIGH)
    )
    assert solution.right == many - few
