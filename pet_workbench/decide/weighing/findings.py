"""What follows from the scores: the outcome, where people differ, and what to talk about first.

No average is taken anywhere.  A question has a lowest score, a highest one, and whoever gave them;
a score that is not there counts as open, never as good.  The order of the people does not matter.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from pet_workbench.decide.weighing.framework import SubQuestion, framework
from pet_workbench.decide.weighing.model import Person, Weighing

Outcome = Literal["zero", "open", "talk", "clear"]
"""From bad to good: somebody gives the lowest score on a question that blocks; scores are missing;
somebody gives less than enough; none of these."""
OUTCOMES: tuple[Outcome, ...] = ("zero", "open", "talk", "clear")
Kind = Literal["zero", "differ", "low", "open", "agreed"]
"""What a question asks of the conversation, the most urgent first."""
KINDS: tuple[Kind, ...] = ("zero", "differ", "low", "open", "agreed")


@dataclass(frozen=True)
class Found:
    """What the scores on one question come to.

    Attributes
    ----------
    question : SubQuestion
    given : tuple of (Person, int)
        Who gave which score, in the order of the roles.
    missing : tuple of Person
        Who is at the table, is the one to ask, and did not give a score.
    absent : tuple of str
        Roles that are the ones to ask, if nobody at the table has any of them.
    """

    question: SubQuestion
    given: tuple[tuple[Person, int], ...]
    missing: tuple[Person, ...]
    absent: tuple[str, ...]

    @property
    def lowest(self) -> int | None:
        """The lowest score, or None without any."""
        return min((score for _, score in self.given), default=None)

    @property
    def highest(self) -> int | None:
        """The highest score, or None without any."""
        return max((score for _, score in self.given), default=None)

    @property
    def spread(self) -> int:
        """How far people are apart, in points."""
        return (self.highest or 0) - (self.lowest or 0)

    def who(self, score: int | None) -> tuple[Person, ...]:
        """Return who gave `score`."""
        return tuple(person for person, given in self.given if given == score)

    @property
    def is_open(self) -> bool:
        """Whether a score is missing that should be there."""
        return bool(self.missing or self.absent or not self.given)

    @property
    def is_low(self) -> bool:
        """Whether somebody gives less than enough."""
        return self.lowest is not None and self.lowest < framework().rules.enough

    @property
    def is_zero(self) -> bool:
        """Whether the lowest score of one person is the outcome here, and somebody gave it."""
        rules = framework().rules
        return self.question.main in rules.blocks and self.lowest == rules.lowest

    @property
    def kind(self) -> Kind:
        """What the question asks of the conversation."""
        checks: dict[Kind, bool] = {
            "zero": self.is_zero,
            "differ": self.spread >= framework().rules.talk,
            "low": self.is_low,
            "open": self.is_open,
            "agreed": True,
        }
        return next(kind for kind in KINDS if checks[kind])


@dataclass(frozen=True)
class Findings:
    """What follows from a weighing.

    Attributes
    ----------
    questions : tuple of Found
        All questions, in the order of the framework.
    """

    questions: tuple[Found, ...]

    @property
    def outcome(self) -> Outcome:
        """The outcome; the worst that holds for any question."""
        if self.zeros:
            return "zero"
        if any(one.is_open for one in self.questions):
            return "open"
        return "talk" if any(one.is_low for one in self.questions) else "clear"

    @property
    def is_empty(self) -> bool:
        """Whether nobody gave any score."""
        return not any(one.given for one in self.questions)

    @property
    def zeros(self) -> tuple[Found, ...]:
        """Questions on which one person's lowest score is the outcome."""
        return tuple(one for one in self.questions if one.is_zero)

    @property
    def agenda(self) -> tuple[Found, ...]:
        """What to talk about, in order.

        First what stops the project, then where people differ most, then what nobody finds good
        enough, then what is not scored yet; what people agree on is left out.
        """
        order = {one.question.id: place for place, one in enumerate(self.questions)}
        return tuple(
            sorted(
                (one for one in self.questions if one.kind != "agreed"),
                key=lambda one: (KINDS.index(one.kind), -one.spread, order[one.question.id]),
            )
        )


def find(weighing: Weighing) -> Findings:
    """Return what follows from the scores.

    Parameters
    ----------
    weighing : Weighing

    Examples
    --------
    >>> officer = Person("privacy-officer").scoring("privacy", 0)
    >>> find(Weighing(people=(officer,))).outcome
    'zero'
    """
    people = sorted(weighing.people, key=lambda person: person.key)
    return Findings(tuple(_found(one, people) for one in framework().questions.values()))


def _found(question: SubQuestion, people: Iterable[Person]) -> Found:
    """Return what the scores on one question come to."""
    there = list(people)
    asked = [person for person in there if person.role in question.ask]
    return Found(
        question,
        tuple(
            (person, person.scores[question.id]) for person in there if question.id in person.scores
        ),
        tuple(person for person in asked if question.id not in person.scores),
        () if asked else question.ask,
    )


def warnings(weighing: Weighing, *, gate: str = "") -> tuple[str, ...]:
    """Return where the judgement contradicts the rest; nothing is forbidden.

    Parameters
    ----------
    weighing : Weighing
    gate : str
        Outcome of the legal gate, if that was passed through.

    Returns
    -------
    tuple of str
        Ids of warnings, the most serious first.

    Examples
    --------
    >>> from pet_workbench.decide.weighing.model import Judgement
    >>> warnings(Weighing.empty().with_(judgement=Judgement("yes", "We want it.")))
    ('yes-while-open',)
    """
    judgement, outcome = weighing.judgement, find(weighing).outcome
    goes = judgement.verdict in framework().rules.go
    has_conditions = any(one.strip() for one in weighing.conditions)
    holds = {
        "yes-despite-zero": goes and outcome == "zero",
        "yes-despite-gate": goes and gate == "stop",
        "yes-while-open": goes and outcome == "open",
        "yes-despite-low": judgement.verdict == "yes" and outcome == "talk",
        "no-condition": judgement.verdict == "yes-if" and not has_conditions,
        "no-reason": bool(judgement.verdict) and not judgement.reason.strip(),
    }
    return tuple(id for id, is_so in holds.items() if is_so)
