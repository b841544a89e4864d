"""The gate as a reader meets it, and what it does with answers that do not fit."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pet_workbench.core import DataError
from pet_workbench.decide import content, gate
from pet_workbench.decide.gate import reading
from pet_workbench.decide.questions import asked, check, relevant

AIO = {
    "about": ["people"],
    "kinds": ["bsn", "benefits"],
    "exception": ["yes"],
    "basis_use": ["law"],
    "basis_share": ["law"],
    "secrecy": ["lifted"],
    "purpose": ["allowed"],
    "learns": ["people-one"],
    "decision": ["offer"],
    "arranged": ["controller", "dpia", "ap"],
}
TREATMENT = {
    "about": ["people"],
    "kinds": ["health"],
    "exception": ["yes"],
    "basis_use": ["consent"],
    "basis_share": ["consent"],
    "secrecy": ["lifted"],
    "purpose": ["research"],
    "learns": ["groups-all"],
    "arranged": ["controller", "dpia"],
}
GAS = {
    "about": ["people"],
    "kinds": ["ordinary"],
    "basis_use": ["law"],
    "basis_share": ["law"],
    "secrecy": ["none"],
    "purpose": ["research"],
    "learns": ["groups-all"],
    "arranged": ["controller", "dpia"],
}


def any_answers() -> st.SearchStrategy[dict[str, list[str]]]:
    """Return answers to any of the questions, asked or not."""
    chosen = {
        one.id: st.lists(
            st.sampled_from(one.choices),
            unique=True,
            max_size=len(one.choices) if one.several else 1,
        )
        for one in gate.questions()
    }
    return st.fixed_dictionaries({}, optional=chosen)


@given(any_answers())
def test_answers_to_questions_not_asked_do_not_count(answers: dict[str, list[str]]) -> None:
    """A verdict rests on the answers to questions that are asked, and on no others."""
    kept = relevant(gate.questions(), check(gate.questions(), answers))
    assert gate.judge(answers) == gate.judge(kept)


@pytest.mark.parametrize(("answers", "count"), [(AIO, 10), (TREATMENT, 9), (GAS, 8)])
def test_the_gate_is_short(answers: dict[str, list[str]], count: int) -> None:
    """A usual case takes eight to ten questions, all of which the answers below meet."""
    questions = asked(gate.questions(), check(gate.questions(), answers))
    assert [one.id for one in questions] == list(answers)
    assert len(questions) == count
    assert gate.judge(answers).outcome == "open"


def test_confidential_business_data_take_two_questions() -> None:
    """Data about companies ask for two answers, and bring up the Competition Act."""
    verdict = gate.judge({"about": ["companies"], "secrecy": ["business"]})
    assert verdict.outcome == "open"
    assert [law.id for law in verdict.laws] == ["competition"]


@pytest.mark.parametrize("about", ["companies", "things", "totals"])
def test_without_people_and_secrets_nothing_is_needed(about: str) -> None:
    """Open data about nobody need no technique."""
    assert gate.judge({"about": [about], "secrecy": ["none"]}).outcome == "not-needed"


def test_a_sole_trader_is_a_person() -> None:
    """Companies with sole traders among them are people to the gate."""
    assert gate.judge({"about": ["companies", "traders"], "secrecy": ["none"]}).outcome == "first"


def test_every_question_can_be_left_unknown() -> None:
    """Each question has the answer "I do not know yet"."""
    assert all("unknown" in one.choices for one in gate.questions())


@pytest.mark.parametrize(
    "answers", [{"nothing": ["x"]}, {"about": ["martians"]}, {"basis_use": ["law", "no"]}]
)
def test_answers_that_do_not_exist_are_refused(answers: dict[str, list[str]]) -> None:
    """An unknown question or option, or two answers where one is asked, is an error."""
    with pytest.raises(DataError, match="need an answer"):
        gate.judge(answers)


def wrong_outcome(file: dict[str, Any]) -> None:
    """Let a rule lead to an outcome that is not there."""
    file["rules"] = {"odd": {**file["rules"]["no-supply"], "outcome": "maybe"}}


def no_fallback(file: dict[str, Any]) -> None:
    """Leave no outcome for answers without a rule."""
    file["outcomes"] = {
        id: {key: one for key, one in item.items() if key != "fallback"}
        for id, item in file["outcomes"].items()
    }


def one_silence(file: dict[str, Any]) -> None:
    """Forget what it means when an answer is not given."""
    file["silence"] = {"unknown": file["silence"]["unknown"]}


def unsigned(file: dict[str, Any]) -> None:
    """Mark an entry as checked, by nobody."""
    file["awr-67"] = {**file["awr-67"], "checked": True}


@pytest.mark.parametrize(
    ("name", "change", "read"),
    [
        ("gate", wrong_outcome, reading.rules),
        ("gate", no_fallback, reading.fallback),
        ("gate", one_silence, reading.silences),
        ("laws", unsigned, gate.laws),
    ],
)
def test_a_broken_file_is_refused(
    name: str,
    change: Callable[[dict[str, Any]], None],
    read: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A file with a mistake is refused with the place, not read with something left out."""
    whole = content.read
    broken = dict(whole(name))
    change(broken)
    monkeypatch.setattr(content, "read", lambda file: broken if file == name else whole(file))
    with pytest.raises(DataError, match="of the content files"):
        read.__wrapped__()
