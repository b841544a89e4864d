"""The content of the chooser is whole, sourced, short enough, and in both languages."""

from collections import Counter

import pytest

from pet_workbench.core import DataError
from pet_workbench.decide import chooser, gate, questions, sources
from pet_workbench.decide.chooser.rules import EFFECTS, read

MOST_QUESTIONS = 12
RULE = {
    "effect": "exclude",
    "reason": {"nl": "Daarom.", "en": "Because."},
    "source": ["ours"],
}


def test_no_more_questions_than_people_have_patience_for():
    """There are twelve questions at most, and fewer for one organisation; each says why."""
    assert len(chooser.questions()) <= MOST_QUESTIONS
    alone = {"parties": ("one",), "output": ("dataset",)}
    assert len(questions.asked(chooser.questions(), alone)) <= 7
    for question in chooser.questions():
        assert question.why.nl != question.why.en
        assert len(question.why.nl) < 250


def test_no_question_stands_in_gate_and_needs():
    """Rules read both, so a question id is used once."""
    assert not {one.id for one in gate.questions()} & {one.id for one in chooser.questions()}


def test_ordered_questions_are_never_a_condition_to_ask():
    """Whether a question is asked never depends on how severe an earlier answer was."""
    for question in chooser.questions():
        assert not question.when.questions & chooser.ordered().keys()


def test_there_are_40_to_90_rules_of_every_effect():
    """The rules are few enough to read, and each kind of effect is there."""
    found = Counter(rule.effect for rule in chooser.rules())
    assert 40 <= sum(found.values()) <= 90
    assert set(found) == set(EFFECTS)


def test_every_rule_has_a_source_or_is_ours():
    """Each rule names a document, a paper or "ours", and papers can be found."""
    for rule in chooser.rules():
        assert rule.sources
        for id in rule.sources:
            source = sources.get(id)
            assert source.url or source.kind in {"document", "ours"}, id
        assert rule.reason.nl != rule.reason.en


def test_hardly_two_rules_say_the_same():
    """No sentence stands under two rules."""
    said = Counter(rule.reason.nl for rule in chooser.rules())
    assert set(said.values()) == {1}


@pytest.mark.parametrize("one", chooser.arrangements(), ids=lambda one: one.id)
def test_an_arrangement_is_told_whole(one):
    """What it does, who sees what, what it does not do, what to ask and what it costs are there."""
    assert one.id == "+".join(one.parts)
    assert one.sees
    assert one.protects
    assert one.not_protects
    assert one.not_solves
    assert one.costs
    assert 3 <= len(one.ask_supplier) <= 6
    assert all(asked.nl.endswith("?") and asked.en.endswith("?") for asked in one.ask_supplier)
    assert one.maturity or not one.is_pet
    assert all(source in sources.names() for source in one.sources)


@pytest.mark.parametrize("one", chooser.outcomes(), ids=lambda one: one.id)
def test_an_outcome_without_a_technique_is_told_too(one):
    """It says what it does and does not, has no parts, no level and nothing to ask a supplier."""
    assert one.does
    assert one.not_solves
    assert (one.parts, one.level, one.ask_supplier, one.is_pet) == ((), (0, 0), (), False)


def test_a_companion_never_takes_protection_away():
    """A combination protects at least as much as the arrangement without its last part."""
    known = {one.id: one for one in chooser.arrangements()}
    pairs = 0
    for one in known.values():
        shorter = known.get("+".join(one.parts[:-1]))
        if shorter:
            pairs += 1
            assert one.level.covers(shorter.level), one.id
    assert pairs >= 15


def test_levels_say_what_the_parts_do():
    """Noise is the only output step 2, and no step of the scales is without an arrangement."""
    noisy = {"differential-privacy", "local-differential-privacy"}
    for one in chooser.arrangements():
        assert (one.output == 2) == bool(noisy & set(one.parts)), one.id
    techniques = [one for one in chooser.arrangements() if not one.never]
    assert {one.input for one in techniques} == set(range(len(chooser.scale().input)))
    assert {one.output for one in techniques} == set(range(len(chooser.scale().output)))


