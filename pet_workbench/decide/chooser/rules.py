"""The rules that turn answers into advice, read from ``rules.toml`` and checked.

What makes more severe answers safe is checked here, when the file is read: answers to an ordered
question (sensitivity, distrust, audience) may only ask for more protection, or say "do not".  They
may not give points, leave techniques out otherwise, or lead to a simpler way.  And a rule that
applies to an answer applies to every more severe one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pet_workbench.decide import content, gate
from pet_workbench.decide.bilingual import Bilingual
from pet_workbench.decide.chooser import levels
from pet_workbench.decide.chooser.arrangements import Arrangement, arrangements, outcomes
from pet_workbench.decide.chooser.levels import Level
from pet_workbench.decide.chooser.needs import needs, ordered
from pet_workbench.decide.conditions import Condition

EFFECTS = ("minimum", "exclude", "needs", "for", "against", "warns", "outcome")
"""Asks for protection; leaves out; asks for a companion; gives or takes points; says something to
watch; leads to an outcome that is no technique."""
_SEVERE = frozenset({"minimum", "warns"})
_SELECTORS = frozenset({"base", "parts", "without", "ids"})


@dataclass(frozen=True)
class Rule:
    """One rule.

    Attributes
    ----------
    id : str
    effect : str
        One of `EFFECTS`.
    reason : Bilingual
        What it says, in one sentence.
    when : Condition
        On answers to the gate and to the needs together.
    hits : tuple of str
        Ids of the arrangements that it touches once it applies: of a rule that asks for a
        companion, those without one; of a rule that asks for protection, those that give less.
    strength : int
        Points for or against, 1 to 3; 0 for other effects.
    companion : tuple of str
        For "needs": parts of which an arrangement must have one.
    minimum : Level
        For "minimum": the protection it asks for.
    outcome : str
        For "outcome": where it leads.
    sources : tuple of str
    """

    id: str
    effect: str
    reason: Bilingual
    when: Condition
    hits: tuple[str, ...]
    strength: int
    companion: tuple[str, ...]
    minimum: Level
    outcome: str
    sources: tuple[str, ...]


@cache
def rules() -> tuple[Rule, ...]:
    """Return all rules, in the order of ``rules.toml``.

    Raises
    ------
    DataError
        If one is incomplete, or a more severe answer could lead to less protection.
    """
    written = content.read("rules")["rules"]
    return tuple(read(id, item) for id, item in written.items())


def read(id: str, item: Mapping[str, Any]) -> Rule:
    """Read one rule as it stands in ``rules.toml``.

    Raises
    ------
    DataError
        If it is incomplete, or a more severe answer could lead to less protection.
    """
    where = f"rules.{id}"
    effect = content.one_of(item, "effect", EFFECTS, where=where)
    companion = tuple(item.get("companion", ()))
    minimum = levels.read(item.get("minimum", {}), where=where)
    rule = Rule(
        id,
        effect,
        content.bilingual(item, "reason", where=where),
        Condition.of(item.get("when"), where=where),
        _hits(_selected(item.get("on", {}), where), companion, minimum),
        int(item.get("strength", 0)),
        companion,
        minimum,
        item.get("outcome", ""),
        content.sourced(item, where=where),
    )
    _check_known(rule.when, where)
    _check_whole(rule, where)
    _check_severe(rule, where)
    return rule


@cache
def _options() -> Mapping[str, tuple[str, ...]]:
    """Return the options of all questions, of the gate and of the needs."""
    return {one.id: one.choices for one in (*gate.questions(), *needs())}


def _check_known(when: Condition, where: str) -> None:
    """Refuse a condition on questions or options that do not exist: it would never hold.

    Raises
    ------
    DataError
        If there is one.
    """
    for question, named in (*when.needs.items(), *when.bars.items()):
        options = _options().get(question, ())
        if not named or not set(named) <= set(options):
            content.wrong(where, f"{question} = one of {', '.join(options)}", list(named))


def _selected(selected: Mapping[str, Any], where: str) -> tuple[Arrangement, ...]:
    """Return the arrangements that a rule is about; all if it does not say."""
    if not selected.keys() <= _SELECTORS:
        content.wrong(where, f"on = {{ {', '.join(sorted(_SELECTORS))} }}", dict(selected))
    known = {part for one in arrangements() for part in (*one.parts, one.id)}
    if any(name not in known for named in selected.values() for name in named):
        content.wrong(where, "parts or arrangements of arrangements.toml", dict(selected))
    found = tuple(one for one in arrangements() if _is_hit(one, selected))
    if not found:
        content.wrong(where, "a selection that is not empty", dict(selected))
    return found


def _hits(
    about: tuple[Arrangement, ...], companion: tuple[str, ...], minimum: Level
) -> tuple[str, ...]:
    """Return the ids of those that a rule touches, out of those that it is about."""
    if companion:
        about = tuple(one for one in about if not set(one.parts) & set(companion))
    if minimum != levels.NOTHING:
        about = tuple(one for one in about if not one.level.covers(minimum))
    return tuple(one.id for one in about)


def _is_hit(one: Arrangement, selected: Mapping[str, Any]) -> bool:
    return (
        ("base" not in selected or one.base in selected["base"])
        and ("parts" not in selected or bool(set(one.parts) & set(selected["parts"])))
        and not set(one.parts) & set(selected.get("without", ()))
        and ("ids" not in selected or one.id in selected["ids"])
    )


def _check_whole(rule: Rule, where: str) -> None:
    """Refuse a rule whose effect lacks what it takes.

    Raises
    ------
    DataError
        If it does.
    """
    if (rule.effect in {"for", "against"}) != (1 <= rule.strength <= 3):
        content.wrong(
            where, "strength = 1 to 3 with for and against, and nowhere else", rule.effect
        )
    if (rule.effect == "needs") != bool(rule.companion):
        content.wrong(where, "companion = [parts] with needs, and nowhere else", rule.companion)
    if (rule.effect == "minimum") != (rule.minimum != levels.NOTHING):
        content.wrong(
            where, "minimum = { .. } above 0 with minimum, and nowhere else", rule.minimum
        )
    ends = {one.id for one in outcomes()}
    if (rule.effect == "outcome") != (rule.outcome in ends):
        content.wrong(where, f"outcome = one of {ends} with outcome, nowhere else", rule.outcome)


def _check_severe(rule: Rule, where: str) -> None:
    """Refuse a rule by which a more severe answer could lead to less protection.

    Raises
    ------
    DataError
        If it does.
    """
    if rule.when.bars.keys() & ordered().keys():
        content.wrong(where, f"no answer to {', '.join(ordered())} under not", rule.when.bars)
    for question in rule.when.needs.keys() & ordered().keys():
        if rule.effect not in _SEVERE and rule.outcome != "do-not":
            content.wrong(where, f"no condition on {question} with this effect", rule.effect)
        answers, steps = rule.when.needs[question], ordered()[question]
        milder = steps[: min(steps.index(one) for one in answers)]
        if rule.effect != "warns" and set(milder) | set(answers) != set(steps):
            content.wrong(where, f"also every answer to {question} beyond {answers[0]}", answers)
