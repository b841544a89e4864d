"""What partners filled in: a score per partner and barrier, and a few facts of the whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from pet_workbench.core import DataError
from pet_workbench.decide import sections
from pet_workbench.decide.adoption.scan import Item, scan

Known = Literal["yes", "no", "unknown"]
KNOWN: tuple[Known, ...] = ("yes", "no", "unknown")
_SHOWN = 60
"""Characters of what somebody typed that an error repeats."""


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

    def __post_init__(self) -> None:
        _check_names(self.partners)
        for partner, given in self.scores.items():
            _check_scores(partner, given, self.partners)
        for fact, known in self.facts.items():
            _check_fact(fact, known)

    @staticmethod
    def of_partners(names: Sequence[str]) -> "Adoption":
        """Return a scan of these partners in which nothing was filled in.

        Raises
        ------
        DataError
            If a name is empty, too long or used twice, or if there are too many.
        """
        return Adoption(_stripped(names))

    @staticmethod
    def from_mapping(state: Mapping[str, Any]) -> "Adoption":
        """Read what a dossier holds.

        Raises
        ------
        DataError
            If it is none; the place is in the parameters.
        """
        sections.check("adoption", state)
        scores = {name: dict(given) for name, given in state["scores"].items()}
        return Adoption(_stripped(state["partners"]), scores, dict(state["facts"]))

    def to_mapping(self) -> dict[str, Any]:
        """Return what a dossier holds: values of JSON only."""
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
        partners = _stripped(names)
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
        given = {**self.scores.get(partner, {}), item: score}
        return replace(self, scores={**self.scores, partner: given})

    def with_fact(self, id: str, known: Known) -> "Adoption":
        """Return the scan with another fact of the whole.

        Raises
        ------
        DataError
            If there is no such fact, or it is not yes, no or unknown.
        """
        return replace(self, facts={**self.facts, id: known})

    def known(self, item: Item) -> dict[str, int]:
        """Return the scores of one item that are known, by partner."""
        found = {name: self.score(name, item.id) for name in self.partners}
        return {name: score for name, score in found.items() if score is not None}


def _stripped(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(name.strip() for name in names)


def _check_names(names: Sequence[str]) -> None:
    """Refuse names of partners that cannot be told apart or shown.

    Raises
    ------
    DataError
        If there are too many, or one is empty, too long or used twice.
    """
    limits = scan().limits
    if len(names) > limits.most_partners:
        raise DataError(
            "errors.decide_adoption_many",
            "need at most {most} partners in one adoption scan, got {count}; leave some out",
            most=limits.most_partners,
            count=len(names),
        )
    before: set[str] = set()
    for name in names:
        if not 0 < len(name.strip()) <= limits.longest_name:
            raise DataError(
                "errors.decide_adoption_name",
                "need names of partners of 1 to {most} characters, got {length}: {name}",
                most=limits.longest_name,
                length=len(name.strip()),
                name=name[:_SHOWN],
            )
        if name.casefold() in before:
            raise DataError(
                "errors.decide_adoption_twice",
                "need every partner once, got {name} more than once; give one another name",
                name=name,
            )
        before.add(name.casefold())


def _check_scores(partner: str, given: Mapping[str, int | None], partners: tuple[str, ...]) -> None:
    """Refuse scores of somebody who is no partner, on what is not asked, or that are none.

    Raises
    ------
    DataError
        With the partner, and the item.
    """
    if partner not in partners:
        raise DataError(
            "errors.decide_adoption_partner",
            "need scores of the partners only, got those of {name}",
            name=partner[:_SHOWN],
        )
    known, steps = {item.id for item in scan().items}, [step.score for step in scan().scale]
    for item, score in given.items():
        if item not in known:
            raise DataError(
                "errors.decide_adoption_item",
                "need an item of the adoption scan at {partner}, got {item}",
                partner=partner,
                item=item[:_SHOWN],
            )
        if score is not None and (type(score) is not int or score not in steps):
            raise DataError(
                "errors.decide_adoption_score",
                "need a whole score from {lowest} to {highest}, or none, for {item} of {partner}, "
                "got {score}",
                lowest=steps[0],
                highest=steps[-1],
                item=item,
                partner=partner,
                score=repr(score)[:20],
            )


def _check_fact(fact: str, known: str) -> None:
    """Refuse a fact that is not asked, or an answer that is none.

    Raises
    ------
    DataError
        With the fact and the answer.
    """
    if known not in KNOWN or fact not in {one.id for one in scan().facts}:
        raise DataError(
            "errors.decide_adoption_fact",
            "need a fact of the adoption scan with one of {answers}, got {fact} with {known}",
            answers=", ".join(KNOWN),
            fact=fact[:_SHOWN],
            known=str(known)[:_SHOWN],
        )