def test_baselines_are_no_pets():
    """Sending everything, a third party, hashes and leaving out counts are no PETs."""
    plain = {one.id for one in chooser.arrangements() if not one.is_pet}
    assert plain == {
        "plain-exchange",
        "trusted-third-party",
        "trusted-third-party+suppression",
        "hashed-ids",
        "suppression",
    }


def test_an_arrangement_that_does_not_exist_is_refused():
    """An unknown id is refused, with those that exist."""
    with pytest.raises(DataError, match="need an arrangement or outcome out of"):
        chooser.arrangement("crystal-ball")


@pytest.mark.parametrize(
    "change",
    [
        {"effect": "forbid"},
        {"reason": {"nl": "Daarom."}},
        {"source": []},
        {"source": ["somebody"]},
        {"strength": 2},
        {"effect": "for"},
        {"effect": "for", "strength": 4},
        {"effect": "needs"},
        {"companion": ["suppression"]},
        {"effect": "minimum"},
        {"effect": "minimum", "minimum": {"input": 4}},
        {"effect": "minimum", "minimum": {"output": -1}},
        {"effect": "outcome", "outcome": "perhaps"},
        {"on": {"bases": ["secret-sharing"]}},
        {"on": {"base": ["crystal-ball"]}},
        {"on": {"base": ["suppression"], "parts": ["homomorphic"]}},
        {"when": {"colour": "red"}},
        {"when": {"parties": "four"}},
        {"when": {"not": {"parties": "four"}}},
    ],
)
def test_a_rule_that_is_not_whole_is_refused(change):
    """A misspelt effect, answer, part or outcome is refused when the file is read."""
    read("good", RULE)
    with pytest.raises(DataError, match=r"need .* at rules\.bad"):
        read("bad", {**RULE, **change})


@pytest.mark.parametrize(
    "change",
    [
        {"when": {"sensitivity": ["high"]}},
        {"effect": "for", "strength": 1, "when": {"distrust": ["cheats"]}},
        {"effect": "outcome", "outcome": "ask-consent", "when": {"audience": ["public"]}},
        {"effect": "minimum", "minimum": {"input": 2}, "when": {"sensitivity": ["middle"]}},
        {"effect": "minimum", "minimum": {"input": 2}, "when": {"not": {"distrust": ["trusts"]}}},
        {"effect": "outcome", "outcome": "do-not", "when": {"audience": ["one", "public"]}},
    ],
)
def test_a_rule_by_which_more_severe_means_less_is_refused(change):
    """Sensitivity, distrust and audience may only ask for more, and for every severer answer."""
    with pytest.raises(DataError, match=r"need .* at rules\.bad"):
        read("bad", {**RULE, **change})


def test_texts_are_short_enough_to_read_aloud():
    """No text of parts, arrangements, rules or options is longer than two short sentences."""
    texts = [rule.reason for rule in chooser.rules()]
    texts += [text for one in chooser.arrangements() for text in (one.does, *one.not_protects)]
    texts += [option.says for question in chooser.questions() for option in question.options]
    assert max(len(text.nl.split()) for text in texts) <= 40


@pytest.mark.parametrize(
    ("alone", "companion", "gone"),
    [
        ("secret-sharing", "differential-privacy", "inferred from the answer"),
        ("homomorphic", "zero-knowledge-proofs", "made-up answer"),
        ("private-set-intersection", "zero-knowledge-proofs", "made-up numbers"),
        ("federated-learning", "secret-sharing", "changes of a small group"),
        ("federated-learning", "differential-privacy", "inferring from the model"),
        ("synthetic-data", "differential-privacy", "Outliers"),
    ],
)
def test_a_companion_takes_away_what_it_protects_against(alone, companion, gone):
    """What a technique alone does not protect against is not said of it with that companion."""
    before = " ".join(text.en for text in chooser.arrangement(alone).not_protects)
    together = chooser.arrangement(f"{alone}+{companion}").not_protects
    assert gone in before
    assert gone not in " ".join(text.en for text in together)
    assert together


def test_a_combination_does_not_borrow_the_maturity_of_its_base():
    """That secret sharing is in use says nothing about secret sharing with proofs."""
    alone, together = (
        chooser.arrangement(id).maturity
        for id in ("secret-sharing", "secret-sharing+zero-knowledge-proofs")
    )
    assert alone != together
