"""From answers to an order and an outcome: the part that is computed again for "what if"."""

from collections.abc import Set
from dataclasses import dataclass

from pet_workbench.decide import questions
from pet_workbench.decide.chooser import least
from pet_workbench.decide.chooser.arrangements import Arrangement, arrangements
from pet_workbench.decide.chooser.fired import Tally, tally
from pet_workbench.decide.chooser.levels import Level
from pet_workbench.decide.chooser.needs import needs
from pet_workbench.decide.chooser.rules import rules
from pet_workbench.decide.conditions import Answers

ADVICE, NO_PERSONAL_DATA, DO_NOT = "advice", "no-personal-data", "do-not"
_BY_RULE = (DO_NOT, "ask-consent", "share-aggregated")
"""Outcomes that rules lead to, the one that goes before the others first."""


@dataclass(frozen=True)
class Settled:
    """What follows from answers, before it is explained.

    Attributes
    ----------
    answers : mapping of str to tuple of str
        Those to the gate and those to the needs that are still asked.
    tally : Tally
    order : tuple of Arrangement
        What remains, best first.
    effective : Level or None
        Protection that is needed, counting what milder answers gave; None if nothing gives it.
    outcome, why : str
        See `pet_workbench.decide.chooser.advice.Advice`.
    """

    answers: Answers
    tally: Tally
    order: tuple[Arrangement, ...]
    effective: Level | None
    outcome: str
    why: str

    @property
    def first(self) -> str:
        """Id of the first choice: an arrangement, or an outcome that is no technique."""
        return self.order[0].id if self.outcome == ADVICE else self.outcome


def settle(
    gate_answers: Answers, needs_answers: Answers, verdict: str, *, off: Set[str] = frozenset()
) -> Settled:
    """Apply the rules that are on, and rank what they leave.

    Parameters
    ----------
    gate_answers, needs_answers : mapping of str to tuple of str
        Known to be answers; those to questions that are not asked are left aside.
    verdict : str
        Outcome of the gate.
    off : set of str
        Rules that are switched off.
    """
    answers = {**gate_answers, **questions.relevant(needs(), needs_answers)}
    found = tally((one for one in rules() if one.id not in off), answers)
    ranked = _ranked(found)
    effective = least.effective(ranked, found.needed)
    order = tuple(one for one in ranked if effective and one.level.covers(effective))
    outcome, why = _outcome(verdict, found, bool(order))
    return Settled(answers, found, order if outcome != DO_NOT else (), effective, outcome, why)


def _ranked(found: Tally) -> tuple[Arrangement, ...]:
    """Return what is not excluded: most points first, then fewest parts, then as in the file."""
    left = (one for one in arrangements() if one.id not in found.excluded)
    return tuple(sorted(left, key=lambda one: (-found.points[one.id], len(one.parts))))


def _outcome(verdict: str, found: Tally, is_any_left: bool) -> tuple[str, str]:
    """Return where it leads and why; the gate comes first, whatever needs and rules say."""
    if verdict == "stop":
        return DO_NOT, "stop"
    if verdict == "not-needed":
        return NO_PERSONAL_DATA, "not-needed"
    for outcome in _BY_RULE:
        if outcome in found.outcomes:
            return outcome, "rule"
    return (ADVICE, "ranking") if is_any_left else (DO_NOT, "nothing-left")
