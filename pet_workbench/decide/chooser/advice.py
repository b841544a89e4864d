"""From answers to ranked techniques with reasons, and to what would change the advice.

Points are ordinal and ours: they order, and say nothing about how much better something is.  What
is shown are the rules behind them.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from pet_workbench.core import DataError
from pet_workbench.decide import gate, questions
from pet_workbench.decide.chooser.arrangements import Arrangement, arrangements
from pet_workbench.decide.chooser.changes import Change, changes
from pet_workbench.decide.chooser.fired import Fired, explain
from pet_workbench.decide.chooser.levels import Level
from pet_workbench.decide.chooser.needs import needs
from pet_workbench.decide.chooser.rules import rules
from pet_workbench.decide.chooser.settled import ADVICE, Settled, settle

NEVER, NOT_LESS = "never", "not-less"
_LEAVES_OUT = frozenset({"exclude", "needs", "minimum"})


@dataclass(frozen=True)
class Ranked:
    """One arrangement that is advised.

    Attributes
    ----------
    arrangement : Arrangement
    points : int
        Ordinal; ours.
    reasons, against, warnings : tuple of Fired
        Rules that speak for it and against it, and what to watch.
    changes : tuple of Change
        Of the first: answers that would put something else first.  Of another: answers that would
        put this one first.
    """

    arrangement: Arrangement
    points: int
    reasons: tuple[Fired, ...]
    against: tuple[Fired, ...]
    warnings: tuple[Fired, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class LeftOut:
    """One arrangement that is not advised.

    Attributes
    ----------
    arrangement : Arrangement
    because : tuple of Fired
        The rules that leave it out; empty where `floor` says why.
    floor : str
        "never" for the anti-example, which no switch brings back; "not-less" where milder answers
        already gave more protection than this; empty otherwise.
    """

    arrangement: Arrangement
    because: tuple[Fired, ...]
    floor: str = ""


@dataclass(frozen=True)
class Advice:
    """What the answers lead to: suggestions to discuss, no verdict.

    Attributes
    ----------
    outcome : str
        "advice" (see `ranked`), or one that is no technique: "share-aggregated", "ask-consent",
        "no-personal-data", "do-not".
    why : str
        "ranking"; "stop" or "not-needed" (the gate); "rule" (one in `fired`); "nothing-left" (no
        arrangement gives the protection that is needed).
    ranked : tuple of Ranked
        Best first.  Also behind an outcome that is no technique, for when that does not do; empty
        with "do-not".
    left_out : tuple of LeftOut
    fired : tuple of Fired
        All rules that applied.
    changes : tuple of Change
        Answers to the needs that would change the first choice.
    needed : Level
        Protection that the rules ask for.
    verdict : Verdict
        Of the gate.
    """

    outcome: str
    why: str
    ranked: tuple[Ranked, ...]
    left_out: tuple[LeftOut, ...]
    fired: tuple[Fired, ...]
    changes: tuple[Change, ...]
    needed: Level
    verdict: gate.Verdict

    @property
    def first(self) -> str:
        """Id of the first choice: an arrangement, or an outcome that is no technique."""
        return self.ranked[0].arrangement.id if self.outcome == ADVICE else self.outcome


def advise(
    gate_answers: Mapping[str, Any],
    needs_answers: Mapping[str, Any],
    *,
    off: Set[str] = frozenset(),
) -> Advice:
    """Advise on answers, all of them or the first few.

    Parameters
    ----------
    gate_answers, needs_answers : mapping of str to tuple of str
    off : set of str
        Ids of rules that are switched off.

    Raises
    ------
    DataError
        If there is no such question, option or rule.

    Examples
    --------
    >>> advise({}, {"parties": "two", "output": "lists", "sensitivity": "high"}).first
    'private-set-intersection'
    """
    given = questions.check(gate.questions(), gate_answers)
    verdict = gate.judge(given)
    of_gate = questions.relevant(gate.questions(), given)
    of_needs = questions.check(needs(), needs_answers)
    _check_rules(off)
    settled = settle(of_gate, of_needs, verdict.outcome, off=off)
    fired = explain(settled.tally.applied, settled.answers)
    changed = changes(settled, of_gate, of_needs, verdict.outcome, off=off)
    return Advice(
        settled.outcome,
        settled.why,
        _ranked(settled, fired, changed),
        _left_out(settled, fired),
        fired,
        changed,
        settled.tally.needed,
        verdict,
    )


def _check_rules(off: Set[str]) -> None:
    """Refuse rules that do not exist.

    Raises
    ------
    DataError
        If one does not.
    """
    known = [rule.id for rule in rules()]
    for id in sorted(off - set(known)):
        raise DataError(
            "errors.decide_chooser_rule",
            "need rules to switch off out of {known}, got {id}",
            known=", ".join(known),
            id=id[:60],
        )


def _ranked(
    settled: Settled, fired: Sequence[Fired], changed: tuple[Change, ...]
) -> tuple[Ranked, ...]:
    return tuple(
        Ranked(
            one,
            settled.tally.points[one.id],
            _touching(fired, one, {"for"}),
            _touching(fired, one, {"against"}),
            _touching(fired, one, {"warns"}),
            changed
            if one.id == settled.first
            else tuple(change for change in changed if change.becomes == one.id),
        )
        for one in settled.order
    )


def _left_out(settled: Settled, fired: Sequence[Fired]) -> tuple[LeftOut, ...]:
    """Return what is not advised, each with the rules or the floor that keep it out."""
    kept = {one.id for one in settled.order}
    found = []
    for one in arrangements():
        if one.id in kept:
            continue
        because = () if one.never else _touching(fired, one, _LEAVES_OUT)
        floor = NEVER if one.never else "" if because else NOT_LESS
        found.append(LeftOut(one, because, floor))
    return tuple(found)


def _touching(fired: Sequence[Fired], one: Arrangement, effects: Set[str]) -> tuple[Fired, ...]:
    return tuple(rule for rule in fired if rule.rule.effect in effects and one.id in rule.hits)
