"""What follows from a scan, in sentences; plain text, so escape it where it becomes HTML."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pet_workbench.decide.adoption.findings import Difference, Findings, Link, Recommended, assess
from pet_workbench.decide.adoption.scan import PRECONDITIONS, scan
from pet_workbench.decide.adoption.scores import Adoption
from pet_workbench.i18n import Language, listing, number, text

_MOST, _FEW = 3, 2
"""Links that a sentence and a reason name; of the others they say how many there are."""


@dataclass(frozen=True)
class Summary:
    """A scan as a memo tells it; plain text with names as people typed them.

    Attributes
    ----------
    outcome : str
        Id of the outcome.
    sentence : str
        The outcome in a sentence or two.
    stops, weakest, unknown : tuple of str
        Partners on barriers: those that stop everything, the weakest, and those nobody knows.
    differ : tuple of str
        Where partners stand far apart.
    measures : tuple of str
        What can be done, with its origin.
    criteria : str
        Whether this is a structural application.
    """

    outcome: str
    sentence: str
    stops: tuple[str, ...]
    weakest: tuple[str, ...]
    differ: tuple[str, ...]
    measures: tuple[str, ...]
    unknown: tuple[str, ...]
    criteria: str


def score_text(score: int | None, lang: Language) -> str:
    """Write a score with its words.

    Examples
    --------
    >>> score_text(0, "en"), score_text(None, "nl")
    ('0 (blocks)', '? (onbekend)')
    """
    if score is None:
        return text("adoption.score_unknown", lang)
    says = next(step.says for step in scan().scale if step.score == score).of(lang)
    return text("adoption.score", lang, score=number(score, lang), says=says)


def group_name(group: str, lang: Language) -> str:
    """Name an aspect, with its number in the report, or the preconditions."""
    if group == PRECONDITIONS:
        return text("adoption.preconditions", lang)
    aspect = next(one for one in scan().aspects if one.id == group)
    return text("adoption.aspect", lang, number=aspect.number, name=aspect.says.of(lang))


def item_name(link: Link, lang: Language) -> str:
    """Name a barrier, with its number in the report, or a precondition."""
    name = link.item.says.of(lang)
    if link.item.group == PRECONDITIONS:
        return name
    return text("adoption.barrier", lang, id=link.item.id, name=name)


def link_text(link: Link, lang: Language) -> str:
    """Write one partner on one barrier, with the score."""
    return text(
        "adoption.link",
        lang,
        partner=link.partner,
        item=item_name(link, lang),
        score=score_text(link.score, lang),
    )


def links_text(links: Sequence[Link], lang: Language, *, most: int = _MOST) -> str:
    """Write links inside a sentence; of many only the first few, and how many more there are."""
    named = [link_text(link, lang) for link in links[:most]]
    left = len(links) - len(named)
    if left:
        named.append(text("adoption.more", lang, n=number(left, lang)))
    return listing(named, lang)


def sentence(found: Findings, lang: Language) -> str:
    """Say in one or two sentences what follows from the scan."""
    if found.outcome == "stop":
        return text("adoption.said_stop", lang, which=links_text(found.stops, lang))
    if found.outcome == "find-out":
        known = links_text(found.weakest, lang)
        n = number(len(found.unknown), lang)
        key = "adoption.said_find_out_one" if len(found.unknown) == 1 else "adoption.said_find_out"
        weakest = text("adoption.said_so_far", lang, which=known) if known else ""
        return f"{text(key, lang, n=n)} {weakest}".strip()
    if found.outcome == "weak":
        return text("adoption.said_weak", lang, which=links_text(found.weakest, lang))
    return text(f"adoption.said_{found.outcome}", lang)


def because_text(one: Recommended, lang: Language) -> str:
    """Say why a measure is shown."""
    if one.because:
        return text("adoption.because", lang, which=links_text(one.because, lang, most=_FEW))
    named = listing([fact.says.of(lang) for fact in one.lacks], lang)
    return text("adoption.because_lacks", lang, which=named)


def origin_text(one: Recommended, lang: Language) -> str:
    """Say how much of a measure is the report's, where it stands, and who can do it."""
    kind = text(f"adoption.kind_{one.measure.kind}", lang, place=one.measure.place.of(lang))
    return f"{text(f'adoption.by_{one.measure.by}', lang)}. {kind}"


def difference_text(one: Difference, lang: Language) -> str:
    """Say how far partners stand apart on one barrier."""
    named = [
        text("adoption.partner_score", lang, partner=name, score=score_text(score, lang))
        for name, score in sorted(one.scores.items(), key=lambda pair: pair[1])
    ]
    name = item_name(Link("", one.item, None), lang)
    return text("adoption.difference", lang, item=name, scores=listing(named, lang))


def structural_text(found: Findings, lang: Language) -> str:
    """Say whether this is a structural application, by the four criteria of the report."""
    if found.is_structural:
        return text("adoption.structural_yes", lang)
    if not found.absent:
        named = [fact.says.of(lang) for fact in found.undecided]
        return text("adoption.structural_unknown", lang, which="; ".join(named))
    named = [fact.says.of(lang) for fact in found.absent]
    return text("adoption.structural_no", lang, which="; ".join(named))


def summary(state: Mapping[str, Any], lang: Language) -> Summary:
    """Tell what a dossier holds of a scan.

    Parameters
    ----------
    state : mapping
        `Dossier.adoption`.
    lang : {"nl", "en"}

    Raises
    ------
    DataError
        If `state` is no scan.

    Examples
    --------
    >>> summary({"partners": ["SVB"], "scores": {}, "facts": {}}, "en").sentence
    'The adoption scan has not been filled in yet.'
    """
    found = assess(Adoption.from_mapping(state))
    return Summary(
        outcome=found.outcome,
        sentence=sentence(found, lang),
        stops=tuple(link_text(link, lang) for link in found.stops),
        weakest=tuple(link_text(link, lang) for link in found.weakest),
        differ=tuple(difference_text(one, lang) for one in found.differ),
        measures=tuple(_measure_text(one, lang) for one in found.measures),
        unknown=tuple(link_text(link, lang) for link in found.unknown),
        criteria=structural_text(found, lang),
    )


def _measure_text(one: Recommended, lang: Language) -> str:
    """Write a measure with its origin on one line."""
    return f"{one.measure.says.of(lang)} ({origin_text(one, lang)})"
