"""The scan in the dossier on the desk, and the example that is shown while there is none."""

from collections.abc import Mapping, Sequence
from typing import Any

import traitlets

from pet_workbench.decide.adoption import Adoption, Example, Known, example, scan
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.decide.desk import Desk

PART = "adoption"


class AdoptionState(traitlets.HasTraits):
    """What was filled in, and who is being scored.

    Parameters
    ----------
    desk : Desk

    Attributes
    ----------
    words : Words
    place : int
        Which partner is being scored.
    """

    place = traitlets.Int(0)

    def __init__(self, desk: Desk) -> None:
        self.desk, self.words = desk, Words(desk.lang, PART)
        self._left: dict[str, dict[str, int | None]] = {}
        self._thrown: Mapping[str, Any] | None = None
        super().__init__()
        desk.observe(lambda _: self._forget(), "opened")

    def _forget(self) -> None:
        """Let go of the scores and the scan of another dossier."""
        self._left, self._thrown, self.place = {}, None, 0

    @property
    def is_own(self) -> bool:
        """Whether the reader began a scan."""
        return self.desk.dossier.adoption is not None

    @property
    def own(self) -> Adoption:
        """The reader's scan; without partners if there is none.

        Raises
        ------
        DataError
            If the dossier holds something that is no scan.
        """
        held = self.desk.dossier.adoption
        return Adoption() if held is None else Adoption.from_mapping(held)

    @property
    def example(self) -> Example:
        """The example."""
        return example(self.words.lang)

    @property
    def shown(self) -> Adoption:
        """The reader's scan, or the example while there is none."""
        return self.own if self.is_own else self.example.adoption

    @property
    def partner(self) -> str:
        """The partner that is being scored; empty if there is none."""
        partners = self.own.partners
        return partners[min(self.place, len(partners) - 1)] if partners else ""

    def begin(self) -> None:
        """Begin a scan, with the parties of the dossier as partners."""
        self.place = 0
        self.keep(Adoption.of_partners(usable(self.desk.dossier.parties)))

    def take_example(self) -> None:
        """Make the example the reader's own."""
        self.place = 0
        self.keep(self.example.adoption)

    @property
    def can_go_back(self) -> bool:
        """Whether a scan was thrown away that can still be brought back."""
        return self._thrown is not None and not self.is_own

    def leave(self) -> None:
        """Take the scan out of the dossier; `go_back` brings it back."""
        self._thrown = self.desk.dossier.adoption
        self.desk.change(adoption=None)

    def go_back(self) -> None:
        """Bring back the scan that was thrown away last."""
        if self.can_go_back:
            self.desk.change(adoption=self._thrown)

    def name(self, names: Sequence[str]) -> None:
        """Give the partners these names; one that comes back gets back its scores.

        Raises
        ------
        DataError
            If the names cannot be used.
        """
        now = self.own
        self._left |= {one: dict(given) for one, given in now.scores.items()}
        named = now.with_partners(names)
        back = {
            one: self._left[one]
            for one in named.partners
            if one not in named.scores and one in self._left
        }
        self.keep(Adoption(named.partners, {**named.scores, **back}, named.facts))

    def score(self, item: str, score: int | None) -> None:
        """Score the partner that is looked at."""
        self.keep(self.own.with_score(self.partner, item, score))

    def tell(self, fact: str, known: Known) -> None:
        """Fill in a fact of the collaboration as a whole."""
        self.keep(self.own.with_fact(fact, known))

    def keep(self, adoption: Adoption) -> None:
        """Put a scan into the dossier."""
        self.desk.change(adoption=adoption.to_mapping())


def usable(names: Sequence[str]) -> list[str]:
    """Return those names that a scan takes, each once and as long as it may be.

    Examples
    --------
    >>> usable(["SVB", "svb", " ", "UWV"])
    ['SVB', 'UWV']
    """
    limits = scan().limits
    found: dict[str, str] = {}
    for name in names:
        short = name.strip()[: limits.longest_name].strip()
        if short:
            found.setdefault(short.casefold(), short)
    return list(found.values())[: limits.most_partners]
