"""The attack lab: every attack really happens, and what stops it really does."""

import re
from fractions import Fraction

import numpy as np
import pytest

from pet_workbench.core import PrivacyError, ProtocolError
from pet_workbench.i18n import LANGUAGES, number
from pet_workbench.usecases.run_limit import RunLimit
from pet_workbench.widgets.attacks import AttackLab, runs
from pet_workbench.widgets.attacks.cells import MINIMA, counts
from pet_workbench.widgets.attacks.desk import Desk
from pet_workbench.widgets.attacks.hashes import METHODS, PEOPLE
from pet_workbench.widgets.attacks.lying import CLAIMS, WAITING
from pet_workbench.widgets.attacks.pooling import DEBTS
from pet_workbench.widgets.attacks.repeated import ROUNDING, RULES, TARGET, incomes

PARTS = ("pooling", "repeated", "hashes", "cells", "lying", "cheating", "exercises")


@pytest.fixture
def lab():
    """Return the lab in Dutch."""
    return AttackLab(lang="nl")


@pytest.fixture(params=LANGUAGES)
def any_lab(request):
    """Return the lab in each language."""
    return AttackLab(lang=request.param)


@pytest.fixture
def press():
    """Return how a reader presses a part's button."""

    def pressed(part):
        part.button.click()
        return part

    return pressed


@pytest.mark.parametrize("name", PARTS)
def test_every_part_stands_on_its_own(any_lab, name):
    """A part can be shown without the others, and is the same one each time."""
    assert getattr(any_lab, name) is getattr(any_lab, name)


@pytest.mark.parametrize(
    ("who", "reads"), [((), None), ((0,), None), ((2,), None), ((0, 1), True), ((1, 2), True)]
)
def test_two_bodies_read_what_one_cannot(lab, press, who, reads):
    """One body reads nothing; any two read every debt."""
    for at, box in enumerate(lab.pooling.boxes.values()):
        box.value = at in who
    press(lab.pooling)
    assert lab.pooling.read == (DEBTS.tolist() if reads else None)
    if len(who) == 1:
        assert lab.words.euro(100 * int(DEBTS[0]), 0) in lab.pooling.table.value
        assert lab.words("pooling_unknown") in lab.pooling.table.value


def test_parts_are_drawn_anew(lab, press):
    """Dealt again, the same debts give other shares."""
    shown = {press(lab.pooling).table.value for _ in range(3)}
    assert len(shown) == 3


@pytest.mark.parametrize("rule", RULES)
def test_only_rules_about_questions_stop_asking_twice(lab, press, rule):
    """A minimum size lets the attack through; few questions or unlike groups do not."""
    lab.repeated.rule.value = rule
    press(lab.repeated)
    stopped = rule in ("alike", "once")
    assert (lab.repeated.found is None) == stopped
    assert bool(lab.repeated.refusal.value) == stopped
    if not stopped:
        assert list(lab.repeated.found) == [incomes()[TARGET]]


@pytest.mark.parametrize("rounding", ROUNDING)
def test_rounding_leaves_a_range_with_the_truth_in_it(lab, press, rounding):
    """The coarser the rounding, the wider the range; the truth is always inside."""
    lab.repeated.rounding.value = rounding
    press(lab.repeated)
    assert incomes()[TARGET] in lab.repeated.found
    bars = lab.repeated.chart.figure["data"][0]["x"]
    assert bars[list(ROUNDING).index(rounding)] == len(lab.repeated.found)
    assert bars == sorted(bars)


@pytest.mark.parametrize("method", METHODS)
def test_trying_numbers_finds_everybody_without_a_secret_key(lab, press, method):
    """Hashes fall, with or without salt; pseudonyms fall to who has the key only."""
    lab.hashes.method.value = method
    press(lab.hashes)
    assert len(lab.hashes.progress.found) == (0 if method == "wrong_key" else PEOPLE)


