"""Page 31: every control reaches the dossier, every part follows it, nothing typed is mark-up."""

import json

import pytest

from pet_workbench.decide import Dossier
from pet_workbench.decide.weighing import Person, Weighing, example, framework
from pet_workbench.i18n import LANGUAGES
from pet_workbench.viz.decide_weighing import weighing_exhibit
from pet_workbench.widgets.decide.weighing import WeighingPage
from tests.decide.weighing.people import QUESTIONS, everybody

PARTS = (
    "start",
    "project",
    "people",
    "scoring",
    "picture",
    "agenda",
    "judging",
    "exercises",
)
SCRIPT = "<script>alert('x')</script><b>%{x}"


def opened(lang="en", **fields):
    """Return a page with all its parts and a dossier on its desk."""
    page = WeighingPage(lang=lang)
    for part in PARTS:
        getattr(page, part)
    page.desk.open(Dossier.empty(lang).with_(**fields))
    return page


@pytest.fixture
def page():
    """Return an English page on which the example was started."""
    started = opened()
    started.start.begin_with_example()
    return started


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_part_can_be_made_on_an_empty_desk(lang):
    """Nothing is written before somebody fills something in."""
    fresh = opened(lang)
    assert fresh.desk.dossier.weighing is None
    assert fresh.desk.dossier.is_empty
    assert fresh.picture.none.value
    assert "pet-error" not in fresh.agenda.outcome.value


def test_the_example_fills_every_part(page):
    """Title and case follow on an empty dossier; the zero is the outcome."""
    assert page.state.weighing == example("en")
    assert page.desk.dossier.case == "aio"
    assert page.desk.dossier.title
    assert page.project.fields["goal"].value == example("en").project.goal
    assert "pet-error" in page.agenda.outcome.value
    assert page.judging.verdict.value == "not-now"
    assert page.judging.conditions.value.count("\n") == 2


def test_the_example_leaves_the_rest_of_a_dossier_alone():
    """Only the weighing is replaced when a dossier says something already."""
    page = opened(title="Ours", case="debts")
    page.start.begin_with_example()
    assert (page.desk.dossier.title, page.desk.dossier.case) == ("Ours", "debts")


def test_what_was_filled_in_is_not_replaced_without_asking(page):
    """The untouched example may go; a changed one is asked about, and can be kept."""
    page.start.empty.click()
    assert page.state.weighing.people == Weighing.empty().people
    page.project.fields["goal"].value = "Our own goal"
    page.start.example.click()
    assert page.state.weighing.project.goal == "Our own goal"
    page.start.asking.buttons[1].click()
    assert page.state.weighing.project.goal == "Our own goal"
    page.start.example.click()
    page.start.asking.buttons[0].click()
    assert page.state.weighing == example("en")


def test_an_empty_start_takes_over_question_and_parties():
    """What page 30 asked need not be typed again."""
    page = opened(question="Who needs help?", parties=("SVB", "UWV"))
    assert page.project.fields["goal"].value == "Who needs help?"
    assert page.project.fields["involved"].value == "SVB\nUWV"


def test_a_tick_and_a_reason_reach_the_dossier(page):
    """The score of the chosen person changes, and nobody else's."""
    page.scoring.person.value = 3
    page.scoring.main.value = "wish"
    card = page.scoring.cards["support"]
    card.score.value = "4"
    card.reason.value = "People asked for it."
    people = page.desk.dossier.weighing["people"]

    assert people[3]["scores"]["support"] == 4
    assert people[3]["reasons"]["support"] == "People asked for it."
    assert people[:3] == example("en").to_mapping()["people"][:3]
    card.score.value = "none"
    assert "support" not in page.state.weighing.people[3].scores


def test_choosing_a_person_shows_that_person_and_changes_nothing(page):
    """Looking is not scoring."""
    before = page.desk.dossier
    for place, person in enumerate(page.state.weighing.people):
        page.scoring.person.value = place
        for id, card in page.scoring.cards.items():
            assert card.score.value == str(person.scores.get(id, "none"))
            assert card.reason.value == person.reasons.get(id, "")
    assert page.desk.dossier == before


