"""Tests of the page of the table: every panel follows the ages, and says what is true."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.i18n import number
from pet_workbench.usecases.table import CASE, EXACT, PEOPLE, TRUSTED, tables_of
from pet_workbench.viz.table import RingStep, possible_ages_svg, ring_steps, steps_frame, table_svg
from pet_workbench.widgets.table import (
    AdditiveShares,
    Ages,
    ChangedMessage,
    Collusion,
    Costs,
    Exercises,
    Leaving,
    RingWalk,
    ThresholdShares,
    WhoSawWhat,
)
from pet_workbench.widgets.table.ages import START, listed

FOLLOWERS = (
    RingWalk,
    WhoSawWhat,
    AdditiveShares,
    ThresholdShares,
    Costs,
    Leaving,
    Collusion,
    ChangedMessage,
)
LANGUAGES = ("nl", "en")


@pytest.fixture(params=LANGUAGES)
def lang(request):
    """Return each language in turn."""
    return request.param


@pytest.fixture
def ages(lang):
    """Return the sliders at their start: 34, 51, 28 and 62."""
    return Ages(lang=lang)


def test_the_sliders_choose_who_sits_there_and_how_old_they_are(ages):
    """At first four people; more take their seats with their own starting age."""
    assert ages.chosen == dict(list(START.items())[:4])
    ages.people.value = 8
    ages.sliders["Hanna"].value = 99
    assert ages.chosen == START | {"Hanna": 99}


@settings(max_examples=25, deadline=None)
@given(
    moves=st.lists(st.tuples(st.sampled_from(PEOPLE), st.integers(0, 130)), max_size=4),
    n=st.integers(4, 8),
)
@pytest.mark.parametrize("panel", FOLLOWERS)
def test_no_move_of_a_slider_breaks_a_panel(panel, moves, n):
    """Every panel stands after any moves, also when people come and go."""
    ages = Ages(lang="nl")
    shown = panel(ages, lang="nl")
    ages.people.value = n
    for person, age in moves:
        ages.sliders[person].value = age
    ages.people.value = 4
    assert shown.people == PEOPLE[:4]


def test_the_walk_shows_every_whisper_and_ends_with_the_average(ages, lang):
    """Six steps for four people; the last sentence holds the exact sum and average."""
    walk = RingWalk(ages, lang=lang)
    sentences = []
    for _ in range(6):
        sentences.append(walk.sentence.value)
        walk.next()
    assert walk.step == 5
    assert len(set(sentences)) == 6
    for step, sentence in zip(walk.steps, sentences, strict=True):
        assert number(step.number, lang) in sentence
    assert "175" in sentences[-1]
    assert number(43.75, lang, digits=2) in sentences[-1]


def test_one_can_walk_back_but_not_out(ages, lang):
    """Back at the start, back stays there; the same steps come again."""
    walk = RingWalk(ages, lang=lang)
    first = walk.sentence.value
    walk.next()
    walk.back()
    walk.back()
    assert (walk.step, walk.sentence.value) == (0, first)


def test_the_walk_says_when_counting_starts_again(ages, lang):
    """When a whisper is smaller than what was heard, the sentence explains why."""
    walk = RingWalk(ages, lang=lang)
    walk.steps = (
        RingStep("think", "Anna", "", 65_530),
        RingStep("whisper", "Anna", "Bas", 28),
        *walk.steps[2:],
    )
    walk.next()
    assert number(65_535, lang) in walk.sentence.value


def test_again_takes_another_secret_number(ages, lang):
    """Of five walks not all have the same secret number (false alarm: 1 in 65536**4)."""
    walk = RingWalk(ages, lang=lang)
    secrets = set()
    for _ in range(5):
        walk.restart()
        secrets.add(walk.steps[0].number)
    assert len(secrets) > 1


def test_steps_are_read_off_the_transcript():
    """The numbers in the walk are the real messages: mask, running totals, sum."""
    ages = {"Anna": 34, "Bas": 51, "Carla": 28, "Dewi": 62}
    steps = ring_steps(CASE.run("masked-ring", tables_of(ages)))
    running = [steps[0].number]
    for age in ages.values():
        running.append((running[-1] + age) % 2**16)
    assert [step.number for step in steps] == [*running, 175]
    frame = steps_frame(steps[:2], people=list(ages), ages=list(ages.values()))
    assert frame["heard"].notna().tolist() == [False, True, False, False]


@pytest.mark.parametrize("kind", ["think", "whisper", "announce"])
@pytest.mark.parametrize("n", [3, 8])
def test_the_picture_is_well_formed_and_has_a_text(kind, n):
    """One SVG with role img, its text, and everybody's name."""
    listener = "Bas" if kind == "whisper" else ""
    step = RingStep(kind, "Anna", listener, 41_237)
    svg = ElementTree.fromstring(table_svg(PEOPLE[:n], step=step, alt="A & <B>", lang="nl"))
    assert (svg.get("role"), svg.get("aria-label")) == ("img", "A & <B>")
    words = {element.text for element in svg.iter("text")}
    assert {*PEOPLE[:n], "41.237"} <= words
    assert len(list(svg.iter("polygon"))) == (kind == "whisper")


