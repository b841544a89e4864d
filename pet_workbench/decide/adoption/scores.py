"""What partners filled in: a score per partner and barrier, and a few facts of the whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, NoReturn

from pet_workbench.core import DataError
from pet_workbench.decide.adoption.scan import Item, scan

Known = Literal["yes", "no", "unknown"]
KNOWN: tuple[Known, ...] = ("yes", "no", "unknown")
_FIELDS = frozenset({"partners", "scores", "facts"})


@dataclass(frozen=True)
class Adoption:
    """The answers of a collaboration.

    Attributes
    ----------
    partners : tuple of str
        Names as people typed them: escape them wherever they are shown as HTML.
    scores : mapping of str to mapping of str to int or None
        By partner and item: 0 (blocks) to 4 (fine), or None for "don't know".  What is absent
        was not filled in yet, which says as little as "don't know".
    facts : mapping of str to {"yes", "no", "unknown"}
        By id of an accelerator or criterion.

    Examples
    --------
    >>> filled = Adoption.of_partners(["SVB", "UWV"]).with_score("SVB", "1A", 3)
    >>> filled.score("SVB", "1A"), filled.score("UWV", "1A")
    (3, None)
    >>> Adoption.from_mapping(filled.to_mapping()) == filled
    True
    """

    partners: tuple[str, ...] = ()
    scores: Mapping[str, Mapping[str, int | None]] = field(default_factory=dict)
    facts: Mapping[str, Known] = field(default_factory=dict)

    @staticmethod
    def of_partners(names: Sequence[str]) -> "Adoption":
        """Return a scan of these partners in which nothing was filled in.

        Raises
        ------
        DataError
            If a name is empty, too long or used twice, or if there are too many.
        """
        return Adoption(_checked_names(names))

    @staticmethod
    def from_mapping(mapping: object) -> "Adoption":
        """Read what `to_mapping` wrote.

        Raises
        ------
        DataError
            If it is not that: the place is in the parameters.
        """
        if not isinstance(mapping, Mapping) or set(mapping) != _FIELDS:
            _refuse("adoption", ", ".join(sorted(_FIELDS)), mapping)
        partners = mapping["partners"]
        if not isinstance(partners, list | tuple):
            _refuse("partners", "a list of names", partners)
        names = _checked_names(partners)
        scores = _mapping(mapping["scores"], "scores")
        for name in scores:
            if name not in names:
                _refuse("scores", "only names of partners", name)
        read = {name: _checked_scores(name, given) for name, given in scores.items()}
        return Adoption(names, read, _checked_facts(mapping["facts"]))

    def to_mapping(self) -> dict[str, Any]:
        """Return it as JSON holds it: part `adoption` of a dossier."""
        return {
            "partners": list(self.partners),
            "scores": {name: dict(given) for name, given in self.scores.items()},
            "facts": dict(self.facts),
        }

    def score(self, partner: str, item: str) -> int | None:
        """Return the score of a partner; None if nobody knows, or nobody filled it in."""
        return self.scores.get(partner, {}).get(item)

    def is_answered(self, partner: str, item: str) -> bool:
        """Tell whether a partner gave an answer, be it "don't know"."""
        return item in self.scores.get(partner, {})

    def fact(self, id: str) -> Known:
        """Return what is known of an accelerator or a criterion."""
        return self.facts.get(id, "unknown")

    @property
    def is_empty(self) -> bool:
        """Whether no score was filled in for anyone."""
        return not any(self.scores.get(name) for name in self.partners)

    def with_partners(self, names: Sequence[str]) -> "Adoption":
        """Return the scan with other partners; who stays, or gets another name, keeps the scores.

        A name was changed where the list is as long as before and one that is gone had its place.

        Raises
        ------
        DataError
            If a name is empty, too long or used twice, or if there are too many.
        """
        partners = _checked_names(names)
        before = {name: name for name in partners}
        if len(partners) == len(self.partners):
            for new, old in zip(partners, self.partners, strict=True):
                if new not in self.partners and old not in partners:
                    before[new] = old
        kept = {new: self.scores[old] for new, old in before.items() if old in self.scores}
        return replace(self, partners=partners, scores=kept)

    def with_score(self, partner: str, item: str, score: int | None) -> "Adoption":
        """Return the scan with another score of one partner.

        Raises
        ------
        DataError
            If there is no such partner, item or score.
        """
        if partner not in self.partners:
            _refuse("scores", "only names of partners", partner)
        given = _checked_scores(partner, {**self.scores.get(partner, {}), item: score})
        return replace(self, scores={**self.scores, partner: given})

    def with_fact(self, id: str, known: Known) -> "Adoption":
        """Return the scan with another fact of the whole.

        Raises
        ------
        DataError
            If there is no such fact, or it is not yes, no or unknown.
        """
        return replace(self, facts=_checked_facts({**self.facts, id: known}))

    def known(self, item: Item) -> dict[str, int]:
        """Return the scores of one item that are known, by partner."""
        found = {name: self.score(name, item.id) for name in self.partners}
        return {name: score for name, score in found.items() if score is not None}


def _checked_names(names: Sequence[object]) -> tuple[str, ...]:
    """Return names of partners once they can be told apart and shown."""
    limits = scan().limits
    if len(names) > limits.most_partners:
        _refuse("partners", f"at most {limits.most_partners} partners", len(names))
    found: list[str] = []
    for name in names:
        if not isinstance(name, str) or not 0 < len(name.strip()) <= limits.longest_name:
            _refuse("partners", f"names of 1 to {limits.longest_name} characters", name)
        if name.strip().casefold() in {one.casefold() for one in found}:
            _refuse("partners", "every name once", name)
        found.append(name.strip())
    return tuple(found)


def _checked_scores(partner: str, given: object) -> dict[str, int | None]:
    """Return the scores of one partner once they are scores."""
    known = {item.id for item in scan().items}
    steps = {step.score for step in scan().scale}
    found: dict[str, int | None] = {}
    for item, score in _mapping(given, partner).items():
        if item not in known:
            _refuse(partner, ", ".join(sorted(known)), item)
        if score is not None and (type(score) is not int or score not in steps):
            _refuse(f"{partner}, {item}", f"null or one of {sorted(steps)}", score)
        found[item] = score
    return found


def _checked_facts(given: object) -> dict[str, Known]:
    """Return facts once they are facts."""
    known = {fact.id for fact in scan().facts}
    found: dict[str, Known] = {}
    for id, value in _mapping(given, "facts").items():
        answer = next((one for one in KNOWN if one == value), None)
        if id not in known or answer is None:
            _refuse("facts", f"{', '.join(KNOWN)} for {', '.join(sorted(known))}", f"{id}: {value}")
        found[id] = answer
    return found


def _mapping(given: object, where: str) -> Mapping[str, Any]:
    if not isinstance(given, Mapping):
        _refuse(where, "names with values", given)
    return given


def _refuse(where: str, need: str, got: object) -> NoReturn:
    """Refuse what was filled in.

    Raises
    ------
    DataError
        Always.
    """
    raise DataError(
        "errors.decide_adoption",
        "need {need} at {where} of the adoption scan, got {got}",
        need=need[:300],
        where=where[:100],
        got=str(got)[:60],
    )
