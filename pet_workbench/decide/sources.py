"""Where a statement comes from: documents, laws, papers; or ourselves."""

from dataclasses import dataclass
from functools import cache

from pet_workbench.decide import content
from pet_workbench.decide.bilingual import Bilingual

KINDS = ("document", "law", "ruling", "paper", "web", "ours")


@dataclass(frozen=True)
class Source:
    """One source.

    Attributes
    ----------
    id : str
    kind : str
        One of `KINDS`.
    title : Bilingual
        As a reader may quote it; with its author and year.
    url : str
        Where it can be read; empty where it has not been published.
    """

    id: str
    kind: str
    title: Bilingual
    url: str


@cache
def get(id: str) -> Source:
    """Return one source.

    Raises
    ------
    DataError
        If ``sources.toml`` does not have it, or not all of it.

    Examples
    --------
    >>> get("ours").kind
    'ours'
    """
    item = content.read("sources").get(id)
    if item is None:
        content.wrong(f"sources.{id}", "a source", None)
    kind = content.one_of(item, "kind", KINDS, where=f"sources.{id}")
    title = content.bilingual(item, "title", where=f"sources.{id}")
    return Source(id, kind, title, item.get("url", ""))


def names() -> tuple[str, ...]:
    """Return the ids of all sources."""
    return tuple(content.read("sources"))