@pytest.mark.parametrize("possible", [range(131), [34], []])
def test_the_strip_has_a_mark_per_possible_age(possible):
    """As many filled marks as ages, beside the frame."""
    svg = ElementTree.fromstring(possible_ages_svg(possible, alt="x", lang="en"))
    assert len(list(svg.iter("rect"))) == len(possible) + 1


@pytest.mark.parametrize("technique", EXACT)
def test_each_person_is_shown_what_the_transcript_says(technique, ages, lang):
    """As many rows as received messages, for everybody, under every technique."""
    seen = WhoSawWhat(ages, lang=lang)
    seen.technique.value = technique
    for person in seen.outcome.transcript.parties:
        seen.person.value = person
        received = seen.outcome.transcript.view(person).received
        assert seen.frame.value.count("<tr>") == len(received) + 1
        assert person in seen.sentence.value


def test_the_trusted_person_is_offered_only_where_she_takes_part(ages, lang):
    """Vera comes with her technique, and leaves with it."""
    seen = WhoSawWhat(ages, lang=lang)
    seen.technique.value = "trusted-third-party"
    seen.person.value = TRUSTED
    assert "34" in seen.frame.value
    seen.technique.value = "masked-ring"
    assert seen.person.value == "Bas"


def test_shares_add_up_to_the_ages(ages, lang):
    """Column by column the table holds what was dealt; the sentence gives the average."""
    table = AdditiveShares(ages, lang=lang)
    assert table.shares.sum(axis=0, dtype="u2").tolist() == [34, 51, 28, 62]
    before = table.shares
    table.again.click()
    assert (before != table.shares).any()
    assert number(43.75, lang, digits=2) in table.sentence.value


def test_the_threshold_decides_whether_one_age_is_left(ages, lang):
    """Two shares of three: all ages.  One share more, or a lower threshold: only the true one."""
    panel = ThresholdShares(ages, lang=lang)
    assert len(panel.possible) == 131
    panel.boxes.tick("Dewi")
    assert panel.possible == [34]
    panel.threshold.value = 4
    assert len(panel.possible) == 131
    panel.threshold.value = 2
    panel.boxes.tick("Dewi", False)
    assert panel.possible == [34]
    for person in ("Bas", "Carla"):
        panel.boxes.tick(person, False)
    assert len(panel.possible) == 131


def test_a_threshold_higher_than_the_table_comes_down_when_people_leave(ages, lang):
    """No threshold can exceed the number of people, whatever moves first."""
    panel = ThresholdShares(ages, lang=lang)
    ages.people.value = 8
    panel.threshold.value = 8
    ages.people.value = 5
    assert panel.threshold.value == 5


@pytest.mark.parametrize("person", PEOPLE[:4])
def test_whoever_leaves_is_found_out(person, ages, lang):
    """To two decimals and to one the age is exact; to whole years it is a short range."""
    panel = Leaving(ages, lang=lang)
    panel.who.value = person
    for rounding, most in (("hundredths", 1), ("decimal", 1), ("years", 7)):
        panel.rounding.value = rounding
        assert panel.found is None
        panel.button.click()
        assert START[person] in panel.found
        assert len(panel.found) <= most
        assert panel.frame.value.count("<tr>") == len(EXACT) + 1


def test_a_result_is_cleared_when_its_question_changes(ages, lang):
    """No answer stands beside another question."""
    panel = Leaving(ages, lang=lang)
    panel.leave()
    ages.sliders["Anna"].value = 40
    assert (panel.found, panel.sentence.value) == (None, "")


