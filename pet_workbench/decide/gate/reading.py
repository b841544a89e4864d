"""What ``content/gate.toml`` says: questions, outcomes, rules, and what can be done instead."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from pet_workbench.decide import content
from pet_workbench.decide import questions as asking
from pet_workbench.decide.bilingual import Bilingual
from pet_workbench.decide.conditions import Answers, Condition, alternatives, any_holds
from pet_workbench.decide.questions import Question

UNKNOWN = "unknown"
"""The option of every question that says: not known yet."""
SILENCES = ("unknown", "unanswered")
"""Two ways of not answering, each with its text in the file."""
Because = tuple[tuple[str, tuple[str, ...]], ...]
"""By id of a question, the ids of the answers that led somewhere."""


@dataclass(frozen=True)
class Outcome:
    """One of the four outcomes.

    Attributes
    ----------
    id : str
    says : Bilingual
        What it means for the reader.
    sources : tuple of str
    """

    id: str
    says: Bilingual
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Rule:
    """One rule: with these answers, that outcome.

    Attributes
    ----------
    id, outcome : str
    when : tuple of Condition
        One of them must hold.
    says : Bilingual
        Why.
    asks : Bilingual or None
        What to ask the lawyer because of it.
    sources : tuple of str
    """

    id: str
    outcome: str
    when: tuple[Condition, ...]
    says: Bilingual
    asks: Bilingual | None
    sources: tuple[str, ...]

    def holds(self, answers: Answers) -> bool:
        """Tell whether the rule applies."""
        return any_holds(self.when, answers)


@dataclass(frozen=True)
class Way:
    """What can be done instead, after a stop.

    Attributes
    ----------
    id : str
    says, explains : Bilingual
    when : tuple of Condition
    sources : tuple of str
    """

    id: str
    says: Bilingual
    explains: Bilingual
    when: tuple[Condition, ...]
    sources: tuple[str, ...]


def because(when: tuple[Condition, ...], answers: Answers) -> Because:
    """Return the answers that made a condition hold, by question: those of the first that does.

    Examples
    --------
    >>> because((Condition.of({"a": ["x", "y"]}),), {"a": ("x", "z"), "b": ("x",)})
    (('a', ('x',)),)
    """
    first = next(one for one in when if one.holds(answers))
    return tuple(
        (question, tuple(one for one in answers.get(question, ()) if one in wanted))
        for question, wanted in first.needs.items()
    )


@cache
def questions() -> tuple[Question, ...]:
    """Return the questions of the gate, in the order in which they are asked.

    Examples
    --------
    >>> questions()[0].id
    'about'
    """
    return asking.read(content.read("gate")["questions"], where="gate.questions")


@cache
def to_lawyer() -> Mapping[str, Bilingual]:
    """Return, by question, what a lawyer is asked when the answer is not known."""
    return MappingProxyType(
        {
            id: content.bilingual(item, "to_lawyer", where=f"gate.questions.{id}")
            for id, item in content.read("gate")["questions"].items()
        }
    )


@cache
def notice() -> Bilingual:
    """Return the sentence that stands above all that the gate says: questions, no legal opinion."""
    return content.bilingual(content.read("gate")["notice"], "says", where="gate.notice")


@cache
def outcomes() -> tuple[Outcome, ...]:
    """Return the outcomes, the most severe first.

    Examples
    --------
    >>> [outcome.id for outcome in outcomes()]
    ['stop', 'first', 'not-needed', 'open']
    """
    return tuple(
        Outcome(
            id,
            content.bilingual(item, "says", where=f"gate.outcomes.{id}"),
            content.sourced(item, where=f"gate.outcomes.{id}"),
        )
        for id, item in content.read("gate")["outcomes"].items()
    )


@cache
def fallback() -> str:
    """Return the outcome where no rule applies."""
    written = content.read("gate")["outcomes"]
    found = [id for id, item in written.items() if item.get("fallback")]
    if len(found) != 1:
        content.wrong("gate.outcomes", "fallback = true at one outcome", found)
    return str(found[0])


@cache
def rules() -> tuple[Rule, ...]:
    """Return all rules, in the order of the file."""
    return tuple(_rule(id, item) for id, item in content.read("gate")["rules"].items())


@cache
def silences() -> Mapping[str, Rule]:
    """Return what it means when an answer is not known, and when it is not given."""
    written = content.read("gate")["silence"]
    if set(written) != set(SILENCES):
        content.wrong("gate.silence", f"the items {SILENCES}", list(written))
    return MappingProxyType({id: _rule(id, item) for id, item in written.items()})


def _rule(id: str, item: Mapping[str, Any]) -> Rule:
    where = f"gate.{id}"
    return Rule(
        id,
        content.one_of(item, "outcome", content.read("gate")["outcomes"], where=where),
        alternatives(item.get("when"), where=where),
        content.bilingual(item, "says", where=where),
        content.optional(item, "asks", where=where),
        content.sourced(item, where=where),
    )


@cache
def ways() -> tuple[Way, ...]:
    """Return all that can be done instead, in the order of the file.

    Examples
    --------
    >>> [way.id for way in ways()]
    ['share-aggregated', 'ask-consent', 'change-law', 'do-not']
    """
    return tuple(_way(id, item) for id, item in content.read("gate")["ways"].items())


def _way(id: str, item: Mapping[str, Any]) -> Way:
    where = f"gate.ways.{id}"
    return Way(
        id,
        when=alternatives(item.get("when"), where=where),
        sources=content.sourced(item, where=where),
        **content.texts(item, "says", "explains", where=where),
    )
