"""What can be advised: parts, the combinations that make sense, and outcomes that are no technique.

An arrangement is a list of parts, the one that carries it (its base) first.  Its texts are those of
its parts, with a few of its own: what it does, and what each party gets to see.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pet_workbench.core import DataError
from pet_workbench.decide import content
from pet_workbench.decide.bilingual import Bilingual
from pet_workbench.decide.chooser import levels
from pet_workbench.decide.chooser.levels import Level

_LISTS = ("sees", "protects", "not_protects", "not_solves", "costs")
_FROM_BASE, _FROM_OTHERS, _MOST = 4, 1, 6


@dataclass(frozen=True)
class Arrangement:
    """One thing to advise.

    Attributes
    ----------
    id : str
        Its parts, joined by ``+``; or the id of an outcome that is no technique.
    parts : tuple of str
        Ids of kinds of technique, the base first; empty for an outcome that is no technique.
    name, does : Bilingual
    sees, protects, not_protects, not_solves, costs : tuple of Bilingual
        What each party gets to see; against what it helps and does not; what remains to be done;
        what drives its costs.
    ask_supplier : tuple of Bilingual
        Questions for whoever offers it: three to six for a technique, none otherwise.
    input, output : int
        Protection of what goes in and comes out, steps of `levels.scale`.
    maturity : Bilingual or None
    measured : bool
        Whether this workbench has measured it, for some case.
    is_pet : bool
        False for baselines and for outcomes that are no technique.
    never : bool
        True for the anti-example, which no rule can bring back.
    sources : tuple of str
    """

    id: str
    parts: tuple[str, ...]
    name: Bilingual
    does: Bilingual
    sees: tuple[Bilingual, ...]
    protects: tuple[Bilingual, ...]
    not_protects: tuple[Bilingual, ...]
    not_solves: tuple[Bilingual, ...]
    costs: tuple[Bilingual, ...]
    ask_supplier: tuple[Bilingual, ...]
    input: int
    output: int
    maturity: Bilingual | None
    measured: bool
    is_pet: bool
    never: bool
    sources: tuple[str, ...]

    @property
    def level(self) -> Level:
        """How much it protects, on both sides."""
        return Level(self.input, self.output)

    @property
    def base(self) -> str:
        """The part that carries it."""
        return self.parts[0] if self.parts else ""


@cache
def arrangements() -> tuple[Arrangement, ...]:
    """Return all techniques and combinations, in the order of ``arrangements.toml``.

    Examples
    --------
    >>> [one.id for one in arrangements()][:2]
    ['plain-exchange', 'trusted-third-party']
    """
    written = content.read("arrangements")
    return tuple(_arrangement(id, item, written) for id, item in written["arrangements"].items())


@cache
def outcomes() -> tuple[Arrangement, ...]:
    """Return the outcomes that are no technique.

    Examples
    --------
    >>> [one.id for one in outcomes()]
    ['share-aggregated', 'ask-consent', 'no-personal-data', 'do-not']
    """
    written = content.read("arrangements")
    return tuple(_arrangement(id, item, written) for id, item in written["outcomes"].items())


@cache
def by_id() -> Mapping[str, Arrangement]:
    """Return arrangements and outcomes by id."""
    return {one.id: one for one in (*arrangements(), *outcomes())}


def arrangement(id: str) -> Arrangement:
    """Return one arrangement or outcome.

    Raises
    ------
    DataError
        If there is none with this id.

    Examples
    --------
    >>> arrangement("secret-sharing+suppression").parts
    ('secret-sharing', 'suppression')
    """
    found = by_id().get(id)
    if found is None:
        raise DataError(
            "errors.decide_chooser_arrangement",
            "need an arrangement or outcome out of {known}, got {id}",
            known=", ".join(by_id()),
            id=id[:60],
        )
    return found


def _arrangement(id: str, item: Mapping[str, Any], written: Mapping[str, Any]) -> Arrangement:
    """Put an arrangement together from its own texts and those of its parts."""
    where = f"arrangements.{id}"
    parts = tuple(id.split("+")) if "level" in item else ()
    if any(part not in written["parts"] for part in parts):
        content.wrong(where, f"an id out of {', '.join(written['parts'])}, joined by +", id)
    makers = [written["parts"][part] for part in parts]
    own = {**(makers[0] if len(parts) == 1 else {}), **item}
    level = levels.read(item.get("level", {}), where=where)
    texts = {key: _texts(key, item, makers, where) for key in _LISTS}
    named = content.sourced(own, where=where) + tuple(
        one for part in makers for one in content.sourced(part, where=where)
    )
    return Arrangement(
        id=id,
        parts=parts,
        name=content.bilingual(own, "name", where=where),
        does=content.bilingual(own, "does", where=where),
        ask_supplier=_questions(makers, where),
        input=level.input,
        output=level.output,
        maturity=_maturity(own, parts, written, where),
        measured=bool(item.get("measured", False)),
        is_pet=any(maker.get("is_pet", True) for maker in makers),
        never=bool(own.get("never", False)),
        sources=tuple(dict.fromkeys(named)),
        **texts,
    )


def _texts(
    key: str, item: Mapping[str, Any], makers: list[Mapping[str, Any]], where: str
) -> tuple[Bilingual, ...]:
    """Return the texts of an arrangement under `key`: its own, or else those of its parts.

    A text of a part does not count where a companion takes away what it says.
    """
    parts = set(where.removeprefix("arrangements.").split("+"))
    found = item[key] if key in item else [one for part in makers for one in part.get(key, [])]
    kept = [dict(one) for one in found if not parts & set(one.get("unless", ()))]
    for one in kept:
        one.pop("unless", None)
    return tuple(dict.fromkeys(content.bilingual({key: one}, key, where=where) for one in kept))


def _questions(makers: list[Mapping[str, Any]], where: str) -> tuple[Bilingual, ...]:
    """Return what to ask a supplier: most about the base, something about every other part."""
    found = []
    for place, part in enumerate(makers):
        most = _FROM_BASE if place == 0 and len(makers) > 1 else _FROM_OTHERS
        listed = part.get("ask_supplier", [])
        found += listed if len(makers) == 1 else listed[:most]
    return tuple(content.bilingual({"asks": one}, "asks", where=where) for one in found[:_MOST])


def _maturity(
    own: Mapping[str, Any], parts: tuple[str, ...], written: Mapping[str, Any], where: str
) -> Bilingual | None:
    """Return how far it is: what it says itself, or what holds for combinations."""
    several = len(parts) > 1
    return content.optional(
        written["combination"] if several and "maturity" not in own else own,
        "maturity",
        where=where,
    )
