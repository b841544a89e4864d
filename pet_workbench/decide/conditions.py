"""When a question is asked or a rule applies: a few answers that must, or must not, be there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from pet_workbench.decide import content

Answers = Mapping[str, tuple[str, ...]]
"""By id of a question, the ids of the options that were chosen."""
_NOT = "not"


@dataclass(frozen=True)
class Condition:
    """Holds when each question of `needs` has one of its answers, and none of `bars` has.

    Attributes
    ----------
    needs, bars : mapping of str to tuple of str
        By question, answers.  A question without an answer has none of them.

    Examples
    --------
    >>> several = Condition.of({"parties": ["two", "more"], "not": {"output": "file"}})
    >>> several.holds({"parties": ("two",)}), several.holds({})
    (True, False)
    >>> several.holds({"parties": ("two",), "output": ("file",)})
    False
    """

    needs: Mapping[str, tuple[str, ...]]
    bars: Mapping[str, tuple[str, ...]]

    @staticmethod
    def of(written: Mapping[str, Any] | None, *, where: str = "") -> "Condition":
        """Read a condition as it stands in a content file; None always holds.

        Raises
        ------
        DataError
            If an answer is not an id or a list of ids.
        """
        given = dict(written or {})
        bars = given.pop(_NOT, {})
        return Condition(_read(given, where), _read(bars, where))

    def holds(self, answers: Answers) -> bool:
        """Tell whether `answers` meet the condition."""
        # A loop, not all(): one advice asks this some thousand times.
        for question, wanted in self.needs.items():
            if not _meets(answers, question, wanted):
                return False
        return not self.bars or not any(_meets(answers, *one) for one in self.bars.items())

    @property
    def questions(self) -> frozenset[str]:
        """The ids of the questions that matter to it."""
        return frozenset(self.needs) | frozenset(self.bars)


def alternatives(written: Any, *, where: str = "") -> tuple[Condition, ...]:
    """Read one condition, or a list of which one must hold; None always holds.

    Raises
    ------
    DataError
        If one of them is no condition.

    Examples
    --------
    >>> either = alternatives([{"use": "once"}, {"volume": "small"}])
    >>> any_holds(either, {"volume": ("small",)}), any_holds(alternatives(None), {})
    (True, True)
    """
    listed = written if isinstance(written, list) else [written]
    return tuple(Condition.of(one, where=where) for one in listed)


def any_holds(when: Iterable[Condition], answers: Answers) -> bool:
    """Tell whether one of the conditions holds."""
    return any(one.holds(answers) for one in when)


def _read(written: Mapping[str, Any], where: str) -> Mapping[str, tuple[str, ...]]:
    found = {}
    for question, answers in written.items():
        listed = [answers] if isinstance(answers, str) else answers
        if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
            content.wrong(where, f"{question} = an answer or a list of answers", answers)
        found[question] = tuple(listed)
    return MappingProxyType(found)


def _meets(answers: Answers, question: str, wanted: tuple[str, ...]) -> bool:
    chosen = answers.get(question, ())
    if len(chosen) == 1:  # As most are: faster than any().
        return chosen[0] in wanted
    return any(one in wanted for one in chosen)
