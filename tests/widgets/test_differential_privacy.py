"""The page on differential privacy: what it shows really happens, in both languages."""

import hashlib
import re
import time
from dataclasses import replace

import numpy as np
import pytest

from pet_workbench.dp.errors import BudgetError
from pet_workbench.dp.statement import read_statement
from pet_workbench.i18n import LANGUAGES, catalogue
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.differential_privacy import DifferentialPrivacy
from pet_workbench.widgets.differential_privacy.beside import EPSILONS, MOST_KEPT, SIZES
from pet_workbench.widgets.differential_privacy.beyond import recorded_html
from pet_workbench.widgets.differential_privacy.budget import ASKABLE, BUDGET
from pet_workbench.widgets.differential_privacy.choices import bound_errors, limit_errors
from pet_workbench.widgets.differential_privacy.counted import epsilons
from pet_workbench.widgets.differential_privacy.own import ASKABLE as RELEASABLE
from pet_workbench.widgets.differential_privacy.own import BINS, example
from pet_workbench.widgets.differential_privacy.page import TASKS
from pet_workbench.widgets.differential_privacy.quality import (
    EPSILONS as QUALITY_EPSILONS,
)
from pet_workbench.widgets.differential_privacy.quality import (
    epsilon_needed,
    margin_of,
    usual_answer,
)
from pet_workbench.widgets.differential_privacy.questions import HIDDEN, QUESTIONS, UNITS
from pet_workbench.widgets.differential_privacy.town import (
    PERSON,
    ask,
    new_ledger,
    private_town,
    town,
)
from pet_workbench.widgets.upload import UploadedFile
from tests.bench.peer_kit import record

PARTS = (
    "beside", "budget", "counted", "singled_out", "asked_again", "reconstructed", "mistakes",
    "quality", "choices", "beyond", "own", "exercises",
)  # fmt: skip
FAST_SECONDS = 0.3
OWN = record(seconds=(0.5,), family="beyond", job="table", n=1_000_000)


def on_spark(**more):
    """Return what Spark took for the same table, forty times as long."""
    return record("pipeline-dp", (20.0,), (0.5,), family="beyond", variant="spark", more=more)


@pytest.fixture(scope="module")
def page():
    """Return the page in Dutch."""
    return DifferentialPrivacy(lang="nl")


@pytest.fixture(scope="module", params=LANGUAGES)
def any_page(request):
    """Return the page in each language."""
    return DifferentialPrivacy(lang=request.param)


@pytest.mark.parametrize("name", PARTS)
def test_every_part_can_be_shown_alone(any_page, name):
    """A part is made once, and needs no other."""
    assert getattr(any_page, name) is getattr(any_page, name)


class TestBeside:
    """The exact answer beside noisy ones."""

    @pytest.fixture
    def beside(self, page):
        """Return the panel as it begins."""
        panel = page.beside
        panel.question.value, panel.unit.value, panel.hidden.value = "debts", "person", HIDDEN[0]
        panel.size.value, panel.epsilon.value = 20_000, 0.5
        panel.refresh()
        return panel

    @pytest.mark.parametrize("question", QUESTIONS)
    @pytest.mark.parametrize("unit", UNITS)
    @pytest.mark.parametrize("hidden", HIDDEN)
    def test_every_question_is_answered_for_every_promise(self, beside, question, unit, hidden):
        """Nothing is refused, and the exact answer is that of the residents."""
        beside.unit.value, beside.hidden.value = unit, hidden
        beside.question.value = question
        assert beside.alert.value == ""
        assert np.array_equal(beside.exact, QUESTIONS[question].exact(town(20_000)))
        assert beside.told.value

    @pytest.mark.parametrize("epsilon", [EPSILONS[0], EPSILONS[-1]])
    @pytest.mark.parametrize("size", [SIZES[0], SIZES[-1]])
    @pytest.mark.parametrize("question", QUESTIONS)
    def test_extreme_settings_are_answered_too(self, beside, question, size, epsilon):
        """Much noise on few residents is told in words, and is no error."""
        beside.size.value, beside.epsilon.value = size, epsilon
        beside.question.value = question
        assert beside.alert.value == ""

    def test_again_draws_other_noise_about_the_same_truth(self, beside):
        """The exact answer stays, the noisy ones differ, and only the last few are kept."""
        exact = beside.exact
        for _ in range(MOST_KEPT + 3):
            beside.again()
        assert beside.exact == exact
        assert len(beside.answers) == MOST_KEPT
        assert len({value for _, value, _ in beside.answers}) > 1

    def test_margins_hold_the_truth_about_as_often_as_they_say(self, beside):
        """Of 80 answers at 95 %, 66 at least: fewer is five deviations away."""
        question, held = QUESTIONS["debts"], 0
        exact = question.exact(town(2_000))
        query = question.query(0.5, PERSON)
        for _ in range(80):
            release = ask(query, new_ledger(0.5), purpose="test", n=2_000)
            low, high = release.interval(0.95)
            held += low <= exact <= high
        assert held >= 66

    def test_less_epsilon_is_more_noise_and_less_to_know(self, beside):
        """The sentence says a smaller chance, and the margin is wider."""
        beside.epsilon.value = 0.05
        wide, strong = beside.answers[0], beside.risk.value
        beside.epsilon.value = 5
        narrow, weak = beside.answers[0], beside.risk.value
        assert wide[2] - wide[0] > 20 * (narrow[2] - narrow[0])
        assert chance(strong) < 55
        assert chance(weak) > 95

    def test_it_follows_the_hand(self, beside):
        """A slider moves within 300 ms, with the noise drawn and the ledger charged."""
        beside.epsilon.value = 1
        start = time.perf_counter()
        beside.epsilon.value = 2
        assert time.perf_counter() - start < FAST_SECONDS