def test_next_goes_through_all_questions_and_then_to_the_next_person(page):
    """One button is enough for a facilitator."""
    seen = []
    for _ in range(3 * len(page.state.weighing.people)):
        seen.append((page.scoring.person.value, page.scoring.main.value))
        page.scoring.next.click()
    mains = [main.id for main in framework().mains]
    assert seen == [(place, main) for place in range(4) for main in mains]
    assert page.scoring.person.value == 0


def test_people_join_get_a_name_and_leave(page):
    """Their scores stay with them, or go with them."""
    table = page.people
    table.role.value, table.name.value = "legal-adviser", "Fatima"
    table.adds.click()
    assert page.state.weighing.people[-1] == Person("legal-adviser", "Fatima")
    table.who.value, table.renamed.value = 3, "Noor"
    table.sets.click()
    assert page.state.weighing.people[3].name == "Noor"
    assert page.state.weighing.people[3].scores == example("en").people[3].scores
    table.who.value = 0
    table.removes.click()
    table.asking.buttons[1].click()
    assert page.state.weighing.people[0].role == "privacy-officer"
    table.removes.click()
    table.asking.buttons[0].click()
    assert page.state.weighing.people[0].role == "data-steward"
    assert "pet-error" not in page.agenda.outcome.value


def test_two_people_nobody_can_tell_apart_are_refused(page):
    """The reader is told what to do, and nobody joins."""
    before = page.state.weighing
    page.people.role.value = "citizen"
    page.people.adds.click()
    assert "role" in page.people.alert.value
    assert page.state.weighing == before
    page.people.role.value = "other"
    page.people.adds.click()
    assert "name" in page.people.alert.value


def test_the_last_person_can_leave_and_somebody_can_join():
    """An empty table is no dead end."""
    page = opened()
    for _ in range(4):
        page.people.who.value = 0
        page.people.removes.click()
    assert page.state.weighing.people == ()
    assert page.scoring.next.disabled
    page.people.role.value = "citizen"
    page.people.adds.click()
    assert page.scoring.person.value == 0
    page.scoring.cards["ethics"].score.value = "5"
    assert page.state.weighing.people[0].scores == {"ethics": 5}


def test_a_yes_beside_a_zero_is_kept_and_contradicted(page):
    """The warning names it; the judgement stays."""
    page.judging.verdict.value = "yes"
    assert page.desk.dossier.weighing["judgement"]["verdict"] == "yes"
    assert "pet-warning" in page.judging.warnings.value
    assert "May we?" in page.judging.warnings.value


def test_the_gate_is_shown_beside_may_and_never_scored():
    """A stop is told there and in the warnings; no score changes."""
    page = opened(gate={"about": ("people",), "basis_use": ("no",)})
    page.start.begin_with_example()
    assert page.state.gate_outcome == "stop"
    assert "pet-law" in page.scoring.gate.value
    assert page.state.weighing == example("en")
    page.scoring.main.value = "can"
    assert page.scoring.gate.value == ""
    page.judging.verdict.value = "yes"
    assert "legal gate" in page.judging.warnings.value


def test_answers_the_gate_does_not_know_stop_nothing():
    """The page says so in words and goes on."""
    page = opened(gate={"about": ("dragons",)})
    assert page.state.gate_outcome == ""
    assert "pet-warning" in page.scoring.gate.value


def test_a_broken_weighing_is_told_and_not_overwritten():
    """Every control leaves it alone; only starting anew, after a question, replaces it."""
    broken = {**example("en").to_mapping(), "people": [{"role": "king"}]}
    page = opened(weighing=broken)
    assert "pet-error" in page.start.problem.value
    page.project.fields["goal"].value = "Mine"
    page.judging.verdict.value = "yes"
    page.people.adds.click()
    assert page.desk.dossier.weighing == broken
    page.start.example.click()
    assert page.desk.dossier.weighing == broken
    page.start.asking.buttons[0].click()
    assert page.state.weighing == example("en")
    assert page.start.problem.value == ""


