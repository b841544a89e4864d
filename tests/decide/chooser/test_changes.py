"""What would change the advice is what the advice becomes when the answer is changed."""

import random

from pet_workbench.decide import chooser, questions
from tests.decide.chooser.space import drawn


def test_changes_are_true_and_none_is_missing():
    """Every other answer is tried: it changes the first choice if and only if it is listed."""
    rng = random.Random(6)
    for _ in range(5):
        gate, needs = drawn(rng)
        advice = chooser.advise(gate, needs)
        listed = {(one.question, one.option): one.becomes for one in advice.changes}
        for question in questions.asked(chooser.questions(), needs):
            for option in question.choices:
                other = chooser.advise(gate, {**needs, question.id: (option,)})
                becomes = listed.get((question.id, option), advice.first)
                assert other.first == becomes, (needs, question.id, option)


def test_each_ranked_one_knows_what_would_put_it_first():
    """Of the first, all changes; of another, the changes that make it the first."""
    rng = random.Random(7)
    for _ in range(40):
        advice = chooser.advise(*drawn(rng))
        for one in advice.ranked:
            if one.arrangement.id == advice.first:
                assert one.changes == advice.changes
            else:
                becomes = {change.becomes for change in one.changes}
                assert becomes <= {one.arrangement.id}


def test_a_stop_has_no_changes():
    """Where the gate stops, no answer to the needs changes anything."""
    stop = {"about": ("people",), "kinds": ("debts",), "basis_use": ("no",)}
    assert chooser.advise(stop, drawn(random.Random(8))[1]).changes == ()


def test_reasons_name_the_answers_that_led_there():
    """A rule that fired carries the answers it fired on, and points are the sum of the rules."""
    rng = random.Random(9)
    for _ in range(40):
        gate, needs = drawn(rng)
        advice = chooser.advise(gate, needs)
        for fired in advice.fired:
            assert all({**gate, **needs}[id] == given for id, given in fired.answers.items())
            assert fired.answers.keys() == fired.rule.when.needs.keys()
        for one in advice.ranked:
            speak = sum(fired.rule.strength for fired in one.reasons)
            assert one.points == speak - sum(fired.rule.strength for fired in one.against)