def chance(sentence):
    """Return the first percentage in a sentence."""
    return float(re.search(r"(\d+)%", sentence)[1])


class TestBudget:
    """The ledger fills up, and refuses."""

    @pytest.fixture(params=ASKABLE)
    def budget(self, any_page, request):
        """Return the panel with a full ledger."""
        panel = any_page.budget
        panel.accounting.value, panel.question.value = "basic", request.param
        panel.epsilon.value = 0.2
        panel.start_over()
        return panel

    def test_it_answers_until_the_budget_is_spent(self, budget):
        """Five questions of a fifth, and the sixth is refused in words."""
        for number in range(1, 6):
            budget.ask()
            assert len(budget.ledger.entries) == number
            assert budget.refusal is None
        budget.ask()
        assert isinstance(budget.refusal, BudgetError)
        assert len(budget.ledger.entries) == 5
        title = catalogue(budget.words.lang)["differential_privacy.budget_refused"]
        assert title in budget.told.value

    def test_the_sharper_way_answers_more_for_the_same_budget(self, budget):
        """Several times as many questions, and still within the budget."""
        budget.ask_on()
        basic = len(budget.ledger.entries)
        budget.accounting.value = "concentrated"
        budget.ask_on()
        assert len(budget.ledger.entries) >= 4 * basic
        assert budget.ledger.spent.epsilon <= BUDGET
        assert isinstance(budget.refusal, BudgetError)

    def test_a_new_ledger_is_full(self, budget):
        """Nothing of the last one is left."""
        budget.ask_on()
        budget.start_over()
        assert (budget.ledger.entries, budget.refusal, budget.table.value) == ((), None, "")


class TestCounted:
    """What ten Gaussians cost."""

    def test_ten_cost_five_as_the_library_counts_and_less_than_a_third_in_truth(self, any_page):
        """Computed here and now: 5.0, 1.49 and 1.39."""
        panel = any_page.counted
        panel.releases.value = 10
        panel.attack()
        costs = {way: round(epsilon, 2) for way, epsilon in panel.costs.items()}
        assert costs == {"library": 5.0, "rho": 1.49, "pld": 1.39}
        assert panel.table.value

    @pytest.mark.parametrize("releases", [1, 90])
    def test_the_order_is_always_the_same(self, releases):
        """The library counts most, the distribution least."""
        costs = epsilons(releases)
        assert costs["library"] > costs["rho"] > costs["pld"] > 0


