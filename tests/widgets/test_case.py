"""Tests of the frame of the case pages, on an invented case with two owners and three computers."""

import asyncio
import re
import time

import pytest
import traitlets

from pet_workbench.i18n import catalogue
from pet_workbench.widgets import UploadedFile
from pet_workbench.widgets.case import Busy, Section, Words
from pet_workbench.widgets.case.collusion import overview
from pet_workbench.widgets.case.seats import coalitions, seats
from pet_workbench.widgets.case.tampering import last_multiplications, last_opening
from pet_workbench.widgets.chart import Chart
from tests.contracts import case_pages
from tests.widgets.invented_case import CASE, READER, TEXTS, CoinsPage

SECRET, PLAIN = CASE.techniques


@pytest.fixture
def page(monkeypatch):
    """Return the page of the invented case, with its words in the English catalogue."""
    for key, words in TEXTS.items():
        monkeypatch.setitem(catalogue("en"), f"coins.{key}", words)
    return CoinsPage(lang="en")


@pytest.fixture
def whole(page, monkeypatch, tmp_path):
    """Return the page with example files."""
    for slug in page.files:
        name = tmp_path / "examples" / f"coins_{slug}_example.csv"
        name.parent.mkdir(exist_ok=True)
        name.write_text("coins,<b>\n1\n2\n")
    monkeypatch.setattr("pet_workbench.widgets.case.own_data.data_path", lambda: tmp_path)
    return page


class TestWords:
    """Texts of the case come first, shared ones second."""

    def test_the_case_wins_over_the_shared_part(self, page):
        """A key of the case replaces the shared one; what it lacks is shared."""
        assert page.words("people", n=3) == "3 players"
        assert page.words("cost_rounds") == catalogue("en")["case.cost_rounds"]
        assert page.words("page.yes") == catalogue("en")["page.yes"]

    def test_a_missing_text_is_an_error(self, page):
        """Nobody meets a page with a hole in it."""
        with pytest.raises(KeyError, match=r"coins\.no_such_text"):
            page.words("no_such_text")
        assert not page.words.has("no_such_text")
        assert page.words.optional("no_such_text") == ""

    @pytest.mark.parametrize(
        ("step", "technique", "said"),
        [
            ("products", PLAIN, "products"),
            ("products", SECRET, "share of products"),
            ("products hash", SECRET, "check on: share of products"),
            ("coins part 2", SECRET, "share 2 of: coins"),
            ("coins 17", SECRET, "coins"),
            ("carry half", SECRET, "intermediate steps of the comparison"),
            ("shuffled once 3", SECRET, "intermediate steps of shuffling"),
            ("never heard of", SECRET, "intermediate step"),
            ("never heard of hash", SECRET, "intermediate step"),
        ],
    )
    def test_a_step_gets_the_most_special_words(self, page, step, technique, said):
        """Technique first, then the step, its kind, a related step, and at last general words."""
        assert page.words.step(step, technique) == said
        assert page.words.knows_step(step, technique) == (not said.endswith("intermediate step"))

    def test_facts_are_written_as_the_reader_does(self):
        """Whole numbers have no decimals, others one, texts are left alone."""
        facts = {"n": 1234, "share": 0.5, "name": "SVB"}
        assert Words("nl").written(facts) == {"n": "1.234", "share": "0,5", "name": "SVB"}

    def test_a_party_without_words_keeps_its_name(self):
        """Not every party needs an entry in the catalogue."""
        assert Words("nl").all(["SVB", "Gemeente", "Anna"]) == "de SVB, de gemeente en Anna"


class TestState:
    """One state, runs kept as long as the choices stand."""

    def test_a_run_is_computed_once(self, page):
        """The same choices give the same object; more than a few are not kept."""
        first = page.state.outcome()
        page.state.factor = 2
        assert page.state.outcome() is not first
        page.state.factor = 1
        assert page.state.outcome() is first
        for n in range(21, 40):
            page.state.n = n
            page.state.outcome()
        assert len(page.state._kept) == page.state.most_kept

    def test_an_unknown_technique_is_refused(self, page):
        """A slug is completed; anything else is an error."""
        from pet_workbench.core import ParameterError

        page.state.technique = "plain-exchange"
        with pytest.raises(ParameterError):
            page.state.technique = "magic"


