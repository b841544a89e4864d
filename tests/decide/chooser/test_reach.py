"""Everything that can be advised is the first choice for somebody, and every rule matters."""

import random

import pytest

from pet_workbench.decide import chooser
from pet_workbench.decide.chooser.rules import rules
from pet_workbench.decide.chooser.settled import settle
from tests.decide.chooser.space import drawn, written

WITNESSES = {
    "plain-exchange": "parties=two output=number overlap=same simpler=no audience=one "
    "sensitivity=low distrust=trusts trust=nobody exact=exact use=once volume=small means=together",
    "trusted-third-party": "parties=several output=number overlap=same simpler=no audience=one "
    "sensitivity=middle distrust=trusts trust=body exact=exact use=once volume=middle means=little",
    "trusted-third-party+suppression": "parties=several output=table overlap=same simpler=no "
    "audience=public sensitivity=middle distrust=trusts trust=body exact=exact use=once "
    "volume=middle means=little",
    "trusted-third-party+differential-privacy": "parties=several output=table overlap=same "
    "simpler=no audience=public sensitivity=middle distrust=trusts trust=body exact=noise "
    "use=repeated volume=large means=little",
    "trusted-third-party+synthetic-data": "parties=two output=dataset overlap=same audience=all "
    "sensitivity=middle distrust=trusts trust=body use=exploring volume=middle means=little",
    "suppression": "parties=one output=table simpler=no audience=public sensitivity=middle "
    "exact=exact use=once volume=middle",
    "differential-privacy": "parties=one output=table simpler=no audience=public sensitivity=high "
    "exact=noise use=repeated volume=large",
    "local-differential-privacy": "parties=devices output=table simpler=no audience=one "
    "sensitivity=middle distrust=curious trust=nobody exact=noise use=repeated volume=large",
    "synthetic-data": "parties=one output=dataset audience=all sensitivity=middle use=once "
    "volume=middle",
    "synthetic-data+differential-privacy": "parties=one output=dataset audience=public "
    "sensitivity=high use=once volume=large",
    "secret-sharing": "parties=several output=number overlap=same simpler=no audience=all "
    "sensitivity=high distrust=curious trust=nobody exact=exact use=once volume=middle "
    "means=together",
    "secret-sharing+suppression": "parties=several output=table overlap=same simpler=no "
    "audience=all sensitivity=high distrust=curious trust=nobody exact=exact use=once "
    "volume=middle means=together",
    "secret-sharing+differential-privacy": "parties=several output=table overlap=same simpler=no "
    "audience=public sensitivity=high distrust=curious trust=nobody exact=noise use=repeated "
    "volume=large means=together",
    "secret-sharing+differential-privacy+synthetic-data": "parties=two output=dataset "
    "overlap=same audience=all sensitivity=high distrust=curious trust=nobody use=once "
    "volume=middle means=together",
    "secret-sharing+zero-knowledge-proofs": "parties=several output=persons overlap=same "
    "simpler=no audience=one sensitivity=high distrust=cheats trust=nobody use=once "
    "volume=middle means=together",
    "secret-sharing+zero-knowledge-proofs+suppression": "parties=several output=table "
    "overlap=same simpler=no audience=all sensitivity=high distrust=cheats trust=nobody "
    "exact=exact use=once volume=middle means=together",
    "secret-sharing+zero-knowledge-proofs+differential-privacy": "parties=several output=table "
    "overlap=same simpler=no audience=public sensitivity=high distrust=cheats trust=nobody "
    "exact=noise use=repeated volume=large means=together",
    "private-set-intersection": "parties=two output=lists audience=one sensitivity=high "
    "distrust=curious trust=nobody use=once volume=small means=together",
    "private-set-intersection+zero-knowledge-proofs": "parties=two output=lists audience=one "
    "sensitivity=high distrust=cheats trust=nobody use=once volume=small means=together",
    "homomorphic": "parties=two output=scoring audience=one sensitivity=high distrust=curious "
    "trust=nobody use=repeated volume=middle means=together",
    "homomorphic+suppression": "parties=two output=table overlap=same simpler=no audience=one "
    "sensitivity=high distrust=curious trust=nobody exact=exact use=once volume=middle means=apart",
    "homomorphic+differential-privacy": "parties=two output=table overlap=same simpler=no "
    "audience=public sensitivity=high distrust=curious trust=nobody exact=noise use=repeated "
    "volume=middle means=apart",
    "homomorphic+zero-knowledge-proofs": "parties=two output=scoring audience=one "
    "sensitivity=high distrust=cheats trust=nobody use=once volume=middle means=together",
    "federated-learning": "parties=several output=model overlap=different audience=all "
    "sensitivity=middle distrust=trusts trust=nobody exact=exact use=once volume=middle "
    "means=together",
    "federated-learning+secret-sharing": "parties=several output=model overlap=different "
    "audience=all sensitivity=high distrust=curious trust=nobody exact=exact use=once "
    "volume=middle means=together",
    "federated-learning+differential-privacy": "parties=several output=model overlap=different "
    "audience=public sensitivity=middle distrust=trusts trust=nobody exact=noise use=once "
    "volume=large means=together",
    "federated-learning+secret-sharing+differential-privacy": "parties=several output=model "
    "overlap=different audience=public sensitivity=high distrust=curious trust=nobody exact=noise "
    "use=once volume=large means=together",
    "federated-learning+secret-sharing+zero-knowledge-proofs": "parties=several output=model "
    "overlap=different audience=all sensitivity=high distrust=cheats trust=nobody exact=exact "
    "use=once volume=middle means=together",
    "zero-knowledge-proofs": "parties=several output=proof audience=public sensitivity=middle "
    "distrust=cheats trust=nobody use=repeated volume=small means=apart",
    "trusted-execution": "parties=several output=number overlap=same simpler=no audience=one "
    "sensitivity=high distrust=curious trust=chip exact=exact use=repeated volume=large "
    "means=little",
    "trusted-execution+suppression": "parties=several output=table overlap=same simpler=no "
    "audience=all sensitivity=high distrust=curious trust=chip exact=exact use=once volume=large "
    "means=little",
    "trusted-execution+differential-privacy": "parties=several output=table overlap=different "
    "simpler=no audience=one sensitivity=high distrust=curious trust=chip exact=noise "
    "use=repeated volume=large means=together",
    "trusted-execution+synthetic-data": "parties=two output=dataset overlap=same audience=all "
    "sensitivity=high distrust=curious trust=chip use=once volume=large means=little",
    "share-aggregated": "parties=several output=table overlap=different simpler=totals "
    "audience=public sensitivity=high distrust=curious trust=nobody exact=exact use=repeated "
    "volume=large means=little",
    "ask-consent": "parties=two output=persons overlap=same simpler=consent audience=one "
    "sensitivity=middle distrust=curious trust=nobody use=once volume=small means=little",
    "do-not": "parties=two output=lists audience=public sensitivity=high distrust=curious "
    "trust=nobody use=once volume=small means=together",
}
"""Answers that put something first, by what they put first; found by search, then made sensible."""


