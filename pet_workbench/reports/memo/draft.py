"""What all parts of a memo need: the dossier, the language, and what follows from the answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from pet_workbench.bench.matrix import KINDS, kinds_of
from pet_workbench.core import ParameterError
from pet_workbench.decide import Bilingual, Dossier, chooser, gate, questions
from pet_workbench.decide.chooser import Advice, Arrangement
from pet_workbench.decide.gate import Verdict
from pet_workbench.i18n import Language, text
from pet_workbench.reports.memo.evidence import NearestEvidence, measured_cases, nearest_evidence
from pet_workbench.reports.memo.shorten import legible, short, some
from pet_workbench.reports.paper.blocks import Line

LONG, MIDDLE, BRIEF = 600, 280, 120
"""Characters of a text that people typed, by its place in the memo."""
_LEAST = 30
"""Characters that such a text keeps in any case."""


@dataclass(frozen=True)
class Draft:
    """A dossier that becomes a memo.

    Attributes
    ----------
    dossier : Dossier
    lang : {"nl", "en"}
    room : float
        Share of the usual length and number that texts which people typed get.
    """

    dossier: Dossier
    lang: Language
    room: float = 1.0

    def say(self, key: str, /, **values: object) -> str:
        """Return a text of the catalogue."""
        return text(key, self.lang, **values)

    def of(self, words: Bilingual) -> str:
        """Return a text of a content file in the memo's language; these are never shortened."""
        return legible(words.of(self.lang))

    def list_of(self, texts: Iterable[Bilingual], most: int) -> tuple[Line, ...]:
        """Return texts of content files as lines of a list, `most` at most and each once."""
        given = dict.fromkeys(self.of(one) for one in texts)
        return tuple((one,) for one in some(given, most, self.lang))

    def short(self, words: str, limit: int) -> str:
        """Return a text that people typed, visibly shortened where it is long."""
        return short(words, max(_LEAST, round(limit * self.room)), self.lang)

    def some(self, words: Iterable[str], most: int) -> tuple[str, ...]:
        """Return the first texts of a list, and how many there are besides."""
        return some(words, max(1, round(most * self.room)), self.lang)

    def lines(self, words: tuple[str, ...], most: int, limit: int = MIDDLE) -> tuple[Line, ...]:
        """Return texts as lines of a list, `most` at most."""
        given = dict.fromkeys(self.short(one, limit) for one in words if legible(one))
        return tuple((one,) for one in self.some(given, most))

    @cached_property
    def verdict(self) -> Verdict | None:
        """What the legal gate says; None while nothing was answered."""
        return gate.judge(self.dossier.gate) if self.dossier.gate else None

    @cached_property
    def advice(self) -> Advice | None:
        """What the chooser says; None while nothing was answered about what is needed."""
        if not self.dossier.needs:
            return None
        off = frozenset(self.dossier.rules_off) & {rule.id for rule in chooser.rules()}
        return chooser.advise(self.dossier.gate, self.dossier.needs, off=off)

    @property
    def unanswered(self) -> int:
        """How many questions matter to the advice and have no answer."""
        given = {**self.dossier.gate, **self.dossier.needs}
        matter = (
            *questions.asked(gate.questions(), self.dossier.gate),
            *questions.asked(chooser.questions(), given),
        )
        return sum(not given.get(one.id) for one in matter)

    @cached_property
    def arrangement(self) -> Arrangement | None:
        """What was chosen, else what the advice names first; None without either."""
        first = self.advice.first if self.advice is not None else None
        id = self.dossier.chosen or first
        if id is None:
            return None
        return chooser.arrangement(id)

    @property
    def is_chosen(self) -> bool:
        """Whether people chose, and the arrangement is not just what the advice names first."""
        return self.dossier.chosen is not None

    @property
    def is_about_run(self) -> bool:
        """Whether the memo is about one run of a case, and no technique was weighed yet."""
        return self.dossier.run is not None and self.arrangement is None

    @cached_property
    def case(self) -> str | None:
        """The measured case that is nearest: the dossier's own, or the one with like answers."""
        own = self.dossier.case or (self.dossier.run or {}).get("case")
        if own in measured_cases():
            return str(own)
        if not self.dossier.needs:
            return None
        near = (case for case, *_ in chooser.nearest(self.dossier.needs))
        return next((case for case in near if case in measured_cases()), None)

    @cached_property
    def evidence(self) -> NearestEvidence | None:
        """What was measured for the arrangement, or for the technique of the run."""
        kinds = self._kinds()
        if self.case is None or not kinds:
            return None
        return nearest_evidence("+".join(kinds), self.case, self.lang)

    def _kinds(self) -> tuple[str, ...]:
        """Return the kinds of protection that evidence is asked about."""
        if self.arrangement is not None:
            return tuple(part for part in self.arrangement.parts if part in KINDS)
        technique = (self.dossier.run or {}).get("technique")
        try:
            return kinds_of(str(technique)) if technique else ()
        except ParameterError:  # of another package, or of another version
            return ()
