"""Every set of answers that the gate can tell apart, judged."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest

from pet_workbench.decide import gate
from tests.decide.gate.exhaustive import GOOD, answers, conditions, kinds_of_answers
from tests.decide.gate.oracle import is_forbidden, outcome

SHARES = ("inside", "law", "unknown")
LEARNS = tuple(one for (one,) in kinds_of_answers("learns"))


class Judged(NamedTuple):
    """A set of answers, whether it is complete, and what the gate says."""

    answers: dict[str, tuple[str, ...]]
    complete: bool
    verdict: gate.Verdict


@pytest.fixture(scope="module")
def everything() -> list[Judged]:
    """Judge all sets of answers, with what is arranged held at one good answer."""
    return [Judged(given, full, gate.judge(given)) for given, full in answers({}, GOOD)]


def arrangements() -> Iterator[dict[str, tuple[str, ...]]]:
    """Yield every answer on what is arranged, with all that its outcome depends on."""
    start = {"about": ("people",), "kinds": ("ordinary",), "basis_use": ("law",)}
    rest = {"secrecy": ("none",), "purpose": ("same",)}
    for share in SHARES:
        for learns in LEARNS:
            decision = {"decision": ("offer",)} if learns.startswith("people") else {}
            for arranged in kinds_of_answers("arranged"):
                yield {
                    **start,
                    "basis_share": (share,),
                    **rest,
                    "learns": (learns,),
                    **decision,
                    "arranged": arranged,
                }


def test_there_are_thousands_of_sets_of_answers(everything: list[Judged]) -> None:
    """The walk reaches tens of thousands of sets, complete and not, and every question in them."""
    assert len(everything) > 30_000
    assert sum(one.complete for one in everything) > 10_000
    assert {id for one in everything for id in one.answers} == {one.id for one in gate.questions()}


def test_every_complete_set_has_the_outcome_of_the_oracle(everything: list[Judged]) -> None:
    """For every complete set, plain Python written apart comes to the same outcome."""
    wrong = [
        one for one in everything if one.complete and one.verdict.outcome != outcome(one.answers)
    ]
    assert not wrong


def test_every_set_ends_in_one_known_outcome_with_a_reason(everything: list[Judged]) -> None:
    """Each set ends in one of the four outcomes, and says at least one reason for it."""
    known = {one.id for one in gate.outcomes()}
    for one in everything:
        assert one.verdict.outcome in known
        assert one.verdict.reasons
        assert {reason.outcome for reason in one.verdict.reasons} == {one.verdict.outcome}


def test_all_four_outcomes_occur(everything: list[Judged]) -> None:
    """Each outcome is that of some complete set of answers."""
    found = {one.verdict.outcome for one in everything if one.complete}
    assert found == {"stop", "first", "not-needed", "open"}


def test_unfinished_answers_are_never_a_yes(everything: list[Judged]) -> None:
    """As long as a question is open the outcome is neither "open" nor "not needed"."""
    for one in everything:
        if not one.complete:
            assert one.verdict.outcome in ("stop", "first")
            assert one.verdict.unanswered


def test_without_a_basis_it_stops_whatever_else_is_answered(everything: list[Judged]) -> None:
    """One answer that says no stops all, and it says each time that a PET creates no basis."""
    for one in everything:
        forbidden = is_forbidden({id: chosen[0] for id, chosen in one.answers.items()})
        assert (one.verdict.outcome == "stop") == forbidden
        reasons = {reason.id for reason in one.verdict.reasons}
        assert ("pet-no-basis" in reasons) == forbidden
        assert len(reasons) > 1 or not forbidden


def test_after_a_no_nothing_more_is_asked(everything: list[Judged]) -> None:
    """A set with an answer that stops is complete: the reader is not asked the rest."""
    for one in everything:
        if one.verdict.outcome == "stop":
            assert one.complete


def test_only_a_stop_has_ways_out(everything: list[Judged]) -> None:
    """A stop offers at least three ways out, "do not do it" among them; other outcomes none."""
    for one in everything:
        ways = {way.id for way in one.verdict.ways}
        if one.verdict.outcome == "stop":
            assert {"share-aggregated", "change-law", "do-not"} <= ways
        else:
            assert not ways


def test_every_unknown_is_a_question_for_the_lawyer(everything: list[Judged]) -> None:
    """Each "don't know yet", and each question left open, is on the lawyer's list; no other is."""
    for one in everything:
        silent = {id for id, chosen in one.answers.items() if "unknown" in chosen}
        silent |= set(one.verdict.unanswered)
        asked = {point.question for point in one.verdict.to_ask} - {None}
        assert asked == silent
        assert not silent or one.verdict.outcome in ("first", "stop")


def test_an_open_gate_leaves_nothing_to_ask_first(everything: list[Judged]) -> None:
    """With the outcomes "open" and "not needed" no point is left that a rule wants asked first."""
    for one in everything:
        if one.verdict.outcome in ("open", "not-needed"):
            assert not one.verdict.to_ask


def test_reasons_name_answers_that_were_given(everything: list[Judged]) -> None:
    """What a reason says led there was answered so, or was not answered."""
    for one in everything:
        for reason in one.verdict.reasons:
            for question, chosen in reason.because:
                assert set(chosen) <= set(one.answers.get(question, ()))


def test_what_is_arranged_depends_on_sharing_only() -> None:
    """No condition names what is arranged together with anything but the sharing."""
    together = [one.questions for one in conditions() if "arranged" in one.questions]
    assert together
    assert all(one <= {"arranged", "basis_share"} for one in together)


@pytest.mark.parametrize("share", SHARES)
def test_every_answer_on_what_is_arranged(share: str) -> None:
    """Every combination of what is arranged has the outcome of the oracle."""
    for given in arrangements():
        if given["basis_share"] == (share,):
            assert gate.judge(given).outcome == outcome(given), given


def test_every_rule_silence_and_way_is_reached(everything: list[Judged]) -> None:
    """No rule, silence or way out stands in the file for nothing."""
    verdicts = [one.verdict for one in everything] + [gate.judge(one) for one in arrangements()]
    reasons = {reason.id for verdict in verdicts for reason in verdict.reasons}
    assert reasons == {rule.id for rule in gate.rules()} | {"unknown", "unanswered"}
    assert {way.id for one in verdicts for way in one.ways} == {way.id for way in gate.ways()}
    asked = {point.id for one in verdicts for point in one.to_ask}
    expected = {f"question:{one.id}" for one in gate.questions()}
    expected |= {f"rule:{rule.id}" for rule in gate.rules() if rule.asks}
    assert asked == expected
