"""The cases of the use-case book at the gate, as their parties would answer."""

from statistics import median
from typing import Any

import pytest

from pet_workbench.decide import content, gate
from pet_workbench.decide.questions import asked, check

OUTCOMES = {
    "open": {"table", "aio", "emoji", "securened", "logistics", "gas", "train", "passport", "grid"},
    "stop": {"debts"},
    "first": {
        "falls",
        "fall-injuries",
        "fraud",
        "fugitives",
        "informants",
        "treatment",
        "entrepreneurs",
        "education",
        "education-tax",
        "pupils",
        "mobility",
    },
}
CASES: dict[str, dict[str, Any]] = content.read("cases")["cases"]


def count(key: str) -> int:
    """Return how many questions the parties of a case are asked."""
    return len(asked(gate.questions(), check(gate.questions(), CASES[key]["gate"])))


def test_all_cases_are_here() -> None:
    """Every case has an outcome below, and only one."""
    assert set().union(*OUTCOMES.values()) == set(CASES)
    assert sum(map(len, OUTCOMES.values())) == len(CASES)


@pytest.mark.parametrize(
    ("key", "outcome"),
    [(key, outcome) for outcome, keys in OUTCOMES.items() for key in sorted(keys)],
)
def test_a_case_has_its_outcome(key: str, outcome: str) -> None:
    """Where the sources name a basis the gate is open, where they name none it asks first."""
    verdict = gate.judge(CASES[key]["gate"])
    assert verdict.outcome == outcome
    assert not verdict.unanswered


def test_every_answer_of_a_case_is_asked_for() -> None:
    """No case answers a question that its own answers make superfluous."""
    for key, case in CASES.items():
        assert count(key) == len(case["gate"]), key


def test_cases_take_two_to_ten_questions() -> None:
    """The middle case takes eight questions at the gate, none more than ten."""
    counts = [count(key) for key in CASES]
    assert min(counts) >= 2
    assert max(counts) <= 10
    assert median(counts) == 8


def test_debts_stop_and_may_be_solved_by_law() -> None:
    """Debt stacking stops, as the agencies may not supply; changing the law is a way out."""
    verdict = gate.judge(CASES["debts"]["gate"])
    assert {reason.id for reason in verdict.reasons} == {"no-supply", "pet-no-basis"}
    assert "change-law" in {way.id for way in verdict.ways}
    assert {"wgs-debts", "awr-67"} <= {law.id for law in verdict.laws}


def test_fraud_asks_about_the_act_on_care_fraud() -> None:
    """Health-care fraud brings up its own act, and the question whether a score is profiling."""
    verdict = gate.judge(CASES["fraud"]["gate"])
    laws = {law.id: law for law in verdict.laws}
    assert {"wbsrz", "wgs-partnerships", "gdpr-criminal"} <= set(laws)
    assert "profiling" in laws["wbsrz"].asks.en