@pytest.mark.parametrize("first", WITNESSES)
def test_everything_is_the_first_choice_for_somebody(first):
    """The stated answers, all that are asked and no other, put it first."""
    needs = written(WITNESSES[first])
    asked = {question.id for question in chooser.questions() if question.when.holds(needs)}
    assert needs.keys() == asked
    assert chooser.advise({}, needs).first == first


def test_all_that_can_be_advised_has_a_witness():
    """Only the anti-example and the outcome that the gate alone gives have none."""
    everything = {one.id for one in (*chooser.arrangements(), *chooser.outcomes())}
    assert everything - WITNESSES.keys() == {"hashed-ids", "no-personal-data"}


def test_all_seven_families_are_reachable():
    """Each of the seven techniques of the report carries a first choice."""
    bases = {first.split("+")[0] for first in WITNESSES}
    assert bases >= {
        "synthetic-data",
        "differential-privacy",
        "federated-learning",
        "zero-knowledge-proofs",
        "homomorphic",
        "secret-sharing",
        "trusted-execution",
    }


def seen(settled):
    """Return what a reader sees of an advice that a rule could change."""
    warns = {rule.id for rule in settled.tally.applied if rule.effect == "warns"}
    order = [one.id for one in settled.order]
    return settled.first, order, settled.tally.excluded, settled.effective, warns


def test_every_rule_matters():
    """For each rule there are answers where switching it off changes what a reader sees."""
    rng = random.Random(3)
    waiting = {rule.id for rule in rules()}
    for _ in range(5000):
        gate, needs = drawn(rng)
        settled = settle(gate, needs, "open")
        for rule in settled.tally.applied:
            if rule.id in waiting:
                without = settle(gate, needs, "open", off=frozenset({rule.id}))
                if seen(without) != seen(settled):
                    waiting.remove(rule.id)
        if not waiting:
            break
    assert not waiting
