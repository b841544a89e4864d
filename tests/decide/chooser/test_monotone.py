"""More sensitive data, less trust or a wider audience never lead to less protection.

The proof stands in `pet_workbench.decide.chooser.least`; here it is tried out.
"""

import random

from pet_workbench.decide import chooser
from pet_workbench.decide.chooser.rules import rules
from pet_workbench.decide.chooser.settled import settle
from tests.decide.chooser.space import TOP, drawn, plain, severities

HELD = {
    "volume": ("middle",),
    "means": ("together",),
    "simpler": ("no",),
    "use": ("once", "exploring"),
}
"""What is held still, so that this takes seconds; all 249,561 sets were walked through once."""
SPARED = frozenset({"share-aggregated", "ask-consent", "no-personal-data"})


def protection(settled):
    """Return how much the first choice protects, or which outcome without a technique it is."""
    if settled.first in SPARED:
        return settled.first
    return TOP if settled.first == "do-not" else tuple(settled.order[0].level)


def is_no_less(milder, severer):
    """Tell whether the second protects at least as much as the first, on both sides."""
    before, after = protection(milder), protection(severer)
    if after == TOP:
        return True
    if isinstance(before, str) or isinstance(after, str):
        return before == after
    return before[0] <= after[0] and before[1] <= after[1]


def check(given, gate=None, off=frozenset()):
    """Check every step to a more severe answer on top of `given`; return how many there were."""
    found = {
        places: settle(gate or {}, answers, "open", off=off)
        for places, answers in severities(given)
    }
    steps = 0
    for places, milder in found.items():
        for side in range(len(places)):
            severer = found.get((*places[:side], places[side] + 1, *places[side + 1 :]))
            if severer is None:
                continue
            steps += 1
            assert is_no_less(milder, severer), (given, places, side)
            back = {one.id for one in severer.order} - {one.id for one in milder.order}
            assert not back, (given, places, side, back)
    return steps


def test_more_severe_answers_never_protect_less():
    """Over every mix of the other answers, no step to a more severe one lowers or brings back."""
    steps = sum(check(given) for given in plain(HELD))
    assert steps > 15_000


def test_switching_rules_off_keeps_it_so():
    """The same holds with any set of rules switched off, here 40 drawn ones, and with the gate."""
    rng = random.Random(20)
    ids = [rule.id for rule in rules()]
    for _ in range(40):
        gate, needs = drawn(rng)
        given = {id: one for id, one in needs.items() if id not in chooser.ordered()}
        assert check(given, gate, frozenset(rng.sample(ids, rng.randrange(len(ids) + 1))))


def test_milder_answers_give_nothing_that_severe_ones_could_not_have():
    """Nothing is left only where the rules themselves leave nothing: the floor never does it."""
    rng = random.Random(21)
    seen = 0
    for _ in range(1500):
        gate, needs = drawn(rng)
        settled = settle(gate, needs, "open")
        if settled.why == "nothing-left":
            seen += 1
            needed, out = settled.tally.needed, settled.tally.excluded
            left = [one for one in chooser.arrangements() if one.id not in out]
            assert not [one for one in left if one.level.covers(needed)]
    assert seen > 10