class TestSingledOut:
    """Two questions that differ in the doctor."""

    @pytest.mark.parametrize(("subject", "truth"), [("debts", 1), ("incomes", 118_000)])
    def test_exact_answers_give_the_doctor_away(self, any_page, subject, truth):
        """The difference is exactly the doctor's."""
        panel = any_page.singled_out
        panel.subject.value, panel.how.value = subject, "exact"
        panel.attack()
        first, second = panel.answers
        assert first - second == truth
        assert panel.rate == 1
        assert panel.refused is None

    @pytest.mark.parametrize("subject", ["debts", "incomes"])
    def test_a_ledger_hides_the_doctor_and_refuses_a_third_question(self, any_page, subject):
        """At a budget of 1 a guess is right at most 73 % of the times, give or take chance."""
        panel = any_page.singled_out
        panel.subject.value, panel.how.value, panel.epsilon.value = subject, "ledger", 1
        panel.attack()
        assert panel.rate < 0.731 + 0.05
        assert isinstance(panel.refused, BudgetError)
        assert panel.refusal.value == ""

    def test_little_is_hidden_when_the_budget_is_large(self, page):
        """At a budget of 5 most guesses about debts are right: the ledger is only as good as it."""
        panel = page.singled_out
        panel.subject.value, panel.how.value, panel.epsilon.value = "debts", "ledger", 5
        panel.attack()
        assert panel.rate > 0.75


class TestAskedAgain:
    """The same question again and again."""

    def test_noise_averages_out_without_a_ledger_and_is_refused_with_one(self, any_page):
        """A thousand answers are off by less than two; the ledger gives ten."""
        panel = any_page.asked_again
        panel.times.value, panel.epsilon.value = 1_000, 0.1
        panel.attack()
        truth = town(20_000).query("district == 5")["debts"].sum()
        assert abs(panel.free.averages[-1] - truth) < 2
        assert len(panel.charged.answers) == 10
        assert isinstance(panel.charged.refusal, BudgetError)
        assert panel.chart.figure["data"]

    def test_few_questions_fit_in_the_budget(self, page):
        """Ten times a twentieth is not refused."""
        panel = page.asked_again
        panel.times.value, panel.epsilon.value = 10, 0.05
        panel.attack()
        assert panel.charged.refusal is None
        assert len(panel.charged.answers) == 10


class TestReconstructed:
    """A whole ballot from questions about groups."""

    def share(self, panel, how):
        """Return which share of the votes is known, on average over some ballots."""
        panel.how.value, panel.people.value, panel.questions.value = how, 60, 4
        shares = []
        for _ in range(3):
            panel.attack()
            shares.append(panel.right.mean())
        return np.mean(shares)

    def test_exact_answers_give_the_ballot(self, any_page):
        """Every vote is known."""
        assert self.share(any_page.reconstructed, "exact") == 1

    def test_noise_per_answer_does_not_help(self, page):
        """Nearly every vote is known although each answer is noisy."""
        assert self.share(page.reconstructed, "each") > 0.9

    def test_one_ledger_for_all_answers_does(self, page):
        """Little more than tossing a coin: at most three in four, for one budget of 1."""
        assert self.share(page.reconstructed, "ledger") < 0.731
        assert page.reconstructed.answered == 240


class TestMistakes:
    """Noise made in the wrong way."""

    def test_last_digits_prove_the_truth_but_for_whole_numbers(self, any_page):
        """Hundreds of answers of two libraries, none of ours."""
        panel = any_page.mistakes.last_digits
        panel.attack()
        proofs = {name: int(one.betrayed.sum()) for name, one in panel.found.items()}
        assert proofs["own"] == 0
        assert min(proofs["textbook"], proofs["library"]) > 300

    def test_a_fixed_seed_gives_the_income_away(self, any_page):
        """Exactly, in both libraries; only ours says that its noise is predictable."""
        panel = any_page.mistakes.seeds
        reads = []
        for _ in range(2):
            panel.clear()
            panel.attack()
            reads.append({one.name: one.read for one in panel.attempts})
        marks = {one.name: one.is_marked for one in panel.attempts}
        assert [read["library-fixed"] for read in reads] == pytest.approx([118_000] * 2, abs=0.01)
        assert [read["own-fixed"] for read in reads] == [118_000] * 2
        assert any(abs(read["library-fresh"] - 118_000) > 1 for read in reads)
        assert any(abs(read["own-fresh"] - 118_000) > 1 for read in reads)
        assert (marks["own-fixed"], marks["own-fresh"], marks["library-fixed"]) == (
            True,
            False,
            None,
        )


