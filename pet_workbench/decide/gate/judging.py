"""From answers to a verdict: the most severe outcome for which a rule applies."""

from collections.abc import Mapping, Sequence
from typing import Any

from pet_workbench.decide import questions as asking
from pet_workbench.decide.conditions import Answers, any_holds
from pet_workbench.decide.gate.law_questions import laws
from pet_workbench.decide.gate.reading import (
    UNKNOWN,
    Because,
    Rule,
    because,
    fallback,
    outcomes,
    questions,
    rules,
    silences,
    to_lawyer,
    ways,
)
from pet_workbench.decide.gate.verdict import OpenPoint, Reason, Verdict
from pet_workbench.decide.questions import Question


def judge(answers: Mapping[str, Any]) -> Verdict:
    """Judge a set of answers.

    Parameters
    ----------
    answers : mapping of str to str or sequence of str
        By question of the gate.  Answers to questions that are not asked (any more) do not count.

    Raises
    ------
    DataError
        If there is no such question or option.

    Examples
    --------
    >>> verdict = judge({"about": ["people"], "basis_use": ["no"]})
    >>> verdict.outcome, [reason.id for reason in verdict.reasons]
    ('stop', ['no-basis-use', 'pet-no-basis'])
    >>> judge({}).outcome
    'first'
    """
    checked = asking.check(questions(), answers)
    asked = asking.asked(questions(), checked)
    given = {one.id: checked[one.id] for one in asked if one.id in checked}
    unknown = tuple(one for one in asked if UNKNOWN in given.get(one.id, ()))
    missing = tuple(one for one in asked if one.id not in given)
    applied = tuple(rule for rule in rules() if rule.holds(given))
    reasons = _reasons(applied, given, unknown, missing)
    found = {reason.outcome for reason in reasons} or {fallback()}
    outcome = next(one for one in outcomes() if one.id in found)
    is_stop = outcome == outcomes()[0]
    return Verdict(
        outcome.id,
        outcome.says,
        outcome.sources,
        tuple(reason for reason in reasons if reason.outcome == outcome.id),
        tuple(way for way in ways() if is_stop and any_holds(way.when, given)),
        _open_points(applied, (*unknown, *missing)),
        tuple(law for law in laws() if law.holds(given)),
        tuple(one.id for one in missing),
    )


def _reasons(
    applied: Sequence[Rule],
    given: Answers,
    unknown: Sequence[Question],
    missing: Sequence[Question],
) -> tuple[Reason, ...]:
    """Return a reason for each rule that applies, and for what is not known or not given."""
    found = [_reason(rule, because(rule.when, given)) for rule in applied]
    if unknown:
        found.append(_reason(silences()["unknown"], tuple((one.id, (UNKNOWN,)) for one in unknown)))
    if missing:
        found.append(_reason(silences()["unanswered"], tuple((one.id, ()) for one in missing)))
    return tuple(found)


def _reason(rule: Rule, answers: Because) -> Reason:
    return Reason(rule.id, rule.outcome, rule.says, answers, rule.sources)


def _open_points(applied: Sequence[Rule], silent: Sequence[Question]) -> tuple[OpenPoint, ...]:
    """Return what to ask the lawyer: first what is not known, then what rules ask."""
    order = {question.id: place for place, question in enumerate(questions())}
    points = [
        OpenPoint(f"question:{one.id}", one.id, to_lawyer()[one.id], one.sources)
        for one in sorted(silent, key=lambda one: order[one.id])
    ]
    points += [
        OpenPoint(f"rule:{rule.id}", None, rule.asks, rule.sources)
        for rule in applied
        if rule.asks is not None
    ]
    return tuple(points)
