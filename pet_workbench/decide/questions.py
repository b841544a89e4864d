"""Questions that are asked in order, each only where its answer matters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from pet_workbench.core import DataError
from pet_workbench.decide import content
from pet_workbench.decide.bilingual import Bilingual
from pet_workbench.decide.conditions import Answers, Condition


@dataclass(frozen=True)
class Option:
    """One answer that can be chosen.

    Attributes
    ----------
    id : str
    says : Bilingual
    explains : Bilingual or None
        What it means, where that needs more words.
    """

    id: str
    says: Bilingual
    explains: Bilingual | None = None


@dataclass(frozen=True)
class Question:
    """One question.

    Attributes
    ----------
    id : str
    asks, why : Bilingual
        The question, and why it is asked.
    options : tuple of Option
        In the order in which they are shown.
    several : bool
        Whether more than one may be chosen.
    when : Condition
        On earlier answers: when it is asked.
    sources : tuple of str
    """

    id: str
    asks: Bilingual
    why: Bilingual
    options: tuple[Option, ...]
    several: bool
    when: Condition
    sources: tuple[str, ...]

    @property
    def choices(self) -> tuple[str, ...]:
        """The ids of its options."""
        return tuple(option.id for option in self.options)


def read(written: Mapping[str, Any], *, where: str) -> tuple[Question, ...]:
    """Read questions from a content file: a table per question, a table per option under it.

    Parameters
    ----------
    written : mapping
        ``{id: {asks, why, several?, when?, source, options: {id: {says, explains?}}}}``, in order.
    where : str
        Which file it is, for the error.

    Raises
    ------
    DataError
        If a part is missing or wrong.
    """
    return tuple(_question(id, item, f"{where}.{id}") for id, item in written.items())


def _question(id: str, item: Mapping[str, Any], where: str) -> Question:
    options = tuple(
        Option(
            key,
            content.bilingual(one, "says", where=f"{where}.{key}"),
            content.optional(one, "explains", where=f"{where}.{key}"),
        )
        for key, one in item.get("options", {}).items()
    )
    if len(options) < 2:
        content.wrong(where, "two options or more", [one.id for one in options])
    return Question(
        id,
        content.bilingual(item, "asks", where=where),
        content.bilingual(item, "why", where=where),
        options,
        bool(item.get("several", False)),
        Condition.of(item.get("when"), where=where),
        content.sourced(item, where=where),
    )


def asked(questions: Sequence[Question], answers: Answers) -> tuple[Question, ...]:
    """Return the questions that `answers` make matter, in order.

    A question whose condition rests on one that is not asked itself is not asked either.
    """
    counted: dict[str, tuple[str, ...]] = {
        id: chosen for id, chosen in answers.items() if id not in {one.id for one in questions}
    }
    found = []
    for question in questions:
        if question.when.holds(counted):
            found.append(question)
            counted[question.id] = answers.get(question.id, ())
    return tuple(found)


def relevant(questions: Sequence[Question], answers: Answers) -> dict[str, tuple[str, ...]]:
    """Return the answers to questions that are asked, and to none that is not."""
    return {
        question.id: answers[question.id]
        for question in asked(questions, answers)
        if answers.get(question.id)
    }


def check(questions: Sequence[Question], answers: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return `answers` as they were given, once all of them can be answers.

    Raises
    ------
    DataError
        If there is no such question or option, an option comes twice, or there are several where
        one is asked.
    """
    known = {question.id: question for question in questions}
    found = {}
    for id, given in answers.items():
        chosen = (given,) if isinstance(given, str) else tuple(given)
        question = known.get(id)
        if question is None:
            _refuse(id, given, sorted(known))
        fits = set(chosen) <= set(question.choices) and len(set(chosen)) == len(chosen)
        if not fits or (len(chosen) > 1 and not question.several):
            _refuse(id, given, question.choices)
        if chosen:
            found[id] = chosen
    return found


def _refuse(question: str, given: object, known: Sequence[str]) -> NoReturn:
    """Refuse an answer.

    Raises
    ------
    DataError
        Always.
    """
    raise DataError(
        "errors.decide_answer",
        "need an answer to {question} out of {known}, got {given}",
        question=question[:60],
        known=", ".join(known),
        given=str(given)[:60],
    )
