"""A cell of the matrix in words: what page and report say, the same on both.

Sentences are plain text; a page puts them in its own elements.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pet_workbench.bench.costs import Estimate, Use, seconds_on
from pet_workbench.bench.matrix.cells import Cost, Entry, Evidence, Fits, WhyNot
from pet_workbench.bench.matrix.judgements import LEVELS
from pet_workbench.bench.matrix.names import (
    error_means,
    error_words,
    kind_name,
    leak_words,
    people,
    technique_name,
)
from pet_workbench.bench.record import Attempt, Stopped
from pet_workbench.core import PROFILES
from pet_workbench.i18n import Language, catalogue, duration, listing, number, size, text

_NATIONAL = next(profile for profile in PROFILES if profile.id == "wan")


@dataclass(frozen=True)
class Told:
    """One technique of a cell, in sentences.

    Attributes
    ----------
    id, name : str
    answers : str
        What its answer is.
    released : str
        What left the computation, to whom; empty while nothing was measured.
    leaks : tuple of str
        What parties learn beyond the answer.
    accuracy, cost, national, attack : str
        How far off, what it takes at teaching size and nationally, and what the attack got.
    """

    id: str
    name: str
    answers: str
    released: str
    leaks: tuple[str, ...]
    accuracy: str
    cost: str
    national: str
    attack: str


@dataclass(frozen=True)
class Said:
    """A cell, in sentences.

    Attributes
    ----------
    kind : str
        Name of the kind of technique.
    mark : str
        The cell in one to four words, for a table.
    verdict : str
        In one sentence.
    why : str
        Why not, or how it would fit; empty where it fits.
    techniques : tuple of Told
    """

    kind: str
    mark: str
    verdict: str
    why: str
    techniques: tuple[Told, ...] = ()


def say(entry: Entry, lang: Language) -> Said:
    """Put a cell into words."""
    kind = kind_name(entry.kind, lang)
    if isinstance(entry, Fits):
        told = tuple(tell(one, lang) for one in entry.techniques)
        level = best_level(entry)
        verdict = text(f"matrix.verdict_{level}", lang, kind=kind)
        return Said(kind, text(f"matrix.mark_{level}", lang), verdict, "", told)
    state = "why" if isinstance(entry, WhyNot) else "possible"
    why = text(f"matrix.{state}_{entry.reason}", lang)
    verdict = text(f"matrix.verdict_{state}", lang, kind=kind)
    return Said(kind, text(f"matrix.mark_{state}", lang), verdict, why)


def best_level(entry: Fits) -> str:
    """Return how much the least leaking technique of a cell leaks."""
    return min((one.level for one in entry.techniques), key=LEVELS.index)


def tell(evidence: Evidence, lang: Language) -> Told:
    """Put one technique into words."""
    case, technique = evidence.case, evidence.technique
    leaks = tuple(leak_words(case, leak, lang) for leak in evidence.leaks)
    return Told(
        id=technique,
        name=technique_name(case, technique, lang),
        answers=text(f"matrix.answers_{evidence.answers}", lang),
        released=_released(case, evidence.released, lang),
        leaks=leaks or (text("matrix.leaks_none", lang),),
        accuracy=_accuracy(evidence, lang),
        cost=_cost(case, evidence.teaching, lang),
        national=_cost(case, evidence.national, lang),
        attack=_attack(evidence, lang),
    )


def _released(case: str, released: Sequence[Mapping[str, Any]], lang: Language) -> str:
    """Say what left the computation, to whom and under which guarantee."""
    receivers: dict[tuple[str, str, int], list[str]] = {}
    for one in released:
        receivers.setdefault((one["what"], one["guarantee"], one["items"]), []).append(
            _party(case, one["receiver"], lang)
        )
    return " ".join(
        text(
            "matrix.released",
            lang,
            who=listing(names, lang),
            what=text(f"matrix.what_{what}", lang),
            items=number(items, lang),
            guarantee=text(f"matrix.guarantee_{guarantee}", lang),
        )
        for (what, guarantee, items), names in receivers.items()
    )


def _party(case: str, party: str, lang: Language) -> str:
    """Name a party inside a sentence."""
    name = party.lower().replace(" ", "_")
    keys = (f"{case}.the_{name}", f"case.the_{name}", f"matrix.the_{name}")
    return next((catalogue(lang)[key] for key in keys if key in catalogue(lang)), party)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _accuracy(evidence: Evidence, lang: Language) -> str:
    """Say how far the measured answers were from the exact ones."""
    case, technique = evidence.case, evidence.technique
    if not evidence.errors:
        return text("matrix.accuracy_unknown", lang)
    measured = listing([people(case, n, lang) for n, _ in evidence.errors], lang)
    if not any(error for _, error in evidence.errors):
        return text("matrix.accuracy_same", lang, people=measured)
    parts = [
        text(
            "matrix.accuracy_at",
            lang,
            people=people(case, n, lang),
            error=error_words(case, technique, error, lang),
        )
        for n, error in evidence.errors
    ]
    return f"{_capital(listing(parts, lang))}. {error_means(case, technique, lang)}"


def _cost(case: str, cost: Cost, lang: Language) -> str:
    """Say what a technique takes at one size: measured, extrapolated, stopped or unknown."""
    who = people(case, cost.n, lang)
    sentences = []
    if cost.stopped is not None:
        reason, limit = cost.stopped.reason, _limit(cost.stopped, lang)
        sentences.append(text(f"matrix.cost_stopped_{reason}", lang, people=who, limit=limit))
    if cost.use is not None:
        sentences.append(_used(case, cost.use, lang))
    return " ".join(sentences) or text("matrix.cost_unknown", lang, people=who)


def _used(case: str, used: Use, lang: Language) -> str:
    """Say what a run takes, on one machine and over a national network."""
    way = "measured" if used.is_measured else "estimated"
    return text(
        f"matrix.cost_{way}",
        lang,
        people=people(case, used.n, lang),
        seconds=_range(used.seconds, duration, lang, is_measured=used.is_measured),
        bytes=_range(used.bytes, size, lang, is_measured=used.is_measured),
        network=duration(seconds_on(used, _NATIONAL).middle, lang),
        largest=people(case, used.largest, lang),
    )


def _range(
    estimate: Estimate,
    write: Callable[[float, Language], str],
    lang: Language,
    *,
    is_measured: bool,
) -> str:
    """Write a figure: its middle where it was measured, else the range it is expected in."""
    low, high = write(estimate.low, lang), write(estimate.high, lang)
    if is_measured or low == high:
        return write(estimate.middle, lang)
    return text("matrix.range", lang, low=low, high=high)


def _limit(stopped: Stopped, lang: Language) -> str:
    """Write the budget that a run went over."""
    limit = stopped.limit or 0.0
    return size(limit * 1e6, lang) if stopped.reason == "memory" else duration(limit, lang)


def attack_words(attack: Attempt | None, lang: Language) -> str:
    """Say what the case's attack tries, and what it got from a technique."""
    if attack is None:
        return text("matrix.attack_none", lang)
    return f"{text(f'attempts.{attack.id}.who', lang)} {attack_result(attack, lang)}"


def attack_result(attack: Attempt, lang: Language) -> str:
    """Say what the case's attack got from a technique."""
    found, of = number(attack.found, lang), number(attack.of, lang)
    return text(f"attempts.{attack.id}.{attack.result}", lang, found=found, of=of)


def _attack(evidence: Evidence, lang: Language) -> str:
    """Say how the attack went, and at which size."""
    attack = evidence.attack
    words = attack_words(attack, lang)
    if attack is None:
        return words
    size_words = people(evidence.case, attack.n, lang)
    return f"{words} {text('matrix.attack_tried', lang, people=size_words)}"
