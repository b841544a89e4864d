"""The cases of the use-case book lead to the advice that the book and the sources give."""

import pytest

from pet_workbench import usecases
from pet_workbench.bench.matrix import kinds_of
from pet_workbench.core import DataError
from pet_workbench.decide import chooser, content, gate, questions

CASES = chooser.cases()
EXPECTED = {
    "table": "secret-sharing",
    "aio": "secret-sharing",
    "falls": "homomorphic",
    "fall-injuries": "secret-sharing+suppression",
    "emoji": "local-differential-privacy",
    "debts": "do-not",
    "fraud": "secret-sharing",
    "fugitives": "private-set-intersection",
    "informants": "private-set-intersection",
    "treatment": "secret-sharing",
    "entrepreneurs": "secret-sharing+suppression",
    "securened": "secret-sharing+suppression",
    "logistics": "secret-sharing",
    "gas": "differential-privacy",
    "education-tax": "secret-sharing+suppression",
    "education": "suppression",
    "pupils": "synthetic-data+differential-privacy",
    "train": "federated-learning+secret-sharing",
    "passport": "zero-knowledge-proofs",
    "mobility": "trusted-execution+differential-privacy",
    "grid": "synthetic-data+differential-privacy",
}
"""The first choice per case, so that a changed rule shows; cases.toml has what is acceptable."""


def test_every_case_of_the_workbench_is_there():
    """All cases of the workbench, each measured, and no other; of other packages there is none."""
    measured = {one.key for one in CASES if one.measured}
    assert measured == {key for key in usecases.names() if key in EXPECTED}
    assert {one.key for one in CASES} == measured == EXPECTED.keys()


def test_what_is_called_measured_is_a_technique_of_some_case():
    """An arrangement counts as measured when one technique has its kinds; some leave out small
    counts without it being in their name.
    """
    there = [set(kinds_of(id)) for key in EXPECTED for id in usecases.get(key).techniques]
    for one in chooser.arrangements():
        wanted = set(one.parts)
        if one.measured:
            assert any(wanted - {"suppression"} <= kinds for kinds in there), one.id
        else:
            assert wanted not in there, one.id


@pytest.mark.parametrize("case", CASES, ids=lambda one: one.key)
def test_a_case_gets_the_advice_of_the_book(case):
    """The first choice is one that the case says the sources accept, and the stated one."""
    advice = chooser.advise(case.gate, case.needs)
    assert advice.first in case.expected, case.why.en
    assert advice.first == EXPECTED[case.key]


@pytest.mark.parametrize("case", CASES, ids=lambda one: one.key)
def test_what_must_not_be_advised_is_not_ranked(case):
    """What the case rules out is in no place of the ranking, and there is a reason."""
    advice = chooser.advise({}, case.needs)
    out = {one.arrangement.id for one in advice.left_out}
    assert set(case.never) <= out
    assert "hashed-ids" in out


@pytest.mark.parametrize("case", CASES, ids=lambda one: one.key)
def test_a_case_answers_what_is_asked(case):
    """Its parties answer every question that the chooser asks them, and no other."""
    asked = {one.id for one in questions.asked(chooser.questions(), case.needs)}
    assert case.needs.keys() == asked
    legal = questions.relevant(gate.questions(), case.gate)
    assert legal == dict(case.gate)


@pytest.mark.parametrize("case", CASES, ids=lambda one: one.key)
def test_if_the_law_stops_a_case_it_says_what_would_fit(case):
    """Where the gate stops, "do not" is the advice, and what fits if it were allowed is stated."""
    stops = gate.judge(case.gate).outcome == "stop"
    assert stops == (case.expected == ("do-not",)) == bool(case.if_allowed)
    if stops:
        assert chooser.advise({}, case.needs).first in case.if_allowed


def test_where_rules_and_book_differ_the_case_says_so():
    """Where the rules put something else first than the book, the case names both in its reason."""
    differ = [one.key for one in CASES if EXPECTED[one.key] != one.expected[0]]
    assert differ == ["fall-injuries", "grid"]
    for key in differ:
        why = chooser.case(key).why
        assert "regels" in why.nl
        assert "rules" in why.en


def test_a_case_is_nearest_to_itself():
    """With a case's own answers that case comes first, in full agreement."""
    for case in CASES:
        key, agreeing, of = chooser.nearest(case.needs)[0]
        assert (key, agreeing) == (case.key, of)


def test_the_nearest_case_wants_the_same_kind_of_result():
    """One more agreeing answer does not outweigh another kind of question."""
    found = chooser.nearest({"output": "lists"})
    assert {key for key, *_ in found[:2]} == {"fugitives", "informants"}
    assert len(found) == len(CASES)
    assert [key for key, *_ in chooser.nearest({})] == [one.key for one in CASES]


def test_a_case_that_does_not_exist_is_refused():
    """An unknown key is refused, with those that exist."""
    with pytest.raises(DataError, match="need a case out of"):
        chooser.case("nothing")


def test_every_case_has_its_sources():
    """Each case names where its advice comes from, in both languages and with real words."""
    for key, item in content.read("cases")["cases"].items():
        assert item["source"] != ["ours"], key
        assert len(chooser.case(key).why.nl.split()) > 10
