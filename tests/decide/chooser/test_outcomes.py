"""Every answer leads somewhere; the gate and the anti-example cannot be switched off."""

import random

import pytest

from pet_workbench.core import DataError
from pet_workbench.decide import chooser
from pet_workbench.decide.chooser.rules import rules
from pet_workbench.decide.chooser.settled import settle
from tests.decide.chooser.space import drawn, plain, severities, written

ALL_RULES = frozenset(rule.id for rule in rules())
STOP = {"about": ("people",), "kinds": ("debts",), "basis_use": ("no",)}
NOT_NEEDED = {"about": ("things",), "secrecy": ("none",)}
OUTCOMES = {"advice", *(one.id for one in chooser.outcomes())}


def test_no_answers_end_without_an_outcome():
    """Each set of answers has an outcome, and a first choice that exists; also without rules."""
    held = {"volume": ("large",), "use": ("repeated",), "trust": ("nobody", "both")}
    held |= {"means": ("little",), "exact": ("exact",)}
    for given in plain(held):
        for _, needs in severities(given):
            settled = settle({}, needs, "open")
            assert settled.outcome in OUTCOMES
            assert chooser.arrangement(settled.first)
            assert bool(settled.order) or settled.outcome != "advice"
        assert settle({}, given, "open", off=ALL_RULES).order


def test_any_few_answers_are_enough():
    """Half-filled answers are advised on as well, from none at all on."""
    rng = random.Random(1)
    for _ in range(50):
        gate, needs = drawn(rng)
        few = dict(rng.sample(sorted(needs.items()), rng.randrange(len(needs) + 1)))
        advice = chooser.advise(gate, few)
        assert advice.outcome in OUTCOMES
    assert chooser.advise({}, {}).outcome == "advice"


def test_a_stop_is_never_overruled():
    """Where the gate stops, no need and no switch gives anything but "do not"."""
    rng = random.Random(2)
    for _ in range(30):
        _, needs = drawn(rng)
        off = frozenset(rng.sample(sorted(ALL_RULES), rng.randrange(len(ALL_RULES) + 1)))
        advice = chooser.advise(STOP, needs, off=off)
        assert (advice.outcome, advice.why, advice.ranked) == ("do-not", "stop", ())
        assert advice.verdict.outcome == "stop"


def test_no_personal_data_and_no_secret_need_no_technique():
    """The gate's "not needed" is the outcome; techniques stand behind it, for who wants one."""
    advice = chooser.advise(NOT_NEEDED, written("parties=two output=number sensitivity=low"))
    assert (advice.first, advice.why) == ("no-personal-data", "not-needed")
    assert advice.ranked


def test_the_anti_example_is_never_advised():
    """Hashed numbers stay out with all rules on, and with all rules off."""
    rng = random.Random(3)
    for off in (frozenset(), ALL_RULES):
        for _ in range(30):
            gate, needs = drawn(rng)
            advice = chooser.advise(gate, needs, off=off)
            assert "hashed-ids" not in [one.arrangement.id for one in advice.ranked]
            (left,) = [one for one in advice.left_out if one.arrangement.id == "hashed-ids"]
            assert (left.floor, left.because) == ("never", ())


def test_everything_is_either_ranked_or_left_out_for_a_reason():
    """No arrangement disappears in silence, unless the outcome itself is the reason."""
    rng = random.Random(4)
    for _ in range(50):
        gate, needs = drawn(rng)
        advice = chooser.advise(gate, needs)
        ranked = {one.arrangement.id for one in advice.ranked}
        out = {one.arrangement.id for one in advice.left_out}
        assert not ranked & out
        assert ranked | out == {one.id for one in chooser.arrangements()}
        if advice.outcome != "do-not":
            assert all(one.because or one.floor for one in advice.left_out)


def test_publishing_an_answer_per_person_is_refused():
    """Names or answers per person are never made public, unless the people said yes."""
    needs = written("parties=two output=lists audience=public sensitivity=low distrust=trusts")
    advice = chooser.advise({}, needs)
    assert (advice.first, advice.why) == ("do-not", "rule")
    assert "never-public-persons" in [one.rule.id for one in advice.fired]


def test_the_order_of_answers_does_not_matter():
    """Advice follows from what was answered, whatever was answered first."""
    rng = random.Random(5)
    for _ in range(40):
        gate, needs = drawn(rng)
        shuffled = dict(rng.sample(sorted(needs.items()), len(needs)))
        assert chooser.advise(gate, needs) == chooser.advise(gate, shuffled)


def test_answers_to_questions_that_are_not_asked_do_not_count():
    """An answer left over from before, to a question that no longer matters, changes nothing."""
    needs = written("parties=one output=dataset audience=one sensitivity=middle")
    stale = {**needs, "distrust": ("cheats",), "overlap": ("same",), "trust": ("nobody",)}
    assert chooser.advise({}, needs) == chooser.advise({}, stale)


@pytest.mark.parametrize(
    ("gate", "needs", "off"),
    [
        ({"about": ("nobody",)}, {}, frozenset()),
        ({}, {"parties": ("four",)}, frozenset()),
        ({}, {"colour": ("red",)}, frozenset()),
        ({}, {"parties": ("one", "two")}, frozenset()),
        ({}, {}, frozenset({"no-such-rule"})),
    ],
)
def test_what_does_not_exist_is_refused(gate, needs, off):
    """An unknown question, option or rule, or two answers where one is asked, is refused."""
    with pytest.raises(DataError, match="need"):
        chooser.advise(gate, needs, off=off)
