"""What the scan asks: aspects with barriers, preconditions, accelerators, criteria, measures."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pet_workbench.decide import content
from pet_workbench.decide.bilingual import Bilingual

FILE = "adoption"
KINDS = ("recommendation", "condition", "accelerator", "finding")
"""How much of a measure is the report's, most first; see ``content/adoption.toml``."""
BY = ("partners", "government")
"""Who can carry out a measure."""
PRECONDITIONS = "preconditions"
"""Id of the group of preconditions, beside the ids of the aspects."""


@dataclass(frozen=True)
class Measure:
    """Something that can be done.

    Attributes
    ----------
    id : str
    says : Bilingual
    kind : str
        One of `KINDS`.
    by : str
        One of `BY`.
    place : Bilingual
        Where in the report it stands.
    sources : tuple of str
    """

    id: str
    says: Bilingual
    kind: str
    by: str
    place: Bilingual
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Item:
    """What is scored per partner: a barrier, or a precondition.

    Attributes
    ----------
    id : str
        A barrier has that of the report: "1A".
    group : str
        Id of its aspect, or `PRECONDITIONS`.
    says, asks, why : Bilingual
        Its name, the question, and why it is asked.
    measures : tuple of str
        Ids of what helps.
    place : Bilingual
        Where in the report it stands.
    sources : tuple of str
    """

    id: str
    group: str
    says: Bilingual
    asks: Bilingual
    why: Bilingual
    measures: tuple[str, ...]
    place: Bilingual
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Aspect:
    """One of the six aspects of adoption.

    Attributes
    ----------
    id : str
    number : int
        As in the report.
    says, explains, place : Bilingual
    barriers : tuple of Item
    sources : tuple of str
    """

    id: str
    number: int
    says: Bilingual
    explains: Bilingual
    place: Bilingual
    barriers: tuple[Item, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Fact:
    """What holds for the collaboration as a whole, or does not: an accelerator or a criterion.

    Attributes
    ----------
    id : str
    says, asks, place : Bilingual
    measures : tuple of str
    sources : tuple of str
    """

    id: str
    says: Bilingual
    asks: Bilingual
    place: Bilingual
    measures: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """One step of the scale.

    Attributes
    ----------
    score : int
    says, explains : Bilingual
    """

    score: int
    says: Bilingual
    explains: Bilingual


@dataclass(frozen=True)
class Limits:
    """The thresholds of the scan, which are ours.

    Attributes
    ----------
    stops_at : int
        A precondition with this score or less stops everything.
    acts_at : int
        Measures are shown up to this score.
    differs_from : int
        Partners whose scores are this far apart differ.
    most_partners : int
    longest_name : int
        Characters.
    """

    stops_at: int
    acts_at: int
    differs_from: int
    most_partners: int
    longest_name: int


@dataclass(frozen=True)
class Scan:
    """Everything the scan asks and advises.

    Attributes
    ----------
    preconditions : tuple of Item
    aspects : tuple of Aspect
    accelerators, criteria : tuple of Fact
    measures : mapping of str to Measure
    scale : tuple of Step
        From the worst to the best.
    limits : Limits

    Examples
    --------
    >>> len(scan().preconditions), len(scan().aspects), scan().item("1A").group
    (4, 6, 'added-value')
    """

    preconditions: tuple[Item, ...]
    aspects: tuple[Aspect, ...]
    accelerators: tuple[Fact, ...]
    criteria: tuple[Fact, ...]
    measures: Mapping[str, Measure]
    scale: tuple[Step, ...]
    limits: Limits

    @property
    def barriers(self) -> tuple[Item, ...]:
        """The barriers of all aspects, in order."""
        return tuple(barrier for aspect in self.aspects for barrier in aspect.barriers)

    @property
    def items(self) -> tuple[Item, ...]:
        """Everything that is scored per partner: preconditions first."""
        return (*self.preconditions, *self.barriers)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Everything that is asked of the collaboration as a whole."""
        return (*self.accelerators, *self.criteria)

    @property
    def best(self) -> int:
        """The highest score."""
        return self.scale[-1].score

    def item(self, id: str) -> Item:
        """Return what is scored under `id`."""
        return next(item for item in self.items if item.id == id)

    def of(self, group: str) -> tuple[Item, ...]:
        """Return what is scored in a group: an aspect, or the preconditions."""
        return tuple(item for item in self.items if item.group == group)


@cache
def scan() -> Scan:
    """Return the scan of ``content/adoption.toml``.

    Raises
    ------
    DataError
        If the file lacks something, or names a measure that it does not have.
    """
    written = content.read(FILE)
    measures = {id: _measure(id, item) for id, item in written["measures"].items()}
    steps = written["scale"].items()
    found = Scan(
        _items(written[PRECONDITIONS], PRECONDITIONS),
        tuple(_aspect(id, item) for id, item in written["aspects"].items()),
        _facts(written["accelerators"], "accelerators"),
        _facts(written["criteria"], "criteria"),
        measures,
        tuple(_step(int(score), item) for score, item in steps),
        Limits(**{name: value for name, value in written["limits"].items() if name != "source"}),
    )
    named = [(one.id, one.measures) for one in found.items]
    named += [(fact.id, fact.measures) for fact in found.facts]
    for id, wanted in named:
        if not set(wanted) <= set(measures):
            content.wrong(f"{FILE}.{id}", "ids of measures", wanted)
    return found


def _measure(id: str, item: Mapping[str, Any]) -> Measure:
    where = f"{FILE}.measures.{id}"
    return Measure(
        id,
        kind=content.one_of(item, "kind", KINDS, where=where),
        by=content.one_of(item, "by", BY, where=where),
        sources=content.sourced(item, where=where),
        **content.texts(item, "says", "place", where=where),
    )


def _items(written: Mapping[str, Any], group: str) -> tuple[Item, ...]:
    return tuple(
        Item(
            id=id,
            group=group,
            measures=tuple(item["measures"]),
            sources=content.sourced(item, where=f"{FILE}.{group}.{id}"),
            **content.texts(item, "says", "asks", "why", "place", where=f"{FILE}.{group}.{id}"),
        )
        for id, item in written.items()
    )


def _aspect(id: str, item: Mapping[str, Any]) -> Aspect:
    where = f"{FILE}.aspects.{id}"
    return Aspect(
        id=id,
        number=int(item["number"]),
        barriers=_items(item["barriers"], id),
        sources=content.sourced(item, where=where),
        **content.texts(item, "says", "explains", "place", where=where),
    )


def _facts(written: Mapping[str, Any], group: str) -> tuple[Fact, ...]:
    return tuple(
        Fact(
            id=id,
            measures=tuple(item.get("measures", ())),
            sources=content.sourced(item, where=f"{FILE}.{group}.{id}"),
            **content.texts(item, "says", "asks", "place", where=f"{FILE}.{group}.{id}"),
        )
        for id, item in written.items()
    )


def _step(score: int, item: Mapping[str, Any]) -> Step:
    return Step(
        score=score, **content.texts(item, "says", "explains", where=f"{FILE}.scale.{score}")
    )
