"""The UK guide's tree has their structure, our words, and a fair way for every answer."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pet_workbench.decide import chooser, gate, uk_tree
from pet_workbench.i18n import LANGUAGES

THEIR_EDGES = {
    (1, 2, 3), (1, 16, 17), (1, 18, 19),
    (3, 4, 5), (3, 6, 7),
    (7, 8, 9), (7, 14, 15),
    (9, 10, 11), (9, 12, 13),
    (19, 20, 21), (19, 30, 31),
    (21, 22, 23), (21, 24, 25),
    (25, 26, 27), (25, 28, 29),
    (31, 32, 33), (31, 34, 35),
}  # fmt: skip
"""Question, answer, next: by the numbers in getHierarchicalData.js of their repository."""
THEIR_RESULTS = {
    5: "de-identification", 11: "trusted-execution", 13: "homomorphic", 15: "good-practice",
    17: "differential-privacy", 23: "federated-learning", 27: "federated-analytics",
    29: "multi-party-computation", 33: "de-identification", 35: "trusted-execution",
}  # fmt: skip
TREE = uk_tree.tree()
QUESTIONS = {one.id: one for one in (*gate.questions(), *chooser.questions())}
OUTCOMES = {"share-aggregated", "ask-consent", "no-personal-data", "do-not"}
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        id: st.sampled_from(QUESTIONS[id].choices).map(lambda chosen: (chosen,))
        for id in ("about", "parties", "output", "overlap", "simpler", "audience", "means")
    },
)


def numbered(branch):
    """Return their number of what comes after a branch; a leaf may have two."""
    following = TREE.next(branch)
    return following.theirs if isinstance(following, uk_tree.Leaf) else (following.theirs,)


def test_the_structure_is_that_of_the_guide():
    """Every question, answer and next step of theirs is there, and none besides."""
    ours = {
        (node.theirs, branch.theirs, next_)
        for node in TREE.nodes.values()
        for branch in node.branches
        for next_ in numbered(branch)
        if (node.theirs, branch.theirs, next_) in THEIR_EDGES
    }
    assert ours == THEIR_EDGES
    assert sum(len(node.branches) for node in TREE.nodes.values()) == len(THEIR_EDGES)
    assert {n: leaf.id for leaf in TREE.leaves.values() for n in leaf.theirs} == THEIR_RESULTS


def test_each_branch_leads_to_one_place():
    """A branch has a next question or a leaf, never both or neither."""
    for node in TREE.nodes.values():
        for branch in node.branches:
            assert bool(branch.to) != bool(branch.leaf)


def test_conditions_name_answers_that_exist():
    """What decides a branch are answers that somebody can give."""
    for node in TREE.nodes.values():
        for branch in node.branches:
            for condition in branch.when:
                for question, options in (*condition.needs.items(), *condition.bars.items()):
                    assert set(options) <= set(QUESTIONS[question].choices)


def test_leaves_correspond_to_parts_of_ours():
    """What the guide suggests is told in ids of our own parts or outcomes."""
    known = OUTCOMES | {part for one in chooser.arrangements() for part in one.parts}
    for leaf in TREE.leaves.values():
        assert leaf.parts
        assert set(leaf.parts) <= known


def test_every_leaf_of_theirs_is_reached_by_some_answers():
    """Whatever the guide can suggest, somebody's answers lead there, decided where we ask."""
    asked = ("parties", "output", "audience", "means")
    reached, settled = set(), set()
    extra = [{}, {"simpler": ("totals",)}, {"overlap": ("same",)}]
    for chosen in product(*(QUESTIONS[id].choices for id in asked)):
        for more in extra:
            found = uk_tree.walk(
                {}, {id: (one,) for id, one in zip(asked, chosen, strict=True)} | more
            )
            reached |= {leaf.id for leaf in found.leaves}
            settled |= {leaf.id for leaf in found.leaves if found.is_settled}
    assert reached == set(TREE.leaves)
    assert set(TREE.leaves) - settled == {"homomorphic", "good-practice"}


@given(ANSWERS)
def test_every_walk_ends(answers):
    """Any answers, or none, lead to a suggestion, in no more than the guide's questions."""
    found = uk_tree.walk({}, answers)
    assert found.leaves
    assert {step.depth for step in found.steps} <= {0, 1, 2, 3}
    assert not set(found.also) & set(found.leaves)
    for step in found.steps:
        assert step.followed
        for because in step.because.values():
            assert all(answers[question] == options for question, options in because)


def test_without_answers_every_branch_is_followed():
    """Nothing is taken for granted: the whole tree stays open."""
    found = uk_tree.walk({}, {})
    assert {leaf.id for leaf in found.leaves} == set(TREE.leaves)
    assert {step.how for step in found.steps} == {"unasked"}


def test_answers_that_fit_two_branches_follow_both():
    """A public table of several organisations is publishing and working together."""
    needs = {"parties": ("several",), "output": ("table",), "audience": ("public",)}
    first = uk_tree.walk({}, needs).steps[0]
    assert first.how == "several"
    assert {branch.id for branch in first.followed} == {"publish", "together"}


def test_the_guides_second_thought_is_told():
    """Where the guide says that both options deserve a look, the other one is named."""
    needs = {**chooser.case("aio").needs}
    assert [leaf.id for leaf in uk_tree.walk({}, needs).also] == ["multi-party-computation"]


def test_every_case_is_judged():
    """The comparison covers all cases of the book, and no other."""
    assert set(uk_tree.judged()) == {one.key for one in chooser.cases()}


@pytest.mark.parametrize("key", [one.key for one in chooser.cases()])
def test_a_case_ends_where_it_is_stated(key):
    """The leaves that the note speaks of are those to which the answers lead."""
    both = uk_tree.beside(key)
    assert {leaf.id for leaf in both.walk.leaves} == set(both.judged.leaves)


@pytest.mark.parametrize(
    ("key", "agree"),
    [
        ("logistics", "same"), ("gas", "same"), ("falls", "possible"), ("aio", "partly"),
        ("education-tax", "partly"), ("debts", "differ"), ("passport", "differ"),
    ],
)  # fmt: skip
def test_agreement_is_told_as_it_is(key, agree):
    """Same, possible, in part and different are told apart."""
    assert uk_tree.beside(key).agree == agree


def test_agreement_needs_every_part():
    """A combination agrees only in part with a guide that names one of its techniques."""
    walked = uk_tree.walk({}, chooser.case("logistics").needs)
    assert uk_tree.compare("secret-sharing", walked) == "same"
    assert uk_tree.compare("secret-sharing+suppression", walked) == "partly"
    assert uk_tree.compare("share-aggregated", walked) == "partly"
    assert uk_tree.compare("synthetic-data", walked) == "differ"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_both_sides_get_their_due(lang):
    """There is something that the guide does better, and something that it does not ask."""
    for remarks in (TREE.better, TREE.missing):
        assert len(remarks) >= 3
        assert all(remark.says.of(lang).endswith(".") for remark in remarks)