def test_coalitions_get_what_the_attacks_get(ages, lang):
    """The neighbours win in the ring, lose against shares, and the threshold decides."""
    panel = Collusion(ages, lang=lang)
    assert panel.known == {("Carla",): 28, ("Anna",): 34}
    panel.technique.value = "secret-sharing:additive"
    assert panel.known == {("Anna", "Carla"): 62}
    panel.technique.value = "secret-sharing:shamir"
    assert panel.known == {("Anna", "Carla"): 62}
    panel.threshold.value = 2
    assert panel.known == {("Anna",): 34, ("Carla",): 28}


def test_the_threshold_for_colluders_grows_with_the_table(ages, lang):
    """Eight people, threshold 8: seven who collude learn only what the average tells."""
    panel = Collusion(ages, lang=lang)
    ages.people.value = 8
    panel.technique.value = "secret-sharing:shamir"
    panel.threshold.value = 8
    for person in PEOPLE[:6]:
        panel.boxes.tick(person)
    assert panel.known == {("Gijs", "Hanna"): 57 + 23}


def test_every_kind_of_coalition_has_a_sentence(ages, lang):
    """Nobody, one, two, all but one, everybody, and the trusted person alone."""
    panel = Collusion(ages, lang=lang)
    sentences = {panel.sentence.value}
    for person in ("Bas", "Dewi"):
        panel.boxes.tick(person, False)
    for person in PEOPLE[:4]:
        sentences.add(panel.sentence.value)
        panel.boxes.tick(person)
    sentences.add(panel.sentence.value)
    panel.technique.value = "trusted-third-party"
    for person in PEOPLE[:4]:
        panel.boxes.tick(person, False)
    panel.boxes.tick(TRUSTED)
    sentences.add(panel.sentence.value)
    assert len(sentences) == 7
    assert not any("{" in sentence for sentence in sentences)


@pytest.mark.parametrize(
    ("technique", "noticed"),
    [
        ("ring", False),
        ("additive", False),
        ("shamir_all", False),
        ("shamir_spare", True),
        ("trusted", False),
    ],
)
def test_only_spare_shares_show_a_changed_message(technique, noticed, ages, lang):
    """Every other technique gives a wrong average in silence."""
    panel = ChangedMessage(ages, lang=lang)
    panel.technique.value = technique
    assert panel.noticed == noticed
    right = number(43.75, lang, digits=2)
    assert (right in panel.sentence.value) == (not noticed)


def test_an_added_number_shows_in_the_average(ages, lang):
    """Twenty more for one of four is five more on average."""
    panel = ChangedMessage(ages, lang=lang)
    assert number(48.75, lang, digits=2) in panel.sentence.value


def test_costs_are_those_of_the_transcripts(ages, lang):
    """Messages and rounds of four people stand in the sentence under the table."""
    told = Costs(ages, lang=lang).sentence.value
    assert [int(found) for found in re.findall(r"\d+", told)] == [4, 7, 5, 24, 2]


@pytest.mark.parametrize(("n", "right", "wrong"), [(1, "7", "107"), (2, "50", "3")])
def test_number_exercises_know_right_from_wrong(n, right, wrong, lang):
    """The likely mistake gets feedback of its own; the right answer solves it."""
    exercise = Exercises(lang=lang).exercises[n - 1]
    field = exercise._fields[0]
    feedback = []
    for typed in (wrong, "1", right):
        field.value = typed
        exercise.check()
        feedback.append(exercise.feedback.value)
    assert len(set(feedback)) == 3
    assert exercise.solved


def test_the_choice_exercise_explains_both_mistakes(lang):
    """Too low and too high a threshold fail for different reasons; 3 is right."""
    exercise = Exercises(lang=lang).exercises[2]
    feedback = {}
    for chosen in (2, 4, 5, 3):
        exercise._fields[0].value = chosen
        exercise.check()
        feedback[chosen] = exercise.feedback.value
    assert feedback[4] == feedback[5]
    assert len(set(feedback.values())) == 3
    assert exercise.solved


def test_names_are_listed_as_a_sentence_does():
    """One, two and three names, in both languages."""
    assert listed(["Anna"], "nl") == "Anna"
    assert listed(["Anna", "Bas"], "nl") == "Anna en Bas"
    assert listed(["Anna", "Bas", "Carla"], "en") == "Anna, Bas and Carla"