@pytest.mark.parametrize("way", ["small", "more"])
@pytest.mark.parametrize("minimum", MINIMA)
def test_small_counts_follow_from_totals_unless_more_is_left_out(lab, press, way, minimum):
    """Ranges hold the truth; with enough left out no hidden count is exact."""
    cells = lab.cells
    cells.minimum.value, cells.way.value = minimum, way
    press(cells)
    true, hidden = counts(), cells.published < 0
    assert ((cells.ranges.low <= true) & (true <= cells.ranges.high)).all()
    exact = int((cells.ranges.exact & hidden).sum())
    assert (exact > 0) == (way == "small" and minimum > 1)
    if exact:
        assert number(exact, lab.words.lang) in cells.sentence.value


def test_the_published_table_hides_small_counts(lab):
    """Before the attack no cell under the minimum stands in the table."""
    row = re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", lab.cells.table.value)[1]
    assert row.count(lab.words("cells_hidden")) == 2


@pytest.mark.parametrize("claim", CLAIMS)
@pytest.mark.parametrize(("check", "most"), [("none", 10**9), ("year", 365), ("quarter", 90)])
def test_a_credible_lie_passes_and_an_impossible_one_does_not(lab, press, claim, check, most):
    """The average is that of the claims, or nothing is opened."""
    lying = lab.lying
    lying.claim.value, lying.check.value = claim, check
    press(lying)
    expected = (sum(WAITING[:-1]) + claim) / len(WAITING)
    assert lying.average == (expected if claim <= most else None)


def test_cheating_is_noticed_at_opening_only(any_lab, press):
    """Honest and while multiplying an answer is read, at opening none."""
    press(any_lab.cheating)
    assert any_lab.cheating.answers == {"honest": 169, "product": 1_000_169, "opening": None}


@pytest.mark.parametrize("name", ["pooling", "repeated", "hashes", "cells", "lying"])
def test_other_choices_take_the_last_result_away(any_lab, press, name):
    """A sentence is about the choices that are shown."""
    part = getattr(any_lab, name)
    ready = part.sentence.value
    press(part)
    assert part.sentence.value != ready
    changed = {
        "pooling": lambda: setattr(part.boxes["RINIS"], "value", True),
        "repeated": lambda: setattr(part.rule, "value", "once"),
        "hashes": lambda: setattr(part.method, "value", "salt"),
        "cells": lambda: setattr(part.minimum, "value", 3),
        "lying": lambda: setattr(part.claim, "value", 0),
    }
    changed[name]()
    assert part.sentence.value == ready


def test_exercises_accept_the_right_answer_only(any_lab):
    """Each exercise is solved by its answer, and remarks on a usual mistake."""
    average, cell, always = any_lab.exercises.exercises
    for exercise, answers in (
        (average, {"1": False, "12": False, "29": True}),
        (cell, {"4": False, "3": True}),
        (always, {"pooling": False, "repeated": True}),
    ):
        for answer, right in answers.items():
            exercise._fields[0].value = answer
            exercise.check()
            assert exercise.solved == right


def test_sums_are_those_of_the_group():
    """The desk computes on shares what plain arithmetic gives, for several groups."""
    amounts = incomes()
    for members in (amounts > 0, amounts > 40_000, np.arange(amounts.size) % 3 == 0):
        desk = Desk(amounts)
        assert desk.average(members) == Fraction(int(amounts[members].sum()), int(members.sum()))


@pytest.mark.parametrize(
    ("rules", "match"),
    [
        ({"minimum": 3}, "at least 3, got 2"),
        ({"least_difference": 2}, "at least 2 people, got 1"),
        ({"run_limit": RunLimit(1)}, "this would be run 2"),
    ],
)
def test_the_desk_keeps_its_rules(rules, match):
    """A question that a rule forbids is refused, and does not count as asked."""
    desk = Desk(np.array([1, 2, 3]), **rules)
    desk.average(np.array([True, True, True]))
    with pytest.raises(PrivacyError, match=match):
        desk.average(np.array([True, True, False]))
    assert len(desk.asked) == 1


def test_a_change_on_the_way_is_noticed_in_the_end():
    """A product changed by the link only, and not kept by its sender, fails the opening."""

    async def square(computer, share):
        product = await runs.multiply(computer, share, share, step=runs.PRODUCT)
        return await runs.open_to_all(computer, product, step=runs.OPENING)

    def change(message, payload):
        return payload + payload.dtype.type(message.step == runs.PRODUCT)

    with pytest.raises(ProtocolError, match="disagree"):
        runs.run(np.array([3]), square, interfere=change)
