"""What people filled in: the project, a score and a reason per person, conditions, a judgement."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pet_workbench.core import DataError
from pet_workbench.decide import sections
from pet_workbench.decide.weighing.framework import framework

NAMED = "other"
"""The role that says nothing by itself, so that it needs a name."""


@dataclass(frozen=True)
class Project:
    """What it is about: the goal, who is involved in which role, and which data.

    Attributes
    ----------
    goal, involved, data : str
    """

    goal: str = ""
    involved: str = ""
    data: str = ""

    def __post_init__(self) -> None:
        for name in ("goal", "involved", "data"):
            _check_length(getattr(self, name), f"project.{name}", framework().limits.text)


@dataclass(frozen=True)
class Person:
    """Somebody at the table.

    Attributes
    ----------
    role : str
        Id of the framework.
    name : str
        Own name; may be empty, unless the role is `NAMED`.
    scores : mapping of str to int
        By sub-question; one without a score is not scored yet.
    reasons : mapping of str to str

    Examples
    --------
    >>> Person("citizen").scoring("ethics", 3).scores
    {'ethics': 3}
    """

    role: str
    name: str = ""
    scores: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        known, limits = framework(), framework().limits
        if self.role not in known.roles:
            raise DataError(
                "errors.decide_weighing_role",
                "need one of the roles {known}, got {role}",
                known=", ".join(known.roles),
                role=self.role[:40],
            )
        _check_length(self.name, f"{self.role}.name", limits.name)
        if self.role == NAMED and not self.name.strip():
            raise DataError(
                "errors.decide_weighing_name",
                "need a name for somebody in another role, got none; fill it in",
            )
        for question in {**self.scores, **self.reasons}:
            _check_question(question, self)
        for question, score in self.scores.items():
            _check_score(question, score, self)
        for question, reason in self.reasons.items():
            _check_length(reason, f"{self.role}.reasons.{question}", limits.text)

    def scoring(self, question: str, score: int | None) -> "Person":
        """Return the same person with another score, or none, on `question`."""
        left = {id: given for id, given in self.scores.items() if id != question}
        return replace(self, scores=left if score is None else {**left, question: score})

    def reasoning(self, question: str, reason: str) -> "Person":
        """Return the same person with another reason, or none, on `question`."""
        left = {id: given for id, given in self.reasons.items() if id != question}
        return replace(self, reasons={**left, question: reason} if reason.strip() else left)

    @property
    def key(self) -> tuple[int, str]:
        """What tells people apart and gives them an order: place of the role, and name."""
        return list(framework().roles).index(self.role), self.name.strip()


@dataclass(frozen=True)
class Judgement:
    """What the group, or whoever decides, makes of it.

    Attributes
    ----------
    verdict : str
        Id of the framework; empty while there is none.
    reason : str
    """

    verdict: str = ""
    reason: str = ""

    def __post_init__(self) -> None:
        known = framework().verdicts
        if self.verdict and self.verdict not in known:
            raise DataError(
                "errors.decide_weighing_verdict",
                "need one of the judgements {known}, or none, got {verdict}",
                known=", ".join(known),
                verdict=self.verdict[:40],
            )
        _check_length(self.reason, "judgement.reason", framework().limits.text)


@dataclass(frozen=True)
class Weighing:
    """One weighing, complete or not.

    Attributes
    ----------
    project : Project
    people : tuple of Person
        No two with the same role and name.
    conditions : tuple of str
        For (re)use of the data.
    judgement : Judgement

    Examples
    --------
    >>> Weighing.from_mapping(Weighing.empty().to_mapping()) == Weighing.empty()
    True
    """

    project: Project = field(default_factory=Project)
    people: tuple[Person, ...] = ()
    conditions: tuple[str, ...] = ()
    judgement: Judgement = field(default_factory=Judgement)

    def __post_init__(self) -> None:
        limits = framework().limits
        _check_count(self.people, "people", limits.people)
        _check_count(self.conditions, "conditions", limits.conditions)
        for number, condition in enumerate(self.conditions, start=1):
            _check_length(condition, f"conditions.{number}", limits.text)
        keys = [person.key for person in self.people]
        for number, key in enumerate(keys):
            if key in keys[:number]:
                raise DataError(
                    "errors.decide_weighing_twice",
                    "need people who can be told apart, got persons {first} and {second} with the "
                    "same role and name; give one of them another name",
                    first=keys.index(key) + 1,
                    second=number + 1,
                )

    @staticmethod
    def empty() -> "Weighing":
        """Return a weighing with the usual roles at the table, in which nothing was filled in."""
        return Weighing(people=tuple(Person(role) for role in framework().start))

    @staticmethod
    def from_mapping(state: Mapping[str, Any]) -> "Weighing":
        """Read what a dossier holds.

        Raises
        ------
        DataError
            If it is none; the place is in the parameters.
        """
        sections.check("weighing", state)
        return Weighing(
            Project(**state["project"]),
            tuple(Person(**person) for person in state["people"]),
            tuple(state["conditions"]),
            Judgement(**state["judgement"]),
        )

    def to_mapping(self) -> dict[str, Any]:
        """Return what a dossier holds: values of JSON only."""
        return {
            "project": dict(vars(self.project)),
            "people": [
                {
                    "role": person.role,
                    "name": person.name,
                    "scores": dict(person.scores),
                    "reasons": dict(person.reasons),
                }
                for person in self.people
            ],
            "conditions": list(self.conditions),
            "judgement": dict(vars(self.judgement)),
        }

    def with_(self, **fields: Any) -> "Weighing":
        """Return the same weighing with other values for `fields`."""
        return replace(self, **fields)

    def with_person(self, place: int, person: Person) -> "Weighing":
        """Return the same weighing with `person` at `place` (0, 1, ...) of the table."""
        return replace(self, people=(*self.people[:place], person, *self.people[place + 1 :]))


def _check_question(question: str, person: Person) -> None:
    """Refuse a question that the framework does not have.

    Raises
    ------
    DataError
        With the person and the question.
    """
    if question not in framework().questions:
        raise DataError(
            "errors.decide_weighing_question",
            "need a question of the framework at {person}, got {question}",
            person=person.name or person.role,
            question=question[:40],
        )


def _check_score(question: str, score: object, person: Person) -> None:
    """Refuse what is no score.

    Raises
    ------
    DataError
        With the person, the question and the scale.
    """
    scores = framework().scores
    if not isinstance(score, int) or isinstance(score, bool) or score not in scores:
        raise DataError(
            "errors.decide_weighing_score",
            "need a whole score from {lowest} to {highest} for {question} of {person}, got {score}",
            lowest=scores[0],
            highest=scores[-1],
            question=question,
            person=person.name or person.role,
            score=repr(score)[:20],
        )


def _check_length(text: str, where: str, most: int) -> None:
    """Refuse a text that is too long.

    Raises
    ------
    DataError
        With the place and the limit.
    """
    if len(text) > most:
        raise DataError(
            "errors.decide_weighing_long",
            "need at most {most} characters at {where}, got {length}; shorten it",
            most=most,
            where=where,
            length=len(text),
        )


def _check_count(items: Iterable[object], where: str, most: int) -> None:
    """Refuse too many.

    Raises
    ------
    DataError
        With the place and the limit.
    """
    count = len(tuple(items))
    if count > most:
        raise DataError(
            "errors.decide_weighing_many",
            "need at most {most} {where} in one weighing, got {count}; leave some out",
            most=most,
            where=where,
            count=count,
        )
