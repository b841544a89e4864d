"""What would change the advice: each other answer, one at a time, advised again."""

from collections.abc import Set
from dataclasses import dataclass

from pet_workbench.decide import questions
from pet_workbench.decide.chooser.needs import needs
from pet_workbench.decide.chooser.settled import Settled, settle
from pet_workbench.decide.conditions import Answers


@dataclass(frozen=True)
class Change:
    """Another answer that puts something else first.

    Attributes
    ----------
    question, option : str
        The answer to change, and into what.
    becomes : str
        Id of the first choice then: an arrangement, or an outcome that is no technique.
    """

    question: str
    option: str
    becomes: str


def changes(
    settled: Settled,
    gate_answers: Answers,
    needs_answers: Answers,
    verdict: str,
    *,
    off: Set[str] = frozenset(),
) -> tuple[Change, ...]:
    """Return the single other answers to the needs that change the first choice.

    Answers to questions that then are no longer asked do not count, and questions that are newly
    asked have no answer yet.
    """
    found = []
    given = questions.relevant(needs(), needs_answers)
    for question in needs():
        for option in question.choices:
            if option in given.get(question.id, (option,)):
                continue
            other = {**given, question.id: (option,)}
            first = settle(gate_answers, other, verdict, off=off).first
            if first != settled.first:
                found.append(Change(question.id, option, first))
    return tuple(found)