def test_another_dossier_takes_every_part_along(page):
    """The bar may put another one on the desk at any moment."""
    other = everybody(5)
    page.desk.open(Dossier.empty("en").with_(weighing=other.to_mapping()))
    assert page.state.weighing == other
    assert len(page.scoring.person.options) == len(other.people)
    assert "pet-fact" in page.agenda.outcome.value
    page.desk.open(Dossier.empty("en"))
    assert page.state.weighing == Weighing.empty()


def test_what_people_typed_is_never_mark_up():
    """Names and reasons are escaped in every part, and plotly gets no tag or template."""
    person = Person("citizen", SCRIPT, {"ethics": 0, "people": 0}, {"ethics": SCRIPT})
    page = opened(
        weighing=Weighing(people=(person, Person("manager", scores={"ethics": 5}))).to_mapping(),
        question=SCRIPT,
    )
    page.people.role.value = "citizen"
    page.people.name.value = SCRIPT
    page.people.adds.click()
    shown = [
        page.agenda.items.value,
        page.agenda.outcome.value,
        page.people.now.value,
        page.people.alert.value,
        page.scoring.heading.value,
        page.scoring.progress.value,
        page.picture.showing.meaning.value,
        page.picture.showing.table.value,
        page.judging.warnings.value,
        page.judging.alert.value,
    ]
    assert all("<script" not in one for one in shown)
    assert "&lt;script&gt;" in page.agenda.items.value
    drawn = json.dumps(page.picture.showing.chart.figure)
    assert "<script" not in drawn.replace(json.dumps(page.picture.showing.chart.alt)[1:-1], "")


def test_a_text_that_is_too_long_is_told_and_not_kept(page):
    """What stood there stays in the dossier."""
    for field, alert in (
        (page.project.fields["data"], page.project.alert),
        (page.judging.reason, page.judging.alert),
        (page.scoring.cards["privacy"].reason, page.scoring.cards["privacy"].alert),
    ):
        field.value = "x" * 5_000
        assert "pet-error" in alert.value
    assert page.state.weighing == example("en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_exercises_know_right_from_wrong(lang):
    """Each can be solved, each refuses a wrong answer, and the second needs the page."""
    page = opened(lang)
    named = page.exercises.named
    for name, wrong, right in (("zero", "clear", "zero"), ("differ", "same", "first")):
        exercise = named[name]
        field = exercise.children[1]
        field.value = wrong
        exercise.check()
        assert not exercise.solved
        field.value = right
        exercise.check()
        assert exercise.solved

    repair = named["repair"]
    repair.check()
    assert not repair.solved
    page.start.begin_with_example()
    repair.check()
    assert not repair.solved
    page.scoring.cards["sharing"].score.value = "none"
    repair.check()
    assert not repair.solved
    page.scoring.cards["sharing"].score.value = "5"
    repair.check()
    assert repair.solved


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_picture_shows_every_score_once_and_says_them_all(lang):
    """Numbers tell people apart without colour; the zero that blocks is black."""
    weighing = example(lang)
    exhibit = weighing_exhibit(weighing, lang=lang)
    circles = exhibit.figure.data[1:]

    assert len(circles) == len(weighing.people)
    for number, (trace, person) in enumerate(zip(circles, weighing.people, strict=True), start=1):
        assert sorted(trace.x) == sorted(person.scores.values())
        assert set(trace.text) == {str(number)}
    black = [
        (number, x)
        for number, trace in enumerate(circles)
        for x, colour in zip(trace.x, trace.marker.color, strict=True)
        if colour == "black"
    ]
    assert black == [(0, 0)]
    places = [(x, y) for trace in circles for x, y in zip(trace.x, trace.y, strict=True)]
    assert len(set(places)) == len(places)
    for one in framework().questions.values():
        assert one.name.of(lang) in exhibit.alt
    assert len(exhibit.rows) == len(QUESTIONS)
