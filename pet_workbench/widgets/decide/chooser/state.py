"""What the parts of the page share: the dossier, the example beside it, and the advice for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import traitlets

from pet_workbench.decide import Answers, Dossier, Question, chooser, gate
from pet_workbench.decide.chooser.settled import settle
from pet_workbench.decide.questions import asked, relevant
from pet_workbench.reports.memo import NearestEvidence, nearest_evidence
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.decide.desk import Desk

FIRST = "aio"
"""The example that is shown to a reader who has filled in nothing."""


@dataclass(frozen=True)
class Basis:
    """The answers that the advice on the page is about.

    Attributes
    ----------
    gate, needs : Answers
    example : str
        Key of the example whose answers these are, where the reader has given none; else empty.
    """

    gate: Answers
    needs: Answers
    example: str = ""


class ChooserState(traitlets.HasTraits):
    """The dossier on the desk, and what the workbench says about it.

    Parameters
    ----------
    desk : Desk
    words : Words

    Attributes
    ----------
    example : str
        Key of the example that is looked at.
    """

    example = traitlets.Unicode(FIRST)

    def __init__(self, desk: Desk, words: Words) -> None:
        self.desk, self.words = desk, words
        super().__init__()
        self._advise = lru_cache(maxsize=256)(_advise)
        self._first = lru_cache(maxsize=1024)(_first)

    @property
    def dossier(self) -> Dossier:
        """The dossier as it is now."""
        return self.desk.dossier

    @property
    def has_answers(self) -> bool:
        """Whether the reader has answered anything."""
        return bool(self.dossier.gate or self.dossier.needs)

    @property
    def basis(self) -> Basis:
        """The reader's answers; those of the example where there are none."""
        if self.has_answers:
            return Basis(self.dossier.gate, self.dossier.needs)
        entry = chooser.case(self.example)
        return Basis(entry.gate, entry.needs, self.example)

    @property
    def example_name(self) -> str:
        """The name of the example that is looked at."""
        return chooser.case(self.example).name.of(self.words.lang)

    @property
    def unanswered(self) -> int:
        """How many questions still matter and have no answer."""
        basis = self.basis
        matter = (
            *asked(gate.questions(), basis.gate),
            *asked(chooser.questions(), {**basis.gate, **basis.needs}),
        )
        return sum(one.id not in basis.gate and one.id not in basis.needs for one in matter)

    @property
    def off(self) -> tuple[str, ...]:
        """The rules that are switched off; one that is gone since the dossier was saved is not."""
        known = {rule.id for rule in chooser.rules()}
        return tuple(id for id in self.dossier.rules_off if id in known)

    @property
    def advice(self) -> chooser.Advice:
        """What the workbench suggests, with the rules that are on."""
        return self.advice_without(self.off)

    def advice_without(self, off: tuple[str, ...] | frozenset[str]) -> chooser.Advice:
        """Return what it suggests with the rules `off` switched off."""
        basis = self.basis
        return self._advise(_frozen(basis.gate), _frozen(basis.needs), frozenset(off))

    def first_without(self, off: frozenset[str]) -> str:
        """Return the first choice with the rules `off` switched off: less work than all advice."""
        basis = self.basis
        return self._first(
            _frozen(relevant(gate.questions(), basis.gate)),
            _frozen(basis.needs),
            self.advice.verdict.outcome,
            off,
        )

    def advice_for(self, key: str) -> chooser.Advice:
        """Return what it suggests for an example, with all rules on."""
        entry = chooser.case(key)
        return self._advise(_frozen(entry.gate), _frozen(entry.needs), frozenset())

    @property
    def nearest(self) -> str:
        """Key of the measured case whose needs are most like these."""
        basis, own = self.basis, self.basis.example or self.dossier.case
        measured = [key for key, _, _ in chooser.nearest(basis.needs) if chooser.case(key).measured]
        if own in measured and chooser.case(str(own)).needs == dict(basis.needs):
            return str(own)
        return measured[0]

    def evidence(self, arrangement: str) -> NearestEvidence:
        """Return what was measured of an arrangement on the nearest case."""
        return _evidence(arrangement, self.nearest, self.words.lang)

    def fill(self, key: str) -> None:
        """Put the answers of an example into the dossier, in place of those that are there."""
        entry = chooser.case(key)
        title = self.dossier.title or entry.name.of(self.words.lang)
        self.desk.change(
            case=key, title=title, gate=dict(entry.gate), needs=dict(entry.needs), chosen=None
        )

    def keep_example(self) -> None:
        """Make the example that is shown the reader's own, so that a choice has its answers."""
        if not self.has_answers:
            self.fill(self.example)


def question(id: str) -> Question | None:
    """Return a question of the gate or of the needs; None if there is none of that name."""
    return _questions().get(id)


@lru_cache(maxsize=1)
def _questions() -> Mapping[str, Question]:
    return {one.id: one for one in (*gate.questions(), *chooser.questions())}


@lru_cache(maxsize=512)
def _evidence(arrangement: str, case: str, lang: str) -> NearestEvidence:
    return nearest_evidence(arrangement, case, "nl" if lang == "nl" else "en")


Frozen = tuple[tuple[str, tuple[str, ...]], ...]


def _frozen(answers: Answers) -> Frozen:
    """Return answers as something that can be remembered."""
    return tuple(sorted((id, tuple(chosen)) for id, chosen in answers.items()))


def _advise(gate_answers: Frozen, needs: Frozen, off: frozenset[str]) -> chooser.Advice:
    return chooser.advise(dict(gate_answers), dict(needs), off=off)


def _first(gate_answers: Frozen, needs: Frozen, outcome: str, off: frozenset[str]) -> str:
    return settle(dict(gate_answers), dict(needs), outcome, off=off).first
