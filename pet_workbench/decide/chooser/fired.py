"""Which rules apply to answers, and what they come to: points, what is left out, what is needed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pet_workbench.decide.chooser import levels
from pet_workbench.decide.chooser.arrangements import arrangements
from pet_workbench.decide.chooser.levels import Level
from pet_workbench.decide.chooser.rules import Rule
from pet_workbench.decide.conditions import Answers


@dataclass(frozen=True)
class Fired:
    """A rule that applies.

    Attributes
    ----------
    rule : Rule
    answers : mapping of str to tuple of str
        The answers that made it apply; empty for a rule that always does.
    """

    rule: Rule
    answers: Answers

    @property
    def hits(self) -> tuple[str, ...]:
        """Ids of the arrangements that it touches."""
        return self.rule.hits


@dataclass
class Tally:
    """What the rules come to.

    Attributes
    ----------
    applied : list of Rule
    excluded : set of str
        Ids of arrangements that are left out, whatever protection they give.
    points : dict of str to int
        By id of an arrangement; ordinal, ours.
    needed : Level
    outcomes : set of str
    """

    applied: list[Rule] = field(default_factory=list)
    excluded: set[str] = field(default_factory=set)
    points: dict[str, int] = field(default_factory=dict)
    needed: Level = levels.NOTHING
    outcomes: set[str] = field(default_factory=set)


def tally(rules: Iterable[Rule], answers: Answers) -> Tally:
    """Apply every rule that holds for `answers`."""
    found = Tally()
    found.points = {one.id: 0 for one in arrangements()}
    found.excluded = {one.id for one in arrangements() if one.never}
    for rule in rules:
        if rule.when.holds(answers):
            found.applied.append(rule)
            _apply(rule, found)
    return found


def _apply(rule: Rule, found: Tally) -> None:
    if rule.effect in {"exclude", "needs"}:
        found.excluded.update(rule.hits)
    elif rule.effect in {"for", "against"}:
        sign = 1 if rule.effect == "for" else -1
        for id in rule.hits:
            found.points[id] += sign * rule.strength
    elif rule.effect == "minimum":
        found.needed = found.needed.join(rule.minimum)
    elif rule.effect == "outcome":
        found.outcomes.add(rule.outcome)


def explain(applied: Sequence[Rule], answers: Answers) -> tuple[Fired, ...]:
    """Return the rules that applied, with the answers that led there."""
    return tuple(
        Fired(rule, {id: answers[id] for id in rule.when.needs if id in answers})
        for rule in applied
    )