class TestSeats:
    """Places on the page for parties, one by one or by role."""

    def test_a_party_alone_in_its_role_sits_there(self, page):
        """Others of its role have a seat by name."""
        assert list(seats(page.state.roles)) == ["noord", "zuid", "a", "b", "c", "reader"]

    def test_of_a_crowd_a_few_have_a_seat(self):
        """A hundred reporters do not get a hundred check boxes."""
        crowd = {f"org {k}": "reporter" for k in range(100)}
        assert list(seats({**crowd, "NCSC": "reader"})) == ["org_0", "org_1", "reader"]

    def test_coalitions_of_a_kind_are_all_found(self, page):
        """Two of three computing parties make three coalitions."""
        assert len(coalitions("computer+computer", page.state.roles)) == 3
        assert coalitions("computer+nobody", page.state.roles) == []


def test_controls_and_state_move_each_other(page):
    """A slider, a choice and a check box set the state and follow it."""
    controls = page.try_it.controls
    controls["factor"].value, controls["is_fair"].value = 2, False
    page.state.crowd = 4
    assert (page.state.factor, page.state.is_fair, controls["crowd"].value) == (2, False, 4)
    assert controls["factor"].label == "€2.00"


def test_try_it_shows_figures_notes_and_a_chart_if_there_is_one(page):
    """Figures are labelled, settings filled in, plain text escaped; the chart may be absent."""
    shown = page.try_it
    whole = "".join(getattr(child, "value", "") for child in shown.children)
    assert ">found<" in shown.figures.value
    assert "a &lt; b" in shown.remark.value
    assert "Factor 1" in whole
    assert "Chart &lt;1&gt;" in whole
    assert shown.chart.layout.display == ""
    page.state.is_fair = False
    assert shown.chart.layout.display == "none"


def test_a_refusal_is_told_in_words(page):
    """Where the case refuses a choice, the section says why, and recovers."""
    page.try_it.controls["factor"].value = 4
    assert "pet-error" in page.try_it.alert.value
    page.try_it.controls["factor"].value = 3
    assert page.try_it.alert.value == ""


def test_long_work_is_announced_and_short_work_is_not(monkeypatch):
    """After half a second there is a line, which goes away with the work."""
    monkeypatch.setattr("pet_workbench.widgets.case.section.PATIENCE_SECONDS", 0.02)
    busy, said = Busy(Words("en")), []
    busy.observe(lambda change: said.append(change["new"]), "value")
    with busy.while_working():
        time.sleep(0.2)
    assert [bool(words) for words in said] == [True, False]
    monkeypatch.setattr("pet_workbench.widgets.case.section.PATIENCE_SECONDS", 60)
    with busy.while_working():
        pass
    assert len(said) == 2


def test_there_is_one_card_per_role_with_the_parties_in_it(page):
    """Three computing parties share a card; its samples are of the first of them."""
    seen = page.seen
    heads = [box.children[0].value for box in seen._framed.values()]
    assert heads == ["<h3>Noord and Zuid</h3>", "<h3>A, B and C</h3>", "<h3>Municipality</h3>"]
    key = page.state.outcome().transcript.view("A").find("coins part 1")[0].first_values(3)
    assert "; ".join(map(str, key)) in seen.cards["computer"].value
    assert "<h4>" not in seen.cards["owner"].value


def test_leaks_of_the_chosen_technique_are_listed(page):
    """Without leaks the page says so."""
    assert catalogue("en")["case.leaks_none"] in page.seen.leaks.value
    page.state.technique = PLAIN
    assert catalogue("en")["case.leak_all_data_at_reader"] in page.seen.leaks.value


def test_amounts_are_written_as_money(page):
    """Cents that a party read stand as euros on its card."""
    page.state.technique = PLAIN
    assert "€" in page.seen.cards["reader"].value


@pytest.mark.parametrize("seat", ["noord", "a", "reader"])
@pytest.mark.parametrize("technique", CASE.techniques)
def test_no_message_is_left_out_of_the_list(page, technique, seat):
    """Lines of one purpose and sender add up to everything that a party received."""
    page.state.technique = technique
    page.seen.party.value = seat
    party = seats(page.state.roles)[seat]
    transcript = page.state.outcome().transcript
    received = transcript.view(party).received if party in transcript.parties else ()
    rows = re.findall(r"<tr><th scope=\"row\".*?</tr>", page.seen.messages.value)
    counts = [int(re.search(r'<td class="pet-number">(\d+)</td>', row)[1]) for row in rows]
    assert sum(counts) == len(received)


def test_the_list_begins_with_a_party_that_received_something(page):
    """Owners only send, so the first to look at is a computing party."""
    assert page.seen.party.value == "a"
    page.state.technique = PLAIN
    assert "A received no message" in page.seen.messages.value


