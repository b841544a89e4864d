"""What follows from scores: a 0 is never hidden, a gap is never good, order never matters."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.decide.weighing import Judgement, Person, Weighing, example, find, framework
from pet_workbench.decide.weighing import warnings as contradictions
from pet_workbench.decide.weighing.findings import OUTCOMES
from tests.decide.weighing.people import QUESTIONS, ROLES, SCORES, everybody, weighings

MAY = [id for id in QUESTIONS if framework().questions[id].main == "may"]
few = settings(max_examples=60, deadline=None)


def rank(weighing):
    """Return how good the outcome is: 0 is the worst."""
    return OUTCOMES.index(find(weighing).outcome)


def scored(weighing, place, question, score):
    """Return the weighing with one other score."""
    return weighing.with_person(place, weighing.people[place].scoring(question, score))


@pytest.mark.parametrize("question", MAY)
@pytest.mark.parametrize("place", range(len(ROLES)))
def test_one_zero_on_may_is_the_outcome_however_good_the_rest(question, place):
    """All other scores are a 5, and yet the outcome names that one 0."""
    findings = find(scored(everybody(5), place, question, 0))

    assert findings.outcome == "zero"
    assert [one.question.id for one in findings.zeros] == [question]
    assert findings.agenda[0].question.id == question
    assert [person.role for person in findings.zeros[0].who(0)] == [ROLES[place]]


@pytest.mark.parametrize("question", [id for id in QUESTIONS if id not in MAY])
def test_a_zero_elsewhere_is_talked_about_but_does_not_block(question):
    """Only the main questions that the content file names block."""
    findings = find(scored(everybody(5), 0, question, 0))

    assert findings.outcome == "talk"
    assert findings.zeros == ()
    assert findings.agenda[0].question.id == question


@few
@given(weighings(), st.sampled_from(QUESTIONS), SCORES, st.data())
def test_no_score_elsewhere_removes_a_zero(weighing, question, score, data):
    """Whoever scores whatever on another question, or joins the table: a 0 stays."""
    zero_at = data.draw(st.sampled_from(MAY))
    blocked = scored(weighing, 0, zero_at, 0)
    if question != zero_at:
        place = data.draw(st.integers(0, len(weighing.people) - 1))
        assert find(scored(blocked, place, question, score)).outcome == "zero"
    joined = Person("other", "Noor", scores=dict.fromkeys(QUESTIONS, 5))
    crowd = blocked.with_(people=(*blocked.people, joined))
    assert zero_at in {one.question.id for one in find(crowd).zeros}


@few
@given(weighings(), st.data())
def test_the_order_of_the_people_is_irrelevant(weighing, data):
    """Findings, agenda and warnings are equal for every order."""
    other = weighing.with_(people=tuple(data.draw(st.permutations(weighing.people))))

    assert find(other) == find(weighing)
    assert find(other).agenda == find(weighing).agenda


@few
@given(weighings(), st.data())
def test_a_lower_score_never_leads_to_a_better_outcome(weighing, data):
    """The outcome is monotone in each single score."""
    place = data.draw(st.integers(0, len(weighing.people) - 1))
    question = data.draw(st.sampled_from(QUESTIONS))
    high = data.draw(SCORES)
    low = data.draw(st.integers(framework().rules.lowest, high))

    lower, higher = (scored(weighing, place, question, one) for one in (low, high))
    assert rank(lower) <= rank(higher)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_missing_score_is_never_good(question):
    """With one score of whoever is to be asked missing, fives everywhere else are not enough."""
    asked = framework().questions[question].ask
    for role in asked:
        findings = find(scored(everybody(5), ROLES.index(role), question, None))
        assert findings.outcome == "open"
        found = next(one for one in findings.questions if one.question.id == question)
        assert [person.role for person in found.missing] == [role]


def test_a_role_that_is_not_at_the_table_is_missing_too():
    """Questions that are for nobody present stay open, whatever others say."""
    manager = Person("manager", scores=dict.fromkeys(QUESTIONS, 5))
    findings = find(Weighing(people=(manager,)))

    assert findings.outcome == "open"
    absent = {one.question.id: one.absent for one in findings.questions if one.absent}
    assert absent["privacy"] == ("privacy-officer", "legal-adviser")
    assert "reputation" not in absent


def test_everybody_content_is_clear_and_nobody_is_open():
    """The best outcome takes all scores; without any the outcome is open and nothing agreed."""
    assert find(everybody(framework().rules.enough)).outcome == "clear"
    assert find(everybody(framework().rules.enough)).agenda == ()
    assert find(everybody(2)).outcome == "talk"
    assert find(Weighing()).outcome == "open"
    assert find(Weighing.empty()).is_empty


@few
@given(weighings())
def test_lowest_highest_and_spread_are_those_of_the_scores(weighing):
    """Against a plain enumeration; no other number is derived from scores."""
    for found in find(weighing).questions:
        scores = sorted(
            person.scores[found.question.id]
            for person in weighing.people
            if found.question.id in person.scores
        )
        assert (found.lowest, found.highest) == (
            (scores[0], scores[-1]) if scores else (None, None)
        )
        assert found.spread == (scores[-1] - scores[0] if scores else 0)
        assert len(found.given) == len(scores)


@few
@given(weighings(least=2))
def test_the_agenda_goes_from_stopping_to_open_and_leaves_nothing_out(weighing):
    """Every question is either on the agenda once, or agreed on."""
    findings = find(weighing)
    kinds = [one.kind for one in findings.agenda]
    order = ["zero", "differ", "low", "open"]

    assert kinds == sorted(kinds, key=order.index)
    spreads = [one.spread for one in findings.agenda if one.kind == "differ"]
    assert spreads == sorted(spreads, reverse=True)
    agreed = [one for one in findings.questions if one.kind == "agreed"]
    assert len(findings.agenda) + len(agreed) == len(QUESTIONS)


@pytest.mark.parametrize("verdict", ["yes", "yes-if"])
def test_a_yes_beside_a_zero_is_contradicted_and_kept(verdict):
    """The judgement stays as it was given; the contradiction comes first."""
    blocked = scored(everybody(5), 0, "privacy", 0).with_(
        judgement=Judgement(verdict, "We want it."), conditions=("A law.",)
    )

    assert contradictions(blocked)[0] == "yes-despite-zero"
    assert Weighing.from_mapping(blocked.to_mapping()).judgement.verdict == verdict


@pytest.mark.parametrize(
    ("weighing", "gate", "found"),
    [
        (everybody(5).with_(judgement=Judgement("yes", "Good.")), "", ()),
        (everybody(5).with_(judgement=Judgement("yes", "Good.")), "stop", ("yes-despite-gate",)),
        (everybody(5).with_(judgement=Judgement("yes")), "first", ("no-reason",)),
        (everybody(2).with_(judgement=Judgement("yes", "Go.")), "", ("yes-despite-low",)),
        (everybody(2).with_(judgement=Judgement("yes-if", "Go.")), "", ("no-condition",)),
        (everybody(0).with_(judgement=Judgement("no", "It may not.")), "stop", ()),
        (Weighing.empty(), "stop", ()),
    ],
)
def test_each_contradiction_is_found_and_nothing_else(weighing, gate, found):
    """A no, or no judgement, contradicts nothing."""
    assert contradictions(weighing, gate=gate) == found


def test_the_example_shows_each_kind_of_talk():
    """Somebody starts with a zero, a difference, a low score and a gap to look at."""
    kinds = [one.kind for one in find(example("nl")).agenda]
    assert set(kinds) == {"zero", "differ", "low", "open"}
    assert contradictions(example("nl")) == ()
