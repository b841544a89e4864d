"""What the gate says about a set of answers."""

from dataclasses import dataclass

from pet_workbench.decide.bilingual import Bilingual
from pet_workbench.decide.gate.law_questions import Law
from pet_workbench.decide.gate.reading import Because, Way


@dataclass(frozen=True)
class Reason:
    """One reason for an outcome.

    Attributes
    ----------
    id, outcome : str
    says : Bilingual
    because : tuple of (str, tuple of str)
        The answers that led here: question and options.
    sources : tuple of str
    """

    id: str
    outcome: str
    says: Bilingual
    because: Because
    sources: tuple[str, ...]


@dataclass(frozen=True)
class OpenPoint:
    """A question for the lawyer, because something is not known or not arranged.

    Attributes
    ----------
    id : str
        ``"question:ID"`` or ``"rule:ID"``.
    question : str or None
        The question of the gate that was not answered, if it is one.
    asks : Bilingual
    sources : tuple of str
    """

    id: str
    question: str | None
    asks: Bilingual
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Verdict:
    """What the gate says.

    Attributes
    ----------
    outcome : str
        ``"stop"``, ``"first"`` (the lawyer's questions first), ``"not-needed"`` or ``"open"``.
    says : Bilingual
        What the outcome means.
    sources : tuple of str
    reasons : tuple of Reason
        For this outcome; empty only where no rule applied.
    ways : tuple of Way
        What can be done instead; only after a stop.
    to_ask : tuple of OpenPoint
        What is not known or not arranged yet.
    laws : tuple of Law
        The laws that may matter with these answers.
    unanswered : tuple of str
        Questions that are asked and have no answer.
    """

    outcome: str
    says: Bilingual
    sources: tuple[str, ...]
    reasons: tuple[Reason, ...]
    ways: tuple[Way, ...]
    to_ask: tuple[OpenPoint, ...]
    laws: tuple[Law, ...]
    unanswered: tuple[str, ...]