class TestQuality:
    """Margins before anybody asks."""

    @pytest.mark.parametrize("about", ["debts", "income"])
    def test_margins_shrink_with_size_and_with_epsilon(self, about):
        """A larger group and a larger epsilon are more accurate."""
        shares = [
            margin_of(about, n=n, epsilon=0.5) / usual_answer(about, n=n)
            for n in (100, 1_000, 10_000)
        ]
        assert shares == sorted(shares, reverse=True)
        assert margin_of(about, n=1_000, epsilon=0.1) > margin_of(about, n=1_000, epsilon=1)

    @pytest.mark.parametrize("about", ["debts", "income"])
    def test_the_epsilon_it_names_does_and_less_does_not(self, about):
        """The smallest epsilon for the wanted margin, to the thousandth."""
        wanted = 0.05 * usual_answer(about, n=5_000)
        needed = epsilon_needed(about, n=5_000, margin=wanted)
        assert margin_of(about, n=5_000, epsilon=needed) <= wanted
        assert margin_of(about, n=5_000, epsilon=needed * 99 / 100) > wanted

    def test_what_no_epsilon_reaches_is_told(self, any_page):
        """One per cent of an income in a group of fifty is impossible."""
        panel = any_page.quality
        panel.about.value, panel.size.value, panel.wanted.value = "income", 50, 1
        assert epsilon_needed("income", n=50, margin=389) is None
        beginning = catalogue(panel.words.lang)["differential_privacy.quality_impossible"]
        assert panel.needed.value[:10] == beginning[:10]

    def test_it_follows_the_hand(self, page):
        """Every slider moves within 300 ms."""
        panel = page.quality
        panel.epsilon.value = QUALITY_EPSILONS[0]
        start = time.perf_counter()
        panel.epsilon.value = QUALITY_EPSILONS[-1]
        assert time.perf_counter() - start < FAST_SECONDS


class TestChoices:
    """A bound and a limit."""

    @pytest.mark.parametrize(
        ("errors", "settings"),
        [(bound_errors, (40_000, 100_000, 1_000_000)), (limit_errors, (1, 20, 400))],
    )
    def test_cutting_off_falls_and_noise_grows(self, errors, settings):
        """The two errors pull in opposite directions."""
        found = [errors(setting, n=500, epsilon=0.2) for setting in settings]
        assert found[0].cut > found[1].cut > found[2].cut >= 0
        assert found[0].noise < found[1].noise < found[2].noise

    def test_a_limit_as_high_as_the_data_leaves_nothing_out(self):
        """The one with four hundred contacts counts in full."""
        assert limit_errors(400, n=500, epsilon=1).cut == 0

    def test_the_best_setting_has_the_lowest_point(self, any_page):
        """It is neither the first nor the last."""
        for panel in (any_page.choices.bound, any_page.choices.limit):
            options = [value for _, value in panel.setting.options]
            assert panel.best() not in (options[0], options[-1])
            panel.setting.value = panel.best()
            assert panel.told.value
            assert len(panel.chart.figure["data"]) == 3


class TestBeyond:
    """What was measured on Spark."""

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_the_record_becomes_a_table(self, lang):
        """Ours first, with how many times as long the others take."""
        ours = replace(OWN, machine={"processor": "a <processor>"})
        shown = recorded_html((ours, on_spark()), Words(lang, "differential_privacy"))
        assert shown.count('<th scope="row">') == 2
        assert ">40<" in shown
        assert "&lt;processor&gt;" in shown

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_the_time_to_start_is_told_where_it_was_measured(self, lang):
        """The first answer of Spark waits for its start."""
        words = Words(lang, "differential_privacy")
        told = recorded_html((OWN, on_spark(first_answer_seconds=58.3)), words)
        assert words.duration(58.3) in told
        assert words.duration(58.3) not in recorded_html((OWN, on_spark()), words)

    def test_without_a_record_it_says_so(self):
        """No file, or one without our own time, is told in words."""
        words = Words("en", "differential_privacy")
        none = catalogue("en")["differential_privacy.beyond_none"]
        assert none in recorded_html((), words)
        assert none in recorded_html((on_spark(),), words)