def test_parties_to_look_at_follow_the_run(page):
    """When other parties may take part, the choice offers those."""
    assert "d" not in [seat for _, seat in page.seen.party.options]
    page.state.run_arguments = lambda: {"factor": page.state.factor, "computers": ("A", "B", "D")}
    page.state.factor = 2
    assert "d" in [seat for _, seat in page.seen.party.options]
    assert list(page.collusion.boxes) == ["noord", "zuid", "a", "b", "d", "reader"]


def test_quality_says_same_or_differs_or_withheld(page, monkeypatch):
    """The verdict follows from the errors and from what was opened."""
    same, differs = (
        page.words(key, difference="20") for key in ("quality_same", "quality_differs")
    )
    assert page.quality.sentence.value == same
    monkeypatch.setattr(page, "is_opened", lambda outcome: outcome.technique == PLAIN)
    page.quality.refresh()
    assert page.quality.sentence.value == page.words("quality_withheld")
    assert page.words("figure_withheld") in page.quality.table.value
    monkeypatch.setattr(CASE, "error", lambda answer, exact: 20.0)
    page.state.n = 40
    assert page.quality.sentence.value.startswith(differs.partition("20")[0])


def test_cost_compares_with_sending_everything_where_there_is_that(page, monkeypatch):
    """The factor is one of bytes; without the contrast the bytes themselves are told."""
    bytes_ = {id: page.state.outcome(id).transcript.bytes for id in CASE.techniques}
    factor = page.words.number(bytes_[SECRET] / bytes_[PLAIN], 1)
    assert factor in page.cost.sentence.value
    assert f">{page.state.outcome(SECRET).transcript.rounds}</td>" in page.cost.table.value
    monkeypatch.setattr(CASE, "techniques", {SECRET: CASE.techniques[SECRET]})
    page.cost.refresh()
    assert page.words.size(bytes_[SECRET]) in page.cost.sentence.value


def test_each_coalition_gets_its_sentence_and_loses_it(page):
    """Gain or verdict picks the words; another tick takes the result away."""
    collusion = page.collusion
    collusion.collude()
    assert collusion.sentence.value == page.words("collusion_nobody")
    collusion.boxes["a"].value = True
    collusion.collude()
    assert collusion.sentence.value == page.words("collusion_nothing_one", who="A")
    collusion.boxes["c"].value = True
    collusion.collude()
    assert collusion.sentence.value == "all of 2 by A and C"
    page.state.technique = PLAIN
    assert collusion.sentence.value == page.words("collusion_ready")
    collusion.collude()
    assert collusion.sentence.value == page.words("collusion_nothing_more", who="A and C")
    collusion.boxes["reader"].value = True
    collusion.collude()
    assert collusion.sentence.value == "told 20 to A, C and the municipality"
    assert collusion.table.value == "<table></table>"
    collusion.boxes["a"].value = False
    assert collusion.table.value == ""


def test_the_overview_names_coalitions_by_role(page):
    """Rows are made from the names of the roles."""
    rows = re.findall(r'<th scope="row">(.*?)</th>', overview(page))
    assert rows[:2] == ["Data owner alone", "Computing party alone"]
    assert rows[3] == "Computing party and computing party"


def test_a_changed_product_goes_unnoticed_and_a_changed_opening_does_not(page):
    """The generic places to change are found by the names of steps."""
    outcome = page.state.outcome(SECRET)
    messages = outcome.transcript.messages
    assert messages[last_opening(outcome)].step == "products"
    places = last_multiplications(outcome)
    assert [messages[at].step for at in places] == ["product again"] * 3 + ["product"] * 3
    page.tampering.tamper()
    assert page.tampering.multiplied.value.startswith("<p><strong>Nobody noticed.</strong> The")
    assert page.tampering.opened.value == page.words("tamper_open_result")
    page.state.n = 40
    assert page.tampering.opened.value == ""


def test_where_every_product_is_opened_at_once_a_change_is_detected(page):
    """The page does not say that nobody noticed what the opening does notice."""
    page.state.run_arguments = lambda: {"times": 0}
    page.tampering.tamper()
    assert page.tampering.multiplied.value == page.words("tamper_multiply_detected")


def test_nothing_is_opened_where_no_hash_travels(page):
    """A technique without an opening has none to change."""
    with pytest.raises(ValueError, match="hash"):
        last_opening(page.state.outcome(PLAIN))


