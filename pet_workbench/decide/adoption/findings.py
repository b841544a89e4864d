"""What follows from the scores: the weakest links, what stops everything, and what to do first.

Never an average: an aspect is as strong as its weakest barrier at its weakest partner.  What nobody
knows is not good: an aspect with an unknown score is never called fine.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pet_workbench.decide.adoption.scan import PRECONDITIONS, Fact, Item, Measure, scan
from pet_workbench.decide.adoption.scores import Adoption

Outcome = Literal["empty", "stop", "find-out", "weak", "fine"]
OUTCOMES: tuple[Outcome, ...] = ("empty", "stop", "find-out", "weak", "fine")


@dataclass(frozen=True)
class Link:
    """One partner on one barrier or precondition.

    Attributes
    ----------
    partner : str
    item : Item
    score : int or None
        None: not known.
    """

    partner: str
    item: Item
    score: int | None

    def is_of(self, group: str, partner: str) -> bool:
        """Tell whether it is a link of this partner in this group."""
        return self.item.group == group and self.partner == partner


@dataclass(frozen=True)
class AspectFinding:
    """How strong an aspect is: as strong as its weakest link.

    Attributes
    ----------
    group : str
        Id of the aspect, or "preconditions".
    score : int or None
        The lowest known score; None if none is known.
    weakest : tuple of Link
        All links with that score.
    unknown : tuple of Link
        Those that nobody knows.
    """

    group: str
    score: int | None
    weakest: tuple[Link, ...]
    unknown: tuple[Link, ...]

    @property
    def is_complete(self) -> bool:
        """Whether all its scores are known."""
        return not self.unknown


@dataclass(frozen=True)
class Difference:
    """A barrier on which partners stand far apart.

    Attributes
    ----------
    item : Item
    scores : mapping of str to int
        By partner, those that are known.
    """

    item: Item
    scores: Mapping[str, int]

    @property
    def apart(self) -> int:
        """Steps between the highest and the lowest score."""
        return max(self.scores.values()) - min(self.scores.values())


@dataclass(frozen=True)
class Recommended:
    """A measure, and why it is shown.

    Attributes
    ----------
    measure : Measure
    because : tuple of Link
        The weak links that it helps, weakest first.
    lacks : tuple of Fact
        The accelerators that are absent and that it brings.
    """

    measure: Measure
    because: tuple[Link, ...]
    lacks: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class Findings:
    """Everything that follows from a scan.

    Attributes
    ----------
    outcome : {"empty", "stop", "find-out", "weak", "fine"}
        "stop": a precondition is not met; "find-out": no precondition stops it, but some score is
        unknown; "weak": all is known and some link asks for measures.
    links : tuple of Link
        Every partner on every barrier and precondition.
    groups : tuple of AspectFinding
        The preconditions first, then the aspects in order.
    stops : tuple of Link
        Preconditions that are not met.
    weakest : tuple of Link
        Among all that is known, the links with the lowest score.
    unknown : tuple of Link
    differ : tuple of Difference
        Farthest apart first.
    measures : tuple of Recommended
        In the order in which they matter.
    absent : tuple of Fact
        Criteria of a structural application that are not met.
    undecided : tuple of Fact
        Criteria of which that is not known.
    """

    outcome: Outcome
    links: tuple[Link, ...]
    groups: tuple[AspectFinding, ...]
    stops: tuple[Link, ...]
    weakest: tuple[Link, ...]
    unknown: tuple[Link, ...]
    differ: tuple[Difference, ...]
    measures: tuple[Recommended, ...]
    absent: tuple[Fact, ...]
    undecided: tuple[Fact, ...]

    @property
    def is_structural(self) -> bool:
        """Whether all criteria of a structural application are met."""
        return not self.absent and not self.undecided

    def lowest(self, group: str, partner: str) -> int | None:
        """Return the lowest known score of a partner in a group; None if none is known."""
        own = [link.score for link in self.links if link.is_of(group, partner)]
        return min((score for score in own if score is not None), default=None)


def assess(adoption: Adoption) -> Findings:
    """Return what follows from a scan.

    Examples
    --------
    >>> filled = Adoption.of_partners(["SVB", "UWV"]).with_score("UWV", "legal-basis", 0)
    >>> found = assess(filled)
    >>> found.outcome, [(link.partner, link.item.id) for link in found.stops]
    ('stop', [('UWV', 'legal-basis')])
    """
    asked = scan()
    links = [
        Link(name, item, adoption.score(name, item.id))
        for item in asked.items
        for name in adoption.partners
    ]
    groups = (PRECONDITIONS, *(aspect.id for aspect in asked.aspects))
    found = tuple(_group(group, links) for group in groups)
    stops = tuple(
        link
        for link in links
        if link.item.group == PRECONDITIONS and _at_most(link, asked.limits.stops_at)
    )
    unknown = tuple(link for link in links if link.score is None)
    return Findings(
        outcome=_outcome(adoption, links, stops),
        links=tuple(links),
        groups=found,
        stops=stops,
        weakest=_weakest(links),
        unknown=unknown,
        differ=_differ(adoption),
        measures=_measures(adoption, links),
        absent=tuple(fact for fact in asked.criteria if adoption.fact(fact.id) == "no"),
        undecided=tuple(fact for fact in asked.criteria if adoption.fact(fact.id) == "unknown"),
    )


def _at_most(link: Link, score: int) -> bool:
    return link.score is not None and link.score <= score


def _outcome(adoption: Adoption, links: Sequence[Link], stops: Sequence[Link]) -> Outcome:
    if not adoption.partners or adoption.is_empty:
        return "empty"
    if stops:
        return "stop"
    if any(link.score is None for link in links):
        return "find-out"
    weak = any(_at_most(link, scan().limits.acts_at) for link in links)
    return "weak" if weak else "fine"


def _weakest(links: Iterable[Link]) -> tuple[Link, ...]:
    """Return the links with the lowest known score."""
    known = [link for link in links if link.score is not None]
    lowest = min((link.score for link in known if link.score is not None), default=None)
    return tuple(link for link in known if link.score == lowest)


def _group(group: str, links: Sequence[Link]) -> AspectFinding:
    own = [link for link in links if link.item.group == group]
    weakest = _weakest(own)
    return AspectFinding(
        group,
        weakest[0].score if weakest else None,
        weakest,
        tuple(link for link in own if link.score is None),
    )


def _differ(adoption: Adoption) -> tuple[Difference, ...]:
    """Return where partners stand far apart, farthest first."""
    known = [(item, adoption.known(item)) for item in scan().items]
    found = [Difference(item, scores) for item, scores in known if len(scores) > 1]
    far = [one for one in found if one.apart >= scan().limits.differs_from]
    return tuple(sorted(far, key=lambda one: -one.apart))


def _measures(adoption: Adoption, links: Sequence[Link]) -> tuple[Recommended, ...]:
    """Return measures: those for preconditions that stop first, then for the weakest links.

    A measure stands where its weakest link stands; one that helps several such links comes before
    one that helps a single one.  Accelerators that are absent come last.
    """
    asked = scan()
    weak = sorted((link for link in links if _at_most(link, asked.limits.acts_at)), key=_urgency)
    absent = [fact for fact in asked.accelerators if adoption.fact(fact.id) == "no"]
    found = [
        Recommended(
            measure,
            tuple(link for link in weak if measure.id in link.item.measures),
            tuple(fact for fact in absent if measure.id in fact.measures),
        )
        for measure in asked.measures.values()
    ]
    needed = [one for one in found if one.because or one.lacks]
    return tuple(sorted(needed, key=_order))


def _urgency(link: Link) -> tuple[bool, int]:
    """Return where a weak link stands: what stops everything first, then the lowest score."""
    score = scan().best if link.score is None else link.score
    stops = link.item.group == PRECONDITIONS and score <= scan().limits.stops_at
    return not stops, score


def _order(one: Recommended) -> tuple[bool, tuple[bool, int], int]:
    if not one.because:
        return True, (True, scan().best), 0
    first = _urgency(one.because[0])
    equal = sum(_urgency(link) == first for link in one.because)
    return False, first, -equal