class TestOwn:
    """A file of the reader's own."""

    @pytest.fixture
    def own(self, any_page):
        """Return the panel with the example chosen, and no accounts."""
        panel = any_page.own
        panel.accounts.clear()
        panel.epsilon.value, panel.limit.value = 0.2, 1
        panel.upload.pickers["own"].file = UploadedFile("a.csv", example(panel.words))
        return panel

    @pytest.mark.parametrize("question", RELEASABLE)
    def test_an_answer_comes_with_its_statement(self, own, question):
        """The example is accepted as it is; the JSON is a statement, and the words are there."""
        own.question.value = question
        own.upload.job.run()
        assert own.upload.job.state == "done", own.upload.job.alert.value
        statement = read_statement(own.upload.download.content.decode())
        assert statement.document["spent"] == {"epsilon": "0.2", "delta": "0"}
        assert own.words_file.content.decode() == statement.markdown(own.words.lang)
        released = statement.document["releases"][0]["released"]
        assert sum(len(numbers) for numbers in released.values()) == (
            BINS if question == "histogram" else 2 if question == "mean" else 1
        )

    def test_a_count_is_near_the_number_of_people_who_count(self, own):
        """With one row per person, 600 of the 650 rows."""
        own.question.value, own.epsilon.value = "count", 1
        own.upload.job.run()
        statement = read_statement(own.upload.download.content.decode())
        assert abs(statement.document["releases"][0]["value"] - 600) < 20

    def test_the_same_file_keeps_its_ledger(self, own):
        """Under another name as well; over budget it is refused and nothing is offered."""
        own.question.value, own.epsilon.value = "count", 0.5
        for name in ("a.csv", "b.csv"):
            own.upload.pickers["own"].file = UploadedFile(name, example(own.words))
            own.upload.job.run()
            assert own.upload.job.state == "done"
        own.upload.job.run()
        assert own.upload.job.state == "failed"
        assert isinstance(own.upload.job.error, BudgetError)
        assert own.words_file.content == b""
        assert own.upload.download.content == b""

    def test_the_statement_has_no_fingerprint_of_the_file(self, own):
        """Nothing in it can be computed from the file: that would let guesses of a row be tried."""
        own.question.value = "count"
        own.upload.job.run()
        id = read_statement(own.upload.download.content.decode()).document["dataset"]
        content = example(own.words)
        for name in hashlib.algorithms_guaranteed - {"shake_128", "shake_256"}:
            assert id not in hashlib.new(name, content).hexdigest()
        for size in range(1, 65):
            assert id not in hashlib.blake2b(content, digest_size=size).hexdigest()

    def test_another_file_has_a_ledger_of_its_own(self, own):
        """A budget belongs to data."""
        own.question.value, own.epsilon.value = "count", 1
        own.upload.job.run()
        rows = "".join(f"{person};100,50\r\n" for person in range(1, 60))
        own.upload.pickers["own"].file = UploadedFile("c.csv", f"person;amount\n{rows}".encode())
        own.upload.job.run()
        assert own.upload.job.state == "done", own.upload.job.alert.value
        assert len(own.accounts) == 2

    @pytest.mark.parametrize(
        "content", [b"person;salary\n1;2\n", b"person;amount\nx;2\n", b"person;amount\n"]
    )
    def test_a_wrong_file_costs_nothing(self, own, content):
        """It is refused before there is a ledger."""
        own.upload.pickers["own"].file = UploadedFile("wrong.csv", content)
        own.upload.job.run()
        assert own.upload.job.state == "failed"
        assert own.accounts == {}


class TestExercises:
    """Six questions."""

    def test_every_right_answer_is_accepted_and_every_wrong_one_is_not(self, any_page):
        """The solutions that the page computes solve its exercises."""
        for task in TASKS:
            exercise = any_page.exercises.named[task.name]
            field = exercise.children[1]
            solution = getattr(task, "solve", None)
            right = task.right if solution is None else str(round(float(task.solve().right)))
            field.value = right
            exercise.check()
            assert exercise.solved, task.name
            wrong = next(one for one in getattr(task, "options", ("0",)) if one != right)
            field.value = wrong
            exercise.check()
            assert not exercise.solved, task.name


def test_the_private_table_of_the_page_shows_nothing():
    """Not even in an error or a printout."""
    assert "34" not in repr(private_town(2_000))