def test_own_files_give_an_answer_in_the_reader_s_columns(whole, monkeypatch):
    """Files are read per party, run as the page says, the check is added, the table renamed."""
    upload = whole.own_data.upload
    assert "<code>coins</code>, <code>&lt;b&gt;</code>" in whole.own_data.children[0].value
    assert "With 1" in whole.own_data.settings.value
    monkeypatch.setattr(whole, "own_arguments", lambda: {"times": 0})
    for slug in whole.files:
        upload.pickers[slug].file = UploadedFile("x.csv", b"coins\n3\n4\n")
    upload.job.run()
    assert upload.job.state == "done"
    assert upload.result.value == f"<p>ok</p><p>{whole.words('own_same')}</p>"
    assert upload.download.content.decode("utf-8-sig").split() == ["munten", "3", "4"]
    assert upload.download.filename == "coins.csv"


def test_exercises_check_themselves(page):
    """A choice, a number with a tolerance, and a remark on one wrong number."""
    who, total = page.exercises.exercises
    assert page.exercises.named == {"who": who, "sum": total}
    field = who._fields[0]
    field.value = "nobody"
    who.check()
    assert not who.solved
    assert who.feedback.value.startswith('<p class="pet-wrong">')
    field.value = "two"
    who.check()
    assert who.solved
    for written, solved in (("5", False), ("7", False), ("2.55", True)):
        total._fields[0].value = written
        total.check()
        assert total.solved == solved
        assert ("not 5" in total.feedback.value) == (written == "5")


def test_a_case_without_figures_may_have_a_note_instead(page, monkeypatch):
    """Nothing published is no error; a note says why, if there are words for it."""
    assert [child.value for child in page.facts.children[:-1]] == [""]
    monkeypatch.setitem(catalogue("en"), "coins.facts_note", "<p>nobody counted</p>")
    assert "nobody counted" in CoinsPage(lang="en").facts.children[0].value


def test_the_page_keeps_the_contract(whole):
    """The checks of the contract hold for the invented page as well."""
    case_pages.check_names(whole)
    case_pages.check_cards(whole)
    case_pages.check_leaks(whole)
    case_pages.check_collusion(whole)
    case_pages.check_sections(whole)
    for id in CASE.techniques:
        outcome = whole.state.outcome(id)
        case_pages.check_steps(whole, outcome)
        case_pages.check_samples(whole, outcome)
        case_pages.check_overview(whole, outcome)


@pytest.mark.parametrize(
    ("check", "spoil"),
    [
        (case_pages.check_cards, {"coins.seen_secret-sharing_owner": None}),
        (case_pages.check_names, {"case.technique_plain-exchange": "Secret sharing"}),
    ],
)
def test_the_contract_notices_missing_words(page, monkeypatch, check, spoil):
    """A page with a hole does not pass."""
    for key, words in spoil.items():
        if words is None:
            monkeypatch.delitem(catalogue("en"), key)
        else:
            monkeypatch.setitem(catalogue("en"), key, words)
    with pytest.raises(AssertionError):
        check(page)


def test_the_contract_notices_a_false_overview(page, monkeypatch):
    """An overview that promises too much does not pass."""
    monkeypatch.setattr(
        CoinsPage, "breaks", {**CoinsPage.breaks, "computer+computer": ("nothing", "nothing")}
    )
    with pytest.raises(AssertionError):
        case_pages.check_overview(page, page.state.outcome(SECRET))


def test_while_the_reader_drags_the_lower_sections_wait(page):
    """In a kernel the chart follows each move; tables are redrawn once, for the last move."""
    shown, quality, drawn = page.try_it, page.quality, []
    quality.redraw = lambda: drawn.append(page.state.factor)
    shown.redraw = lambda: drawn.append("chart")

    async def drag():
        for factor in (2, 3, 1):
            page.state.factor = factor
        assert drawn == ["chart"] * 3
        await asyncio.sleep(0.1)
        page.state.factor = 2
        await asyncio.sleep(0.1)

    asyncio.run(drag())
    assert drawn == ["chart"] * 3 + [1, "chart", 2]


def test_a_section_of_one_s_own_follows_the_choices(page):
    """A page adds sections with a few lines; they redraw at the traits they name."""
    drawn = []

    class Mine(Section):
        def redraw(self):
            drawn.append(self.page.state.factor)

    Mine(page, [Chart()], label="mine", follows=("factor",))
    page.state.factor = 2
    page.state.n = 40
    assert drawn == [1, 2]
    assert isinstance(page.state, traitlets.HasTraits)
    assert READER in page.state.parties
